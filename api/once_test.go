package api

import (
	"context"
	"maps"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/form"
)

// keyed is a call with a key.
func keyed(c call, key string) call {
	header := map[string]string{}
	maps.Copy(header, c.header)
	header["Idempotency-Key"] = key
	c.header = header
	return c
}

// secretive are names of what is shown once.
var secretive = regexp.MustCompile(`(?i)^(secret|codes|password|recovery|link|invitation)$`)

// Whatever an account makes can be asked for again under a key, and an answer
// that holds a secret is not kept.
func TestEveryPostTakesAKey(t *testing.T) {
	for id, op := range document.operations {
		if op.route.Method != http.MethodPost || !op.signed || op.anonymous {
			if op.keyed {
				t.Errorf("%s takes a key, but belongs to no account", id)
			}
			continue
		}
		reads, _ := op.route.Operation.Extensions["x-reads"].(bool)
		if op.keyed == (reads || op.upload) { // the same file again is the one that is there: TestTaskFilesOnce
			t.Errorf("%s must take Idempotency-Key, or say that it only reads (x-reads) or takes a file (x-upload)", id)
		}
		for status, answer := range op.route.Operation.Responses.Map() {
			if status[0] != '2' || op.shownOnce {
				continue
			}
			for _, content := range answer.Value.Content {
				if name := secretIn(content.Schema.Value, 0); name != "" {
					t.Errorf("%s answers %q, which must not be kept: say x-shown-once", id, name)
				}
			}
		}
	}
}

func secretIn(s *openapi3.Schema, depth int) string {
	if s == nil || depth > 4 {
		return ""
	}
	for name, p := range s.Properties {
		if secretive.MatchString(name) {
			return name
		}
		if inner := secretIn(p.Value, depth+1); inner != "" {
			return inner
		}
	}
	if s.Items != nil {
		return secretIn(s.Items.Value, depth+1)
	}
	return ""
}

// A request with a key is carried out once, and answered alike as often as it
// is sent; what it shows once is shown once.
func TestIdempotency(t *testing.T) {
	f := newFixture(t)
	f.prepare()
	create := call{method: "POST", path: "/polls", body: strings.Replace(poll, `"id":"spring",`, "", 1), signed: true}
	first := f.do(keyed(create, `"8e03978e-40d5"`))
	again := f.do(keyed(create, "8e03978e-40d5")) // the draft of the IETF writes quotes
	if first.Code != http.StatusCreated || again.Code != http.StatusCreated || again.Body.String() != first.Body.String() ||
		again.Header().Get("Location") != first.Header().Get("Location") || again.Header().Get("Idempotency-Replayed") != "true" {
		t.Errorf("first %d %s\nagain %d %s %v", first.Code, first.Body, again.Code, again.Body, again.Header())
	}
	polls, err := f.service.Polls(t.Context())
	if err != nil || len(polls) != 2 {
		t.Errorf("%d polls, %v", len(polls), err)
	}
	is := func(what string, c call, status int, kind string) {
		t.Helper()
		if w := f.do(c); w.Code != status || kind != "" && !strings.Contains(w.Body.String(), "/problems/"+kind) {
			t.Errorf("%s: %d %s, want %d %s", what, w.Code, w.Body, status, kind)
		}
	}
	other := create
	other.body = strings.Replace(create.body, "Spring", "Fair", 1)
	is("another body", keyed(other, "8e03978e-40d5"), 422, "key-reused")
	other = create
	other.path += "?lang=en"
	is("another address", keyed(other, "8e03978e-40d5"), 422, "key-reused")
	is("no key at all", keyed(create, strings.Repeat("k", 200)), 422, "invalid")
	is("a bad key", keyed(create, `"`), 422, "invalid")

	token := call{method: "POST", path: "/tokens", body: `{"label":"x"}`, signed: true}
	is("a token", keyed(token, "t"), 201, "")
	is("the token again", keyed(token, "t"), 409, "key-secret")
	if n := count(t, f, `"label":"x"`, "/tokens"); n != 1 {
		t.Errorf("%d tokens", n)
	}

	failed := call{method: "POST", path: "/polls", body: strings.Replace(poll, "south", "nowhere", 1), signed: true}
	is("one that fails", keyed(failed, "f"), 422, "invalid")
	is("what failed gives its key back", keyed(create, "f"), 201, "")

	stranger := token
	stranger.signed = false
	is("a stranger", keyed(stranger, "t"), 401, "")
}

// count says how often a text stands in what is read.
func count(t *testing.T, f *fixture, text, path string) int {
	t.Helper()
	return strings.Count(f.do(call{method: "GET", path: path, signed: true}).Body.String(), text)
}

// While a request is under way the same is told to wait; a server that stops
// in the middle leaves nothing that is made twice.
func TestIdempotencyUnderWay(t *testing.T) {
	f := newFixture(t)
	f.prepare()
	create := keyed(call{method: "POST", path: "/polls", body: strings.Replace(poll, `"id":"spring",`, "", 1), signed: true}, "k")
	var made, busy atomic.Int32
	var all sync.WaitGroup
	for range 12 {
		all.Go(func() {
			switch w := f.do(create); w.Code {
			case http.StatusCreated:
				made.Add(1)
			case http.StatusConflict:
				busy.Add(1)
				if w.Header().Get("Retry-After") == "" {
					t.Error("no Retry-After")
				}
			default:
				t.Errorf("%d %s", w.Code, w.Body)
			}
		})
	}
	all.Wait()
	polls, err := f.service.Polls(t.Context())
	if err != nil || len(polls) != 2 || made.Load() == 0 {
		t.Errorf("%d polls, %d answers of it, %d told to wait, %v", len(polls), made.Load(), busy.Load(), err)
	}

	// As if it had stopped between making the poll and keeping the answer.
	whole := f.server.Service
	f.server.Service = survey.NewService(broken{f.store.People}, f.store.Ballots, form.Parse)
	crashed := keyed(create, "c")
	if w := f.do(crashed); w.Code != http.StatusInternalServerError {
		t.Errorf("no crash: %d %s", w.Code, w.Body)
	}
	f.server.Service = whole
	if w := f.do(crashed); w.Code != http.StatusConflict {
		t.Errorf("after the crash: %d %s", w.Code, w.Body)
	}
	if polls, err = f.service.Polls(t.Context()); err != nil || len(polls) != 3 {
		t.Errorf("%d polls, %v", len(polls), err)
	}
}

// broken makes a poll and never says so.
type broken struct{ survey.Definitions }

func (b broken) CreatePoll(ctx context.Context, p survey.Poll) error {
	if err := b.Definitions.CreatePoll(ctx, p); err != nil {
		return err
	}
	return echo.ErrInternalServerError
}

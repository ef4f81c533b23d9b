package webhook_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"minping/survey"
	"minping/survey/outbound"
	"minping/survey/store"
	"minping/survey/webhook"
)

var ctx = context.Background()

func ok(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// A desk is a service over an SQLite folder, with a clock to move.
type desk struct {
	*webhook.Service
	store *store.Store

	mu  sync.Mutex
	now time.Time
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	st, err := store.OpenSQLite(t.TempDir())
	ok(t, err)
	t.Cleanup(func() { ok(t, st.Close()) })
	d := &desk{store: st, now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	client := outbound.New(netip.MustParsePrefix("127.0.0.0/8"))
	t.Cleanup(client.Close)
	d.Service = webhook.New(st.People, client.Check, func(ctx context.Context, to string, h http.Header, body []byte) (int, []byte, error) {
		a, err := client.Post(ctx, to, h, body)
		return a.Status, a.Body, err
	})
	d.Now = func() time.Time {
		d.mu.Lock()
		defer d.mu.Unlock()
		return d.now
	}
	return d
}

func (d *desk) move(by time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.now = d.now.Add(by)
}

// poll makes a poll that happens to be in a state.
func (d *desk) poll(t *testing.T, id string) {
	t.Helper()
	ok(t, d.store.People.CreatePoll(ctx, survey.Poll{ID: id, Title: survey.Text{"zh": "测评"}, State: survey.Draft}))
}

// happen stores events of a poll as its changes do.
func (d *desk) happen(t *testing.T, poll string, kinds ...survey.EventKind) {
	t.Helper()
	for _, k := range kinds {
		p, err := d.store.People.Poll(ctx, poll)
		ok(t, err)
		e := survey.Event{ID: survey.NewEventID(), Kind: k, Poll: poll, Title: p.Title, At: d.Now()}
		ok(t, d.store.People.ReplacePoll(ctx, p, p.State, nil, e))
	}
}

// run dispatches until the condition holds, then stops.
func (d *desk) run(t *testing.T, until func() bool) {
	t.Helper()
	ctx, stop := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		d.Run(ctx, slog.New(slog.NewTextHandler(t.Output(), nil)))
	}()
	for deadline := time.Now().Add(5 * time.Minute); !until(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Error("nothing more happens")
			break
		}
	}
	stop()
	<-done
}

// noted says when so many attempts at a hook are in its log.
func (d *desk) noted(t *testing.T, h webhook.Hook, n int) func() bool {
	return func() bool {
		list, err := d.Deliveries(ctx, h.ID)
		ok(t, err)
		all := 0
		for _, l := range list {
			_, attempts, err := d.Delivery(ctx, h.ID, l.Event)
			ok(t, err)
			all += len(attempts)
		}
		return all >= n
	}
}

// A message is what a receiver got.
type message struct {
	id, body string
	verified bool
}

// A receiver is a server that takes messages, as its answer says.
type receiver struct {
	URL    string
	secret string

	mu     sync.Mutex
	got    []message
	answer http.HandlerFunc // nil: 204
}

func newReceiver(t *testing.T) *receiver {
	t.Helper()
	r := &receiver{}
	s := httptest.NewServer(r)
	t.Cleanup(s.Close)
	r.URL = s.URL + "/hook"
	return r
}

// ServeHTTP verifies and keeps a message.
func (r *receiver) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	body, _ := io.ReadAll(q.Body)
	r.mu.Lock()
	key, _ := base64.StdEncoding.DecodeString(strings.TrimPrefix(r.secret, "whsec_"))
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(q.Header.Get("webhook-id") + "." + q.Header.Get("webhook-timestamp") + "."))
	mac.Write(body)
	good := q.Header.Get("webhook-signature") == "v1,"+base64.StdEncoding.EncodeToString(mac.Sum(nil))
	r.got = append(r.got, message{q.Header.Get("webhook-id"), string(body), good})
	answer := r.answer
	r.mu.Unlock()
	if answer == nil {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	answer(w, q)
}

func (r *receiver) answers(h http.HandlerFunc) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.answer = h
}

func (r *receiver) messages() []message {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.got)
}

// hook adds a hook for a receiver.
func (d *desk) hook(t *testing.T, r *receiver, kinds ...survey.EventKind) webhook.Hook {
	t.Helper()
	h, secret, err := d.Add(ctx, webhook.Settings{URL: r.URL, Label: "档案", Kinds: kinds})
	ok(t, err)
	r.mu.Lock()
	r.secret = secret
	r.mu.Unlock()
	return h
}

func status(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
}

// mistakes returns "field key, …" of field errors.
func mistakes(err error) string {
	var errs survey.FieldErrors
	if !errors.As(err, &errs) {
		return "-"
	}
	said := make([]string, len(errs))
	for i, e := range errs {
		said[i] = e.Field + " " + e.Key
	}
	return strings.Join(said, ", ")
}

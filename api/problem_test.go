package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"minping/api/middleware"
	"minping/survey"
	"minping/survey/access"
)

var update = flag.Bool("update", false, "write the golden files anew")

// badRequests are requests with something wrong in them.
var badRequests = []struct {
	name string
	call call
	want int
}{
	{"wrong types", call{method: "POST", path: "/polls/spring/submissions", body: `{"key":7,"salt":"` + random32(1) + `","ballots":[{"unit":["north"],"answers":{"s1":true,"reasons":[["time"]],"age":{"years":30}}}]}`}, 422},
	{"unknown fields", call{method: "POST", path: "/polls/spring/submissions", body: `{"key":"` + random32(1) + `","salt":"` + random32(1) + `","colour":"red","ballots":[{"unit":"north","weight":2,"answers":{"s1":3}}]}`}, 422},
	{"missing fields", call{method: "POST", path: "/polls/spring/submissions", body: `{"ballots":[{}]}`}, 422},
	{"short salt", call{method: "POST", path: "/polls/spring/submissions", body: `{"salt":"YWJj","ballots":[{"unit":"north","answers":{}}]}`}, 422},
	{"no key", call{method: "POST", path: "/polls/spring/submissions", body: `{"salt":"` + random32(1) + `","ballots":[{"unit":"north","group":"public","answers":{"s1":3}}]}`}, 422},
	{"answers", call{method: "POST", path: "/polls/spring/submissions", body: submissionBody(1, "north", `{"s1":9,"reasons":["time","price"],"age":12.5,"who":"me"}`)}, 422},
	{"missing question", call{method: "POST", path: "/polls/spring/submissions", body: submissionBody(1, "north", `{}`)}, 422},
	{"unknown unit and group", call{method: "POST", path: "/polls/spring/submissions", body: strings.Replace(submissionBody(1, "west", `{"s1":3}`), "public", "press", 1)}, 422},
	{"deep", call{method: "POST", path: "/polls/spring/submissions", body: strings.Repeat(`{"ballots":[`, 20)}, 422},
	{"name twice", call{method: "POST", path: "/polls/spring/submissions", body: `{"ballots":[{"answers":{"s1":3,"s1":1}}]}`}, 422},
	{"not JSON", call{method: "POST", path: "/polls/spring/submissions", body: `{"ballots": oops}`}, 400},
	{"broken off", call{method: "POST", path: "/polls/spring/submissions", body: `{"ballots":[`}, 400},
	{"two values", call{method: "POST", path: "/polls/spring/submissions", body: `{} {}`}, 400},
	{"not UTF-8", call{method: "POST", path: "/polls/spring/submissions", body: "{\"code\":\"\xc3\x28\"}"}, 400},
	{"empty", call{method: "POST", path: "/polls/spring/submissions", body: " "}, 400},
	{"form", call{method: "POST", path: "/polls/spring/submissions", body: `a=1`, header: map[string]string{"Content-Type": "application/x-www-form-urlencoded"}}, 415},
	{"other charset", call{method: "POST", path: "/polls/spring/submissions", body: `{}`, header: map[string]string{"Content-Type": "application/json; charset=gb18030"}}, 415},
	{"no poll", call{method: "POST", path: "/polls/autumn/submissions", body: submissionBody(1, "north", `{"s1":3}`)}, 404},
	{"circle of units", call{method: "PUT", path: "/units", body: `{"units":[{"id":"a","name":{"en":"A"},"parent":"b"},{"id":"b","name":{"en":"B"},"parent":"a"},{"id":"c","name":{"en":"C"},"parent":"z"}]}`, signed: true}, 422},
	{"unit twice", call{method: "PUT", path: "/units", body: `{"units":[{"id":"a","name":{"en":"A"}},{"id":"a","name":{"en":"A"}}]}`, signed: true}, 422},
	{"mass assignment", call{method: "POST", path: "/polls", body: strings.Replace(poll, `{"id"`, `{"state":"published","id"`, 1), signed: true}, 422},
	{"poll", call{method: "POST", path: "/polls", body: `{"id":"Bad Id","title":{},"questionnaire":{"id":"none"},"units":["east"],"access":"open","opens":"2026-01-02T00:00:00Z","closes":"2026-01-01T00:00:00Z"}`, signed: true}, 422},
	{"access and date", call{method: "POST", path: "/polls", body: strings.Replace(poll, `"access":"open"`, `"access":"everybody","opens":"tomorrow"`, 1), signed: true}, 422},
	{"frozen", call{method: "PUT", path: "/polls/spring", body: strings.Replace(poll, `["north","south"]`, `["north"]`, 1), signed: true}, 409},
	{"quota is full", call{method: "POST", path: "/polls/filled/submissions", body: submissionBody(99, "north", `{"s1":3}`)}, 409},
	{"quotas", call{method: "POST", path: "/polls", body: strings.Replace(poll, `"access"`, `"quotas":[{"unit":"west","target":9},{"group":"press","target":2},{"where":{"s1":"3"},"target":9},{"target":9},{"target":10}],"access"`, 1), signed: true}, 422},
	{"codes of an open poll", call{method: "POST", path: "/polls/spring/codes", body: `{"count":3,"group":"public","units":["west"]}`, signed: true}, 422},
	{"too many codes", call{method: "POST", path: "/polls/spring/codes", body: `{"count":3000000}`, signed: true}, 422},
	{"questionnaire file", call{method: "POST", path: "/questionnaires", body: "id: x\nversion: 1\nitems:\n  - {id: s1, scale: nowhere}\n", header: map[string]string{"Content-Type": "application/yaml"}, signed: true}, 422},
	{"filter", call{method: "GET", path: "/polls/spring/flags?action=shout", signed: true}, 422},
	{"weak password", call{method: "POST", path: "/setup", body: `{"token":"x","name":"","password":""}`}, 422},
}

func TestProblems(t *testing.T) {
	f := newFixture(t)
	f.prepare()
	f.fillQuota("filled")
	for _, lang := range []string{"zh", "en"} {
		var got bytes.Buffer
		for _, tt := range badRequests {
			c := tt.call
			c.header = map[string]string{"Accept-Language": lang}
			for name, v := range tt.call.header {
				c.header[name] = v
			}
			w := f.do(c)
			if w.Code != tt.want {
				t.Errorf("%s: status %d, want %d: %s", tt.name, w.Code, tt.want, w.Body)
			}
			if h := w.Header(); h.Get("Content-Type") != "application/problem+json" || h.Get("Content-Language") != lang {
				t.Errorf("%s: headers %v", tt.name, h)
			}
			fmt.Fprintf(&got, "# %s\n", tt.name)
			if err := json.Indent(&got, w.Body.Bytes(), "", "  "); err != nil {
				t.Errorf("%s: %v", tt.name, err)
			}
			got.WriteString("\n\n")
		}
		golden(t, "problems."+lang+".txt", got.Bytes())
	}
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}

func TestKinds(t *testing.T) {
	for _, tt := range []struct {
		err    error
		name   string
		status int
	}{
		{fmt.Errorf("poll x: %w", survey.ErrNotFound), "not-found", 404},
		{survey.ErrConflict, "conflict", 409},
		{survey.ErrClosed, "closed", 410},
		{survey.FullError{}, "quota-full", 409},
		{survey.ErrNotOpen, "not-open", 409},
		{survey.ErrForbidden, "forbidden", 403},
		{survey.ErrFrozen, "frozen", 409},
		{fmt.Errorf("disk: %w", survey.ErrUnavailable), "unavailable", 503},
		{access.ErrDenied, "not-signed-in", 401},
		{access.ErrLogin, "wrong-login", 401},
		{access.ErrSetup, "setup-link", 403},
		{access.ThrottledError{After: time.Second}, "throttled", 429},
		{&http.MaxBytesError{Limit: 1}, "too-large", 413},
		{middleware.CrossOriginError{}, "cross-origin", 403},
		{middleware.PanicError{Route: "/x"}, "internal", 500},
		{errors.New("whatever"), "internal", 500},
	} {
		if k := kindOf(tt.err); k.name != tt.name || k.status != tt.status {
			t.Errorf("%v is %s %d, want %s %d", tt.err, k.name, k.status, tt.name, tt.status)
		}
	}
}

func TestPointerTo(t *testing.T) {
	for field, want := range map[string]string{
		"":                       "",
		"salt":                   "/salt",
		"ballots[0].unit":        "/ballots/0/unit",
		"ballots[12].answers.s1": "/ballots/12/answers/s1",
		"ballots[0].answers.m.r": "/ballots/0/answers/m.r",
		"units[3]":               "/units/3",
		"items[3].options[0]":    "/items/3/options/0",
		"/already/a~1pointer":    "/already/a~1pointer",
		"ballots[0].answers.a/b": "/ballots/0/answers/a~1b",
		"title.zh":               "/title/zh",
	} {
		if got := pointerTo(field); got != want {
			t.Errorf("pointerTo(%q) = %q, want %q", field, got, want)
		}
	}
}

func TestTooLarge(t *testing.T) {
	f := newFixture(t)
	f.prepare()
	long := strings.Repeat("长", 1<<20/3) // a comment of a megabyte is told what is wrong
	if w := f.do(call{method: "POST", path: "/polls/spring/submissions", body: submissionBody(1, "north", `{"s1":3,"why":"`+long+`"}`)}); w.Code != 422 || !strings.Contains(w.Body.String(), `"/ballots/0/answers/why"`) {
		t.Errorf("a megabyte: %d %s", w.Code, w.Body)
	}
	huge := strings.Repeat("x", maxAnonymous)
	for _, length := range []string{"known", "chunked"} {
		c := call{method: "POST", path: "/polls/spring/submissions", body: `{"code":"` + huge + `"}`}
		if length == "chunked" {
			c.header = map[string]string{"Transfer-Encoding": "chunked"}
		}
		if w := f.do(c); w.Code != 413 {
			t.Errorf("%s length: %d, want 413", length, w.Code)
		}
	}
}

package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"minping/survey"
)

func submit(body string) call {
	return call{method: "POST", path: "/polls/spring/submissions", body: body}
}

func TestSubmissionStatuses(t *testing.T) {
	f := newFixture(t)
	f.prepare()
	first := submissionBody(1, "north", `{"s1":3}`)
	var receipt, again Receipt
	f.must(submit(first), http.StatusCreated, &receipt)
	f.must(submit(first), http.StatusOK, &again)
	if receipt != again || len(receipt.Receipt) != 64 {
		t.Errorf("receipts %v and %v", receipt, again)
	}
	f.must(submit(submissionBody(1, "north", `{"s1":1}`)), http.StatusConflict, nil)
	f.must(call{method: "POST", path: "/polls/spring/close", signed: true}, http.StatusOK, nil)
	f.must(submit(first), http.StatusOK, &again) // also after the end
	if receipt != again {
		t.Errorf("receipts %v and %v", receipt, again)
	}
	f.must(submit(submissionBody(9, "north", `{"s1":3}`)), http.StatusGone, nil)
}

func TestAnswersInAnyForm(t *testing.T) {
	f := newFixture(t)
	f.prepare()
	var one, same Receipt
	f.must(submit(submissionBody(1, "north", `{"s1":3,"reasons":["time"],"age":40}`)), http.StatusCreated, &one)
	f.must(submit(submissionBody(1, "north", `{"age":"40","reasons":"time","s1":["3"]}`)), http.StatusOK, &same)
	if one != same {
		t.Errorf("receipts %v and %v: the same answers in another form", one, same)
	}
}

func TestAnswersJSON(t *testing.T) {
	for in, want := range map[string]Answers{
		`{"a":"x","b":5,"c":["y",2.50],"d":[]}`: {"a": {"x"}, "b": {"5"}, "c": {"y", "2.50"}},
		`{}`:                                    {},
		`{"n":12345678901234567890}`:            {"n": {"12345678901234567890"}},
	} {
		var got Answers
		if err := json.Unmarshal([]byte(in), &got); err != nil {
			t.Errorf("%s: %v", in, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", in, diff)
		}
	}
	for _, in := range []string{`{"a":true}`, `{"a":null}`, `{"a":{"b":1}}`, `{"a":[[1]]}`, `[]`} {
		var got Answers
		if err := json.Unmarshal([]byte(in), &got); err == nil {
			t.Errorf("%s: no error", in)
		}
	}
}

func TestCodes(t *testing.T) {
	f := newFixture(t)
	f.prepare()
	f.must(call{method: "POST", path: "/polls", body: strings.NewReplacer("spring", "coded", `"open"`, `"code"`).Replace(poll), signed: true}, 201, nil)
	f.must(call{method: "POST", path: "/polls/coded/open", signed: true}, 200, nil)
	var issued Codes
	f.must(call{method: "POST", path: "/polls/coded/codes", body: `{"group":"public","units":["north"],"count":2}`, signed: true}, 201, &issued)
	if len(issued.Codes) != 2 || issued.Codes[0] == issued.Codes[1] {
		t.Fatalf("codes %v", issued.Codes)
	}
	grant := call{method: "POST", path: "/polls/coded/grant", body: `{"code":"` + issued.Codes[0] + `"}`}
	var before, after Grant
	f.must(grant, 200, &before)
	if diff := cmp.Diff(Grant{Group: "public", Units: []string{"north"}}, before); diff != "" {
		t.Errorf("grant (-want +got):\n%s", diff)
	}
	coded := func(code, unit, answers string) call {
		body := strings.Replace(submissionBody(1, unit, answers), `"key":"`+random32(1)+`"`, `"code":"`+code+`"`, 1)
		return call{method: "POST", path: "/polls/coded/submissions", body: body}
	}
	wrong := []byte(issued.Codes[0])
	wrong[3] ^= 1
	f.must(coded(string(wrong), "north", `{"s1":3}`), http.StatusNotFound, nil)
	f.must(coded("", "north", `{"s1":3}`), http.StatusNotFound, nil)
	f.must(coded(issued.Codes[0], "south", `{"s1":3}`), http.StatusUnprocessableEntity, nil)
	f.must(coded(issued.Codes[0], "north", `{"s1":3}`), http.StatusCreated, nil)
	f.must(coded(issued.Codes[0], "north", `{"s1":3}`), http.StatusOK, nil)
	f.must(coded(issued.Codes[0], "north", `{"s1":1}`), http.StatusConflict, nil)
	f.must(grant, 200, &after)
	if !after.Spent {
		t.Error("a spent code does not say so")
	}
	spring := coded(issued.Codes[1], "north", `{"s1":3}`)
	spring.path = "/polls/none/submissions"
	f.must(spring, http.StatusNotFound, nil)
}

func TestUnavailable(t *testing.T) {
	f := newFixture(t)
	f.prepare()
	f.server.Service = failing{f.service}
	w := f.do(submit(submissionBody(1, "north", `{"s1":3}`)))
	if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" {
		t.Errorf("status %d, headers %v", w.Code, w.Header())
	}
	if log := f.log.String(); !strings.Contains(log, "request failed") || strings.Contains(log, "north") {
		t.Errorf("the log says %s", log)
	}
}

func TestPanicLeavesNoTrace(t *testing.T) {
	f := newFixture(t)
	f.prepare()
	f.server.Service = panicking{f.service}
	w := f.do(submit(submissionBody(1, "north", `{"s1":3,"why":"secret words"}`)))
	if w.Code != http.StatusInternalServerError {
		t.Errorf("status %d", w.Code)
	}
	if log := f.log.String(); !strings.Contains(log, "panicking") || strings.Contains(log, "secret") {
		t.Errorf("the log says %s", log)
	}
}

// panicking is a service with a mistake in it, whose panic quotes an answer.
type panicking struct{ *survey.Service }

func (panicking) Accept(_ context.Context, sub survey.Submission) (survey.Receipt, error) {
	panic(sub.Ballots[0].Answers["why"][0])
}

// failing is a service whose storage has failed.
type failing struct{ *survey.Service }

func (failing) Accept(context.Context, survey.Submission) (survey.Receipt, error) {
	return survey.Receipt{}, fmt.Errorf("ballot about north: %w", survey.ErrUnavailable)
}

func TestRacingSubmissions(t *testing.T) {
	f := newFixture(t)
	f.prepare()
	var wg sync.WaitGroup
	codes := make([]int, 40)
	for i := range codes {
		wg.Go(func() {
			answers := `{"s1":3}`
			if i%2 == 1 {
				answers = `{"s1":1}`
			}
			codes[i] = f.do(submit(submissionBody(7, "north", answers))).Code
		})
	}
	wg.Wait()
	count := make(map[int]int)
	for _, c := range codes {
		count[c]++
	}
	if count[201] != 1 || count[200] != 19 || count[409] != 20 {
		t.Errorf("statuses %v, want one 201, and for the others 200 or 409 by what they say", count)
	}
}

func TestRespondentLeavesNoTrace(t *testing.T) {
	f := newFixture(t)
	f.prepare()
	before := len(f.log.String())
	c := submit(submissionBody(1, "north", `{"s1":3,"why":"a very particular comment"}`))
	c.header = map[string]string{"Cookie": "minping_session=x; lang=en", "User-Agent": "a rare browser", "Referer": "https://elsewhere.example", "Authorization": "Bearer minping_x"}
	w := f.do(c)
	if w.Code != http.StatusCreated {
		t.Fatalf("status %d: %s", w.Code, w.Body)
	}
	if got := f.log.String()[before:]; got != "" {
		t.Errorf("the log says %s", got)
	}
	h := w.Header()
	if h.Get("Set-Cookie") != "" || h.Get("Cache-Control") != "no-store" || h.Get("Referrer-Policy") != "no-referrer" {
		t.Errorf("headers %v", h)
	}
	f.must(submit(submissionBody(3, "north", `{}`)), http.StatusUnprocessableEntity, nil)
	if got := f.log.String()[before:]; got != "" {
		t.Errorf("after a mistake the log says %s", got)
	}
}

func TestWindowClosesByItself(t *testing.T) {
	f := newFixture(t)
	f.prepare()
	closes := f.clock().Add(time.Hour).UTC().Format(time.RFC3339)
	f.must(call{method: "PUT", path: "/polls/spring", body: strings.Replace(poll, `"access"`, `"closes":"`+closes+`","access"`, 1), signed: true}, 200, nil)
	f.must(submit(submissionBody(1, "north", `{"s1":3}`)), http.StatusCreated, nil)
	f.advance(time.Hour + time.Second)
	f.must(submit(submissionBody(5, "north", `{"s1":3}`)), http.StatusGone, nil)
	f.must(submit(submissionBody(1, "north", `{"s1":3}`)), http.StatusOK, nil)
}

func FuzzSubmission(f *testing.F) {
	fx := newFixture(f)
	fx.prepare()
	f.Add(submissionBody(1, "north", `{"s1":3}`))
	for _, tt := range badRequests {
		if strings.HasSuffix(tt.call.path, "/submissions") {
			f.Add(tt.call.body)
		}
	}
	f.Fuzz(func(t *testing.T, body string) {
		fx.t = t
		w := fx.do(submit(body))
		switch w.Code {
		case 200, 201, 400, 403, 404, 409, 413, 415, 422:
		default:
			t.Fatalf("status %d: %s", w.Code, w.Body)
		}
		if !json.Valid(w.Body.Bytes()) {
			t.Fatalf("answer is not JSON: %s", w.Body)
		}
	})
}

// How a poll is shown and where: the layout is one of the rules, the sites that
// frame it are not.
func TestLayoutAndEmbed(t *testing.T) {
	f := newFixture(t)
	f.prepare()
	with := func(id, more string) string {
		return strings.Replace(strings.Replace(poll, `"spring"`, `"`+id+`"`, 1), `"access"`, more+`,"access"`, 1)
	}
	var got survey.Poll
	f.must(call{method: "POST", path: "/polls", body: with("list", `"layout":"list","expected":30,"embed":["https://www.example.cn/"]`), signed: true}, 201, &got)
	if got.Expected != 30 || got.Layout != survey.AsList || len(got.Embed) != 1 || got.Embed[0] != "https://www.example.cn" {
		t.Errorf("the poll is %+v", got)
	}
	f.must(call{method: "POST", path: "/polls", body: with("two", `"layout":"two"`), signed: true}, 422, nil)
	f.must(call{method: "POST", path: "/polls", body: with("star", `"embed":["*"]`), signed: true}, 422, nil)
	f.must(call{method: "POST", path: "/polls", body: with("less", `"expected":-1`), signed: true}, 422, nil)
	f.must(call{method: "PUT", path: "/polls/spring", body: with("spring", `"expected":30`), signed: true}, 409, nil)
	f.must(call{method: "PUT", path: "/polls/spring", body: with("spring", `"layout":"one"`), signed: true}, 409, nil)
	f.must(call{method: "PUT", path: "/polls/spring", body: with("spring", `"embed":["http://a.example:8080"]`), signed: true}, 200, &got)
	if len(got.Embed) != 1 || got.Embed[0] != "http://a.example:8080" || got.State != survey.Open {
		t.Errorf("the poll became %+v", got)
	}
}

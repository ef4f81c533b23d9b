package api

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"minping/survey"
)

// Two codes swapped between polls are unknown, and worth as much as before
// where they belong (trust test 15).
func TestCodesOfOtherPolls(t *testing.T) {
	f := newFixture(t)
	f.prepare()
	batch := `{"group":"public","count":1}`
	one, two := f.codedPoll("one", batch).Codes[0], f.codedPoll("two", batch).Codes[0]
	f.must(withCode("one", two, "north", `{"s1":3}`), http.StatusNotFound, nil)
	f.must(withCode("two", one, "north", `{"s1":3}`), http.StatusNotFound, nil)
	f.must(withCode("one", one, "north", `{"s1":3}`), http.StatusCreated, nil)
	f.must(withCode("two", two, "north", `{"s1":3}`), http.StatusCreated, nil)
}

// Of 10,000 guessed codes from one network none is taken, all but a few are
// told to wait, and codes that exist are taken at any time, from there as from
// elsewhere. Nothing of it is written anywhere (trust test 19).
func TestGuessedCodes(t *testing.T) {
	f := newFixture(t)
	f.prepare()
	good := f.codedPoll("coded", `{"group":"public","count":3}`).Codes
	f.codedPoll("other", `{"group":"public","count":1}`)
	_, guesses, err := f.service.IssueCodes(t.Context(), "other", survey.CodeBatch{Group: "public"}, 10_000)
	if err != nil {
		t.Fatal(err)
	}
	before := len(f.log.String())
	grant := func(code string) call {
		return call{method: "POST", path: "/polls/coded/grant", body: `{"code":"` + code + `"}`}
	}
	statuses := make(map[int]int)
	for i, code := range guesses {
		c := grant(code)
		if i%2 == 1 {
			c = withCode("coded", code, "north", `{"s1":3}`)
		}
		w := f.do(c)
		statuses[w.Code]++
		if w.Code == http.StatusTooManyRequests && w.Header().Get("Retry-After") != "3" {
			t.Fatalf("Retry-After %q", w.Header().Get("Retry-After"))
		}
	}
	if statuses[http.StatusNotFound] != 20 || statuses[http.StatusTooManyRequests] != 9980 {
		t.Errorf("statuses %v, want 20 times 404, then 429", statuses)
	}
	mistyped := []byte(good[0])
	mistyped[0] ^= 1
	f.must(grant(string(mistyped)), http.StatusNotFound, nil) // does not count
	f.must(grant(good[0]), http.StatusOK, nil)
	f.must(withCode("coded", good[0], "north", `{"s1":3}`), http.StatusCreated, nil)
	f.must(withCode("coded", good[0], "north", `{"s1":3}`), http.StatusOK, nil)
	f.advance(3 * time.Second)
	f.must(grant(guesses[0]), http.StatusNotFound, nil)
	f.must(grant(guesses[0]), http.StatusTooManyRequests, nil)
	f.must(call{method: "POST", path: "/polls/one/grant", body: `{"code":"` + guesses[0] + `"}`}, http.StatusNotFound, nil)
	if got := f.log.String()[before:]; got != "" {
		t.Errorf("the log says %s", got[:min(len(got), 500)])
	}
}

// Guesses of one network do not slow down another.
func TestGuessesOfAnotherNetwork(t *testing.T) {
	f := newFixture(t)
	f.prepare()
	f.codedPoll("coded", `{"group":"public","count":1}`)
	unknown := f.codedPoll("other", `{"group":"public","count":1}`).Codes[0]
	for range 20 {
		f.must(withCode("coded", unknown, "north", `{"s1":3}`), http.StatusNotFound, nil)
	}
	f.must(withCode("coded", unknown, "north", `{"s1":3}`), http.StatusTooManyRequests, nil)
	if w := f.from("198.51.100.7:1234", withCode("coded", unknown, "north", `{"s1":3}`)); w.Code != http.StatusNotFound {
		t.Errorf("another network: %d %s", w.Code, w.Body)
	}
	forged := withCode("coded", unknown, "north", `{"s1":3}`)
	forged.header = map[string]string{"X-Forwarded-For": "198.51.100.9"}
	f.must(forged, http.StatusTooManyRequests, nil)
	if strings.Contains(f.log.String(), "198.51.100") {
		t.Error("the log holds an address")
	}
}

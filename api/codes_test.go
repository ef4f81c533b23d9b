package api

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"minping/survey"
)

// codedPoll opens a poll by code and issues a batch.
func (f *fixture) codedPoll(id, batch string) Codes {
	f.t.Helper()
	f.must(call{method: "POST", path: "/polls", body: strings.NewReplacer("spring", id, `"open"`, `"code"`).Replace(poll), signed: true}, 201, nil)
	f.must(call{method: "POST", path: "/polls/" + id + "/open", signed: true}, 200, nil)
	var issued Codes
	f.must(call{method: "POST", path: "/polls/" + id + "/codes", body: batch, signed: true}, 201, &issued)
	return issued
}

// withCode is a submission by code.
func withCode(poll, code, unit, answers string) call {
	body := strings.Replace(submissionBody(1, unit, answers), `"key":"`+random32(1)+`"`, `"code":"`+code+`"`, 1)
	return call{method: "POST", path: "/polls/" + poll + "/submissions", body: body}
}

// A batch is listed with what became of its codes, and can be voided: what was
// accepted stands, the rest is unknown.
func TestCodeBatches(t *testing.T) {
	f := newFixture(t)
	f.prepare()
	issued := f.codedPoll("coded", `{"label":"甲 first","group":"public","units":["north"],"count":9}`)
	for _, code := range issued.Codes[:7] {
		f.must(withCode("coded", code, "north", `{"s1":3}`), http.StatusCreated, nil)
	}
	listed := func(void bool) {
		t.Helper()
		var got []survey.CodeBatch
		list := call{method: "GET", path: "/polls/coded/codes", signed: true}
		f.must(list, 200, &got)
		want := []survey.CodeBatch{{ID: issued.Batch, Label: "甲 first", Group: "public", Units: []string{"north"}, Issued: 9, Band: &survey.Band{Low: .5, High: 1}, Void: void}}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("batches (-want +got):\n%s", diff)
		}
		if body := f.do(list).Body.String(); strings.Contains(body, issued.Codes[8]) {
			t.Errorf("the list holds a code: %s", body)
		}
	}
	listed(false) // of so few, a band
	void := call{method: "POST", path: "/polls/coded/codes/" + issued.Batch + "/void", signed: true}
	f.must(void, http.StatusNoContent, nil)
	f.must(void, http.StatusNoContent, nil)
	f.must(withCode("coded", issued.Codes[0], "north", `{"s1":3}`), http.StatusOK, nil)
	f.must(withCode("coded", issued.Codes[8], "north", `{"s1":3}`), http.StatusNotFound, nil)
	f.must(call{method: "POST", path: "/polls/coded/close", signed: true}, 200, nil)
	listed(true)
}

// A batch is made once by its id, and replaced once.
func TestReplaceCodes(t *testing.T) {
	f := newFixture(t)
	f.prepare()
	old := f.codedPoll("coded", `{"label":"first","group":"public","units":["north"],"count":3}`)
	id := survey.NewBatchID()
	mine := call{method: "POST", path: "/polls/coded/codes", body: `{"id":"` + id + `","group":"public","count":1}`, signed: true}
	var issued Codes
	f.must(mine, http.StatusCreated, &issued)
	f.must(mine, http.StatusConflict, nil)
	if issued.Batch != id {
		t.Errorf("batch %s, want %s", issued.Batch, id)
	}
	replace := call{method: "POST", path: "/polls/coded/codes/" + old.Batch + "/replace", body: `{"count":2}`, signed: true}
	f.must(replace, http.StatusCreated, &issued)
	if len(issued.Codes) != 2 {
		t.Errorf("codes %v, want 2", issued.Codes)
	}
	f.must(replace, http.StatusConflict, nil)
	f.must(withCode("coded", old.Codes[0], "north", `{"s1":3}`), http.StatusNotFound, nil)
	f.must(withCode("coded", issued.Codes[0], "north", `{"s1":3}`), http.StatusCreated, nil)
	replace.path = "/polls/coded/codes/" + issued.Batch + "/replace"
	replace.body = `{"count":0}`
	var problem Problem
	f.must(replace, http.StatusUnprocessableEntity, &problem)
	if len(problem.Errors) != 1 || problem.Errors[0].Pointer != "/count" {
		t.Errorf("problem %+v", problem)
	}
	replace.body, replace.header = `{"count":1}`, map[string]string{"Accept": "text/csv"}
	if w := f.do(replace); w.Code != http.StatusCreated || w.Header().Get("Content-Type") != "text/csv" || !strings.Contains(w.Body.String(), "/p/coded#code=") {
		t.Errorf("%d %v %s", w.Code, w.Header(), w.Body)
	}
}

// Codes are written as slips or as a table by Accept; what is asked for in
// vain issues none.
func TestSlips(t *testing.T) {
	f := newFixture(t)
	f.server.URL = "https://survey.example.org"
	f.prepare()
	f.codedPoll("coded", `{"group":"public","count":1}`)
	for _, tt := range []struct{ accept, lang, mediaType, holds string }{
		{"", "en", "application/json", `"codes":["`},
		{"*/*", "en", "application/json", `"codes":["`},
		{"text/html, */*", "en", "text/html", "<b>Confidential</b>"},
		{"text/html", "zh", "text/html", "<b>保密</b>"},
		{"application/pdf", "en", "application/pdf", "%PDF-1."},
		{"text/csv;q=0.9", "en", "text/csv", "https://survey.example.org/p/coded#code="},
	} {
		w := f.do(call{
			method: "POST", path: "/polls/coded/codes", body: `{"label":"L","group":"public","count":11}`, signed: true,
			header: map[string]string{"Accept": tt.accept, "Accept-Language": tt.lang},
		})
		if w.Code != http.StatusCreated || w.Header().Get("Content-Type") != tt.mediaType || w.Header().Get("Cache-Control") != "no-store" || !strings.Contains(w.Body.String(), tt.holds) {
			t.Errorf("Accept %q: %d %v, without %q", tt.accept, w.Code, w.Header(), tt.holds)
		}
	}
	tooMany := call{method: "POST", path: "/polls/coded/codes", body: `{"group":"public","count":5001}`, signed: true, header: map[string]string{"Accept": "text/html"}}
	var problem Problem
	f.must(tooMany, http.StatusUnprocessableEntity, &problem)
	if len(problem.Errors) != 1 || problem.Errors[0].Pointer != "/count" || problem.Errors[0].Key != "slip_count" {
		t.Errorf("problem %+v", problem)
	}
	batches, err := f.service.CodeBatches(t.Context(), "coded")
	if err != nil || len(batches) != 7 {
		t.Errorf("%d batches, %v, want 7", len(batches), err)
	}
}

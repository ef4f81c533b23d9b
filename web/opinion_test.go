package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"minping/survey"
)

// TestMergingForm walks through merging by forms: propose, reword and assign,
// take statements out, join, and show; what is wrong keeps what was typed.
func TestMergingForm(t *testing.T) {
	w := twoSides(t)
	const at = "/comments/hither-published/opinions"
	list := func() survey.OpinionList {
		t.Helper()
		l, err := w.service.MergedOpinions(t.Context(), "hither-published", "why")
		must(t, err)
		return l
	}
	post := func(form url.Values) *httptest.ResponseRecorder {
		return visit{method: http.MethodPost, route: "/comments/:poll/opinions", path: at, form: form}.ask(w, "moderator")
	}
	before := list()
	send := func(status int, pairs ...string) string {
		t.Helper()
		form := url.Values{"item": {"why"}, "revision": {strconv.FormatInt(list().Revision, 10)}}
		for i := 0; i+1 < len(pairs); i += 2 {
			form[pairs[i]] = append(form[pairs[i]], pairs[i+1])
		}
		res := post(form)
		if res.Code != status {
			t.Fatalf("%v: %d %s", pairs, res.Code, res.Body)
		}
		return res.Body.String()
	}
	first, second := before.Opinions[0], before.Opinions[len(before.Opinions)-1]
	send(http.StatusSeeOther, "go", "save", "wording."+first.ID, "Queues", "findings."+first.ID, "")
	if got := list().Opinions[0].Wording; got != "Queues" {
		t.Errorf("it says %q", got)
	}
	page := send(http.StatusUnprocessableEntity, "go", "save", "wording."+first.ID, "Longer queues", "findings."+first.ID, "F999")
	if !strings.Contains(page, "Longer queues") || !strings.Contains(page, "F999") || !strings.Contains(page, "role=\"alert\"") {
		t.Errorf("what was typed is not kept: %s", page)
	}
	moved := first.Statements[0].ID
	send(http.StatusSeeOther, "go", "move", "s", moved, "to", "")
	if got := list(); len(got.Opinions) != len(before.Opinions)+1 {
		t.Errorf("%d opinions after one statement was taken out of %d", len(got.Opinions), len(before.Opinions))
	}
	send(http.StatusUnprocessableEntity, "go", "merge")
	if first.ID != second.ID {
		send(http.StatusSeeOther, "go", "merge", "o", first.ID, "o", second.ID)
	}
	send(http.StatusSeeOther, "go", "hide")
	if list().Shown {
		t.Error("readers still see it")
	}
	stale := url.Values{"item": {"why"}, "revision": {"0"}, "go": {"show"}}
	if res := post(stale); res.Code != http.StatusUnprocessableEntity {
		t.Errorf("an edit of what it was before: %d", res.Code)
	}
}

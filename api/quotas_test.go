package api

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"minping/survey"
)

// fillQuota opens a poll that takes five ballots about the north and twelve of
// the public, and casts the five.
func (f *fixture) fillQuota(id string) {
	f.t.Helper()
	body := strings.NewReplacer(`"id":"spring"`, `"id":"`+id+`"`, `"access"`, `"quotas":[{"unit":"north","target":5},{"group":"public","target":12}],"access"`).Replace(poll)
	f.must(call{method: "POST", path: "/polls", body: body, signed: true}, http.StatusCreated, nil)
	f.must(call{method: "POST", path: "/polls/" + id + "/open", signed: true}, http.StatusOK, nil)
	for i := range 5 {
		f.must(call{method: "POST", path: "/polls/" + id + "/submissions", body: submissionBody(1+2*i, "north", `{"s1":3}`)}, http.StatusCreated, nil)
	}
}

func TestQuotas(t *testing.T) {
	f := newFixture(t)
	f.prepare()
	f.fillQuota("filled")
	var p survey.Poll
	f.must(call{method: "GET", path: "/polls/filled"}, http.StatusOK, &p)
	if diff := cmp.Diff([]survey.Quota{{Unit: "north", Target: 5}, {Group: "public", Target: 12}}, p.Quotas); diff != "" {
		t.Errorf("the poll's quotas (-want +got):\n%s", diff)
	}
	cast := func(n int, unit string) call {
		return call{method: "POST", path: "/polls/filled/submissions", body: submissionBody(n, unit, `{"s1":3}`)}
	}
	f.must(cast(3, "north"), http.StatusOK, nil) // what was accepted is still known
	f.must(cast(51, "south"), http.StatusCreated, nil)
	f.must(cast(53, "south"), http.StatusCreated, nil)
	f.must(cast(53, "north"), http.StatusConflict, nil)
	var problem Problem
	f.must(cast(55, "north"), http.StatusConflict, &problem)
	if problem.Type != Base+"/problems/quota-full" || len(problem.Errors) != 1 || problem.Errors[0].Pointer != "/ballots/0/unit" || problem.Errors[0].Key != "quota_full_unit" {
		t.Errorf("problem %+v", problem)
	}
	f.must(cast(55, "south"), http.StatusCreated, nil) // the refused key is not spent
	var got []survey.QuotaProgress
	f.must(call{method: "GET", path: "/polls/filled/quotas", signed: true}, http.StatusOK, &got)
	want := []survey.QuotaProgress{
		{Quota: survey.Quota{Unit: "north", Target: 5}, Taken: 5, Full: true},
		{Quota: survey.Quota{Group: "public", Target: 12}, Taken: 5}, // of eight, in steps of five
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("progress (-want +got):\n%s", diff)
	}
}

package api

import (
	"net/http"
	"testing"

	"minping/survey"
)

func TestFromZeroToResults(t *testing.T) {
	f := newFixture(t)
	f.prepare()
	f.fill(8)
	f.must(call{method: http.MethodPost, path: "/polls/spring/close", signed: true}, http.StatusOK, nil)
	f.must(call{method: http.MethodPost, path: "/polls/spring/publish", signed: true}, http.StatusOK, nil)
	var r survey.Release
	f.must(call{method: http.MethodGet, path: "/polls/spring/results", signed: true}, http.StatusOK, &r)
	if got := r.Unit("south").Nodes["overall"].Score; got != 25 {
		t.Errorf("south scores %v, want 25", got)
	}
}

package api

import (
	"net/http"
	"strings"
	"testing"

	"minping/survey"
)

// releasedFixture returns a fixture whose poll is closed, with 12 ballots a unit.
func releasedFixture(t *testing.T) *fixture {
	f := newFixture(t)
	f.prepare()
	f.fill(12)
	f.must(call{method: "POST", path: "/polls/spring/close", signed: true}, http.StatusOK, nil)
	return f
}

func TestResults(t *testing.T) {
	f := releasedFixture(t)
	var r survey.Release
	f.must(call{method: "GET", path: "/polls/spring/results", signed: true}, http.StatusOK, &r)
	if got := r.Unit("south").Nodes["overall"].Score; got != 25 { // 3 of 12 said 100, the others 0
		t.Errorf("south scores %v, want 25", got)
	}
	var rankings []Ranking
	f.must(call{method: "GET", path: "/polls/spring/rankings", signed: true}, http.StatusOK, &rankings)
	if len(rankings) != 1 || len(rankings[0].Units) != 2 || rankings[0].Units[0].Unit != "north" || rankings[0].Units[1].Rank.Rank != 2 {
		t.Errorf("rankings %+v", rankings)
	}
	var flags []survey.Flag
	f.must(call{method: "GET", path: "/polls/spring/flags", signed: true}, http.StatusOK, &flags)
	if len(flags) != 1 || flags[0].Unit != "south" {
		t.Errorf("flags %+v", flags)
	}
	for query, want := range map[string]int{"unit=north": 0, "unit=south": 1, "tier=county": 1, "tier=city": 0, "action=notice": 1, "action=verify": 0} {
		f.must(call{method: "GET", path: "/polls/spring/flags?" + query, signed: true}, http.StatusOK, &flags)
		if len(flags) != want {
			t.Errorf("%s: %d flags, want %d", query, len(flags), want)
		}
	}
	var findings []survey.Finding
	f.must(call{method: "GET", path: "/polls/spring/findings", signed: true}, http.StatusOK, &findings)
	if len(findings) != len(r.Findings) || len(findings) == 0 {
		t.Errorf("findings %+v", findings)
	}
	f.must(call{method: "GET", path: "/polls/spring/results/west", signed: true}, http.StatusNotFound, nil)
	f.must(call{method: "GET", path: "/polls/spring/rankings/city", signed: true}, http.StatusNotFound, nil)
}

func TestResultsAreCached(t *testing.T) {
	f := releasedFixture(t)
	for _, path := range []string{"results", "results/south", "rankings", "rankings/county", "indicators/overall", "comparison?a=north&b=south", "trends/overall?tier=county", "flags", "findings", "suggestions"} {
		c := call{method: "GET", path: "/polls/spring/" + path, signed: true}
		first := f.do(c)
		etag := first.Header().Get("ETag")
		if first.Code != http.StatusOK || etag == "" || first.Header().Get("Cache-Control") != "private, no-cache" {
			t.Fatalf("%s: %d %v", path, first.Code, first.Header())
		}
		for _, known := range []string{etag, "W/" + etag, `"other", ` + etag, "*"} {
			c.header = map[string]string{"If-None-Match": known}
			if w := f.do(c); w.Code != http.StatusNotModified || w.Body.Len() > 0 {
				t.Errorf("%s with %s: %d", path, known, w.Code)
			}
		}
		c.header = map[string]string{"If-None-Match": `"other"`}
		if w := f.do(c); w.Code != http.StatusOK || w.Body.String() != first.Body.String() {
			t.Errorf("%s with another tag: %d", path, w.Code)
		}
	}
}

func TestResultsArePrivateUnlessPublic(t *testing.T) {
	f := releasedFixture(t)
	f.must(call{method: "POST", path: "/polls/spring/publish", signed: true}, http.StatusOK, nil)
	f.must(call{method: "GET", path: "/polls/spring/results"}, http.StatusNotFound, nil)
	w := f.do(call{method: "GET", path: "/polls"})
	if got := strings.TrimSpace(w.Body.String()); got != "[]" {
		t.Errorf("a stranger sees the polls %s", got)
	}
}

func TestNothingBeforeClosing(t *testing.T) {
	f := newFixture(t)
	f.prepare()
	f.fill(6)
	f.must(call{method: "GET", path: "/polls/spring/results", signed: true}, http.StatusNotFound, nil)
	var turnout Turnout
	f.must(call{method: "GET", path: "/polls/spring/turnout", signed: true}, http.StatusOK, &turnout)
	if turnout.Submissions != 10 { // of 12, in steps of 5
		t.Errorf("turnout %d, want 10", turnout.Submissions)
	}
	for _, u := range turnout.Units {
		if u.Ballots%5 != 0 {
			t.Errorf("unit %s: %d ballots", u.Unit, u.Ballots)
		}
	}
	if len(turnout.Units) == 0 {
		t.Error("no turnout by unit")
	}
	// No round before, so the usual spread of 20 points. R: min(which(sapply(2:999,
	// function(n) qt(.975, n-1)*20/sqrt(n)) <= 3)) + 1
	if want := turnout.Target; want == nil || want.Ballots != 174 || want.Half != 3 || want.From != "" {
		t.Errorf("the target: %+v", want)
	}
}

// A comparison takes different units, each once, and says no difference that
// the release does not hold.
func TestCompareUnits(t *testing.T) {
	f := releasedFixture(t)
	var c survey.Comparison
	f.must(call{method: "GET", path: "/polls/spring/comparison?a=north&b=south&c=", signed: true}, http.StatusOK, &c)
	d := c.Nodes[0].Differences[1]
	if len(c.Units) != 2 || c.Units[0].Unit != "north" || d == nil || d.Diff != c.Nodes[0].Scores[0].Score-c.Nodes[0].Scores[1].Score {
		t.Errorf("%+v", c)
	}
	for query, want := range map[string]int{"a=north&b=north": 422, "a=north": 422, "a=north&b=": 422, "a=north&b=west": 404, "a=west&b=west2": 404} {
		f.must(call{method: "GET", path: "/polls/spring/comparison?" + query, signed: true}, want, nil)
	}
	var trend survey.Trend
	f.must(call{method: "GET", path: "/polls/spring/trends/overall?unit=south", signed: true}, http.StatusOK, &trend)
	if len(trend.Rounds) != 1 || len(trend.Units) != 1 || !trend.Units[0].Points[0].Shown {
		t.Errorf("%+v", trend)
	}
	for _, path := range []string{"trends/nothing?tier=county", "trends/overall?tier=city", "trends/overall?unit=west", "indicators/nothing"} {
		f.must(call{method: "GET", path: "/polls/spring/" + path, signed: true}, http.StatusNotFound, nil)
	}
	var standings []survey.Standing
	f.must(call{method: "GET", path: "/polls/spring/indicators/overall", signed: true}, http.StatusOK, &standings)
	if len(standings) != 1 || len(standings[0].Places) != 2 || standings[0].Places[0].Unit != "north" {
		t.Errorf("%+v", standings)
	}
}

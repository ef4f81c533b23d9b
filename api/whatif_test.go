package api

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"minping/survey"
	"minping/survey/access"
)

// weighedFixture returns a fixture with a closed poll over two items and two
// units: the north is praised for one, the south for the other.
func weighedFixture(t *testing.T) *fixture {
	f := newFixture(t)
	form := strings.NewReplacer(
		"id: service", "id: weighed",
		"index:", "index:\n  - {id: care, item: s2, weight: 1}",
		"items:", "items:\n  - {id: s2, scale: satisfaction, text: {zh: 态度, en: Care}}",
	).Replace(testForm)
	f.must(call{method: "POST", path: "/questionnaires", body: form, header: map[string]string{"Content-Type": "application/yaml"}, signed: true}, 201, nil)
	f.must(call{method: "PUT", path: "/units", body: units, signed: true}, 204, nil)
	f.must(call{method: "POST", path: "/polls", body: strings.Replace(poll, "service", "weighed", 1), signed: true}, 201, nil)
	f.must(call{method: "POST", path: "/polls/spring/open", signed: true}, 200, nil)
	for i := range 24 {
		unit, answers := "north", `{"s1":3,"s2":1}`
		if i%2 > 0 {
			unit, answers = "south", `{"s1":1,"s2":3}`
		}
		f.must(call{method: "POST", path: "/polls/spring/submissions", body: submissionBody(i, unit, answers)}, 201, nil)
	}
	f.must(call{method: "POST", path: "/polls/spring/close", signed: true}, 200, nil)
	return f
}

// Other weights by the API are the same computation as on the page: the
// release's own.
func TestWhatIf(t *testing.T) {
	f := weighedFixture(t)
	var r survey.Release
	f.must(call{method: "GET", path: "/polls/spring/results", signed: true}, 200, &r)
	var is WhatIf
	f.must(call{method: "GET", path: "/polls/spring/whatif?nodes=care:0", signed: true}, 200, &is)
	want := r.WhatIf(survey.Scenario{Nodes: map[string]float64{"care": 0}})
	if len(is.Tiers) != 1 || len(want.Tiers) != 1 || len(is.Tiers[0].Units) != 2 {
		t.Fatalf("%+v\nwant %+v", is, want)
	}
	for i, u := range want.Tiers[0].Units {
		got := is.Tiers[0].Units[i]
		if got.Unit != u.Unit || got.After != u.After || got.NewLow != u.NewLow || got.Rank != u.Rank || (got.Last == WhatIfUnitLastSurely) != (u.Last == survey.Yes) {
			t.Errorf("%+v\nwant %+v", got, u)
		}
		if got.After == got.Before {
			t.Errorf("%s scores %v with and without an item", got.Unit, got.After)
		}
	}
	if robust := is.Tiers[0].Robust; robust.Draws == 0 || len(robust.Units) != 2 || len(robust.Without) != 2 {
		t.Errorf("robustness %+v", robust)
	}
	f.must(call{method: "GET", path: "/polls/spring/whatif", signed: true}, 200, &is)
	for _, u := range is.Tiers[0].Units {
		if u.After != u.Before {
			t.Errorf("nothing is changed, but %+v", u)
		}
	}
	c := call{method: "GET", path: "/polls/spring/whatif?nodes=care:0", signed: true}
	c.header = map[string]string{"If-None-Match": f.do(c).Header().Get("ETag")}
	if w := f.do(c); w.Code != http.StatusNotModified {
		t.Errorf("what is known: %d", w.Code)
	}
}

func TestWhatIfMistakes(t *testing.T) {
	f := weighedFixture(t)
	for query, want := range map[string]string{
		"nodes=carre:1":                "nodes scenario_unknown",
		"nodes=overall:1":              "nodes scenario_unknown",
		"nodes=care:1,care:2":          "nodes scenario_twice",
		"nodes=care:0,attitude:0":      "nodes scenario_no_node",
		"nodes=care:-1":                "nodes json_format",
		"nodes=care:NaN":               "nodes json_format",
		"nodes=care":                   "nodes json_format",
		"nodes=care:1e9":               "nodes json_format",
		"groups=nobody:1":              "groups scenario_unknown",
		"groups=public:0":              "groups scenario_no_group",
		"kinds=county:public:100":      "kinds scenario_no_kind",
		"empty=zero":                   "empty scenario_rule",
		"nodes=x:1&groups=nobody:1":    "nodes scenario_unknown, groups scenario_unknown",
		"nodes=care:1&nodes=attitude:": "nodes parameter_twice",
	} {
		var p Problem
		f.must(call{method: "GET", path: "/polls/spring/whatif?" + query, signed: true}, http.StatusUnprocessableEntity, &p)
		var got []string
		for _, e := range p.Errors {
			got = append(got, e.Parameter+" "+e.Key)
		}
		if got := strings.Join(slices.Compact(got), ", "); got != want {
			t.Errorf("%s: %s, want %s", query, got, want)
		}
	}
}

// Who reads a part of a release is answered as if there were none.
func TestWhatIfOfAPart(t *testing.T) {
	f := twoSides(t)
	leader, _, _ := f.tokenFor(access.Leader, "east")
	c := call{method: "GET", path: "/polls/POLL/whatif"}
	part, absent := f.as(leader, c, "mixed-published", ""), f.as(leader, c, "none", "")
	if part.Code != http.StatusNotFound || part.Body.String() != absent.Body.String() {
		t.Errorf("a part: %d %s", part.Code, part.Body)
	}
	if w := f.as(leader, c, "east-published", ""); w.Code != http.StatusOK {
		t.Errorf("the whole: %d %s", w.Code, w.Body)
	}
}

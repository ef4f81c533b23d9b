package api

import (
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"

	"minping/survey"
)

// evaluationForm evaluates members, who rate themselves too.
const evaluationForm = `
id: members
version: "1"
languages: [zh]
title: 民主测评
scales:
  four:
    - {code: A, label: 优秀, score: 100}
    - {code: B, label: 称职, score: 80}
    - {code: C, label: 基本称职, score: 60}
    - {code: D, label: 不称职, score: 40}
groups:
  - {id: self, title: 本人, relation: self, attributable: true}
  - {id: a, title: A票, attributable: true}
items:
  - {id: m0, scale: four, text: 总体评价}
  - {id: m1, scale: four, text: 履行职责成效}
index:
  - {item: m1, weight: 1}
evaluation:
  types:
    - {tier: county, weights: {a: 100}, grade: m0, quota: {share: 0.5}}
  linked: true
  trim_above: 5
  all_top: flag
  thresholds:
    - {id: high, title: 优秀, options: [A], least: 0.5}
`

// evaluatedFixture returns a fixture with a closed evaluation of two units by one
// ticket, and by themselves.
func evaluatedFixture(t *testing.T) *fixture {
	f := newFixture(t)
	f.must(call{method: http.MethodPost, path: "/questionnaires", body: evaluationForm, header: map[string]string{"Content-Type": "application/yaml"}, signed: true}, http.StatusCreated, nil)
	f.must(call{method: http.MethodPut, path: "/units", body: units, signed: true}, http.StatusNoContent, nil)
	f.must(call{method: http.MethodPost, path: "/polls", body: strings.Replace(poll, `"service"`, `"members"`, 1), signed: true}, http.StatusCreated, nil)
	f.must(call{method: http.MethodPost, path: "/polls/spring/open", signed: true}, http.StatusOK, nil)
	for i := range 8 {
		group, north := "a", "ABBABBAB"[i:i+1]
		if i == 0 {
			group = "self"
		}
		body := fmt.Sprintf(`{"key":%q,"salt":%q,"ballots":[{"unit":"north","group":%q,"answers":{"m0":%q,"m1":%q}},{"unit":"south","group":%q,"answers":{"m0":"C","m1":"DCBDCCBD"}}]}`,
			random32(900+2*i), random32(901+2*i), group, north, north, group)
		body = strings.Replace(body, `"DCBDCCBD"`, `"`+"DCBDCCBD"[i:i+1]+`"`, 1)
		f.must(call{method: http.MethodPost, path: "/polls/spring/submissions", body: body}, http.StatusCreated, nil)
	}
	f.must(call{method: http.MethodPost, path: "/polls/spring/close", signed: true}, http.StatusOK, nil)
	return f
}

// An evaluation is told through the API as its document describes it.
func TestResultsOfAnEvaluation(t *testing.T) {
	f := evaluatedFixture(t)
	var r survey.Release
	f.must(call{method: http.MethodGet, path: "/polls/spring/results", signed: true}, http.StatusOK, &r)
	e := r.Evaluation
	if e == nil || len(e.Units) != 2 || len(e.Tiers) != 1 {
		t.Fatalf("the evaluation: %+v", e)
	}
	north, tier := e.Units[0], e.Tiers[0]
	if north.Grades == nil || north.Grades.Counts["A"] != 3 || north.Self == nil || north.Severity == nil || north.Raters == nil || !north.Suggested {
		t.Errorf("north: %+v", north)
	}
	if tier.Severity == nil || tier.Table == nil || tier.Table.Raters != 7 || tier.Quota.Places != 1 || tier.Gap == nil {
		t.Errorf("the tier: %+v", tier)
	}
}

// The document names the fields of an evaluation, each once and no others.
func TestDocumentKnowsTheFieldsOfEvaluations(t *testing.T) {
	for _, v := range []any{
		survey.EvaluationResult{},
		survey.UnitEvaluation{},
		survey.GroupEvaluation{},
		survey.GradeCounts{},
		survey.RaterFigures{},
		survey.RaterAgreement{},
		survey.SelfOther{},
		survey.SelfGap{},
		survey.SelfSpot{},
		survey.UnitSeverity{},
		survey.TierEvaluation{},
		survey.TierSeverity{},
	} {
		of := reflect.TypeOf(v)
		var want, got []string
		for _, field := range reflect.VisibleFields(of) {
			if name, _, _ := strings.Cut(field.Tag.Get("json"), ","); name != "" {
				want = append(want, name)
			}
		}
		for name := range document.doc.Components.Schemas[of.Name()].Value.Properties {
			got = append(got, name)
		}
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%s: the document has %v, an answer %v", of.Name(), got, want)
		}
	}
}

// Other weights of the groups of a kind of unit, and another rule for groups
// without ballots, by the API: the computation of the release.
func TestWhatIfOfAnEvaluation(t *testing.T) {
	f := evaluatedFixture(t)
	var r survey.Release
	f.must(call{method: http.MethodGet, path: "/polls/spring/results", signed: true}, http.StatusOK, &r)
	var is WhatIf
	f.must(call{method: http.MethodGet, path: "/polls/spring/whatif?kinds=county:a:40,county:self:60&empty=zero", signed: true}, http.StatusOK, &is)
	scenario := survey.Scenario{Kinds: map[string]map[string]float64{"county": {"a": 40, "self": 60}}, NoBallots: survey.EmptyZero}
	want := r.WhatIf(scenario)
	if len(is.Published) != 1 || is.Published[0].Weights["a"] != 100 || is.Kinds["county"]["self"] != 60 || is.Empty != survey.EmptyZero {
		t.Errorf("%+v", is)
	}
	if len(is.Tiers) != 1 || len(is.Tiers[0].Units) != 2 || len(want.Tiers) != 1 {
		t.Fatalf("%+v", is)
	}
	for i, u := range is.Tiers[0].Units {
		groups := r.Unit(u.Unit).Groups
		by := (40*groups["a"].Nodes["overall"].Score + 60*groups["self"].Nodes["overall"].Score) / 100
		if u.After != want.Tiers[0].Units[i].After || !(u.After-by < 1e-9 && by-u.After < 1e-9) || u.Before != groups["a"].Nodes["overall"].Score {
			t.Errorf("%+v, by hand %v", u, by)
		}
	}
	for query, want := range map[string]string{
		"kinds=county:a:50":                  "kinds scenario_sum",
		"kinds=county:a:50,county:a:50":      "kinds scenario_twice",
		"kinds=county:a:101":                 "kinds scenario_whole",
		"kinds=county:b:0":                   "kinds scenario_no_kind",
		"kinds=city:a:100":                   "kinds scenario_no_kind",
		"kinds=county:a:0.5":                 "kinds json_format",
		"groups=a:0":                         "groups scenario_by_kind",
		"kinds=county:a:50&nodes=nowhere:11": "nodes scenario_unknown, kinds scenario_sum",
	} {
		var p Problem
		f.must(call{method: http.MethodGet, path: "/polls/spring/whatif?" + query, signed: true}, http.StatusUnprocessableEntity, &p)
		var got []string
		for _, e := range p.Errors {
			got = append(got, e.Parameter+" "+e.Key)
		}
		if got := strings.Join(slices.Compact(got), ", "); got != want {
			t.Errorf("%s: %s, want %s", query, got, want)
		}
	}
}

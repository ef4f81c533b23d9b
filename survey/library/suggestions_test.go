package library_test

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"minping/survey"
)

// The published frame: 2 composites, 4 areas that their overall items stand
// for, 5 + 5 + 5 + 4 indicators, five scored answers.
func TestOrganisationWork(t *testing.T) {
	q := parse(t, "organisation-work")
	var shape []string
	var walk func([]survey.Node)
	walk = func(nodes []survey.Node) {
		for _, n := range nodes {
			shape = append(shape, string(n.Level)+" "+n.ID+" "+n.StandIn)
			walk(n.Children)
		}
	}
	walk(q.Index)
	want := []string{"composite satisfaction "}
	for _, area := range []struct {
		id string
		n  int
	}{{"A", 5}, {"B", 5}, {"C", 5}, {"D", 4}} {
		if area.id == "C" {
			want = append(want, "composite credibility ")
		}
		want = append(want, "area "+area.id+" "+area.id+"1")
		for i := range area.n {
			want = append(want, "indicator "+area.id+string(rune('1'+i))+" ")
		}
	}
	if !slices.Equal(shape, want) {
		t.Errorf("index tree:\n%v\nwant\n%v", shape, want)
	}
	var scores []float64
	for _, o := range q.Scales["satisfaction"] {
		if o.Score != nil {
			scores = append(scores, *o.Score)
		} else if o.Kind != survey.DontKnow {
			t.Errorf("unscored answer %s is of kind %q", o.Code, o.Kind)
		}
	}
	if !slices.Equal(scores, []float64{100, 80, 60, 30, 0}) {
		t.Errorf("scores %v, published were 100, 80, 60, 30, 0", scores)
	}
	if !q.Scoring.RollUp || q.Scoring.Strata != "group" {
		t.Errorf("scoring is %+v", q.Scoring)
	}
}

// Every indicator has at least two acts to take when it is low, and one for
// when too few could answer.
func TestEveryIndicatorHasSuggestions(t *testing.T) {
	q := parse(t, "organisation-work")
	low, unknown := map[string]int{}, map[string]int{}
	for _, s := range q.Suggestions {
		if slices.Contains(s.When, "below") {
			low[s.Node]++
		}
		if slices.Contains(s.When, "missing") {
			unknown[s.Node]++
		}
	}
	indicators := 0
	for _, n := range leaves(q.Index) {
		indicators++
		if low[n.ID] < 2 || unknown[n.ID] < 1 {
			t.Errorf("%s: %d suggestions when low, %d when little known", n.ID, low[n.ID], unknown[n.ID])
		}
	}
	if indicators != 19 {
		t.Errorf("%d indicators, want 19", indicators)
	}
}

// Every dimension of the evaluations and every point of service has one.
func TestEveryDimensionHasASuggestion(t *testing.T) {
	for _, id := range []string{"leadership-team", "leadership-individual", "leadership-360"} {
		q := parse(t, id)
		for _, n := range q.Index {
			if n.Weight > 0 && !hasSuggestion(q, n.ID) {
				t.Errorf("%s: no suggestion for %s", id, n.ID)
			}
		}
	}
	for _, id := range []string{"service-review", "one-report-two-reviews", "new-appointees", "two-reviews", "opinion-form", "customer-satisfaction"} {
		q := parse(t, id)
		for _, n := range leaves(q.Index) {
			if !hasSuggestion(q, n.ID) {
				t.Errorf("%s: no suggestion for %s", id, n.ID)
			}
		}
	}
}

func hasSuggestion(q *survey.Questionnaire, node string) bool {
	return slices.ContainsFunc(q.Suggestions, func(s survey.Suggestion) bool {
		return s.Node == node && slices.Contains(s.When, "below")
	})
}

func leaves(nodes []survey.Node) []survey.Node {
	var out []survey.Node
	for _, n := range nodes {
		if len(n.Children) == 0 {
			out = append(out, n)
		}
		out = append(out, leaves(n.Children)...)
	}
	return out
}

// A suggestion is concrete: it says what is wrong, what to do with a number in
// it, how one sees that it is done, and until when.
func TestSuggestionsAreConcrete(t *testing.T) {
	seen := map[string]string{}
	both := func(at string) bool { // one sheet for both has the suggestions of both
		return strings.HasPrefix(at, "leadership-evaluation ") || strings.HasPrefix(at, "two-reviews ")
	}
	for _, q := range all(t) {
		for _, s := range q.Suggestions {
			at := q.ID + " " + s.ID
			if s.Problem == nil || s.Measure == nil || s.Days < 10 || s.Days > 200 {
				t.Errorf("%s: lacks problem or measure, or takes %d days", at, s.Days)
			}
			if !strings.ContainsFunc(s.Text["zh"], unicode.IsDigit) {
				t.Errorf("%s: no number or deadline in %q", at, s.Text["zh"])
			}
			for _, lang := range q.Languages {
				if first, twice := seen[s.Text[lang]]; twice && !both(at) && !both(first) {
					t.Errorf("%s: says the same as %s", at, first)
				}
				seen[s.Text[lang]] = at
			}
		}
	}
}

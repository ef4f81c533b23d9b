package library_test

import (
	"math"
	"strconv"
	"testing"

	"minping/scoring"
	"minping/survey"
)

// A count is n ballots of a group that answer every scored item alike, or as
// each says.
type count struct {
	group  string
	n      int
	answer string
	each   survey.Answers
}

func scores(q *survey.Questionnaire, counts []count) scoring.UnitScore {
	e := survey.NewEncoder(q)
	tallies := scoring.NewTallies(q.Instrument(), q.Scoring.Design())
	for _, c := range counts {
		answers := survey.Answers{}
		for _, id := range e.Columns() {
			answers[id] = []string{c.answer}
		}
		for id, a := range c.each {
			answers[id] = a
		}
		b := scoring.Ballot{Unit: "u", Group: c.group, Weight: 1, Answers: make([]int16, len(e.Columns()))}
		e.Encode(answers, b.Answers)
		for range c.n {
			tallies.Add(&b)
		}
	}
	return tallies.Scores()[0]
}

// The hand-checked examples of the domain notes.
func TestWorkedExamples(t *testing.T) {
	both := func(answers map[string]int) []count {
		var counts []count
		for code, n := range answers {
			counts = append(counts, count{group: "cadres", n: n, answer: code}, count{group: "public", n: n, answer: code})
		}
		return counts
	}
	ballotsA := []count{{group: "A", n: 3, answer: "A"}, {group: "A", n: 2, answer: "B"}} // mean 92
	ballotsB := []count{{group: "B", n: 2, answer: "A"}, {group: "B", n: 3, answer: "B"}} // mean 88
	ballotsC := []count{{group: "C", n: 1, answer: "A"}, {group: "C", n: 3, answer: "B"}} // mean 85
	rated := func(a, b, c string) survey.Answers {
		return survey.Answers{"overall_satisfaction": {a}, "expectation": {b}, "ideal": {c}}
	}
	for _, tt := range []struct {
		name, questionnaire string
		counts              []count
		want                float64
		dontKnow            float64
	}{
		{"org5", "organisation-work", both(map[string]int{"5": 20, "4": 40, "3": 25, "2": 10, "1": 5}), 70, 0},
		{"org5, don't know excluded", "organisation-work", both(map[string]int{"5": 20, "4": 40, "3": 25, "2": 10, "1": 5, "9": 25}), 70, 0.2},
		{"team4", "leadership-team", []count{
			{group: "A", n: 60, answer: "A"},
			{group: "A", n: 30, answer: "B"},
			{group: "A", n: 8, answer: "C"},
			{group: "A", n: 2, answer: "D"},
		}, 89.6, 0},
		{"ballots", "leadership-individual", concat(ballotsA, ballotsB, ballotsC), 88.7, 0},
		{"ballots, C empty: renormalised", "leadership-team", concat(ballotsA, ballotsB), 632.0 / 7, 0},                                          // 90.286
		{"acsi, simple", "customer-satisfaction", []count{{n: 1, each: rated("8", "7", "7")}, {n: 1, each: rated("8", "7", "8")}}, 650.0 / 9, 0}, // 72.222
	} {
		t.Run(tt.name, func(t *testing.T) {
			root := scores(parse(t, tt.questionnaire), tt.counts).Nodes[0]
			if math.Abs(root.Value-tt.want) > 1e-9 || math.Abs(root.DontKnow-tt.dontKnow) > 1e-9 {
				t.Errorf("score %.6f, don't know %.3f; want %.6f, %.3f", root.Value, root.DontKnow, tt.want, tt.dontKnow)
			}
		})
	}
}

func concat(parts ...[]count) []count {
	var out []count
	for _, p := range parts {
		out = append(out, p...)
	}
	return out
}

// An area of organisation work is its overall item, whatever its other items
// say; the overall item of an evaluation is no part of the score.
func TestOverallItems(t *testing.T) {
	q := parse(t, "organisation-work")
	all := scores(q, []count{{group: "public", n: 5, answer: "1", each: survey.Answers{
		"A1": {"5"}, "B1": {"4"}, "C1": {"3"}, "D1": {"2"},
	}}})
	want := map[string]float64{"A": 100, "B": 80, "satisfaction": 90, "C": 60, "D": 30, "credibility": 45, "overall": 67.5, "A2": 0}
	for i, n := range q.Instrument().Nodes {
		if w, ok := want[n.ID]; ok && math.Abs(all.Nodes[i].Value-w) > 1e-9 {
			t.Errorf("%s: %g, want %g", n.ID, all.Nodes[i].Value, w)
		}
	}
	for id, item := range map[string]string{"leadership-team": "T00", "leadership-individual": "M00"} {
		q := parse(t, id)
		s := scores(q, []count{{group: "A", n: 5, answer: "B", each: survey.Answers{item: {"A"}}}})
		last := len(s.Nodes) - 1
		if s.Nodes[0].Value != 80 || q.Instrument().Nodes[last].ID != "whole" || s.Nodes[last].Value != 100 {
			t.Errorf("%s: score %g, overall rating %g; want 80, 100", id, s.Nodes[0].Value, s.Nodes[last].Value)
		}
	}
}

// The self-rating is shown and not counted.
func TestSelfRatingDoesNotCount(t *testing.T) {
	q := parse(t, "leadership-360")
	s := scores(q, []count{{group: "self", n: 1, answer: "5"}, {group: "superior", n: 1, answer: "4"}, {group: "peer", n: 3, answer: "3"}})
	// (40 × 75 + 20 × 50) / 60
	if math.Abs(s.Nodes[0].Value-400.0/6) > 1e-9 || s.Groups[0].Used != 0 || s.Groups[0].Nodes[0].Value != 100 {
		t.Errorf("score %g, self %g with weight %g; want 66.67, 100 with 0", s.Nodes[0].Value, s.Groups[0].Nodes[0].Value, s.Groups[0].Used)
	}
}

// Every option of every scored item can be answered, and the best answers to
// all required items are accepted.
func TestAnswersAreAccepted(t *testing.T) {
	for _, q := range all(t) {
		answers := survey.Answers{}
		for i := range q.Items {
			it := &q.Items[i]
			if !it.Required {
				continue
			}
			for _, id := range it.Answers() {
				code := strconv.Itoa(it.To)
				if it.Type != survey.Rating {
					code = q.ItemOptions(it)[0].Code
				}
				answers[id] = []string{code}
			}
		}
		if q.ID == "service-review" {
			delete(answers, "wrong") // asked after a bad review only
		}
		if _, errs := q.Check(answers, false); len(errs) > 0 {
			t.Errorf("%s: %v", q.ID, errs)
		}
	}
}

// The lowest mark asks why.
func TestLowMarksAskWhy(t *testing.T) {
	for _, tt := range []struct{ questionnaire, item, code, field, reason string }{
		{"leadership-team", "T07", "D", "reason", "因为"},
		{"leadership-individual", "M12", "D", "reason", "因为"},
		{"new-appointees", "view", "C", "why", "因为"},
		{"service-review", "overall_grade", "1", "wrong", "place_wait"},
	} {
		q := parse(t, tt.questionnaire)
		answers := survey.Answers{tt.item: {tt.code}}
		if _, errs := q.Check(answers, false); !names(errs, tt.field) {
			t.Errorf("%s: %s = %s needs no %s: %v", tt.questionnaire, tt.item, tt.code, tt.field, errs)
		}
		answers[tt.field] = []string{tt.reason}
		if kept, errs := q.Check(answers, false); names(errs, tt.field) || kept[tt.field] == nil {
			t.Errorf("%s: %s is not taken: %v", tt.questionnaire, tt.field, errs)
		}
		answers[tt.item] = []string{"A"}
		if tt.questionnaire == "service-review" {
			answers[tt.item] = []string{"5"}
		}
		if kept, errs := q.Check(answers, false); names(errs, tt.field) || kept[tt.field] != nil {
			t.Errorf("%s: %s is kept after a good mark", tt.questionnaire, tt.field)
		}
	}
}

func names(errs survey.FieldErrors, field string) bool {
	for _, e := range errs {
		if e.Field == field {
			return true
		}
	}
	return false
}

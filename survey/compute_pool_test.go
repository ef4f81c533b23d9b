package survey

import (
	"slices"
	"testing"

	"minping/scoring"
)

// ofOneMind returns n ballots of a unit and group that answer everything with the
// same option.
func ofOneMind(q *Questionnaire, n int, unit, group string, option int16) []scoring.Ballot {
	out := make([]scoring.Ballot, n)
	for i := range out {
		out[i] = scoring.Ballot{Unit: unit, Group: group, Weight: 1, Answers: slices.Repeat([]int16{option}, len(q.Instrument().Items))}
	}
	return out
}

// What a blurred unit said does not stand exactly in the figures of the whole:
// neither where it is all there is, nor as what the others leave of a sum.
func TestPooledFiguresKeepBlurredUnits(t *testing.T) {
	q := leading()
	q.Groups = nil
	r := released(q, 5, ofOneMind(q, 7, "u", "", 0))
	if s := r.Unit("u").Nodes["x1"]; !s.Blurred || s.Score != 95 {
		t.Fatalf("seven of one mind are blurred: %+v", s)
	}
	if r.Quality != nil || r.Drivers != nil {
		t.Errorf("all that seven said: %+v, %+v", r.Quality, r.Drivers)
	}
	r = released(q, 5, leadingBallots(q, 200, "v", ""), ofOneMind(q, 7, "u", "", 0))
	for _, item := range r.Quality.Items {
		if item.Mean.OK() || item.Floor.OK() || item.Missing.Blank.OK() {
			t.Errorf("all less the unit told exactly gives away seven: %+v", item)
		}
	}
	for _, d := range r.Drivers[0].Drivers {
		if d.Performance.OK() {
			t.Errorf("so does %+v", d)
		}
	}
	r = released(q, 5, leadingBallots(q, 200, "v", ""), ofOneMind(q, 7, "u", "", 0), ofOneMind(q, 8, "w", "", 0))
	if item := r.Quality.Items[0]; item.N == 0 || !item.Mean.OK() {
		t.Errorf("fifteen of two units are enough: %+v", item)
	}
}

// A unit's score weighs its groups, its distribution pools them: with a group
// that is not told, the two would be solved for it.
func TestWeightedScoreAndDistributionAreNotBothTold(t *testing.T) {
	q := leading()
	weights := []float64{.6, .4}
	for g := range q.Groups {
		q.Groups[g].Weight = weights[g]
	}
	few := [][]scoring.Ballot{leadingBallots(q, 40, "u", "a"), ofOneMind(q, 7, "u", "b", 0), leadingBallots(q, 50, "v", "a"), leadingBallots(q, 60, "v", "b")}
	r := released(q, 5, few...)
	u := r.Unit("u")
	if s := u.Nodes["x1"]; s.Blurred || !s.Score.OK() || !u.Groups["b"].Nodes["x1"].Blurred {
		t.Fatalf("the unit is told exactly, its group b is not: %+v", u)
	}
	if len(u.Counts["p1"]) > 0 {
		t.Errorf("the distribution of a unit with a blurred group: %v", u.Counts["p1"])
	}
	if len(r.Unit("v").Counts["p1"]) == 0 {
		t.Error("a unit whose groups are all told keeps its distribution")
	}
	if item := r.Quality.Items[1]; item.Mean.OK() {
		t.Errorf("all less the distribution of v is that of u: %+v", item)
	}
	for g := range q.Groups {
		q.Groups[g].Weight = 0
	}
	if u := released(q, 5, few...).Unit("u"); len(u.Counts["p1"]) == 0 {
		t.Error("groups that are pooled in the score as well give nothing more away")
	}
}

package survey

import (
	"math"
	"testing"

	"minping/scoring"
)

// The changes of a tier at a node are judged together: adjusted p values are
// those of all units compared, and nothing is real that is not so after that.
func TestChangesAreJudgedTogether(t *testing.T) {
	before := five(5)
	r := fiveOf(5, 16, before)
	for _, n := range r.Nodes {
		var p []float64
		var changes []*Change
		for _, u := range r.Units {
			if ch := u.Nodes[n.ID].Change; ch != nil {
				p, changes = append(p, float64(ch.P)), append(changes, ch)
			}
		}
		if len(changes) != 6 {
			t.Fatalf("%s: %d changes; the five and the unit of few ballots are compared", n.ID, len(changes))
		}
		for i, want := range scoring.AdjustP(p, scoring.BH) {
			ch := changes[i]
			if float64(ch.PAdjusted) != want || ch.Real != (want <= .05+1e-12) || ch.Real && ch.Low <= 0 && ch.High >= 0 {
				t.Errorf("%s: %+v; want adjusted p %g", n.ID, ch, want)
			}
		}
	}
	if ch := r.Unit("u0").Nodes[rootNode].Change; !ch.Real || ch.Diff <= 0 {
		t.Errorf("u0 rose: %+v", ch)
	}
	if ch := r.Unit("u3").Nodes[rootNode].Change; ch.Real || ch.Diff != 0 {
		t.Errorf("u3 did not change: %+v", ch)
	}
}

// A change that is beyond error when looked at alone need not be real among
// many: five units that all but one stay as they were.
func TestOneOfManyIsNotReal(t *testing.T) {
	before := five(5)
	for shift := 1; shift < 20; shift++ {
		ch := fiveOf(5, shift, before).Unit("u0").Nodes[rootNode].Change
		if ch.P < .05 {
			if ch.Real || ch.PAdjusted <= ch.P || ch.Low <= 0 {
				t.Errorf("the smallest rise beyond error alone: %+v", ch)
			}
			return
		}
	}
	t.Error("no rise is beyond error")
}

// What is expected of the last of the round before is what shrinkage says, and
// the expected change of every unit goes towards the mean.
func TestRegressionOfTheLast(t *testing.T) {
	before := five(5)
	r := fiveOf(5, 0, before)
	if r.Tiers[0].Regression != nil {
		t.Errorf("five units are too few to follow three of them: %+v", r.Tiers[0].Regression)
	}
	q := small()
	q.Flags = []FlagRule{{ID: "last", Tier: "t", Last: 2}}
	c := &computation{in: Inputs{Questionnaire: q, Past: []*Release{before}}, out: r, level: .95}
	c.regress(&r.Tiers[0])
	got := r.Tiers[0].Regression
	if got == nil || got.Last != 2 || got.Units != 2 {
		t.Fatalf("the last two of five: %+v", got)
	}
	want := Num(0)
	for _, u := range []string{"u0", "u1"} {
		s := before.Unit(u).Nodes[rootNode]
		want += (s.Shrunken.Score - s.Score) / 2
		if ch := r.Unit(u).Nodes[rootNode].Change; ch.Expected != s.Shrunken.Score-s.Score || ch.Expected <= 0 {
			t.Errorf("%s: expected %g, of %+v", u, float64(ch.Expected), s)
		}
	}
	if math.Abs(float64(got.Expected-want)) > 1e-9 || got.Change != 0 || math.Abs(float64(got.Rest+want)) > 1e-9 {
		t.Errorf("%+v; want expected %g", got, float64(want))
	}
}

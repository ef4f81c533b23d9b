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

// Where an item was worded otherwise in the round before, its node and all above
// have no change and raise no flag of a fall; the others keep theirs, and so do
// the ranks.
func TestNoChangeAcrossABreak(t *testing.T) {
	q := small()
	q.Hash = "now"
	points := 5.0
	q.Flags = []FlagRule{{ID: "fell", Tier: "t", Drop: &points}}
	round := func(q *Questionnaire, good string, past ...*Release) *Release {
		return compute(q, 5, []Unit{{ID: "u0", Tier: "t"}, {ID: "u1", Tier: "t"}}, func(c *Counter) {
			for _, group := range []string{"a", "b"} {
				tally(c, q, "u0", group, good, 60)
				tally(c, q, "u0", group, "2", 20)
				tally(c, q, "u1", group, "2", 60)
				tally(c, q, "u1", group, "3", 20)
			}
		}, past...)
	}
	asBefore := round(q, "1", round(q, "3"))
	other := small()
	other.Hash = "then"
	other.Items[1].Text = Text{"zh": "换了问法"}
	across := round(q, "1", round(other, "3"))
	u := across.Unit("u0")
	for id, want := range map[string]bool{rootNode: false, "x": false, "p2": false, "p1": true, "y": true, "rr": true} {
		if asBefore.Unit("u0").Nodes[id].Change == nil {
			t.Errorf("%s: no change though nothing differs", id)
		}
		if got := u.Nodes[id].Change != nil; got != want {
			t.Errorf("%s: a change %v; want %v", id, got, want)
		}
	}
	if len(asBefore.Flags) == 0 || asBefore.Flags[0].Rule != "fell" {
		t.Fatalf("a fall raises no flag: %+v", asBefore.Flags)
	}
	for _, f := range across.Flags {
		if f.Rule == "fell" {
			t.Errorf("a flag of a fall across a break: %+v", f)
		}
	}
	if u.Rank == nil || across.Tiers[0].Regression != nil {
		t.Errorf("rank %+v, regression %+v", u.Rank, across.Tiers[0].Regression)
	}
}

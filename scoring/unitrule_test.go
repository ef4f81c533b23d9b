package scoring

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

// ruled is an instrument of two areas and three groups with weights.
func ruled() *Instrument {
	options := []Option{{Code: "1", Score: 0}, {Code: "2", Score: 60, Satisfied: true}, {Code: "3", Score: 100, Satisfied: true}, {Code: "9", Score: math.NaN(), Kind: DontKnow}}
	return &Instrument{
		Items:  []Item{{ID: "p", Options: options}, {ID: "q", Options: options}, {ID: "r", Options: options}},
		Groups: []Group{{"a", 0.4}, {"b", 0.3}, {"c", 0.3}},
		Nodes: []Node{
			{ID: "overall", Parent: -1, Weight: 1, Item: -1, StandItem: -1},
			{ID: "x", Parent: 0, Weight: 2, Item: -1, StandItem: -1},
			{ID: "p", Parent: 1, Weight: 1, Item: 0, StandItem: -1},
			{ID: "q", Parent: 1, Weight: 3, Item: 1, StandItem: -1},
			{ID: "y", Parent: 0, Weight: 1, Item: -1, StandItem: -1},
			{ID: "r", Parent: 4, Weight: 1, Item: 2, StandItem: -1},
		},
	}
}

func drawRuled(rt *rapid.T, in *Instrument) []Ballot {
	var ballots []Ballot
	for _, unit := range []string{"u", "v"} {
		for _, g := range in.Groups {
			for range rapid.IntRange(0, 5).Draw(rt, "ballots") {
				b := Ballot{Unit: unit, Group: g.ID, Weight: rapid.SampledFrom([]float64{1, 1, 2.5}).Draw(rt, "w")}
				for range in.Items {
					b.Answers = append(b.Answers, int16(rapid.IntRange(-1, 3).Draw(rt, "answer")))
				}
				ballots = append(ballots, b)
			}
		}
	}
	return ballots
}

func talliesOf(in *Instrument, ballots []Ballot) *Tallies {
	t := NewTallies(in, Design{})
	for i := range ballots {
		t.Add(&ballots[i])
	}
	return t
}

var alike = cmp.Options{cmpopts.EquateNaNs(), cmpopts.EquateApprox(1e-10, 1e-10)}

// Weights of a rule are those that an instrument would have.
func TestRuleWeighsAsInstruments(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		in, other := ruled(), ruled()
		in.Method = rapid.SampledFrom([]Aggregation{AggregateFirst, RespondentFirst}).Draw(rt, "method")
		other.Method = in.Method
		weights := rapid.SampledFrom([][]float64{{0, 0, 0}, {50, 50, 0}, {1, 2, 3}, {100, 0, 0}}).Draw(rt, "weights")
		for g, w := range weights {
			other.Groups[g].Weight = w
		}
		ballots := drawRuled(rt, in)
		got := talliesOf(in, ballots).ScoresBy(func(string) UnitRule { return UnitRule{Weights: weights} })
		if diff := cmp.Diff(talliesOf(other, ballots).Scores(), got, alike); diff != "" {
			rt.Fatal(diff)
		}
	})
}

// A group with fewer ballots than it must have counts as if it weighed nothing,
// an empty one as the rule says; neither changes what is told of groups.
func TestRuleOfSmallAndEmptyGroups(t *testing.T) {
	few, empty, blocked := 0, 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		in := ruled()
		in.Method = rapid.SampledFrom([]Aggregation{AggregateFirst, RespondentFirst}).Draw(rt, "method")
		least := rapid.IntRange(1, 4).Draw(rt, "least")
		rule := UnitRule{Least: []int{0, least, least}, Empty: rapid.SampledFrom([]EmptyGroup{EmptyShared, EmptyBlocked, EmptyZero}).Draw(rt, "empty")}
		ballots := drawRuled(rt, in)
		tallies := talliesOf(in, ballots)
		plain := tallies.Scores()
		for i, got := range tallies.ScoresBy(func(string) UnitRule { return rule }) {
			weights, gone, total := make([]float64, 3), 0.0, 0.0
			for g := range weights {
				s := plain[i].Groups[g]
				if diff := cmp.Diff(s.Nodes, got.Groups[g].Nodes, alike); diff != "" {
					rt.Fatal("a rule changes a group's own scores:", diff)
				}
				w := in.Groups[g].Weight
				switch {
				case s.Ballots == 0:
					gone += w
					if got.Groups[g].State != GroupEmpty {
						rt.Fatalf("group %d without a ballot: state %d", g, got.Groups[g].State)
					}
				case g > 0 && s.Nodes[0].N > 0 && s.Nodes[0].N < least:
					few++
					if got.Groups[g].State != GroupFew || got.Groups[g].Used != 0 {
						rt.Fatalf("group %d of %d ballots, %d at least: %+v", g, s.Nodes[0].N, least, got.Groups[g])
					}
				default:
					weights[g] = w
					if s.Nodes[0].N > 0 {
						total += w
					}
				}
			}
			if rule.Empty == EmptyBlocked && gone > 0 {
				blocked++
				if !got.Blocked || !math.IsNaN(got.Nodes[0].Value) || got.Groups[0].Used != 0 {
					rt.Fatalf("a group is empty: %+v", got.Nodes[0])
				}
				continue
			}
			if total == 0 {
				continue
			}
			want := tallies.ScoresBy(func(string) UnitRule { return UnitRule{Weights: weights} })[i].Nodes[0]
			share := 1.0
			if rule.Empty == EmptyZero && gone > 0 {
				empty++
				share = total / (total + gone)
			}
			if diff := cmp.Diff([]float64{share * want.Value, share * want.SE, share * want.Rate, want.DF, want.DontKnow}, []float64{got.Nodes[0].Value, got.Nodes[0].SE, got.Nodes[0].Rate, got.Nodes[0].DF, got.Nodes[0].DontKnow}, alike); diff != "" {
				rt.Fatal(diff)
			}
			used := 0.0
			for _, g := range got.Groups {
				used += g.Used
			}
			if math.Abs(used-1) > 1e-12 {
				rt.Fatalf("the groups' weights in use sum to %g", used)
			}
		}
	})
	if few == 0 || empty == 0 || blocked == 0 {
		t.Errorf("%d small, %d zero, %d blocked: nothing was put to the test", few, empty, blocked)
	}
}

// What a unit is not asked about has no score and is no blank answer.
func TestRuleOfUnaskedItems(t *testing.T) {
	in := ruled()
	tallies := talliesOf(in, []Ballot{
		{Unit: "u", Group: "a", Weight: 1, Answers: []int16{2, Blank, Blank}},
		{Unit: "u", Group: "a", Weight: 1, Answers: []int16{Blank, Blank, Blank}},
	})
	got := tallies.ScoresBy(func(string) UnitRule { return UnitRule{Asked: []bool{true, false, false}} })[0]
	if n := got.Nodes[0]; n.Value != 100 || n.Blank != 0.5 {
		t.Errorf("one of two answers to the only item asked: %+v", n)
	}
	if n := got.Nodes[5]; !math.IsNaN(n.Value) || !math.IsNaN(n.Blank) {
		t.Errorf("an item that is not asked: %+v", n)
	}
	if n := tallies.Scores()[0].Nodes[0]; n.Blank != 5.0/6 {
		t.Errorf("all asked: %+v", n)
	}
}

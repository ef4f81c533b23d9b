package scoring

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// benchInstrument is 4 areas with 19 indicators on a six-option scale.
func benchInstrument(items int) *Instrument {
	in := &Instrument{
		Groups: []Group{{"a", 0.5}, {"b", 0.3}, {"c", 0.2}},
		Nodes:  []Node{{ID: "overall", Parent: -1, Item: -1, StandItem: -1}},
	}
	for j := range items {
		if j%5 == 0 {
			in.Nodes = append(in.Nodes, Node{ID: fmt.Sprint("area", j/5), Weight: 1, Item: -1, StandItem: -1})
		}
		var parent int
		for i, n := range in.Nodes {
			if n.Item < 0 {
				parent = i
			}
		}
		in.Nodes = append(in.Nodes, Node{ID: fmt.Sprint("n", j), Parent: parent, Weight: 1, Item: j, StandItem: -1})
		in.Items = append(in.Items, Item{ID: fmt.Sprint("q", j), Options: []Option{
			{Code: "5", Score: 100, Satisfied: true},
			{Code: "4", Score: 80, Satisfied: true},
			{Code: "3", Score: 60},
			{Code: "2", Score: 30},
			{Code: "1"},
			{Code: "0", Score: math.NaN(), Kind: DontKnow},
		}})
	}
	return in
}

// benchBallots makes n ballots over units, a twentieth of the answers missing.
func benchBallots(in *Instrument, n, units int, weighted bool) []Ballot {
	rng := rand.New(rand.NewPCG(1, 2))
	out := make([]Ballot, n)
	for i := range out {
		b := Ballot{Unit: fmt.Sprintf("u%03d", rng.IntN(units)), Group: in.Groups[rng.IntN(len(in.Groups))].ID, Weight: 1}
		if weighted {
			b.Weight = 0.5 + rng.Float64()
		}
		b.Answers = make([]int16, len(in.Items))
		for j := range b.Answers {
			b.Answers[j] = int16(rng.IntN(5))
			if rng.IntN(20) == 0 {
				b.Answers[j] = []int16{5, Blank, Invalid}[rng.IntN(3)]
			}
		}
		out[i] = b
	}
	return out
}

// BenchmarkAdd counts ballots of 19 items over 77 units × 3 groups; ns/op is per ballot.
func BenchmarkAdd(b *testing.B) {
	for _, weighted := range []bool{false, true} {
		b.Run(fmt.Sprintf("weighted=%v", weighted), func(b *testing.B) {
			in := benchInstrument(19)
			ballots := benchBallots(in, 20000, 77, weighted)
			t := NewTallies(in, Design{})
			b.ReportAllocs()
			b.ResetTimer()
			for i := range b.N {
				t.Add(&ballots[i%len(ballots)])
			}
		})
	}
}

// BenchmarkScores scores 77 units × 3 groups × 24 nodes from their tallies.
func BenchmarkScores(b *testing.B) {
	in := benchInstrument(19)
	t := NewTallies(in, Design{})
	for _, x := range benchBallots(in, 20000, 77, false) {
		t.Add(&x)
	}
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		t.Scores()
	}
}

// BenchmarkRanks ranks units of which most cannot be told apart.
func BenchmarkRanks(b *testing.B) {
	for _, k := range []int{13, 77, 500, 1200} {
		b.Run(fmt.Sprintf("units=%d", k), func(b *testing.B) {
			rng := rand.New(rand.NewPCG(1, 2))
			x, se := make([]float64, k), make([]float64, k)
			for i := range x {
				x[i], se[i] = 60+5*rng.NormFloat64(), 1+3*rng.Float64()
			}
			for range b.N {
				Ranks(x, se, nil, 0.95)
			}
		})
	}
}

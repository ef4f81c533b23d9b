package scoring

import (
	"math"
	"strconv"
	"testing"
)

// millionBallots calls f with n ballots of the portable generator: the
// Park-Miller minimal standard, x ← 16807 x mod 2³¹−1, seed 20260101; per ballot
// unit (77), group (3), weight (0.50–1.99), 19 answers 1–5 or 9 = don't know.
func millionBallots(n int, f func(b *Ballot)) {
	x := uint64(20260101)
	next := func() float64 {
		x = 16807 * x % 2147483647
		return float64(x) / 2147483647
	}
	units := make([]string, 78)
	for i := range units {
		units[i] = strconv.Itoa(i)
	}
	b := Ballot{Answers: make([]int16, 19)}
	for range n {
		unit := 1 + int(77*next())
		group := 3
		if u := next(); u < 0.5 {
			group = 1
		} else if u < 0.8 {
			group = 2
		}
		b.Unit, b.Group = units[unit], units[group]
		b.Weight = math.Floor(100*(0.5+1.5*next())) / 100
		shift := 0.10*float64(unit-39)/77 + 0.03*float64(group-2)
		for j := range b.Answers {
			b.Answers[j] = answerOf(next(), shift)
		}
		f(&b)
	}
}

// answerOf returns the option index of a draw; 5 is don't know.
func answerOf(u, shift float64) int16 {
	if u >= 0.95 {
		return 5
	}
	a := int16(0)
	for _, step := range []float64{0.06, 0.18, 0.40, 0.75} {
		if u+shift >= step {
			a++
		}
	}
	return a
}

func millionInstrument() *Instrument {
	p := indexParams{Scale: [2]int{1, 5}, DontKnow: []byte("9")}
	in := &Instrument{
		Groups: []Group{{ID: "1"}, {ID: "2"}, {ID: "3"}},
		Nodes:  []Node{{ID: "overall", Parent: -1, Item: -1, StandItem: -1}},
	}
	for j := range 19 {
		id := "q" + strconv.Itoa(j+1)
		in.Nodes = append(in.Nodes, Node{ID: id, Weight: 1, Item: j, StandItem: -1})
		in.Items = append(in.Items, Item{ID: id, Options: p.options()})
	}
	return in
}

// TestMillionBallots checks the sums of the 77 × 19 weighted means and of their
// standard errors, as R 4.2.2 with survey 4.1.1 (svyby, svymean) gives them.
func TestMillionBallots(t *testing.T) {
	if testing.Short() {
		t.Skip("a million ballots: run without -short")
	}
	tallies := NewTallies(millionInstrument(), Design{})
	millionBallots(1_000_000, tallies.Add)
	means, errors := 0.0, 0.0
	for _, u := range tallies.Scores() {
		for _, s := range u.Nodes[1:] {
			means += s.Value
			errors += s.SE
		}
	}
	if !agree(means, 91396.367618226, 1e-12) || !agree(errors, 401.283615334, 1e-11) {
		t.Errorf("sums %.9f and %.9f, want 91396.367618226 and 401.283615334", means, errors)
	}
}

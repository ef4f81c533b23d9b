package scoring

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// Two units by hand: λ = 0.5 and 0.8.
func TestRegressionToMean(t *testing.T) {
	nan := math.NaN()
	shrunken := []Shrunken{
		{Lambda: .5, Value: 70, PostSD: 1, SE: math.Sqrt(1 + .25)},
		{Lambda: .8, Value: 72, PostSD: 2, SE: math.Sqrt(4 + .04)},
		{Lambda: nan, Value: nan, PostSD: nan, SE: nan},
	}
	got := RegressionToMean([]float64{71, 75, 80}, []float64{2, 2, 2}, []float64{66, 71, 70}, shrunken, .95)
	// change (5+4)/2, expected (4+1)/2, rest (1+3)/2, SE² = (4+4+1+4+(.5+.2)²)/4
	want := MeanRegression{N: 2, Missing: 1, Change: 4.5, Expected: 2.5, Rest: 2, SE: math.Sqrt(13.49) / 2}
	if got.N != want.N || got.Missing != want.Missing || !agree(got.Change, 4.5, 1e-12) || !agree(got.Expected, 2.5, 1e-12) ||
		!agree(got.Rest, 2, 1e-12) || !agree(got.SE, want.SE, 1e-12) || !agree(got.High-got.Rest, 1.959963984540054*want.SE, 1e-12) {
		t.Errorf("got %+v; want %+v", got, want)
	}
	if none := RegressionToMean(nil, nil, nil, nil, .95); none.N != 0 || !math.IsNaN(none.Change) || !math.IsNaN(none.Low) {
		t.Errorf("no units: %+v", none)
	}
}

// Where no true value moves, the last ten of 64 rise by about Expected, and the
// interval of Rest holds 0 in about 95 % of 400 pairs of rounds.
func TestRegressionToMeanBySimulation(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 7))
	const rounds, units, last = 400, 64, 10
	covered, rest, change := 0, 0.0, 0.0
	for range rounds {
		before, now, se := make([]float64, units), make([]float64, units), make([]float64, units)
		order := make([]int, units)
		for i := range units {
			true := 70 + 3*rng.NormFloat64()
			se[i], order[i] = 1+2*rng.Float64(), i
			before[i], now[i] = true+se[i]*rng.NormFloat64(), true+se[i]*rng.NormFloat64()
		}
		s, err := Shrink(before, se, REML)
		if err != nil {
			t.Fatal(err)
		}
		slices.SortFunc(order, func(a, b int) int { return cmp.Compare(before[a], before[b]) })
		var n, e, b []float64
		var h []Shrunken
		for _, i := range order[:last] {
			n, e, b, h = append(n, now[i]), append(e, se[i]), append(b, before[i]), append(h, s.Units[i])
		}
		r := RegressionToMean(n, e, b, h, .95)
		rest += r.Rest / rounds
		change += r.Change / rounds
		if r.Low < 0 && r.High > 0 {
			covered++
		}
	}
	if math.Abs(rest) > .1 || change < 1 {
		t.Errorf("mean change %.2f, of which beyond chance %.2f; want 0", change, rest)
	}
	if share := float64(covered) / rounds; share < .92 || share > .98 {
		t.Errorf("the interval of the rest holds 0 in %.3f of the rounds", share)
	}
}

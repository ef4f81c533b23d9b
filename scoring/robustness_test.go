package scoring

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// weightedMeans scores the rows of x (units × indicators) by their weighted mean.
func weightedMeans(x [][]float64) func(w, out []float64) {
	return func(w, out []float64) {
		for i, row := range x {
			var m mean
			for j, v := range row {
				m.add(v, w[j])
			}
			out[i] = m.value()
		}
	}
}

func drawTable(t *rapid.T) (x [][]float64, w []float64) {
	units, k := rapid.IntRange(1, 12).Draw(t, "units"), rapid.IntRange(1, 6).Draw(t, "indicators")
	for range k {
		w = append(w, rapid.Float64Range(0.1, 10).Draw(t, "w"))
	}
	for range units {
		row := make([]float64, k)
		for j := range row {
			row[j] = float64(rapid.IntRange(0, 100).Draw(t, "x"))
		}
		x = append(x, row)
	}
	return x, w
}

func TestWeightsThatAreCertainMoveNobody(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, w := drawTable(t)
		k := rapid.IntRange(0, len(x)).Draw(t, "k")
		scores := make([]float64, len(x))
		weightedMeans(x)(w, scores)
		want := CompetitionRanks(scores)
		for i, r := range WeightRobustness(len(x), weightedMeans(x), w, k, Perturbation{Draws: 7, Seed: 1}) {
			last := 0.0
			if n := len(x) - want[i] + 1; n-ties(want, i) < k {
				last = 1
			}
			if r != (Robustness{Rank: want[i], Median: want[i], Low: want[i], High: want[i], Last: last}) {
				t.Fatalf("unit %d: %+v, want rank %d, last %g", i, r, want[i], last)
			}
		}
	})
}

func ties(ranks []int, i int) (n int) {
	for _, r := range ranks {
		if r == ranks[i] {
			n++
		}
	}
	return n
}

// Weights times a constant, one indicator, and units that are better
// everywhere leave nothing to the draws.
func TestRobustnessProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, w := drawTable(t)
		p := Perturbation{Draws: 50, Spread: 0.25, Seed: rapid.Uint64().Draw(t, "seed")}
		got := WeightRobustness(len(x), weightedMeans(x), w, 2, p)
		doubled := make([]float64, len(w))
		for j := range w {
			doubled[j] = 4 * w[j] // a power of two: the rounding is the same
		}
		if again := WeightRobustness(len(x), weightedMeans(x), doubled, 2, p); !slices.Equal(again, got) {
			t.Fatalf("weights times 4: %+v, want %+v", again, got)
		}
		sum := 0.0
		for i, r := range got {
			sum += r.Last
			if r.Low > r.Median || r.Median > r.High || r.Low < 1 || r.High > len(x) || r.Last < 0 || r.Last > 1 {
				t.Fatalf("unit %d: %+v", i, r)
			}
			for j := range x {
				if better(x[j], x[i]) && got[j].High >= r.Low && got[j].Rank >= r.Rank {
					t.Fatalf("unit %d beats unit %d everywhere, but is placed %+v, the other %+v", j, i, got[j], r)
				}
			}
		}
		if sum < math.Min(2, float64(len(x)))-1e-9 {
			t.Fatalf("%g places among the last 2", sum)
		}
		if len(w) == 1 {
			for i, r := range got {
				if r.Low != r.Rank || r.High != r.Rank || r.Shift != 0 {
					t.Fatalf("one indicator: unit %d %+v", i, r)
				}
			}
		}
	})
}

func better(a, b []float64) bool {
	for j := range a {
		if a[j] <= b[j] {
			return false
		}
	}
	return true
}

// Two units, two indicators of equal weight: the first leads while
// 60 w1 + 40 w2 > 40 w1 + 59 w2, that is w1/w2 > 19/20. With w_j uniform on
// 0.75..1.25 the share of draws is an area, ∫ P(w1 > 0.95 v) dv over w2 = v:
// 2 ∫ (1.25 − max(0.75, 0.95 v)) · 2 dv = 0.597039473684 (R: integrate).
func TestRobustnessAgainstAnArea(t *testing.T) {
	const want = 0.597039473684
	x := [][]float64{{60, 40}, {40, 59}}
	const draws = 100_000
	got := WeightRobustness(2, weightedMeans(x), []float64{1, 1}, 1, Perturbation{Draws: draws, Spread: 0.25, Seed: 20260101})
	if d := math.Abs(got[1].Last - want); d > 4*math.Sqrt(want*(1-want)/draws) {
		t.Errorf("the second is last in %g of the draws, want %g", got[1].Last, want)
	}
	if !agree(got[0].Last+got[1].Last, 1, 1e-12) || !agree(got[1].Shift, 1-got[1].Last, 1e-12) {
		t.Errorf("%+v", got)
	}
}

// The draws are the same on every machine.
func TestRobustnessIsReproducible(t *testing.T) {
	x := [][]float64{{60, 40, 50}, {40, 59, 52}, {50, 50, 50}}
	want := []float64{0.05, 0.932, 0.018}
	for i, r := range WeightRobustness(3, weightedMeans(x), []float64{2, 1, 1}, 1, Perturbation{Draws: 1000, Spread: 0.5, Seed: 7}) {
		if r.Last != want[i] {
			t.Errorf("unit %d is last in %g of the draws, want %g", i, r.Last, want[i])
		}
	}
}

func TestMeanRankShift(t *testing.T) {
	if got := MeanRankShift([]int{1, 2, 3, 4}, []int{2, 1, 3, 4}); got != 0.5 {
		t.Errorf("two neighbours swapped among four: %g, want 0.5", got)
	}
}

// BenchmarkWeightRobustness draws 1,000 weightings of 77 units × 19 indicators.
func BenchmarkWeightRobustness(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 2))
	x, w := make([][]float64, 77), make([]float64, 19)
	for j := range w {
		w[j] = 1 + random.Float64()
	}
	for i := range x {
		x[i] = make([]float64, len(w))
		for j := range x[i] {
			x[i][j] = 60 + 20*random.Float64()
		}
	}
	for b.Loop() {
		WeightRobustness(len(x), weightedMeans(x), w, 10, Perturbation{Draws: 1000, Spread: 0.25, Seed: 1})
	}
}

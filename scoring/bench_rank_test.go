package scoring

import (
	"math/rand/v2"
	"testing"
)

// benchEstimates returns k units of which most cannot be told apart.
func benchEstimates(k int) (x, se []float64) {
	rng := rand.New(rand.NewPCG(1, 2))
	x, se = make([]float64, k), make([]float64, k)
	for i := range x {
		x[i], se[i] = 60+5*rng.NormFloat64(), 1+3*rng.Float64()
	}
	return x, se
}

// BenchmarkRankRegions500 makes the joint rank regions of 500 units, by each
// method.
func BenchmarkRankRegions500(b *testing.B) {
	x, se := benchEstimates(500)
	b.Run("KleinWrightWieczorek", func(b *testing.B) {
		for b.Loop() {
			KleinWrightWieczorek(x, se, 0.95, Sidak)
		}
	})
	b.Run("PairwiseHolm", func(b *testing.B) {
		for b.Loop() {
			PairwiseRankSets(x, se, 0.95, Holm)
		}
	})
	b.Run("MogstadRomanoShaikhWilhelm", func(b *testing.B) {
		for b.Loop() {
			MogstadRomanoShaikhWilhelm(x, se, RankBootstrap{Level: 0.95, Src: rand.NewPCG(1, 2)})
		}
	})
}

// BenchmarkRankProbabilities100 makes the exact rank distributions of 100 units.
func BenchmarkRankProbabilities100(b *testing.B) {
	x, se := benchEstimates(100)
	for b.Loop() {
		RankProbabilities(x, se)
	}
}

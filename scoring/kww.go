package scoring

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// KleinWrightWieczorek returns the joint rank regions that follow from
// simultaneous intervals x ± z se, and z:
//
//	[1 + #{j: L_j > U_i}, K − #{j: U_j < L_i}],  z = Φ⁻¹(1 − a/2)
//
// with a = 1−level (Unadjusted), (1−level)/K (Bonferroni) or 1 − level^(1/K)
// (Sidak, for independent estimates). Other adjustments panic. se as in Ranks.
//
// Klein, M., Wright, T. & Wieczorek, J. (2020), JRSS C 69, 589–606.
func KleinWrightWieczorek(x, se []float64, level float64, method Adjustment) (z float64, sets []RankSet) {
	checkEstimates(x, se, level)
	a := 1 - level
	switch method {
	case Unadjusted:
	case Bonferroni:
		a /= float64(len(x))
	case Sidak:
		a = -math.Expm1(math.Log(level) / float64(len(x)))
	default:
		panic("scoring: simultaneous intervals take Unadjusted, Bonferroni or Sidak")
	}
	z = distuv.UnitNormal.Quantile(1 - a/2)
	low, high := make([]float64, len(x)), make([]float64, len(x))
	for i := range x {
		low[i], high[i] = x[i]-z*se[i], x[i]+z*se[i]
		if math.IsNaN(se[i]) {
			low[i], high[i] = math.Inf(-1), math.Inf(1)
		}
	}
	return z, RankRegions(low, high)
}

// RankRegions returns the ranks that units may have if each value lies in its
// interval: [1 + #{j: low_j > high_i}, K − #{j: high_j < low_i}].
func RankRegions(low, high []float64) []RankSet {
	if len(low) != len(high) {
		panic("scoring: low and high differ in length")
	}
	out := make([]RankSet, len(low))
	for i := range out {
		out[i] = RankSet{1, len(low)}
		for j := range low {
			if low[j] > high[i] {
				out[i].Low++
			}
			if high[j] < low[i] {
				out[i].High--
			}
		}
	}
	return out
}

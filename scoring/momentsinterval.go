package scoring

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// FisherInterval returns an interval of a correlation r over n rows, by the
// inverse hyperbolic tangent: atanh r ± z/√(n−3). It is NaN where r is, or with
// fewer than four rows.
//
// Fisher, R. A. (1921), Metron 1(4), 3–32.
func FisherInterval(r float64, n int, level float64) (low, high float64) {
	checkLevel(level)
	if n < 4 {
		return math.NaN(), math.NaN()
	}
	half := normalHalf(1/math.Sqrt(float64(n-3)), level)
	return math.Tanh(math.Atanh(r) - half), math.Tanh(math.Atanh(r) + half)
}

// normalHalf returns half the width of a normal interval of this standard error.
func normalHalf(se, level float64) float64 {
	return distuv.UnitNormal.Quantile((1+level)/2) * se
}

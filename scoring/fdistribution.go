package scoring

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// fQuantile returns the p quantile of the F distribution, sharpened by Newton
// steps on the nearer tail; NaN unless both degrees of freedom are positive.
func fQuantile(p, df1, df2 float64) float64 {
	if !(df1 > 0 && df2 > 0) {
		return math.NaN()
	}
	f := distuv.F{D1: df1, D2: df2}
	q := f.Quantile(p)
	for range 4 {
		miss := f.CDF(q) - p
		if p > 0.5 {
			miss = 1 - p - f.Survival(q)
		}
		step := miss / f.Prob(q)
		if math.IsNaN(step) || math.Abs(step) > q/2 {
			break
		}
		q -= step
	}
	return q
}

// fSurvival returns P(F > x), NaN where x or a degree of freedom has no value.
func fSurvival(x, df1, df2 float64) float64 {
	if !(x >= 0 && df1 > 0 && df2 > 0) {
		return math.NaN()
	}
	return distuv.F{D1: df1, D2: df2}.Survival(x)
}

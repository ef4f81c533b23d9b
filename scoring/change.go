package scoring

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// A Change is the difference of one node's score between two rounds.
type Change struct {
	Diff      float64 // now - before, points; NaN where either has no value
	SE        float64 // NaN where either error is unknown
	DF        float64 // Welch-Satterthwaite; +Inf where both scores are known exactly
	Low, High float64 // t interval at the level; NaN where SE is
	P         float64 // two-sided p value of no change; NaN where SE is
}

// ChangeOf compares two rounds with different respondents (independent
// samples), with Welch-Satterthwaite degrees of freedom:
//
//	se² = se₁² + se₂²,  df = se⁴ / (se₁⁴/df₁ + se₂⁴/df₂)
//
// Two scores known exactly (se 0) give P 1 if they are equal, else 0.
func ChangeOf(now, before Score, level float64) Change {
	c := Change{Diff: now.Value - before.Value}
	v1, v2 := now.SE*now.SE, before.SE*before.SE
	c.SE = math.Sqrt(v1 + v2)
	c.DF = (v1 + v2) * (v1 + v2) / (over(v1*v1, now.DF) + over(v2*v2, before.DF))
	if c.SE == 0 {
		c.DF = math.Inf(1)
	}
	c.Low, c.High, c.P = tInterval(c.Diff, c.SE, c.DF, level)
	return c
}

// over returns v/df, 0 for a v of 0 whatever the df.
func over(v, df float64) float64 {
	if v == 0 {
		return 0
	}
	return v / df
}

// tInterval returns the t interval of a difference and the two-sided p value
// of its being 0; NaN where the error is unknown or has no degree of freedom.
func tInterval(d, se, df, level float64) (low, high, p float64) {
	switch {
	case math.IsNaN(d) || math.IsNaN(se) || math.IsNaN(df) || se > 0 && !(df > 0):
		return math.NaN(), math.NaN(), math.NaN()
	case se == 0 && d == 0:
		return 0, 0, 1
	case se == 0:
		return d, d, 0
	case math.IsInf(df, 1):
		half := distuv.UnitNormal.Quantile((1+level)/2) * se
		return d - half, d + half, math.Erfc(math.Abs(d) / se / math.Sqrt2)
	}
	half := studentQuantile(level, df) * se
	return d - half, d + half, 2 * distuv.StudentsT{Sigma: 1, Nu: df}.CDF(-math.Abs(d)/se)
}

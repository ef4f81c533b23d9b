package scoring

import "math"

// A WelchChange is the change between two waves with different respondents.
type WelchChange struct {
	Before, After float64 // means, points; NaN without an answer
	Diff          float64 // After − Before, points
	SE            float64 // points; 0 with ErrConstant
	DF            float64 // Welch-Satterthwaite; NaN with an error
	T, P          float64 // Welch's t and its two-sided p value; NaN with an error
	Low, High     float64 // t interval of Diff at the level; NaN with an error
	G             float64 // Hedges's g: Diff in pooled standard deviations; NaN with an error
	N1, N2        int     // answers before and after
	Missing       int     // NaN answers of both
}

// WelchT compares two waves answered by different respondents (points; NaN: not
// answered), with variances s² (divisor n−1) that may differ:
//
//	se² = s₁²/n₁ + s₂²/n₂,  t = (m₂ − m₁)/se
//	df = se⁴ / ((s₁²/n₁)²/(n₁−1) + (s₂²/n₂)²/(n₂−1))
//	g = (1 − 3/(4 df_p − 1)) (m₂ − m₁)/s_p,  df_p = n₁+n₂−2
//	s_p² = ((n₁−1) s₁² + (n₂−1) s₂²)/df_p
//
// Fewer than two answers in a wave give ErrTooFew, two constant waves
// ErrConstant; the means and Diff are filled in all the same. It panics on
// infinite answers and a level outside 0–1. Where the same persons answered
// both waves, PairedT is the test; where waves share clusters, Sample.Change.
//
// Welch, B. L. (1947), Biometrika 34, 28–35. Hedges, L. V. (1981), J. Educ. Stat.
// 6, 107–128.
func WelchT(before, after []float64, level float64) (WelchChange, error) {
	checkLevel(level)
	nan := math.NaN()
	c := WelchChange{SE: nan, DF: nan, T: nan, P: nan, Low: nan, High: nan, G: nan}
	x, y := answered(before), answered(after)
	c.N1, c.N2 = len(x), len(y)
	c.Missing = len(before) + len(after) - c.N1 - c.N2
	a, b := momentsOf(x), momentsOf(y)
	c.Before, c.After, c.Diff = a.mean, b.mean, b.mean-a.mean
	if c.N1 < 2 || c.N2 < 2 {
		return c, ErrTooFew
	}
	if a.width == 0 && b.width == 0 {
		c.SE = 0
		return c, ErrConstant
	}
	v1, v2 := a.variance/a.n, b.variance/b.n
	c.SE = math.Sqrt(v1 + v2)
	c.T = c.Diff / c.SE
	c.DF = (v1 + v2) * (v1 + v2) / (v1*v1/(a.n-1) + v2*v2/(b.n-1))
	c.Low, c.High, c.P = tInterval(c.Diff, c.SE, c.DF, level)
	pooled := a.n + b.n - 2
	sd := math.Sqrt(((a.n-1)*a.variance + (b.n-1)*b.variance) / pooled)
	c.G = (1 - 3/(4*pooled-1)) * c.Diff / sd
	return c, nil
}

// answered returns the answers that are not NaN.
func answered(x []float64) []float64 {
	out := make([]float64, 0, len(x))
	for _, v := range x {
		if !math.IsNaN(v) {
			out = append(out, v)
		}
	}
	return out
}

package scoring

import "math"

// A PairedChange is the change of the same respondents between two waves.
type PairedChange struct {
	Before, After float64 // means of the pairs, points
	Diff          float64 // After − Before, points
	SE            float64 // points; 0 with ErrConstant
	DF            float64 // N − 1
	T, P          float64 // paired t and its two-sided p value; NaN with an error
	Low, High     float64 // t interval of Diff at the level; NaN with an error
	DZ            float64 // Cohen's d_z, Diff in standard deviations of the differences; NaN with an error
	N             int     // complete pairs
	Dropped       int     // respondents with an answer in one wave only, or in none
}

// PairedT compares two waves answered by the same respondents, one entry each
// in before and after (points; NaN: not answered), by the paired t test:
//
//	d_i = after_i − before_i,  se = sd(d)/√n,  t = d̄/se on n−1 degrees,  d_z = d̄/sd(d)
//
// Fewer than two complete pairs give ErrTooFew (without any pair the means
// are NaN too); differences that are all the same, to within rounding, give
// ErrConstant. The means and Diff are filled in all the same. It panics on
// different lengths, infinite answers and a level outside 0–1.
//
// Student (1908), Biometrika 6, 1–25. Cohen, J. (1988), Statistical Power
// Analysis for the Behavioral Sciences, 2nd ed., ch. 2.
func PairedT(before, after []float64, level float64) (PairedChange, error) {
	if len(before) != len(after) {
		panic("scoring: before and after differ in length")
	}
	checkLevel(level)
	nan := math.NaN()
	c := PairedChange{SE: nan, DF: nan, T: nan, P: nan, Low: nan, High: nan, DZ: nan}
	var x, y, d []float64
	for i := range before {
		if math.IsNaN(before[i]) || math.IsNaN(after[i]) {
			c.Dropped++
			continue
		}
		x, y, d = append(x, before[i]), append(y, after[i]), append(d, after[i]-before[i])
	}
	first, second, change := momentsOf(x), momentsOf(y), momentsOf(d)
	c.N = len(d)
	c.Before, c.After, c.Diff = first.mean, second.mean, change.mean
	if c.N < 2 {
		return c, ErrTooFew
	}
	c.DF = float64(c.N - 1)
	const rounding = 0x1p-50
	if change.width <= rounding*max(first.largest, second.largest) {
		c.SE = 0
		return c, ErrConstant
	}
	sd := math.Sqrt(change.variance)
	c.SE = sd / math.Sqrt(float64(c.N))
	c.T = c.Diff / c.SE
	c.DZ = c.Diff / sd
	c.Low, c.High, c.P = tInterval(c.Diff, c.SE, c.DF, level)
	return c, nil
}

// moments are what a t test needs of one sample.
type moments struct {
	n              float64
	mean, variance float64 // divisor n−1; NaN where not defined
	largest, width float64 // of |x|; of x, max − min
}

// momentsOf panics on infinite values.
func momentsOf(x []float64) moments {
	m := moments{n: float64(len(x))}
	low, high, sum := math.Inf(1), math.Inf(-1), 0.0
	for _, v := range x {
		if math.IsInf(v, 0) {
			panic("scoring: answers must be finite")
		}
		sum += v
		low, high = min(low, v), max(high, v)
		m.largest = max(m.largest, math.Abs(v))
	}
	m.mean, m.width = sum/m.n, high-low
	if low == high { // a constant has exactly itself as its mean
		m.mean = low
	}
	for _, v := range x {
		m.variance += (v - m.mean) * (v - m.mean)
	}
	m.variance /= m.n - 1
	if m.n < 2 {
		m.variance = math.NaN()
	}
	return m
}

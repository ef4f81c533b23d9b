package scoring

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// ComparisonIntervals are intervals x ± z se for comparing units by eye: that
// two of them do not overlap is a test whose error, averaged over all pairs, is
// 1 − level. They are not confidence intervals, and hold for one comparison
// at a time.
type ComparisonIntervals struct {
	Z         float64   // half width in standard errors; 1.386 for equal errors at level 0.95
	Low, High []float64 // points, as x; NaN for a unit left out
	N         int       // units used
	Missing   int       // units left out for want of a value or an error
}

// GoldsteinHealy returns the comparison intervals of K units with values x and
// standard errors se (points; 0: known exactly), z being the root of
//
//	mean_{i<j} 2 Φ(−z (se_i + se_j)/√(se_i² + se_j²)) = 1 − level
//
// A unit whose x or se is NaN is left out and counted. Pairs of which both
// values are known exactly need no test and are not in the mean; if no other
// pair is left, the error is ErrFewUnits. It panics on different lengths,
// negative errors and a level outside 0–1.
//
// Goldstein, H. & Healy, M. J. R. (1995), J. R. Stat. Soc. A 158, 175–177.
func GoldsteinHealy(x, se []float64, level float64) (ComparisonIntervals, error) {
	if len(x) != len(se) {
		panic("scoring: x and se differ in length")
	}
	if !(level > 0 && level < 1) {
		panic("scoring: level must lie between 0 and 1")
	}
	var c ComparisonIntervals
	var used []float64
	for i := range x {
		switch {
		case math.IsInf(x[i], 0) || math.IsInf(se[i], 0) || se[i] < 0:
			panic("scoring: estimates must be numbers and their errors not negative")
		case math.IsNaN(x[i]) || math.IsNaN(se[i]):
			c.Missing++
		default:
			used = append(used, se[i])
		}
	}
	c.N = len(used)
	ratios := pairRatios(used)
	if len(ratios) == 0 {
		return c, ErrFewUnits
	}
	high := distuv.UnitNormal.Quantile((1 + level) / 2) // the ratios lie between 1 and √2
	c.Z = bisect(func(z float64) float64 {
		sum := 0.0
		for _, r := range ratios {
			sum += math.Erfc(z * r / math.Sqrt2)
		}
		return sum/float64(len(ratios)) - (1 - level)
	}, high/math.Sqrt2*(1-1e-9), high*(1+1e-9))
	c.Low, c.High = make([]float64, len(x)), make([]float64, len(x))
	for i := range x { // NaN where either is
		c.Low[i], c.High[i] = x[i]-c.Z*se[i], x[i]+c.Z*se[i]
		if math.IsNaN(c.Low[i]) {
			c.High[i] = math.NaN()
		}
	}
	return c, nil
}

// pairRatios returns (se_i + se_j)/√(se_i² + se_j²) of all pairs not both 0.
func pairRatios(se []float64) []float64 {
	var out []float64
	for i, a := range se {
		for _, b := range se[i+1:] {
			if a > 0 || b > 0 {
				out = append(out, (a+b)/math.Hypot(a, b))
			}
		}
	}
	return out
}

package scoring

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"
)

// A Trimmed is a mean without the extremes.
type Trimmed struct {
	Mean             float64
	Rows, N, Dropped int // values given, averaged, and left out because missing
	Cut              int // extreme values left out, both ends together
}

// TrimmedMean returns the mean of x after ⌊n·trim⌋ values are left off each
// end, n counting the values that are not NaN. No value gives ErrTooFew. It
// panics unless 0 ≤ trim < 0.5.
//
// Tukey, J. W. & McLaughlin, D. H. (1963), Sankhyā A 25, 331–352.
func TrimmedMean(x []float64, trim float64) (Trimmed, error) {
	if !(trim >= 0 && trim < 0.5) {
		panic("scoring: trim not in 0 ≤ trim < 0.5")
	}
	valid := slices.DeleteFunc(slices.Clone(x), math.IsNaN)
	t := Trimmed{Mean: math.NaN(), Rows: len(x), Dropped: len(x) - len(valid)}
	if len(valid) == 0 {
		return t, ErrTooFew
	}
	slices.Sort(valid)
	cut := int(float64(len(valid)) * trim)
	t.Cut, t.N = 2*cut, len(valid)-2*cut
	t.Mean = stat.Mean(valid[cut:len(valid)-cut], nil)
	return t, nil
}

// A TrimmedEstimate is a trimmed mean with its error.
type TrimmedEstimate struct {
	Trimmed
	SE        float64 // NaN of fewer than two values
	Low, High float64 // t interval; NaN where there is no error
}

// EstimateTrimmed returns the mean of x without the cut highest and the cut
// lowest values, and its error from the winsorised sum of squares: with n values,
// h = n − 2·cut of them averaged, and w the values with the extremes drawn in to
// the nearest that is kept,
//
//	SE² = Σ(w − mean(w))² / (h(h−1)),  t with h−1 degrees of freedom
//
// Without a cut that is the mean and its usual interval. Where so many cannot
// be spared, as many are left off each end as leave one. NaN is missing; no value
// gives ErrTooFew. It panics if cut < 0 or unless 0 < level < 1.
//
// Tukey, J. W. & McLaughlin, D. H. (1963), Sankhyā A 25, 331–352; Yuen, K. K.
// (1974), Biometrika 61, 165–170.
func EstimateTrimmed(x []float64, cut int, level float64) (TrimmedEstimate, error) {
	if cut < 0 || !(level > 0 && level < 1) {
		panic("scoring: a cut below 0, or a level outside 0–1")
	}
	w := slices.DeleteFunc(slices.Clone(x), math.IsNaN)
	n := len(w)
	nan := math.NaN()
	e := TrimmedEstimate{Trimmed: Trimmed{Mean: nan, Rows: len(x), Dropped: len(x) - n}, SE: nan, Low: nan, High: nan}
	if n == 0 {
		return e, ErrTooFew
	}
	cut = min(cut, (n-1)/2)
	slices.Sort(w)
	e.Cut, e.N = 2*cut, n-2*cut
	e.Mean = stat.Mean(w[cut:n-cut], nil)
	if e.N < 2 {
		return e, nil
	}
	for i := range cut {
		w[i], w[n-1-i] = w[cut], w[n-1-cut]
	}
	h := float64(e.N)
	e.SE = math.Sqrt(stat.Variance(w, nil) * float64(n-1) / (h * (h - 1)))
	half := studentQuantile(level, h-1) * e.SE
	e.Low, e.High = e.Mean-half, e.Mean+half
	return e, nil
}

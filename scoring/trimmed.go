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

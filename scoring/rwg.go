package scoring

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
)

// An Agreement says how far the raters of one group or ratee agree.
type Agreement struct {
	Value            float64
	Rows, N, Dropped int  // raters given, used, and left out because an answer was missing
	Capped           bool // the observed variance exceeded the expected one and was set to it: Value is 0
}

// UniformVariance returns (A²−1)/12, the variance of answers spread evenly over
// A options 1, 2, …, A: the usual expectation of RWG. It panics if A < 2.
func UniformVariance(options int) float64 {
	if options < 2 {
		panic("scoring: a scale needs two options or more")
	}
	a := float64(options)
	return (a*a - 1) / 12
}

// RWG returns the within-group agreement of one group on one item:
//
//	r_wg = 1 − s²/σ²_E,  s² over n−1, not above σ²_E
//
// x holds an answer per rater (NaN: not answered), expected is σ²_E in squared
// points of the scale. Value runs from 0 (answers at random) to 1. Fewer than
// two answers give ErrTooFew. It panics unless expected > 0.
//
// James, L. R., Demaree, R. G. & Wolf, G. (1984), Journal of Applied Psychology
// 69, 85–98.
func RWG(x []float64, expected float64) (Agreement, error) {
	if len(x) == 0 {
		checkExpected(expected)
		return Agreement{Value: math.NaN()}, ErrTooFew
	}
	return RWGJ(mat.NewDense(len(x), 1, slices.Clone(x)), expected)
}

// RWGJ returns the within-group agreement of one group on J parallel items:
//
//	r_wg(J) = J q / (J q + 1 − q),  q = 1 − (mean of the items' s²)/σ²_E
//
// x is raters × items; raters with a missing answer are left out. The mean
// variance is not let above σ²_E. Otherwise as RWG, which it is for J = 1.
//
// James, L. R., Demaree, R. G. & Wolf, G. (1984), Journal of Applied Psychology
// 69, 85–98.
func RWGJ(x mat.Matrix, expected float64) (Agreement, error) {
	checkExpected(expected)
	a, full, err := raters(x)
	if err != nil {
		return a, err
	}
	_, items := full.Dims()
	j, observed := float64(items), 0.0
	for l := range items {
		observed += stat.Variance(mat.Col(nil, l, full), nil) / j
	}
	a.Capped = observed > expected
	q := 1 - min(observed, expected)/expected
	a.Value = j * q / (j*q + 1 - q)
	return a, nil
}

// AverageDeviation returns AD_M(J), the mean over items of the raters' mean
// absolute deviation from their mean on the item (divisor n), in points of the
// scale: 0 is full agreement. x and the errors are as in RWGJ.
//
// Burke, M. J., Finkelstein, L. M. & Dusig, M. S. (1999), Organizational
// Research Methods 2, 49–68.
func AverageDeviation(x mat.Matrix) (Agreement, error) {
	a, full, err := raters(x)
	if err != nil {
		return a, err
	}
	_, items := full.Dims()
	a.Value = 0
	for l := range items {
		column := mat.Col(nil, l, full)
		mean := stat.Mean(column, nil)
		for _, v := range column {
			a.Value += math.Abs(v-mean) / float64(a.N*items)
		}
	}
	return a, nil
}

// raters returns the complete rows of a group and their counts.
func raters(x mat.Matrix) (Agreement, *mat.Dense, error) {
	rows, _ := x.Dims()
	full, dropped := completeRows(x)
	a := Agreement{Value: math.NaN(), Rows: rows, N: rows - dropped, Dropped: dropped}
	if a.N < 2 {
		return a, full, ErrTooFew
	}
	return a, full, nil
}

func checkExpected(v float64) {
	if !(v > 0) || math.IsInf(v, 0) {
		panic("scoring: the expected variance must be positive")
	}
}

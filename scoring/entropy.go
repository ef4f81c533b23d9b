package scoring

import (
	"errors"
	"math"

	"gonum.org/v1/gonum/mat"
)

// ErrNegative says that shares of a column were asked for that has a negative value.
var ErrNegative = errors.New("entropy weights need values that are not negative")

// An Entropy holds the entropy weights of the columns of a decision matrix.
type Entropy struct {
	Alternatives
	E []float64 // entropy of each column, 0–1; 1 where all rows are alike
	D []float64 // divergence 1 − E
	W []float64 // weights D/ΣD, sum 1; 0 for a constant column
}

// EntropyWeights returns the entropy weights of the columns of x (m×k, m ≥ 2
// alternatives), which are shares of the column sums:
//
//	p_ij = x_ij / Σ_i x_ij,  e_j = −Σ_i p_ij ln p_ij / ln m,  w_j = (1−e_j) / Σ_j (1−e_j)
//
// with 0 ln 0 = 0. Rows with a NaN are left out. The weights do not depend on
// the unit of a column, but on its zero. A negative value gives ErrNegative,
// columns that are all constant ErrNoContrast, fewer than two complete rows
// ErrFewAlternatives.
//
// Shannon, C. E. (1948), Bell System Technical Journal 27, 379–423;
// Hwang, C. L. & Yoon, K. (1981), Multiple Attribute Decision Making, Springer.
func EntropyWeights(x mat.Matrix) (Entropy, error) {
	a, m, err := alternatives(x)
	if err != nil {
		return Entropy{Alternatives: a}, err
	}
	return entropyOf(a, m)
}

// EntropyWeightsMinMax returns the entropy weights after every column is scaled
// to 0..1, 1 the best: the largest value or, where cost says so (nil: nowhere),
// the smallest. Negative values are welcome, and the weights depend neither on
// the unit nor on the zero of a column. All else is as in EntropyWeights.
func EntropyWeightsMinMax(x mat.Matrix, cost []bool) (Entropy, error) {
	_, k := x.Dims()
	checkCost(cost, k)
	a, m, err := alternatives(x)
	if err != nil {
		return Entropy{Alternatives: a}, err
	}
	minMax(m, cost)
	return entropyOf(a, m)
}

func entropyOf(a Alternatives, x *mat.Dense) (Entropy, error) {
	_, k := x.Dims()
	out := Entropy{Alternatives: a}
	e, d, w := make([]float64, k), make([]float64, k), make([]float64, k)
	sum := 0.0
	for j := range k {
		low, high := columnRange(x, j)
		switch {
		case low < 0:
			return out, ErrNegative
		case low < high:
			d[j] = divergence(mat.Col(nil, j, x), high)
		}
		e[j] = 1 - d[j]
		sum += d[j]
	}
	if sum == 0 {
		return out, ErrNoContrast
	}
	for j := range w {
		w[j] = d[j] / sum
	}
	out.E, out.D, out.W = e, d, w
	return out, nil
}

// divergence returns 1 − e of a column, its values at most high, as
// Σ (q ln q − q + 1) / (m ln m) with q = m p: no term is negative, so that
// nearly equal values keep their digits.
func divergence(x []float64, high float64) float64 {
	m := float64(len(x))
	mean, sum := 0.0, 0.0
	for _, v := range x {
		mean += v / high / m
	}
	for _, v := range x {
		q := v / high / mean
		if q > 0 {
			sum += q * math.Log(q)
		}
		sum += 1 - q
	}
	return min(1, max(0, sum/(m*math.Log(m))))
}

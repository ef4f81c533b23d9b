package scoring

import (
	"errors"
	"math"

	"gonum.org/v1/gonum/mat"
)

// What a decision matrix may lack for weighting or ordering.
var (
	ErrFewAlternatives = errors.New("fewer than two complete alternatives")
	ErrNoContrast      = errors.New("the alternatives do not differ in any indicator")
)

// Alternatives says which rows of a decision matrix (one row per alternative,
// one column per indicator) a method used: all rows but those with a missing
// value (NaN).
type Alternatives struct {
	N       int   // rows used
	Dropped []int // rows left out because a value was missing, ascending
	used    []int
}

// alternatives returns the complete rows of x. An infinite value or a matrix
// without columns panics; fewer than two complete rows give ErrFewAlternatives.
func alternatives(x mat.Matrix) (Alternatives, *mat.Dense, error) {
	n, k := x.Dims()
	var a Alternatives
	if k == 0 {
		panic("scoring: a decision matrix needs a column")
	}
	for i := range n {
		complete := true
		for j := range k {
			if math.IsInf(x.At(i, j), 0) {
				panic("scoring: infinite value in a decision matrix")
			}
			complete = complete && !math.IsNaN(x.At(i, j))
		}
		if complete {
			a.used = append(a.used, i)
		} else {
			a.Dropped = append(a.Dropped, i)
		}
	}
	a.N = len(a.used)
	if a.N < 2 {
		return a, nil, ErrFewAlternatives
	}
	out := mat.NewDense(a.N, k, nil)
	for r, i := range a.used {
		for j := range k {
			out.Set(r, j, x.At(i, j))
		}
	}
	return a, out, nil
}

// spread returns values of the rows used over all n rows, NaN for the others.
func (a Alternatives) spread(values []float64) []float64 {
	out := make([]float64, a.N+len(a.Dropped))
	for i := range out {
		out[i] = math.NaN()
	}
	for r, i := range a.used {
		out[i] = values[r]
	}
	return out
}

// minMax scales every column of x in place to 0..1, 1 the best: the largest
// value or, where cost says so (nil: nowhere), the smallest. It returns which
// columns are constant; their values become 1.
func minMax(x *mat.Dense, cost []bool) (constant []bool) {
	n, k := x.Dims()
	checkCost(cost, k)
	constant = make([]bool, k)
	for j := range k {
		low, high := columnRange(x, j)
		constant[j] = low == high
		for i := range n {
			z := (x.At(i, j) - low) / (high - low)
			if cost != nil && cost[j] {
				z = (high - x.At(i, j)) / (high - low)
			}
			if constant[j] {
				z = 1
			}
			x.Set(i, j, z)
		}
	}
	return constant
}

func columnRange(x mat.Matrix, j int) (low, high float64) {
	n, _ := x.Dims()
	low, high = x.At(0, j), x.At(0, j)
	for i := range n {
		low, high = min(low, x.At(i, j)), max(high, x.At(i, j))
	}
	return low, high
}

func checkCost(cost []bool, k int) {
	if cost != nil && len(cost) != k {
		panic("scoring: cost and the columns differ in number")
	}
}

// indicatorWeights returns the weights divided by their sum, equal ones for nil.
// A negative or missing weight and a sum of zero give ErrWeight.
func indicatorWeights(weights []float64, k int) ([]float64, error) {
	if weights != nil && len(weights) != k {
		panic("scoring: weights and the columns differ in number")
	}
	out := make([]float64, k)
	sum := 0.0
	for j := range out {
		out[j] = 1
		if weights != nil {
			out[j] = weights[j]
		}
		if !(out[j] >= 0) || math.IsInf(out[j], 1) {
			return nil, ErrWeight
		}
		sum += out[j]
	}
	if sum == 0 {
		return nil, ErrWeight
	}
	for j := range out {
		out[j] /= sum
	}
	return out, nil
}

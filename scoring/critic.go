package scoring

import (
	"errors"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
)

// ErrNoConflict says that all indicators order the alternatives alike.
var ErrNoConflict = errors.New("no conflict between the indicators: all are perfectly correlated")

// A Critic holds the CRITIC weights of the columns of a decision matrix.
type Critic struct {
	Alternatives
	SD       []float64 // standard deviation of the scaled column (divisor m−1); 0 where constant
	Conflict []float64 // Σ_k (1 − r_jk) over the columns that are not constant; 0 where constant
	Info     []float64 // SD · Conflict
	W        []float64 // weights Info/ΣInfo, sum 1; 0 for a constant column
}

// CriticWeights returns the CRITIC weights (criteria importance through
// intercriteria correlation) of the columns of x (m×k, m ≥ 2 alternatives):
//
//	z_j = x_j scaled to 0..1,  C_j = sd(z_j) Σ_k (1 − r_jk),  w_j = C_j / Σ_j C_j
//
// 1 is the largest value or, where cost says so (nil: nowhere), the smallest.
// A constant column has weight 0 and is left out of the correlations; rows with
// a NaN are left out. Columns that are all constant give ErrNoContrast, a single
// varying column or perfectly correlated ones ErrNoConflict, fewer than two
// complete rows ErrFewAlternatives.
//
// Diakoulaki, D., Mavrotas, G. & Papayannakis, L. (1995), Computers & Operations
// Research 22, 763–770.
func CriticWeights(x mat.Matrix, cost []bool) (Critic, error) {
	_, k := x.Dims()
	checkCost(cost, k)
	a, z, err := alternatives(x)
	out := Critic{Alternatives: a}
	if err != nil {
		return out, err
	}
	constant := minMax(z, cost)
	sd, conflict := make([]float64, k), make([]float64, k)
	varying, total := 0, 0.0
	for j := range k {
		if constant[j] {
			continue
		}
		varying++
		sd[j] = stat.StdDev(mat.Col(nil, j, z), nil)
		for l := range k {
			if l != j && !constant[l] {
				conflict[j] += 1 - stat.Correlation(mat.Col(nil, j, z), mat.Col(nil, l, z), nil)
			}
		}
		total += conflict[j]
	}
	const rounding = 1e-12
	switch {
	case varying == 0:
		return out, ErrNoContrast
	case total <= rounding*float64(varying*varying):
		return out, ErrNoConflict
	}
	info, w := make([]float64, k), make([]float64, k)
	sum := 0.0
	for j := range k {
		info[j] = sd[j] * conflict[j]
		sum += info[j]
	}
	for j := range k {
		w[j] = info[j] / sum
	}
	out.SD, out.Conflict, out.Info, out.W = sd, conflict, info, w
	return out, nil
}

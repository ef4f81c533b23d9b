package scoring

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// A Closeness orders alternatives by their distance to the best and the worst.
// Its slices have one value per row of the data, NaN for a row left out.
type Closeness struct {
	Alternatives
	Plus  []float64 // distance to the ideal d⁺, no unit
	Minus []float64 // distance to the anti-ideal d⁻
	Score []float64 // relative closeness d⁻/(d⁺+d⁻), 0–1, 1 the best
}

// TOPSIS returns the closeness of the rows of x (m×k, m ≥ 2 alternatives) to
// the ideal, the best value of every column, by vector normalisation:
//
//	v_ij = w_j x_ij / √Σ_i x_ij²
//	d⁺_i = √Σ_j (v_ij − best_j)²,  d⁻_i = √Σ_j (v_ij − worst_j)²,  c_i = d⁻_i/(d⁺_i + d⁻_i)
//
// Best is the largest value or, where cost says so (nil: nowhere), the smallest.
// Weights are divided by their sum (nil: equal). A column of zeros has no part in
// the distances. Rows with a NaN are left out, and change nothing for the
// others. Weights as in ErrWeight give that; rows that are all alike in the
// columns with weight give ErrNoContrast, fewer than two complete rows
// ErrFewAlternatives.
//
// Hwang, C. L. & Yoon, K. (1981), Multiple Attribute Decision Making, Springer.
func TOPSIS(x mat.Matrix, weights []float64, cost []bool) (Closeness, error) {
	_, k := x.Dims()
	checkCost(cost, k)
	w, err := indicatorWeights(weights, k)
	if err != nil {
		return Closeness{}, err
	}
	a, v, err := alternatives(x)
	out := Closeness{Alternatives: a}
	if err != nil {
		return out, err
	}
	plus, minus, score := make([]float64, a.N), make([]float64, a.N), make([]float64, a.N)
	for j := range k {
		norm := mat.Norm(v.ColView(j), 2)
		if norm == 0 {
			continue
		}
		worst, best := columnRange(v, j)
		if cost != nil && cost[j] {
			worst, best = best, worst
		}
		for i := range a.N {
			plus[i] = math.Hypot(plus[i], w[j]*(v.At(i, j)-best)/norm)
			minus[i] = math.Hypot(minus[i], w[j]*(v.At(i, j)-worst)/norm)
		}
	}
	for i := range score {
		if plus[i]+minus[i] == 0 {
			return out, ErrNoContrast
		}
		score[i] = minus[i] / (plus[i] + minus[i])
	}
	out.Plus, out.Minus, out.Score = a.spread(plus), a.spread(minus), a.spread(score)
	return out, nil
}

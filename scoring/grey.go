package scoring

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// A Grey holds the grey relational analysis of a decision matrix: one row or
// value per row of the data, NaN for a row left out.
type Grey struct {
	Alternatives
	Coefficients [][]float64 // ξ per row and column, 0–1
	Grade        []float64   // Σ_j w_j ξ_ij, 0–1, 1 = the ideal in every column
}

// GreyRelational returns the grey relational grades of the rows of x (m×k, m ≥ 2
// alternatives) to the ideal alternative, which is 1 in every scaled column:
//
//	z_j = x_j scaled to 0..1,  Δ_ij = |1 − z_ij|
//	ξ_ij = (min Δ + ρ max Δ) / (Δ_ij + ρ max Δ),  grade_i = Σ_j w_j ξ_ij
//
// with the minimum and maximum over all cells, and ρ in (0, 1], commonly 0.5.
// 1 is the largest value or, where cost says so (nil: nowhere), the smallest; a
// constant column is at the ideal in every row. Weights are divided by their sum
// (nil: equal). Rows with a NaN are left out. Weights as in ErrWeight give that,
// columns that are all constant ErrNoContrast, fewer than two complete rows
// ErrFewAlternatives. It panics if ρ is outside (0, 1].
//
// Deng, J. (1989), Journal of Grey System 1, 1–24.
func GreyRelational(x mat.Matrix, weights []float64, cost []bool, rho float64) (Grey, error) {
	_, k := x.Dims()
	checkCost(cost, k)
	if !(rho > 0 && rho <= 1) {
		panic("scoring: ρ of the grey relational analysis is outside (0, 1]")
	}
	w, err := indicatorWeights(weights, k)
	if err != nil {
		return Grey{}, err
	}
	a, z, err := alternatives(x)
	out := Grey{Alternatives: a}
	if err != nil {
		return out, err
	}
	minMax(z, cost)
	smallest, largest := math.Inf(1), 0.0
	for _, v := range z.RawMatrix().Data {
		smallest, largest = min(smallest, 1-v), max(largest, 1-v)
	}
	if largest == 0 {
		return out, ErrNoContrast
	}
	grade := make([]float64, a.N)
	out.Coefficients = make([][]float64, a.N+len(a.Dropped))
	for i := range out.Coefficients {
		out.Coefficients[i] = make([]float64, k)
		for j := range k {
			out.Coefficients[i][j] = math.NaN()
		}
	}
	for r, i := range a.used {
		for j := range k {
			c := (smallest + rho*largest) / (1 - z.At(r, j) + rho*largest)
			out.Coefficients[i][j] = c
			grade[r] += w[j] * c
		}
	}
	out.Grade = a.spread(grade)
	return out, nil
}

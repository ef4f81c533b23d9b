package scoring

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distuv"
)

// A Concordance says how far raters put subjects in one order.
type Concordance struct {
	W                float64 // 0 (none) to 1 (one order)
	ChiSquared, DF   float64 // k(n−1)W and n−1
	P                float64 // of no concordance, by χ² (rough for n ≤ 7)
	Rows, N, Dropped int     // subjects given, used, and left out because a rating was missing
	Raters           int     // k
}

// KendallW returns Kendall's coefficient of concordance of x (n subjects × k
// raters, k ≥ 2), with mid-ranks and the correction for ties:
//
//	W = 12 Σ (R_i − R̄)² / (k²(n³−n) − k Σ_j T_j),  T_j = Σ (t³ − t)
//
// R_i are the rank sums of subjects, t the sizes of rater j's ties. Fewer than
// two complete subjects give ErrTooFew; if every rater ties all subjects,
// ErrConstant. It panics if k < 2.
//
// Kendall, M. G. (1948), Rank Correlation Methods.
func KendallW(x mat.Matrix) (Concordance, error) {
	rows, k := x.Dims()
	if k < 2 {
		panic("scoring: Kendall's W needs two raters or more")
	}
	full, dropped := completeRows(x)
	c := Concordance{W: math.NaN(), ChiSquared: math.NaN(), P: math.NaN(), Rows: rows, N: rows - dropped, Dropped: dropped, Raters: k}
	if c.N < 2 {
		return c, ErrTooFew
	}
	n, m := float64(c.N), float64(k)
	sums, ties := make([]float64, c.N), 0.0
	for j := range k {
		ranks, t := midRanks(mat.Col(nil, j, full))
		ties += t
		for i, rank := range ranks {
			sums[i] += rank
		}
	}
	spread := 0.0
	for _, s := range sums {
		spread += (s - m*(n+1)/2) * (s - m*(n+1)/2)
	}
	possible := m*m*(n*n*n-n) - m*ties
	if possible <= 0 {
		return c, ErrConstant
	}
	c.W = 12 * spread / possible
	c.DF = n - 1
	c.ChiSquared = m * c.DF * c.W
	c.P = distuv.ChiSquared{K: c.DF}.Survival(c.ChiSquared)
	return c, nil
}

// midRanks returns the ascending ranks of x, ties at their mean, and Σ (t³−t).
func midRanks(x []float64) (ranks []float64, ties float64) {
	sorted := slices.Sorted(slices.Values(x))
	ranks = make([]float64, len(x))
	for i, v := range x {
		first, _ := slices.BinarySearch(sorted, v)
		t := 0
		for first+t < len(sorted) && sorted[first+t] == v {
			t++
		}
		ranks[i] = float64(first) + float64(t+1)/2
		ties += float64(t*t - 1) // t of them make t³−t
	}
	return ranks, ties
}

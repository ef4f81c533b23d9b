package scoring

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// A RankSet is the ranks that a unit may truly have, Low to High.
type RankSet struct{ Low, High int }

// PairwiseRankSets returns the rank sets that follow from all K(K−1)/2 two-sided
// z tests of x_i = x_j, at the level after the adjustment:
//
//	[1 + #{j significantly higher}, K − #{j significantly lower}]
//
// With Holm's adjustment all true ranks lie in their sets with probability at
// least level. se as in Ranks.
func PairwiseRankSets(x, se []float64, level float64, method Adjustment) []RankSet {
	return rankSets(x, significant(x, se, nil, level, method))
}

// Distinct reports, for every pair, whether x[i] and x[j] differ by the joint
// pairwise tests with Holm's correction that Ranks uses.
func Distinct(x, se, df []float64, level float64) [][]bool {
	return significant(x, se, df, level, Holm)
}

// significant returns the symmetric K×K matrix of pairs that differ.
func significant(x, se, df []float64, level float64, method Adjustment) [][]bool {
	checkEstimates(x, se, level)
	if df != nil && len(df) != len(x) {
		panic("scoring: x and df differ in length")
	}
	k := len(x)
	p := make([]float64, 0, k*(k-1)/2)
	for i := range x {
		for j := i + 1; j < k; j++ {
			p = append(p, pairP(x[i]-x[j], se[i], se[j], pairDF(se, df, i, j)))
		}
	}
	p = AdjustP(p, method)
	cells := make([]bool, k*k)
	out := make([][]bool, k)
	for i := range out {
		out[i] = cells[i*k : (i+1)*k]
	}
	at := 0
	for i := range x {
		for j := i + 1; j < k; j++ {
			out[i][j] = p[at] < 1-level
			out[j][i] = out[i][j]
			at++
		}
	}
	return out
}

// pairDF returns the degrees of freedom of a difference by Welch and
// Satterthwaite, +Inf where errors are known.
func pairDF(se, df []float64, i, j int) float64 {
	if df == nil {
		return math.Inf(1)
	}
	v1, v2 := se[i]*se[i], se[j]*se[j]
	return (v1 + v2) * (v1 + v2) / (over(v1*v1, df[i]) + over(v2*v2, df[j]))
}

// pairP returns the two-sided p value of no difference, 1 where an error is
// unknown or rests on nothing: the test still counts among the many.
func pairP(d, se1, se2, df float64) float64 {
	se := math.Hypot(se1, se2)
	switch {
	case math.IsNaN(se) || d == 0:
		return 1
	case se == 0:
		return 0
	case math.IsInf(df, 1):
		return math.Erfc(math.Abs(d) / se / math.Sqrt2)
	case !(df > 0):
		return 1
	}
	return 2 * distuv.StudentsT{Sigma: 1, Nu: df}.CDF(-math.Abs(d)/se)
}

func rankSets(x []float64, differ [][]bool) []RankSet {
	out := make([]RankSet, len(x))
	for i := range x {
		out[i] = RankSet{1, len(x)}
		for j := range x {
			switch {
			case !differ[i][j]:
			case x[j] > x[i]:
				out[i].Low++
			default:
				out[i].High--
			}
		}
	}
	return out
}

// checkEstimates panics unless x and se can be ranked.
func checkEstimates(x, se []float64, level float64) {
	if len(x) != len(se) {
		panic("scoring: x and se differ in length")
	}
	if !(level > 0 && level < 1) {
		panic("scoring: level must lie between 0 and 1")
	}
	for i := range x {
		if math.IsNaN(x[i]) || math.IsInf(x[i], 0) || se[i] < 0 || math.IsInf(se[i], 0) {
			panic("scoring: estimates must be numbers and their errors not negative")
		}
	}
}

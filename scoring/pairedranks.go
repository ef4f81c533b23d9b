package scoring

import (
	"math"
)

// PairedRankSets returns the ranks that units may have where the same raters gave
// each of them a mark: marks[i][j] is what rater j gave unit i, NaN where he gave
// none, and x is what units are ranked by, such as their trimmed means. The order
// of two units is told where the paired t test of the marks of the raters they
// share is significant, all pairs together (Holm), and x has the same order:
//
//	[1 + #{j told to be higher}, K − #{j told to be lower}]
//
// What raters have in common, being strict or mild, drops out of the differences.
// Pairs with fewer than two raters in common, and those whose differences are all
// the same, are not told apart: there is nothing to test them by.
//
// Holm, S. (1979), Scandinavian Journal of Statistics 6, 65–70.
func PairedRankSets(marks [][]float64, x []float64, level float64) []RankSet {
	if len(marks) != len(x) {
		panic("scoring: marks and x differ in length")
	}
	type pair struct{ i, j int }
	var pairs []pair
	var p []float64
	for i := range marks {
		for j := range i {
			change, err := PairedT(marks[j], marks[i], level) // i less j
			value := 1.0
			if agrees := (x[i] - x[j]) * change.Diff; err == nil && agrees > 0 {
				value = change.P
			}
			pairs, p = append(pairs, pair{i, j}), append(p, value)
		}
	}
	differ := make([][]bool, len(x))
	for i := range differ {
		differ[i] = make([]bool, len(x))
	}
	for k, value := range AdjustP(p, Holm) {
		if !math.IsNaN(value) && value < 1-level {
			differ[pairs[k].i][pairs[k].j], differ[pairs[k].j][pairs[k].i] = true, true
		}
	}
	return rankSets(x, differ)
}

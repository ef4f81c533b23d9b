package scoring

import (
	"math"
	"sort"
)

// A Rank is a unit's place among units of its tier; rank 1 is the largest value.
type Rank struct {
	Rank     int       // competition rank, ties 1-2-2-4
	Low      int       // joint interval of the rank: with probability at least level, all
	High     int       // units' true ranks lie in their intervals (pairwise tests, Holm)
	Expected float64   // expected rank under independent normals; NaN where the unit's error is unknown
	PLast    []float64 // PLast[k-1] = P(among the last k), k = 1..K; nil where the unit's error is unknown
}

// Ranks ranks x with standard errors se (0: known exactly; NaN: unknown) and
// their degrees of freedom. Pairs are compared by Welch's t tests, with df nil
// (errors are known) by z tests: where errors are estimated from a few ballots
// each, z tests tell apart what does not differ. A unit whose error is unknown
// differs from no other, and enters the others' probabilities, which are those
// of independent normals, with the largest known error. It panics on a NaN in
// x and if lengths differ.
//
// Welch, B. L. (1947), Biometrika 34, 28–35; Holm, S. (1979), Scandinavian
// Journal of Statistics 6, 65–70.
func Ranks(x, se, df []float64, level float64) []Rank {
	sets := rankSets(x, Distinct(x, se, df, level))
	places := CompetitionRanks(x)
	out := make([]Rank, len(x))
	prob, expected := RankProbabilities(x, known(se)), ExpectedRanks(x, known(se))
	for i := range x {
		out[i] = Rank{Rank: places[i], Low: sets[i].Low, High: sets[i].High, Expected: math.NaN()}
		if !math.IsNaN(se[i]) || len(x) == 1 {
			out[i].Expected = expected[i]
			out[i].PLast = prob[i].last()
		}
	}
	return out
}

// CompetitionRanks returns the ranks of x, the largest first, ties 1-2-2-4.
func CompetitionRanks(x []float64) []int {
	order := make([]int, len(x))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(a, b int) bool { return x[order[a]] > x[order[b]] })
	out := make([]int, len(x))
	for r, i := range order {
		out[i] = r + 1
		if r > 0 && x[order[r-1]] == x[i] {
			out[i] = out[order[r-1]]
		}
	}
	return out
}

// known returns se with the largest known error in the place of unknown ones.
func known(se []float64) []float64 {
	largest := 0.0
	for _, s := range se {
		if s > largest {
			largest = s
		}
	}
	out := make([]float64, len(se))
	for i, s := range se {
		out[i] = s
		if math.IsNaN(s) {
			out[i] = largest
		}
	}
	return out
}

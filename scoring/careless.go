package scoring

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
)

// Indices of careless responding are advice: a respondent may answer alike, or
// unlike others, for good reasons. Nothing here removes anybody.

// A CarelessIndex holds one value per respondent, NaN where there is none.
type CarelessIndex struct {
	Value            []float64 // as long as the rows given
	Rows, N, Dropped int       // respondents given, with a value, and without one
}

// A LongString says how long a respondent's runs of identical answers are.
type LongString struct {
	Longest int     // items in the longest run
	Average float64 // items in the average run
	Missing int     // answers missing; each is a run of its own
}

// LongStrings returns the runs of identical consecutive answers of every row of
// x (n respondents × k items in the order of the form). It panics if k = 0.
//
// Johnson, J. A. (2005), Journal of Research in Personality 39, 103–129.
func LongStrings(x mat.Matrix) []LongString {
	rows, k := x.Dims()
	if k == 0 {
		panic("scoring: no items")
	}
	out := make([]LongString, rows)
	row := make([]float64, k)
	for i := range out {
		mat.Row(row, i, x)
		runs, length := 0, 0
		for j, v := range row {
			if j == 0 || v != row[j-1] { // NaN differs from NaN
				runs++
				length = 0
			}
			if math.IsNaN(v) {
				out[i].Missing++
			}
			length++
			out[i].Longest = max(out[i].Longest, length)
		}
		out[i].Average = float64(k) / float64(runs)
	}
	return out
}

// IRV returns the intra-individual response variability of every row of x (n×k):
// the standard deviation (n−1) of the respondent's answers, in points of the
// scale. Low values hint at straight-lining, high ones at random answers. A
// row with fewer than two answers has no value.
//
// Dunn, A. M., Heggestad, E. D., Shanock, L. R. & Theilgard, N. (2018), Journal
// of Business and Psychology 33, 105–121.
func IRV(x mat.Matrix) CarelessIndex {
	_, k := x.Dims()
	return byRespondent(x, func(row []float64) float64 {
		answers := make([]float64, 0, k)
		for _, v := range row {
			if !math.IsNaN(v) {
				answers = append(answers, v)
			}
		}
		switch {
		case len(answers) < 2:
			return math.NaN()
		case slices.Min(answers) == slices.Max(answers):
			return 0
		}
		return stat.StdDev(answers, nil)
	})
}

// EvenOdd returns the even-odd inconsistency of every row of x (n×k), whose
// columns are consecutive scales of the given sizes, all reverse-keyed already:
//
//	−max(−1, 2r/(1 + r)),  r over the scales, of the mean of their items at odd
//	positions with the mean of those at even positions
//
// It runs from −1 (consistent) to 1 (careless). A half's mean is over the items
// answered; scales without an answer in one half, as those of one item, do not
// count. A row with fewer than two scales that count, or with halves that do not
// vary over them, has no value. It panics unless the sizes are positive and
// make k.
//
// Johnson, J. A. (2005), Journal of Research in Personality 39, 103–129; Meade,
// A. W. & Craig, S. B. (2012), Psychological Methods 17, 437–455.
func EvenOdd(x mat.Matrix, sizes []int) CarelessIndex {
	_, k := x.Dims()
	total := 0
	for _, size := range sizes {
		if size < 1 {
			panic("scoring: a scale without items")
		}
		total += size
	}
	if total != k {
		panic("scoring: the sizes of the scales do not make the number of columns")
	}
	return byRespondent(x, func(row []float64) float64 {
		var odd, even []float64
		for _, size := range sizes {
			a, b := halfMeans(row[:size])
			row = row[size:]
			if !math.IsNaN(a) && !math.IsNaN(b) {
				odd, even = append(odd, a), append(even, b)
			}
		}
		if len(odd) < 2 || slices.Min(odd) == slices.Max(odd) || slices.Min(even) == slices.Max(even) {
			return math.NaN()
		}
		r := min(1, stat.Correlation(odd, even, nil))
		if r <= -1./3 { // 2r/(1+r) would be −1 or less
			return 1
		}
		return -2 * r / (1 + r)
	})
}

// halfMeans returns the means of the answers at odd and at even positions,
// counted from 1; NaN where there is none.
func halfMeans(items []float64) (odd, even float64) {
	var sum, n [2]float64
	for j, v := range items {
		if !math.IsNaN(v) {
			sum[j%2] += v
			n[j%2]++
		}
	}
	return sum[0] / n[0], sum[1] / n[1]
}

// byRespondent applies f to every row.
func byRespondent(x mat.Matrix, f func(row []float64) float64) CarelessIndex {
	rows, k := x.Dims()
	c := CarelessIndex{Value: make([]float64, rows), Rows: rows}
	row := make([]float64, k)
	for i := range c.Value {
		c.Value[i] = f(mat.Row(row, i, x))
		if math.IsNaN(c.Value[i]) {
			c.Dropped++
		}
	}
	c.N = rows - c.Dropped
	return c
}

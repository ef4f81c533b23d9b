package scoring

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
)

// CronbachAlphaPairwise is CronbachAlpha with every covariance taken over the
// rows that answered both items and every variance over those that answered
// the item. N counts the rows with any answer, Dropped those with none. There
// is no sampling theory for it: ASE, Low, High, ScoreMean and ScoreSD are NaN.
// A pair with fewer than two common rows gives ErrTooFew.
func CronbachAlphaPairwise(x mat.Matrix) (Alpha, error) {
	rows, k := x.Dims()
	checkItems(k)
	nan := math.NaN()
	a := Alpha{Rows: rows, Items: k, ASE: nan, Low: nan, High: nan, ScoreMean: nan, ScoreSD: nan}
	columns := make([][]float64, k)
	for j := range columns {
		columns[j] = mat.Col(nil, j, x)
	}
	for i := range rows {
		if slices.ContainsFunc(columns, func(column []float64) bool { return !math.IsNaN(column[i]) }) {
			a.N++
		}
	}
	a.Dropped = rows - a.N
	c := mat.NewSymDense(k, nil)
	for j := range k {
		for l := j; l < k; l++ {
			var u, v []float64
			for i := range rows {
				if !math.IsNaN(columns[j][i]) && !math.IsNaN(columns[l][i]) {
					u, v = append(u, columns[j][i]), append(v, columns[l][i])
				}
			}
			if len(u) < 2 {
				return a.empty(), ErrTooFew
			}
			if j == l && slices.Min(u) == slices.Max(u) {
				a.Constant = append(a.Constant, j)
			} else {
				c.SetSym(j, l, stat.Covariance(u, v, nil))
			}
		}
	}
	if flat(c) {
		return a.empty(), ErrConstant
	}
	a.fill(c)
	return a, nil
}

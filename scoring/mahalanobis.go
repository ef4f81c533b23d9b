package scoring

import (
	"errors"
	"math"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
)

// ErrDependent is returned where items are linearly dependent: one is constant,
// repeats others, or there are not more complete rows than items.
var ErrDependent = errors.New("the items are linearly dependent")

// Mahalanobis holds each respondent's distance from the mean of all.
type Mahalanobis struct {
	DSquared         []float64 // per row given; NaN where an answer is missing
	P                []float64 // P(χ²_k > D²) per row; NaN likewise
	Flagged          []bool    // D² above the cutoff: advice, not a verdict
	Cutoff           float64   // quantile of χ² with k degrees of freedom
	Rows, N, Dropped int       // respondents given, used, and left out because an answer was missing
}

// MahalanobisD2 returns the squared distances of the rows of x (n×k):
//
//	D² = (x_i − x̄)' S⁻¹ (x_i − x̄),  S the covariance of the complete rows, n−1
//
// and flags those above the quantile of χ²_k at the confidence, usually 0.99.
// No pseudo-inverse is taken: a singular S gives ErrDependent, fewer than two
// complete rows ErrTooFew. It panics if confidence is not in (0, 1).
//
// Mahalanobis, P. C. (1936), Proceedings of the National Institute of Sciences
// of India 2, 49–55; Meade, A. W. & Craig, S. B. (2012), Psychological Methods
// 17, 437–455.
func MahalanobisD2(x mat.Matrix, confidence float64) (Mahalanobis, error) {
	checkLevel(confidence)
	rows, k := x.Dims()
	full, dropped := completeRows(x)
	m := Mahalanobis{Rows: rows, N: rows - dropped, Dropped: dropped}
	if m.N < 2 {
		return m, ErrTooFew
	}
	mean, sd := make([]float64, k), make([]float64, k)
	for j := range k {
		mean[j], sd[j] = stat.MeanStdDev(mat.Col(nil, j, full), nil)
	}
	c := mat.NewSymDense(k, nil)
	stat.CovarianceMatrix(c, full, nil)
	r := correlations(c)
	var root mat.Cholesky
	if r == nil || m.N <= k || !root.Factorize(r) || root.Cond() > 1e12 {
		return m, ErrDependent
	}
	chi := distuv.ChiSquared{K: float64(k)}
	m.Cutoff = chi.Quantile(confidence)
	m.DSquared, m.P, m.Flagged = make([]float64, rows), make([]float64, rows), make([]bool, rows)
	z, w := mat.NewVecDense(k, nil), mat.NewVecDense(k, nil)
	for i := range rows {
		for j := range k {
			z.SetVec(j, (x.At(i, j)-mean[j])/sd[j])
		}
		m.DSquared[i], m.P[i] = math.NaN(), math.NaN()
		if math.IsNaN(mat.Sum(z)) {
			continue
		}
		if err := root.SolveVecTo(w, z); err != nil {
			return m, ErrDependent
		}
		m.DSquared[i] = mat.Dot(z, w)
		m.P[i] = chi.Survival(m.DSquared[i])
		m.Flagged[i] = m.DSquared[i] > m.Cutoff
	}
	return m, nil
}

package scoring

import (
	"errors"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
)

// Reasons for which a table of answers has no value of a statistic.
var (
	ErrTooFew   = errors.New("too few complete rows")
	ErrConstant = errors.New("the answers do not vary")
)

// An Alpha is the internal consistency of one scale.
type Alpha struct {
	Rows, N, Dropped int   // rows given, used, and left out because an answer was missing
	Items            int   // k
	Constant         []int // columns without variance, still counted in k

	Raw          float64 // Cronbach's α; at most 1; below 0 it is legal and hints at an unreversed item
	Standardized float64 // of the correlations; NaN where an item is constant
	Lambda6      float64 // Guttman's λ6 of the correlations; NaN also where they are singular
	MeanR        float64 // mean correlation of two items; NaN where an item is constant
	MedianR      float64 // their median; NaN likewise
	ASE          float64 // asymptotic standard error of Raw
	Low, High    float64 // Feldt's interval of Raw at the level asked for
	ScoreMean    float64 // mean of the respondents' mean answers
	ScoreSD      float64 // their standard deviation, n−1
}

// CronbachAlpha returns the reliability of the sum of the items in the columns
// of x (n×k, k ≥ 2), all reverse-keyed already, over the rows without a NaN:
//
//	α    = k/(k−1) · (1 − Σ s_jj / Σ s_jl),   s the covariances, n−1
//	std  = k r̄/(1 + (k−1) r̄)
//	λ6   = 1 − Σ_j (1/(R⁻¹)_jj) / Σ r_jl
//	ASE² = 2k²/(n (k−1)² S³) · (S (tr C² + tr² C) − 2 tr C · 1'C²1),  S = 1'C1
//	[1 − (1−α) F_{1−p/2}, 1 − (1−α) F_{p/2}],  F with n−1, (n−1)(k−1) df, p = 1−level
//
// Fewer than two complete rows give ErrTooFew, a constant total ErrConstant;
// the counts are then still valid. It panics if k < 2 or level is not in (0, 1).
//
// Cronbach (1951), Psychometrika 16, 297–334; Guttman (1945), Psychometrika 10,
// 255–282; Feldt, Woodruff & Salih (1987), Applied Psychological Measurement
// 11, 93–103; Duhachek & Iacobucci (2004), Journal of Applied Psychology 89,
// 792–808.
func CronbachAlpha(x mat.Matrix, level float64) (Alpha, error) {
	checkLevel(level)
	return MomentsOf(x, nil).CronbachAlpha(level)
}

// CronbachAlpha is the function of that name over the rows taken in, which
// should all weigh the same.
func (m *Moments) CronbachAlpha(level float64) (Alpha, error) {
	checkLevel(level)
	a, c, err := m.reliability()
	if err != nil {
		return a, err
	}
	a.fill(c)
	n, k := float64(a.N), float64(a.Items)
	a.ASE = alphaError(c, n)
	df1, df2 := n-1, (n-1)*(k-1)
	a.Low = 1 - (1-a.Raw)*fQuantile((1+level)/2, df1, df2)
	a.High = 1 - (1-a.Raw)*fQuantile((1-level)/2, df1, df2)
	a.ScoreMean = stat.Mean(m.Means(), nil)
	a.ScoreSD = math.Sqrt(mat.Sum(c)) / k
	return a, nil
}

// reliability returns the counts and the covariances of a scale.
func (m *Moments) reliability() (Alpha, *mat.SymDense, error) {
	k := len(m.origin)
	checkItems(k)
	used, dropped := m.Rows()
	a := Alpha{Rows: used + dropped, N: used, Dropped: dropped, Items: k}
	if a.N < 2 {
		return a.empty(), nil, ErrTooFew
	}
	c, constant := m.Covariances()
	a.Constant = constant
	if flat(c) {
		return a.empty(), c, ErrConstant
	}
	return a, c, nil
}

// empty returns a with its counts and no figure.
func (a Alpha) empty() Alpha {
	nan := math.NaN()
	return Alpha{
		Rows: a.Rows, N: a.N, Dropped: a.Dropped, Items: a.Items, Constant: a.Constant,
		Raw: nan, Standardized: nan, Lambda6: nan, MeanR: nan, MedianR: nan,
		ASE: nan, Low: nan, High: nan, ScoreMean: nan, ScoreSD: nan,
	}
}

// fill computes the figures that need the covariances only.
func (a *Alpha) fill(c *mat.SymDense) {
	a.Raw = rawAlpha(c)
	a.Standardized, a.Lambda6, a.MeanR, a.MedianR = math.NaN(), math.NaN(), math.NaN(), math.NaN()
	r := correlations(c)
	if r == nil {
		return
	}
	var between []float64
	for j := range a.Items {
		for l := range j {
			between = append(between, r.At(j, l))
		}
	}
	slices.Sort(between)
	m := len(between)
	a.MeanR = stat.Mean(between, nil)
	a.MedianR = (between[(m-1)/2] + between[m/2]) / 2
	a.Standardized = rawAlpha(r)
	if unique := uniqueShares(r); unique != nil {
		a.Lambda6 = 1 - mat.Sum(mat.NewVecDense(a.Items, unique))/mat.Sum(r)
	}
}

// rawAlpha returns α of a covariance matrix, NaN for one item or a constant sum.
func rawAlpha(c mat.Symmetric) float64 {
	k := float64(c.SymmetricDim())
	if k < 2 || flat(c) {
		return math.NaN()
	}
	return k / (k - 1) * (1 - mat.Trace(c)/mat.Sum(c))
}

// alphaError returns the asymptotic standard error of α.
func alphaError(c *mat.SymDense, n float64) float64 {
	k := float64(c.SymmetricDim())
	var square mat.Dense
	square.Mul(c, c)
	sum, trace := mat.Sum(c), mat.Trace(c)
	q := sum*(mat.Trace(&square)+trace*trace) - 2*trace*mat.Sum(&square)
	return math.Sqrt(max(0, 2*k*k*q/(n*(k-1)*(k-1)*sum*sum*sum)))
}

// flat reports whether the sum of the variables has no variance.
func flat(c mat.Symmetric) bool {
	size := 0.0
	for j := range c.SymmetricDim() {
		size += c.At(j, j)
	}
	return !(mat.Sum(c) > 1e-12*size)
}

// correlations scales covariances; nil where a variable has no variance.
func correlations(c *mat.SymDense) *mat.SymDense {
	k := c.SymmetricDim()
	r := mat.NewSymDense(k, nil)
	for j := range k {
		if !(c.At(j, j) > 0) {
			return nil
		}
		r.SetSym(j, j, 1)
		for l := range j {
			r.SetSym(j, l, c.At(j, l)/math.Sqrt(c.At(j, j)*c.At(l, l)))
		}
	}
	return r
}

// uniqueShares returns 1 − the squared multiple correlation of each variable
// with the others; nil where they are linearly dependent.
func uniqueShares(r *mat.SymDense) []float64 {
	var inverse mat.Dense
	if err := inverse.Inverse(r); err != nil {
		return nil
	}
	out := make([]float64, r.SymmetricDim())
	for j := range out {
		out[j] = 1 / inverse.At(j, j)
	}
	return out
}

// completeRows copies the rows of x that hold no NaN and counts the others;
// the copy is empty if there is none.
func completeRows(x mat.Matrix) (full *mat.Dense, dropped int) {
	rows, k := x.Dims()
	var data []float64
	row := make([]float64, k)
	for i := range rows {
		if mat.Row(row, i, x); slices.ContainsFunc(row, math.IsNaN) {
			dropped++
		} else {
			data = append(data, row...)
		}
	}
	if len(data) == 0 {
		return &mat.Dense{}, dropped
	}
	return mat.NewDense(rows-dropped, k, data), dropped
}

func checkItems(k int) {
	if k < 2 {
		panic("scoring: a scale needs two items or more")
	}
}

func checkLevel(level float64) {
	if !(level > 0 && level < 1) {
		panic("scoring: level not between 0 and 1")
	}
}

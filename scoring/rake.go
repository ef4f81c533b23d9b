package scoring

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// RakeOptions say how to rake; the zero value is what the literature does.
type RakeOptions struct {
	Tolerance float64 // largest relative error of a margin; 0 means 1e-10
	MaxSweeps int     // over all margins; 0 means 1000
	// Lowest and Highest bound the weights, as multiples of their mean (0: no
	// bound). Weights are trimmed after each sweep and raked again, until they
	// keep both the bounds and the margins. Panics unless Lowest < 1 < Highest.
	Lowest, Highest float64
	Residuals       RakeResiduals
}

// RakeResiduals is how errors of a raked sample are linearised.
type RakeResiduals uint8

// The forms; they differ by some 10⁻⁴ of a standard error.
const (
	// RegressionResiduals are those of the regression of the linearised
	// variable on the categories of all margins, with the weights before
	// raking (Deville & Särndal 1992); equal to weighted sweeps to convergence.
	RegressionResiduals RakeResiduals = iota
	// UnweightedSweeps takes unweighted category means off, margin by margin,
	// ten times: what survey::rake of R (4.1) does, for comparison with it.
	UnweightedSweeps
)

// A RakeReport says what raking did.
type RakeReport struct {
	Sweeps    int
	MaxError  float64 // largest relative distance of a margin from its population
	Converged bool    // MaxError is within the tolerance
	// MinRatio and MaxRatio are the extremes of new over old weight.
	MinRatio, MaxRatio float64
	Trimmed            int     // weights that lie on a bound
	KishDeff, NEff     float64 // of the new weights
}

// Rake returns the sample with weights that meet all margins, by iterative
// proportional fitting: each sweep multiplies the weights, margin after margin,
// by M_k/W_k. The result is w exp(Σ_margins λ_k(i)), the calibrated weights
// nearest to w in the Kullback-Leibler sense; with bounds, weights near those.
//
// Categories that do not match give ErrMarginCategory, margins whose totals
// differ by more than 1e-8 of them ErrMarginTotals, and no sample. Margins
// that are not met after MaxSweeps give ErrRaking together with the sample as
// far as it got and the report: with bounds these are the trimmed weights. It
// panics without margins, on another length and on a domain.
//
// Deming, W. E. & Stephan, F. F. (1940), Annals of Mathematical Statistics 11,
// 427–444; Deville, J.-C., Särndal, C.-E. & Sautory, O. (1993), JASA 88,
// 1013–1020.
func (s *Sample) Rake(margins []Margin, o RakeOptions) (*Sample, RakeReport, error) {
	s.checkWhole()
	o = o.filled()
	if len(margins) == 0 {
		panic("scoring: raking needs a margin")
	}
	coded := make([]codedMargin, len(margins))
	for i, m := range margins {
		var err error
		if coded[i], err = s.code(m); err != nil {
			return nil, RakeReport{}, err
		}
		if first := coded[0].total(); math.Abs(coded[i].total()-first) > 1e-8*first {
			return nil, RakeReport{}, ErrMarginTotals
		}
	}
	w := s.Weights()
	rows := make([]float64, len(w))
	for i, x := range w {
		if x > 0 {
			rows[i] = 1
		}
	}
	r := o.rake(w, rows, coded)
	r.MinRatio = math.Inf(1)
	for i, x := range s.w {
		if x > 0 {
			r.MinRatio, r.MaxRatio = min(r.MinRatio, w[i]/x), max(r.MaxRatio, w[i]/x)
		}
	}
	var err error
	if r.KishDeff, r.NEff, err = KishDeff(w); err != nil || !r.Converged {
		err = ErrRaking
	}
	residual := regressionResiduals(coded, s.w)
	if o.Residuals == UnweightedSweeps {
		residual = unweightedSweeps(coded, s.w)
	}
	return s.calibrated(w, residual), r, err
}

// rake fits w to the margins: its entry i is the weight of rows[i] respondents
// together. The report lacks what is said of single weights.
func (o RakeOptions) rake(w, rows []float64, margins []codedMargin) RakeReport {
	r := RakeReport{MaxError: math.Inf(1)}
	for r.Sweeps < o.MaxSweeps && !r.Converged {
		r.Sweeps++
		r.MaxError = 0
		for _, c := range margins {
			c.scale(w)
		}
		r.Trimmed = o.trim(w, rows, margins[0].total())
		for _, c := range margins {
			r.MaxError = max(r.MaxError, c.worst(w))
		}
		r.Converged = r.MaxError <= o.Tolerance
	}
	return r
}

func (o RakeOptions) filled() RakeOptions {
	if o.Tolerance == 0 {
		o.Tolerance = 1e-10
	}
	if o.MaxSweeps == 0 {
		o.MaxSweeps = 1000
	}
	if o.Highest == 0 {
		o.Highest = math.Inf(1)
	}
	if !(o.Tolerance > 0 && o.MaxSweeps > 0 && o.Lowest >= 0 && o.Lowest < 1 && o.Highest > 1) {
		panic("scoring: bad options of raking")
	}
	return o
}

// trim brings the weights per respondent into the bounds around their mean
// total/n and returns how many respondents lie on a bound.
func (o RakeOptions) trim(w, rows []float64, total float64) (trimmed int) {
	if o.Lowest == 0 && math.IsInf(o.Highest, 1) {
		return 0
	}
	n := 0.0
	for _, k := range rows {
		n += k
	}
	for i, k := range rows {
		low, high := k*o.Lowest*total/n, k*o.Highest*total/n
		if w[i] < low || w[i] > high {
			w[i] = min(max(w[i], low), high)
			trimmed += int(k)
		}
	}
	return trimmed
}

// unweightedSweeps takes the category means of the rows with weight off,
// margin by margin, ten times.
func unweightedSweeps(margins []codedMargin, w []float64) func(z []float64) {
	each := make([]float64, len(w))
	for i := range w {
		if w[i] > 0 {
			each[i] = 1
		}
	}
	return func(z []float64) {
		for range 10 {
			for _, c := range margins {
				c.takeMeans(z, each)
			}
		}
	}
}

// regressionResiduals returns what takes the fit z ~ categories, weighted by
// w, off z. Categories of several margins are collinear: the fit solves the
// normal equations by the pseudo-inverse.
func regressionResiduals(margins []codedMargin, w []float64) func(z []float64) {
	offset, inverse := normalEquations(margins, w)
	p, _ := inverse.Dims()
	return func(z []float64) {
		moments, fit := mat.NewVecDense(p, nil), mat.NewVecDense(p, nil)
		for i, x := range w {
			for m, c := range margins {
				a := offset[m] + c.of[i]
				moments.SetVec(a, moments.AtVec(a)+x*z[i])
			}
		}
		fit.MulVec(inverse, moments)
		for i := range z {
			for m, c := range margins {
				z[i] -= fit.AtVec(offset[m] + c.of[i])
			}
		}
	}
}

// normalEquations returns the first column of each margin among the columns of
// all categories, and the pseudo-inverse of XᵀWX of these columns.
func normalEquations(margins []codedMargin, w []float64) (offset []int, inverse *mat.Dense) {
	offset = make([]int, len(margins))
	p := 0
	for m, c := range margins {
		offset[m] = p
		p += len(c.pop)
	}
	gram := mat.NewSymDense(p, nil)
	for i, x := range w {
		for m, c := range margins {
			a := offset[m] + c.of[i]
			gram.SetSym(a, a, gram.At(a, a)+x)
			for l := m + 1; l < len(margins); l++ {
				b := offset[l] + margins[l].of[i]
				gram.SetSym(a, b, gram.At(a, b)+x)
			}
		}
	}
	return offset, pseudoInverse(gram)
}

// pseudoInverse returns the Moore-Penrose inverse of a positive semidefinite
// matrix, scaled to unit diagonal first so that small categories keep theirs.
func pseudoInverse(a *mat.SymDense) *mat.Dense {
	p := a.SymmetricDim()
	scaled := mat.NewSymDense(p, nil)
	for i := range p {
		for j := i; j < p; j++ {
			scaled.SetSym(i, j, a.At(i, j)/math.Sqrt(a.At(i, i)*a.At(j, j)))
		}
	}
	var e mat.EigenSym
	if !e.Factorize(scaled, true) {
		panic("scoring: eigenvalues of the margins did not converge")
	}
	values := e.Values(nil)
	var vectors mat.Dense
	e.VectorsTo(&vectors)
	out := mat.NewDense(p, p, nil)
	for k, value := range values {
		if value <= 1e-11*values[p-1] {
			continue
		}
		for i := range p {
			for j := range p {
				out.Set(i, j, out.At(i, j)+vectors.At(i, k)*vectors.At(j, k)/value)
			}
		}
	}
	for i := range p {
		for j := range p {
			out.Set(i, j, out.At(i, j)/math.Sqrt(a.At(i, i)*a.At(j, j)))
		}
	}
	return out
}

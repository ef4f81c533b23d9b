package scoring

import (
	"errors"
	"math"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distuv"
)

// Reasons for which a scale has no ω.
var (
	ErrUnidentified = errors.New("one factor needs three items or more")
	ErrNoFactor     = errors.New("no single factor can be fitted to the items")
)

// An Omega is the reliability of a sum of items under one common factor.
type Omega struct {
	Rows, N, Dropped int // rows given, used, and left out because an answer was missing
	Items            int // k

	Omega         float64   // McDonald's ω
	Loadings      []float64 // λ; in points of the scale (ML) or standardised (minres); their sum is not negative
	Uniquenesses  []float64 // θ; squared points, or shares
	Heywood       []int     // columns with θ < 0: the model does not hold, and ω with it
	ChiSquared, P float64   // n times the discrepancy, its p value; NaN for minres, P also where DF is 0
	DF            int       // k(k+1)/2 − 2k; 0 for three items, which every model fits
}

// OmegaML returns ω of the items in the columns of x (n×k, reverse-keyed
// already) from the one-factor model Σ = λλ' + diag θ, fitted by maximum
// likelihood to the covariance matrix S (divisor n) of the complete rows:
//
//	ω = (Σ λ)² / ((Σ λ)² + Σ θ),  min log|Σ| + tr SΣ⁻¹ − log|S| − k
//
// θ is not bounded: see Heywood. Fewer than three items give ErrUnidentified,
// fewer than two complete rows ErrTooFew, a constant item ErrConstant, dependent
// items ErrDependent, and a search that does not settle ErrNoFactor; then only
// the counts are valid.
//
// McDonald, R. P. (1999), Test Theory, chapter 6; Lawley, D. N. & Maxwell,
// A. E. (1971), Factor Analysis as a Statistical Method.
func OmegaML(x mat.Matrix) (Omega, error) { return MomentsOf(x, nil).OmegaML() }

// OmegaML is the function of that name over the rows taken in, which should all
// weigh the same.
func (m *Moments) OmegaML() (Omega, error) {
	o, c, r, err := m.oneFactor()
	if err != nil {
		return o, err
	}
	var root mat.Cholesky
	if o.N <= o.Items || !root.Factorize(r) || root.Cond() > 1e12 {
		return o, ErrDependent
	}
	loadings, unique, misfit, ok := likeliestFactor(r, root.LogDet())
	if !ok {
		return o, ErrNoFactor
	}
	shrink := float64(o.N-1) / float64(o.N) // divisor n instead of n−1
	for j := range loadings {
		loadings[j] *= math.Sqrt(shrink * c.At(j, j))
		unique[j] *= shrink * c.At(j, j)
	}
	o.conclude(loadings, unique)
	o.ChiSquared = float64(o.N) * max(0, misfit)
	if o.DF > 0 {
		o.P = distuv.ChiSquared{K: float64(o.DF)}.Survival(o.ChiSquared)
	}
	return o, nil
}

// OmegaMinres is OmegaML for standardised items, with the loadings that make
// the squared residuals of the correlations least, Σ_{j<l} (r_jl − λ_j λ_l)²,
// and θ = 1 − λ². Dependent items are no error here.
//
// Harman, H. H. & Jones, W. H. (1966), Psychometrika 31, 351–368.
func OmegaMinres(x mat.Matrix) (Omega, error) {
	o, _, r, err := MomentsOf(x, nil).oneFactor()
	if err != nil {
		return o, err
	}
	loadings, ok := leastResidualFactor(r)
	if !ok {
		return o, ErrNoFactor
	}
	unique := make([]float64, o.Items)
	for j, l := range loadings {
		unique[j] = 1 - l*l
	}
	o.conclude(loadings, unique)
	return o, nil
}

// oneFactor returns the counts, the covariances (n−1) and the correlations.
func (m *Moments) oneFactor() (Omega, *mat.SymDense, *mat.SymDense, error) {
	k := len(m.origin)
	used, dropped := m.Rows()
	o := Omega{Rows: used + dropped, Items: k, Omega: math.NaN(), ChiSquared: math.NaN(), P: math.NaN(), DF: k*(k+1)/2 - 2*k}
	if k < 3 {
		return o, nil, nil, ErrUnidentified
	}
	a, c, err := m.reliability()
	o.N, o.Dropped = a.N, a.Dropped
	if errors.Is(err, ErrTooFew) {
		return o, nil, nil, err
	}
	r := correlations(c)
	if r == nil {
		return o, nil, nil, ErrConstant
	}
	return o, c, r, nil
}

// conclude sets ω and what it is made of.
func (o *Omega) conclude(loadings, unique []float64) {
	common, own := 0.0, 0.0
	for j, l := range loadings {
		common += l
		own += unique[j]
		if unique[j] < 0 {
			o.Heywood = append(o.Heywood, j)
		}
	}
	if common < 0 {
		for j := range loadings {
			loadings[j] = -loadings[j]
		}
	}
	o.Omega = common * common / (common*common + own)
	o.Loadings, o.Uniquenesses = loadings, unique
}

// leastResidualFactor returns the minres loadings of a correlation matrix: each
// in turn is the least-squares slope of its correlations on the other loadings.
func leastResidualFactor(r *mat.SymDense) (loadings []float64, ok bool) {
	loadings = firstAxis(r)
	for range 100_000 {
		moved := 0.0
		for j, old := range loadings {
			up, down := 0.0, 0.0
			for l, other := range loadings {
				if l != j {
					up += r.At(j, l) * other
					down += other * other
				}
			}
			if !(down > 0) {
				return nil, false
			}
			loadings[j] = up / down
			moved = max(moved, math.Abs(loadings[j]-old))
		}
		if math.IsNaN(moved) || moved > 1e6 {
			return nil, false
		}
		if moved < 1e-13 {
			return loadings, true
		}
	}
	return nil, false
}

// firstAxis returns starting loadings: the first principal axis, kept inside
// the unit interval.
func firstAxis(r *mat.SymDense) []float64 {
	var eigen mat.EigenSym
	if !eigen.Factorize(r, true) {
		panic("scoring: the eigenvalues of a correlation matrix were not found")
	}
	var vectors mat.Dense
	eigen.VectorsTo(&vectors)
	k := r.SymmetricDim()
	size := math.Sqrt(eigen.Values(nil)[k-1])
	out := mat.Col(nil, k-1, &vectors)
	for j, v := range out {
		out[j] = max(-0.9, min(0.9, size*v))
	}
	return out
}

package scoring

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// A factorFit is a one-factor model of a correlation matrix s.
type factorFit struct {
	loadings, unique []float64
	misfit           float64 // log|Σ| + tr sΣ⁻¹ − log|s| − k
	inverse          *mat.SymDense
}

// likeliestFactor fits the one-factor model by Fisher scoring with halved
// steps; logDet is log|s|.
func likeliestFactor(s *mat.SymDense, logDet float64) (loadings, unique []float64, misfit float64, ok bool) {
	start := firstAxis(s)
	fit := factorFit{loadings: start, unique: make([]float64, len(start))}
	for j, l := range start {
		fit.unique[j] = 1 - l*l
	}
	if !fit.evaluate(s, logDet) {
		return nil, nil, 0, false
	}
	for range 500 {
		step, slope, ok := fit.direction(s)
		if !ok {
			return nil, nil, 0, false
		}
		if slope < 1e-22 { // the squared length of the step in the metric of the information
			return fit.loadings, fit.unique, fit.misfit, true
		}
		next, better := fit.along(step, s, logDet)
		if !better {
			return fit.loadings, fit.unique, fit.misfit, slope < 1e-12 // no more than rounding left
		}
		fit = next
	}
	return nil, nil, 0, false
}

// evaluate sets the misfit and Σ⁻¹; false where Σ is not positive definite.
func (f *factorFit) evaluate(s *mat.SymDense, logDet float64) bool {
	k := len(f.loadings)
	sigma := mat.NewSymDense(k, nil)
	for j, a := range f.loadings {
		for l := range j + 1 {
			sigma.SetSym(j, l, a*f.loadings[l])
		}
		sigma.SetSym(j, j, a*a+f.unique[j])
	}
	var root mat.Cholesky
	if !root.Factorize(sigma) {
		return false
	}
	f.inverse = mat.NewSymDense(k, nil)
	if err := root.InverseTo(f.inverse); err != nil {
		return false
	}
	f.misfit = root.LogDet() - logDet - float64(k)
	for j := range k {
		for l := range k {
			f.misfit += s.At(j, l) * f.inverse.At(j, l)
		}
	}
	return !math.IsNaN(f.misfit)
}

// direction returns the scoring step for (λ, θ) and its slope, from the score
// and the expected information of one observation:
//
//	score λ: W(s−Σ)Wλ        θ: ½ diag W(s−Σ)W,      W = Σ⁻¹, u = Wλ
//	info λλ: uu' + (λ'u) W   λθ: W_jl u_l   θθ: ½ W_jl²
func (f *factorFit) direction(s *mat.SymDense) (step []float64, slope float64, ok bool) {
	k := len(f.loadings)
	w, lambda := f.inverse, mat.NewVecDense(k, f.loadings)
	var u, pull mat.VecDense
	u.MulVec(w, lambda)
	var gap mat.Dense // W s W − W
	gap.Product(w, s, w)
	gap.Sub(&gap, w)
	pull.MulVec(&gap, lambda)
	length := mat.Dot(lambda, &u)
	score, info := mat.NewVecDense(2*k, nil), mat.NewSymDense(2*k, nil)
	for j := range k {
		score.SetVec(j, pull.AtVec(j))
		score.SetVec(k+j, gap.At(j, j)/2)
		for l := range k {
			v := w.At(j, l)
			info.SetSym(j, l, u.AtVec(j)*u.AtVec(l)+length*v)
			info.SetSym(j, k+l, v*u.AtVec(l))
			info.SetSym(k+j, k+l, v*v/2)
		}
	}
	var root mat.Cholesky
	if !root.Factorize(info) {
		return nil, 0, false
	}
	out := mat.NewVecDense(2*k, nil)
	if err := root.SolveVecTo(out, score); err != nil {
		return nil, 0, false
	}
	return out.RawVector().Data, mat.Dot(out, score), true
}

// along returns the first of the halved steps that fits better.
func (f *factorFit) along(step []float64, s *mat.SymDense, logDet float64) (factorFit, bool) {
	k := len(f.loadings)
	for size := 1.0; size > 1e-10; size /= 2 {
		next := factorFit{loadings: make([]float64, k), unique: make([]float64, k)}
		for j := range k {
			next.loadings[j] = f.loadings[j] + size*step[j]
			next.unique[j] = f.unique[j] + size*step[k+j]
		}
		if next.evaluate(s, logDet) && next.misfit < f.misfit {
			return next, true
		}
	}
	return factorFit{}, false
}

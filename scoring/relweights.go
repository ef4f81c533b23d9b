package scoring

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// A RelativeWeight is one driver's part of R².
type RelativeWeight struct {
	Raw   float64 // share of the outcome's variance, ≥ 0; they sum to R²
	Share float64 // Raw / R², 0–1
}

// A RelativeWeighting decomposes the R² of one regression by relative weights.
type RelativeWeighting struct {
	R2         float64 // share of variance explained, 0–1
	Drivers    []RelativeWeight
	N          int // rows used
	Incomplete int // rows left out because the outcome, a driver or the weight is NaN
	Weightless int // complete rows left out because their weight is 0
}

// RelativeWeights decomposes the R² of the regression of y on the columns of x
// (n×p) through the orthogonal variables nearest to the drivers. With
// Λ = R_xx^½ = V D^½ V′ and β = Λ⁻¹ r_xy,
//
//	raw_k = Σ_j Λ_kj² β_j²
//
// w holds the rows' weights, nil for equal ones. Errors and panics are those
// of KeyDrivers, but any number of drivers is taken.
//
// Johnson, J. W. (2000), Multivariate Behavioral Research 35, 1–19.
func RelativeWeights(y []float64, x mat.Matrix, w []float64) (RelativeWeighting, error) {
	return outcomeMoments(y, x, w).RelativeWeights()
}

// RelativeWeights is the function of that name over the rows taken in: the
// first variable is the outcome, the others are its drivers.
func (m *Moments) RelativeWeights() (RelativeWeighting, error) {
	out := RelativeWeighting{N: m.n, Incomplete: m.incomplete, Weightless: m.idle}
	r, err := m.regression()
	if err != nil {
		return out, err
	}
	raw, ok := r.relativeWeights()
	if !ok {
		return out, ErrCollinear
	}
	r2 := 0.0
	for _, part := range raw {
		r2 += part
	}
	if r2 < 1e-14 {
		return out, ErrUnrelated
	}
	out.R2 = r2
	for _, part := range raw {
		out.Drivers = append(out.Drivers, RelativeWeight{Raw: part, Share: part / r2})
	}
	return out, nil
}

// relativeWeights returns each driver's part of R².
func (r regression) relativeWeights() (raw []float64, ok bool) {
	p := len(r.rxy)
	var eigen mat.EigenSym
	if !eigen.Factorize(r.rxx, true) {
		return nil, false
	}
	var v, root, inverse mat.Dense
	eigen.VectorsTo(&v)
	d := eigen.Values(nil)
	power := func(into *mat.Dense, e float64) {
		into.Apply(func(_, k int, x float64) float64 { return x * math.Pow(d[k], e) }, &v)
		into.Mul(into, v.T())
	}
	power(&root, 0.5)
	power(&inverse, -0.5)
	var beta mat.VecDense
	beta.MulVec(&inverse, mat.NewVecDense(p, r.rxy))
	raw = make([]float64, p)
	for k := range p {
		for j := range p {
			part := root.At(k, j) * beta.AtVec(j)
			raw[k] += part * part
		}
	}
	return raw, true
}

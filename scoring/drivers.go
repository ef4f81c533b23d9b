package scoring

import (
	"errors"
	"math"
	"math/bits"

	"gonum.org/v1/gonum/mat"
)

// What may be wrong with the data of a driver analysis.
var (
	ErrCollinear   = errors.New("drivers are linearly dependent")
	ErrManyDrivers = errors.New("too many drivers for an exact decomposition")
	ErrUnrelated   = errors.New("the drivers explain nothing of the outcome")
)

// MaxDrivers is the largest number of drivers that KeyDrivers takes: it looks
// at all 2^p regressions.
const MaxDrivers = 20

// A Driver is what one driver contributes to the outcome. All but Mean and
// Beta have no unit.
type Driver struct {
	LMG     float64 // share of the outcome's variance, averaged over all orders of entry; ≥ 0; they sum to R²
	Share   float64 // LMG / R², 0–1
	First   float64 // R² of this driver alone
	Last    float64 // R² lost when only this driver is left out
	BetaSq  float64 // squared standardised coefficient
	Pratt   float64 // standardised coefficient times correlation; sums to R², may be negative
	Beta    float64 // coefficient, points of the outcome per point of the driver
	StdBeta float64 // standardised coefficient
	Mean    float64 // (weighted) mean of the driver, its performance
}

// A DriverAnalysis decomposes the R² of one regression.
type DriverAnalysis struct {
	R2         float64 // share of variance explained, 0–1
	Drivers    []Driver
	N          int // rows used
	Incomplete int // rows left out because the outcome, a driver or the weight is NaN
	Weightless int // complete rows left out because their weight is 0
}

// KeyDrivers decomposes the R² of the regression of y on the columns of x
// (n×p) by the measure of Lindeman, Merenda & Gold, which is the Shapley value
// of R²:
//
//	LMG_k = Σ_{S without k} |S|! (p−1−|S|)!/p! · (R²(S ∪ k) − R²(S))
//
// beside the simpler measures of Driver. w holds the rows' weights, nil for
// equal ones; means, variances and correlations are weighted with them.
//
// Two rows more than drivers are the least (ErrTooFew). A constant outcome
// or driver gives ErrConstant, dependent drivers ErrCollinear, more than
// MaxDrivers drivers ErrManyDrivers, an R² of 0 ErrUnrelated; then only the
// counts of rows are set. It panics without drivers, if lengths differ or if a
// weight is negative or infinite.
//
// Lindeman, R. H., Merenda, P. F. & Gold, R. Z. (1980), Introduction to
// Bivariate and Multivariate Analysis; Grömping, U. (2006), Journal of
// Statistical Software 17(1).
func KeyDrivers(y []float64, x mat.Matrix, w []float64) (DriverAnalysis, error) {
	return outcomeMoments(y, x, w).KeyDrivers()
}

// KeyDrivers is the function of that name over the rows taken in: the first
// variable is the outcome, the others are its drivers.
func (m *Moments) KeyDrivers() (DriverAnalysis, error) {
	counts := DriverAnalysis{N: m.n, Incomplete: m.incomplete, Weightless: m.idle}
	r, err := m.regression()
	if err != nil {
		return counts, err
	}
	p := len(r.rxy)
	if p > MaxDrivers {
		return counts, ErrManyDrivers
	}
	a := counts
	r2 := r.subsets()
	full := 1<<p - 1
	a.R2 = r2[full]
	if a.R2 < 1e-14 {
		return counts, ErrUnrelated
	}
	std, means := r.coefficients(), m.Means()[1:]
	for k, lmg := range shapley(r2, p) {
		b := std[k]
		a.Drivers = append(a.Drivers, Driver{
			LMG: lmg, Share: lmg / a.R2, First: r2[1<<k], Last: max(0, a.R2-r2[full&^(1<<k)]),
			BetaSq: b * b, Pratt: b * r.rxy[k], Beta: b * r.sdY / r.sdX[k], StdBeta: b, Mean: means[k],
		})
	}
	return a, nil
}

// shapley returns each player's value in the game whose value of a set of
// players, as bits, is v[set].
func shapley(v []float64, p int) []float64 {
	weight := make([]float64, p) // |S|! (p−1−|S|)!/p! = 1/(p·C(p−1, |S|))
	weight[0] = 1 / float64(p)
	for s := 1; s < p; s++ {
		weight[s] = weight[s-1] * float64(s) / float64(p-s)
	}
	out := make([]float64, p)
	for set := range v {
		for rest := (1<<p - 1) &^ set; rest != 0; rest &= rest - 1 {
			k := bits.TrailingZeros(uint(rest))
			out[k] += weight[bits.OnesCount(uint(set))] * (v[set|1<<k] - v[set])
		}
	}
	return out
}

// outcomeMoments summarises an outcome and its drivers.
func outcomeMoments(y []float64, x mat.Matrix, w []float64) *Moments {
	n, p := x.Dims()
	if p == 0 || len(y) != n {
		panic("scoring: outcome and drivers differ in length, or no driver")
	}
	var all mat.Dense
	all.Augment(mat.NewDense(n, 1, y), x)
	return MomentsOf(&all, w)
}

// A regression holds the correlations of an outcome and its drivers.
type regression struct {
	rxx *mat.SymDense // of the drivers
	rxy []float64     // of drivers and outcome
	sdX []float64
	sdY float64
}

// regression correlates the first variable and the others.
func (m *Moments) regression() (regression, error) {
	if m.n < len(m.origin)+1 {
		return regression{}, ErrTooFew
	}
	c, constant := m.Covariances()
	if len(constant) > 0 {
		return regression{}, ErrConstant
	}
	return regress(c)
}

// regress turns covariances, the outcome first, into correlations.
func regress(c *mat.SymDense) (regression, error) {
	all := correlations(c)
	if all == nil {
		return regression{}, ErrConstant
	}
	p := c.SymmetricDim() - 1
	r := regression{rxx: mat.NewSymDense(p, nil), rxy: mat.Row(nil, 0, all)[1:], sdY: math.Sqrt(c.At(0, 0))}
	r.rxx.CopySym(all.SliceSym(1, p+1))
	for k := range p {
		r.sdX = append(r.sdX, math.Sqrt(c.At(k+1, k+1)))
	}
	var eigen mat.EigenSym
	if !eigen.Factorize(r.rxx, false) || eigen.Values(nil)[0] < 1e-10 {
		return regression{}, ErrCollinear
	}
	return r, nil
}

// coefficients returns the standardised coefficients R_xx⁻¹ r_xy.
func (r regression) coefficients() []float64 {
	var c mat.Cholesky
	var b mat.VecDense
	if !c.Factorize(r.rxx) {
		panic("scoring: a correlation matrix without small eigenvalues is not positive definite")
	}
	if err := c.SolveVecTo(&b, mat.NewVecDense(len(r.rxy), r.rxy)); err != nil && !errors.As(err, new(mat.Condition)) {
		panic("scoring: " + err.Error())
	}
	return b.RawVector().Data
}

// subsets returns the R² of every set of drivers, as bits.
func (r regression) subsets() []float64 {
	p := len(r.rxy)
	s := make([][]float64, p+1) // correlations, the outcome last
	for i := range p {
		s[i] = append(mat.Row(nil, i, r.rxx), r.rxy[i])
	}
	s[p] = append(append([]float64{}, r.rxy...), 1)
	out := make([]float64, 1<<p)
	subsetR2(s, 0, 0, out)
	return out
}

// subsetR2 writes the R² of the sets that add drivers k, k+1, … to set, given
// the covariances s of what set leaves unexplained: each driver taken in is
// swept out of those behind it, so that all 2^p sets cost little more than one
// step each.
func subsetR2(s [][]float64, k, set int, out []float64) {
	p := len(s) - 1
	if k == p {
		out[set] = min(max(0, 1-s[p][p]), 1)
		return
	}
	subsetR2(s, k+1, set, out)
	swept := make([][]float64, p+1)
	for i := k + 1; i <= p; i++ {
		swept[i] = make([]float64, p+1)
		for j := k + 1; j <= p; j++ {
			swept[i][j] = s[i][j] - s[i][k]*s[k][j]/s[k][k]
		}
	}
	subsetR2(swept, k+1, set|1<<k, out)
}

package scoring

import (
	"errors"
	"math"
	"slices"
)

// ErrFewUnits says that fewer than two units have what a comparison needs.
var ErrFewUnits = errors.New("fewer than two units with a value and an error")

// A TauEstimator is a way to estimate τ², the variance of the true unit values.
type TauEstimator uint8

// The estimators of τ². DerSimonian-Laird needs no iteration; Paule-Mandel is
// exact for the generalised Q; REML is the most efficient for normal values.
const (
	DerSimonianLaird TauEstimator = iota // DerSimonian & Laird 1986
	PauleMandel                          // Paule & Mandel 1982
	REML                                 // restricted maximum likelihood
)

// A Shrinkage is a normal-normal random-effects model of unit values.
type Shrinkage struct {
	Mu    float64 // mean of the units' true values, points
	MuSE  float64 // its standard error, points
	Tau2  float64 // variance of the true values, points²; at least 0
	I2    float64 // percent of the variance of the x that is true difference, 0–100
	Q     float64 // Cochran's Q, chi-square on N−1 degrees if no unit differs
	N     int     // units that μ and τ² rest on
	Known int     // units with an error of 0: they keep their value and are not in N
	// Missing counts units without a value or an error; their Units are NaN.
	Missing int
	Units   []Shrunken // as x
}

// A Shrunken is the empirical-Bayes estimate of one unit.
type Shrunken struct {
	Lambda float64 // weight of the unit's own value, 0–1
	Value  float64 // λ x + (1−λ) μ, points
	SE     float64 // with the uncertainty of μ, points
	PostSD float64 // √λ se: the posterior's, μ and τ² taken as known, points
}

// Shrink returns the empirical-Bayes estimates of units with values x and
// standard errors se (both points, in the same order):
//
//	x_i ~ N(θ_i, se_i²),  θ_i ~ N(μ, τ²),  λ_i = τ²/(τ² + se_i²)
//	μ = Σ w_i x_i / Σ w_i,  w_i = 1/(τ² + se_i²),  Var(μ) = 1/Σ w_i
//	value_i = λ_i x_i + (1−λ_i) μ,  SE_i² = λ_i se_i² + (1−λ_i)² Var(μ)
//	I² = 100 τ²/(τ² + s²),  s² = (N−1)/(Σ v_i − Σ v_i²/Σ v_i),  v_i = 1/se_i²
//
// τ² is cut at 0, where every unit gets μ. A unit whose x or se is NaN is left
// out and counted. One whose se is 0 is taken as known (λ = 1): it has no
// finite weight, and so does not enter μ and τ². Fewer than two other units
// give ErrFewUnits. It panics on different lengths and negative errors.
//
// Morris, C. N. (1983), J. Am. Stat. Assoc. 78, 47–55. DerSimonian, R. & Laird,
// N. (1986), Control. Clin. Trials 7, 177–188. Paule, R. C. & Mandel, J. (1982),
// J. Res. Natl. Bur. Stand. 87, 377–385. Viechtbauer, W. (2005), J. Educ. Behav.
// Stat. 30, 261–293. Higgins, J. & Thompson, S. (2002), Stat. Med. 21, 1539–1558.
func Shrink(x, se []float64, method TauEstimator) (Shrinkage, error) {
	var s Shrinkage
	var m metaSample
	if len(x) != len(se) {
		panic("scoring: x and se differ in length")
	}
	for i := range x {
		switch {
		case math.IsInf(x[i], 0) || math.IsInf(se[i], 0) || se[i] < 0:
			panic("scoring: estimates must be numbers and their errors not negative")
		case math.IsNaN(x[i]) || math.IsNaN(se[i]):
			s.Missing++
		case se[i] == 0:
			s.Known++
		default:
			m.x, m.v = append(m.x, x[i]), append(m.v, se[i]*se[i])
		}
	}
	s.N = len(m.x)
	if s.N < 2 {
		return s, ErrFewUnits
	}
	at0 := m.at(0)
	s.Q = at0.q
	typical := float64(s.N-1) / at0.free
	s.Tau2 = m.tau2(method)
	s.I2 = 100 * s.Tau2 / (s.Tau2 + typical)
	fit := m.at(s.Tau2)
	s.Mu, s.MuSE = fit.mu, math.Sqrt(1/fit.sum)
	s.Units = make([]Shrunken, len(x))
	for i := range x {
		s.Units[i] = s.Of(x[i], se[i])
	}
	return s, nil
}

// Of shrinks one value, also of a unit that μ and τ² do not rest on; NaN where x
// or se is.
func (s *Shrinkage) Of(x, se float64) Shrunken {
	if math.IsNaN(x) || math.IsNaN(se) {
		nan := math.NaN()
		return Shrunken{nan, nan, nan, nan}
	}
	if se == 0 {
		return Shrunken{Lambda: 1, Value: x}
	}
	v := se * se
	l := s.Tau2 / (s.Tau2 + v)
	rest := v / (s.Tau2 + v) // 1−λ without cancellation
	return Shrunken{
		Lambda: l,
		Value:  l*x + rest*s.Mu,
		SE:     math.Sqrt(l*v + rest*rest*s.MuSE*s.MuSE),
		PostSD: math.Sqrt(l) * se,
	}
}

// A metaSample is values with known sampling variances.
type metaSample struct{ x, v []float64 }

// A metaFit is what a metaSample gives at one τ², w = 1/(τ² + v).
type metaFit struct {
	mu   float64 // Σ w x / Σ w
	sum  float64 // Σ w
	free float64 // Σ w − Σ w²/Σ w
	q    float64 // Σ w (x−μ)²
	q2   float64 // Σ w² (x−μ)²
	log  float64 // Σ log w
}

func (m metaSample) at(tau2 float64) metaFit {
	var f metaFit
	wx, squares := 0.0, 0.0
	for i, v := range m.v {
		w := 1 / (tau2 + v)
		f.sum += w
		squares += w * w
		wx += w * m.x[i]
		f.log += math.Log(w)
	}
	f.mu = wx / f.sum
	f.free = f.sum - squares/f.sum
	for i, v := range m.v {
		w, d := 1/(tau2+v), m.x[i]-f.mu
		f.q += w * d * d
		f.q2 += w * w * d * d
	}
	return f
}

// tau2 estimates the variance of the true values.
func (m metaSample) tau2(method TauEstimator) float64 {
	k := float64(len(m.x) - 1)
	switch method {
	case DerSimonianLaird:
		f := m.at(0)
		return max(0, (f.q-k)/f.free)
	case PauleMandel: // Q(τ²) falls; its expectation is K−1
		return fallingRoot(func(t float64) float64 { return m.at(t).q - k }, m.v[0])
	case REML: // −2 log restricted likelihood and its slope
		return remlMinimum(func(t float64) (loss, slope float64) {
			f := m.at(t)
			return -f.log + math.Log(f.sum) + f.q, f.free - f.q2
		}, remlEnd(m.x, slices.Max(m.v), 1))
	}
	panic("scoring: unknown estimator of the variance between units")
}

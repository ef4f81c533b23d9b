package scoring

import (
	"errors"
	"math"
)

// ErrWithin says that answers do not vary within groups, or that no group has
// two answers: the variance within cannot be told from that between.
var ErrWithin = errors.New("answers do not vary within groups")

// A OneWay is a random-effects model of raw answers in groups, with one
// residual variance for all.
type OneWay struct {
	Mu      float64 // mean of the groups' true means, points
	MuSE    float64 // its standard error, points
	Tau2    float64 // variance between groups, points²; at least 0
	Sigma2  float64 // variance within groups, points²
	ICC     float64 // τ²/(τ² + σ²), 0–1
	N       int     // answers used
	Missing int     // answers that are NaN
	Empty   int     // groups without an answer; their Units have N 0 and NaN
	Units   []OneWayUnit
}

// A OneWayUnit is one group of a OneWay, in the order given.
type OneWayUnit struct {
	Shrunken
	N   int     // answers
	Raw float64 // their mean, points
}

// OneWayREML fits, by restricted maximum likelihood, one row of answers a group:
//
//	y_ij = μ + u_i + e_ij,  u_i ~ N(0, τ²),  e_ij ~ N(0, σ²)
//	λ_i = τ²/(τ² + σ²/n_i),  value_i = λ_i ȳ_i + (1−λ_i) μ
//	SE_i² = λ_i σ²/n_i + (1−λ_i)² Var(μ),  Var(μ) = 1/Σ 1/(τ² + σ²/n_i)
//
// With θ = τ²/σ², w_i = n_i/(1 + n_i θ) and S = Σ (y_ij − ȳ_i)² + Σ w_i (ȳ_i − μ)²,
// σ² = S/(N−1) and θ ≥ 0 makes least
//
//	(N−1) log S + Σ log(1 + n_i θ) + log Σ w_i
//
// NaN answers are left out and counted. Fewer than two groups with answers give
// ErrFewUnits; groups of single answers only, or without any variance within,
// give ErrWithin.
//
// Patterson, H. D. & Thompson, R. (1971), Biometrika 58, 545–554. Searle, S. R.,
// Casella, G. & McCulloch, C. E. (1992), Variance Components, ch. 3, 7.
func OneWayREML(groups [][]float64) (OneWay, error) {
	m := oneWayOf(groups)
	fit := OneWay{N: m.n, Missing: m.missing, Empty: len(groups) - m.k}
	if m.k < 2 {
		return fit, ErrFewUnits
	}
	if !(m.within > 0) {
		return fit, ErrWithin
	}
	theta := remlMinimum(m.loss, remlEnd(m.mean, 1, float64(m.n-1)/m.within)) // v = 1/n ≤ 1
	mu, sum, s, _, _ := m.at(theta)
	fit.Mu = mu
	fit.Sigma2 = s / float64(m.n-1)
	fit.Tau2 = theta * fit.Sigma2
	fit.MuSE = math.Sqrt(fit.Sigma2 / sum)
	fit.ICC = theta / (1 + theta)
	shrinkage := Shrinkage{Mu: mu, MuSE: fit.MuSE, Tau2: fit.Tau2}
	for i, n := range m.counts {
		u := OneWayUnit{N: n, Raw: m.means[i]}
		u.Shrunken = shrinkage.Of(u.Raw, math.Sqrt(fit.Sigma2/float64(n)))
		fit.Units = append(fit.Units, u)
	}
	return fit, nil
}

// A oneWaySample is the sufficient statistics of answers in groups.
type oneWaySample struct {
	counts     []int     // of every group
	means      []float64 // of every group, NaN without answers
	size, mean []float64 // of the k groups with answers
	within     float64   // Σ (y − ȳ_i)²
	n, k       int
	missing    int
}

func oneWayOf(groups [][]float64) *oneWaySample {
	m := &oneWaySample{}
	for _, answers := range groups {
		n, sum := 0, 0.0
		for _, y := range answers {
			if math.IsInf(y, 0) {
				panic("scoring: answers must be finite")
			}
			if math.IsNaN(y) {
				m.missing++
				continue
			}
			n++
			sum += y
		}
		mean := sum / float64(n) // NaN without answers
		m.counts, m.means = append(m.counts, n), append(m.means, mean)
		m.n += n
		if n == 0 {
			continue
		}
		m.k++
		m.size, m.mean = append(m.size, float64(n)), append(m.mean, mean)
		lowest, highest := math.Inf(1), math.Inf(-1)
		squares := 0.0
		for _, y := range answers {
			if !math.IsNaN(y) {
				lowest, highest = min(lowest, y), max(highest, y)
				squares += (y - mean) * (y - mean)
			}
		}
		if lowest < highest { // else rounding only
			m.within += squares
		}
	}
	return m
}

// at returns, for one θ, μ, Σ w, S, and with them Σ w − Σ w²/Σ w and Σ w² (ȳ−μ)².
func (m *oneWaySample) at(theta float64) (mu, sum, s, free, q2 float64) {
	squares := 0.0
	for i, n := range m.size {
		w := n / (1 + n*theta)
		sum += w
		squares += w * w
		mu += w * m.mean[i]
	}
	mu /= sum
	s = m.within
	for i, n := range m.size {
		w, d := n/(1+n*theta), m.mean[i]-mu
		s += w * d * d
		q2 += w * w * d * d
	}
	return mu, sum, s, sum - squares/sum, q2
}

// loss returns the criterion of OneWayREML and its slope in θ.
func (m *oneWaySample) loss(theta float64) (loss, slope float64) {
	_, sum, s, free, q2 := m.at(theta)
	df := float64(m.n - 1)
	loss = df*math.Log(s) + math.Log(sum)
	for _, n := range m.size {
		loss += math.Log1p(n * theta)
	}
	return loss, free - df*q2/s
}

package scoring

import (
	"errors"
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// ErrSampleSize says that no sample, however large, does what is asked.
var ErrSampleSize = errors.New("no sample size is large enough")

// largestSample ends the search for a sample size.
const largestSample = 1e9

// normalFrom is the degrees of freedom above which t is taken as normal.
const normalFrom = 1e6

// A SamplePlan is what is known of a unit's survey before fieldwork.
type SamplePlan struct {
	SD         float64 // of one respondent's score within a unit, points
	ICC        float64 // intraclass correlation of ballots within a cluster, 0–1
	Cluster    float64 // ballots per cluster; 1: every ballot by itself
	Weighting  float64 // design effect of unequal weights, at least 1 (KishDeff)
	Population float64 // people in a unit; +Inf: many
}

func (p SamplePlan) check() {
	if !(p.SD > 0 && p.ICC >= 0 && p.ICC <= 1 && p.Cluster >= 1 && p.Weighting >= 1 && p.Population > 1) || math.IsInf(p.SD, 1) || math.IsInf(p.Cluster, 1) {
		panic("scoring: sample plan out of range")
	}
}

// Deff returns the design effect to be expected,
//
//	deff = deff_w (1 + (m − 1) ρ)
//
// with m ballots per cluster and the intraclass correlation ρ. Kish, L. (1965),
// Survey Sampling, section 8.2; (1987), Statistica 47 for the product.
func (p SamplePlan) Deff() float64 { return p.Weighting * (1 + (p.Cluster-1)*p.ICC) }

// SE returns the standard error of a unit's mean from n ballots, with the
// finite population correction:
//
//	se² = deff S²/n (1 − n/N)
//
// Cochran, W. G. (1977), Sampling Techniques, 3rd ed., (2.20). It panics if
// n is not positive; with n ≥ N the error is 0.
func (p SamplePlan) SE(n float64) float64 {
	p.check()
	if !(n > 0) {
		panic("scoring: sample size must be positive")
	}
	return p.SD * math.Sqrt(p.Deff()/n*max(0, 1-n/p.Population))
}

// df returns the degrees of freedom of a unit's mean: clusters less one.
func (p SamplePlan) df(n float64) float64 { return n/p.Cluster - 1 }

// HalfWidth returns half of the t interval of a unit's mean from n ballots, in
// points; +Inf where fewer than two clusters are drawn.
func (p SamplePlan) HalfWidth(n int, level float64) float64 {
	df := p.df(float64(n))
	if se := p.SE(float64(n)); se == 0 || df >= 1 {
		return se * planQuantile(level, df)
	}
	return math.Inf(1)
}

// planQuantile returns the two-sided t quantile, the normal one where they are
// the same to six digits; 0 below one degree of freedom.
func planQuantile(level, df float64) float64 {
	switch {
	case df < 1:
		return 0
	case df > normalFrom:
		return distuv.UnitNormal.Quantile((1 + level) / 2)
	}
	return studentQuantile(level, df)
}

// ForHalfWidth returns the fewest ballots for a half-width of at most half
// points. With the normal quantile z for t it is Cochran's (4.2)
//
//	n = n₀/(1 + n₀/N),  n₀ = z² deff S²/half²
func (p SamplePlan) ForHalfWidth(half, level float64) (int, error) {
	return p.fewest(func(n int) bool { return p.HalfWidth(n, level) <= half })
}

// DropPower returns the chance that a two-sided test at level alpha between
// two rounds of n ballots each finds a true drop of d points, a fall being
// told as such:
//
//	P(T > t_{1−α/2, ν}),  T noncentral t, ν = 2 (n/m − 1), δ = d/(√2 se)
//
// With one ballot per cluster, no weighting and a large population it is R's
// power.t.test. Rounds ask other people.
func (p SamplePlan) DropPower(n int, d, alpha float64) float64 {
	if !(d > 0 && alpha > 0 && alpha < 1) {
		panic("scoring: drop must be positive and alpha between 0 and 1")
	}
	se, df := math.Sqrt2*p.SE(float64(n)), 2*p.df(float64(n))
	switch {
	case se == 0:
		return 1
	case df < 1:
		return 0
	}
	t := planQuantile(1-alpha, df)
	if df > normalFrom {
		return normalCDF(d/se - t)
	}
	return noncentralTail(t, df, d/se)
}

// noncentralTail returns P(T > t) of the noncentral t distribution with ν
// degrees of freedom and noncentrality δ:
//
//	P(T > t) = ∫ Φ(δ − t s) f(s) ds,  s = √(χ²_ν/ν)
//
// by Simpson's rule over the ±10 standard deviations of s.
func noncentralTail(t, nu, delta float64) float64 {
	const steps = 600
	gamma, _ := math.Lgamma(nu / 2)
	log := math.Ln2 + nu/2*math.Log(nu/2) - gamma
	density := func(s float64) float64 {
		switch {
		case s > 0:
			return math.Exp(log + (nu-1)*math.Log(s) - nu*s*s/2)
		case nu == 1:
			return math.Exp(log)
		}
		return 0
	}
	spread := 10 / math.Sqrt(2*nu)
	low, high := max(0, 1-spread), 1+spread
	h, sum := (high-low)/steps, 0.0
	for i := 0; i <= steps; i++ {
		s := low + float64(i)*h
		weight := 2.0 + 2*float64(i%2)
		if i == 0 || i == steps {
			weight = 1
		}
		sum += weight * normalCDF(delta-t*s) * density(s)
	}
	return min(1, max(0, sum*h/3))
}

// ForDrop returns the fewest ballots in each of two rounds with which a drop of
// d points is found with at least the power; see DropPower.
func (p SamplePlan) ForDrop(d, alpha, power float64) (int, error) {
	return p.fewest(func(n int) bool { return p.DropPower(n, d, alpha) >= power })
}

// DetectableDrop returns the smallest drop, in points, that n ballots in each
// of two rounds find with the power; +Inf where none is found.
func (p SamplePlan) DetectableDrop(n int, alpha, power float64) float64 {
	if p.SE(float64(n)) == 0 {
		return 0
	}
	low, high := 0.0, p.SD
	for p.DropPower(n, high, alpha) < power {
		if low, high = high, 2*high; high > 1e6*p.SD {
			return math.Inf(1)
		}
	}
	for range 100 {
		mid := (low + high) / 2
		if mid <= low || mid >= high {
			break
		}
		if p.DropPower(n, mid, alpha) < power {
			low = mid
		} else {
			high = mid
		}
	}
	return high
}

// Rankability returns the share of the spread between units' scores that is
// true rather than sampling error, if each gives n ballots and the true scores
// have the standard deviation tau, in points:
//
//	ρ = τ²/(τ² + se²)
//
// Lingsma, H. F. et al. (2009), BMC Medical Research Methodology 9, 53.
func (p SamplePlan) Rankability(n int, tau float64) float64 {
	if !(tau > 0) {
		panic("scoring: tau must be positive")
	}
	v := p.SE(float64(n))
	return tau * tau / (tau*tau + v*v)
}

// ForRankability returns the fewest ballots per unit for a rankability of at
// least the share, 0–1: n₀ = deff S² ρ/(τ² (1 − ρ)), corrected as in
// ForHalfWidth.
func (p SamplePlan) ForRankability(share, tau float64) (int, error) {
	return p.fewest(func(n int) bool { return p.Rankability(n, tau) >= share })
}

// fewest returns the smallest n that is enough, which all larger ones are too.
func (p SamplePlan) fewest(enough func(n int) bool) (int, error) {
	p.check()
	low, high := 0, 1
	most := int(min(largestSample, p.Population))
	for !enough(high) {
		if high >= most {
			return 0, ErrSampleSize
		}
		low, high = high, min(2*high, most)
	}
	for high-low > 1 {
		if mid := (low + high) / 2; enough(mid) {
			high = mid
		} else {
			low = mid
		}
	}
	return high, nil
}

// FamilyAlpha returns the level at which one of m tests is made when all m are
// adjusted together at alpha: alpha/m for Bonferroni (and, at worst, Holm); for
// BH the point at which its step-up comes to rest if real of the m differences
// exist and each is found with the power,
//
//	α* = α (1 + (m₁ − 1) power)/(m − α (m − m₁)),  m₁ = max(1, real)
//
// given that the one looked at is found. It grows with real, up to about
// alpha·power. Benjamini, Y. & Hochberg, Y. (1995), JRSS B 57, 289–300; the
// fixed point as in Jung, S.-H. (2005), Bioinformatics 21, 3097–3104. It panics
// on another method but Unadjusted.
func FamilyAlpha(alpha float64, m, real int, power float64, method Adjustment) float64 {
	if m < 1 || real > m {
		panic("scoring: a family of tests out of range")
	}
	switch method {
	case Unadjusted:
		return alpha
	case Bonferroni, Holm:
		return alpha / float64(m)
	case BH:
		found := float64(max(1, real))
		return alpha * (1 + (found-1)*power) / (float64(m) - alpha*(float64(m)-found))
	}
	panic("scoring: no planning for this adjustment")
}

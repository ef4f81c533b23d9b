package scoring

import "math"

// A simpleSum gathers what a score's variance is compared with:
//
//	deff = V / V₁ · K,  K = n Σ_p a_p² K_p/n_p,  K_p = n_p Σ u² / Σ u²/ω
//
// V₁ is the variance as if every ballot were a sampling unit, in one stratum,
// and weights had not been calibrated: n'/(n'−1) Σ u², (1−f) of it where the
// population is known; n' and f are the ballots and the sampled share of the
// people in the strata that the score's n ballots come from. K is what unequal
// weights cost: over the parts of share a_p, that of their n_p ballots with
// the weights ω of sum 1, Kish's n_p Σω² where all answers are equal.
//
// With one part deff is V over (1−f) S²/n, S² the variance of the answers that
// R's svyvar states. With several groups of fixed weight their answers are
// taken to spread alike, as in Kish's formula, since groups of two or three
// ballots say little of that. Cells know Σ u² alone: within a cell all ω are
// taken to be Σω²/Σω, which is exact where its weights are equal.
type simpleSum struct {
	parts          []simplePart
	squares, scale float64 // Σ u², and without the means taken off
}

type simplePart struct {
	n, total       float64 // ballots with a value, Σ w
	share          float64
	kish           float64 // n Σw²/(Σw)²
	squares, ratio float64 // Σ u² and Σ u²/ω
	scale          float64 // of ratio
}

// begin begins a part of the given share in the score, with n ballots of
// weights with the sums w and w2 of squares.
func (s *simpleSum) begin(n int, w, w2, share float64) {
	s.parts = append(s.parts, simplePart{n: float64(n), total: w, share: share, kish: float64(n) * w2 / (w * w)})
}

// add adds a cell, whose ballots have weights with the sums w and w2 of
// squares, to the part begun last.
func (s *simpleSum) add(x contribution, w, w2 float64) {
	p := &s.parts[len(s.parts)-1]
	omega := w2 / w / p.total
	p.squares += x.square
	p.ratio += x.square / omega
	p.scale += x.scale / omega
	s.squares += x.square
	s.scale += x.scale
}

// weighting returns K.
func (s *simpleSum) weighting() float64 {
	n, k := 0.0, 0.0
	for i := range s.parts {
		p := &s.parts[i]
		cost := p.kish
		if p.ratio > rounding*p.scale {
			cost = p.n * p.squares / p.ratio
		}
		n += p.n
		k += p.share * p.share * cost / p.n
	}
	return n * k
}

// independent returns V₁, or NaN where the answers or the sample give none.
func (s *simpleSum) independent(strata []*stratum, sums []sum) float64 {
	var n, population float64
	for h := range sums {
		if sums[h].units > 0 {
			n += float64(strata[h].rows())
			population += float64(strata[h].rows()) / strata[h].fraction() // +Inf where not known
		}
	}
	left := 1 - n/population
	if n < 2 || left <= 0 || s.squares <= rounding*s.scale {
		return math.NaN()
	}
	return left * n / (n - 1) * s.squares
}

// deffRounding is what rounding may put between a design effect and 1.
const deffRounding = 1e-9

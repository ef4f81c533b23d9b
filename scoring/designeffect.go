package scoring

import "math"

// A simpleSum gathers the variance that a score would have if its respondents
// had been drawn simply. With ω_i the weight of ballot i in the score, of sum
// 1, and u_i its share in the linearised total,
//
//	V_srs = (1−f) n'/(n'−1) Σ_i (u_i/ω_i)² ω_i / n
//
// for n ballots with a value, the n' ballots and the sampled share f of the
// population in the strata that they come from. For a mean over a whole sample
// that is R's svyvar over n, (1−f) S²/n. Cells know Σ u² alone: within a cell
// ω is taken to be Σω²/Σω, which is exact where a cell's weights are equal.
type simpleSum struct{ squares, scale float64 }

// add adds a cell whose ballots have the weight omega in the score.
func (s *simpleSum) add(x contribution, omega float64) {
	s.squares += x.square / omega
	s.scale += x.scale / omega
}

// variance returns n V_srs, or NaN where the sample gives none.
func (s *simpleSum) variance(strata []*stratum, sums []sum) float64 {
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

// designEffect returns V / V_srs for a score from n ballots; NaN where either
// has no value.
func (v *variance) designEffect(n int) float64 {
	deff := v.value / (v.simple / float64(n))
	if math.Abs(deff-1) < deffRounding {
		return 1
	}
	return deff
}

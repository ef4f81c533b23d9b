package scoring

import (
	"math"
)

// ShrunkenRanks is the ranking of units by their empirical-Bayes posteriors.
type ShrunkenRanks struct {
	Shrinkage
	Rankability float64        // see Shrinkage.Rankability
	Ranks       []ShrunkenRank // as x; zero for a unit left out (Missing)
}

// Rankability returns τ²/(τ² + median se²) of the units that were shrunk with
// standard errors se: the part of the differences between units that is not
// chance, 0–1. The median is that of the units that μ and τ² rest on.
func (s *Shrinkage) Rankability(se []float64) float64 {
	var squares []float64
	for i, u := range s.Units {
		if !math.IsNaN(u.Value) && se[i] > 0 {
			squares = append(squares, se[i]*se[i])
		}
	}
	return s.Tau2 / (s.Tau2 + Median(squares))
}

// A ShrunkenRank is one unit's place among the K units that have a value and
// an error; rank 1 is the largest.
type ShrunkenRank struct {
	Expected     float64          // expected rank, 1–K
	PCER         float64          // percentile of it, 0–100: 100 (Expected − ½)/K
	Distribution RankDistribution // nil for a unit left out
}

// RankShrunken ranks units with values x and standard errors se by their
// posteriors N(value_i, λ_i se_i²) under Shrink, μ and τ² taken as known, as
// ExpectedRanks and RankProbabilities do. Units that shrink to the same value
// without a spread (τ² = 0) share all ranks. What Shrink leaves out is left out
// here, not ranked last; errors and panics are Shrink's.
//
// Marshall, E. C. & Spiegelhalter, D. J. (1998), BMJ 316, 1701–1704. Lingsma, H. F.
// et al. (2009), BMC Med. Res. Methodol. 9, 53. Lin, R. et al. (2006), Bayesian
// Analysis 1, 915–946.
func RankShrunken(x, se []float64, method TauEstimator) (ShrunkenRanks, error) {
	s, err := Shrink(x, se, method)
	r := ShrunkenRanks{Shrinkage: s}
	if err != nil {
		return r, err
	}
	var at []int
	var values, spread []float64
	for i, u := range s.Units {
		if math.IsNaN(u.Value) {
			continue
		}
		at = append(at, i)
		values, spread = append(values, u.Value), append(spread, u.PostSD)
	}
	r.Rankability = s.Rankability(se)
	r.Ranks = make([]ShrunkenRank, len(x))
	expected, prob := ExpectedRanks(values, spread), RankProbabilities(values, spread)
	for j, i := range at {
		r.Ranks[i] = ShrunkenRank{
			Expected:     expected[j],
			PCER:         100 * (expected[j] - 0.5) / float64(len(at)),
			Distribution: prob[j],
		}
	}
	return r, nil
}

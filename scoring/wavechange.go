package scoring

import "math"

// A WaveChange is the difference of the means of two waves, or of two domains,
// of one sample.
type WaveChange struct {
	Before, After float64 // means, points
	Diff          float64 // After − Before, points
	SE            float64 // with the covariance of shared PSUs, points
	// SEUncorrelated leaves the covariance out, √(V₁+V₂): what the error would
	// be, had other PSUs of the same kind been asked in the second wave.
	SEUncorrelated float64
	Covariance     float64 // of the two means, points²
	DF             float64 // of the design: PSUs − strata
	T, P           float64 // two-sided; NaN if SE is 0
	Low, High      float64 // t interval of Diff at the design's level
	N1, N2         int     // rows used before and after
	Missing        int     // rows of either wave without an answer
	Outside        int     // rows of neither wave, outside the domain or without weight
}

// Change compares the two waves of a stacked file, one row an answer y (NaN: not
// answered): before and after mark the rows of each; a row may be in neither.
// With one linearised variable for each wave over all rows,
//
//	V = V₁ + V₂ − 2 C₁₂,  z_i = (y_i − m)/W in the wave, 0 elsewhere
//
// each under the whole design (see Mean), so that PSUs seen in both waves enter
// the covariance. t has PSUs − strata degrees of freedom. Clusters must bear
// the same names in both waves.
//
// A wave without answers gives ErrNoAnswers; a variance that the design cannot
// give is Mean's error, with the means filled in and NaN for the rest. If the
// variance is 0 the error is ErrConstant. It panics on wrong lengths,
// infinite values and a row in both.
//
// Kish, L. (1965), Survey Sampling, ch. 12. Särndal, C.-E., Swensson, B. &
// Wretman, J. (1992), Model Assisted Survey Sampling, section 9.9.
func (s *Sample) Change(y []float64, before, after []bool) (WaveChange, error) {
	return s.change(y, before, after, s.DF())
}

// TTest compares two domains of one wave as Change does, but as the regression
// of y on the domain it has one degree of freedom less: PSUs − strata − 1.
//
// Lumley, T. (2010), Complex Surveys, ch. 5.
func (s *Sample) TTest(y []float64, first, second []bool) (WaveChange, error) {
	return s.change(y, first, second, s.DF()-1)
}

func (s *Sample) change(y []float64, before, after []bool, df float64) (WaveChange, error) {
	s.checkRows(len(before))
	s.checkRows(len(after))
	for i := range before {
		if before[i] && after[i] {
			panic("scoring: a row in both waves")
		}
	}
	used1, e1 := s.Domain(before).usedRows(y)
	used2, e2 := s.Domain(after).usedRows(y)
	nan := math.NaN()
	c := WaveChange{
		Before: nan, After: nan, Diff: nan, SE: nan, SEUncorrelated: nan, Covariance: nan,
		DF: df, T: nan, P: nan, Low: nan, High: nan,
		N1: e1.N, N2: e2.N, Missing: e1.Missing + e2.Missing,
	}
	c.Outside = len(y) - c.N1 - c.N2 - c.Missing
	if c.N1 == 0 || c.N2 == 0 {
		return c, ErrNoAnswers
	}
	var z1, z2 []float64
	c.Before, _, z1 = s.linearisedMean(y, used1)
	c.After, _, z2 = s.linearisedMean(y, used2)
	c.Diff = c.After - c.Before
	used, z := make([]bool, len(y)), make([]float64, len(y))
	for i := range z {
		used[i] = used1[i] || used2[i]
		z[i] = z2[i] - z1[i]
	}
	v, err := s.covariance(used, z, z1, z2)
	if err != nil {
		return c, err
	}
	c.SE = math.Sqrt(v.At(0, 0))
	c.SEUncorrelated = math.Sqrt(v.At(1, 1) + v.At(2, 2))
	c.Covariance = v.At(1, 2)
	if c.SE == 0 {
		return c, ErrConstant
	}
	if df < 1 {
		return c, ErrLonelyUnit
	}
	c.T = c.Diff / c.SE
	c.Low, c.High, c.P = tInterval(c.Diff, c.SE, df, s.level)
	return c, nil
}

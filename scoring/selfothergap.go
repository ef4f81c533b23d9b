package scoring

import (
	"errors"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"
)

// A GapType is how a ratee sees himself beside the others.
type GapType uint8

// The types of Atwater & Yammarino.
const (
	GapUnknown GapType = iota // no gap
	InAgreement
	OverEstimator
	UnderEstimator
)

// String returns "unknown", "agree", "over" or "under".
func (g GapType) String() string { return [...]string{"unknown", "agree", "over", "under"}[g] }

// A GapTest is the self-other gap over all ratees.
type GapTest struct {
	Mean, SD  float64 // of the gaps, points
	T, DF, P  float64 // paired t test of no gap, two-sided
	Low, High float64 // t interval of the mean gap
	R         float64 // correlation of self and others; NaN where either does not vary
	Types     []GapType
	N         int // ratees with both values
	Missing   int // ratees left out because either is NaN
}

// ErrSameGap says that all gaps are the same, so that no test can be made.
var ErrSameGap = errors.New("the gaps do not vary")

// SelfOtherGap tests whether ratees see themselves as others do, by a paired
// t test over the ratees at the level of confidence, e.g. 0.95, and says who
// over- or underestimates himself: whose gap self − others lies more than half
// a standard deviation of the gaps from 0. Fewer than two ratees with both
// values give ErrTooFew, gaps all the same ErrSameGap, each with the counts
// alone. It panics if lengths differ or level is not between 0 and 1.
//
// Atwater, L. E. & Yammarino, F. J. (1992), Personnel Psychology 45, 141–164.
func SelfOtherGap(self, others []float64, level float64) (GapTest, error) {
	if len(self) != len(others) {
		panic("scoring: self and others differ in length")
	}
	if !(level > 0 && level < 1) {
		panic("scoring: level must be between 0 and 1")
	}
	var t GapTest
	var x, y, gaps []float64
	for i := range self {
		if g := self[i] - others[i]; math.IsNaN(g) {
			t.Missing++
		} else {
			x, y, gaps = append(x, self[i]), append(y, others[i]), append(gaps, g)
		}
	}
	t.N = len(gaps)
	if t.N < 2 {
		return t, ErrTooFew
	}
	mean, sd := stat.MeanStdDev(gaps, nil)
	if sd <= 1e-12*max(slices.Max(x), -slices.Min(x), slices.Max(y), -slices.Min(y)) {
		return t, ErrSameGap
	}
	t.Mean, t.SD, t.DF = mean, sd, float64(t.N-1)
	se := sd / math.Sqrt(float64(t.N))
	t.T = mean / se
	t.Low, t.High, t.P = tInterval(mean, se, t.DF, level)
	t.R = correlation360(x, y)
	for i := range self {
		t.Types = append(t.Types, gapType(self[i]-others[i], sd/2))
	}
	return t, nil
}

func gapType(gap, half float64) GapType {
	switch {
	case math.IsNaN(gap):
		return GapUnknown
	case gap > half:
		return OverEstimator
	case gap < -half:
		return UnderEstimator
	}
	return InAgreement
}

package scoring

import "math"

// LeastAnswers is how many scored answers a ballot needs before identical ones
// say anything: fewer are often alike by chance.
const LeastAnswers = 5

// A CarelessTally counts, over a stream of ballots, the indices of careless
// responding that one look at a ballot gives. It is mergeable, its counts are
// whole numbers, and it removes nobody: who is content may well tick the same
// box throughout.
//
// Looked at are ballots with LeastAnswers scored answers or more, and at least
// half of the items. A run is a sequence of items answered in the same place of
// the form, broken by an answer that is not scored. Half of the items in one run
// is the rule of thumb of Curran; all alike is the straight-lining of Krosnick.
//
// Curran, P. G. (2016), Journal of Experimental Social Psychology 66, 4–19;
// Krosnick, J. A. (1991), Applied Cognitive Psychology 5, 213–236; Dunn et al.
// (2018), see IRV.
type CarelessTally struct {
	items   int
	ballots int // looked at
	short   int // with too few answers
	halfRun int
	alike   int
	spread  []int // by whole points of the spread within a ballot
}

// widestSpread is the largest standard deviation of two or more scores of
// 0–100, n−1, rounded up.
const widestSpread = 71

// NewCarelessTally returns an empty tally of ballots of so many items.
func NewCarelessTally(items int) *CarelessTally {
	return &CarelessTally{items: items, spread: make([]int, widestSpread+1)}
}

// Add looks at one ballot: the options ticked, in the order of the form, and
// their scores of 0–100, NaN where there is none.
func (t *CarelessTally) Add(options []int16, scores []float64) {
	n, run, longest := 0, 0, 0
	last, least, most := int16(-1), int16(math.MaxInt16), int16(-1)
	sum, squares := 0.0, 0.0
	for j, x := range scores {
		if x != x {
			run, last = 0, -1
			continue
		}
		o := options[j]
		before := 0
		if o == last {
			before = run
		}
		run, last = before+1, o
		longest = max(longest, run)
		least, most = min(least, o), max(most, o)
		n++
		sum += x
		squares += x * x
	}
	if !t.enough(n) {
		t.short++
		return
	}
	t.ballots++
	if 2*longest >= t.items {
		t.halfRun++
	}
	if least == most {
		t.alike++
	}
	t.spread[spreadOf(n, sum, squares)]++
}

// enough reports whether a ballot with n scored answers is looked at.
func (t *CarelessTally) enough(n int) bool { return n >= LeastAnswers && 2*n >= t.items }

// spreadOf returns the standard deviation of n scores, in whole points.
func spreadOf(n int, sum, squares float64) int {
	variance := (squares - sum*sum/float64(n)) / float64(n-1)
	return int(math.Sqrt(max(0, variance)) + .5)
}

// Merge adds all that o has counted.
func (t *CarelessTally) Merge(o *CarelessTally) {
	if t.items != o.items {
		panic("scoring: Merge of careless tallies of other items")
	}
	t.ballots, t.short = t.ballots+o.ballots, t.short+o.short
	t.halfRun, t.alike = t.halfRun+o.halfRun, t.alike+o.alike
	for i, n := range o.spread {
		t.spread[i] += n
	}
}

// Carelessness is what a CarelessTally has found; without ballots to look at
// its figures are NaN.
type Carelessness struct {
	N, Short       int     // ballots looked at, and with too few answers
	HalfRun        float64 // share with half of the items or more in one run, 0–1
	Alike          float64 // share with all answers alike, 0–1
	SpreadQuartile [3]int  // of IRV: points of the scale, rounded to whole ones; −1 without ballots
}

// Shares returns what the tally has found.
func (t *CarelessTally) Shares() Carelessness {
	n := float64(t.ballots)
	c := Carelessness{N: t.ballots, Short: t.short, HalfRun: float64(t.halfRun) / n, Alike: float64(t.alike) / n}
	for q := range c.SpreadQuartile {
		c.SpreadQuartile[q] = t.spreadQuantile(float64(q+1) / 4)
	}
	return c
}

// spreadQuantile returns the least whole spread that a share p of the ballots
// does not exceed.
func (t *CarelessTally) spreadQuantile(p float64) int {
	below := 0
	for points, n := range t.spread {
		if below += n; t.ballots > 0 && float64(below) >= p*float64(t.ballots) {
			return points
		}
	}
	return -1
}

package scoring

import (
	"cmp"
	"slices"
)

// A Fraction is a share as rules of voting state it, such as two thirds, so
// that nothing is lost to rounding at its border.
type Fraction struct{ Of, Parts int } // Of parts out of Parts; Parts 0: no share

// Reached reports whether n is at least this share of total.
func (f Fraction) Reached(n, total int) bool {
	return int64(n)*int64(f.Parts) >= int64(f.Of)*int64(total)
}

// Exceeded reports whether n is more than this share of total.
func (f Fraction) Exceeded(n, total int) bool {
	return int64(n)*int64(f.Parts) > int64(f.Of)*int64(total)
}

// A MajorityRule says when a proposal put to a vote is carried.
type MajorityRule struct {
	Quorum   Fraction // of those expected who must have voted; the zero value asks for none
	Majority Fraction // of the base, which those in favour must exceed
	Base     MajorityBase
}

// MajorityBase is what a majority is a majority of.
type MajorityBase uint8

// The bases.
const (
	OfExpected MajorityBase = iota // all who are entitled to vote
	OfCast                         // all who voted, whatever they said
	OfDecided                      // those who said yes or no
)

// A VoteCount is how many voted, and how.
type VoteCount struct {
	Expected int // entitled to vote
	Cast     int // ballots handed in, void and abstaining ones among them
	For      int
	Against  int
}

// A Verdict is what a vote came to.
type Verdict uint8

// The verdicts.
const (
	Inquorate Verdict = iota // too few voted: nothing is decided
	Carried
	Lost
)

// String returns "inquorate", "carried" or "lost".
func (v Verdict) String() string { return [...]string{"inquorate", "carried", "lost"}[v] }

// Decide applies the rule. A share of a base of 0 is never exceeded.
func (r MajorityRule) Decide(c VoteCount) Verdict {
	if r.Quorum.Parts > 0 && !r.Quorum.Reached(c.Cast, c.Expected) || c.Cast == 0 {
		return Inquorate
	}
	base := c.Expected
	switch r.Base {
	case OfCast:
		base = c.Cast
	case OfDecided:
		base = c.For + c.Against
	}
	if r.Majority.Exceeded(c.For, base) {
		return Carried
	}
	return Lost
}

// A Seat is what a candidate won.
type Seat struct {
	Rank int // by votes, ties 1-2-2-4
	// Class is the class of places won, from 1; 0: none. Of candidates who are
	// tied over a border it is the lower one that all of them have for certain.
	Class int
	// Tied candidates have as many votes as others where a class has not enough
	// places for all of them: Upper is the class that they stand for, and that
	// another vote, or a rule beyond votes, must decide.
	Tied  bool
	Upper int
}

// Seats shares out places by votes: the first places[0] candidates win class 1
// (the seats, the first prizes), the next places[1] class 2, and so on.
// Candidates without a vote win nothing. Ties within a class are no matter;
// ties over a border are never broken here. It panics if a number of places is
// negative.
func Seats(votes []int, places ...int) []Seat {
	out := make([]Seat, len(votes))
	order := make([]int, len(votes))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(votes[b], votes[a]) })
	classOf := func(at int) int { // of the place after so many others
		for class, n := range places {
			if n < 0 {
				panic("scoring: a negative number of places")
			}
			if at < n {
				return class + 1
			}
			at -= n
		}
		return 0
	}
	for from := 0; from < len(order); {
		to := from
		for to < len(order) && votes[order[to]] == votes[order[from]] {
			to++
		}
		upper, lower := classOf(from), classOf(to-1)
		for _, i := range order[from:to] {
			s := Seat{Rank: from + 1, Class: lower}
			if upper != lower {
				s.Tied, s.Upper = true, upper
			}
			if votes[i] <= 0 {
				s.Class, s.Tied, s.Upper = 0, false, 0
			}
			out[i] = s
		}
		from = to
	}
	return out
}

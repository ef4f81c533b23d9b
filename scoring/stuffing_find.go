package scoring

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/mathext"
)

// A Repeat is an answer sheet that came more often than honest people give the
// same answers.
type Repeat struct {
	Unit    string
	Answers []int16
	Ballots int     // with these answers, at least
	Of      int     // ballots about the unit
	Alike   bool    // the same place was ticked throughout
	Near    int     // ballots that differ from it at one item; 0 if Alike
	Beyond  float64 // as many of the ballots are more than expected at the most
	P       float64 // adjusted for all sheets that were looked at
}

// What Stuffing takes honest people to be like, at the most.
const (
	// halo is how far those who gave all other answers alike agree on one item
	// more than any two of the unit do: 0 is independence, 1 agreement.
	halo = 0.65
	// straightOdds is by how much the odds of straight-lining about a unit
	// may exceed those about the unit where it is next commonest.
	straightOdds = 2
	// stuffingAlpha is the chance of any false alarm in a poll.
	stuffingAlpha = 0.001
	// LeastRepeats is the fewest copies that are spoken of.
	LeastRepeats = 10
	// comparedUnits is how many other units with comparedBallots each it takes
	// to say what is common.
	comparedUnits, comparedBallots = 4, 30
)

// Stuffing finds the answer sheets that were copied, those with most copies
// first.
//
// Honest ballots that are alike have near relations: whoever gives all answers
// but one alike may well differ in that one. If s is the share of an answer
// in the unit, at most c = s + halo (1 − s) of those who agree on all other
// items give it, so for every ballot with the sheet there are at least
// Σ (1 − c)/c that differ from it at one item. The number of exact ones among
// both is tested against that by the exact binomial, one-sided, and adjusted
// for all sheets of the poll (Bonferroni). Independence is halo = 0; people
// answer by their general opinion, which makes likes far commoner. Items that
// are blank on the sheet, or fixed (others are shown or not by their answer),
// do not count, and there must be LeastAnswers others (one less beside a
// straight line).
//
// Straight-lining needs no fraud. A unit's sheets with the same place ticked
// throughout are held against the unit where they are next commonest, at odds
// of straightOdds to 1; a poll with few units tells nothing about them.
//
// What is forged with variation, or spread over units alike, is not found.
func (c *SheetCount) Stuffing(fixed []bool) []Repeat {
	tests := 0
	var found []Repeat
	for id, u := range c.units {
		tests += u.sheets.len()
		found = append(found, c.copies(id, u, fixed)...)
	}
	straight := c.straightLines()
	for _, s := range straight {
		tests += len(c.units)
		found = append(found, c.unusual(s)...)
	}
	for i := range found {
		found[i].P = min(1, found[i].P*float64(tests))
	}
	found = slices.DeleteFunc(found, func(r Repeat) bool { return r.P > stuffingAlpha })
	slices.SortFunc(found, func(a, b Repeat) int {
		return cmp.Or(cmp.Compare(b.Ballots, a.Ballots), cmp.Compare(a.Unit, b.Unit), slices.Compare(a.Answers, b.Answers))
	})
	return found
}

// copies tests a unit's sheets that are not straight lines; P is not adjusted.
func (c *SheetCount) copies(id string, u *unitSheets, fixed []bool) (list []Repeat) {
	for d, answers := range u.read {
		n := u.sheets.count(d)
		if n < LeastRepeats || isStraight(answers) {
			continue
		}
		near, ratio, items := c.relations(u, answers, fixed)
		if items < LeastAnswers-1 { // one may be left out beside a straight line
			continue
		}
		exact := 1 / (1 + ratio) // the largest honest share of exact ones
		list = append(list, Repeat{
			Unit: id, Answers: answers, Ballots: n, Of: u.n, Near: near,
			Beyond: max(0, float64(n)-float64(near)/ratio), P: BinomialTail(n, n+near, exact),
		})
	}
	return list
}

// relations counts the ballots that differ from a sheet at one item, at the
// most, and how many there are for each exact one if people are honest, at the
// least; items is on how many items both rest. Relations that are straight
// lines are left out with their item: they are common by habit.
func (c *SheetCount) relations(u *unitSheets, answers []int16, fixed []bool) (near int, ratio float64, items int) {
	other := slices.Clone(answers)
	for j, a := range answers {
		if a < 0 || j < len(fixed) && fixed[j] {
			continue
		}
		at, straight := 0, false
		for o := range int16(c.options(j)) {
			other[j] = o
			if o == a {
				continue
			}
			straight = straight || isStraight(other)
			at += u.sheets.count(c.digest(other)) + u.missed
		}
		other[j] = a
		if straight {
			continue
		}
		share := float64(u.answers[c.first[j]+int(a)]) / float64(u.n)
		most := share + halo*(1-share)
		near, ratio, items = near+at, ratio+(1-most)/most, items+1
	}
	return near, ratio, items
}

// isStraight reports whether the same place is ticked throughout.
func isStraight(answers []int16) bool {
	for _, a := range answers {
		if a < 0 || a != answers[0] {
			return false
		}
	}
	return len(answers) > 0
}

// straightLines returns the sheets with the same place ticked throughout, for
// every place that all items have; none if there are too few items.
func (c *SheetCount) straightLines() (sheets [][]int16) {
	if len(c.first) < LeastAnswers {
		return nil
	}
	places := c.options(0)
	for j := range c.first {
		places = min(places, c.options(j))
	}
	for place := range places {
		answers := make([]int16, len(c.first))
		for j := range answers {
			answers[j] = int16(place)
		}
		sheets = append(sheets, answers)
	}
	return sheets
}

// unusual compares how common a straight line is among units.
func (c *SheetCount) unusual(answers []int16) (list []Repeat) {
	sheet := c.digest(answers)
	type unit struct {
		id   string
		odds float64
	}
	var units []unit
	for id, u := range c.units {
		if n := u.sheets.count(sheet) + u.missed; u.n >= comparedBallots {
			units = append(units, unit{id, float64(n+1) / float64(max(0, u.n-n)+1)})
		}
	}
	slices.SortFunc(units, func(a, b unit) int { return cmp.Or(cmp.Compare(b.odds, a.odds), cmp.Compare(a.id, b.id)) })
	for id, u := range c.units {
		n, others, next := u.sheets.count(sheet), len(units), 0
		if u.n >= comparedBallots {
			others--
		}
		if n < LeastRepeats || others < comparedUnits {
			continue
		}
		if units[0].id == id {
			next = 1
		}
		odds := straightOdds * units[next].odds
		share := odds / (1 + odds)
		list = append(list, Repeat{
			Unit: id, Answers: answers, Ballots: n, Of: u.n, Alike: true,
			Beyond: max(0, float64(n)-float64(u.n)*share), P: BinomialTail(n, u.n, share),
		})
	}
	return list
}

// BinomialTail returns P(X ≥ k) for X binomial with n trials of chance p.
func BinomialTail(k, n int, p float64) float64 {
	switch {
	case k <= 0:
		return 1
	case k > n:
		return 0
	case math.IsNaN(p) || p >= 1:
		return 1
	}
	return mathext.RegIncBeta(float64(k), float64(n-k+1), p)
}

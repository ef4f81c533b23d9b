package scoring

import (
	"hash/maphash"
	"maps"
	"slices"
)

// A SheetCount counts how often the same answers came in for each unit, so
// that Stuffing can tell sheets that were copied. It is mergeable. A unit keeps
// at most so many different sheets; beyond that the rarest are forgotten, and
// every count may be short by what Missed says (Misra-Gries with the cut at
// the median).
//
// Anderson, D. et al. (2017), Proceedings of the 2017 Internet Measurement
// Conference, 268–282.
type SheetCount struct {
	first []int // by item: its slot in unitSheets.answers, that of option 0
	slots int
	limit int
	units map[string]*unitSheets
	key   []byte
	last  string // ballots often come unit by unit
	at    *unitSheets
}

// unitSheets are the answer sheets of one unit.
type unitSheets struct {
	n       int
	missed  int // no count is short by more
	sheets  digestCount
	read    map[uint64][]int16 // the answers of those that one part of the count has seen twice
	answers []int              // ballots by answer, see SheetCount.first
}

// How many different sheets are kept: of all units together about, and of a
// unit at least.
const (
	sheetBudget = 1 << 17
	leastSheets = 64
)

// unscoredKinds come before an item's options: Invalid and Blank.
const unscoredKinds = 2

// NewSheetCount returns an empty count of ballots with the instrument's items,
// about so many units.
func NewSheetCount(ins *Instrument, units int) *SheetCount {
	c := &SheetCount{limit: max(leastSheets, sheetBudget/max(1, units)), units: make(map[string]*unitSheets)}
	for _, item := range ins.Items {
		c.first = append(c.first, c.slots+unscoredKinds)
		c.slots += unscoredKinds + len(item.Options)
	}
	return c
}

// Add counts one ballot's answers.
func (c *SheetCount) Add(unit string, answers []int16) {
	if c.at == nil || c.last != unit {
		c.last, c.at = unit, c.unit(unit)
	}
	u := c.at
	u.n++
	for j, a := range answers {
		u.answers[c.first[j]+int(a)]++
	}
	d := c.digest(answers)
	switch u.sheets.add(d, 1) {
	case 1: // most sheets are new
		u.shrink(c.limit)
	case 2:
		u.read[d] = slices.Clone(answers)
	}
}

// AddPlanes counts the answers of a pile of ballots.
func (c *SheetCount) AddPlanes(p *Planes) {
	u := c.unit(p.pile.unit)
	u.n += p.pile.Len()
	p.AddCounts(u.answers)
	for i := range p.pile.Len() {
		sheet := p.pile.sheet(i)
		d := maphash.Bytes(sheetSeed, sheet)
		switch u.sheets.add(d, 1) {
		case 1:
			u.shrink(c.limit)
		case 2:
			u.read[d] = make([]int16, len(sheet))
			readSheet(u.read[d], sheet)
		}
	}
}

// sheetSeed makes digests that nobody can make collide from outside; it is the
// same for all counts, so that they merge.
var sheetSeed = maphash.MakeSeed()

func (c *SheetCount) digest(answers []int16) uint64 {
	c.key = AppendSheet(c.key[:0], answers)
	return maphash.Bytes(sheetSeed, c.key)
}

// options returns how many options an item has.
func (c *SheetCount) options(item int) int {
	end := c.slots
	if item+1 < len(c.first) {
		end = c.first[item+1] - unscoredKinds
	}
	return end - c.first[item]
}

func (c *SheetCount) unit(id string) *unitSheets {
	u := c.units[id]
	if u == nil {
		u = &unitSheets{read: make(map[uint64][]int16), answers: make([]int, c.slots)}
		c.units[id] = u
	}
	return u
}

// Merge adds all that o has counted.
func (c *SheetCount) Merge(o *SheetCount) {
	if c.slots != o.slots || !slices.Equal(c.first, o.first) {
		panic("scoring: Merge of sheets of other items")
	}
	for id, from := range o.units {
		to := c.unit(id)
		to.n += from.n
		to.missed += from.missed
		for slot, n := range from.answers {
			to.answers[slot] += n
		}
		for d, n := range from.sheets.all() {
			to.sheets.add(d, n)
		}
		for d, answers := range from.read {
			to.read[d] = answers
		}
		to.shrink(c.limit)
	}
}

// shrink forgets the rarer half of more than limit sheets.
func (u *unitSheets) shrink(limit int) {
	if u.sheets.len() <= limit {
		return
	}
	u.missed += u.sheets.halve()
	maps.DeleteFunc(u.read, func(d uint64, _ []int16) bool { return u.sheets.count(d) == 0 })
}

// Ballots returns how many ballots about a unit were counted.
func (c *SheetCount) Ballots(unit string) int {
	if u := c.units[unit]; u != nil {
		return u.n
	}
	return 0
}

// AppendSheet appends a ballot's answers to key: the same answers give the same
// key.
func AppendSheet(key []byte, answers []int16) []byte {
	for _, a := range answers {
		n := uint16(a + unscoredKinds)
		if n < 0xff {
			key = append(key, byte(n))
		} else {
			key = append(key, 0xff, byte(n>>8), byte(n))
		}
	}
	return key
}

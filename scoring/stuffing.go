package scoring

import (
	"encoding/binary"
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
	options []int
	limit   int
	units   map[string]*unitSheets
	key     []byte
}

// unitSheets are the answer sheets of one unit.
type unitSheets struct {
	n       int
	missed  int // no count is short by more
	sheets  map[string]int
	answers [][]int // by item: ballots by answer + unscored kinds
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
		c.options = append(c.options, len(item.Options))
	}
	return c
}

// Add counts one ballot's answers.
func (c *SheetCount) Add(unit string, answers []int16) {
	u := c.unit(unit)
	u.n++
	for j, a := range answers {
		u.answers[j][int(a)+unscoredKinds]++
	}
	c.key = AppendSheet(c.key[:0], answers)
	u.sheets[string(c.key)]++
	u.shrink(c.limit)
}

func (c *SheetCount) unit(id string) *unitSheets {
	u := c.units[id]
	if u == nil {
		u = &unitSheets{sheets: make(map[string]int), answers: make([][]int, len(c.options))}
		for j, n := range c.options {
			u.answers[j] = make([]int, n+unscoredKinds)
		}
		c.units[id] = u
	}
	return u
}

// Merge adds all that o has counted.
func (c *SheetCount) Merge(o *SheetCount) {
	if !slices.Equal(c.options, o.options) {
		panic("scoring: Merge of sheets of other items")
	}
	for id, from := range o.units {
		to := c.unit(id)
		to.n += from.n
		to.missed += from.missed
		for j := range from.answers {
			for a, n := range from.answers[j] {
				to.answers[j][a] += n
			}
		}
		for key, n := range from.sheets {
			to.sheets[key] += n
		}
		to.shrink(c.limit)
	}
}

// shrink forgets the rarer half of more than limit sheets.
func (u *unitSheets) shrink(limit int) {
	if len(u.sheets) <= limit {
		return
	}
	counts := slices.Sorted(maps.Values(u.sheets))
	cut := counts[len(counts)/2]
	u.missed += cut
	for key, n := range u.sheets {
		if n <= cut {
			delete(u.sheets, key)
		} else {
			u.sheets[key] = n - cut
		}
	}
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
		key = binary.AppendUvarint(key, uint64(a+unscoredKinds))
	}
	return key
}

// readSheet reads what AppendSheet wrote into answers.
func readSheet(key string, answers []int16) {
	b := []byte(key)
	for j := range answers {
		a, n := binary.Uvarint(b)
		answers[j], b = int16(a)-unscoredKinds, b[n:]
	}
}

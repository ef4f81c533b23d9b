package scoring

import "math"

// A layout is an instrument prepared for counting: every answer that an item
// can have is a slot, item after item: invalid, blank, then its options.
type layout struct {
	in     *Instrument
	tree   tree
	first  []int // item → its first slot
	width  []int // item → how many slots
	slots  []slot
	masks  [][]uint64 // node → items that count in it, as bits; nil where one item decides
	groups int        // at least 1
}

// A slot is what one answer means.
type slot struct {
	score     float64 // 0 where not scored
	scored    bool
	satisfied bool // scored and satisfied
	lost      loss
}

// A loss is why an answer has no score.
type loss uint8

const (
	notLost loss = iota
	lostDontKnow
	lostAbstain
	lostBlank
	lostInvalid
	losses
)

func newLayout(in *Instrument) *layout {
	if err := in.Check(); err != nil {
		panic("scoring: " + err.Error())
	}
	l := &layout{in: in, tree: newTree(in), groups: max(1, len(in.Groups))}
	for _, item := range in.Items {
		l.first = append(l.first, len(l.slots))
		l.width = append(l.width, len(item.Options)+2)
		l.slots = append(l.slots, slot{lost: lostInvalid}, slot{lost: lostBlank})
		for _, o := range item.Options {
			l.slots = append(l.slots, slotOf(o))
		}
	}
	words := (len(in.Items) + 63) / 64
	for i := range in.Nodes {
		var mask []uint64
		if l.tree.item[i] < 0 {
			mask = make([]uint64, words)
			for _, j := range l.tree.counts[i] {
				mask[j/64] |= 1 << (j % 64)
			}
		}
		l.masks = append(l.masks, mask)
	}
	return l
}

func slotOf(o Option) slot {
	if !math.IsNaN(o.Score) {
		if o.Score < 0 || o.Score > 100 {
			panic("scoring: score of option " + o.Code + " is outside 0–100")
		}
		return slot{score: o.Score, scored: true, satisfied: o.Satisfied}
	}
	switch o.Kind {
	case DontKnow:
		return slot{lost: lostDontKnow}
	case Abstain:
		return slot{lost: lostAbstain}
	}
	return slot{}
}

// group returns the index of a group; all are one where there are none.
func (l *layout) group(id string) int {
	for g := range l.in.Groups {
		if l.in.Groups[g].ID == id {
			return g
		}
	}
	if len(l.in.Groups) > 0 {
		panic("scoring: unknown group " + id)
	}
	return 0
}

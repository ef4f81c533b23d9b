package scoring

import (
	"iter"
	"slices"
)

// A digestCount counts digests, which are as good as random: so a slot is found
// by the lowest bits, and a taken one leads to the next (linear probing). It is
// a map that is looked up for every ballot, and is filled and halved all the
// time. The zero value is empty.
type digestCount struct {
	slots []digestSlot // a power of two, half of them free at least
	taken int
}

type digestSlot struct {
	digest uint64
	n      int // 0: free
}

// len returns how many different digests there are.
func (c *digestCount) len() int { return c.taken }

// find returns the slot of a digest, or the free one where it belongs.
func (c *digestCount) find(digest uint64) *digestSlot {
	mask := uint64(len(c.slots) - 1)
	for at := digest & mask; ; at = (at + 1) & mask {
		if s := &c.slots[at]; s.n == 0 || s.digest == digest {
			return s
		}
	}
}

// count returns how often a digest was added.
func (c *digestCount) count(digest uint64) int {
	if c.taken == 0 {
		return 0
	}
	return c.find(digest).n
}

// add adds n > 0 to a digest's count, and returns it.
func (c *digestCount) add(digest uint64, n int) int {
	if 2*(c.taken+1) > len(c.slots) {
		c.rebuild(max(16, 2*len(c.slots)), 0)
	}
	s := c.find(digest)
	if s.n == 0 {
		c.taken++
	}
	s.digest, s.n = digest, s.n+n
	return s.n
}

// all yields every digest with its count.
func (c *digestCount) all() iter.Seq2[uint64, int] {
	return func(yield func(uint64, int) bool) {
		for _, s := range c.slots {
			if s.n > 0 && !yield(s.digest, s.n) {
				return
			}
		}
	}
}

// halve takes the median of the counts off each, forgets those that have no
// more, and returns it.
func (c *digestCount) halve() (cut int) {
	counts := make([]int, 0, c.taken)
	for _, n := range c.all() {
		counts = append(counts, n)
	}
	slices.Sort(counts)
	cut = counts[len(counts)/2]
	c.rebuild(len(c.slots), cut)
	return cut
}

// rebuild moves all counts above cut, less cut, to so many slots.
func (c *digestCount) rebuild(slots, cut int) {
	before := c.slots
	*c = digestCount{slots: make([]digestSlot, slots)}
	for _, s := range before {
		if s.n > cut {
			c.taken++
			*c.find(s.digest) = digestSlot{s.digest, s.n - cut}
		}
	}
}

package intake

import "hash/maphash"

// An idSet remembers which ballot ids have been seen by a 64-bit hash of each:
// 9 to 18 bytes an id. Two ids of a million share a hash with a chance of 3 in
// 100 million.
type idSet struct {
	seed  maphash.Seed
	slots []uint64 // open addressing; 0: free
	n     int
}

func newIDSet() *idSet {
	return &idSet{seed: maphash.MakeSeed(), slots: make([]uint64, 1<<10)}
}

// hash returns the hash of an id, never 0; an empty cell is no id and has 0.
func (s *idSet) hash(id []byte) uint64 {
	if len(id) == 0 {
		return 0
	}
	return maphash.Bytes(s.seed, id) | 1
}

// add reports whether the hash was there before. It may not be called twice at
// the same time.
func (s *idSet) add(h uint64) (seen bool) {
	if h == 0 {
		return false
	}
	if s.n >= len(s.slots)/8*7 {
		s.grow()
	}
	i := s.find(h)
	if s.slots[i] == h {
		return true
	}
	s.slots[i] = h
	s.n++
	return false
}

// find returns the slot of h, or the free one where it belongs.
func (s *idSet) find(h uint64) uint64 {
	mask := uint64(len(s.slots) - 1)
	i := h >> 1 & mask
	for s.slots[i] != 0 && s.slots[i] != h {
		i = (i + 1) & mask
	}
	return i
}

func (s *idSet) grow() {
	old := s.slots
	s.slots = make([]uint64, 2*len(old))
	for _, h := range old {
		if h != 0 {
			s.slots[s.find(h)] = h
		}
	}
}

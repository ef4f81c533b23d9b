package scoring

import (
	"math/bits"
	"slices"
)

// Bands returns the sets of units that cannot be told apart, as a ranking draws
// them beside its rows. distinct is symmetric (see Distinct). Within a band no
// two units differ; no further unit could be added to a band; any two units that
// do not differ share a band. "Does not differ" is not transitive, so bands
// overlap, and where errors are unequal a band may pass over a unit between two
// of its own.
//
// A band lists its units in ascending order, the bands are in lexical order, and
// a unit that differs from all others is in none. There can be more bands than
// units; where there are more than most, ok is false and bands is nil.
//
// It is the compact letter display: Piepho, H.-P. (2004), Journal of
// Computational and Graphical Statistics 13, 456–466. The bands are the maximal
// cliques of the graph of pairs that do not differ: Bron, C. & Kerbosch, J.
// (1973), Communications of the ACM 16, 575–577, with the pivot of Tomita, E.,
// Tanaka, A. & Takahashi, H. (2006), Theoretical Computer Science 363, 28–42.
func Bands(distinct [][]bool, most int) (bands [][]int, ok bool) {
	s := cliques{alike: make([]unitSet, len(distinct)), most: most}
	open := newUnitSet(len(distinct))
	for i, row := range distinct {
		open.add(i)
		s.alike[i] = newUnitSet(len(distinct))
		for j, differs := range row {
			if !differs && j != i {
				s.alike[i].add(j)
			}
		}
	}
	if !s.search(nil, open, newUnitSet(len(distinct))) {
		return nil, false
	}
	slices.SortFunc(s.found, slices.Compare[[]int])
	return s.found, true
}

// cliques is a search for the maximal cliques of a graph.
type cliques struct {
	alike []unitSet // by unit: those it does not differ from
	most  int
	found [][]int
}

// search finds the maximal cliques that hold all of chosen, some of open and
// none of done; the units of open and done are alike to all of chosen. It
// reports false when there are too many.
func (s *cliques) search(chosen []int, open, done unitSet) bool {
	if open.empty() {
		if done.empty() && len(chosen) > 1 {
			clique := slices.Clone(chosen)
			slices.Sort(clique)
			s.found = append(s.found, clique)
		}
		return len(s.found) <= s.most
	}
	for _, i := range open.without(s.alike[s.pivot(open, done)]).units() {
		if !s.search(append(chosen, i), open.and(s.alike[i]), done.and(s.alike[i])) {
			return false
		}
		open.drop(i)
		done.add(i)
	}
	return true
}

// pivot returns the unit that is alike to the most of open.
func (s *cliques) pivot(open, done unitSet) (best int) {
	most := -1
	for _, set := range []unitSet{open, done} {
		for _, i := range set.units() {
			if n := open.and(s.alike[i]).size(); n > most {
				best, most = i, n
			}
		}
	}
	return best
}

// A unitSet is a set of unit numbers, one bit each.
type unitSet []uint64

func newUnitSet(n int) unitSet { return make(unitSet, (n+63)/64) }

func (s unitSet) add(i int)  { s[i/64] |= 1 << (i % 64) }
func (s unitSet) drop(i int) { s[i/64] &^= 1 << (i % 64) }

func (s unitSet) empty() bool { return s.size() == 0 }

func (s unitSet) size() (n int) {
	for _, w := range s {
		n += bits.OnesCount64(w)
	}
	return n
}

// and returns the units of s that are in o, without those that are not.
func (s unitSet) and(o unitSet) unitSet {
	out := slices.Clone(s)
	for i := range out {
		out[i] &= o[i]
	}
	return out
}

func (s unitSet) without(o unitSet) unitSet {
	out := slices.Clone(s)
	for i := range out {
		out[i] &^= o[i]
	}
	return out
}

// units lists the units, ascending.
func (s unitSet) units() []int {
	list := make([]int, 0, s.size())
	for i, w := range s {
		for ; w != 0; w &= w - 1 {
			list = append(list, 64*i+bits.TrailingZeros64(w))
		}
	}
	return list
}

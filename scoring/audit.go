package scoring

import (
	"math/bits"
	"slices"
)

// Derivable returns the groups of fewer than k people that published totals
// give away. atoms are the sizes of the smallest groups, which are disjoint;
// each total is the set of atoms (indices) whose sum is published. A union T of
// atoms is derivable when its indicator vector lies in the linear span of those
// of the totals: then sums and differences of totals give the sum over T.
//
// It returns the smallest such sets (none within another) that hold at least
// one and fewer than k people, each ascending, in lexical order; nil if there
// are none. Empty atoms are left out: everybody knows that nobody is in them.
// It panics on an index outside atoms.
//
// The totals are brought into reduced echelon form. A vector of the span is the
// sum of its rows weighted with the vector's own entries at the pivots, which
// are 0 or 1 for a set: so only sets of pivots that hold fewer than k are tried,
// row by row among those that share atoms. The arithmetic is modulo the prime
// 2^61 − 1; the small whole numbers here never come near it.
func Derivable(atoms []int, totals [][]int, k int) [][]int {
	rows, pivots := echelon(atoms, totals)
	var found [][]int
	for _, part := range tiedRows(rows) {
		s := auditSearch{atoms: atoms, k: k}
		for _, r := range part {
			s.rows, s.pivots = append(s.rows, rows[r]), append(s.pivots, pivots[r])
		}
		s.walk(0, 0, make([]uint64, len(atoms)))
		found = append(found, s.found...)
	}
	found = minimalSets(found)
	slices.SortFunc(found, slices.Compare)
	return found
}

const auditPrime = 1<<61 - 1

// echelon returns the totals as rows over the atoms in reduced echelon form,
// without empty rows, and the pivot of each.
func echelon(atoms []int, totals [][]int) (rows [][]uint64, pivots []int) {
	for _, total := range totals {
		row := make([]uint64, len(atoms))
		for _, i := range total {
			if atoms[i] > 0 {
				row[i] = 1
			}
		}
		rows = append(rows, row)
	}
	for col := range atoms {
		next := len(pivots)
		at := slices.IndexFunc(rows[next:], func(row []uint64) bool { return row[col] != 0 })
		if at < 0 {
			continue
		}
		rows[next], rows[next+at] = rows[next+at], rows[next]
		scaleRow(rows[next], power(rows[next][col], auditPrime-2))
		for r := range rows {
			if r != next && rows[r][col] != 0 {
				addRow(rows[r], rows[next], negate(rows[r][col]))
			}
		}
		pivots = append(pivots, col)
	}
	return rows[:len(pivots)], pivots
}

func scaleRow(row []uint64, f uint64) {
	for c, x := range row {
		row[c] = times(f, x)
	}
}

func addRow(row, other []uint64, f uint64) {
	for c, x := range other {
		if x != 0 {
			row[c] = plus(row[c], times(f, x))
		}
	}
}

// tiedRows splits the rows into those that share atoms with one another.
func tiedRows(rows [][]uint64) [][]int {
	root := make([]int, len(rows))
	find := func(r int) int {
		for root[r] != r {
			r = root[r]
		}
		return r
	}
	owner := map[int]int{}
	for r, row := range rows {
		root[r] = r
		for c, x := range row {
			if x == 0 {
				continue
			}
			if o, ok := owner[c]; ok {
				root[find(r)] = find(o)
			}
			owner[c] = r
		}
	}
	parts := make([][]int, len(rows))
	for r := range rows {
		parts[find(r)] = append(parts[find(r)], r)
	}
	return slices.DeleteFunc(parts, func(p []int) bool { return len(p) == 0 })
}

// An auditSearch tries the sets of one part.
type auditSearch struct {
	atoms  []int
	k      int
	rows   [][]uint64
	pivots []int
	found  [][]int
}

// walk tries all sets that extend sum, whose pivots hold so many people, by
// rows from one on.
func (s *auditSearch) walk(from, held int, sum []uint64) {
	if set := s.set(sum); set != nil {
		s.found = append(s.found, set)
	}
	for r := from; r < len(s.rows); r++ {
		n := held + s.atoms[s.pivots[r]]
		if n >= s.k {
			continue
		}
		next := slices.Clone(sum)
		addRow(next, s.rows[r], 1)
		s.walk(r+1, n, next)
	}
}

// set returns the atoms of an indicator vector that holds fewer than k, else nil.
func (s *auditSearch) set(v []uint64) []int {
	var set []int
	held := 0
	for i, x := range v {
		if x > 1 {
			return nil
		}
		if x == 1 {
			set, held = append(set, i), held+s.atoms[i]
		}
	}
	if held >= s.k {
		return nil
	}
	return set
}

// minimalSets drops the sets that hold another one.
func minimalSets(sets [][]int) [][]int {
	return slices.DeleteFunc(slices.Clone(sets), func(s []int) bool {
		return slices.ContainsFunc(sets, func(o []int) bool {
			return len(o) < len(s) && !slices.ContainsFunc(o, func(i int) bool { return !slices.Contains(s, i) })
		})
	})
}

func plus(x, y uint64) uint64 {
	s := x + y
	if s >= auditPrime {
		s -= auditPrime
	}
	return s
}

func negate(x uint64) uint64 {
	if x == 0 {
		return 0
	}
	return auditPrime - x
}

func times(x, y uint64) uint64 {
	high, low := bits.Mul64(x, y)
	_, rest := bits.Div64(high, low, auditPrime)
	return rest
}

func power(x, e uint64) uint64 {
	out := uint64(1)
	for ; e > 0; e >>= 1 {
		if e&1 == 1 {
			out = times(out, x)
		}
		x = times(x, x)
	}
	return out
}

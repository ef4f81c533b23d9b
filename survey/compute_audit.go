package survey

import "minping/scoring"

// audit asks of each measure whether sums and differences of what is still
// shown give away a group that is too small, and hides the smallest figure
// that such a group is part of.
func (s *suppression) audit() (changed bool) {
	for m := range s.measures {
		for _, tree := range s.trees() {
			atoms, of, totals := s.cells(m, tree)
			for _, group := range scoring.Derivable(atoms, totals, s.measures[m].least) {
				for _, atom := range group {
					changed = s.hideAround(m, of[atom][0], of[atom][1]) || changed
				}
			}
		}
	}
	return changed
}

// trees lists the units by tree: those whose totals hold one another.
func (s *suppression) trees() [][]int {
	var trees [][]int
	at := make([]int, len(s.units))
	for i := range s.units {
		at[i] = -1
	}
	var place func(i int) int
	place = func(i int) int {
		if at[i] >= 0 {
			return at[i]
		}
		if s.parent[i] < 0 {
			trees = append(trees, nil)
			at[i] = len(trees) - 1
		} else {
			at[i] = place(s.parent[i])
		}
		trees[at[i]] = append(trees[at[i]], i)
		return at[i]
	}
	for i := range s.units {
		place(i)
	}
	return trees
}

// cells returns the smallest groups of a tree (a unit's own people, by group;
// those that everybody knows are none), which unit and slot each is, and the
// totals that are shown.
func (s *suppression) cells(m int, tree []int) (atoms []int, of [][2]int, totals [][]int) {
	x := &s.measures[m]
	first := map[int]int{}
	slots := len(x.count[tree[0]])
	for _, i := range tree {
		first[i] = len(atoms)
		for g := min(1, slots-1); g < slots; g++ {
			own := s.others(m, i, g)
			for _, child := range s.children[i] {
				own -= s.others(m, child, g)
			}
			atoms, of = append(atoms, max(0, own)), append(of, [2]int{i, g})
		}
	}
	var below func(i, g int, apart []bool) []int
	below = func(i, g int, apart []bool) (all []int) {
		for a := first[i]; a < first[i]+max(1, slots-1); a++ {
			if slot := of[a][1]; slot == g || g == 0 && !apart[slot] {
				all = append(all, a)
			}
		}
		for _, child := range s.children[i] {
			all = append(all, below(child, g, apart)...)
		}
		return all
	}
	for _, i := range tree {
		for g := range slots {
			if s.shown(m, i, g) {
				totals = append(totals, below(i, g, x.apart[i]))
			}
		}
	}
	return atoms, of, totals
}

// hideAround hides the smallest shown figure that holds a cell: the group's,
// the unit's, or the next one up.
func (s *suppression) hideAround(m, i, g int) bool {
	for ; i >= 0; i = s.parent[i] {
		for _, slot := range []int{g, 0} {
			if s.shown(m, i, slot) {
				return s.hide(m, i, slot)
			}
		}
	}
	return false
}

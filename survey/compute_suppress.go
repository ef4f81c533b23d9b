package survey

import (
	"slices"

	"minping/scoring"
)

// A suppression decides which figures are hidden. A figure is a measure (all
// ballots, the answers at one node, the distribution of one item) of a cell:
// a unit (slot 0) or one group of it. Four rules are repeated until nothing
// more must be hidden: hiding one figure can lay another bare.
type suppression struct {
	units    []UnitResult
	groups   []string // slot g is groups[g-1]
	parent   []int    // of a unit whose ballots its parent counts too; -1: none
	children [][]int
	measures []measure
	families [][]int // measures of the nodes under one parent
}

// A measure is one kind of figure.
type measure struct {
	least  int   // people that a shown figure must rest on
	within []int // measures that would give this one away: hidden there, hidden here
	count  [][]int
	hidden [][]bool
}

// allBallots is the first measure.
const allBallots = 0

func newSuppression(out *Release, rollUp bool, k int) *suppression {
	s := &suppression{units: out.Units, parent: make([]int, len(out.Units)), children: make([][]int, len(out.Units))}
	for _, g := range out.Groups {
		s.groups = append(s.groups, g.ID)
	}
	at := make(map[string]int, len(out.Units))
	for i, u := range out.Units {
		at[u.Unit] = i
	}
	for i, u := range out.Units {
		s.parent[i] = -1
		if p, ok := at[u.Parent]; ok && rollUp {
			s.parent[i] = p
			s.children[p] = append(s.children[p], i)
		}
	}
	s.add(k, nil, func(u *UnitResult) int { return u.Ballots }, func(g GroupResult) int { return g.Ballots })
	s.addNodes(out, k)
	for _, item := range out.Items {
		within := []int{allBallots}
		for j, n := range out.Nodes {
			if n.Item == item.ID || n.StandIn == item.ID {
				within = append(within, 1+j)
			}
		}
		s.add(leastAnswers(k), within, func(u *UnitResult) int { return answered(u.Counts[item.ID]) }, nil)
	}
	return s
}

// leastAnswers is how many people a distribution must rest on.
func leastAnswers(k int) int { return max(10, 2*k) }

// addNodes makes a measure of each node, numbered as out.Nodes from 1 on.
func (s *suppression) addNodes(out *Release, k int) {
	family := map[string][]int{}
	for _, n := range out.Nodes {
		s.add(k, []int{allBallots}, func(u *UnitResult) int { return u.Nodes[n.ID].N }, func(g GroupResult) int { return g.Nodes[n.ID].N })
		if n.Depth > 0 {
			family[n.Parent] = append(family[n.Parent], len(s.measures)-1)
		}
	}
	for _, n := range out.Nodes {
		if f := family[n.ID]; f != nil {
			s.families = append(s.families, f)
		}
	}
}

// add makes a measure; group is nil where it has no figures by group.
func (s *suppression) add(least int, within []int, unit func(*UnitResult) int, group func(GroupResult) int) {
	m := measure{least: least, within: within}
	for i := range s.units {
		u := &s.units[i]
		counts := []int{unit(u)}
		for _, id := range s.groups {
			if group != nil {
				counts = append(counts, group(u.Groups[id]))
			}
		}
		m.count = append(m.count, counts)
		m.hidden = append(m.hidden, make([]bool, len(counts)))
	}
	s.measures = append(s.measures, m)
}

// answered is how many people a distribution shows.
func answered(by map[string]int) int {
	n := 0
	for code, count := range by {
		if code != "" {
			n += count
		}
	}
	return n
}

// settle repeats the rules until they hide nothing more.
func (s *suppression) settle() {
	for changed := true; changed; {
		changed = false
		for m := range s.measures {
			for i := range s.units {
				changed = s.small(m, i) || changed
				changed = s.amongGroups(m, i) || changed
				changed = s.amongChildren(m, i) || changed
			}
		}
		for i := range s.units {
			changed = s.amongNodes(i) || changed
		}
		if !changed {
			changed = s.audit()
		}
	}
}

// raise asks for more people behind what is still shown.
func (s *suppression) raise(least int) {
	for m := range s.measures {
		s.measures[m].least = max(s.measures[m].least, least)
	}
}

// shown reports whether a figure is published.
func (s *suppression) shown(m, i, g int) bool {
	return s.measures[m].count[i][g] > 0 && !s.measures[m].hidden[i][g]
}

// hide hides a figure and reports whether it was shown.
func (s *suppression) hide(m, i, g int) bool {
	was := s.shown(m, i, g)
	s.measures[m].hidden[i][g] = true
	return was
}

// small hides figures that rest on too few, or that belong to something hidden.
func (s *suppression) small(m, i int) (changed bool) {
	x := &s.measures[m]
	for g, n := range x.count[i] {
		held := slices.ContainsFunc(x.within, func(w int) bool { return s.measures[w].hidden[i][g] })
		if n < x.least || x.hidden[i][0] || held {
			changed = s.hide(m, i, g) || changed
		}
	}
	return changed
}

// amongGroups protects a unit's hidden groups against the unit minus the shown ones.
func (s *suppression) amongGroups(m, i int) bool {
	x := &s.measures[m]
	if x.hidden[i][0] || len(x.count[i]) == 1 {
		return false
	}
	after := scoring.Suppress(x.count[i][1:], x.hidden[i][1:], x.least)
	return s.replace(x.hidden[i][1:], after)
}

// amongChildren protects hidden units, and hidden groups of units, against the
// parent minus the shown ones. The parent's own ballots are one more cell:
// nobody shows them, but anybody can subtract, so they count as hidden only
// where they are too few or hide a child.
func (s *suppression) amongChildren(m, parent int) (changed bool) {
	x := &s.measures[m]
	if len(s.children[parent]) == 0 {
		return false
	}
	for g := range x.count[parent] {
		if !s.shown(m, parent, g) {
			continue
		}
		own := x.count[parent][g]
		var counts []int
		var hidden []bool
		for _, i := range s.children[parent] {
			n := x.count[i][g]
			own -= n
			counts, hidden = append(counts, n), append(hidden, x.hidden[i][g] && n > 0)
		}
		ownHidden := own > 0 && (own < x.least || slices.Contains(hidden, true))
		after := scoring.Suppress(append(counts, max(0, own)), append(hidden, ownHidden), x.least)
		for j, i := range s.children[parent] {
			if after[j] {
				changed = s.hide(m, i, g) || changed
			}
		}
	}
	return changed
}

// amongNodes protects hidden nodes against their parent node minus the shown ones.
func (s *suppression) amongNodes(i int) (changed bool) {
	for _, family := range s.families {
		for g := range s.measures[allBallots].count[i] {
			var counts []int
			var hidden []bool
			for _, m := range family {
				x := &s.measures[m]
				counts, hidden = append(counts, x.count[i][g]), append(hidden, x.hidden[i][g])
			}
			for j, hide := range scoring.Suppress(counts, hidden, s.measures[family[0]].least) {
				if hide {
					changed = s.hide(family[j], i, g) || changed
				}
			}
		}
	}
	return changed
}

// replace takes over what is hidden now and reports whether that is more.
func (s *suppression) replace(hidden, after []bool) bool {
	changed := !slices.Equal(hidden, after)
	copy(hidden, after)
	return changed
}

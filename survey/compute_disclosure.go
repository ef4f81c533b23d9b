package survey

import (
	"slices"

	"minping/scoring"
)

// hide applies the disclosure rules to the figures: a unit, group or node with
// fewer than k ballots is hidden, and with it enough of its siblings that
// nobody can find it by subtraction, between the groups of a unit as between
// the units below a parent whose total is shown.
func (c *computation) hide() {
	k := c.in.MinGroup
	if k < 2 {
		return
	}
	s := newSuppression(c.out.Units, c.in.Questionnaire.Scoring.RollUp, k)
	s.settle()
	for i := range c.out.Units {
		u := &c.out.Units[i]
		if s.units[u.Unit] {
			u.Suppressed, u.Ballots = true, 0
			u.Nodes, u.Groups, u.Counts = map[string]NodeScore{}, map[string]GroupResult{}, nil
			continue
		}
		for id, g := range u.Groups {
			if s.groups[u.Unit][id] {
				u.Groups[id] = GroupResult{Suppressed: true, Weight: g.Weight, Nodes: map[string]NodeScore{}}
				continue
			}
			c.hideNodes(g.Nodes, k)
		}
		c.hideNodes(u.Nodes, k)
		c.hideCounts(u, k)
	}
}

// A suppression decides which units and groups are hidden.
type suppression struct {
	k        int
	list     []UnitResult
	children map[string][]int // by parent, where totals are rolled up
	units    map[string]bool
	groups   map[string]map[string]bool
}

func newSuppression(units []UnitResult, rollUp bool, k int) *suppression {
	s := &suppression{
		k: k, list: units, children: map[string][]int{},
		units: map[string]bool{}, groups: map[string]map[string]bool{},
	}
	for i, u := range units {
		s.units[u.Unit] = u.Ballots > 0 && u.Ballots < k
		s.groups[u.Unit] = map[string]bool{}
		for id, g := range u.Groups {
			s.groups[u.Unit][id] = g.Ballots < k
		}
		if rollUp && u.Parent != "" {
			s.children[u.Parent] = append(s.children[u.Parent], i)
		}
	}
	return s
}

// settle repeats the rules until nothing more must be hidden: hiding a group
// of a unit can lay bare the same group of a sibling, and so on.
func (s *suppression) settle() {
	for changed := true; changed; {
		changed = false
		for _, u := range s.list {
			changed = s.withinUnit(u) || changed
			changed = s.belowParent(u) || changed
		}
	}
}

// withinUnit protects hidden groups against unit minus shown groups.
func (s *suppression) withinUnit(u UnitResult) bool {
	hidden := s.groups[u.Unit]
	if s.units[u.Unit] {
		changed := false
		for id := range u.Groups {
			changed = changed || !hidden[id]
			hidden[id] = true
		}
		return changed
	}
	ids, counts, flags := make([]string, 0, len(u.Groups)), []int{}, []bool{}
	for _, id := range sortedKeys(u.Groups) {
		ids = append(ids, id)
		counts = append(counts, u.Groups[id].Ballots)
		flags = append(flags, hidden[id])
	}
	after := scoring.Suppress(counts, flags, s.k)
	for i, id := range ids {
		hidden[id] = after[i]
	}
	return !slices.Equal(after, flags)
}

// belowParent protects hidden units, and hidden groups of units, against
// parent minus shown children. The parent's own ballots are one more cell:
// nobody shows them, but anybody can subtract, so they count as hidden only
// where they are too few or hide a child.
func (s *suppression) belowParent(parent UnitResult) bool {
	children := s.children[parent.Unit]
	if len(children) == 0 || s.units[parent.Unit] {
		return false
	}
	counts, flags, own := []int{}, []bool{}, parent.Ballots
	for _, i := range children {
		counts = append(counts, s.list[i].Ballots)
		flags = append(flags, s.units[s.list[i].Unit])
		own -= s.list[i].Ballots
	}
	flags = append(flags, ownHidden(own, flags, s.k))
	after := scoring.Suppress(append(counts, own), flags, s.k)
	for j, i := range children {
		s.units[s.list[i].Unit] = after[j]
	}
	changed := !slices.Equal(after, flags)
	for id, g := range parent.Groups {
		if !s.groups[parent.Unit][id] {
			changed = s.groupBelowParent(children, id, g.Ballots) || changed
		}
	}
	return changed
}

func (s *suppression) groupBelowParent(children []int, id string, total int) bool {
	counts, flags, own := make([]int, 0, len(children)+1), make([]bool, 0, len(children)+1), total
	for _, i := range children {
		u := s.list[i]
		counts = append(counts, u.Groups[id].Ballots)
		flags = append(flags, s.groups[u.Unit][id] && u.Groups[id].Ballots > 0)
		own -= u.Groups[id].Ballots
	}
	flags = append(flags, ownHidden(own, flags, s.k))
	after := scoring.Suppress(append(counts, own), flags, s.k)
	for j, i := range children {
		if after[j] {
			s.groups[s.list[i].Unit][id] = true
		}
	}
	return !slices.Equal(after, flags)
}

// ownHidden reports whether a parent's own ballots count as a hidden cell
// beside its children.
func ownHidden(own int, children []bool, k int) bool {
	return own > 0 && (own < k || slices.Contains(children, true))
}

// hideNodes drops the nodes that too few ballots answer, and enough of their
// siblings that the parent does not give them away.
func (c *computation) hideNodes(nodes map[string]NodeScore, k int) {
	for _, parent := range c.out.Nodes {
		var ids []string
		var counts []int
		for _, n := range c.out.Nodes {
			if s, ok := nodes[n.ID]; ok && n.Parent == parent.ID && n.Depth > 0 {
				ids, counts = append(ids, n.ID), append(counts, s.N)
			}
		}
		for i, hidden := range scoring.Suppress(counts, nil, k) {
			if hidden {
				delete(nodes, ids[i])
			}
		}
	}
}

// hideCounts drops the distribution of items that fewer than twice k, or fewer
// than ten, people answered: shares of so few tell what each one said.
func (c *computation) hideCounts(u *UnitResult, k int) {
	for id, by := range u.Counts {
		n := 0
		for code, count := range by {
			if code != "" {
				n += count
			}
		}
		if n < max(10, 2*k) {
			delete(u.Counts, id)
		}
	}
}

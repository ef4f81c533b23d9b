package survey

import (
	"slices"

	"minping/scoring"
)

// A suppression decides which figures are hidden. A figure is a measure (all
// ballots, the answers at one node, the distribution of one item) of a cell:
// a unit (slot 0) or one group of it. Four rules are repeated until nothing
// more must be hidden: hiding one figure can lay another bare.
//
// Whose ballots attributable groups hold everybody knows, and was told so: their
// figures are never hidden, and anybody can take them off a total. So what a
// total must hold enough of is others.
type suppression struct {
	units    []UnitResult
	groups   []string // slot g is groups[g-1]
	known    []bool   // slot → attributable
	parent   []int    // of a unit whose ballots its parent counts too; -1: none
	children [][]int
	measures []measure
	families [][]int // measures of the nodes under one parent
	unequal  bool    // ballots have weights
}

// A measure is one kind of figure.
type measure struct {
	least  int   // people that a shown figure must rest on
	within []int // measures that would give this one away: hidden there, hidden here
	count  [][]int
	hidden [][]bool
	// open holds, by unit, how many in its own figure everybody knows; apart, by
	// unit and slot, the groups that its own figure leaves out.
	open  []int
	apart [][]bool
	// weigh holds, by unit and slot, how the unit's own score weighs a person, on
	// average 1; nil where no unit's groups have weights.
	weigh [][]float64
	// parts are measures of which a unit's own figure would give its groups away:
	// hidden where one of its groups is, or with weights of ballots something of
	// units counted with it. A distribution pools what a score weighs: together they
	// are two equations.
	parts []int
}

// allBallots is the first measure.
const allBallots = 0

func newSuppression(c *computation) *suppression {
	out, rollUp, k := c.out, c.in.Questionnaire.Scoring.RollUp, c.in.MinGroup
	s := &suppression{
		units: out.Units, parent: make([]int, len(out.Units)), children: make([][]int, len(out.Units)), known: []bool{false}, unequal: out.unequal(),
	}
	for _, g := range c.in.Questionnaire.Groups {
		s.groups, s.known = append(s.groups, g.ID), append(s.known, g.Attributable)
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
	s.addNodes(c, k)
	for item, info := range out.Items {
		within := []int{allBallots}
		for j, n := range out.Nodes {
			if n.Item == info.ID || n.StandIn == info.ID {
				within = append(within, 1+j)
			}
		}
		s.addItem(c, item, within, k)
	}
	return s
}

// addItem makes a measure of the distribution of an item; by group too where the
// item grades units.
func (s *suppression) addItem(c *computation, item int, within []int, k int) {
	id, q := c.ins.Items[item].ID, c.in.Questionnaire
	m := s.add(leastAnswers(k), within, func(u *UnitResult) int { return answered(u.Counts[id]) }, nil)
	if c.weighsParts() {
		m.parts = within[1:]
	}
	graded := slices.ContainsFunc(q.Evaluation.Types, func(t EvaluationType) bool { return t.Grade == id })
	for i := range s.units {
		of := c.scores[s.units[i].Unit]
		if of == nil || len(s.groups) == 0 {
			continue
		}
		for g := range of.Groups {
			n := answered(distribution(c.ins.Items[item], of.Groups[g].Counts[item]))
			if s.known[g+1] {
				m.open[i] += n
			}
			if graded {
				m.count[i] = append(m.count[i], n)
			}
		}
	}
	for i := range s.units {
		for graded && len(m.count[i]) <= len(s.groups) {
			m.count[i] = append(m.count[i], 0)
		}
		m.hidden[i], m.apart[i] = make([]bool, len(m.count[i])), make([]bool, len(m.count[i]))
	}
}

// leastAnswers is how many people a distribution must rest on.
func leastAnswers(k int) int { return max(10, 2*k) }

// addNodes makes a measure of each node, numbered as out.Nodes from 1 on.
func (s *suppression) addNodes(c *computation, k int) {
	out, family := c.out, map[string][]int{}
	rolled := c.weighsAny() && slices.ContainsFunc(s.parent, func(p int) bool { return p >= 0 })
	for j, n := range out.Nodes {
		m := s.add(k, []int{allBallots}, func(u *UnitResult) int { return u.Nodes[n.ID].N }, func(g GroupResult) int { return g.Nodes[n.ID].N })
		for i := range s.units {
			s.leaveOut(m, i, c.scores[s.units[i].Unit], j)
		}
		if rolled {
			m.weigh = c.weighings(m, j)
		}
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
func (s *suppression) add(least int, within []int, unit func(*UnitResult) int, group func(GroupResult) int) *measure {
	m := measure{least: least, within: within, open: make([]int, len(s.units))}
	for i := range s.units {
		u := &s.units[i]
		counts := []int{unit(u)}
		for g, id := range s.groups {
			if group != nil {
				counts = append(counts, group(u.Groups[id]))
				if s.known[g+1] {
					m.open[i] += counts[g+1]
				}
			}
		}
		m.count = append(m.count, counts)
		m.hidden = append(m.hidden, make([]bool, len(counts)))
		m.apart = append(m.apart, make([]bool, len(counts)))
	}
	s.measures = append(s.measures, m)
	return &s.measures[len(s.measures)-1]
}

// leaveOut notes which groups a unit's own score at a node does not rest on:
// what they said does not follow from it.
func (s *suppression) leaveOut(m *measure, i int, of *scoring.UnitScore, node int) {
	if of == nil {
		return
	}
	for g := range of.Groups {
		if m.apart[i][g+1] = !of.Groups[g].In[node]; m.apart[i][g+1] && s.known[g+1] {
			m.open[i] -= m.count[i][g+1]
		}
	}
}

// weighings returns how each unit's score at a node weighs a person of each
// group, by unit and slot.
func (c *computation) weighings(m *measure, node int) [][]float64 {
	all := make([][]float64, len(m.count))
	for i := range all {
		all[i] = make([]float64, len(m.count[i]))
		of := c.scores[c.out.Units[i].Unit]
		if of == nil {
			continue
		}
		weights, total := c.groupWeights(of.Unit), 0.0
		for g := range of.Groups {
			if !of.Groups[g].In[node] || m.count[i][g+1] == 0 {
				continue
			}
			if all[i][g+1] = 1; weights != nil {
				all[i][g+1] = weights[g] / float64(m.count[i][g+1])
			}
			total += all[i][g+1] * float64(m.count[i][g+1])
		}
		for g := range all[i] {
			if total > 0 {
				all[i][g] *= float64(m.count[i][0]) / total
			}
		}
	}
	return all
}

// weighsParts reports whether a score weighs what a distribution pools: groups,
// or ballots.
func (c *computation) weighsParts() bool {
	return c.in.Questionnaire.Evaluates() || weighs(c.ins.Groups) || c.out.unequal()
}

// weighsAny reports whether groups of any unit have weights.
func (c *computation) weighsAny() bool {
	return slices.ContainsFunc(c.out.Units, func(u UnitResult) bool { return c.groupWeights(u.Unit) != nil })
}

// others is how many a figure rests on that not everybody knows.
func (s *suppression) others(m, i, g int) int {
	switch n := s.measures[m].count[i][g]; {
	case g == 0:
		return n - s.measures[m].open[i]
	case s.known[g]:
		return 0
	default:
		return n
	}
}

// attributable returns the results of groups that are never hidden.
func (s *suppression) attributable(groups map[string]GroupResult) map[string]GroupResult {
	open := map[string]GroupResult{}
	for g, id := range s.groups {
		if result, ok := groups[id]; ok && s.known[g+1] {
			open[id] = result
		}
	}
	return open
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
		if !changed {
			changed = s.amongWeighted()
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
	if s.known[g] {
		return false
	}
	was := s.shown(m, i, g)
	s.measures[m].hidden[i][g] = true
	return was
}

// small hides figures that rest on too few, or that belong to something hidden.
func (s *suppression) small(m, i int) (changed bool) {
	x := &s.measures[m]
	for g, all := range x.count[i] {
		n := s.others(m, i, g)
		few := n < x.least && (n > 0 || all == 0)
		held := slices.ContainsFunc(x.within, func(w int) bool { return s.measures[w].hidden[i][g] }) ||
			g == 0 && slices.ContainsFunc(x.parts, func(w int) bool { return s.anyHidden(w, i) || s.unequal && s.anyHiddenBelow(w, i) })
		if few || x.hidden[i][0] || held {
			changed = s.hide(m, i, g) || changed
		}
	}
	return changed
}

// anyHidden reports whether a group of a unit has a figure that is hidden.
func (s *suppression) anyHidden(m, i int) bool {
	x := &s.measures[m]
	for g := 1; g < len(x.count[i]); g++ {
		if x.hidden[i][g] && s.others(m, i, g) > 0 {
			return true
		}
	}
	return false
}

// anyHiddenBelow reports whether anything is hidden of units counted with a unit.
func (s *suppression) anyHiddenBelow(m, i int) bool {
	return slices.ContainsFunc(s.children[i], func(child int) bool {
		return s.measures[m].hidden[child][0] && s.others(m, child, 0) > 0 || s.anyHidden(m, child) || s.anyHiddenBelow(m, child)
	})
}

// amongGroups protects a unit's hidden groups against the unit minus the shown
// ones, of those that it is made of.
func (s *suppression) amongGroups(m, i int) (changed bool) {
	x := &s.measures[m]
	if x.hidden[i][0] {
		return false
	}
	var slots, counts []int
	var hidden []bool
	for g := 1; g < len(x.count[i]); g++ {
		if n := s.others(m, i, g); n > 0 && !x.apart[i][g] {
			slots, counts, hidden = append(slots, g), append(counts, n), append(hidden, x.hidden[i][g])
		}
	}
	for j, hide := range scoring.Suppress(counts, hidden, x.least) {
		if hide {
			changed = s.hide(m, i, slots[j]) || changed
		}
	}
	return changed
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
		if !s.shown(m, parent, g) || s.known[g] {
			continue
		}
		own := s.others(m, parent, g)
		var counts []int
		var hidden []bool
		for _, i := range s.children[parent] {
			n := s.others(m, i, g)
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
				counts, hidden = append(counts, s.others(m, i, g)), append(hidden, s.measures[m].hidden[i][g])
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

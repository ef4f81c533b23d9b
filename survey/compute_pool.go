package survey

import (
	"cmp"
	"math"
	"slices"

	"minping/scoring"
)

// A pooled says which sums of an item's answers over all units may be told: those
// from which, with everything else that is told, nothing follows that is hidden
// or blurred.
type pooled struct {
	answers     bool // all answers: mean, spread, shares
	performance bool // the score of all units as one, which weighs groups
	groups      bool // the answers of each group that is shown
}

// A poolGap is what is not told exactly of a unit: the groups whose sums are not,
// and how its own figure, if it is told, weighs a person of each.
type poolGap struct {
	groups []int
	weigh  []float64 // by group; nil: there is no figure of the unit
	least  int       // people that any sum over some of these groups holds
	people int
}

// pools decides which sums over all units may be told of an item. What
// is refused together may be allowed by itself.
func (c *computation) pools(item int) pooled {
	if c.hidden == nil {
		return pooled{true, true, true}
	}
	if p, ok := c.pooled[item]; ok {
		return p
	}
	node := slices.IndexFunc(c.ins.Nodes, func(n scoring.Node) bool { return n.Item == item || n.StandItem == item })
	var gaps []poolGap
	uncounted := 0 // people of units without a distribution
	for i := range c.out.Units {
		u := &c.out.Units[i]
		if c.scores[u.Unit] == nil || c.heldAbove(u) {
			continue
		}
		gap := c.poolGap(i, item, node)
		if _, told := u.Counts[c.ins.Items[item].ID]; !told {
			uncounted += gap.people
		}
		if len(gap.groups) > 0 {
			gaps = append(gaps, gap)
		}
	}
	slices.SortStableFunc(gaps, func(a, b poolGap) int { return cmp.Compare(b.least, a.least) })
	sum, performance, groups := c.poolsOver(node)
	p := pooled{}
	switch {
	case withstand(gaps, append(groups, sum, performance)):
		p = pooled{true, true, true}
	case withstand(gaps, [][]float64{sum, performance}):
		p = pooled{true, true, false}
	case withstand(gaps, [][]float64{performance}):
		p = pooled{performance: true}
	case withstand(gaps, [][]float64{sum}):
		p = pooled{answers: true}
	}
	p.answers = p.answers && (uncounted == 0 || uncounted >= leastAnswers(c.in.MinGroup))
	if c.pooled == nil {
		c.pooled = map[int]pooled{}
	}
	c.pooled[item] = p
	return p
}

// poolsOver returns how each sum weighs a person of each group: all answers, the
// score of all units as one, and the groups shown. Without groups all are one.
func (c *computation) poolsOver(node int) (sum, performance []float64, groups [][]float64) {
	n := max(1, len(c.ins.Groups))
	sum = slices.Repeat([]float64{1}, n)
	performance = sum
	if node >= 0 && weighs(c.ins.Groups) {
		performance = make([]float64, n)
		for g, of := range c.allUnits().Groups[:n] {
			if of.In[node] && of.Nodes[node].N > 0 {
				performance[g] = c.ins.Groups[g].Weight / float64(of.Nodes[node].N)
			}
		}
	}
	for _, g := range c.viewed {
		own := make([]float64, n)
		own[g] = 1
		groups = append(groups, own)
	}
	return sum, performance, groups
}

// poolGap returns what is not told exactly of a unit at an item, whose node is
// below 0 where it has none.
func (c *computation) poolGap(unit, item, node int) poolGap {
	u, s := &c.out.Units[unit], c.scores[c.out.Units[unit].Unit]
	exactly := func(slot int) bool { return node >= 0 && c.hidden.shown(1+node, unit, slot) }
	_, counted := u.Counts[c.ins.Items[item].ID]
	gap := poolGap{weigh: make([]float64, max(1, len(c.ins.Groups)))}
	if len(c.ins.Groups) == 0 {
		gap.people = answered(distribution(c.ins.Items[item], s.Counts[item]))
		if gap.people > 0 && !exactly(0) && !counted {
			gap.groups, gap.weigh, gap.least = []int{0}, nil, c.leastOf(unit, gap.people)
		}
		return gap
	}
	weights := c.groupWeights(u.Unit)
	smallest := math.MaxInt
	for g := range c.ins.Groups {
		n := answered(distribution(c.ins.Items[item], s.Groups[g].Counts[item]))
		if c.hidden.known[g+1] || n == 0 {
			continue
		}
		if gap.people += n; exactly(g + 1) {
			continue
		}
		gap.groups = append(gap.groups, g)
		smallest = min(smallest, n)
		switch {
		case weights == nil:
			gap.weigh[g] = 1
		case node >= 0 && s.Groups[g].In[node] && s.Groups[g].Nodes[node].N > 0:
			gap.weigh[g] = weights[g] / float64(s.Groups[g].Nodes[node].N)
		}
	}
	if !exactly(0) && !counted {
		gap.weigh = nil
	} else if weights != nil && !exactly(0) {
		gap.weigh = slices.Repeat([]float64{1}, len(weights))
	}
	gap.least = c.leastOf(unit, smallest)
	return gap
}

// leastOf is how many people any sum over some of a unit's gaps holds at least:
// those of its smallest group. Where units below are counted with it, and
// anything is told of them, that may be next to nobody.
func (c *computation) leastOf(unit, smallest int) int {
	var below func(i int) bool
	below = func(i int) bool {
		return slices.ContainsFunc(c.hidden.children[i], func(child int) bool {
			return c.hidden.shown(allBallots, child, 0) || below(child)
		})
	}
	if below(unit) {
		return 0
	}
	return smallest
}

// groupWeights returns the weights that a unit's groups have by themselves; nil
// where their ballots are pooled.
func (c *computation) groupWeights(unit string) []float64 {
	if c.rule != nil {
		if w := c.rule(unit).Weights; w != nil {
			return w
		}
	}
	if !weighs(c.ins.Groups) {
		return nil
	}
	weights := make([]float64, len(c.ins.Groups))
	for g, of := range c.ins.Groups {
		weights[g] = of.Weight
	}
	return weights
}

// weighs reports whether groups have weights; else their ballots are pooled.
func weighs(groups []scoring.Group) bool {
	return slices.ContainsFunc(groups, func(g scoring.Group) bool { return g.Weight != 0 })
}

// withstand reports whether sums may be told together. A combination of them
// that is none of what is told anyway must differ from it at some unit, in at
// least one group. Units are gathered into families that no such combination
// passes: what follows from the sums holds people of each family, and they may
// be told where those are enough.
func withstand(gaps []poolGap, sums [][]float64) bool {
	var all elimination
	for _, gap := range gaps {
		all.add(gap, sums)
	}
	if len(all) == 0 {
		return true // they follow from what is told
	}
	people := 0
	var family elimination
	for _, gap := range gaps {
		if !family.add(gap, sums) {
			continue
		}
		if len(family) == len(all) {
			people, family = people+gap.least, nil // the least of them: gaps come in order
		}
	}
	return people >= fewAnswers
}

// An elimination holds independent equations in row echelon form.
type elimination []equation

type equation struct {
	row   []float64
	pivot int
}

// add puts in what combinations of sums must fulfil so that they are no more
// than what is told of a unit, and reports whether that is more than before.
func (e *elimination) add(gap poolGap, sums [][]float64) (more bool) {
	first := -1
	if gap.weigh != nil {
		first = slices.IndexFunc(gap.groups, func(g int) bool { return gap.weigh[g] != 0 })
	}
	for k, g := range gap.groups {
		if k == first {
			continue
		}
		row, size := make([]float64, len(sums)), 0.0
		for j, sum := range sums {
			row[j], size = sum[g], max(size, math.Abs(sum[g]))
			if first >= 0 {
				row[j] -= sum[gap.groups[first]] * gap.weigh[g] / gap.weigh[gap.groups[first]]
			}
		}
		more = e.insert(row, size) || more
	}
	return more
}

// insert adds a row, made of figures of a size, and reports whether it is
// independent of those before.
func (e *elimination) insert(row []float64, size float64) bool {
	for _, q := range *e {
		f := row[q.pivot] / q.row[q.pivot]
		for j := range row {
			row[j] -= f * q.row[j]
		}
		row[q.pivot] = 0
	}
	pivot := 0
	for j := range row {
		if math.Abs(row[j]) > math.Abs(row[pivot]) {
			pivot = j
		}
	}
	if math.Abs(row[pivot]) <= 1e-9*size {
		return false
	}
	*e = append(*e, equation{row, pivot})
	return true
}

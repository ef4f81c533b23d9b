package survey

import (
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
	untold []int     // people of each
	below  bool      // something is told of units that are counted with it, or with weights of its ballots
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
	sum, performance, groups := c.poolsOver(node)
	stands := func(sums ...[]float64) bool { return withstand(against(gaps, sums), fewAnswers) }
	p := pooled{}
	switch {
	case c.out.unequal() && len(gaps) > 0: // of a cell, a weighted and a plain sum are two equations
		p.performance = stands(performance)
	case stands(append(groups, sum, performance)...):
		p = pooled{true, true, true}
	case stands(sum, performance):
		p = pooled{true, true, false}
	case stands(performance):
		p = pooled{performance: true}
	case stands(sum):
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
			gap.groups, gap.untold, gap.weigh, gap.below = []int{0}, []int{gap.people}, nil, c.toldBelow(unit)
		}
		return gap
	}
	weights := c.groupWeights(u.Unit)
	for g := range c.ins.Groups {
		n := answered(distribution(c.ins.Items[item], s.Groups[g].Counts[item]))
		if c.hidden.known[g+1] || n == 0 {
			continue
		}
		if gap.people += n; exactly(g + 1) {
			continue
		}
		gap.groups, gap.untold = append(gap.groups, g), append(gap.untold, n)
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
	gap.below = c.toldBelow(unit) || gap.weigh != nil && c.out.unequal()
	return gap
}

// toldBelow reports whether anything is told of units that are counted with a
// unit: what a sum holds of its people may then be next to nobody.
func (c *computation) toldBelow(unit int) bool {
	return slices.ContainsFunc(c.hidden.children[unit], func(child int) bool {
		return c.hidden.shown(allBallots, child, 0) || c.toldBelow(child)
	})
}

// groupWeights returns the weights that a unit's groups have by themselves; nil
// where their ballots are pooled.
func (c *computation) groupWeights(unit string) []float64 {
	if c.rule != nil {
		if w := c.rule(unit).Weights; w != nil {
			if !slices.ContainsFunc(w, func(x float64) bool { return x != 0 }) {
				return nil
			}
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

// against returns what combinations of sums, which weigh a person of each group
// alike in all units, must fulfil at each gap.
func against(gaps []poolGap, sums [][]float64) []obstacle {
	all := make([]obstacle, 0, len(gaps))
	for _, gap := range gaps {
		o := newObstacle(gap.groups, gap.untold, gap.weigh, sums)
		if gap.below {
			o.least = 0
		}
		all = append(all, o)
	}
	return all
}

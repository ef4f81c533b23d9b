package survey

import (
	"math"
	"slices"

	"minping/scoring"
)

// drivers computes what the answers to the overall questions hang on: of the
// whole first, then of every area that has one; where none has, what the
// questionnaire's own weights say.
func (c *computation) drivers(p *answerPlan, views []answerView) []DriverAnalysis {
	out := c.wholeDrivers(p, views)
	for i := range p.scales {
		plan := &p.scales[i]
		if plan.outcome < 0 || plan.node == 0 && len(p.scales) > 1 {
			continue
		}
		for _, v := range views {
			out = append(out, c.derived(p, i, v))
		}
	}
	if len(out) == 0 {
		out = append(out, c.stated(p, views))
	}
	return out
}

// derived computes the importance of an area's indicators among a group.
func (c *computation) derived(p *answerPlan, scale int, v answerView) DriverAnalysis {
	plan := &p.scales[scale]
	nan := Num(math.NaN())
	a := DriverAnalysis{
		Node: c.ins.Nodes[plan.node].ID, Group: v.group, Kind: ImportanceDerived, Outcome: c.ins.Items[plan.outcome].ID,
		R2: nan, R2SE: nan, ImportanceCut: nan, PerformanceCut: nan, Drivers: []Driver{},
	}
	items := []int{plan.outcome}
	for _, item := range plan.items {
		if item != plan.outcome {
			items = append(items, item)
		}
	}
	if len(items) < 3 {
		a.Reason = ReasonFewItems
		return a
	}
	s, err := v.scales[scale].shares(plan.places(items), c.level)
	c.decompose(&a, p, v, items[1:], s, err)
	return a
}

// decompose fills in the shares of drivers, or why there are none.
func (c *computation) decompose(a *DriverAnalysis, p *answerPlan, v answerView, items []int, s scoring.DriverShares, err error) {
	switch {
	case err == nil && s.N < max(LeastRows, c.in.MinGroup):
		err = scoring.ErrTooFew
		fallthrough
	case err != nil:
		a.Reason = reasonFor(err)
		return
	}
	a.Method = "lmg"
	if s.RelativeWeights {
		a.Method = "relative_weights"
	}
	a.N, a.Dropped, a.R2, a.R2SE = s.N, s.Dropped, Num(s.R2), Num(s.R2SE)
	for k, item := range items {
		d := c.driver(p, item, v)
		d.Importance, d.ImportanceLow, d.ImportanceHigh = Num(s.Drivers[k].Share), Num(s.Drivers[k].Low), Num(s.Drivers[k].High)
		a.Drivers = append(a.Drivers, d)
	}
	for k, row := range s.Apart {
		for l, apart := range row {
			if apart && s.Drivers[k].Share > s.Drivers[l].Share {
				a.Apart = append(a.Apart, [2]string{a.Drivers[k].Node, a.Drivers[l].Node})
			}
		}
	}
	a.place()
}

// stated takes the importance of all indicators from the weights of the tree.
func (c *computation) stated(p *answerPlan, views []answerView) DriverAnalysis {
	nan := Num(math.NaN())
	a := DriverAnalysis{
		Node: rootNode, Kind: ImportanceStated, N: views[0].ballots,
		R2: nan, R2SE: nan, ImportanceCut: nan, PerformanceCut: nan, Drivers: []Driver{},
	}
	weights := c.shareOfWhole()
	for i, n := range c.ins.Nodes {
		if n.Item < 0 {
			continue
		}
		d := c.driver(p, n.Item, views[0])
		d.Node = n.ID
		d.Importance, d.ImportanceLow, d.ImportanceHigh = Num(weights[i]), Num(weights[i]), Num(weights[i])
		a.Drivers = append(a.Drivers, d)
	}
	if len(a.Drivers) < 2 {
		a.Drivers, a.Reason = []Driver{}, ReasonFewItems
		return a
	}
	a.place()
	return a
}

// shareOfWhole returns each node's share of the overall score.
func (c *computation) shareOfWhole() []float64 {
	sums, share := make([]float64, len(c.ins.Nodes)), make([]float64, len(c.ins.Nodes))
	for _, n := range c.ins.Nodes {
		if n.Parent >= 0 {
			sums[n.Parent] += n.Weight
		}
	}
	share[0] = 1
	for i, n := range c.ins.Nodes {
		if n.Parent >= 0 && sums[n.Parent] > 0 {
			share[i] = share[n.Parent] * n.Weight / sums[n.Parent]
		}
	}
	return share
}

// driver returns an indicator with its performance: the score of all units
// together, weighted and with the error of any other score.
func (c *computation) driver(p *answerPlan, item int, v answerView) Driver {
	nan := Num(math.NaN())
	d := Driver{Item: c.ins.Items[item].ID, Performance: nan, PerformanceLow: nan, PerformanceHigh: nan}
	node := slices.IndexFunc(c.ins.Nodes, func(n scoring.Node) bool { return n.Item == item })
	if node >= 0 {
		d.Node = c.ins.Nodes[node].ID
	}
	told := c.pools(item)
	if node < 0 || v.index < 0 && !told.performance || v.index >= 0 && !told.groups {
		return d
	}
	all := c.allUnits()
	score := all.Nodes[node]
	if v.index >= 0 {
		score = all.Groups[v.index].Nodes[node]
	}
	if n := v.scored(p, item); n >= max(2, c.leastPooled()) {
		d.Performance, d.PerformanceLow, d.PerformanceHigh = Num(score.Value), Num(score.Low), Num(score.High)
	}
	return d
}

// allUnits scores the ballots of all units as those of one.
func (c *computation) allUnits() *scoring.UnitScore {
	if c.whole == nil {
		c.whole = &c.tallies.Pool(everyUnit).Scores()[0]
	}
	return c.whole
}

// everyUnit is no unit's id: they have no control characters.
const everyUnit = "\x00"

// place sets the crosshair and each driver's quadrant; drivers whose
// performance is hidden have none.
func (a *DriverAnalysis) place() {
	var at []int
	var importance, performance []float64
	for i, d := range a.Drivers {
		if d.Performance.OK() {
			at = append(at, i)
			importance, performance = append(importance, float64(d.Importance)), append(performance, float64(d.Performance))
		}
	}
	if len(at) == 0 {
		return
	}
	grid := scoring.ImportancePerformance(importance, performance)
	a.ImportanceCut, a.PerformanceCut = Num(grid.ImportanceCut), Num(grid.PerformanceCut)
	for k, i := range at {
		d := &a.Drivers[i]
		d.Quadrant = grid.Quadrants[k].String()
		d.Certain = outside(a.ImportanceCut, d.ImportanceLow, d.ImportanceHigh) && outside(a.PerformanceCut, d.PerformanceLow, d.PerformanceHigh)
	}
}

// outside reports whether an interval leaves out a value.
func outside(x, low, high Num) bool { return x < low || x > high }

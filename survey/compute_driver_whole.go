package survey

import (
	"math"
	"slices"
)

// wholeDrivers computes the importance of all indicators together for the whole:
// for its overall question, or else for the weighted mean of those of its areas,
// which is each respondent's own overall score. There is none where a part of
// the overall score is made of indicators: their importance for it would hold
// their own weight.
//
// Drivers of all areas go together, so that importance is by relative weights
// where they are many (Johnson 2000; Tonidandel & LeBreton 2011, Journal of
// Business and Psychology 26, 1–9), over the ballots with a score at each.
func (c *computation) wholeDrivers(p *answerPlan, views []answerView) []DriverAnalysis {
	if len(p.scales) < 2 || p.scales[0].node != 0 {
		return nil // one area is the whole
	}
	var out []DriverAnalysis
	if p.scales[0].outcome >= 0 {
		for _, v := range views {
			out = append(out, c.derived(p, 0, v))
		}
		return out
	}
	weights := c.overallQuestions(0)
	if len(weights) < 2 {
		return nil
	}
	for item := range weights {
		if !slices.Contains(p.scales[0].columns, item) {
			return nil // it was not counted beside the indicators of other areas
		}
	}
	for _, v := range views {
		out = append(out, c.composed(p, weights, v))
	}
	return out
}

// overallQuestions returns the items that stand for the parts of a node, with
// their share of the overall score; nil where any part has none.
func (c *computation) overallQuestions(node int) map[int]float64 {
	share, weights := c.shareOfWhole(), map[int]float64{}
	for i, n := range c.ins.Nodes {
		if i == node || n.Parent != node || share[i] == 0 {
			continue
		}
		if n.StandItem >= 0 {
			weights[n.StandItem] += share[i]
			continue
		}
		below := c.overallQuestions(i)
		if len(below) == 0 {
			return nil
		}
		for item, w := range below {
			weights[item] += w
		}
	}
	return weights
}

// composed computes the importance of all indicators for the weighted mean of
// the overall questions among a group.
func (c *computation) composed(p *answerPlan, weights map[int]float64, v answerView) DriverAnalysis {
	plan, nan := &p.scales[0], Num(math.NaN())
	a := DriverAnalysis{
		Node: c.ins.Nodes[0].ID, Group: v.group, Kind: ImportanceDerived,
		R2: nan, R2SE: nan, ImportanceCut: nan, PerformanceCut: nan, Drivers: []Driver{},
	}
	places, weigh, items := []int{}, make([]float64, len(plan.columns)), []int{}
	for at, item := range plan.columns {
		if w := weights[item]; w > 0 {
			a.Outcomes = append(a.Outcomes, c.ins.Items[item].ID)
			weigh[at] = w
		} else if slices.Contains(plan.items, item) {
			places, items = append(places, at), append(items, item)
		}
	}
	if len(items) < 2 {
		a.Reason = ReasonFewItems
		return a
	}
	all := make([]int, len(plan.columns))
	for i := range all {
		all[i] = i
	}
	s, err := v.scales[0].of(all...).Composite(weigh, places...).ShareErrors(c.level)
	c.decompose(&a, p, v, items, s, err)
	return a
}

package survey

import (
	"slices"
	"strings"

	"minping/scoring"
)

// unitRule returns how the ballots about a unit count by its tier, nil where
// those about all units count alike.
func (c *computation) unitRule() func(unit string) scoring.UnitRule {
	q := c.in.Questionnaire
	if !q.Evaluates() && !q.Tiered() && !slices.ContainsFunc(q.Groups, func(g Group) bool { return g.MinBallots > 1 }) {
		return nil
	}
	tier, below := make(map[string]string, len(c.in.Units)), c.tiersBelow()
	for _, u := range c.in.Units {
		tier[u.ID] = u.Tier
	}
	rules := make(map[string]scoring.UnitRule)
	return func(unit string) scoring.UnitRule {
		key := tier[unit] + "\x00" + strings.Join(below[unit], "\x00")
		rule, ok := rules[key]
		if !ok {
			rule = q.ruleOf(tier[unit], below[unit]...)
			rules[key] = rule
		}
		return rule
	}
}

// tiersBelow lists, where units are rolled up, the tiers of those below each:
// what these are asked about is asked about what counts their ballots.
func (c *computation) tiersBelow() map[string][]string {
	below := map[string][]string{}
	if !c.in.Questionnaire.Scoring.RollUp || !c.in.Questionnaire.Tiered() {
		return below
	}
	parent := make(map[string]string, len(c.in.Units))
	for _, u := range c.in.Units {
		parent[u.ID] = u.Parent
	}
	for _, u := range c.in.Units {
		for up := u.Parent; up != ""; up = parent[up] {
			if !slices.Contains(below[up], u.Tier) {
				below[up] = append(below[up], u.Tier)
			}
		}
	}
	return below
}

// ruleOf returns how the ballots about units of a tier count, with those about
// units of tiers below.
func (q *Questionnaire) ruleOf(tier string, below ...string) scoring.UnitRule {
	rule := scoring.UnitRule{
		Weights: make([]float64, len(q.Groups)), Least: make([]int, len(q.Groups)), Asked: q.Asked(append(below, tier)...),
	}
	t := q.EvaluationType(tier)
	for i, g := range q.Groups {
		rule.Weights[i], rule.Least[i] = g.Weight, g.MinBallots
		if t != nil && len(t.Weights) > 0 {
			rule.Weights[i] = float64(t.Weights[g.ID])
		}
	}
	switch q.Evaluation.Empty {
	case EmptyBlock:
		rule.Empty = scoring.EmptyBlocked
	case EmptyZero:
		rule.Empty = scoring.EmptyZero
	}
	return rule
}

// Asked says of each scored item, in column order, whether units of one of these
// tiers are asked about it; nil: about all.
func (q *Questionnaire) Asked(tiers ...string) []bool {
	if !q.Tiered() {
		return nil
	}
	columns := q.columns()
	asked := make([]bool, len(columns))
	for i, col := range columns {
		asked[i] = len(col.tiers) == 0 || slices.ContainsFunc(tiers, func(t string) bool { return slices.Contains(col.tiers, t) })
	}
	return asked
}

package survey

import (
	"math"

	"minping/scoring"
)

// ruleKinds names the kinds of flag rule, as files and releases write them.
var ruleKinds = map[scoring.RuleKind]string{
	scoring.RuleLast: "last", scoring.RuleBelow: "below", scoring.RuleDrop: "drop",
	scoring.RuleGap: "gap", scoring.RuleMissing: "missing", scoring.RuleRepeat: "repeat",
}

// Kind returns what kind of rule r is: last, below, drop, gap, missing or repeat.
func (r FlagRule) Kind() string { return ruleKinds[r.kind()] }

func (r FlagRule) kind() scoring.RuleKind {
	switch {
	case r.Below != nil:
		return scoring.RuleBelow
	case r.Drop != nil:
		return scoring.RuleDrop
	case r.Gap != nil:
		return scoring.RuleGap
	case r.Missing != nil:
		return scoring.RuleMissing
	case r.Rounds > 0:
		return scoring.RuleRepeat
	default:
		return scoring.RuleLast
	}
}

// lastCertainty is what makes a place among the last k certain: the chance of
// the unit by itself. scoring.ByRegion, the joint interval of the ranks, holds
// for all units at once and calls fewer certain.
const lastCertainty = scoring.ByChance

// rules turns the questionnaire's flag rules into scoring's.
func (c *computation) rules() []scoring.Rule {
	value := func(x *float64) float64 {
		if x == nil {
			return 0
		}
		return *x
	}
	var rules []scoring.Rule
	for _, r := range c.in.Questionnaire.Flags {
		rules = append(rules, scoring.Rule{
			ID: r.ID, Kind: r.kind(), Tier: r.Tier, Nodes: c.ruleNodes(r),
			Last: r.Last, Rounds: r.Rounds, Below: value(r.Below), Drop: value(r.Drop),
			Significant: r.Significant, Gap: value(r.Gap), Rate: value(r.Missing), Certainty: lastCertainty, Action: string(r.Action),
		})
	}
	return rules
}

// ruleNodes returns the nodes a rule looks at: the one it names, all of the
// level it names, or the root.
func (c *computation) ruleNodes(r FlagRule) []int {
	var nodes []int
	for i, n := range c.out.Nodes {
		switch {
		case r.Node != "" && n.ID == r.Node,
			r.Node == "" && r.Level != "" && n.Level == r.Level,
			r.Node == "" && r.Level == "" && i == 0:
			nodes = append(nodes, i)
		}
	}
	return nodes
}

// standings returns the ranked units as flag rules see them: with the scores of
// the round before, and the places in all, where they measured the same.
func (c *computation) standings() []scoring.Standing {
	var list []scoring.Standing
	joined := c.joinedRounds()
	for i := range c.out.Units {
		u := &c.out.Units[i]
		if !c.ranked(u) {
			continue
		}
		st := scoring.Standing{Unit: u.Unit, Tier: u.Tier, Scores: c.scoresOf(u)}
		for j, past := range c.in.Past {
			before := past.Unit(u.Unit)
			if before == nil {
				before = &UnitResult{Suppressed: true}
			}
			if j == 0 && !before.Suppressed {
				st.Previous = c.scoresOf(before)
				for k, n := range c.out.Nodes {
					if !joined[j][n.ID] {
						st.Previous[k] = noScore()
					}
				}
			}
			st.PastRanks = append(st.PastRanks, c.placesOf(past, before, joined[j]))
		}
		list = append(list, st)
	}
	return list
}

// scoresOf lays a unit's scores out in the order of the nodes; absent ones are NaN.
func (c *computation) scoresOf(u *UnitResult) []scoring.Score {
	scores := make([]scoring.Score, len(c.out.Nodes))
	for i, n := range c.out.Nodes {
		if s, ok := u.Nodes[n.ID]; ok {
			scores[i] = s.scoring()
		} else {
			scores[i] = noScore()
		}
	}
	return scores
}

func noScore() scoring.Score {
	nan := math.NaN()
	return scoring.Score{Value: nan, SE: nan, Low: nan, High: nan, DF: nan, NEff: nan, Deff: nan, Rate: nan}
}

// placesOf returns a unit's places in an earlier round, at the nodes that are
// joined with it.
func (c *computation) placesOf(past *Release, u *UnitResult, joined map[string]bool) map[int]scoring.Place {
	places := map[int]scoring.Place{}
	for _, t := range past.Tiers {
		if t.ID != u.Tier {
			continue
		}
		for i, n := range c.out.Nodes {
			if s, ok := u.Nodes[n.ID]; ok && s.Rank > 0 && joined[n.ID] {
				places[i] = scoring.Place{Rank: s.Rank, Of: t.Ranked}
			}
		}
	}
	return places
}

// flag applies the rules.
func (c *computation) flag() {
	c.flags = scoring.Flags(c.ins, c.rules(), c.standings(), c.level)
	for _, f := range c.flags {
		c.out.Flags = append(c.out.Flags, Flag{
			ID: c.flagID(f), Rule: f.Rule, Kind: ruleKinds[f.Kind], Unit: f.Unit, Tier: f.Tier,
			Node: c.out.Nodes[f.Node].ID, Value: Num(f.Value), SE: Num(f.SE), Low: Num(f.Low), High: Num(f.High),
			Threshold: Num(f.Threshold), Rank: f.Rank, Of: f.Of, Chance: Num(f.Chance), Previous: Num(f.Previous),
			Certain: f.Certain, Severity: Num(f.Severity), Action: Action(f.Action),
		})
	}
}

func (c *computation) flagID(f scoring.Flag) string {
	return f.Rule + "/" + f.Unit + "/" + c.out.Nodes[f.Node].ID
}

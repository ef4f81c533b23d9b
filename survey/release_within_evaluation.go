package survey

import "slices"

// evaluation is the part of an evaluation about the units inside. What rests on
// the units of a tier together stays only where three further ones are in it,
// and a quota keeps its number of places, as a rank its "of n".
func (p *part) evaluation() *EvaluationResult {
	if p.whole.Evaluation == nil {
		return nil
	}
	e := *p.whole.Evaluation
	outside := map[string]int{}
	for _, u := range e.Units {
		if r := p.whole.Unit(u.Unit); !p.inside(u.Unit) && r != nil && !r.Suppressed && r.Ballots > 0 {
			outside[u.Tier]++
		}
	}
	e.Units = filtered(e.Units, func(u UnitEvaluation) bool { return p.inside(u.Unit) })
	for i := range e.Units {
		if u := &e.Units[i]; outside[u.Tier] < fewOthers {
			u.Shrunken, u.Severity = nil, nil
			if u.Self != nil {
				self := *u.Self
				self.Type = ""
				u.Self = &self
			}
		}
	}
	e.Tiers = filtered(e.Tiers, func(t TierEvaluation) bool {
		return slices.ContainsFunc(e.Units, func(u UnitEvaluation) bool { return u.Tier == t.Tier })
	})
	for i := range e.Tiers {
		if t := &e.Tiers[i]; outside[t.Tier] < fewOthers {
			t.Units, t.Reliability, t.Table, t.Severity, t.Gap = 0, nil, nil, nil, nil
		}
	}
	return &e
}

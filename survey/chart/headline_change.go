package chart

import "minping/survey"

// TierChangeHeadline counts the units of a tier that rose and fell beyond error
// at a node, and those of which nothing can be told.
func (f Figures) TierChangeHeadline(tier, node string) string {
	units := f.Changed(tier, node)
	if len(units) == 0 {
		return f.word("head.no.change")
	}
	title := ""
	if node != f.root() {
		title = f.text(f.Release.Node(node).Title)
	}
	return f.changeCounts(title, tier, node, units)
}

// BreakHeadline says that nothing can be told of changes at a node.
func (f Figures) BreakHeadline(node string) string {
	return f.say(f.word("head.change.break", "node", f.nodeTitle(node)))
}

// BreakNote says why the scores of two rounds cannot be compared.
func (f Figures) BreakNote(breaks []survey.Break) string {
	return f.word("change.break", "why", f.reasons(breaks))
}

// reasons names breaks.
func (f Figures) reasons(breaks []survey.Break) string {
	var why []string
	for _, b := range breaks {
		why = append(why, f.word("break."+string(b)))
	}
	return joined(f.lang(), why)
}

// changeCounts words how many units rose and fell; title names the node, or is "".
func (f Figures) changeCounts(title, tier, node string, units []*survey.UnitResult) string {
	n := map[string]int{}
	for _, u := range units {
		n[way(u.Nodes[node].Change)]++
	}
	return f.say(f.word("head.tier.change", "node", title, "tier", f.tierName(tier), "n", len(units),
		"up", n["up"], "down", n["down"], "flat", n["flat"]))
}

// A Regressed is what became of the last units of the round before, in words.
type Regressed struct{ Head, Text string }

// RegressionNote says how the last units of the round before moved, and how
// much of that was to be expected; nil where it is not known.
func (f Figures) RegressionNote(tier string) *Regressed {
	r := f.tier(tier).Regression
	if r == nil {
		return nil
	}
	verdict := "flat"
	switch {
	case r.Low > 0:
		verdict = "up"
	case r.High < 0:
		verdict = "down"
	}
	args := []any{
		"tier", f.tierName(tier), "k", r.Last, "n", r.Units, "change", Signed(r.Change), "expected", Signed(r.Expected),
		"rest", Signed(r.Rest), "between", f.between(r.Low, r.High), "level", f.level(),
	}
	return &Regressed{f.word("regressed.head", args...), f.word("regressed.text", args...) + f.word("regressed."+verdict)}
}

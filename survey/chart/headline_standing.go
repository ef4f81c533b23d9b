package chart

import "minping/survey"

// StandingHeadline says what can be told of a tier at a node: who is surely
// last or first, whether any two can be told apart, and who lies below the low
// line with his whole interval.
func (f Figures) StandingHeadline(s survey.Standing) string {
	node, tier, n := f.nodeTitle(s.Node), f.tierName(s.Tier), len(s.Places)
	if n < 2 {
		return f.word("head.node.few", "node", node, "tier", tier, "n", n)
	}
	var parts []string
	switch first, last := s.Places[0], s.Places[n-1]; {
	case !differ(s):
		parts = append(parts, f.word("head.node.alike", "node", node, "tier", tier, "n", n))
	case last.Low == n && first.High == 1:
		parts = append(parts, f.word("head.node.ends", "node", node, "first", f.text(first.Name), "last", f.text(last.Name)))
	case last.Low == n:
		parts = append(parts, f.word("head.node.last", "node", node, "unit", f.text(last.Name)))
	case first.High == 1:
		parts = append(parts, f.word("head.node.first", "node", node, "unit", f.text(first.Name)))
	default:
		parts = append(parts, f.word("head.node.some", "node", node, "tier", tier, "n", n))
	}
	low := 0
	for _, p := range s.Places {
		if clearlyLow(p.Score) {
			low++
		}
	}
	if low > 0 {
		parts = append(parts, f.word("head.node.low", "n", low, "tier", tier, "line", lowLine))
	}
	return f.say(parts...)
}

// differ reports whether any two units of a standing differ beyond error.
func differ(s survey.Standing) bool {
	for _, p := range s.Places {
		if p.Low > 1 || p.High > 0 && p.High < len(s.Places) {
			return true
		}
	}
	return len(s.Distinct) > 0
}

// StandingChange counts the units of a standing that rose and fell beyond
// error; "" where no change is known.
func (f Figures) StandingChange(s survey.Standing) string {
	units := f.Changed(s.Tier, s.Node)
	if len(units) == 0 {
		return ""
	}
	return f.changeCounts("", s.Tier, s.Node, units)
}

// ItemsHeadline says at which item at or below a node most of those who rated
// are dissatisfied, all shown units of a tier together.
func (f Figures) ItemsHeadline(tier, node string) string {
	worst, ok := mostBad(f.itemsBelow(tier, node))
	if !ok {
		return ""
	}
	return f.say(f.word("head.items", "tier", f.tierName(tier), "node", worst.name, "share", Percent(survey.Num(worst.bad()))))
}

// UnitsAnswersHeadline says between which shares of those who rated are
// dissatisfied at a node's item, over units. It ranks none: shares are told
// without an error.
func (f Figures) UnitsAnswersHeadline(node string, units []string) string {
	list := f.unitsAt(node, units)
	if len(list) == 0 {
		return ""
	}
	low, high := 1.0, 0.0
	for _, d := range list {
		low, high = min(low, d.bad()), max(high, d.bad())
	}
	return f.word("head.units.answers", "low", Percent(survey.Num(low)), "high", Percent(survey.Num(high)), "n", len(list))
}

// mostBad returns the distribution with the largest share of dissatisfied.
func mostBad(list []distribution) (worst distribution, ok bool) {
	for _, d := range list {
		if !ok || d.bad() > worst.bad() {
			worst, ok = d, true
		}
	}
	return worst, ok
}

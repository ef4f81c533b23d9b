package chart

import (
	"cmp"
	"slices"
	"strings"

	"minping/survey"
)

// TrendHeadline says whether a unit rose or fell over the rounds that can be
// compared, beyond error only, and from where on they can.
func (f Figures) TrendHeadline(t survey.Trend) string {
	if len(t.Units) != 1 {
		return ""
	}
	u, labels := t.Units[0], f.roundLabels(t)
	var parts []string
	if s := u.Since; s != nil && finite(s.Diff) {
		parts = append(parts, f.word("head.trend."+way(&s.Change), "from", f.since(labels[s.Round]), "by", amount(&s.Change)))
		if now := u.Points[len(u.Points)-1].Change; now != nil && finite(now.Diff) && s.Round < len(t.Rounds)-2 {
			parts = append(parts, f.word("head.trend.last."+way(now), "by", amount(now)))
		}
	} else {
		parts = append(parts, f.word("head.trend.none"))
	}
	if first := t.Joined(); first > 0 {
		parts = append(parts, f.word("head.trend.break", "from", strings.TrimLeft(f.since(labels[first]), " ")))
	}
	return f.say(parts...)
}

// TrendTierHeadline counts the units of a tier that rose and fell since the
// first round that can be compared with the last one.
func (f Figures) TrendTierHeadline(t survey.Trend) string {
	n := map[string]int{}
	first, tier := t.Joined(), ""
	for _, u := range t.Units {
		tier = u.Tier
		if s := u.Since; s != nil && finite(s.Diff) && s.Round == first {
			n[way(&s.Change)]++
		}
	}
	all := n["up"] + n["down"] + n["flat"]
	if all == 0 {
		return f.word("head.trend.none")
	}
	return f.say(f.word("head.trend.tier", "from", f.since(f.roundLabels(t)[first]), "tier", f.tierName(tier), "n", all,
		"up", n["up"], "down", n["down"], "flat", n["flat"]))
}

// TrendOrder returns the units by their change since the first comparable
// round, the largest rise first; those without one are last.
func TrendOrder(t survey.Trend) []survey.UnitTrend {
	units := slices.Clone(t.Units)
	slices.SortStableFunc(units, func(a, b survey.UnitTrend) int {
		x, y := a.Since != nil && finite(a.Since.Diff), b.Since != nil && finite(b.Since.Diff)
		if !x || !y {
			return cmp.Compare(boolean(!x), boolean(!y))
		}
		return cmp.Compare(b.Since.Diff, a.Since.Diff)
	})
	return units
}

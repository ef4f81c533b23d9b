package chart

import (
	"cmp"
	"slices"

	"minping/survey"
)

// UnitHeadline says a unit's score, where it stands against the last k, and
// its weakest indicators against its peers.
func (f Figures) UnitHeadline(unit string) string {
	u := f.Release.Unit(unit)
	if u == nil {
		return ""
	}
	name := f.text(u.Name)
	s, ok := u.Nodes[f.root()]
	switch {
	case !ok && !u.Suppressed && u.Unranked != "":
		return f.word("head.unit.none", "name", name, "why", f.WhyUnranked(u.Unranked))
	case u.Suppressed || !ok:
		return f.word("head.unit.hidden", "name", name)
	}
	parts := []string{f.word("head.unit.score", "name", name, "score", Points(s.Score)) + f.lastPart(u)}
	var titles []string
	weak := f.differing(u, below)
	for _, n := range weak[:min(2, len(weak))] {
		titles = append(titles, f.text(n.Title))
	}
	if len(titles) > 0 {
		parts = append(parts, f.word("head.unit.weak", "nodes", joined(f.lang(), titles)))
	}
	return f.say(parts...)
}

// lastPart says how a unit stands to the last k: in it for certain, in it but
// within error, near it, or nothing.
func (f Figures) lastPart(u *survey.UnitResult) string {
	z := f.zone(u.Tier)
	if u.Rank == nil || z.k == 0 {
		return ""
	}
	switch fl := z.flags[u.Unit]; {
	case fl != nil && fl.Certain:
		return f.word("head.unit.certain", "k", z.k)
	case fl != nil:
		return f.word("head.unit.unsure", "k", z.k)
	case z.chance(u) > maybe:
		return f.word("head.unit.near", "k", z.k)
	}
	return ""
}

// differing returns the indicators at which u is clearly below (or above) the
// median of its peers, the largest difference first.
func (f Figures) differing(u *survey.UnitResult, side standing) []*survey.NodeInfo {
	var nodes []*survey.NodeInfo
	gap := map[string]survey.Num{}
	for _, n := range f.Indicators() {
		s, ok := u.Nodes[n.ID]
		if !ok {
			continue
		}
		if p := f.peers(u, n.ID); p.against(s) == side {
			nodes, gap[n.ID] = append(nodes, n), s.Score-p.median
		}
	}
	slices.SortStableFunc(nodes, func(a, b *survey.NodeInfo) int {
		if side == above {
			a, b = b, a
		}
		return cmp.Compare(gap[a.ID], gap[b.ID])
	})
	return nodes
}

// PositionHeadline says a unit's rank and its range.
func (f Figures) PositionHeadline(unit string) string {
	u := f.Release.Unit(unit)
	switch {
	case u == nil || u.Rank == nil && u.Unranked == "":
		return f.word("head.unranked")
	case u.Rank == nil:
		return f.say(f.WhyUnranked(u.Unranked))
	}
	return f.word("head.position", "of", u.Rank.Of, "tier", f.tierName(u.Tier), "rank", u.Rank.Rank, "range", span(u.Rank.Low, u.Rank.High))
}

// ProfileHeadline counts the indicators clearly below and above the peers.
func (f Figures) ProfileHeadline(unit string) string {
	u := f.Release.Unit(unit)
	if u == nil {
		return ""
	}
	shown := 0
	for _, n := range f.Indicators() {
		if _, ok := u.Nodes[n.ID]; ok {
			shown++
		}
	}
	others := 0
	for i := range f.Release.Units {
		if o := &f.Release.Units[i]; o.Tier == u.Tier && o.Unit != u.Unit && len(o.Nodes) > 0 {
			others++
		}
	}
	if others < fewestPeers {
		return f.word("head.no.peers", "n", shown)
	}
	return f.word("head.profile", "n", shown, "below", len(f.differing(u, below)), "above", len(f.differing(u, above)), "tier", f.tierName(u.Tier))
}

// AnswersHeadline says which shown item has the largest share of dissatisfied
// among those who rated.
func (f Figures) AnswersHeadline(unit string, nodes ...string) string {
	u := f.Release.Unit(unit)
	if u == nil {
		return ""
	}
	var worst distribution
	for _, id := range nodes {
		if d, ok := f.distribution(u, id); ok && (worst.node == nil || d.bad() > worst.bad()) {
			worst = d
		}
	}
	if worst.node == nil {
		return ""
	}
	return f.word("head.answers", "node", f.text(worst.node.Title), "share", Percent(survey.Num(worst.bad())))
}

// ChangeHeadline says whether a unit's overall score moved beyond error, and
// how many of its indicators did.
func (f Figures) ChangeHeadline(unit string) string {
	u := f.Release.Unit(unit)
	if u == nil {
		return ""
	}
	c := u.Nodes[f.root()].Change
	if c == nil || !finite(c.Diff) {
		return f.word("head.no.change")
	}
	up, down := 0, 0
	for _, n := range f.Indicators() {
		switch way(u.Nodes[n.ID].Change) {
		case "up":
			up++
		case "down":
			down++
		}
	}
	return f.word("head.change."+way(c), "by", amount(c), "up", up, "down", down, "n", len(f.Indicators()))
}

// HeatHeadline counts the low cells of a tier, those of them that are low with
// all of the interval, and the indicator with most of them.
func (f Figures) HeatHeadline(tier, group string) string {
	low, sure, cells, most := 0, 0, 0, 0
	var worst *survey.NodeInfo
	for _, n := range f.Indicators() {
		here := 0
		for i := range f.Release.Units {
			u := &f.Release.Units[i]
			scores := u.Nodes
			if group != "" {
				scores = u.Groups[group].Nodes
			}
			if s, ok := scores[n.ID]; ok && u.Tier == tier {
				cells++
				if s.Score < lowLine {
					here++
				}
				if clearlyLow(s) {
					sure++
				}
			}
		}
		low += here
		if here > most {
			most, worst = here, n
		}
	}
	switch low {
	case 0:
		return f.word("head.heat.none", "cells", Count(cells), "line", lowLine)
	case most:
		return f.word("head.heat.one", "cells", Count(cells), "low", low, "sure", sure, "node", f.text(worst.Title), "line", lowLine)
	}
	return f.word("head.heat", "cells", Count(cells), "low", low, "sure", sure, "most", most, "node", f.text(worst.Title), "line", lowLine)
}

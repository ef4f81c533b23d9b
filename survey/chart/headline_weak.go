package chart

import (
	"cmp"
	"slices"

	"minping/survey"
)

// Weakest returns the indicators of a unit, the lowest score first; without
// those that stand for the area above, whose score is theirs, and without those
// that are told roughly only.
func (f Figures) Weakest(unit string) []*survey.NodeInfo {
	u := f.Release.Unit(unit)
	if u == nil {
		return nil
	}
	nodes := slices.DeleteFunc(f.Indicators(), func(n *survey.NodeInfo) bool {
		s, ok := u.Nodes[n.ID]
		parent := f.Release.Node(n.Parent)
		return !ok || s.Blurred || !finite(s.Low) || !finite(s.High) || n.Item != "" && parent != nil && parent.StandIn == n.Item
	})
	slices.SortStableFunc(nodes, func(a, b *survey.NodeInfo) int { return cmp.Compare(u.Nodes[a.ID].Score, u.Nodes[b.ID].Score) })
	return nodes
}

// WeakestHeadline names the lowest indicator of a unit, and those whose
// intervals reach down to its own; "" where there are not two to compare.
func (f Figures) WeakestHeadline(unit string) string {
	nodes := f.Weakest(unit)
	if len(nodes) < 2 {
		return ""
	}
	u := f.Release.Unit(unit)
	lowest := u.Nodes[nodes[0].ID]
	var near []string
	for _, n := range nodes[1:] {
		if u.Nodes[n.ID].Low <= lowest.High {
			near = append(near, f.nodeTitle(n.ID))
		}
	}
	args := []any{"node", f.nodeTitle(nodes[0].ID), "score", Points(lowest.Score), "n", len(near), "names", ""}
	switch {
	case len(near) == 0:
		return f.word("head.weak.sure", args...)
	case len(near) == len(nodes)-1:
		return f.word("head.weak.alike", args...)
	case len(near) > 1:
		return f.word("head.weak.some", args...)
	}
	args[len(args)-1] = near[0]
	return f.word("head.weak.one", args...)
}

// EndsHeadline counts those among the last of any tier, for certain or to be
// verified; "" where no rule names the last.
func (f Figures) EndsHeadline() string {
	var tiers []string
	for _, t := range f.Release.Tiers {
		tiers = append(tiers, t.ID)
	}
	return f.say(f.allDanger(tiers))
}

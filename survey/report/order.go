package report

import (
	"cmp"
	"slices"
	"strconv"

	"minping/survey"
)

// standing lists the units of a tier: the ranked ones by rank, then those that
// are not ranked, then the suppressed ones.
func standing(r *survey.Release, tier string) []*survey.UnitResult {
	var units []*survey.UnitResult
	for i := range r.Units {
		if u := &r.Units[i]; u.Tier == tier {
			units = append(units, u)
		}
	}
	slices.SortStableFunc(units, func(a, b *survey.UnitResult) int {
		return cmp.Compare(place(a), place(b))
	})
	return units
}

// place orders the units of a tier.
func place(u *survey.UnitResult) int {
	const last = 1 << 30
	switch {
	case u.Rank != nil:
		return u.Rank.Rank
	case u.Suppressed:
		return last + 1
	}
	return last
}

// tiers lists the tiers that have results.
func tiers(r *survey.Release) []survey.TierInfo {
	return slices.DeleteFunc(slices.Clone(r.Tiers), func(t survey.TierInfo) bool {
		return !slices.ContainsFunc(standing(r, t.ID), func(u *survey.UnitResult) bool { return u.Ballots > 0 || u.Suppressed })
	})
}

// lastK is the k of a tier's "chance of being among the last k": the largest
// that a flag of the tier names, else 3, or 1 in a tier of three or fewer.
func lastK(r *survey.Release, tier survey.TierInfo) int {
	k := 0
	for _, f := range r.Flags {
		if f.Tier == tier.ID && f.Kind == "last" && f.Threshold.OK() {
			k = max(k, int(f.Threshold))
		}
	}
	switch {
	case k > 0:
		return k
	case tier.Ranked > 3:
		return 3
	}
	return 1
}

// chanceLast is a unit's chance of being among the last k, if it is told.
func chanceLast(u *survey.UnitResult, k int) (survey.Num, bool) {
	if u.Rank == nil {
		return 0, false
	}
	p, ok := u.Rank.LastK[strconv.Itoa(k)]
	return p, ok
}

// children lists the nodes under another, in order.
func children(r *survey.Release, parent string) []survey.NodeInfo {
	var nodes []survey.NodeInfo
	for _, n := range r.Nodes {
		if n.Parent == parent && n.Depth > 0 {
			nodes = append(nodes, n)
		}
	}
	return nodes
}

// unitName is a unit's name for people.
func (w words) unitName(u *survey.UnitResult) string {
	return cmp.Or(u.Name.In(w.lang), u.Unit)
}

// tierName is a tier's name for people; the one tier of a file without a
// roster has none.
func (w words) tierName(tier string) string {
	return cmp.Or(survey.TierTitle(tier).In(w.lang), w.say("测评对象", "Units"))
}

package survey

import (
	"cmp"
	"maps"
	"slices"
	"strconv"

	"minping/scoring"
)

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// ranked reports whether a unit takes part in rankings.
func (c *computation) ranked(u *UnitResult) bool { return c.unranked(u) == "" }

// unranked returns why a unit takes no part in rankings, or "".
func (c *computation) unranked(u *UnitResult) Unranked {
	root, ok := u.Nodes[rootNode]
	switch {
	case u.Suppressed:
		return NotShown
	case u.Ballots == 0:
		return NoBallots
	case !ok && c.blocked(u):
		return EmptyGroup
	case !ok:
		return NoScore
	case u.Ballots < c.in.Questionnaire.Scoring.MinBallots:
		return FewBallots
	case root.Blurred:
		return Roughly
	case !root.SE.OK():
		return NoError
	}
	return ""
}

// blocked reports whether a unit has no score because a group handed nothing in.
func (c *computation) blocked(u *UnitResult) bool {
	s := c.scores[u.Unit]
	return s != nil && s.Blocked
}

// rank places the units of each tier, with the uncertainty of each place.
func (c *computation) rank() {
	tiers := map[string][]*UnitResult{}
	var order []string
	for i := range c.out.Units {
		u := &c.out.Units[i]
		if _, ok := tiers[u.Tier]; !ok {
			order = append(order, u.Tier)
			tiers[u.Tier] = nil
		}
		tiers[u.Tier] = append(tiers[u.Tier], u)
	}
	for _, tier := range order {
		info := TierInfo{ID: tier}
		var ranked []*UnitResult
		for _, u := range tiers[tier] {
			if u.Ballots > 0 {
				info.Units++
			}
			if u.Unranked = c.unranked(u); u.Unranked == "" {
				ranked = append(ranked, u)
			}
		}
		info.Ranked = len(ranked)
		if len(ranked) > 0 {
			c.rankTier(tier, ranked)
			c.compareUnits(&info, ranked)
			c.rankNodes(ranked)
		}
		c.out.Tiers = append(c.out.Tiers, info)
	}
}

// rankTier ranks units at the root.
func (c *computation) rankTier(tier string, units []*UnitResult) {
	x, se, df := scoresAt(units, rootNode)
	ks := c.lastKs(len(units))
	joined := len(c.in.Past) > 0 && len(Breaks(c.in.Past[0], c.out, rootNode)) == 0
	for i, r := range scoring.Ranks(x, se, df, c.level) {
		place := &UnitRank{
			Tier: tier, Of: len(units), Rank: r.Rank, Low: r.Low, High: r.High,
			Expected: Num(r.Expected), LastK: map[string]Num{},
		}
		for _, k := range ks {
			if k <= len(r.PLast) {
				place.LastK[strconv.Itoa(k)] = Num(r.PLast[k-1])
			}
		}
		if joined {
			if before := c.in.Past[0].Unit(units[i].Unit); before != nil && before.Rank != nil {
				place.Previous = &Place{Rank: before.Rank.Rank, Of: before.Rank.Of}
			}
		}
		units[i].Rank = place
	}
}

// compareUnits sets the pairs of units that differ, and the bands of those that
// do not.
func (c *computation) compareUnits(info *TierInfo, units []*UnitResult) {
	if len(units) > MaxDistinct {
		return
	}
	units = slices.Clone(units)
	slices.SortStableFunc(units, func(a, b *UnitResult) int { return cmp.Compare(a.Rank.Rank, b.Rank.Rank) })
	x, se, df := scoresAt(units, rootNode)
	distinct := scoring.Distinct(x, se, df, c.level)
	for i, row := range distinct {
		for j, differs := range row {
			if differs && x[i] > x[j] {
				info.Distinct = append(info.Distinct, [2]string{units[i].Unit, units[j].Unit})
			}
		}
	}
	bands, _ := scoring.Bands(distinct, MaxBands)
	for _, band := range bands {
		ids := make([]string, len(band))
		for i, at := range band {
			ids[i] = units[at].Unit
		}
		info.Bands = append(info.Bands, ids)
	}
}

// lastKs returns the k for which the chance of being among the last k is told.
func (c *computation) lastKs(units int) []int {
	ks := []int{1, 3, 5, 10}
	for _, r := range c.in.Questionnaire.Flags {
		if r.Last > 0 {
			ks = append(ks, r.Last)
		}
	}
	for _, r := range c.in.Questionnaire.Supervision {
		if r.Last > 0 {
			ks = append(ks, r.Last)
		}
	}
	slices.Sort(ks)
	ks = slices.Compact(ks)
	return slices.DeleteFunc(ks, func(k int) bool { return k > units })
}

// rankNodes sets each node's place among the tier, ties 1-2-2-4.
func (c *computation) rankNodes(units []*UnitResult) {
	for _, node := range c.out.Nodes {
		var with []*UnitResult
		var x []float64
		for _, u := range units {
			if s, ok := u.Nodes[node.ID]; ok {
				with, x = append(with, u), append(x, float64(s.Score))
			}
		}
		for i, rank := range scoring.CompetitionRanks(x) {
			s := with[i].Nodes[node.ID]
			s.Rank = rank
			with[i].Nodes[node.ID] = s
		}
	}
}

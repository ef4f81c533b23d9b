package survey

import (
	"maps"
	"slices"
	"strconv"

	"minping/scoring"
)

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// ranked reports whether a unit takes part in rankings.
func (c *computation) ranked(u *UnitResult) bool {
	root, ok := u.Nodes[rootNode]
	return ok && root.Score.OK() && !u.Suppressed && u.Ballots >= c.in.Questionnaire.Scoring.MinBallots
}

// compare sets the changes since the previous round, node by node.
func (c *computation) compare() {
	if len(c.in.Past) == 0 {
		return
	}
	for i := range c.out.Units {
		u := &c.out.Units[i]
		before := c.in.Past[0].Unit(u.Unit)
		if before == nil || before.Suppressed {
			continue
		}
		for id, now := range u.Nodes {
			if then, ok := before.Nodes[id]; ok {
				now.Change = changeOf(now, then, c.level)
				u.Nodes[id] = now
			}
		}
	}
}

func changeOf(now, then NodeScore, level float64) *Change {
	ch := scoring.ChangeOf(now.scoring(), then.scoring(), level)
	return &Change{
		Previous: then.Score, Diff: Num(ch.Diff), SE: Num(ch.SE),
		Low: Num(ch.Low), High: Num(ch.High), P: Num(ch.P),
		Real: ch.Low > 0 || ch.High < 0,
	}
}

// scoring returns the score as package scoring has it.
func (n NodeScore) scoring() scoring.Score {
	return scoring.Score{
		Value: float64(n.Score), SE: float64(n.SE), Low: float64(n.Low), High: float64(n.High),
		DF: float64(n.DF), N: n.N, NEff: float64(n.NEff), Rate: float64(n.Rate),
		DontKnow: float64(n.DontKnow), Abstain: float64(n.Abstain), Blank: float64(n.Blank), Invalid: float64(n.Invalid),
	}
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
			if c.ranked(u) {
				ranked = append(ranked, u)
			}
		}
		info.Ranked = len(ranked)
		if len(ranked) > 0 {
			info.Distinct = c.rankTier(tier, ranked)
			c.rankNodes(ranked)
		}
		c.out.Tiers = append(c.out.Tiers, info)
	}
}

// rankTier ranks units at the root and returns the pairs that differ.
func (c *computation) rankTier(tier string, units []*UnitResult) [][2]string {
	x, se := make([]float64, len(units)), make([]float64, len(units))
	for i, u := range units {
		x[i], se[i] = float64(u.Nodes[rootNode].Score), float64(u.Nodes[rootNode].SE)
	}
	ks := c.lastKs(len(units))
	for i, r := range scoring.Ranks(x, se, c.level) {
		place := &UnitRank{
			Tier: tier, Of: len(units), Rank: r.Rank, Low: r.Low, High: r.High,
			Expected: Num(r.Expected), LastK: map[string]Num{},
		}
		for _, k := range ks {
			if k <= len(r.PLast) {
				place.LastK[strconv.Itoa(k)] = Num(r.PLast[k-1])
			}
		}
		if len(c.in.Past) > 0 {
			if before := c.in.Past[0].Unit(units[i].Unit); before != nil && before.Rank != nil {
				place.Previous = &Place{Rank: before.Rank.Rank, Of: before.Rank.Of}
			}
		}
		units[i].Rank = place
	}
	if len(units) > MaxDistinct {
		return nil
	}
	var pairs [][2]string
	for i, row := range scoring.Distinct(x, se, c.level) {
		for j, differs := range row {
			if differs && x[i] > x[j] {
				pairs = append(pairs, [2]string{units[i].Unit, units[j].Unit})
			}
		}
	}
	return pairs
}

// lastKs returns the k for which the chance of being among the last k is told.
func (c *computation) lastKs(units int) []int {
	ks := []int{1, 3, 5, 10}
	for _, r := range c.in.Questionnaire.Flags {
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

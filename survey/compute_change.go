package survey

import "minping/scoring"

// compare sets the changes since the previous round, at the nodes that measured
// the same then: across a break a difference is none of the units'.
func (c *computation) compare() {
	if len(c.in.Past) == 0 {
		return
	}
	past, joined := c.in.Past[0], c.joined()
	for i := range c.out.Units {
		u := &c.out.Units[i]
		before := past.Unit(u.Unit)
		if before == nil || before.Suppressed {
			continue
		}
		for id, now := range u.Nodes {
			if then, ok := before.Nodes[id]; ok && joined[id] {
				now.Change = changeOf(now, then, c.level)
				u.Nodes[id] = now
			}
		}
	}
	for i := range c.out.Tiers {
		for _, n := range c.out.Nodes {
			c.adjust(c.out.Tiers[i].ID, n.ID)
		}
		if joined[rootNode] {
			c.regress(&c.out.Tiers[i])
		}
	}
}

// joined tells the nodes that measured the same in the round before.
func (c *computation) joined() map[string]bool { return joinedWith(c.in.Past[0], c.out) }

// joinedRounds tells, for every earlier round, the nodes that measured the same
// in it and in all since.
func (c *computation) joinedRounds() []map[string]bool {
	var rounds []map[string]bool
	later := c.out
	for i, past := range c.in.Past {
		joined := joinedWith(past, later)
		if i > 0 {
			for node := range joined {
				joined[node] = joined[node] && rounds[i-1][node]
			}
		}
		rounds, later = append(rounds, joined), past
	}
	return rounds
}

// joinedWith tells the nodes of a release that measured the same in another.
func joinedWith(then, now *Release) map[string]bool {
	joined := map[string]bool{}
	for _, n := range now.Nodes {
		joined[n.ID] = len(Breaks(then, now, n.ID)) == 0
	}
	return joined
}

func changeOf(now, then NodeScore, level float64) *Change {
	ch := scoring.ChangeOf(now.scoring(), then.scoring(), level)
	return &Change{
		Previous: then.Score, Diff: Num(ch.Diff), SE: Num(ch.SE), Low: Num(ch.Low), High: Num(ch.High), P: Num(ch.P),
		Expected: Num(then.Shrunken.scoring(then.SE).Value) - then.Score,
	}
}

// scoring returns the score as package scoring has it.
func (n NodeScore) scoring() scoring.Score {
	return scoring.Score{
		Value: float64(n.Score), SE: float64(n.SE), Low: float64(n.Low), High: float64(n.High),
		DF: float64(n.DF), N: n.N, NEff: float64(n.NEff), Deff: float64(n.Deff), Rate: float64(n.Rate),
		DontKnow: float64(n.DontKnow), Abstain: float64(n.Abstain), Blank: float64(n.Blank), Invalid: float64(n.Invalid),
	}
}

// adjust judges the changes of a tier at a node together: of those called real,
// a share of at most 1 − level is expected not to be.
func (c *computation) adjust(tier, node string) {
	var changes []*Change
	var p []float64
	for i := range c.out.Units {
		u := &c.out.Units[i]
		if ch := u.Nodes[node].Change; u.Tier == tier && ch != nil {
			changes, p = append(changes, ch), append(p, float64(ch.P))
		}
	}
	for i, x := range scoring.AdjustP(p, scoring.BH) {
		changes[i].PAdjusted, changes[i].Real = Num(x), x <= 1-c.level
	}
}

// usualLast is the k of the last units that are followed up where no rule
// names one; tiers of fewer than twice as many have none.
const usualLast = 3

// regress follows the last k of the round before.
func (c *computation) regress(info *TierInfo) {
	k := c.lastOf(info.ID)
	var now, se, before []float64
	var shrunken []scoring.Shrunken
	for i := range c.out.Units {
		u := &c.out.Units[i]
		then := c.in.Past[0].Unit(u.Unit)
		s, ok := u.Nodes[rootNode]
		if !ok || u.Tier != info.ID || then == nil || then.Rank == nil || then.Rank.Of < 2*k || then.Rank.Rank <= then.Rank.Of-k {
			continue
		}
		old := then.Nodes[rootNode]
		now, se, before = append(now, float64(s.Score)), append(se, float64(s.SE)), append(before, float64(old.Score))
		shrunken = append(shrunken, old.Shrunken.scoring(old.SE))
	}
	r := scoring.RegressionToMean(now, se, before, shrunken, c.level)
	if r.N == 0 {
		return
	}
	info.Regression = &Regression{
		Last: k, Units: r.N, Change: Num(r.Change), Expected: Num(r.Expected),
		Rest: Num(r.Rest), Low: Num(r.Low), High: Num(r.High),
	}
}

// lastOf returns the k of the rules about the last of a tier at the root, the
// largest where there are several.
func (c *computation) lastOf(tier string) int {
	k := 0
	for _, r := range c.rules() {
		if r.Kind == scoring.RuleLast && (r.Tier == "" || r.Tier == tier) && len(r.Nodes) > 0 && r.Nodes[0] == 0 {
			k = max(k, r.Last)
		}
	}
	if k == 0 {
		return usualLast
	}
	return k
}

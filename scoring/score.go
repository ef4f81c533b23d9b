package scoring

import (
	"math"
	"sort"
)

// A Score is the value of one node for one unit (or one group of it). Where
// groups have fixed weights, a unit's scores rest on the groups with a
// positive weight alone, and so do N, NEff, DF and the shares.
type Score struct {
	Value float64 // 0–100; NaN: no valid answer
	SE    float64 // standard error of Value; NaN where the sample gives none
	Low   float64 // t interval at the design's level, clipped to 0–100; NaN where SE or DF give none
	High  float64
	DF    float64 // degrees of freedom of the interval: sampling units minus strata, of those with a value here
	N     int     // ballots with at least one scored answer under the node
	// Weight is the sum of the weights of these N ballots, as calibrated.
	Weight float64
	// NEff is the effective number of ballots: as sure as the score of so many
	// respondents drawn simply. N / Deff; where Deff has no value or is 0, Kish's
	// (Σω)²/Σω², ω the weight of a ballot times its group's weight per ballot.
	// Strata can raise it above N.
	NEff float64
	// Deff is the design effect: the variance over that of a simple random sample
	// of N respondents with the same answers; see simpleSum. NaN where SE is, or
	// where all answers agree.
	Deff float64
	Rate float64 // satisfaction rate 满意率, 0–1, aggregated as Value is

	// Of all answers asked for under the node, weighted, the share that is
	// don't know, abstain, blank, invalid; 0–1.
	DontKnow, Abstain, Blank, Invalid float64
}

// A UnitScore holds one unit's scores; Nodes runs parallel to Instrument.Nodes.
type UnitScore struct {
	Unit    string
	Ballots int
	Weight  float64 // sum of the weights, as calibrated
	Nodes   []Score
	Groups  []GroupScore // parallel to Instrument.Groups; groups without a ballot have Ballots 0 and NaN scores
	// Counts is, per item, the unweighted number of ballots per option, then
	// blank, then invalid.
	Counts [][]int
	// Blocked says that a group with a weight has no ballot, and that for this
	// reason no node has a value (EmptyBlocked).
	Blocked bool
}

// A GroupScore holds the scores of one group within a unit.
type GroupScore struct {
	Group   string
	Ballots int
	Weight  float64
	Planned float64    // its share of the groups' weights, 0–1; 0 where ballots are pooled
	State   GroupState // what became of it in the unit's overall score
	// Used is the group's weight in the unit's overall score after
	// renormalising, 0–1; 0: it is not in it. Where ballots are pooled, its share
	// of the weights.
	Used   float64
	Nodes  []Score
	In     []bool // nodes at which the unit's score rests on the group's ballots, parallel to Nodes
	Counts [][]int
}

// Scores returns the scores of all units seen, sorted by unit id.
func (t *Tallies) Scores() []UnitScore { return t.ScoresBy(nil) }

// ScoresBy returns the scores of all units seen, sorted by unit id, each by its
// own rule; nil: all as the instrument says. It panics where a rule's lengths
// are not the instrument's, or a weight is negative or not finite.
func (t *Tallies) ScoresBy(rule func(unit string) UnitRule) []UnitScore {
	ids := make([]string, 0, len(t.units))
	for id := range t.units {
		ids = append(ids, id)
	}
	sort.Strings(ids)
	e := newEstimator(t)
	plan := e.layout.in.plan(UnitRule{})
	out := make([]UnitScore, len(ids))
	for i, id := range ids {
		if rule != nil {
			plan = e.layout.in.plan(rule(id))
		}
		out[i] = e.unit(t.units[id], &plan)
	}
	return out
}

// unit scores one unit and its groups.
func (e *estimator) unit(u *unitTally, plan *groupPlan) UnitScore {
	in := e.layout.in
	out := UnitScore{Unit: u.id, Groups: make([]GroupScore, len(in.Groups))}
	var all, pooled []*cell
	var parts []*part
	zero := 0.0
	for g := range u.groups {
		cells := u.groups[g].sorted()
		all = append(all, cells...)
		if len(in.Groups) == 0 {
			pooled = cells
			break
		}
		p := e.part(cells, 1, plan.unasked)
		s := &out.Groups[g]
		*s = GroupScore{Group: in.Groups[g].ID, Counts: e.counts(cells), Nodes: e.scores(0, p), In: make([]bool, len(in.Nodes))}
		s.Ballots, s.Weight = total(cells)
		if plan.total > 0 {
			s.Planned = plan.weights[g] / plan.total
		}
		switch s.State = plan.state(e.layout, g, p); {
		case s.State == GroupEmpty && plan.total > 0 && plan.rule.Empty == EmptyZero:
			zero += plan.weights[g]
		case s.State == GroupEmpty && plan.total > 0 && plan.rule.Empty == EmptyBlocked:
			out.Blocked = true
		case (s.State == GroupCounted || s.State == GroupValueless) && plan.total > 0:
			counted := plan.counting(e.layout, g, p)
			parts = append(parts, counted)
			s.enter(counted.values)
		case s.State == GroupCounted || s.State == GroupValueless:
			pooled = append(pooled, cells...)
			s.enter(p.values)
		}
	}
	if plan.total == 0 {
		parts = []*part{e.part(pooled, 1, plan.unasked)}
	}
	if out.Blocked {
		parts = nil
		for g := range out.Groups {
			clear(out.Groups[g].In)
		}
	}
	out.Ballots, out.Weight = total(all)
	out.Counts = e.counts(all)
	out.Nodes = e.scores(zero, parts...)
	if !out.Blocked {
		out.share(plan, pooled, zero)
	}
	return out
}

// enter notes the nodes at which a group has a value.
func (g *GroupScore) enter(values []float64) {
	for i, x := range values {
		g.In[i] = !math.IsNaN(x)
	}
}

// share fills in the shares of the groups in the unit's overall score.
func (s *UnitScore) share(plan *groupPlan, pooled []*cell, zero float64) {
	_, weight := total(pooled)
	if plan.total > 0 {
		weight = zero
		for g := range s.Groups {
			if s.Groups[g].State == GroupCounted {
				weight += plan.weights[g]
			}
		}
	}
	for g := range s.Groups {
		switch x := &s.Groups[g]; {
		case plan.total == 0 && x.State != GroupFew && x.State != GroupEmpty:
			x.Used = x.Weight / weight
		case plan.total > 0 && (x.State == GroupCounted || x.State == GroupEmpty && zero > 0):
			x.Used = plan.weights[g] / weight
		}
	}
}

// sorted returns the cells in an order that does not depend on that of the ballots.
func (g *groupTally) sorted() []*cell {
	cells := make([]*cell, 0, len(g.cells))
	for _, c := range g.cells {
		cells = append(cells, c)
	}
	sort.Slice(cells, func(i, j int) bool {
		a, b := cells[i], cells[j]
		switch {
		case a.stratum != b.stratum:
			return a.stratum.key.less(b.stratum.key)
		case a.clustered != b.clustered:
			return b.clustered
		case a.profile != b.profile:
			return a.profile < b.profile
		}
		return a.calibration.less(b.calibration)
	})
	return cells
}

// total returns the number of ballots in the cells and their weight.
func total(cells []*cell) (n int, w float64) {
	for _, c := range cells {
		n += c.ballots
		w += c.sumW
	}
	return n, w
}

// counts returns, per item, the ballots per option, then blank, then invalid.
func (e *estimator) counts(cells []*cell) [][]int {
	l := e.layout
	out := make([][]int, len(l.in.Items))
	for j, item := range l.in.Items {
		k := len(item.Options)
		out[j] = make([]int, k+2)
		for _, c := range cells {
			at := c.n[l.first[j]:][:k+2]
			for o, n := range at[2:] {
				out[j][o] += n
			}
			out[j][k] += at[1]
			out[j][k+1] += at[0]
		}
	}
	return out
}

// interval fills Low and High: the t interval, clipped to the range of scores.
func (e *estimator) interval(s *Score) {
	s.Low, s.High = math.NaN(), math.NaN()
	switch {
	case math.IsNaN(s.SE):
	case s.SE == 0:
		s.Low, s.High = s.Value, s.Value
	case s.DF < 1:
	default:
		half := e.quantile(s.DF) * s.SE
		s.Low, s.High = max(0, s.Value-half), min(100, s.Value+half)
	}
}

// quantile returns the two-sided t quantile of the level, kept per df.
func (e *estimator) quantile(df float64) float64 {
	q, ok := e.quantiles[df]
	if !ok {
		q = studentQuantile(e.level, df)
		e.quantiles[df] = q
	}
	return q
}

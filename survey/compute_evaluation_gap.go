package survey

import (
	"math"
	"slices"

	"minping/scoring"
)

// scoreOthers scores the units that rate themselves without their own ballots.
func (e *evaluation) scoreOthers() {
	e.others = map[string]*scoring.UnitScore{}
	if !slices.ContainsFunc(e.in.Questionnaire.Groups, func(g Group) bool { return e.self[g.ID] }) {
		return
	}
	scores := e.rolled.ScoresBy(func(unit string) scoring.UnitRule {
		rule := e.rule(unit)
		rule.Least = slices.Clone(rule.Least)
		for i, g := range e.in.Questionnaire.Groups {
			if e.self[g.ID] {
				rule.Least[i] = math.MaxInt
			}
		}
		return rule
	})
	for i := range scores {
		e.others[scores[i].Unit] = &scores[i]
	}
}

// selfOther compares a unit's own view with the others', by what is shown.
func (e *evaluation) selfOther(u *evaluatedUnit) *SelfOther {
	own := e.own(u)
	if own < 0 || u.score.Groups[own].Ballots == 0 {
		return nil
	}
	s := &SelfOther{Nodes: map[string]SelfGap{}, ProfileR: notKnown, ProfileRMS: notKnown, Blind: []SelfSpot{}, Strengths: []SelfSpot{}}
	for j, n := range e.ins.Nodes {
		if gap, ok := e.gap(u, own, j); ok {
			s.Nodes[n.ID] = gap
		}
	}
	if len(s.Nodes) == 0 {
		return nil
	}
	e.spots(s)
	e.profile(u, s)
	return s
}

// own returns the group of a unit that rates itself, -1 where there is none.
func (e *evaluation) own(u *evaluatedUnit) int {
	if u.score == nil {
		return -1
	}
	return slices.IndexFunc(u.score.Groups, func(g scoring.GroupScore) bool { return e.self[g.Group] })
}

// gap is self minus others at a node. Where the unit's score there is blurred,
// others follow from it as anybody could compute them.
func (e *evaluation) gap(u *evaluatedUnit, own, node int) (SelfGap, bool) {
	id := e.ins.Nodes[node].ID
	self, told := u.result.Groups[u.score.Groups[own].Group].Nodes[id]
	all, shown := u.result.Nodes[id]
	others := e.others[u.result.Unit]
	if !told || !shown || others == nil || math.IsNaN(others.Nodes[node].Value) {
		return SelfGap{}, false
	}
	g := SelfGap{Self: self.Score, SE: notKnown, Low: notKnown, High: notKnown}
	if all.Blurred || self.Blurred {
		share := e.shareAt(u, own, node)
		g.Others, g.Blurred = Num((float64(all.Score)-share*float64(self.Score))/(1-share)), true
		g.Others = min(max(g.Others, 0), 100)
		g.Gap = g.Self - g.Others
		return g, true
	}
	o := others.Nodes[node]
	g.Others, g.Gap = Num(o.Value), self.Score-Num(o.Value)
	g.SE, g.Low, g.High = Num(o.SE), self.Score-Num(o.High), self.Score-Num(o.Low)
	return g, true
}

// shareAt is the share of a group in its unit's score at a node, 0–1.
func (e *evaluation) shareAt(u *evaluatedUnit, group, node int) float64 {
	own, all := 0.0, 0.0
	rule := e.rule(u.result.Unit)
	for g, s := range u.score.Groups {
		weight := rule.Weights[g]
		switch {
		case s.Planned == 0 && slices.ContainsFunc(rule.Weights, func(w float64) bool { return w > 0 }):
			continue
		case s.Planned == 0:
			weight = s.Nodes[node].Weight
		}
		if s.In[node] || s.State == scoring.GroupEmpty && s.Used > 0 {
			all += weight
			if g == group {
				own = weight
			}
		}
	}
	if all == 0 {
		return 0
	}
	return own / all
}

// spots lists the items at which the two views fall apart: one above its mean
// over the items, the other below, and the gap beyond error.
func (e *evaluation) spots(s *SelfOther) {
	var leaves []string
	self, others := 0.0, 0.0
	for _, n := range e.ins.Nodes {
		if gap, ok := s.Nodes[n.ID]; ok && n.Item >= 0 && !slices.Contains(leaves, n.ID) {
			leaves = append(leaves, n.ID)
			self += float64(gap.Self)
			others += float64(gap.Others)
		}
	}
	n := float64(len(leaves))
	for _, id := range leaves {
		gap := s.Nodes[id]
		spot := SelfSpot{Node: id, Gap: gap.Gap, Certain: gap.Low > 0 || gap.High < 0}
		if !spot.Certain && (gap.SE.OK() || math.Abs(float64(gap.Gap)) < LeastSpot) {
			continue
		}
		high, low := float64(gap.Self) >= self/n, float64(gap.Others) >= others/n
		switch {
		case gap.Gap > 0 && high && !low:
			s.Blind = append(s.Blind, spot)
		case gap.Gap < 0 && !high && low:
			s.Strengths = append(s.Strengths, spot)
		}
	}
	for _, spots := range [][]SelfSpot{s.Blind, s.Strengths} {
		slices.SortStableFunc(spots, func(a, b SelfSpot) int {
			return int(math.Copysign(1, math.Abs(float64(b.Gap))-math.Abs(float64(a.Gap))))
		})
	}
}

// profile compares the marks of a unit about itself with the others' plain means,
// item by item.
func (e *evaluation) profile(u *evaluatedUnit, s *SelfOther) {
	if !u.tells {
		return
	}
	var self, others []float64
	for _, j := range u.asked {
		if e.indicator(j) {
			self, others = append(self, e.mean(u, j, true)), append(others, e.mean(u, j, false))
		}
	}
	r, rms := scoring.CompareProfiles(self, others)
	s.ProfileR, s.ProfileRMS = Num(r), Num(rms)
}

// mean is the plain mean of the scores that a unit's own ballots, or all others,
// give an item.
func (e *evaluation) mean(u *evaluatedUnit, item int, self bool) float64 {
	sum, n := 0.0, 0.0
	for _, b := range e.held[u.result.Unit] {
		if a := b.answers[item]; a >= 0 && e.self[b.group] == self {
			if score := e.ins.Items[item].Options[a].Score; !math.IsNaN(score) {
				sum += score
				n++
			}
		}
	}
	return sum / n
}

// gapTest tests over the units of a tier whether they see themselves as others
// do, and names each unit's type.
func (e *evaluation) gapTest(units []*evaluatedUnit) *GapTest {
	self, others := make([]float64, len(units)), make([]float64, len(units))
	for i, u := range units {
		self[i], others[i] = math.NaN(), math.NaN()
		if u.told.Self != nil {
			if gap, ok := u.told.Self.Nodes[rootNode]; ok {
				self[i], others[i] = float64(gap.Self), float64(gap.Others)
			}
		}
	}
	test, err := scoring.SelfOtherGap(self, others, e.level)
	if err != nil {
		return nil
	}
	for i, u := range units {
		if u.told.Self != nil && test.Types[i] != scoring.GapUnknown {
			u.told.Self.Type = test.Types[i].String()
		}
	}
	return &GapTest{
		N: test.N, Mean: Num(test.Mean), SD: Num(test.SD), T: Num(test.T), DF: Num(test.DF), P: Num(test.P),
		Low: Num(test.Low), High: Num(test.High), R: Num(test.R),
	}
}

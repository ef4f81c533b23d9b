package survey

import (
	"errors"
	"math"

	"minping/scoring"
)

// An answerView is one group's answers, or all, as the release may show them.
type answerView struct {
	*groupAnswers
	group string // "": all
	index int    // in the instrument's groups; −1: all
}

// answers fills in what tells of the questionnaire itself: its quality and its
// key drivers.
func (c *computation) answers() {
	count := c.in.Ballots.settled().answers
	views := c.answerViews(count)
	if len(views) == 0 {
		return
	}
	c.out.Quality = &Quality{LeastRows: LeastRows, Items: c.itemQuality(count.plan, views)}
	for i := range count.plan.scales {
		for _, v := range views {
			c.out.Quality.Scales = append(c.out.Quality.Scales, c.scaleQuality(count.plan, i, v))
		}
	}
	for _, v := range views {
		c.out.Quality.Careless = append(c.out.Quality.Careless, v.carelessness())
	}
	c.out.Drivers = c.drivers(count.plan, views)
}

// leastPooled is how many ballots what is told of all answers, or of a group's,
// must rest on: such figures are never blurred.
func (c *computation) leastPooled() int {
	if c.hidden == nil {
		return c.in.MinGroup
	}
	return max(fewAnswers, c.in.MinGroup)
}

// answerViews returns all answers, then those of each group that may be shown
// beside them; none where there are too few ballots in all.
func (c *computation) answerViews(count *answerCount) []answerView {
	all := count.whole()
	if all.ballots == 0 || all.ballots < c.leastPooled() {
		return nil
	}
	views := []answerView{{all, "", -1}}
	counts := make([]int, len(count.groups))
	for i, g := range count.groups {
		counts[i] = g.ballots
	}
	hidden := scoring.Suppress(counts, nil, c.leastPooled())
	for i, g := range c.ins.Groups {
		if counts[i] > 0 && !hidden[i] {
			c.viewed = append(c.viewed, i)
			views = append(views, answerView{count.groups[i], g.ID, i})
		}
	}
	return views
}

// scaleQuality computes the reliability of a scale among a group.
func (c *computation) scaleQuality(p *answerPlan, scale int, v answerView) ScaleQuality {
	plan := &p.scales[scale]
	nan := Num(math.NaN())
	out := ScaleQuality{
		Node: c.ins.Nodes[plan.node].ID, Group: v.group,
		Alpha: nan, Low: nan, High: nan, Omega: nan, Lambda6: nan, MeanR: nan,
	}
	if len(plan.items) < 2 {
		out.Reason = ReasonFewItems
		return out
	}
	m := v.scales[scale].of(plan.places(plan.items)...)
	out.N, out.Dropped = m.Rows()
	if out.N < max(LeastRows, c.in.MinGroup) {
		out.N, out.Dropped, out.Reason = 0, 0, ReasonFewBallots
		return out
	}
	a, err := m.CronbachAlpha(c.level)
	if err != nil {
		out.Reason = reasonFor(err)
		return out
	}
	out.Alpha, out.Low, out.High = Num(a.Raw), Num(a.Low), Num(a.High)
	out.Lambda6, out.MeanR = Num(a.Lambda6), Num(a.MeanR)
	if a.Low > 0 { // else there is no common factor beyond error
		if o, err := m.OmegaML(); err == nil && len(o.Heywood) == 0 {
			out.Omega = Num(o.Omega)
		}
	}
	out.Items = c.scaleItems(plan, m, out.N)
	return out
}

// scaleItems computes how each item fits the others of its scale.
func (c *computation) scaleItems(plan *scalePlan, m *scoring.Moments, n int) []ScaleItem {
	analysis, err := m.AnalyzeItems()
	if err != nil {
		return nil
	}
	items := make([]ScaleItem, len(plan.items))
	for k, s := range analysis.Items {
		low, high := scoring.FisherInterval(s.RRest, n, c.level)
		items[k] = ScaleItem{
			Item: c.ins.Items[plan.items[k]].ID, RRest: Num(s.RRest), RLow: Num(low), RHigh: Num(high),
			AlphaIfDeleted: Num(s.AlphaIfDeleted),
		}
	}
	return items
}

// reasonFor names why a coefficient is not stated.
func reasonFor(err error) string {
	switch {
	case errors.Is(err, scoring.ErrConstant):
		return ReasonConstant
	case errors.Is(err, scoring.ErrCollinear), errors.Is(err, scoring.ErrDependent):
		return ReasonCollinear
	case errors.Is(err, scoring.ErrUnrelated):
		return ReasonUnrelated
	}
	return ReasonFewBallots
}

// itemQuality computes how each item was answered.
func (c *computation) itemQuality(p *answerPlan, views []answerView) []ItemQuality {
	nodes := make(map[int]string)
	for _, n := range c.ins.Nodes {
		if n.Item >= 0 && nodes[n.Item] == "" {
			nodes[n.Item] = n.ID
		}
	}
	items := make([]ItemQuality, len(c.ins.Items))
	for i, item := range c.ins.Items {
		q := &items[i]
		*q = noItemQuality(item.ID, nodes[i])
		told := c.pools(i)
		if told.answers {
			c.fillItem(q, p, i, views[0])
		}
		for _, v := range views[1:] {
			if q.N > 0 && told.groups {
				q.Groups = append(q.Groups, v.missing(p, i, c.unasked(i, v)))
			}
		}
	}
	return items
}

func noItemQuality(item, node string) ItemQuality {
	nan := Num(math.NaN())
	return ItemQuality{
		Item: item, Node: node, Mean: nan, SD: nan, Floor: nan, Ceiling: nan,
		Missing: AnswerShares{DontKnow: nan, Blank: nan},
	}
}

func (c *computation) fillItem(q *ItemQuality, p *answerPlan, item int, v answerView) {
	mean, sd, n := v.mean(p, item)
	if n < c.leastPooled() {
		return
	}
	q.N, q.Mean, q.SD = n, Num(mean), Num(sd)
	q.Missing = v.missing(p, item, c.unasked(item, v))
	if scores := p.scoresOf(item); len(scores) > 0 {
		q.Floor = Num(float64(v.scoredWith(p, item, scores[0])) / float64(n))
		q.Ceiling = Num(float64(v.scoredWith(p, item, scores[len(scores)-1])) / float64(n))
	}
}

// unasked is how many of a view's ballots are about units that are not asked
// about an item.
func (c *computation) unasked(item int, v answerView) (n int) {
	if c.rule == nil {
		return 0
	}
	for i := range c.out.Units {
		u := &c.out.Units[i]
		s := c.scores[u.Unit]
		switch {
		case s == nil || c.asks(u.Unit, item) || c.heldAbove(u):
		case v.index < 0:
			n += s.Ballots
		default:
			n += s.Groups[v.index].Ballots
		}
	}
	return n
}

// heldAbove reports whether a unit's ballots are counted in its parent's too.
func (c *computation) heldAbove(u *UnitResult) bool {
	return c.in.Questionnaire.Scoring.RollUp && u.Parent != "" && c.scores[u.Parent] != nil
}

// missing returns the shares of a view's ballots without a score at an item,
// but for those that were not asked about it.
func (v answerView) missing(p *answerPlan, item, unasked int) AnswerShares {
	unsure := 0
	for o, option := range p.ins.Items[item].Options {
		if option.Kind == scoring.DontKnow {
			unsure += v.n[p.first[item]+o]
		}
	}
	blank, asked := v.n[p.first[item]+int(scoring.Blank)]-unasked, float64(v.ballots-unasked)
	return AnswerShares{Group: v.group, DontKnow: Num(float64(unsure) / asked), Blank: Num(float64(blank) / asked)}
}

// carelessness returns the shares of ballots that look carelessly answered.
func (v answerView) carelessness() Careless {
	s := v.careless.Shares()
	out := Careless{Group: v.group, N: s.N, Short: s.Short, HalfRun: Num(s.HalfRun), Alike: Num(s.Alike)}
	for q, to := range []*Num{&out.IRVLow, &out.IRVMid, &out.IRVHigh} {
		*to = Num(math.NaN())
		if s.N > 0 {
			*to = Num(s.SpreadQuartile[q])
		}
	}
	return out
}

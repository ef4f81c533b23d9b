package official

import (
	"slices"
	"strconv"
	"strings"

	"minping/survey"
	"minping/survey/chart"
	"minping/survey/document"
)

// hasFeedback reports whether there are figures to tell a unit.
func hasFeedback(r *survey.Release, u *survey.UnitResult) bool {
	if u == nil || u.Suppressed || len(r.Nodes) == 0 {
		return false
	}
	_, shown := u.Nodes[r.Nodes[0].ID]
	return shown
}

// ofUnit adds what a report to a unit says.
func (r resultsPaper) ofUnit(v Values, u *survey.UnitResult) Values {
	f := r.figures()
	whole := u.Nodes[r.root()]
	set := func(name, value string) { v.Fields[name] = value }
	set("unit", u.Name.In(r.lang))
	set("tier", survey.TierTitle(u.Tier).In(r.lang))
	set("unit_ballots", strconv.Itoa(u.Ballots))
	set("score", chart.Told(whole))
	if whole.Low.OK() && whole.High.OK() {
		set("interval", chart.Interval(whole.Low, whole.High))
	}
	set("headline", stop(f.UnitHeadline(u.Unit)))
	if k := u.Rank; k != nil && k.Of > 1 {
		set("rank", strconv.Itoa(k.Rank))
		set("of", strconv.Itoa(k.Of))
		set("rank_low", strconv.Itoa(k.Low))
		set("rank_high", strconv.Itoa(k.High))
	}
	if c := whole.Change; c != nil {
		set("change", r.changed(c))
	}
	weak, strong := r.sides(u)
	set("weak", weak)
	set("strong", strong)
	v.Lists = map[string][]Values{"problems": r.problemsOf(u.Unit)}
	v.Tables = map[string]Block{"profile": r.profile(u)}
	return v
}

// changed says a change and whether it is beyond error.
func (r resultsPaper) changed(c *survey.Change) string {
	signed := chart.Signed(c.Diff)
	size := strings.TrimLeft(signed, "+−")
	s := r.say("没有变化", "unchanged")
	switch {
	case strings.HasPrefix(signed, "+"):
		s = r.say("提高"+size+"分", "up "+size)
	case size != signed:
		s = r.say("下降"+size+"分", "down "+size)
	}
	if c.Real {
		return s + r.say("，超出误差", ", beyond error")
	}
	return s + r.say("，在误差之内", ", within error")
}

// sides names the indicators at which a unit is clearly below or above its peers.
func (r resultsPaper) sides(u *survey.UnitResult) (weak, strong string) {
	var below, above []string
	f := r.figures()
	for _, n := range f.Indicators() {
		switch _, side := f.Against(u.Unit, n.ID); side {
		case -1:
			below = append(below, n.Title.In(r.lang))
		case 1:
			above = append(above, n.Title.In(r.lang))
		}
	}
	return strings.Join(below, r.say("、", ", ")), strings.Join(above, r.say("、", ", "))
}

// problemsOf are the problems found at a unit, with what is advised.
func (r resultsPaper) problemsOf(unit string) (all []Values) {
	for _, x := range r.release.Findings {
		if x.Unit != unit {
			continue
		}
		n := len(all) + 1
		entry := Values{Fields: map[string]string{
			"no": strconv.Itoa(n), "cn": numeral(n), "problem": stop(x.Problem.In(r.lang)), "evidence": r.findingEvidence(x),
			"sure": r.say("在误差之内，请先核实", "within error: verify first"),
		}}
		if slices.ContainsFunc(r.release.Flags, func(f survey.Flag) bool { return f.Certain && slices.Contains(x.Evidence.Flags, f.ID) }) {
			entry.Fields["sure"] = r.say("超出误差", "beyond error")
		}
		for _, s := range r.release.Suggestions {
			if slices.Contains(x.Suggestions, s.ID) {
				fields := map[string]string{"advice": stop(s.Text.In(r.lang)), "check": stop(s.Measure.In(r.lang))}
				if s.Days > 0 {
					fields["days"] = strconv.Itoa(s.Days)
				}
				entry.Lists = appendTo(entry.Lists, "suggestions", Values{Fields: fields})
			}
		}
		all = append(all, entry)
	}
	return all
}

func appendTo(lists map[string][]Values, name string, v Values) map[string][]Values {
	if lists == nil {
		lists = map[string][]Values{}
	}
	lists[name] = append(lists[name], v)
	return lists
}

// findingEvidence says the numbers of a finding.
func (r resultsPaper) findingEvidence(x survey.Finding) string {
	var parts []string
	if n := r.release.Node(x.Node); n != nil {
		parts = append(parts, n.Title.In(r.lang))
	}
	if s := x.Evidence.Score; s.Score.OK() {
		parts = append(parts, r.say("得分 ", "score ")+told(s, r.lang))
	}
	if p := x.Evidence.PeerMedian; p.OK() {
		parts = append(parts, r.say("同级中位数 ", "median of peers ")+chart.Points(p))
	}
	return strings.Join(parts, r.say("，", ", "))
}

// profile is a unit's scores beside its peers, areas and their indicators.
func (r resultsPaper) profile(u *survey.UnitResult) document.Table {
	s := sheet{heads: []column{
		col(r.say("方面和指标", "Area, indicator"), 4.6),
		{name: r.say("得分", "Score"), share: 1.3, align: document.Centre},
		{name: r.say("区间", "Interval"), share: 2, align: document.Centre},
		{name: r.say("同级中位数", "Peers"), share: 2, align: document.Centre},
		{name: r.say("与同级比", "Against peers"), share: 1.9, align: document.Centre},
		{name: r.say("比上轮", "Change"), share: 3, align: document.Centre},
	}}
	f := r.figures()
	for _, n := range r.release.Nodes {
		score, shown := u.Nodes[n.ID]
		if !shown {
			continue
		}
		interval, peers, against, change := "—", "—", "—", "—"
		if score.Low.OK() && score.High.OK() && !score.Blurred {
			interval = chart.Interval(score.Low, score.High)
		}
		median, side := f.Against(u.Unit, n.ID)
		if median.OK() {
			peers = chart.Points(median)
			against = [...]string{r.say("明显偏低", "clearly below"), r.say("不能区分", "no difference"), r.say("明显偏高", "clearly above")}[side+1]
		}
		if c := score.Change; c != nil {
			change = chart.Signed(c.Diff)
			if !c.Real {
				change += r.say("（误差内）", " (within error)")
			}
		}
		s.rows = append(s.rows, []string{strings.Repeat("\u3000", n.Depth) + n.Title.In(r.lang), chart.Told(score), interval, peers, against, change})
	}
	return s.table(r.lang)
}

package report

import (
	"slices"
	"strings"

	"minping/survey"
)

// evaluation adds the sheets of an evaluation: grades and weights by ticket,
// scores at every node by group, oneself beside others, and the raters.
func (b *book) evaluation() {
	if b.r.Evaluation == nil {
		return
	}
	b.tickets()
	b.scores()
	b.selves()
	b.raters()
}

// evaluated are the units of the evaluation with their results, tier by tier as
// they stand.
func (b *book) evaluated(each func(*survey.UnitResult, *survey.UnitEvaluation)) {
	byID := map[string]*survey.UnitEvaluation{}
	for i := range b.r.Evaluation.Units {
		byID[b.r.Evaluation.Units[i].Unit] = &b.r.Evaluation.Units[i]
	}
	for _, t := range tiers(b.r) {
		for _, u := range standing(b.r, t.ID) {
			if e := byID[u.Unit]; e != nil {
				each(u, e)
			}
		}
	}
}

func (b *book) groupTitle(id string) string {
	for _, g := range b.r.Groups {
		if g.ID == id {
			return g.Title.In(b.lang)
		}
	}
	return id
}

// kept is a number that may be kept back.
func kept(n *int) cell {
	if n == nil {
		return cell{"—", rightLook}
	}
	return cell{*n, countLook}
}

// gradeOptions are the options of the items that grade units, each code once.
func (b *book) gradeOptions() (options []survey.Option) {
	for i := range b.r.Evaluation.Units {
		g := b.r.Evaluation.Units[i].Grades
		if g == nil {
			continue
		}
		for _, it := range b.r.Items {
			if it.ID != g.Item {
				continue
			}
			for _, o := range it.Options {
				if o.Score != nil && !slices.ContainsFunc(options, func(x survey.Option) bool { return x.Code == o.Code }) {
					options = append(options, o)
				}
			}
		}
	}
	return options
}

// tickets is a row for each unit and group: sheets, grades with rates, weights.
func (b *book) tickets() {
	name := b.say("票种和等次", "Tickets and grades")
	s := b.sheet(name, b.title(name), b.sub(b.say("率为各等次占有分值的票的比例；“—”为不予公布或不掌握。", "Rates are of marks with a score; “—” is kept back or not known.")))
	heads := []head{
		{b.say("测评对象", "Unit"), 24, false},
		{b.say("层级", "Tier"), 12, false},
		{b.say("主体", "Group"), 14, false},
		{b.say("计分", "Counts"), 16, false},
		{b.say("权重", "Weight"), 8, true},
		{b.say("实际权重", "Weight used"), 9, true},
		{b.say("发出", "Issued"), 8, true},
		{b.say("收回", "Collected"), 9, true},
		{b.say("弃权", "Abstained"), 9, true},
	}
	options := b.gradeOptions()
	for _, o := range options {
		label := o.Label.In(b.lang)
		heads = append(heads, head{label, 9, true}, head{label + b.say("率", " rate"), 9, true})
	}
	s.heads(3, heads...)
	grades := func(g *survey.GradeCounts) (cells []cell) {
		for _, o := range options {
			if g == nil {
				cells = append(cells, cell{"—", rightLook}, cell{"—", rightLook})
				continue
			}
			rate := cell{"—", rightLook}
			if x, has := g.Rates[o.Code]; has && x.OK() {
				rate = cell{x, shareLook}
			}
			cells = append(cells, cell{g.Counts[o.Code], countLook}, rate)
		}
		return cells
	}
	f := &feedback{words: b.words, r: b.r}
	b.evaluated(func(u *survey.UnitResult, e *survey.UnitEvaluation) {
		all := []cell{{u.Name.In(b.lang), textLook}, {b.tierName(u.Tier), textLook}, {b.say("合计", "All"), textLook}, {"", textLook}, {nil, shareLook}, {nil, shareLook}, kept(e.Issued), kept(e.Collected), kept(e.Abstained)}
		s.put(append(all, grades(e.Grades)...)...)
		for i := range e.Groups {
			g := &e.Groups[i]
			line := []cell{
				{u.Name.In(b.lang), textLook},
				{b.tierName(u.Tier), textLook},
				{b.groupTitle(g.Group), textLook},
				{f.standing(g), textLook},
				{g.Planned, shareLook},
				{g.Used, shareLook},
				kept(g.Issued), kept(g.Collected), kept(g.Abstained),
			}
			s.put(append(line, grades(g.Grades)...)...)
		}
	})
}

// scores is a row for each unit, group and node, items among them.
func (b *book) scores() {
	name := b.say("全部得分", "All scores")
	s := b.sheet(name, b.title(name), b.sub(b.say("“≈”为人数少、约到半分的得分，不给区间。", "“≈”: few people, told to half points without interval.")))
	s.heads(4,
		head{b.say("测评对象", "Unit"), 24, false}, head{b.say("层级", "Tier"), 12, false}, head{b.say("主体", "Group"), 14, false}, head{b.say("指标", "Node"), 34, false},
		head{b.say("级别", "Depth"), 7, true}, head{b.say("得分", "Score"), 9, true}, head{b.say("标准误", "SE"), 9, true}, head{b.say("下限", "Low"), 9, true}, head{b.say("上限", "High"), 9, true}, head{b.say("人数", "n"), 8, true})
	b.evaluated(func(u *survey.UnitResult, _ *survey.UnitEvaluation) {
		put := func(group string, nodes map[string]survey.NodeScore) {
			for _, n := range b.r.Nodes {
				x, told := nodes[n.ID]
				if !told {
					continue
				}
				s.put(cell{u.Name.In(b.lang), textLook}, cell{b.tierName(u.Tier), textLook}, cell{group, textLook}, cell{n.Title.In(b.lang), textLook}, cell{n.Depth, countLook},
					cell{x.Score, scoreLook(x)}, cell{x.SE, errorLook}, cell{x.Low, pointLook}, cell{x.High, pointLook}, cell{x.N, countLook})
			}
		}
		put(b.say("合计", "All"), u.Nodes)
		for _, g := range b.r.Groups {
			put(g.Title.In(b.lang), u.Groups[g.ID].Nodes)
		}
	})
}

// selves is a row for each unit that rated itself and each node.
func (b *book) selves() {
	if !slices.ContainsFunc(b.r.Evaluation.Units, func(u survey.UnitEvaluation) bool { return u.Self != nil }) {
		return
	}
	name := b.say("自评与他评", "Own view and others’")
	s := b.sheet(name, b.title(name), b.sub(b.say("差 = 自评 − 他评；区间为他评的误差。", "Gap = own − others; the interval is the error of the others’ mean.")))
	s.heads(3,
		head{b.say("测评对象", "Unit"), 24, false}, head{b.say("层级", "Tier"), 12, false}, head{b.say("指标", "Node"), 34, false}, head{b.say("自评", "Own"), 9, true}, head{b.say("他评", "Others"), 9, true},
		head{b.say("差", "Gap"), 9, true}, head{b.say("标准误", "SE"), 9, true}, head{b.say("下限", "Low"), 9, true}, head{b.say("上限", "High"), 9, true}, head{b.say("提示", "To note"), 20, false})
	b.evaluated(func(u *survey.UnitResult, e *survey.UnitEvaluation) {
		if e.Self == nil {
			return
		}
		spot := func(list []survey.SelfSpot, node string) bool {
			return slices.ContainsFunc(list, func(x survey.SelfSpot) bool { return x.Node == node })
		}
		for _, n := range b.r.Nodes {
			g, told := e.Self.Nodes[n.ID]
			if !told {
				continue
			}
			note := ""
			if spot(e.Self.Blind, n.ID) {
				note = b.say("盲点", "blind spot")
			} else if spot(e.Self.Strengths, n.ID) {
				note = b.say("隐性长处", "hidden strength")
			}
			s.put(cell{u.Name.In(b.lang), textLook}, cell{b.tierName(u.Tier), textLook}, cell{n.Title.In(b.lang), textLook}, cell{g.Self, pointLook},
				cell{g.Others, scoreLook(survey.NodeScore{Score: g.Others, Blurred: g.Blurred})}, cell{g.Gap, changeLook}, cell{g.SE, errorLook}, cell{g.Low, changeLook}, cell{g.High, changeLook}, cell{note, textLook})
		}
	})
}

// raters is a row for each unit: how its raters agree, severity, quota, thresholds.
func (b *book) raters() {
	name := b.say("一致性和名额", "Raters and quota")
	s := b.sheet(name, b.title(name), b.sub(b.say("各项只作参考，不自动得出结论。", "All of it informs; none of it decides.")))
	s.heads(2,
		head{b.say("测评对象", "Unit"), 24, false}, head{b.say("层级", "Tier"), 12, false}, head{b.say("名次", "Rank"), 7, true}, head{b.say("总分（三位）", "Total"), 10, true}, head{b.say("评分人", "Raters"), 8, true},
		head{b.say("平均", "Mean"), 9, true}, head{b.say("中位数", "Median"), 9, true}, head{b.say("标准差", "SD"), 9, true}, head{b.say("去高去低", "Trimmed"), 9, true}, head{"rwg(J)", 9, true}, head{b.say("平均偏差", "AD"), 9, true},
		head{b.say("校正前", "Raw"), 9, true}, head{b.say("宽严校正后", "Adjusted"), 10, true}, head{b.say("校正前名次", "Raw rank"), 9, true}, head{b.say("校正后名次", "Adj. rank"), 9, true},
		head{b.say("名额", "Quota"), 14, false}, head{b.say("达到的提示线", "Thresholds"), 24, false})
	none := cell{"—", rightLook}
	b.evaluated(func(u *survey.UnitResult, e *survey.UnitEvaluation) {
		line := []cell{{u.Name.In(b.lang), textLook}, {b.tierName(u.Tier), textLook}, none, {e.Total, look{ruled: true, right: true, format: "0.000"}}}
		if u.Rank != nil {
			line[2] = cell{u.Rank.Rank, countLook}
		}
		if x := e.Raters; x != nil {
			line = append(line, cell{x.N, countLook}, cell{x.Mean, errorLook}, cell{x.Median, errorLook}, cell{x.SD, errorLook}, cell{x.Trimmed, errorLook})
			if a := x.Agreement; a != nil {
				line = append(line, cell{a.RWG, errorLook}, cell{a.AD, errorLook})
			} else {
				line = append(line, none, none)
			}
		} else {
			line = append(line, none, none, none, none, none, none, none)
		}
		if v := e.Severity; v != nil {
			line = append(line, cell{v.Raw, errorLook}, cell{v.Adjusted, errorLook}, cell{v.RawRank, countLook}, cell{v.AdjustedRank, countLook})
		} else {
			line = append(line, none, none, none, none)
		}
		quota := ""
		if e.Suggested {
			quota = b.say("建议评优", "suggested")
		} else if e.Tied {
			quota = b.say("同分待定", "tied")
		}
		s.put(append(line, cell{quota, textLook}, cell{strings.Join(e.Thresholds, b.say("、", ", ")), textLook})...)
	})
}

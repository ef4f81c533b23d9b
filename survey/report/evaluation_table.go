package report

import (
	"fmt"
	"strings"

	"minping/survey"
	"minping/survey/document"
)

// MeetingTable is the results of the units of a tier for a meeting, one line
// each, on one side of A4: rank with its error, score with its interval, grades
// with their shares, the score and the share of the best grade by ticket, and
// what is to be looked at. nil where the release has no evaluation of the tier.
func MeetingTable(r *survey.Release, tier, lang string) *document.Document {
	s := &summary{words: words{lang}, r: r, tier: tier}
	s.units = s.ranked()
	if r.Evaluation == nil || len(s.units) == 0 {
		return nil
	}
	s.grades = s.options()
	name := survey.TierTitle(tier).In(lang)
	title := s.sayf("%s测评结果一览表", "Results at a glance: %s", name)
	d := &document.Document{Title: title, Lang: lang, Wide: true}
	d.Blocks = append(d.Blocks, document.Heading{Text: r.Title.In(lang)}, document.Paragraph{Runs: []document.Run{{Text: title}}, Align: document.Centre})
	if r.Simulated {
		d.Blocks = append(d.Blocks, document.Note(s.say("模拟数据，姓名和数字均为虚构。", "Simulated data: names and figures are invented.")))
	}
	d.Blocks = append(d.Blocks, s.glance())
	notes := []string{
		s.sayf("名次后括号内为误差之内的名次；得分后括号内为 %s 区间。区间相交的，先后在误差之内，不宜据此分高下。", "In brackets: ranks within error, and the %s interval of the score. Where intervals overlap the order lies within error.", percentOf(r.Method.Level)),
		s.sayf("“—”：少于 %d 人，或会由此推知，不予公布。“≈”：人数少，得分约到半分。", "“—”: fewer than %d people, or would tell of them. “≈”: few people, told to half points.", r.Method.MinGroup),
	}
	for _, t := range r.Evaluation.Tiers {
		if t.Tier == tier && t.Quota != nil {
			notes = append(notes, s.quota(t.Quota))
		}
	}
	d.Blocks = append(d.Blocks, document.Note(strings.Join(append(notes, s.say("测评结果只作参考，不自动得出结论。", "The results inform; they decide nothing by themselves.")), s.say("", " "))))
	return d
}

// glance is the table, a line a unit.
func (s *summary) glance() document.Table {
	groups := s.told()
	t := document.Table{Columns: []document.Column{{Share: 1.5}, {Share: 2.4}, {Share: 2.6, Align: document.End}}, Head: [][]document.Cell{
		{{Text: s.say("名次", "Rank"), Down: 2}, {Text: s.say("测评对象", "Evaluated"), Down: 2}, {Text: s.say("得分（区间）", "Score (interval)"), Down: 2}, {Text: s.say("票数", "Ballots"), Down: 2}},
		{},
	}}
	t.Columns = append(t.Columns, document.Column{Share: 1, Align: document.End})
	span := func(above string, share float64, below []string) {
		if len(below) == 0 {
			return
		}
		t.Head[0] = append(t.Head[0], document.Cell{Text: above, Span: len(below)})
		for _, b := range below {
			t.Columns = append(t.Columns, document.Column{Share: share, Align: document.End})
			t.Head[1] = append(t.Head[1], document.Cell{Text: b, Middle: true})
		}
	}
	var grades, names []string
	for _, o := range s.grades {
		grades = append(grades, o.Label.In(s.lang))
	}
	for _, g := range groups {
		names = append(names, g.Title.In(s.lang))
	}
	span(s.say("得票（率 %）", "Votes (%)"), 1.5, grades)
	span(s.say("各票种得分", "Score by ticket"), 1.2, names)
	if len(s.grades) > 0 {
		span(s.sayf("各票种%s率 %%", "%s by ticket, %%", grades[0]), 1.2, names)
	}
	t.Columns = append(t.Columns, document.Column{Share: 2})
	t.Head[0] = append(t.Head[0], document.Cell{Text: s.say("提示", "To note"), Down: 2})
	for _, u := range s.units {
		t.Rows = append(t.Rows, s.line(u, groups))
	}
	return t
}

// told are the groups of which something is told in the tier.
func (s *summary) told() (groups []survey.GroupInfo) {
	for _, g := range s.r.Groups {
		for _, u := range s.units {
			if len(s.r.Unit(u.Unit).Groups[g.ID].Nodes) > 0 {
				groups = append(groups, g)
				break
			}
		}
	}
	return groups
}

// line is that of a unit.
func (s *summary) line(u *survey.UnitEvaluation, groups []survey.GroupInfo) []document.Cell {
	res := s.r.Unit(u.Unit)
	place := "—"
	if k := res.Rank; k != nil {
		place = fmt.Sprint(k.Rank)
		if k.Low != k.High {
			place += s.sayf("（%d–%d）", " (%d–%d)", k.Low, k.High)
		}
	}
	cells := []document.Cell{{Text: place}, {Text: res.Name.In(s.lang), Bold: true}, {Text: s.shown(res.Nodes), Bold: true}, {Text: counted(u.Collected)}}
	for _, o := range s.grades {
		text := "—"
		if u.Grades != nil {
			text = fmt.Sprint(u.Grades.Counts[o.Code])
			if x, has := u.Grades.Rates[o.Code]; has && x.OK() {
				text += s.sayf("（%s）", " (%s)", strings.TrimSuffix(percentOf(x), "%"))
			}
		}
		cells = append(cells, document.Cell{Text: text})
	}
	for _, g := range groups {
		text := "—"
		if n, told := res.Groups[g.ID].Nodes[s.r.Nodes[0].ID]; told {
			text = score(n.Score)
			if n.Blurred {
				text = "≈" + text
			}
		}
		cells = append(cells, document.Cell{Text: text})
	}
	if len(s.grades) > 0 {
		for _, g := range groups {
			cells = append(cells, document.Cell{Text: s.best(u, g.ID)})
		}
	}
	return append(cells, document.Cell{Text: s.remarks(u)})
}

// shown is an overall score with its interval.
func (s *summary) shown(nodes map[string]survey.NodeScore) string {
	n, told := nodes[s.r.Nodes[0].ID]
	switch {
	case !told:
		return "—"
	case n.Blurred:
		return "≈" + score(n.Score)
	case n.Low.OK() && n.High.OK():
		return s.sayf("%s（%s–%s）", "%s (%s–%s)", score(n.Score), point(n.Low), point(n.High))
	}
	return score(n.Score)
}

// best is a group's share of the best grade, in percent.
func (s *summary) best(u *survey.UnitEvaluation, group string) string {
	for i := range u.Groups {
		if g := &u.Groups[i]; g.Group == group && g.Grades != nil {
			if x, has := g.Grades.Rates[s.grades[0].Code]; has {
				return strings.TrimSuffix(percentOf(x), "%")
			}
		}
	}
	return "—"
}

// remarks are what is to be looked at: the quota, thresholds, severity.
func (s *summary) remarks(u *survey.UnitEvaluation) string {
	var all []string
	switch {
	case u.Suggested:
		all = append(all, s.say("建议评优", "within the quota"))
	case u.Tied:
		all = append(all, s.say("名额末位同分", "tied for the quota"))
	}
	if len(u.Thresholds) > 0 {
		all = append(all, s.say("达到提示线：", "thresholds: ")+strings.Join(u.Thresholds, s.say("、", ", ")))
	}
	if v := u.Severity; v != nil && v.RawRank != v.AdjustedRank {
		all = append(all, s.sayf("宽严校正后第 %d", "%d after severity", v.AdjustedRank))
	}
	return strings.Join(all, s.say("；", "; "))
}

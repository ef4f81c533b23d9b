package report

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"minping/survey"
	"minping/survey/document"
)

// Summary is the table of results of an evaluation 民主测评汇总表 of the units of
// a tier, in the order of their ranks: grades with their shares, in all and of
// each group, scores with their intervals, the ballots, and places to sign. nil
// where the release has no evaluation of the tier.
func Summary(r *survey.Release, tier, lang string) *document.Document {
	s := &summary{words: words{lang}, r: r, tier: tier}
	s.units = s.ranked()
	if r.Evaluation == nil || len(s.units) == 0 {
		return nil
	}
	s.grades = s.options()
	name := survey.TierTitle(tier).In(lang)
	d := &document.Document{Title: s.sayf("%s民主测评汇总表", "Results of the evaluation: %s", name), Lang: lang, Wide: true}
	d.Blocks = []document.Block{
		document.Heading{Text: r.Title.In(lang)},
		document.Paragraph{Runs: []document.Run{{Text: s.sayf("民主测评汇总表：%s", "Results: %s", name)}}, Align: document.Centre},
	}
	if r.Simulated {
		d.Blocks = append(d.Blocks, document.Note(s.say("模拟数据，姓名和数字均为虚构。", "Simulated data: names and figures are invented.")))
	}
	d.Blocks = append(d.Blocks, document.Paragraph{Flush: true, Runs: []document.Run{{Text: s.say("单位（盖章）：________________　　　　日期：________________", "Organisation: ________________     Date: ________________")}}}, s.table())
	d.Blocks = append(d.Blocks, s.severity()...)
	for _, note := range s.notes() {
		d.Blocks = append(d.Blocks, document.Note(note))
	}
	d.Blocks = append(d.Blocks, document.Signatures{Who: []string{s.say("监票人", "Scrutineer"), s.say("计票人", "Teller"), s.say("填表人", "Filled in by")}})
	return d
}

// A summary is the making of the table.
type summary struct {
	words
	r      *survey.Release
	tier   string
	units  []*survey.UnitEvaluation
	grades []survey.Option
}

// ranked are the units of the tier by rank, those without one last.
func (s *summary) ranked() (units []*survey.UnitEvaluation) {
	if s.r.Evaluation == nil {
		return nil
	}
	byUnit := map[string]*survey.UnitEvaluation{}
	for i := range s.r.Evaluation.Units {
		byUnit[s.r.Evaluation.Units[i].Unit] = &s.r.Evaluation.Units[i]
	}
	for _, u := range standing(s.r, s.tier) {
		if e := byUnit[u.Unit]; e != nil {
			units = append(units, e)
		}
	}
	return units
}

// options are the grades with scores, the best first; none where units are not graded.
func (s *summary) options() []survey.Option {
	for _, u := range s.units {
		if u.Grades == nil {
			continue
		}
		for _, it := range s.r.Items {
			if it.ID == u.Grades.Item {
				return slices.DeleteFunc(slices.Clone(it.Options), func(o survey.Option) bool { return o.Score == nil })
			}
		}
	}
	return nil
}

func (s *summary) table() document.Table {
	t := document.Table{Columns: []document.Column{{Share: 3}, {Share: 2.2}}, Head: [][]document.Cell{
		{{Text: s.say("测评对象", "Evaluated"), Down: 2}, {Text: s.say("测评主体", "Group"), Down: 2}},
		{},
	}}
	column := func(share float64, above string, below ...string) {
		if len(below) == 0 {
			t.Columns = append(t.Columns, document.Column{Share: share, Align: document.End})
			t.Head[0] = append(t.Head[0], document.Cell{Text: above, Down: 2})
			return
		}
		t.Head[0] = append(t.Head[0], document.Cell{Text: above, Span: len(below)})
		for _, b := range below {
			t.Columns = append(t.Columns, document.Column{Share: share, Align: document.End})
			t.Head[1] = append(t.Head[1], document.Cell{Text: b, Middle: true})
		}
	}
	column(1, s.say("票数", "Ballots"), s.say("发出", "Issued"), s.say("收回", "Returned"), s.say("弃权", "Abstained"))
	for _, o := range s.grades {
		column(1.1, o.Label.In(s.lang), s.say("票", "n"), "%")
	}
	column(1.3, s.say("权重", "Weight"))
	column(1.4, s.say("得分", "Score"))
	column(2, s.sayf("%s 区间", "%s interval", percentOf(s.r.Method.Level)))
	column(1.7, s.say("名次", "Rank"))
	for _, u := range s.units {
		t.Rows = append(t.Rows, s.rows(u)...)
	}
	return t
}

// rows are a unit's: all groups together, then each of them.
func (s *summary) rows(u *survey.UnitEvaluation) [][]document.Cell {
	res := s.r.Unit(u.Unit)
	first := []document.Cell{{Text: res.Name.In(s.lang), Bold: true, Down: 1 + len(u.Groups)}, {Text: s.say("合计", "All"), Bold: true}}
	first = append(first, row(counted(u.Issued), counted(u.Collected), counted(u.Abstained))...)
	first = append(first, s.gradeCells(u.Grades)...)
	n, shown := res.Nodes[s.r.Nodes[0].ID]
	value, interval := "—", "—"
	if shown {
		value = score(n.Score)
		if n.Blurred {
			value = s.sayf("约 %s", "about %s", value)
		} else {
			interval = point(n.Low) + "–" + point(n.High)
		}
	}
	place := "—"
	if k := res.Rank; k != nil {
		place = fmt.Sprintf("%d", k.Rank)
		if k.Low != k.High {
			place += s.sayf("（%d–%d）", " (%d–%d)", k.Low, k.High)
		}
	}
	first = append(first, document.Cell{Text: "100%"}, document.Cell{Text: value, Bold: true}, document.Cell{Text: interval}, document.Cell{Text: place})
	all := [][]document.Cell{first}
	for _, g := range u.Groups {
		all = append(all, s.groupRow(res, &g))
	}
	return all
}

func (s *summary) groupRow(res *survey.UnitResult, g *survey.GroupEvaluation) []document.Cell {
	title := g.Group
	for _, info := range s.r.Groups {
		if info.ID == g.Group {
			title = info.Title.In(s.lang)
		}
	}
	cells := row(s.sayf("其中 %s", "of which %s", title), counted(g.Issued), counted(g.Collected), counted(g.Abstained))
	cells = append(cells, s.gradeCells(g.Grades)...)
	value, interval := "—", "—"
	if n, shown := res.Groups[g.Group].Nodes[s.r.Nodes[0].ID]; shown {
		value = score(n.Score)
		if !n.Blurred && n.Low.OK() {
			interval = point(n.Low) + "–" + point(n.High)
		}
	}
	return append(cells, row(s.weight(g), value, interval, "")...)
}

// weight is a group's weight, and what became of it.
func (s *summary) weight(g *survey.GroupEvaluation) string {
	used := percentOf(g.Used)
	switch g.Standing {
	case survey.GroupIsEmpty, survey.GroupTooFew, survey.GroupNoValue:
		return s.sayf("%s→0", "%s→0", percentOf(g.Planned))
	case survey.GroupWeightless:
		return "0"
	}
	if g.Planned.OK() && g.Used.OK() && float64(g.Used-g.Planned) > 5e-4 {
		return percentOf(g.Planned) + "→" + used
	}
	return used
}

// gradeCells are the counts of grades and their shares.
func (s *summary) gradeCells(g *survey.GradeCounts) (cells []document.Cell) {
	for _, o := range s.grades {
		n, share := "—", "—"
		if g != nil {
			n = strconv.Itoa(g.Counts[o.Code])
			if x, has := g.Rates[o.Code]; has {
				share = percentOf(x)
			}
		}
		cells = append(cells, document.Cell{Text: n})
		cells = append(cells, document.Cell{Text: strings.TrimSuffix(share, "%")})
	}
	return cells
}

// notes say how to read the table.
func (s *summary) notes() (notes []string) {
	notes = append(notes,
		s.say("率为各等次占有效票（有分值的票）的比例。区间相交的，名次先后在误差之内，不宜据此分高下。", "Shares are of valid ballots. Where intervals overlap, the order lies within error."),
		map[survey.EmptyRule]string{
			survey.EmptyRenormalise: s.say("无票或票数不足的主体不计分，其权重由其他主体按比例分担（权重栏“→”后为实际权重）。", "A group with no or too few ballots does not count; the others share its weight (after “→”)."),
			survey.EmptyBlock:       s.say("有权重的主体无票时，该对象不出总分。", "Where a group with a weight has no ballot there is no score."),
			survey.EmptyZero:        s.say("有权重的主体无票时，该主体按 0 分计。", "A group with a weight and no ballot counts as 0 points."),
		}[s.r.Evaluation.Empty],
		s.sayf("“—”：少于 %d 人，或会由此推知少于 %d 人的数字，不予公布。", "“—”: of fewer than %d people, or would tell of fewer than %d.", s.r.Method.MinGroup, s.r.Method.MinGroup))
	for _, t := range s.r.Evaluation.Tiers {
		if t.Tier == s.tier && t.Quota != nil {
			notes = append(notes, s.quota(t.Quota))
		}
	}
	return append(notes, s.say("测评结果只作参考，不自动得出结论。", "The results inform; they decide nothing by themselves."))
}

func (s *summary) quota(q *survey.QuotaResult) string {
	text := s.sayf("优秀名额：%d 个对象的 %s 为 %s，%s得 %d 个。", "Quota: %[2]s of %[1]d is %[3]s, %[4]s %[5]d.", q.Of, percentOf(q.Share), point(q.Exactly),
		map[survey.Rounding]string{survey.RoundHalfUp: s.say("四舍五入", "rounded half up"), survey.RoundDown: s.say("舍去小数", "rounded down"), survey.RoundUp: s.say("进一", "rounded up")}[q.Rounding], q.Places)
	if q.Tied > 0 {
		text += s.sayf("末 %d 个名额有 %d 个对象同分，由决定机关确定。", " %[2]d have the same score for the last %[1]d: somebody must choose.", q.Left, q.Tied)
	}
	return text
}

// percentOf prints a share as percent without a needless decimal.
func percentOf(share survey.Num) string {
	if !share.OK() {
		return "—"
	}
	return strconv.FormatFloat(float64(survey.Num(int(1000*float64(share)+.5))/10), 'f', -1, 64) + "%"
}

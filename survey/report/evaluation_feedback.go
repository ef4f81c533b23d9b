package report

import (
	"strconv"

	"minping/survey"
	"minping/survey/chart"
	"minping/survey/document"
)

// Feedback is the report to one unit of an evaluation 个人反馈报告: who rated it,
// where it stands, what each group says of each area, how it sees itself beside
// the others, its best and worst items. nil where the release shows nothing of
// the unit.
func Feedback(r *survey.Release, unit, lang string) *document.Document {
	return newFeedback(r, unit, lang).document()
}

// HasFeedback reports whether there is a Feedback to a unit.
func HasFeedback(r *survey.Release, unit string) bool { return newFeedback(r, unit, "") != nil }

// newFeedback begins a report to a unit; nil: there is none.
func newFeedback(r *survey.Release, unit, lang string) *feedback {
	res := r.Unit(unit)
	if r.Evaluation == nil || res == nil || res.Suppressed {
		return nil
	}
	f := &feedback{words: words{lang}, r: r, res: res}
	for i := range r.Evaluation.Units {
		if u := &r.Evaluation.Units[i]; u.Unit == unit {
			f.unit = u
		}
	}
	if _, shown := res.Nodes[f.root()]; f.unit == nil || !shown {
		return nil
	}
	return f
}

// document writes the report down; nil of none.
func (f *feedback) document() *document.Document {
	if f == nil {
		return nil
	}
	r, res, lang := f.r, f.res, f.lang
	d := &document.Document{Title: f.sayf("反馈报告：%s", "Feedback: %s", res.Name.In(lang)), Lang: lang}
	d.Blocks = append(d.Blocks,
		document.Heading{Text: f.sayf("%s　反馈报告", "Feedback to %s", res.Name.In(lang))},
		document.Paragraph{Runs: []document.Run{{Text: r.Title.In(lang)}}, Align: document.Centre})
	if r.Simulated {
		d.Blocks = append(d.Blocks, document.Note(f.say("模拟数据，姓名和数字均为虚构。", "Simulated data: names and figures are invented.")))
	}
	for _, part := range [][]document.Block{f.whole(), f.severity(), f.raters(), f.areas(), f.picture(), f.self(), f.items(), f.method(), f.comments()} {
		d.Blocks = append(d.Blocks, part...)
	}
	return d
}

// A feedback is the making of a report to one unit.
type feedback struct {
	words
	r    *survey.Release
	res  *survey.UnitResult
	said []Said
	unit *survey.UnitEvaluation

	digest string      // of the release; "": not computed yet
	crowd  chart.Crowd // of the release; nil: not computed yet
}

func (f *feedback) root() string { return f.r.Nodes[0].ID }

func (f *feedback) node(id string) string {
	if n := f.r.Node(id); n != nil {
		return n.Title.In(f.lang)
	}
	return id
}

func (f *feedback) group(id string) string {
	for _, g := range f.r.Groups {
		if g.ID == id {
			return g.Title.In(f.lang)
		}
	}
	return id
}

// told is a score as it may be told, with its interval.
func (f *feedback) told(n survey.NodeScore) string {
	switch {
	case n.Blurred:
		return f.sayf("约 %s", "about %s", score(n.Score))
	case n.Low.OK() && n.High.OK():
		return f.sayf("%s（%s–%s）", "%s (%s–%s)", score(n.Score), point(n.Low), point(n.High))
	}
	return score(n.Score)
}

// whole says where the unit stands.
func (f *feedback) whole() []document.Block {
	n := f.res.Nodes[f.root()]
	text := f.sayf("总分 %s 分。", "Overall %s points.", f.told(n))
	if k := f.res.Rank; k != nil {
		text += f.sayf("在同类 %d 个对象中列第 %d", " Rank %[2]d of %[1]d in its peer group", k.Of, k.Rank)
		if k.Low != k.High {
			text += f.sayf("，误差之内为第 %d 至第 %d", ", within error %d to %d", k.Low, k.High)
		}
		text += f.say("。", ".")
	}
	if c := n.Change; c != nil && c.Real {
		text += f.sayf("比上一轮%s %s 分，超出误差。", " %s by %s since the last round, beyond error.", f.rose(c.Diff), point(survey.Num(abs(float64(c.Diff)))))
	}
	return []document.Block{document.Paragraph{Runs: []document.Run{{Text: text, Bold: true}}, Flush: true}}
}

func (f *feedback) rose(d survey.Num) string {
	if d > 0 {
		return f.say("上升", "Up")
	}
	return f.say("下降", "Down")
}

func abs(x float64) float64 { return max(x, -x) }

// raters says who rated, and what of it counts.
func (f *feedback) raters() []document.Block {
	t := document.Table{
		Caption: f.say("谁参加了评价", "Who took part"),
		Columns: []document.Column{{Share: 3}, {Align: document.End}, {Align: document.End}, {Align: document.End}, {Share: 2}, {Share: 2, Align: document.End}},
		Head:    [][]document.Cell{row(f.say("主体", "Group"), f.say("发出", "Issued"), f.say("收回", "Returned"), f.say("权重", "Weight"), f.say("是否计分", "Counts"), f.say("总分", "Overall"))},
	}
	for i := range f.unit.Groups {
		g := &f.unit.Groups[i]
		value := "—"
		if n, shown := f.res.Groups[g.Group].Nodes[f.root()]; shown {
			value = f.told(n)
		}
		t.Rows = append(t.Rows, row(f.group(g.Group), counted(g.Issued), counted(g.Collected), percentOf(g.Used), f.standing(g), value))
	}
	blocks := []document.Block{document.Heading{Level: 1, Text: f.say("一、参评情况", "1 Participation")}, t}
	if a := f.unit.Raters; a != nil && a.Agreement != nil && a.Agreement.RWG.OK() {
		blocks = append(blocks, document.Note(f.sayf("评分人意见一致程度 rwg(J) = %s（0 为各说各的，1 为完全一致），平均偏差 %s 档，%d 人。",
			"Agreement of the raters: rwg(J) = %s (0 none, 1 full), average deviation %s steps, %d raters.",
			chart.Coefficient(a.Agreement.RWG), chart.Coefficient(a.Agreement.AD), a.Agreement.N)))
	}
	return blocks
}

func (f *feedback) standing(g *survey.GroupEvaluation) string {
	switch g.Standing {
	case survey.GroupIsEmpty:
		return f.say("无票，不计", "no ballot")
	case survey.GroupTooFew:
		return f.sayf("少于 %d 票，不计", "fewer than %d", g.Least)
	case survey.GroupNoValue:
		return f.say("全部弃权，不计", "all abstained")
	case survey.GroupWeightless:
		return f.say("只作对照", "for comparison")
	}
	return f.say("计分", "yes")
}

// areas are the scores at the areas, of all and by group.
func (f *feedback) areas() []document.Block {
	t := document.Table{
		Caption: f.say("各方面得分（括号内为区间）", "Scores by area (interval)"),
		Columns: []document.Column{{Share: 3}, {Share: 2.4, Align: document.End}},
		Head:    [][]document.Cell{row(f.say("方面", "Area"), f.say("总分", "All"))},
	}
	var groups []string
	for i := range f.unit.Groups {
		if g := f.unit.Groups[i].Group; len(f.res.Groups[g].Nodes) > 0 {
			groups = append(groups, g)
			t.Columns = append(t.Columns, document.Column{Share: 1.4, Align: document.End})
			t.Head[0] = append(t.Head[0], document.Cell{Text: f.group(g)})
		}
	}
	for _, n := range f.r.Nodes {
		s, shown := f.res.Nodes[n.ID]
		if n.Depth != 1 && n.Depth != 0 || !shown {
			continue
		}
		cells := []document.Cell{{Text: n.Title.In(f.lang), Bold: true}, {Text: f.told(s)}}
		for _, g := range groups {
			value := "—"
			if x, shown := f.res.Groups[g].Nodes[n.ID]; shown {
				value = score(x.Score)
			}
			cells = append(cells, document.Cell{Text: value})
		}
		t.Rows = append(t.Rows, cells)
	}
	return []document.Block{document.Heading{Level: 1, Text: f.say("二、各方面得分", "2 Scores by area")}, t}
}

// picture is the profile against the peers, where the release has one.
func (f *feedback) picture() []document.Block {
	p := chart.Figures{Release: f.r, Lang: f.lang, Paper: true, Digest: f.digest, Crowd: f.crowd}.Picture("profile", chart.Subject{Unit: f.res.Unit})
	if p == nil {
		return nil
	}
	return []document.Block{document.Picture{Drawing: p.Drawing()}}
}

// self compares the unit's own view with that of the others.
func (f *feedback) self() []document.Block {
	s := f.unit.Self
	if s == nil || len(s.Nodes) == 0 {
		return nil
	}
	t := document.Table{
		Caption: f.say("自评与他评（差 = 自评 − 他评）", "Own view and others’ (gap = own − others)"),
		Columns: []document.Column{{Share: 3}, {Align: document.End}, {Align: document.End}, {Align: document.End}, {Share: 1.6, Align: document.End}},
		Head:    [][]document.Cell{row(f.say("方面", "Area"), f.say("自评", "Own"), f.say("他评", "Others"), f.say("差", "Gap"), f.say("区间", "Interval"))},
	}
	for _, n := range f.r.Nodes {
		g, has := s.Nodes[n.ID]
		if !has || n.Depth > 1 {
			continue
		}
		interval := "—"
		if g.Low.OK() && g.High.OK() {
			interval = f.sayf("%s 至 %s", "%s to %s", signed(g.Low), signed(g.High))
		}
		t.Rows = append(t.Rows, []document.Cell{{Text: n.Title.In(f.lang), Bold: true}, {Text: score(g.Self)}, {Text: score(g.Others)}, {Text: signed(g.Gap)}, {Text: interval}})
	}
	blocks := []document.Block{document.Heading{Level: 1, Text: f.say("三、自评与他评", "3 Own view and others’")}, t}
	if kind := map[string]string{
		"over":  f.say("总的看，自评明显高于他评。", "All in all you see yourself clearly higher than others do."),
		"under": f.say("总的看，自评明显低于他评。", "All in all you see yourself clearly lower than others do."),
		"agree": f.say("总的看，自评与他评相近。", "All in all you see yourself much as others do."),
	}[s.Type]; kind != "" {
		blocks = append(blocks, document.Text(kind))
	}
	return append(blocks, append(f.spots(f.say("盲点（自评高、他评低）", "Blind spots (own high, others low)"), s.Blind), f.spots(f.say("隐性长处（自评低、他评高）", "Hidden strengths (own low, others high)"), s.Strengths)...)...)
}

func (f *feedback) spots(title string, spots []survey.SelfSpot) []document.Block {
	if len(spots) == 0 {
		return nil
	}
	text := ""
	for _, x := range spots {
		certain := f.say("，超出误差", ", beyond error")
		if !x.Certain {
			certain = f.say("，误差不明", ", error not told")
		}
		text += "\n· " + f.node(x.Node) + f.sayf("（差 %s%s）", " (gap %s%s)", signed(x.Gap), certain)
	}
	return []document.Block{document.Paragraph{Runs: []document.Run{{Text: title, Bold: true}, {Text: text}}, Flush: true}}
}

// items are the best and the worst.
func (f *feedback) items() []document.Block {
	list := func(title string, ids []string) document.Paragraph {
		text := ""
		for i, id := range ids {
			text += "\n" + strconv.Itoa(i+1) + ". " + f.node(id) + f.say("：", ": ") + f.told(f.res.Nodes[id])
		}
		return document.Paragraph{Runs: []document.Run{{Text: title, Bold: true}, {Text: text}}, Flush: true}
	}
	blocks := []document.Block{document.Heading{Level: 1, Text: f.say("四、长处和短处", "4 Strengths and weaknesses")}}
	if len(f.unit.Top) > 0 {
		blocks = append(blocks, list(f.say("得分最高的题目", "Best items"), f.unit.Top))
	}
	if len(f.unit.Bottom) > 0 {
		blocks = append(blocks, list(f.say("得分最低的题目", "Worst items"), f.unit.Bottom))
	}
	if len(blocks) == 1 {
		return nil
	}
	return blocks
}

// method says what the figures are.
func (f *feedback) method() []document.Block {
	return []document.Block{
		document.Heading{Level: 1, Text: f.say("说明", "Notes")},
		document.Note(f.sayf("得分为 0–100 分；括号内为 %s 置信区间，区间相交的差别可能只是误差。少于 %d 人的一类、以及能由此推知的数字不予公布，记“—”。人数少时得分约到半分。",
			"Scores run from 0 to 100; in brackets the %s interval: differences within it may be error. Groups of fewer than %d, and what would tell of them, are kept back (“—”). Scores of few people are told to half points.",
			percentOf(f.r.Method.Level), f.r.Method.MinGroup)),
		document.Note(f.say("本报告供本人改进参考，不自动得出任何结论。", "This report is for your own development. It decides nothing by itself.")),
	}
}

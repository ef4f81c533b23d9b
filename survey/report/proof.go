package report

import (
	"fmt"
	"slices"

	"minping/survey"
	"minping/survey/document"
)

// Proof is the report on which rectifications worked 整改成效核验表: the finding
// first, then all entries by what became of them, each with its figures and a
// sentence, then what the untouched units tell, and how it was judged.
func Proof(p *survey.Proof, lang string) *document.Document {
	r := proofReport{words{lang}, p}
	d := &document.Document{Title: r.say("整改成效核验表", "Which rectifications worked"), Lang: lang, Wide: true}
	d.Blocks = []document.Block{
		document.Heading{Text: d.Title},
		document.Paragraph{Runs: []document.Run{{Text: r.sayf("%s　对照　%s", "%s against %s", p.Now.Title.In(lang), p.Then.Title.In(lang))}}, Align: document.Centre},
		document.Paragraph{Runs: []document.Run{{Text: p.Headline.In(lang) + r.say("。", "."), Bold: true}}, Flush: true},
	}
	if c := p.Count; c.Closed > 0 {
		d.Blocks = append(d.Blocks, document.Paragraph{Flush: true, Runs: []document.Run{{Text: r.sayf(
			"已销号并可核验的 %d 项中，%d 项得到证实。销号说明做了，证实说明见效，两者分开计。",
			"Of %d closed on paper that can be judged, %d proved to have improved. Closed says that it was done, proved that it worked.", c.Closed, c.Improved)}}})
	}
	if p.Part {
		d.Blocks = append(d.Blocks, document.Note(r.say("本表只列有权查看的单位；判断以全部单位为依据。", "Only units that you may see are listed; the judgement rests on all.")))
	}
	if len(p.Items) > 0 {
		d.Blocks = append(d.Blocks, r.table())
	}
	if len(p.Compared) > 0 {
		d.Blocks = append(d.Blocks, document.Heading{Level: 2, Text: r.say("对照：未整改的同类单位", "The comparison: units in which nothing was done")}, r.compared())
	}
	d.Blocks = append(d.Blocks, document.Heading{Level: 2, Text: r.say("怎样判断", "How it was judged")})
	for _, text := range r.method() {
		d.Blocks = append(d.Blocks, document.Text(text))
	}
	return d
}

// A proofReport is the making of the report.
type proofReport struct {
	words
	p *survey.Proof
}

// effectOrder is how entries are listed: what was proved first.
var effectOrder = []string{"improved", "fell", "regression", "trend", "noise", "unjudged"}

func (r *proofReport) table() document.Table {
	share := []float64{1.5, 1.7, 1.7, 1.5, .9, .9, 2.4, 1.4, 2.4, 4.4}
	t := document.Table{}
	head := row(
		r.say("文号", "Order"), r.say("单位", "Unit"), r.say("指标", "Indicator"), r.say("结论", "Result"),
		r.say("上轮", "Before"), r.say("本轮", "Now"), r.say("变化", "Change"), r.say("预期", "Expected"),
		r.say("超出预期", "Beyond it"), r.say("说明", "In words"))
	for i, s := range share {
		align := document.Start
		if i >= 4 && i <= 8 {
			align = document.End
		}
		t.Columns = append(t.Columns, document.Column{Share: s, Align: align})
	}
	t.Head = [][]document.Cell{head}
	items := slices.Clone(r.p.Items)
	slices.SortStableFunc(items, func(a, b survey.ProofItem) int {
		return slices.Index(effectOrder, a.Effect) - slices.Index(effectOrder, b.Effect)
	})
	for _, it := range items {
		t.Rows = append(t.Rows, r.row(&it))
	}
	return t
}

func (r *proofReport) row(it *survey.ProofItem) []document.Cell {
	before, now, change, expected, net := "—", "—", "—", "—", "—"
	if it.Before != nil {
		before, now = score(it.Before.Score), score(it.Now.Score)
	}
	if it.Change != nil {
		change = difference(it.Change)
	}
	if it.Net != nil {
		expected, net = signed(it.Trend+it.Regression), difference(it.Net)
	}
	name := it.Name.In(r.lang)
	if name == "" {
		name = it.Unit
	}
	node := it.Title.In(r.lang)
	if node == "" {
		node = it.Node
	}
	cells := row(it.Order, name, node, survey.EffectTitle(it.Effect).In(r.lang), before, now, change, expected, net, it.Says.In(r.lang))
	cells[3].Bold = it.Effect == "improved" || it.Effect == "fell"
	return cells
}

// difference prints a difference with its interval.
func difference(c *survey.ProofChange) string {
	if !c.Low.OK() {
		return signed(c.Diff)
	}
	return fmt.Sprintf("%s [%s, %s]", signed(c.Diff), signed(c.Low), signed(c.High))
}

func (r *proofReport) compared() document.Table {
	t := document.Table{Columns: []document.Column{{Share: 2}, {Share: 2}, {Share: 1, Align: document.End}, {Share: 1, Align: document.End}, {Share: 1.5, Align: document.End}, {Share: 1.5, Align: document.End}, {Share: 1.2, Align: document.End}, {Share: 2.2, Align: document.End}}}
	t.Head = [][]document.Cell{row(
		r.say("层级", "Tier"), r.say("指标", "Indicator"), r.say("整改", "Judged"), r.say("未整改", "Untouched"), r.say("平均变化", "Mean change"),
		r.say("差异保留", "Persistence"), r.say("自然波动", "Drift"), r.say("整改合计超出预期", "Beyond expectation, together"))}
	for _, n := range r.p.Compared {
		trend, kept, drift, together := "—", "—", "—", "—"
		if n.Trend.OK() {
			trend = signed(n.Trend) + " ±" + point(n.TrendSE)
		}
		if n.Persistence.OK() {
			kept, drift = percentOf(n.Persistence), point(n.Drift)
		}
		if n.Together != nil {
			together = difference(n.Together)
		}
		t.Rows = append(t.Rows, row(survey.TierTitle(n.Tier).In(r.lang), n.Title.In(r.lang), fmt.Sprint(n.Touched), fmt.Sprint(n.Untouched), trend, kept, drift, together))
	}
	return t
}

// method says in words how the judgement was made.
func (r *proofReport) method() []string {
	level := percentOf(r.p.Level)
	wrong := percentOf(1 - r.p.Level)
	return []string{
		r.sayf(
			"得分低的单位下一轮往往自己回升，因为低分有一部分是偶然（均值回归，Galton 1886）；所有单位也可能一起变化。因此每项整改都拿“不整改本会怎样”作对照：上轮得分先按其可靠性向同类均值收缩，再按未整改单位两轮之间的关系推出预期得分；本轮得分减预期得分，才是整改可能带来的变化。区间为 %s t 区间，计入抽样误差、对照的误差和单位自身的自然波动。",
			"A unit with a low score often rises by itself, since part of a low score is chance (regression to the mean, Galton 1886), and all units may move together. So each rectification is held against what would have been without it: the score before is drawn towards the mean of its tier by its reliability, and from it, as in the units in which nothing was done, follows the score to be expected. The score now less the expected one is what the rectification may have brought. Intervals are %s t intervals with the errors of sampling, of the comparison, and of what units move of themselves.", level),
		r.sayf(
			"“确有改进”须得分上升和超出预期两项都显著，全部整改一起按 Benjamini-Hochberg 校正：所称的改进中，预计至多 %s 有误。“均值回归”“随大势变化”指得分变化超出自身误差但未超出预期，以占比大者命名。“无法与波动区分”不等于没有效果：区间之内的效果都不能排除。问法、计分变了的指标不比较，未公布的得分不使用。",
			"Improved means that both the rise and what is beyond expectation are significant, all entries judged together (Benjamini-Hochberg): of those called improved, at most %s are expected to be so wrongly. Regression to the mean and moving with the others mean that the score moved beyond its own error but not beyond expectation, named by the greater part. Only noise does not mean without effect: no effect inside the interval can be ruled out. What was asked or scored otherwise is not compared, and no score is used that is not published.", wrong),
		r.say(
			"对照不是随机分组，单位同期发生的其他事情也会算进去；整改是否为原因，仍须结合事实判断。",
			"The comparison was not drawn by lot, and whatever else happened to a unit counts as well: whether the rectification was the cause remains to be judged by the facts."),
	}
}

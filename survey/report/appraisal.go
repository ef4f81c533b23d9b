package report

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"minping/survey"
	"minping/survey/document"
)

// AppraisalDocument is what a scheme made of its inputs 考核结果汇总表: for each tier
// a table with all parts, then of each unit how its grade came about, with
// places to sign. decided returns what people decided of a unit, "" while they
// have not; nil: nobody decides.
func AppraisalDocument(s *survey.Scheme, a *survey.Appraisal, decided func(unit string) (grade, reason string), lang string) *document.Document {
	p := &appraisalPaper{words: words{lang}, s: s, a: a, decided: decided}
	title := p.say("考核结果汇总表", "Results of the appraisal")
	d := &document.Document{Title: a.Title.In(lang) + p.say("：", ": ") + title, Lang: lang, Wide: true}
	d.Blocks = []document.Block{
		document.Heading{Text: a.Title.In(lang)},
		document.Paragraph{Runs: []document.Run{{Text: title}}, Align: document.Centre},
		document.Paragraph{Flush: true, Runs: []document.Run{{Text: p.say("单位（盖章）：________________　　　　日期：________________", "Organisation: ________________     Date: ________________")}}},
	}
	for i := range a.Tiers {
		d.Blocks = append(d.Blocks, p.table(&a.Tiers[i]))
		for _, g := range a.Tiers[i].Grades {
			if note := p.quota(&g, a.Tiers[i].Of); note != "" {
				d.Blocks = append(d.Blocks, document.Note(note))
			}
		}
	}
	d.Blocks = append(d.Blocks,
		document.Note(p.sayf("总分按两位小数四舍五入后定等次。“±”是 %s 区间的半宽，只含测评的抽样误差；积分和评分按无误差计。等次是建议，由有权限的人决定。",
			"Grades go by totals rounded to two decimals, halves up. “±” is half the %s interval and holds the polls’ sampling error alone; points and marks are taken as exact. Grades are suggestions: people decide.", percentOf(a.Level))),
		document.Signatures{Who: []string{p.say("汇总人", "Compiled by"), p.say("复核人", "Checked by"), p.say("考核负责人", "In charge")}},
		document.Break{}, document.Heading{Level: 1, Text: p.say("等次说明", "How the grades came about")})
	for _, u := range a.Units {
		d.Blocks = append(d.Blocks, document.Heading{Level: 2, Text: u.Name.In(lang)})
		d.Blocks = append(d.Blocks, p.sum(u.Parts, u.Total)...)
		for _, step := range u.Steps {
			d.Blocks = append(d.Blocks, document.Text(step.In(lang)))
		}
		if text := p.decision(u); text != "" {
			d.Blocks = append(d.Blocks, document.Text(text))
		}
	}
	return d
}

// An appraisalPaper is the making of the document.
type appraisalPaper struct {
	words
	s       *survey.Scheme
	a       *survey.Appraisal
	decided func(unit string) (grade, reason string) // nil: nobody decides
}

func (p *appraisalPaper) grade(id string) string {
	if i := slices.IndexFunc(p.s.Grades, func(g survey.SchemeGrade) bool { return g.ID == id }); i >= 0 {
		return p.s.Grades[i].Title.In(p.lang)
	}
	return "—"
}

// ranked are the units of a tier by rank, those without a total last.
func (p *appraisalPaper) ranked(tier string) (units []survey.UnitAppraisal) {
	for _, u := range p.a.Units {
		if u.Tier == tier {
			units = append(units, u)
		}
	}
	slices.SortStableFunc(units, func(x, y survey.UnitAppraisal) int {
		switch {
		case x.Rank == 0 || y.Rank == 0:
			return y.Rank - x.Rank
		default:
			return x.Rank - y.Rank
		}
	})
	return units
}

func (p *appraisalPaper) table(tier *survey.TierAppraisal) document.Table {
	t := document.Table{Columns: []document.Column{{Share: 3}}, Head: [][]document.Cell{{{Text: p.say("考核对象", "Appraised")}}}}
	if tier.Tier != "" && len(p.a.Tiers) > 1 {
		t.Caption = survey.TierTitle(tier.Tier).In(p.lang)
	}
	add := func(share float64, title string) {
		t.Columns = append(t.Columns, document.Column{Share: share, Align: document.End})
		t.Head[0] = append(t.Head[0], document.Cell{Text: title})
	}
	for i := range p.s.Parts {
		add(1.6, fmt.Sprintf("%s %d%%", p.s.Parts[i].Title.In(p.lang), p.s.Parts[i].Weight))
	}
	add(1.2, p.say("总分", "Total"))
	add(1, "±")
	add(1, p.say("名次", "Rank"))
	add(1.8, p.say("建议等次", "Suggested"))
	if p.decided != nil {
		add(1.4, p.say("决定等次", "Decided"))
	}
	for _, u := range p.ranked(tier.Tier) {
		cells := []document.Cell{{Text: u.Name.In(p.lang), Bold: true}}
		for _, part := range u.Parts {
			cells = append(cells, document.Cell{Text: score(part.Value)})
		}
		rank := "—"
		if u.Rank > 0 {
			rank = strconv.Itoa(u.Rank)
		}
		cells = append(cells, document.Cell{Text: twoDecimals(u.Total), Bold: true}, document.Cell{Text: half(u)}, document.Cell{Text: rank}, document.Cell{Text: p.mark(u)})
		if p.decided != nil {
			grade, _ := p.decided(u.Unit)
			cells = append(cells, document.Cell{Text: p.grade(grade), Bold: true})
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}

// mark is a unit's grade, with what leaves it open.
func (p *appraisalPaper) mark(u survey.UnitAppraisal) string {
	text := p.grade(u.Grade)
	vetoed := false
	for _, step := range u.Steps {
		switch step.Kind {
		case survey.StepVeto:
			if !vetoed {
				text += p.say("（有否决）", " (veto)")
			}
			vetoed = true
		case survey.StepTied:
			text += p.say("（同分待定）", " (tied)")
		case survey.StepClose:
			text += p.say("（难分）", " (too close)")
		}
	}
	return text
}

// decision says what people decided of a unit, "" while they have not.
func (p *appraisalPaper) decision(u survey.UnitAppraisal) string {
	if p.decided == nil {
		return ""
	}
	switch grade, reason := p.decided(u.Unit); {
	case grade == "":
		return ""
	case reason == "":
		return p.sayf("决定等次：“%s”。", "Decided: “%s”.", p.grade(grade))
	default:
		return p.sayf("决定等次：“%s”，理由：%s", "Decided: “%s”, because: %s", p.grade(grade), reason)
	}
}

func half(u survey.UnitAppraisal) string {
	if !u.SE.OK() {
		return "—"
	}
	return point((u.High - u.Low) / 2)
}

func twoDecimals(n survey.Num) string {
	if !n.OK() {
		return "—"
	}
	return strconv.FormatFloat(float64(n), 'f', 2, 64)
}

// quota says how many places a grade has.
func (p *appraisalPaper) quota(g *survey.GradePlaces, of int) string {
	if g.Places == nil {
		return ""
	}
	text := p.sayf("“%s”名额：%d 个有总分者 × 比例 = %s，取 %d 个；已建议 %d 个。", "Places of “%s”: %d units with a total × share = %s, so %d; %d suggested.",
		p.grade(g.Grade), of, twoDecimals(g.Exactly), *g.Places, g.Units)
	if g.Tied > 0 {
		text += p.sayf("%d 个同分争 %d 个名额，须由人决定。", " %d tie for %d places: somebody must choose.", g.Tied, g.Left)
	}
	return text
}

// sum writes a total out: weight × value of each part, down to the sources.
func (p *appraisalPaper) sum(parts []survey.PartAppraisal, total survey.Num) (blocks []document.Block) {
	var terms []string
	for _, part := range parts {
		if part.Value.OK() && part.Share > 0 {
			terms = append(terms, p.sayf("%s %s × %s", "%s %s × %s", part.Title.In(p.lang), score(part.Value), percentOf(part.Share)))
		}
	}
	if total.OK() {
		blocks = append(blocks, document.Text(strings.Join(terms, " + ")+" = "+twoDecimals(total)))
	}
	var detail func(parts []survey.PartAppraisal)
	detail = func(parts []survey.PartAppraisal) {
		for _, part := range parts {
			if b := part.Balance; b != nil {
				blocks = append(blocks, document.Note(p.balance(part.Title.In(p.lang), part.Part, b)))
			}
			if len(part.Parts) > 0 {
				var inner []string
				for _, of := range part.Parts {
					inner = append(inner, p.sayf("%s %s（占 %d%%）", "%s %s (%d%%)", of.Title.In(p.lang), score(of.Value), of.Weight))
				}
				blocks = append(blocks, document.Note(part.Title.In(p.lang)+p.say("：", ": ")+strings.Join(inner, p.say("，", ", "))))
				detail(part.Parts)
			}
		}
	}
	detail(parts)
	return blocks
}

// balance writes the balance of a card out.
func (p *appraisalPaper) balance(title, id string, b *survey.PointBalance) string {
	terms := []string{p.sayf("基础 %s", "base %s", plain(b.Base))}
	for _, line := range b.Items {
		name := line.Item
		if it := p.s.PointItem(id, line.Item); it != nil {
			name = it.Title.In(p.lang)
		}
		term := p.sayf("%s %s（%d 次）", "%s %s (%d)", name, withSign(line.Counted), line.Entries)
		if line.Capped {
			term = p.sayf("%s %s（%d 次共 %s，封顶）", "%s %s (%d: %s, capped)", name, withSign(line.Counted), line.Entries, withSign(line.Points))
		}
		terms = append(terms, term)
	}
	text := title + p.say("：", ": ") + strings.Join(terms, p.say("，", ", ")) + p.sayf("，合计 %s", ", in all %s", plain(b.Balance))
	if b.Beyond != 0 {
		text += p.sayf("（超出上下限 %s 不计）", " (%s beyond the bounds left out)", withSign(b.Beyond))
	}
	return text + p.say("。", ".")
}

func plain(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

func withSign(x float64) string {
	if x < 0 {
		return "−" + plain(-x)
	}
	return "+" + plain(x)
}

// AppraisalCSV writes a line a unit: its figures, grades and reasons.
func AppraisalCSV(w io.Writer, s *survey.Scheme, a *survey.Appraisal, lang string) error {
	p := &appraisalPaper{words: words{lang}, s: s, a: a}
	if _, err := io.WriteString(w, "\ufeff"); err != nil { // spreadsheets take it for UTF-8 then
		return err
	}
	out := csv.NewWriter(w)
	head := []string{"unit", "name", "tier"}
	for i := range s.Parts {
		head = append(head, s.Parts[i].ID)
	}
	_ = out.Write(append(head, "total", "se", "low", "high", "rank", "by_score", "grade", "reasons")) // Error tells
	for _, u := range a.Units {
		line := []string{u.Unit, survey.PlainCell(u.Name.In(lang)), u.Tier}
		for _, part := range u.Parts {
			line = append(line, figure(part.Value))
		}
		rank := ""
		if u.Rank > 0 {
			rank = strconv.Itoa(u.Rank)
		}
		var reasons []string
		for _, step := range u.Steps {
			reasons = append(reasons, step.In(lang))
		}
		grade := u.Grade
		if grade != "" {
			grade = p.grade(grade)
		}
		_ = out.Write(append(line, figure(u.Total), figure(u.SE), figure(u.Low), figure(u.High), rank, u.ByScore, survey.PlainCell(grade), survey.PlainCell(strings.Join(reasons, " "))))
	}
	out.Flush()
	return out.Error()
}

// figure is a number in full, "" where there is no value.
func figure(n survey.Num) string {
	if !n.OK() {
		return ""
	}
	return strconv.FormatFloat(float64(n), 'g', -1, 64)
}

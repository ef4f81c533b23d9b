package rectify

import (
	"fmt"
	"strings"
	"time"

	"minping/survey"
)

// A Column is one column of the ledger as a table: 台账.
type Column struct {
	Name  survey.Text // its heading
	Width float64     // in characters
	Date  bool        // its cells are dates, or empty

	also []string                   // other headings by which clerks call it
	read func(l ledgerLine) string  // the cell of a task
	put  func(t *Task, cell string) // nil: it comes of the steps
}

// A ledgerLine is a task with what its cells are written from.
type ledgerLine struct {
	Task
	order Order
	unit  func(id string) string // what a unit is called
	lang  string
	zone  *time.Location
}

// longestCell is the most characters that a cell holds; a spreadsheet takes few more.
const longestCell = 30000

// ledgerColumns are all of them, as a table is written.
var ledgerColumns = []Column{
	{Name: named("文号", "Order"), Width: 18, also: []string{"通知文号", "整改通知文号"}, read: func(l ledgerLine) string { return l.order.Number }},
	{Name: named("序号", "No."), Width: 5, read: func(l ledgerLine) string { return fmt.Sprint(l.No) }},
	{Name: named("来源", "Source"), Width: 18, also: []string{"来源(轮次·指标·地区)", "问题来源"}, read: func(l ledgerLine) string { return l.sources() }},
	{Name: named("问题", "Problem"), Width: 24, also: []string{"存在问题", "问题描述"}, read: func(l ledgerLine) string { return l.Title }, put: func(t *Task, s string) { t.Title = plain(s) }},
	{Name: named("具体表现", "Detail"), Width: 24, read: func(l ledgerLine) string { return l.Detail }, put: func(t *Task, s string) { t.Detail = s }},
	{Name: named("问题类型", "Kind"), Width: 8, also: []string{"类型"}, read: func(l ledgerLine) string { return l.Kind }, put: func(t *Task, s string) { t.Kind = plain(s) }},
	{Name: named("整改建议", "Advice"), Width: 20, read: func(l ledgerLine) string { return l.advised() }},
	{Name: named("牵头领导", "Lead"), Width: 9, read: func(l ledgerLine) string { return l.Lead }, put: func(t *Task, s string) { t.Lead = plain(s) }},
	{Name: named("责任单位", "Unit"), Width: 14, read: func(l ledgerLine) string { return l.unit(l.Unit) }},
	{Name: named("责任人", "Person"), Width: 9, read: func(l ledgerLine) string { return l.Person }, put: func(t *Task, s string) { t.Person = plain(s) }},
	{Name: named("配合单位", "Cooperating"), Width: 14, read: func(l ledgerLine) string { return strings.Join(l.Cooperating, "、") }, put: func(t *Task, s string) {
		t.Cooperating = names(strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("、,，;；\n", r) }))
	}},
	{Name: named("问题原因", "Cause"), Width: 20, also: []string{"原因", "原因分析"}, read: func(l ledgerLine) string { return l.Cause }, put: func(t *Task, s string) { t.Cause = s }},
	{Name: named("整改措施", "Measure"), Width: 26, also: []string{"措施"}, read: func(l ledgerLine) string { return l.Measure }, put: func(t *Task, s string) { t.Measure = s }},
	{Name: named("完成时限", "Due"), Width: 11, Date: true, also: []string{"整改时限", "完成期限"}, read: func(l ledgerLine) string { return string(l.Due) }, put: func(t *Task, s string) { t.Due = survey.Day(s) }},
	{Name: named("整改进展", "Progress"), Width: 28, also: []string{"整改进展(日期·内容·比例)", "进展"}, read: func(l ledgerLine) string { return l.progress() }},
	{Name: named("佐证", "Evidence"), Width: 16, also: []string{"佐证材料"}, read: func(l ledgerLine) string { return l.evidence() }},
	{Name: named("状态", "State"), Width: 8, also: []string{"整改状态"}, read: func(l ledgerLine) string { return l.state() }},
	{Name: named("审核意见", "Opinion"), Width: 16, read: func(l ledgerLine) string { return l.opinion() }},
	{Name: named("销号人", "Closed by"), Width: 9, read: func(l ledgerLine) string { return l.closedBy() }},
	{Name: named("销号日期", "Closed on"), Width: 11, Date: true, read: func(l ledgerLine) string { return l.closedOn() }},
	{Name: named("回头看", "Look-back"), Width: 16, read: func(l ledgerLine) string { return l.lookedBack() }},
	{Name: named("任务编号", "Task ID"), Width: 16, also: []string{"编号"}, read: func(l ledgerLine) string { return l.ID }},
	{Name: named("修订号", "Revision"), Width: 7, read: func(l ledgerLine) string { return fmt.Sprint(l.Revision) }},
}

func named(zh, en string) survey.Text { return survey.Text{"zh": zh, "en": en} }

// cell is what stands in a column, as it is compared.
func (c Column) cell(l ledgerLine) string {
	s := tidyCell(c.read(l))
	if words := []rune(s); len(words) > longestCell {
		return string(words[:longestCell]) + "…"
	}
	return s
}

// tidyCell is a cell without what tables do to it, however often they did.
func tidyCell(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s)
	for {
		bare := strings.TrimSpace(survey.FromPlainCell(s))
		if bare == s {
			return s
		}
		s = bare
	}
}

func (l ledgerLine) sources() string {
	var lines []string
	for _, o := range l.Origins {
		if o.Source == OfLedger {
			lines = append(lines, o.Text)
			continue
		}
		var parts []string
		for _, s := range []string{o.Title.In(l.lang), o.NodeTitle.In(l.lang), l.unit(l.Unit)} {
			if s != "" {
				parts = append(parts, s)
			}
		}
		lines = append(lines, strings.Join(parts, "·"))
	}
	return strings.Join(lines, "\n")
}

func (l ledgerLine) advised() string {
	lines := make([]string, len(l.Advice))
	for i, a := range l.Advice {
		lines[i] = plain(a.Text)
	}
	return strings.Join(lines, "\n")
}

func (l ledgerLine) evidence() string {
	lines := make([]string, len(l.Evidence))
	for i, e := range l.Evidence {
		lines[i] = plain(e.Name)
	}
	return strings.Join(lines, "\n")
}

// dated writes a step as a line that begins with its date.
func (l ledgerLine) dated(s Step, words ...string) string {
	parts := []string{string(survey.DayOf(s.At, l.zone))}
	for _, w := range append(words, plain(s.Why)) {
		if w != "" {
			parts = append(parts, w)
		}
	}
	return strings.Join(parts, " ")
}

func (l ledgerLine) progress() string {
	var lines []string
	for _, s := range l.Steps {
		switch {
		case s.Do == Report, s.Do == Recorded && s.To == InProgress:
			lines = append(lines, l.dated(s, fmt.Sprintf("%d%%", s.Share)))
		case s.Do == Submit:
			lines = append(lines, l.dated(s, "100%"))
		}
	}
	return strings.Join(lines, "\n")
}

func (l ledgerLine) state() string {
	if l.Lasting {
		return lasting.In(l.lang)
	}
	return l.State.Words().In(l.lang)
}

// lasting names what is closed and kept up from then on.
var lasting = named("长期坚持", "closed, kept up")

func (l ledgerLine) opinion() string {
	for i := len(l.Steps) - 1; i >= 0; i-- {
		if s := l.Steps[i]; s.Do == Check || s.Do == Return || s.Do == Recorded && s.To == Checked {
			return s.Why
		}
	}
	return ""
}

func (l ledgerLine) closedBy() string {
	if s := l.ClosedBy(); s != nil {
		return s.Name
	}
	return ""
}

func (l ledgerLine) closedOn() string {
	if s := l.ClosedBy(); s != nil {
		return string(survey.DayOf(s.At, l.zone))
	}
	return ""
}

func (l ledgerLine) lookedBack() string {
	var lines []string
	for _, s := range l.Steps {
		switch {
		case s.Do == Held || s.Do == FellBack:
			lines = append(lines, l.dated(s, s.Do.Words().In(l.lang)))
		case s.Do == Recorded && s.From == Closed:
			lines = append(lines, l.dated(s))
		}
	}
	return strings.Join(lines, "\n")
}

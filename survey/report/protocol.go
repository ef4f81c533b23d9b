package report

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"minping/survey"
	"minping/survey/document"
)

// A Closing is what a counting protocol says beside the release.
type Closing struct {
	Poll survey.Poll
	Hash string         // of the release, see survey.ReleaseHash
	Zone *time.Location // in which times are written
}

// Protocol is the record of a count 计票单: of each category of tickets how many
// were expected, handed out, collected, valid, void and abstaining, when the
// poll was open, the hash by which the release is known again, and lines to sign
// on. nil of a part of a release: it is of the whole count.
func Protocol(r *survey.Release, c Closing, lang string) *document.Document {
	if r.Part || c.Hash == "" {
		return nil
	}
	p := &protocol{words: words{lang}, r: r, Closing: c}
	title := p.say("计票单", "Record of the count")
	d := &document.Document{Title: title + " " + r.Title.In(lang), Lang: lang}
	d.Blocks = append(d.Blocks, document.Heading{Text: title}, document.Paragraph{Runs: []document.Run{{Text: r.Title.In(lang), Bold: true}}, Align: document.Centre})
	if r.Simulated {
		d.Blocks = append(d.Blocks, document.Note(p.say("模拟数据，姓名和数字均为虚构。", "Simulated data: names and figures are invented.")))
	}
	d.Blocks = append(d.Blocks, p.facts(), p.sheets())
	if t := p.votes(); t != nil {
		d.Blocks = append(d.Blocks, *t)
	}
	for _, note := range p.notes() {
		d.Blocks = append(d.Blocks, document.Note(note))
	}
	d.Blocks = append(d.Blocks,
		document.Heading{Level: 1, Text: p.say("核对", "To check")},
		document.Paragraph{Runs: []document.Run{{Text: p.say("结果文件 SHA-256：", "SHA-256 of the release: ")}, {Text: grouped(c.Hash), Bold: true}}, Flush: true, Keep: true},
		document.Note(p.sayf("以后可用 minping verify %s 重新计票并核对：它逐项比较结果，并打印同样的一串字符。", "minping verify %s recounts later, compares every figure, and prints the same characters.", c.Poll.ID)),
		document.Signatures{Who: []string{p.say("监票人", "Scrutineer"), p.say("计票人", "Teller")}},
		document.Signatures{Who: []string{p.say("填表人", "Filled in by"), p.say("总监票人", "Chief scrutineer")}})
	return d
}

// A protocol is the making of the record.
type protocol struct {
	words
	r *survey.Release
	Closing
}

// grouped parts a hash into groups that can be read aloud.
func grouped(hash string) string {
	var parts []string
	for part := range slices.Chunk([]byte(hash), 8) {
		parts = append(parts, string(part))
	}
	return strings.Join(parts, " ")
}

// facts are the poll and its times.
func (p *protocol) facts() document.Table {
	clock := func(t time.Time) string {
		if t.IsZero() {
			return "—"
		}
		zone := p.Zone
		if zone == nil {
			zone = time.UTC
		}
		return t.In(zone).Format(p.say("2006年1月2日 15:04", "2 January 2006, 15:04"))
	}
	access := p.say("公开链接", "open link")
	if p.Poll.Access == survey.ByCode {
		access = p.say("一次性测评码（保密）", "one-time codes (confidential)")
	}
	present := "________"
	expected := present
	if p.Poll.Expected > 0 {
		expected = strconv.Itoa(p.Poll.Expected)
	}
	t := document.Table{Columns: []document.Column{{Share: 1}, {Share: 3}}, Bare: true}
	for _, fact := range [][2]string{
		{p.say("编号", "Poll"), p.Poll.ID},
		{p.say("主办", "Held by"), p.Poll.Organiser.In(p.lang)},
		{p.say("方式", "How"), access},
		{p.say("开始", "Opened"), clock(p.Poll.Opens)},
		{p.say("结束", "Closed"), clock(p.Poll.Closes)},
		{p.say("应到 / 实到", "Expected / present"), expected + " / " + present},
	} {
		if fact[1] != "" {
			t.Rows = append(t.Rows, []document.Cell{{Text: fact[0]}, {Text: fact[1], Bold: true}})
		}
	}
	return t
}

// A ticketRow is one line of the count; "" is not known or not told.
type ticketRow struct{ unit, group, expected, issued, collected, valid, invalid, abstained string }

// sheets is the table of the categories.
func (p *protocol) sheets() document.Table {
	rows := p.paper()
	if rows == nil {
		rows = p.tickets()
	}
	named := slices.ContainsFunc(rows, func(r ticketRow) bool { return r.unit != "" })
	t := document.Table{Caption: p.say("各票种张数", "Sheets by category")}
	head := row(p.say("票种", "Category"), p.say("应到", "Expected"), p.say("发出", "Issued"), p.say("收回", "Collected"), p.say("有效", "Valid"), p.say("无效", "Void"), p.say("弃权", "Abstained"))
	t.Columns = []document.Column{{Share: 2.4}}
	if named {
		head = append(row(p.say("测评对象", "Evaluated")), head...)
		t.Columns = append([]document.Column{{Share: 3}}, t.Columns...)
	}
	for range 6 {
		t.Columns = append(t.Columns, document.Column{Align: document.End})
	}
	t.Head = [][]document.Cell{head}
	for _, r := range rows {
		cells := row(r.group, r.expected, r.issued, r.collected, r.valid, r.invalid, r.abstained)
		if named {
			cells = append(row(r.unit), cells...)
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}

// group is the title of a group; of none, that of all sheets.
func (p *protocol) group(id string) string {
	for _, g := range p.r.Groups {
		if g.ID == id {
			return g.Title.In(p.lang)
		}
	}
	if id == "" {
		return p.say("全部", "All")
	}
	return id
}

func (p *protocol) unit(id string) string {
	if u := p.r.Unit(id); u != nil {
		return u.Name.In(p.lang)
	}
	return p.say("整张表", "The whole sheet")
}

// paper are the lines of a poll that was answered on paper.
func (p *protocol) paper() (rows []ticketRow) {
	if p.r.Paper == nil {
		return nil
	}
	line := func(unit, group string, f survey.PaperFigures) {
		t := ticketRow{unit, group, strconv.Itoa(f.Eligible), "—", "—", "—", "—", "—"}
		if s := f.Sheets; s != nil {
			n := strconv.Itoa
			t.issued, t.collected, t.valid, t.invalid, t.abstained = n(s.Issued), n(s.Returned), n(s.Valid), n(s.Invalid), n(s.Abstained)
		} else if f.Band != nil {
			t.collected = fmt.Sprintf("%.0f–%.0f%%", 100*f.Band.Low, 100*f.Band.High)
		}
		rows = append(rows, t)
	}
	for _, u := range p.r.Paper.Units {
		for _, g := range u.Groups {
			line(p.unit(u.Unit), p.group(g.Group), g.PaperFigures)
		}
		if len(u.Groups) == 0 {
			line(p.unit(u.Unit), p.group(""), u.PaperFigures)
		}
	}
	line("", p.say("合计", "Total"), p.r.Paper.PaperFigures)
	return rows
}

// tickets are the lines of a poll that was answered on pages: nothing that is
// void is taken there. Where each ticket was a sheet about all units of a group,
// as in a meeting, one line says it.
func (p *protocol) tickets() (rows []ticketRow) {
	if p.r.Evaluation == nil {
		for _, g := range p.r.Groups {
			rows = append(rows, p.ballots(g.ID))
		}
		if rows == nil {
			rows = append(rows, p.ballots(""))
		}
		return rows
	}
	type seen struct {
		ticketRow
		units int
		same  bool
	}
	groups, order := map[string]*seen{}, []string(nil)
	var each []ticketRow
	for i := range p.r.Evaluation.Units {
		u := &p.r.Evaluation.Units[i]
		for k := range u.Groups {
			g := &u.Groups[k]
			line := ticketRow{"", p.group(g.Group), "", counted(g.Issued), counted(g.Collected), counted(g.Collected), "0", counted(g.Abstained)}
			if g.Collected == nil {
				line.invalid = "—"
			}
			at := groups[g.Group]
			if at == nil {
				at = &seen{ticketRow: line, same: true}
				groups[g.Group] = at
				order = append(order, g.Group)
			}
			at.units++
			at.same = at.same && at.issued == line.issued && at.collected == line.collected
			if at.abstained != line.abstained {
				at.abstained = p.say("见各对象", "by unit")
			}
			line.unit = p.unit(u.Unit)
			each = append(each, line)
		}
	}
	for _, id := range order {
		if !groups[id].same {
			return each
		}
		rows = append(rows, groups[id].ticketRow)
	}
	return rows
}

// ballots is the line of a group whose ballots alone are known. Of several units
// they do not tell how many sheets there were.
func (p *protocol) ballots(group string) ticketRow {
	t := ticketRow{"", p.group(group), "", "—", "—", "—", "—", "—"}
	if len(p.r.Units) != 1 || p.r.Units[0].Suppressed {
		return t
	}
	n := p.r.Units[0].Ballots
	if group != "" {
		g, there := p.r.Units[0].Groups[group]
		if !there || g.Suppressed {
			return t
		}
		n = g.Ballots
	}
	t.collected, t.valid, t.invalid = strconv.Itoa(n), strconv.Itoa(n), "0"
	return t
}

// votes is the table of what was voted on; nil: nothing was.
func (p *protocol) votes() *document.Table {
	if len(p.r.Votes) == 0 {
		return nil
	}
	t := &document.Table{Caption: p.say("各项表决的票数", "Votes"), Columns: []document.Column{{Share: 4}}, Head: [][]document.Cell{
		row(p.say("表决事项", "Vote"), p.say("应到", "Expected"), p.say("收回", "Collected"), p.say("有效", "Valid"), p.say("无效", "Void"), p.say("弃权", "Abstained")),
	}}
	for range 5 {
		t.Columns = append(t.Columns, document.Column{Align: document.End})
	}
	for i := range p.r.Votes {
		v := &p.r.Votes[i]
		title := v.Text.In(p.lang)
		if v.Unit != "" && len(p.r.Units) > 1 {
			title = p.unit(v.Unit) + p.say("：", ": ") + title
		}
		cells := row(title, "—", "—", "—", "—", "—")
		if v.Expected > 0 {
			cells[1].Text = strconv.Itoa(v.Expected)
		}
		if !v.Few {
			cells[2].Text, cells[3].Text = strconv.Itoa(v.Cast), strconv.Itoa(v.Cast-v.Invalid)
			cells[4].Text, cells[5].Text = strconv.Itoa(v.Invalid), strconv.Itoa(v.Abstained)
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}

// notes say how to read the tables.
func (p *protocol) notes() (notes []string) {
	k := p.r.Method.MinGroup
	notes = append(notes, p.sayf("“—”：不掌握，或少于 %d 人、会由此推知少于 %d 人而不予公布。", "“—”: not known, or of fewer than %d people, or would tell of fewer than %d.", k, k))
	if p.r.Paper == nil {
		notes = append(notes, p.say("收回不得多于发出；网上填答时不合规则的票当场不予提交，故无效票为 0。弃权票计入收回和有效。", "No more can be collected than were issued. Sheets against the rules are refused on the page, so none is void. Abstaining sheets count as collected and valid."))
	}
	return notes
}

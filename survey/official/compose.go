package official

import (
	"regexp"
	"strconv"
	"strings"

	"minping/survey/document"
	"minping/survey/theme"
)

// An Annex is an attachment of a document.
type Annex struct {
	Title string
	Notes []string // above the table
	Table document.Table
}

// A Paper is a document before it is laid out.
type Paper struct {
	Text      Text
	Values    Values
	Annexes   []Annex
	Lang      string
	Wide      bool
	Simulated bool // a note says that figures are made up
	Draft     bool // a note says that it is not issued
}

// What begins a heading of a level: 一、 and （一） as official letters have them,
// and # and ## in any language.
var (
	first  = regexp.MustCompile(`^[一二三四五六七八九十百]+、`)
	second = regexp.MustCompile(`^（[一二三四五六七八九十百]+）`)
	hashes = regexp.MustCompile(`^(#{1,3})\s+`)
)

// mostHeading is the longest line that is a heading: a longer one that begins
// with （一）, or one of several sentences, is a paragraph.
const mostHeading = 80

// Document lays the paper out as an official letter.
func (p Paper) Document() *document.Document {
	t := p.Text
	title := tight(one("title", t.Title, p.Values), p.Lang)
	d := &document.Document{Title: strings.ReplaceAll(title, "\n", ""), Lang: p.Lang, Layout: document.Official, Wide: p.Wide, Words: theme.Cut}
	add := func(b ...document.Block) { d.Blocks = append(d.Blocks, b...) }
	number := one("number", t.Number, p.Values)
	if head := one("head", t.Head, p.Values); head != "" {
		add(document.Masthead{Name: head, Number: number})
		number = ""
	}
	add(document.Heading{Text: title})
	if number != "" {
		add(document.Paragraph{Runs: []document.Run{{Text: number}}, Align: document.Centre})
	}
	for _, n := range p.notes() {
		add(document.Paragraph{Runs: []document.Run{{Text: n}}, Align: document.Centre})
	}
	if to := one("to", t.To, p.Values); to != "" {
		add(document.Paragraph{Runs: []document.Run{{Text: to + p.say("：", ":")}}, Flush: true})
	}
	lines, _ := parse("body", t.Body) // it was checked when it was kept
	for _, f := range fill(lines, p.Values) {
		add(blockOf(f, p.Lang))
	}
	if len(p.Annexes) > 0 {
		var titles []string
		for _, a := range p.Annexes {
			titles = append(titles, a.Title)
		}
		add(document.Attachments{Titles: titles})
	}
	if signer, date := one("signer", t.Signer, p.Values), one("date", t.Date, p.Values); signer+date != "" {
		add(document.Signed{Issuer: signer, Date: date})
	}
	for i, a := range p.Annexes {
		label := p.say("附件", "Attachment ")
		if len(p.Annexes) > 1 {
			label += strconv.Itoa(i + 1)
		}
		add(document.Annex{Label: strings.TrimSpace(label)}, document.Heading{Text: a.Title})
		for _, n := range a.Notes {
			add(document.Note(n))
		}
		add(a.Table)
	}
	if copies := one("copies", t.Copies, p.Values); copies != "" || t.Office != "" {
		add(document.Imprint{Copies: copies, Office: one("office", t.Office, p.Values), Date: one("date", t.Date, p.Values)})
	}
	return d
}

// notes stand below the title: what the paper is not.
func (p Paper) notes() (all []string) {
	if p.Draft {
		all = append(all, p.say("（草稿，未下发）", "(Draft, not issued)"))
	}
	if p.Simulated {
		all = append(all, p.say("（模拟数据：单位和数字均为虚构）", "(Simulated data: units and figures are invented)"))
	}
	return all
}

// above is what stands above a list in a workbook: the title, the notes, and the
// text above the table.
func (p Paper) above() []string {
	title := strings.ReplaceAll(tight(one("title", p.Text.Title, p.Values), p.Lang), "\n", "")
	all := append([]string{title}, p.notes()...)
	lines, _ := parse("body", p.Text.Body) // it was checked when it was kept
	for _, f := range fill(lines, p.Values) {
		if f.table != nil {
			break
		}
		all = append(all, tight(f.text, p.Lang))
	}
	signed := strings.TrimSpace(one("signer", p.Text.Signer, p.Values) + "　" + one("date", p.Text.Date, p.Values))
	if signed != "" {
		all = append(all, signed)
	}
	return all
}

func (p Paper) say(zh, en string) string { return say(p.Lang, zh, en) }

func say(lang, zh, en string) string {
	if lang == "en" {
		return en
	}
	return zh
}

// Spaces between Chinese and figures, which pages have and letters have not.
var (
	beforeFigure = regexp.MustCompile(`([\p{Han}，。：；、（）〔〕“”—])[ \x{a0}\x{202f}]([0-9<>+−])`)
	afterFigure  = regexp.MustCompile(`([0-9%])[ \x{a0}\x{202f}](\p{Han})`)
)

// tight is a Chinese text as letters are written: 得分72.2分.
func tight(s, lang string) string {
	if lang == "en" {
		return s
	}
	return afterFigure.ReplaceAllString(beforeFigure.ReplaceAllString(s, "$1$2"), "$1$2")
}

// blockOf is a filled line as a block.
func blockOf(f filled, lang string) document.Block {
	if f.table != nil {
		return *f.table
	}
	f.text = tight(f.text, lang)
	if m := hashes.FindStringSubmatch(f.text); m != nil {
		return document.Heading{Level: len(m[1]), Text: f.text[len(m[0]):]}
	}
	short := len([]rune(f.text)) <= mostHeading && !strings.Contains(f.text, "。")
	switch {
	case short && first.MatchString(f.text):
		return document.Heading{Level: 1, Text: f.text}
	case short && second.MatchString(f.text):
		return document.Heading{Level: 2, Text: f.text}
	}
	return document.Text(f.text)
}

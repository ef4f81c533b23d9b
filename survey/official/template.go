package official

import (
	"strings"
	"time"
	"unicode/utf8"

	"minping/survey"
)

// A Template is what documents of a kind say, in one language.
type Template struct {
	Kind     Kind      `json:"kind"`
	Lang     string    `json:"lang"`
	Revision int64     `json:"revision"` // 0: never changed
	Default  bool      `json:"default"`  // the text that Minping brings along
	Text     Text      `json:"text"`
	Changed  time.Time `json:"changed,omitzero"`
	By       string    `json:"by,omitempty"` // name of the account, as it was then
}

// A Text is the parts of a template, each with fields; what is empty is left
// out of the document.
type Text struct {
	Head   string `json:"head"`   // 发文机关标志, red above a red line
	Number string `json:"number"` // 发文字号
	Title  string `json:"title"`  // 标题
	To     string `json:"to"`     // 主送机关, without the colon
	Body   string `json:"body"`   // 正文: lines; see parse
	Signer string `json:"signer"` // 发文机关署名
	Date   string `json:"date"`   // 成文日期
	Copies string `json:"copies"` // 抄送
	Office string `json:"office"` // 印发机关
}

// The longest texts, in characters.
const (
	mostPart = 500
	mostBody = 20000
)

// A part is one part of a text, by name.
type part struct {
	name string
	text string
	most int
}

func (t Text) parts() []part {
	return []part{
		{"head", t.Head, mostPart},
		{"number", t.Number, mostPart},
		{"title", t.Title, mostPart},
		{"to", t.To, mostPart},
		{"body", t.Body, mostBody},
		{"signer", t.Signer, mostPart},
		{"date", t.Date, mostPart},
		{"copies", t.Copies, mostPart},
		{"office", t.Office, mostPart},
	}
}

// clean is the text as it is kept.
func (t Text) clean() Text {
	for _, s := range []*string{&t.Head, &t.Number, &t.Title, &t.To, &t.Body, &t.Signer, &t.Date, &t.Copies, &t.Office} {
		*s = strings.TrimSpace(strings.ReplaceAll(*s, "\r\n", "\n"))
	}
	return t
}

// Check says what is wrong with a text of a kind: where, and what would be right.
func (t Text) Check(k Kind) (errs survey.FieldErrors) {
	scope := k.Scope()
	for _, p := range t.parts() {
		if n := utf8.RuneCountInString(p.text); n > p.most {
			errs = append(errs, survey.FieldError{Field: p.name, Key: "too_long", Args: survey.Args("max", p.most, "count", n)})
			continue
		}
		if p.text == "" && (p.name == "title" || p.name == "body") {
			errs = append(errs, survey.FieldError{Field: p.name, Key: "missing"})
		}
		lines, wrong := parse(p.name, p.text)
		errs = append(errs, wrong...)
		errs = append(errs, scope.check(p.name, lines)...)
		if p.name != "body" {
			errs = append(errs, single(p.name, lines)...)
		}
	}
	return errs
}

// single says that blocks stand in the body alone.
func single(field string, lines []line) (errs survey.FieldErrors) {
	for _, l := range lines {
		if l.kind != words {
			errs = append(errs, survey.FieldError{Field: field, Key: "template_body", Args: survey.Args("line", l.no)})
		}
	}
	return errs
}

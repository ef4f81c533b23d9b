package slips

import (
	"embed"
	"html/template"
	"io"
	"slices"
	"strings"
	"time"

	"minping/survey/qr"
)

//go:embed templates/slips.html templates/slips.css
var files embed.FS

var page = template.Must(template.ParseFS(files, "templates/slips.html"))

var styles = func() template.CSS {
	b, err := files.ReadFile("templates/slips.css")
	if err != nil {
		panic(err) // the file is part of the program
	}
	return template.CSS(b) //nolint:gosec // our own style sheet
}()

// perSheet is how many slips one side of A4 has: two columns of four.
const perSheet = 8

// HTML writes sheets of A4 to print and cut apart, as one page that needs no
// other file: on each slip the poll, what is promised, until when, the code,
// and a QR code that leads there with it.
func HTML(w io.Writer, b Batch, lang string) error {
	v := pageView{
		Batch: b, Lang: map[string]string{"zh": "zh-CN", "en": "en"}[lang], CSS: styles, lang: lang,
		Short: strings.TrimPrefix(strings.TrimPrefix(b.address(), "https://"), "http://"),
	}
	for codes := range slices.Chunk(b.Codes, perSheet) {
		sh := sheetView{Number: len(v.Sheets) + 1}
		for _, code := range codes {
			drawn, err := qr.Encode(b.link(code))
			if err != nil {
				return err
			}
			label := v.Say("二维码：打开填答页面并填入测评码", "QR code: opens the poll with the code filled in")
			sh.Slips = append(sh.Slips, slipView{code, template.HTML(drawn.SVG(label))}) //nolint:gosec // the label is escaped
		}
		v.Sheets = append(v.Sheets, sh)
	}
	return page.Execute(w, v)
}

// A pageView is what the template shows.
type pageView struct {
	Batch
	Lang   string
	CSS    template.CSS
	Short  string // the address, as people type it
	Sheets []sheetView

	lang string
}

type sheetView struct {
	Number int
	Slips  []slipView
}

type slipView struct {
	Code string
	QR   template.HTML
}

// Say lets the template choose between the two languages.
func (v pageView) Say(zh, en string) string {
	if v.lang == "en" {
		return en
	}
	return zh
}

// Heading is the poll's title.
func (v pageView) Heading() string { return v.Title.In(v.lang) }

// Host is who asks.
func (v pageView) Host() string { return v.Poll.Organiser.In(v.lang) }

// For says as what, and about whom, the bearer answers.
func (v pageView) For() string {
	var said []string
	if as := v.As.In(v.lang); as != "" {
		said = append(said, as)
	}
	if units := v.unitNames(v.lang); units != "" {
		said = append(said, v.Say("评价"+units, "about "+units))
	}
	return strings.Join(said, v.Say("，", ", "))
}

// Window says from when and until when the poll can be answered.
func (v pageView) Window() string {
	opens, closes := v.Poll.Opens, v.Poll.Closes
	switch {
	case opens.IsZero() && closes.IsZero():
		return ""
	case opens.IsZero():
		return v.Say(v.clock(closes)+" 截止", "Until "+v.clock(closes))
	case closes.IsZero():
		return v.Say(v.clock(opens)+" 起", "From "+v.clock(opens))
	}
	return v.clock(opens) + v.Say(" 至 ", " to ") + v.clock(closes)
}

// clock writes a time, without spaces where a line may break.
func (v pageView) clock(t time.Time) string {
	layout := v.Say("2006年1月2日 15:04", "2 January 2006, 15:04")
	return strings.ReplaceAll(t.In(v.Zone).Format(layout), " ", "\u00a0")
}

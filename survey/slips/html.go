package slips

import (
	"embed"
	"html/template"
	"io"
	"slices"

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
func HTML(w io.Writer, lang string, batches ...Batch) error {
	v := pageView{words: words{batches[0], lang}, CSS: styles, Lines: cover(lang, batches)}
	v.Total = total(v.Lines)
	for _, b := range batches {
		number, of := 0, (len(b.Codes)+perSheet-1)/perSheet
		for codes := range slices.Chunk(b.Codes, perSheet) {
			number++
			sh := sheetView{words: words{b, lang}, Number: number, Of: of}
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
	}
	return page.Execute(w, v)
}

// A pageView is what the template shows.
type pageView struct {
	words
	CSS    template.CSS
	Lines  []coverLine // of the sheet that comes first; none: there is no such sheet
	Total  int
	Sheets []sheetView
}

// A sheetView is a sheet of a batch; sheets are numbered within it.
type sheetView struct {
	words
	Number, Of int
	Slips      []slipView
}

type slipView struct {
	Code string
	QR   template.HTML
}

package slips

import (
	"io"
	"slices"
	"strconv"
	"strings"

	"minping/survey/font"
	"minping/survey/pdf"
	"minping/survey/qr"
)

// Measures of a sheet, in millimetres: two columns of four slips.
const (
	columns    = 2
	slipWidth  = 97.0
	slipHeight = 68.0
	sheetLeft  = (pdf.Width - columns*slipWidth) / 2
	sheetTop   = 14.0

	padding  = 6.0 // within a slip, at its sides
	qrSide   = 26.0
	qrMargin = 4.0 // more than the four modules that readers need
	markSize = 4.0
	textSide = slipWidth - 2*padding
)

var (
	small   = pdf.Style{Size: 8, Gray: 0x38}
	body    = pdf.Style{Size: 8.5, Lead: 1.35}
	heading = pdf.Style{Size: 11.5, Lead: 1.3, Bold: true}
	tight   = pdf.Style{Size: 10, Lead: 1.3, Bold: true} // a long title
	coded   = pdf.Style{Size: 11.5, Bold: true, Align: pdf.Centre}
	centred = pdf.Style{Size: 8, Align: pdf.Centre}
	address = pdf.Style{Size: 8.5, Bold: true, Align: pdf.Centre}
	mark    = pdf.Stroke{Width: 0.2, Gray: 0x74}
	rule    = pdf.Stroke{Width: 0.2, Gray: 0xd3}
)

// PDF writes the same sheets as HTML, as a document.
func PDF(w io.Writer, lang string, batches ...Batch) error {
	first := words{batches[0], lang}
	d := pdf.New(first.Heading()+" · "+first.Say("测评码", "Codes"), first.Language())
	first.cover(d, cover(lang, batches))
	for _, b := range batches {
		if err := (words{b, lang}).sheets(d); err != nil {
			return err
		}
	}
	_, err := d.WriteTo(w)
	return err
}

// sheets adds the sheets of a batch, numbered by themselves.
func (v words) sheets(d *pdf.Document) error {
	sheets, number := (len(v.Codes)+perSheet-1)/perSheet, 0
	for codes := range slices.Chunk(v.Codes, perSheet) {
		d.Page()
		number++
		v.head(d, number, sheets)
		for i, code := range codes {
			x, y := sheetLeft+slipWidth*float64(i%columns), sheetTop+slipHeight*float64(i/columns)
			if err := v.slip(d, x, y, code); err != nil {
				return err
			}
		}
	}
	return nil
}

// Uncovered lists the characters that a document of the batch's slips could
// not print.
func Uncovered(b Batch, lang string) []rune {
	v := words{b, lang}
	return font.Missing(v.Heading(), v.Host(), v.For(), v.Label, v.Short())
}

// head names the batch and numbers the sheet, above the slips.
func (v words) head(d *pdf.Document, sheet, sheets int) {
	width := columns*slipWidth/2 - padding
	d.Text(sheetLeft+padding, 6, width, d.Lines(v.Label, width, 1, small), small)
	number := small
	number.Align = pdf.Right
	d.Text(pdf.Width/2, 6, width, []string{strconv.Itoa(sheet) + " / " + strconv.Itoa(sheets)}, number)
}

// slip draws one slip with its upper left corner at x, y.
func (v words) slip(d *pdf.Document, x, y float64, code string) error {
	drawn, err := qr.Encode(v.link(code))
	if err != nil {
		return err
	}
	v.marks(d, x, y)
	v.stripe(d, x+1, y+5, slipHeight-10)
	d.Squares(x+slipWidth-qrSide-qrMargin, y+qrMargin+1, qrSide, drawn.Size(), drawn.Dark)

	left, width := x+padding, slipWidth-padding-qrSide-2*qrMargin
	title := d.Lines(v.Heading(), width, 3, heading)
	titled := heading
	if len(title) > 2 {
		titled = tight
		title = d.Lines(v.Heading(), width, 3, titled)
	}
	at := d.Text(left, y+4, width, d.Lines(v.Host(), width, 1, small), small)
	at = d.Text(left, at, width, title, titled)
	at = d.Text(left, at, width, d.Lines(v.For(), width, 2, body), body)
	d.Text(left, at, width, v.Window(), body)

	v.promise(d, left, y+39)
	d.Line(left, y+49.2, left+textSide, y+49.2, rule)
	d.Text(left, y+50.2, textSide, d.Lines(code, textSide, 1, coded), coded)
	at = d.Text(left, y+56, textSide, d.Lines(v.How(), textSide, 1, centred), centred)
	d.Text(left, at, textSide, d.Lines(v.Short(), textSide, 2, address), address)
	return nil
}

// stripe draws the band of the batch's category, with its upper left corner at x, y.
func (v words) stripe(d *pdf.Document, x, y, height float64) {
	b, marked := v.band()
	if !marked {
		return
	}
	for _, bar := range b.bars {
		piece := bar.piece
		if piece == 0 {
			piece = height
		}
		for from := 0.0; from < height; from += 2 * piece {
			d.Block(x+bar.left, y+from, bar.width, min(piece, height-from), b.colour)
		}
	}
}

// cover adds the sheet that says how many slips there are of each category.
func (v words) cover(d *pdf.Document, lines []coverLine) {
	if lines == nil {
		return
	}
	d.Page()
	const left, width = 20.0, pdf.Width - 2*20.0
	at := d.Text(left, 22, width, d.Lines(v.Heading(), width, 3, pdf.Style{Size: 16, Lead: 1.3, Bold: true}), pdf.Style{Size: 16, Lead: 1.3, Bold: true})
	at = d.Text(left, at+2, width, []string{v.Cover()}, heading)
	at = d.Text(left, at+2, width, d.Lines(v.Hint(), width, 4, body), body)
	column := func(n int) float64 { return left + 84 + float64(n)*22 }
	number := pdf.Style{Size: 11, Align: pdf.Right}
	head := small
	head.Align = pdf.Right
	at += 6
	for i, title := range []string{v.Say("印出", "Printed"), v.Say("实发", "Given"), v.Say("剩余", "Left")} {
		d.Text(column(i), at, 20, []string{title}, head)
	}
	at += 6
	row := func(name string, issued int, bold bool) {
		number.Bold = bold
		style := pdf.Style{Size: 11, Bold: bold}
		d.Text(left+8, at+3, 74, d.Lines(name, 74, 1, style), style)
		d.Text(column(0), at+3, 20, []string{strconv.Itoa(issued)}, number)
		d.Line(left, at, left+width, at, rule)
		for i := 1; i < 3; i++ {
			d.Line(column(i)+4, at+10, column(i)+20, at+10, mark)
		}
		at += 13
	}
	for _, l := range lines {
		if at > 255 {
			d.Page()
			at = 20
		}
		l.stripe(d, left+1, at+1.5, 10)
		row(l.Name(), l.Issued, false)
	}
	row(v.Say("合计", "Total"), total(lines), true)
}

// promise says what the bearer is promised, its word first.
func (v words) promise(d *pdf.Document, left, at float64) {
	word := small
	word.Bold = true
	d.Text(left, at, textSide, []string{v.Kept()}, word)
	lines := d.Lines(v.Kept()+v.Promise(), textSide, 2, small)
	begun := d.Measure(v.Kept(), small)
	at = d.Text(left+begun, at, textSide, []string{strings.TrimPrefix(lines[0], v.Kept())}, small)
	d.Text(left, at, textSide, lines[1:], small)
}

// marks draws the corners along which the slip is cut; those of neighbours meet
// in crosses.
func (v words) marks(d *pdf.Document, x, y float64) {
	for _, corner := range [][2]float64{{x, y}, {x + slipWidth, y}, {x, y + slipHeight}, {x + slipWidth, y + slipHeight}} {
		inX, inY := markSize, markSize
		if corner[0] > x {
			inX = -markSize
		}
		if corner[1] > y {
			inY = -markSize
		}
		d.Line(corner[0], corner[1], corner[0]+inX, corner[1], mark)
		d.Line(corner[0], corner[1], corner[0], corner[1]+inY, mark)
	}
}

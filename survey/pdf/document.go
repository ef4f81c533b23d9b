package pdf

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"codeberg.org/go-pdf/fpdf"

	"minping/survey/font"
)

// The size of a page, A4.
const (
	Width  = 210.0
	Height = 297.0
)

// millimetres is how many a point has.
const millimetres = 25.4 / 72

// A Document is pages to print. Its methods draw on the last page.
type Document struct {
	f       *fpdf.Fpdf
	lacking []rune
}

// New begins a document without pages; lang is the language of its texts as
// BCP 47 has it ("zh-CN").
func New(title, lang string) *Document {
	f := fpdf.New("P", "mm", "A4", "")
	f.AddUTF8FontFromBytes(family, "", font.TrueType())
	d := &Document{f: f}
	f.SetTitle(d.printable(title), true)
	f.SetCreator("Minping", true)
	f.SetLang(lang)
	f.SetMargins(0, 0, 0)
	f.SetCellMargin(0)
	f.SetAutoPageBreak(false, 0)
	return d
}

const family = "noto"

// Substitute stands for a character that the font lacks.
const Substitute = '〓'

func (d *Document) printable(text string) string {
	return font.Plain(text, func(r rune) rune {
		if !slices.Contains(d.lacking, r) {
			d.lacking = append(d.lacking, r)
		}
		return Substitute
	})
}

// Lacking returns the characters, as they came, for which Substitute stands.
func (d *Document) Lacking() []rune { return d.lacking }

// Page begins a page.
func (d *Document) Page() { d.f.AddPage() }

// PageAcross begins a page that lies on its long side.
func (d *Document) PageAcross() { d.f.AddPageFormat("L", d.f.GetPageSizeStr("A4")) }

// Pages returns how many pages there are.
func (d *Document) Pages() int { return d.f.PageCount() }

// WriteTo writes the document out; nothing can be drawn any more.
func (d *Document) WriteTo(w io.Writer) (int64, error) {
	counted := &counter{w: w}
	if err := d.f.Output(counted); err != nil {
		return counted.n, fmt.Errorf("pdf: %w", err)
	}
	return counted.n, nil
}

type counter struct {
	w io.Writer
	n int64
}

func (c *counter) Write(b []byte) (int, error) {
	n, err := c.w.Write(b)
	c.n += int64(n)
	return n, err
}

// A Style is how a text is set.
type Style struct {
	Size  float64 // points
	Lead  float64 // from line to line, in sizes; 0: 1.4
	Gray  int     // 0 black to 255 white
	Bold  bool    // drawn heavier: the font has one weight
	Align Align

	Colour [3]uint8 // red, green, blue, instead of Gray; all 0: none
}

// Align is where the lines of a text stand.
type Align string

// The alignments.
const (
	Left   Align = ""
	Centre Align = "C"
	Right  Align = "R"
)

func (s Style) lead() float64 {
	if s.Lead == 0 {
		return 1.4 * s.Size * millimetres
	}
	return s.Lead * s.Size * millimetres
}

// Lines cuts a text into lines of a width; where there are more than most, the
// last ends in an ellipsis.
func (d *Document) Lines(text string, width float64, most int, st Style) []string {
	d.f.SetFont(family, "", st.Size)
	lines := font.Break(d.printable(text), width, d.f.GetStringWidth)
	if len(lines) <= most {
		return lines
	}
	last := []rune(font.Hang(lines[most-1]))
	for len(last) > 0 && d.f.GetStringWidth(string(last)+"…") > width {
		last = last[:len(last)-1]
	}
	return append(lines[:most-1:most-1], string(last)+"…")
}

// Measure returns how wide a text is on one line.
func (d *Document) Measure(text string, st Style) float64 {
	d.f.SetFont(family, "", st.Size)
	return d.f.GetStringWidth(d.printable(text))
}

// Text sets lines one below the other, from the upper edge y on, and returns
// where they end.
func (d *Document) Text(x, y, width float64, lines []string, st Style) float64 {
	d.f.SetFont(family, "", st.Size)
	d.f.SetTextColor(st.Gray, st.Gray, st.Gray)
	if st.Colour != [3]uint8{} {
		d.f.SetTextColor(int(st.Colour[0]), int(st.Colour[1]), int(st.Colour[2]))
	}
	if st.Bold {
		d.f.SetDrawColor(st.Gray, st.Gray, st.Gray)
		d.f.SetLineWidth(st.Size * millimetres / 40)
		d.f.SetTextRenderingMode(2)
		defer d.f.SetTextRenderingMode(0)
	}
	for _, line := range lines {
		d.f.SetXY(x, y)
		d.f.CellFormat(width, st.lead(), font.Hang(d.printable(line)), "", 0, string(st.Align), false, 0, "")
		y += st.lead()
	}
	return y
}

// A Stroke is how a line is drawn.
type Stroke struct {
	Width float64 // millimetres
	Gray  int     // 0 black to 255 white
}

// Line draws a line.
func (d *Document) Line(x1, y1, x2, y2 float64, st Stroke) {
	d.f.SetDrawColor(st.Gray, st.Gray, st.Gray)
	d.f.SetLineWidth(st.Width)
	d.f.Line(x1, y1, x2, y2)
}

// Fill fills a rectangle; gray is 0 black to 255 white.
func (d *Document) Fill(x, y, width, height float64, gray int) {
	d.f.SetFillColor(gray, gray, gray)
	d.f.Rect(x, y, width, height, "F")
}

// Block fills a rectangle with a colour: red, green, blue.
func (d *Document) Block(x, y, width, height float64, colour [3]uint8) {
	d.f.SetFillColor(int(colour[0]), int(colour[1]), int(colour[2]))
	d.f.Rect(x, y, width, height, "F")
}

// Squares draws the dark ones of n×n squares, such as a QR code, as one black
// shape of the given side.
func (d *Document) Squares(x, y, side float64, n int, dark func(x, y int) bool) {
	unit := side / float64(n) / millimetres
	_, height := d.f.GetPageSize()
	var path strings.Builder
	fmt.Fprintf(&path, "q 0 g %.4f 0 0 %.4f %.3f %.3f cm\n", unit, -unit, x/millimetres, (height-y)/millimetres)
	for row := range n {
		for col := 0; col < n; col++ {
			run := 0
			for col+run < n && dark(col+run, row) {
				run++
			}
			if run > 0 {
				fmt.Fprintf(&path, "%d %d %d 1 re\n", col, row, run)
				col += run
			}
		}
	}
	path.WriteString("f Q")
	d.f.RawWriteStr(path.String())
}

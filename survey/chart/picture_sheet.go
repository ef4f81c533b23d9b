package chart

import (
	"strings"
	"unicode"

	"minping/survey"
	"minping/survey/canvas"
)

// A sheet is a table whose cells hold texts or plots.
type sheet struct {
	columns []column
	rows    []sheetRow
	high    float64 // of a row of one line; 0: rowHeight
}

// A column holds texts, or plots where plot is not nil.
type column struct {
	title  string
	anchor canvas.Anchor
	most   float64 // the widest that texts may be before they are broken; 0: as wide as they are
	plot   func(p plot, row int)
	axis   axis
	wide   float64 // of plots; 0: what the others leave

	x, width float64
}

// A sheetRow is one line of a sheet.
type sheetRow struct {
	class string // zone, maybe: its ground
	cells []sheetCell
}

// A sheetCell is a text; where the column holds plots it is left empty.
type sheetCell struct {
	text  string
	color string // name; "": ink
	bold  bool
}

// The sizes of a sheet.
const (
	rowHeight = 25.0
	rowLead   = 17.0
	cellGap   = 14.0
)

// sheet draws a table.
func (b *board) sheet(s sheet) {
	b.measure(&s)
	b.head(&s)
	top := b.y
	tops := make([]float64, len(s.rows)+1)
	lines := make([][][]string, len(s.rows))
	for i, row := range s.rows {
		tops[i] = b.y
		most := 1
		lines[i] = make([][]string, len(row.cells))
		for j, c := range row.cells {
			if c.text != "" {
				lines[i][j] = canvas.Lines(c.text, s.columns[j].width+.5, cellType(b, c))
				most = max(most, len(lines[i][j]))
			}
		}
		b.y += max(rowHeight, s.high) + rowLead*float64(most-1)
	}
	tops[len(s.rows)] = b.y
	for i, row := range s.rows {
		b.ground(row, tops[i], tops[i+1])
	}
	for _, c := range s.columns {
		b.grid(c, top, b.y)
	}
	for i, row := range s.rows {
		b.Line(canvas.Point{X: b.x, Y: tops[i+1]}, canvas.Point{X: b.x + b.width, Y: tops[i+1]}, canvas.Paint{Stroke: b.of("grid"), Width: 1})
		for j, c := range s.columns {
			if c.plot != nil {
				c.plot(plot{b, c.axis, c.x, tops[i], c.width, tops[i+1] - tops[i]}, i)
				continue
			}
			b.cell(c, row.cells[j], lines[i][j], tops[i]+max(0, s.high-rowHeight)/2)
		}
	}
}

func cellType(b *board, c sheetCell) canvas.Type {
	t := canvas.Type{Size: plainText, Color: b.of("ink"), Bold: c.bold}
	if c.color != "" {
		t.Color = b.of(c.color)
	}
	return t
}

func (b *board) cell(c column, text sheetCell, lines []string, top float64) {
	t := cellType(b, text).With(c.anchor)
	x := c.x
	if c.anchor == canvas.End {
		x += c.width
	}
	for i, line := range lines {
		b.Text(x, top+17+rowLead*float64(i), line, t)
	}
}

// gap is the room right of a column.
func (c column) gap() float64 {
	if c.plot != nil && c.wide == 0 {
		return cellGap + 10
	}
	return cellGap
}

// measure gives every column its place.
func (b *board) measure(s *sheet) {
	rest, plots := b.width, 0
	for j := range s.columns {
		c := &s.columns[j]
		rest -= c.gap()
		if c.plot != nil {
			if c.width = c.wide; c.wide == 0 {
				plots++
			}
			rest -= c.width
			continue
		}
		for _, row := range s.rows {
			c.width = max(c.width, canvas.Measure(row.cells[j].text, cellType(b, row.cells[j])))
		}
		c.width = max(c.width, headWidth(c.title))
		if c.most > 0 {
			c.width = min(c.width, c.most)
		}
		rest -= c.width
	}
	rest += s.columns[len(s.columns)-1].gap()
	x := b.x
	for j := range s.columns {
		c := &s.columns[j]
		if c.plot != nil && c.wide == 0 {
			c.width = max(80, rest/float64(plots))
		}
		c.x = x
		x += c.width + c.gap()
	}
}

var headType = canvas.Type{Size: smallText}

// headWidth is how wide a column is for its title at least: enough for its
// longest word, and for the title in three lines.
func headWidth(title string) float64 {
	w := canvas.Measure(title, headType) / 3
	for _, word := range strings.Fields(title) {
		if strings.IndexFunc(word, func(r rune) bool { return unicode.Is(unicode.Han, r) }) < 0 {
			w = max(w, canvas.Measure(word, headType))
		} else {
			w = max(w, min(canvas.Measure(word, headType), 5.2*headType.Size))
		}
	}
	return w
}

// head draws the titles of the columns and the labels of their axes.
func (b *board) head(s *sheet) {
	t := canvas.Type{Size: smallText, Color: b.of("ink-2")}
	most, axes := 1, 0.0
	titles := make([][]string, len(s.columns))
	for j, c := range s.columns {
		titles[j] = canvas.Lines(c.title, c.width+.5, t)
		most = max(most, len(titles[j]))
		if c.axis.Step > 0 {
			axes = 18
		}
	}
	bottom := b.y + 16*float64(most) + axes
	for j, c := range s.columns {
		y := bottom - 16*float64(len(titles[j])) - 4
		x := c.x
		if c.anchor == canvas.End {
			x += c.width
		}
		if c.axis.Step > 0 {
			y -= 18
			b.ticks(c, bottom-6)
		}
		for i, line := range titles[j] {
			b.Text(x, y+12+16*float64(i), line, t.With(c.anchor))
		}
	}
	b.Line(canvas.Point{X: b.x, Y: bottom}, canvas.Point{X: b.x + b.width, Y: bottom}, canvas.Paint{Stroke: b.of("ink"), Width: 1})
	b.y = bottom
}

// ticks labels an axis; y is the baseline. The ends always have their labels,
// those between them where there is room.
func (b *board) ticks(c column, y float64) {
	const gap = 4
	t := canvas.Type{Size: 11.5, Color: b.of("ink-3")}
	ticks := c.axis.Ticks()
	last := len(ticks) - 1
	free, end := c.x+canvas.Measure(ticks[0].Label, t)+gap, c.x+c.width-canvas.Measure(ticks[last].Label, t)-gap
	b.Text(c.x, y, ticks[0].Label, t)
	for _, k := range ticks[1:last] {
		x, half := c.x+c.width*c.axis.share(k.Value), canvas.Measure(k.Label, t)/2
		if x-half < free || x+half > end {
			continue
		}
		b.Text(x, y, k.Label, t.With(canvas.Middle))
		free = x + half + gap
	}
	b.Text(c.x+c.width, y, ticks[last].Label, t.With(canvas.End))
}

// grid draws the lines of an axis.
func (b *board) grid(c column, top, bottom float64) {
	if c.axis.Step == 0 {
		return
	}
	for _, k := range c.axis.Ticks() {
		x := c.x + c.width*c.axis.share(k.Value)
		p := canvas.Paint{Stroke: b.of("grid"), Width: 1}
		if k.Zero {
			p = canvas.Paint{Stroke: b.of("ink-3"), Width: 1.2}
		}
		b.Line(canvas.Point{X: x, Y: top}, canvas.Point{X: x, Y: bottom}, p)
	}
	if c.axis.LimitX() != "" {
		x := c.x + c.width*c.axis.share(survey.Num(c.axis.Limit))
		b.Line(canvas.Point{X: x, Y: top}, canvas.Point{X: x, Y: bottom}, canvas.Paint{Stroke: b.of("red"), Width: 1.2, Dash: 4})
	}
}

// ground draws what a row stands on: solid where it is in the zone for certain,
// hatched where perhaps.
func (b *board) ground(row sheetRow, top, bottom float64) {
	switch row.class {
	case "zone":
		b.Rect(b.x, top, b.width, bottom-top, canvas.Paint{Fill: b.of("red-wash")})
		b.Rect(b.x-7, top, 4, bottom-top, canvas.Paint{Fill: b.of("red")})
	case "maybe":
		canvas.Hatch(b, b.x, top, b.width, bottom-top, 9, canvas.Paint{Stroke: b.of("red-wash"), Width: 2.2})
	}
}

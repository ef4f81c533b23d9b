package canvas

import (
	"slices"
	"strings"

	"minping/survey/font"
)

// A Drawing is what was drawn, to be drawn again. The zero value is empty.
type Drawing struct {
	Width, Height float64
	Paper         Color // behind all; "": nothing
	Lang          string
	Title, Desc   string // for those who do not see it

	steps []func(Canvas)
	texts []SetText
	ink   Box
}

// A Box is a rectangle by its edges.
type Box struct{ Left, Top, Right, Bottom float64 }

// Meets reports whether two boxes share more than an edge.
func (b Box) Meets(o Box) bool {
	return b.Left < o.Right && o.Left < b.Right && b.Top < o.Bottom && o.Top < b.Bottom
}

// around returns the smallest box about both; the zero box is none.
func (b Box) around(o Box) Box {
	if b == (Box{}) {
		return o
	}
	return Box{min(b.Left, o.Left), min(b.Top, o.Top), max(b.Right, o.Right), max(b.Bottom, o.Bottom)}
}

// A SetText is a text in a drawing, and the room that it takes.
type SetText struct {
	Text string
	Type Type
	Box
}

// Draw draws everything again, in order.
func (d *Drawing) Draw(on Canvas) {
	for _, step := range d.steps {
		step(on)
	}
}

// Texts returns the texts, in order.
func (d *Drawing) Texts() []SetText { return slices.Clone(d.texts) }

// Ink returns the room that all shapes and texts take.
func (d *Drawing) Ink() Box { return d.ink }

// Missing lists the characters that the font lacks, each once: a PNG has boxes
// in their place.
func (d *Drawing) Missing() []rune {
	var all []string
	for _, t := range d.texts {
		all = append(all, t.Text)
	}
	return font.Missing(all...)
}

func (d *Drawing) step(ink Box, f func(Canvas)) {
	d.ink = d.ink.around(ink)
	d.steps = append(d.steps, f)
}

// Line implements Canvas, as do the others.
func (d *Drawing) Line(from, to Point, p Paint) {
	d.step(pointBox(from, to), func(c Canvas) { c.Line(from, to, p) })
}

// Rect draws a rectangle.
func (d *Drawing) Rect(x, y, width, height float64, p Paint) {
	d.step(Box{x, y, x + width, y + height}, func(c Canvas) { c.Rect(x, y, width, height, p) })
}

// Circle draws a circle.
func (d *Drawing) Circle(x, y, r float64, p Paint) {
	d.step(Box{x - r, y - r, x + r, y + r}, func(c Canvas) { c.Circle(x, y, r, p) })
}

// Path draws lines from point to point.
func (d *Drawing) Path(points []Point, closed bool, p Paint) {
	if len(points) == 0 {
		return
	}
	points = slices.Clone(points)
	d.step(pointBox(points...), func(c Canvas) { c.Path(points, closed, p) })
}

// Text sets a line of text; one without any characters draws nothing.
func (d *Drawing) Text(x, y float64, text string, t Type) {
	if text = plain(text); text == "" {
		return
	}
	if d.Lang != "zh" {
		text = narrowQuotes.Replace(text)
	}
	room := Room(x, y, text, t)
	d.texts = append(d.texts, SetText{text, t, room})
	d.step(room, func(c Canvas) { c.Text(x, y, text, t) })
}

// narrowQuotes are the marks that the font has as wide as Chinese characters.
var narrowQuotes = strings.NewReplacer("“", `"`, "”", `"`, "‘", "'", "’", "'")

func pointBox(points ...Point) Box {
	b := Box{points[0].X, points[0].Y, points[0].X, points[0].Y}
	for _, p := range points[1:] {
		b = Box{min(b.Left, p.X), min(b.Top, p.Y), max(b.Right, p.X), max(b.Bottom, p.Y)}
	}
	return b
}

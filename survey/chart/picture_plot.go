package chart

import (
	"minping/survey"
	"minping/survey/canvas"
)

// A plot is the cell of a sheet in which marks are drawn along an axis.
type plot struct {
	b                   *board
	axis                axis
	x, y, width, height float64
}

// at returns where a value lies.
func (p plot) at(v survey.Num) float64 { return p.x + p.width*p.axis.share(v) }

func (p plot) middle() float64 { return p.y + p.height/2 }

// dot draws a value with its interval: a diamond and red where it is low.
func (p plot) dot(v, low, high survey.Num, isLow bool) {
	color := p.b.of("ink")
	if isLow {
		color = p.b.of("red")
	}
	if finite(low) && finite(high) {
		p.b.whisker(p.at(low), p.at(high), p.middle(), color)
	}
	if finite(v) {
		p.b.dot(p.at(v), p.middle(), isLow)
	}
}

// was draws the value of the last round.
func (p plot) was(v survey.Num) {
	if finite(v) {
		p.b.hollow(p.at(v), p.middle())
	}
}

// peers draws the middle half of the others and their median.
func (p plot) peers(low, median, high survey.Num) {
	p.b.Rect(p.at(low), p.middle()-6, max(1, p.at(high)-p.at(low)), 12, canvas.Paint{Fill: p.b.of("line")})
	p.b.Rect(p.at(median)-1, p.middle()-8, 2, 16, canvas.Paint{Fill: p.b.of("peer")})
}

// whisker draws an interval with its ends.
func (b *board) whisker(from, to, y float64, color canvas.Color) {
	p := canvas.Paint{Stroke: color, Width: 1.8}
	b.Line(canvas.Point{X: from, Y: y}, canvas.Point{X: to, Y: y}, p)
	for _, x := range []float64{from, to} {
		b.Line(canvas.Point{X: x, Y: y - 4}, canvas.Point{X: x, Y: y + 4}, p)
	}
}

// dot draws the mark of a value.
func (b *board) dot(x, y float64, low bool) {
	if low {
		canvas.Diamond(b, x, y, 6.5, canvas.Paint{Fill: b.of("red")})
		return
	}
	b.Circle(x, y, 5, canvas.Paint{Fill: b.of("accent")})
}

// hollow draws the mark of the last round.
func (b *board) hollow(x, y float64) {
	b.Circle(x, y, 4, canvas.Paint{Fill: b.of("paper"), Stroke: b.of("ink-3"), Width: 1.4})
}

// The keys that several figures have.

func (f Figures) dotKey() key {
	return key{f.word("key.dot", "level", f.level()), func(b *board, x, y float64) {
		b.whisker(x-13, x+13, y, b.of("ink"))
		b.dot(x, y, false)
	}}
}

func (f Figures) wasKey() key {
	return key{f.word("key.was"), func(b *board, x, y float64) { b.hollow(x, y) }}
}

func (f Figures) lowKey(text string) key {
	return key{text, func(b *board, x, y float64) {
		b.whisker(x-13, x+13, y, b.of("red"))
		b.dot(x, y, true)
	}}
}

func (f Figures) groundKey(text, class string) key {
	return key{text, func(b *board, x, y float64) {
		at := *b
		at.x, at.width = x-keySide/2+7, keySide-7
		at.ground(sheetRow{class: class}, y-8, y+8)
	}}
}

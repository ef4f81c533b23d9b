package pdf

import (
	"strconv"

	"codeberg.org/go-pdf/fpdf"

	"minping/survey/canvas"
	"minping/survey/font"
)

// Drawing draws a picture on the last page, from its upper left corner on, so
// wide; it returns where it ends. Characters that the font lacks are 〓.
func (d *Document) Drawing(x, y, width float64, picture *canvas.Drawing) float64 {
	if picture.Width <= 0 {
		return y
	}
	scale := width / picture.Width
	on := page{d, x, y, scale}
	if picture.Paper != "" {
		on.Rect(0, 0, picture.Width, picture.Height, canvas.Paint{Fill: picture.Paper})
	}
	picture.Draw(on)
	return y + picture.Height*scale
}

// A page is a canvas: a part of the last page of a document.
type page struct {
	*Document
	left, top   float64
	millimetres float64 // of a pixel
}

func (p page) x(x float64) float64 { return p.left + x*p.millimetres }
func (p page) y(y float64) float64 { return p.top + y*p.millimetres }

// Line implements canvas.Canvas, as do the others.
func (p page) Line(from, to canvas.Point, how canvas.Paint) {
	how.Fill = ""
	if style := p.paint(how); style != "" {
		p.f.Line(p.x(from.X), p.y(from.Y), p.x(to.X), p.y(to.Y))
	}
}

// Rect draws a rectangle.
func (p page) Rect(x, y, width, height float64, how canvas.Paint) {
	if style := p.paint(how); style != "" {
		p.f.Rect(p.x(x), p.y(y), width*p.millimetres, height*p.millimetres, style)
	}
}

// Circle draws a circle.
func (p page) Circle(x, y, r float64, how canvas.Paint) {
	if style := p.paint(how); style != "" {
		p.f.Circle(p.x(x), p.y(y), r*p.millimetres, style)
	}
}

// Path draws lines from point to point.
func (p page) Path(points []canvas.Point, closed bool, how canvas.Paint) {
	if !closed {
		for i := range len(points) - 1 {
			p.Line(points[i], points[i+1], how)
		}
		return
	}
	style := p.paint(how)
	if style == "" {
		return
	}
	corners := make([]fpdf.PointType, len(points))
	for i, at := range points {
		corners[i] = fpdf.PointType{X: p.x(at.X), Y: p.y(at.Y)}
	}
	p.f.Polygon(corners, style)
}

// Text sets a line of text.
func (p page) Text(x, y float64, text string, t canvas.Type) {
	text = p.printable(text)
	p.f.SetFont(family, "", t.Size*p.millimetres/millimetres)
	r, g, b := rgb(t.Color)
	p.f.SetTextColor(r, g, b)
	if t.Bold {
		p.f.SetDrawColor(r, g, b)
		p.f.SetLineWidth(t.Size * p.millimetres / 40)
		p.f.SetDashPattern([]float64{}, 0)
		p.f.SetTextRenderingMode(2)
		defer p.f.SetTextRenderingMode(0)
	}
	left := p.x(x)
	switch t.Anchor {
	case canvas.Middle:
		left -= p.f.GetStringWidth(text) / 2
	case canvas.End:
		left -= p.f.GetStringWidth(text)
	}
	if t.Turned {
		p.f.TransformBegin()
		p.f.TransformRotate(90, p.x(x), p.y(y))
		defer p.f.TransformEnd()
	}
	p.f.Text(left, p.y(y), font.Hang(text))
}

// paint takes up colours and a pen, and returns what to do with them: "F" to
// fill, "D" to draw, "FD" both, "" nothing.
func (p page) paint(how canvas.Paint) (style string) {
	if how.Fill != "" {
		p.f.SetFillColor(rgb(how.Fill))
		style = "F"
	}
	if how.Stroke != "" && how.Width > 0 {
		p.f.SetDrawColor(rgb(how.Stroke))
		p.f.SetLineWidth(how.Width * p.millimetres)
		dash := []float64{}
		if how.Dash > 0 {
			dash = []float64{how.Dash * p.millimetres, how.Dash * p.millimetres}
		}
		p.f.SetDashPattern(dash, 0)
		style += "D"
	}
	return style
}

// rgb returns a colour's parts, 0–255; what is no colour is black.
func rgb(c canvas.Color) (r, g, b int) {
	if len(c) != 7 {
		return 0, 0, 0
	}
	n, err := strconv.ParseUint(string(c[1:]), 16, 32)
	if err != nil {
		return 0, 0, 0
	}
	return int(n >> 16), int(n >> 8 & 255), int(n & 255)
}

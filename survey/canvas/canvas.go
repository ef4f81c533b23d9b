// Package canvas draws: lines, rectangles, circles, paths and texts, in colours
// and with hatches. A Drawing records them; it is written as SVG, where texts
// stay texts, or as PNG, where they are set in the font of survey/font.
// Whatever else can draw implements Canvas, such as a page of survey/pdf, and a
// Drawing is replayed on it.
//
// Lengths are pixels of 1/96 inch, from the upper left corner, y downwards.
package canvas

import "math"

// A Canvas can be drawn on.
type Canvas interface {
	// Line draws a line with the stroke of p.
	Line(from, to Point, p Paint)
	// Rect draws a rectangle by its upper left corner, width and height.
	Rect(x, y, width, height float64, p Paint)
	// Circle draws a circle by its centre and radius.
	Circle(x, y, r float64, p Paint)
	// Path draws straight lines from point to point, and back to the first if it
	// is closed; only a closed one is filled.
	Path(points []Point, closed bool, p Paint)
	// Text sets one line of text; y is its baseline.
	Text(x, y float64, text string, t Type)
}

// A Point is a place.
type Point struct{ X, Y float64 }

// A Color is "#rrggbb"; "" draws nothing.
type Color string

// A Paint is how a shape is filled and stroked.
type Paint struct {
	Fill   Color
	Stroke Color
	Width  float64 // of the stroke
	Dash   float64 // length of its dashes and of the gaps between; 0: none
}

// Anchor says which end of a text stands at its place.
type Anchor string

// The anchors.
const (
	Start  Anchor = ""
	Middle Anchor = "middle"
	End    Anchor = "end"
)

// A Type is how a text is set.
type Type struct {
	Size   float64
	Color  Color
	Bold   bool
	Anchor Anchor
	Turned bool // reads upwards
}

// With returns the type with another anchor.
func (t Type) With(a Anchor) Type {
	t.Anchor = a
	return t
}

// Hatch draws lines from the lower left to the upper right over a rectangle, so
// many pixels apart.
func Hatch(c Canvas, x, y, width, height, step float64, p Paint) {
	if step <= 0 {
		return
	}
	for at := step; at < width+height; at += step {
		from, to := Point{x, y + at}, Point{x + at, y}
		if at > height {
			from = Point{x + at - height, y + height}
		}
		if at > width {
			to = Point{x + width, y + at - width}
		}
		c.Line(from, to, p)
	}
}

// Diamond draws a square on its corner; r is from its centre to a corner.
func Diamond(c Canvas, x, y, r float64, p Paint) {
	c.Path([]Point{{x, y - r}, {x + r, y}, {x, y + r}, {x - r, y}}, true, p)
}

// Ellipse draws an ellipse along the axes.
func Ellipse(c Canvas, x, y, rx, ry float64, p Paint) {
	const corners = 48
	points := make([]Point, corners)
	for i := range points {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / corners)
		points[i] = Point{x + rx*cos, y + ry*sin}
	}
	c.Path(points, true, p)
}

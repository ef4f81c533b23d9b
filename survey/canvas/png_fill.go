package canvas

import (
	"image"
	"image/draw"
	"math"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"

	"minping/survey/font"
)

// fill fills polygons of the drawing. Those that overlap must run the same way
// round; one that runs the other way is a hole.
func (r *raster) fill(c Color, shapes ...[]Point) {
	o := outline{}
	for _, points := range shapes {
		for i, p := range points {
			x, y := float32(p.X*r.scale), float32(p.Y*r.scale)
			if i == 0 {
				o.add(move, x, y)
			} else {
				o.add(line, x, y)
			}
		}
	}
	r.cover(c, o)
}

// The ways from one point of an outline to the next.
const (
	move = iota
	line
	quad
	cube
)

// An outline is the edge of shapes, in pixels of the picture.
type outline []segment

type segment struct {
	way int
	at  [6]float32 // as many as the way has points
}

func (o *outline) add(way int, at ...float32) {
	s := segment{way: way}
	copy(s.at[:], at)
	*o = append(*o, s)
}

// bounds returns the pixels that an outline may touch.
func (o outline) bounds() image.Rectangle {
	left, top := math.Inf(1), math.Inf(1)
	right, bottom := math.Inf(-1), math.Inf(-1)
	for _, s := range o {
		for i := 0; i < 2*max(1, s.way); i += 2 {
			left, right = min(left, float64(s.at[i])), max(right, float64(s.at[i]))
			top, bottom = min(top, float64(s.at[i+1])), max(bottom, float64(s.at[i+1]))
		}
	}
	if len(o) == 0 || math.IsNaN(left+top+right+bottom) || math.IsInf(left+top+right+bottom, 0) {
		return image.Rectangle{}
	}
	return image.Rect(int(math.Floor(left)), int(math.Floor(top)), int(math.Ceil(right))+1, int(math.Ceil(bottom))+1)
}

// cover paints what lies within an outline, pixels at its edge in part.
func (r *raster) cover(c Color, o outline) {
	b := o.bounds().Intersect(r.img.Bounds())
	if c == "" || b.Empty() {
		return
	}
	z := vector.NewRasterizer(b.Dx(), b.Dy())
	x0, y0 := float32(b.Min.X), float32(b.Min.Y)
	for _, s := range o {
		p := s.at
		switch s.way {
		case move:
			z.ClosePath()
			z.MoveTo(p[0]-x0, p[1]-y0)
		case line:
			z.LineTo(p[0]-x0, p[1]-y0)
		case quad:
			z.QuadTo(p[0]-x0, p[1]-y0, p[2]-x0, p[3]-y0)
		case cube:
			z.CubeTo(p[0]-x0, p[1]-y0, p[2]-x0, p[3]-y0, p[4]-x0, p[5]-y0)
		}
	}
	z.ClosePath()
	z.DrawOp = draw.Over
	z.Draw(r.img, b, image.NewUniform(rgba(c)), image.Point{})
}

// Text sets a line of text glyph by glyph.
func (r *raster) Text(x, y float64, text string, t Type) {
	pen := pen{raster: r, x: x, y: y, t: t}
	switch t.Anchor {
	case Middle:
		pen.along = -Measure(text, t) / 2
	case End:
		pen.along = -Measure(text, t)
	}
	wider := 1.0
	if t.Bold {
		wider = 1.03
	}
	for _, c := range text {
		if font.Covers(c) {
			pen.glyph(c)
		} else {
			pen.box()
		}
		pen.along += wider * advance(c) * t.Size
	}
	r.cover(t.Color, pen.o)
}

// A pen writes along a line.
type pen struct {
	*raster
	x, y  float64 // where the text stands
	along float64 // how far it has come
	t     Type
	o     outline
	b     sfnt.Buffer
}

// at returns where a point beside the pen lies in the picture; right and down
// are as the text is read.
func (p *pen) at(right, down float64) (x, y float32) {
	right += p.along
	if p.t.Turned {
		right, down = down, -right
	}
	return float32((p.x + right) * p.scale), float32((p.y + down) * p.scale)
}

// glyph adds the outline of a character, a second one beside it where it is
// heavier.
func (p *pen) glyph(c rune) {
	f := outlines()
	em := float64(f.UnitsPerEm())
	index, err := f.GlyphIndex(&p.b, c)
	if err != nil {
		return
	}
	segments, err := f.LoadGlyph(&p.b, index, fixed.Int26_6(f.UnitsPerEm()), nil)
	if err != nil {
		return
	}
	shifts := []float64{0}
	if p.t.Bold {
		shifts = append(shifts, heavier*p.t.Size)
	}
	for _, shift := range shifts {
		for _, s := range segments {
			var to [6]float32
			for i, a := range s.Args {
				to[2*i], to[2*i+1] = p.at(float64(a.X)/em*p.t.Size+shift, float64(a.Y)/em*p.t.Size)
			}
			switch s.Op {
			case sfnt.SegmentOpMoveTo:
				p.o.add(move, to[:2]...)
			case sfnt.SegmentOpLineTo:
				p.o.add(line, to[:2]...)
			case sfnt.SegmentOpQuadTo:
				p.o.add(quad, to[:4]...)
			case sfnt.SegmentOpCubeTo:
				p.o.add(cube, to[:]...)
			}
		}
	}
}

// box adds a frame in place of a character that the font lacks.
func (p *pen) box() {
	for _, frame := range [][4]float64{{.1, -.78, .9, .06}, {.84, -.72, .16, 0}} {
		left, top, right, bottom := frame[0]*p.t.Size, frame[1]*p.t.Size, frame[2]*p.t.Size, frame[3]*p.t.Size
		for i, corner := range [][2]float64{{left, top}, {right, top}, {right, bottom}, {left, bottom}} {
			x, y := p.at(corner[0], corner[1])
			p.o.add(min(i, line), x, y)
		}
	}
}

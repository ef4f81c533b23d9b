package canvas

import (
	"bytes"
	"cmp"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"
	"maps"
	"math"
	"slices"
	"strconv"
)

// MaxPixels bounds the size of a PNG: a drawing that would be larger is written
// at a smaller scale.
const MaxPixels = 16_000_000

// PNG writes a drawing as a picture of scale pixels a pixel of the drawing, or
// fewer where that would be more than MaxPixels. What the font lacks is a box.
func PNG(w io.Writer, d *Drawing, scale float64) error {
	scale = min(scale, math.Sqrt(MaxPixels/max(1, d.Width*d.Height)))
	width, height := int(math.Ceil(d.Width*scale)), int(math.Ceil(d.Height*scale))
	if width < 1 || height < 1 {
		return fmt.Errorf("canvas: a picture of %d×%d pixels", width, height)
	}
	r := &raster{img: image.NewRGBA(image.Rect(0, 0, width, height)), scale: scale}
	if d.Paper != "" {
		draw.Draw(r.img, r.img.Bounds(), image.NewUniform(rgba(d.Paper)), image.Point{}, draw.Src)
	}
	d.Draw(r)
	return png.Encode(w, paletted(r.img))
}

// paletted returns a picture with a palette, which takes a fraction of the bytes
// and of the time to pack them. Of more than 256 colours the most frequent ones
// stay as they are; the others, shades at edges, become the nearest of them.
func paletted(img *image.RGBA) image.Image {
	const most = 256
	counts := map[shade]int{}
	for start, i := 0, 0; i < len(img.Pix); i += 4 { // runs, of which there are few
		if next := i + 4; next == len(img.Pix) || shade(img.Pix[next:next+4]) != shade(img.Pix[i:i+4]) {
			counts[shade(img.Pix[i:i+4])] += next - start
			start = next
		}
	}
	kept := slices.SortedFunc(maps.Keys(counts), func(a, b shade) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), bytes.Compare(a[:], b[:]))
	})
	index := make(map[shade]uint8, len(kept))
	for i, c := range kept {
		if i < most {
			index[c] = uint8(i)
		} else {
			index[c] = c.nearest(kept[:most])
		}
	}
	small := image.NewPaletted(img.Bounds(), nil)
	for _, c := range kept[:min(most, len(kept))] {
		small.Palette = append(small.Palette, color.RGBA{c[0], c[1], c[2], c[3]})
	}
	var last shade
	at := index[last]
	for i := range small.Pix {
		if c := shade(img.Pix[4*i : 4*i+4]); c != last {
			last, at = c, index[c]
		}
		small.Pix[i] = at
	}
	return small
}

// A shade is a colour with its opacity, as pixels have them.
type shade [4]byte

// nearest is the place of the nearest of some shades, the first of equally near ones.
func (c shade) nearest(others []shade) (at uint8) {
	least, place := math.MaxInt, uint8(0) // they are 256 at most
	for _, o := range others {
		apart := 0
		for k := range c {
			d := int(c[k]) - int(o[k])
			apart += d * d
		}
		if apart < least {
			least, at = apart, place
		}
		place++
	}
	return at
}

// rgba returns a colour as the raster has it; what is no colour is black.
func rgba(c Color) color.RGBA {
	black := color.RGBA{A: 255}
	if len(c) != 7 || c[0] != '#' {
		return black
	}
	n, err := strconv.ParseUint(string(c[1:]), 16, 32)
	if err != nil {
		return black
	}
	return color.RGBA{uint8(n >> 16), uint8(n >> 8), uint8(n), 255}
}

// A raster draws shapes as the pixels that they cover.
type raster struct {
	img   *image.RGBA
	scale float64
}

func (r *raster) Line(from, to Point, p Paint) { r.Path([]Point{from, to}, false, p) }

func (r *raster) Rect(x, y, width, height float64, p Paint) {
	r.Path([]Point{{x, y}, {x + width, y}, {x + width, y + height}, {x, y + height}}, true, p)
}

func (r *raster) Circle(x, y, radius float64, p Paint) {
	if p.Fill != "" {
		r.fill(p.Fill, round(x, y, radius))
	}
	if p.Stroke != "" && p.Width > 0 && p.Dash == 0 {
		inside := round(x, y, max(0, radius-p.Width/2))
		for i, j := 0, len(inside)-1; i < j; i, j = i+1, j-1 { // the other way round: a hole
			inside[i], inside[j] = inside[j], inside[i]
		}
		r.fill(p.Stroke, round(x, y, radius+p.Width/2), inside)
	} else if p.Stroke != "" {
		p.Fill = ""
		r.Path(round(x, y, radius), true, p)
	}
}

func (r *raster) Path(points []Point, closed bool, p Paint) {
	if closed && p.Fill != "" {
		r.fill(p.Fill, points)
	}
	if p.Stroke == "" || p.Width <= 0 {
		return
	}
	if closed && len(points) > 1 {
		points = append(points[:len(points):len(points)], points[0])
	}
	var shapes [][]Point
	for _, piece := range dashes(points, p.Dash) {
		shapes = append(shapes, stroked(piece, p.Width)...)
		for _, at := range piece[1:max(1, len(piece)-1)] { // joints
			shapes = append(shapes, round(at.X, at.Y, p.Width/2))
		}
		if closed && p.Dash == 0 {
			shapes = append(shapes, round(piece[0].X, piece[0].Y, p.Width/2))
		}
	}
	r.fill(p.Stroke, shapes...)
}

// round returns a circle as a polygon.
func round(x, y, radius float64) []Point {
	corners := 8 + 4*int(math.Sqrt(max(0, radius)))
	points := make([]Point, corners)
	for i := range points {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(corners))
		points[i] = Point{x + radius*cos, y + radius*sin}
	}
	return points
}

// stroked returns the rectangles that lines of a width cover, all the same way
// round.
func stroked(points []Point, width float64) [][]Point {
	var shapes [][]Point
	for i := range len(points) - 1 {
		a, b := points[i], points[i+1]
		length := math.Hypot(b.X-a.X, b.Y-a.Y)
		if length == 0 {
			continue
		}
		dx, dy := (b.X-a.X)/length*width/2, (b.Y-a.Y)/length*width/2
		shapes = append(shapes, []Point{{a.X + dy, a.Y - dx}, {b.X + dy, b.Y - dx}, {b.X - dy, b.Y + dx}, {a.X - dy, a.Y + dx}})
	}
	return shapes
}

// dashes cuts lines into dashes; 0 leaves them whole.
func dashes(points []Point, dash float64) [][]Point {
	if dash <= 0 || len(points) < 2 {
		return [][]Point{points}
	}
	var pieces [][]Point
	rest, on := dash, true
	piece := []Point{points[0]}
	for i := range len(points) - 1 {
		a, b := points[i], points[i+1]
		length := math.Hypot(b.X-a.X, b.Y-a.Y)
		for done := 0.0; done < length; {
			step := min(rest, length-done)
			done += step
			at := Point{a.X + (b.X-a.X)*done/length, a.Y + (b.Y-a.Y)*done/length}
			piece = append(piece, at)
			if rest -= step; rest <= 0 {
				if on {
					pieces = append(pieces, piece)
				}
				rest, on, piece = dash, !on, []Point{at}
			}
		}
	}
	if on && len(piece) > 1 {
		pieces = append(pieces, piece)
	}
	return pieces
}

package chart

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"minping/survey"
	"minping/survey/canvas"
)

// A Picture is a figure that stands by itself: its finding as the title, what
// is shown, a legend, the chart, notes and where it is from.
type Picture struct {
	Title string // the finding
	Table Table  // the numbers behind it

	subtitle string
	width    float64 // 0: pictureWidth
	keys     []key
	body     func(b *board) // draws from b.y on and moves it below
	notes    []string
	figures  Figures
}

// Sizes of a picture, in pixels.
const (
	pictureWidth = 960.0
	wideWidth    = 1280.0
	pictureEdge  = 36.0
	smallText    = 12.0
	plainText    = 13.0
)

// A key explains a mark.
type key struct {
	text string
	mark func(b *board, x, y float64) // centred at x, y
}

// keySide is how wide the mark of a key is.
const keySide = 30.0

// A board is where a picture's parts are drawn, one below the other.
type board struct {
	*canvas.Drawing
	palette
	f        Figures
	x, width float64
	y        float64 // how far down it is drawn
}

// Drawing draws a picture.
func (p *Picture) Drawing() *canvas.Drawing {
	width := p.width
	if width == 0 {
		width = pictureWidth
	}
	colors := lightPalette
	if p.figures.Paper {
		colors = printPalette
	}
	d := &canvas.Drawing{Width: width, Paper: colors.of("paper"), Lang: p.figures.lang(), Title: p.Title, Desc: p.subtitle}
	b := &board{Drawing: d, palette: colors, f: p.figures, x: pictureEdge, y: pictureEdge, width: width - 2*pictureEdge}
	b.Rect(b.x, b.y-12, b.width, 2, canvas.Paint{Fill: b.of("ink")})
	b.lines(p.Title, 31, canvas.Type{Size: 23, Color: b.of("ink"), Bold: true})
	b.y += 4
	b.lines(p.subtitle, 20, canvas.Type{Size: 14, Color: b.of("ink-2")})
	b.y += 12
	b.legend(p.keys)
	p.body(b)
	b.y += 14
	for _, note := range p.notes {
		b.lines(note, 18, canvas.Type{Size: smallText, Color: b.of("ink-2")})
		b.y += 3
	}
	b.source()
	d.Height = b.y + pictureEdge - 14
	return d
}

// lines sets a text, broken into lines, below what is drawn.
func (b *board) lines(text string, lead float64, t canvas.Type) {
	for _, line := range canvas.Lines(text, b.width, t) {
		b.Text(b.x, b.y+.76*lead, line, t)
		b.y += lead
	}
}

// legend sets the keys beside each other, in as many rows as it takes.
func (b *board) legend(keys []key) {
	if len(keys) == 0 {
		return
	}
	t := canvas.Type{Size: smallText, Color: b.of("ink-2")}
	x := b.x
	for _, k := range keys {
		lines := canvas.Lines(k.text, b.width-keySide-8, t)
		wide := 0.0
		for _, line := range lines {
			wide = max(wide, keySide+8+canvas.Measure(line, t))
		}
		if x > b.x && x+wide > b.x+b.width {
			x, b.y = b.x, b.y+22
		}
		k.mark(b, x+keySide/2, b.y+11)
		for i, line := range lines {
			if i > 0 {
				b.y += 17
			}
			b.Text(x+keySide+8, b.y+15, line, t)
		}
		x += wide + 24
	}
	b.y += 34
}

// source says where the figures are from, and what stands for characters that
// cannot be drawn.
func (b *board) source() {
	r := b.f.Release
	parts := []string{b.f.text(r.Title), b.f.word("picture.ballots", "n", Count(r.Method.Ballots), "one", r.Method.Ballots == 1)}
	if r.Part {
		parts = append(parts, b.f.word("picture.part"))
	}
	parts = append(parts, b.f.word("picture.release", "digest", b.f.digest()), b.f.word("picture.house"))
	if r.Simulated {
		parts = append([]string{b.f.word("picture.simulated")}, parts...)
	}
	b.y += 8
	b.Line(canvas.Point{X: b.x, Y: b.y}, canvas.Point{X: b.x + b.width, Y: b.y}, canvas.Paint{Stroke: b.of("line"), Width: 1})
	b.y += 6
	t := canvas.Type{Size: 11.5, Color: b.of("ink-3")}
	b.lines(strings.Join(parts, " · "), 17, t)
	if missing := b.Missing(); len(missing) > 0 {
		var codes []string
		for _, r := range missing[:min(len(missing), 12)] {
			codes = append(codes, fmt.Sprintf("U+%04X", r))
		}
		b.lines(b.f.word("picture.missing", "n", len(missing), "codes", strings.Join(codes, " ")), 17, t)
	}
}

// digest is that of the release.
func (f Figures) digest() string {
	if f.Digest == "" {
		return Digest(f.Release)
	}
	return f.Digest
}

// Digest tells releases apart: the start of the SHA-256 of the document, as
// download.json has it.
func Digest(r *survey.Release) string {
	document, err := json.Marshal(r)
	if err != nil {
		panic(err) // it was read from JSON
	}
	sum := sha256.Sum256(document)
	return hex.EncodeToString(sum[:6])
}

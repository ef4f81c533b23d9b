package canvas

import (
	"strings"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	face "minping/survey/font"
)

// How high letters stand above and below their baseline, and how far those that
// are drawn heavier reach to the right, in sizes.
const (
	ascent  = .86
	descent = .2
	heavier = .035
)

// outlines is the font, parsed once.
var outlines = sync.OnceValue(func() *sfnt.Font {
	f, err := sfnt.Parse(face.TrueType())
	if err != nil {
		panic(err) // the file is part of the program
	}
	return f
})

// advances holds how far characters reach, in sizes; they are read once.
var advances sync.Map

// advance returns how far a character reaches, in sizes. One that the font
// lacks has a box as wide as a Chinese character.
func advance(r rune) float64 {
	if a, ok := advances.Load(r); ok {
		return a.(float64)
	}
	a := 1.0
	if face.Covers(r) {
		f, em := outlines(), fixed.Int26_6(outlines().UnitsPerEm())
		var b sfnt.Buffer
		if glyph, err := f.GlyphIndex(&b, r); err == nil {
			if w, err := f.GlyphAdvance(&b, glyph, em, font.HintingNone); err == nil {
				a = float64(w) / float64(em)
			}
		}
		advances.Store(r, a) // only what the font has: there are so many
	}
	return a
}

// Measure returns how wide a text is on one line.
func Measure(text string, t Type) float64 {
	w := 0.0
	for _, r := range plain(text) {
		w += advance(r)
	}
	if t.Bold && w > 0 {
		w = 1.03*w + heavier
	}
	return w * t.Size
}

// Room returns the room that a text takes.
func Room(x, y float64, text string, t Type) Box {
	w := Measure(text, t)
	before := 0.0
	switch t.Anchor {
	case Middle:
		before = w / 2
	case End:
		before = w
	}
	if t.Turned {
		return Box{x - ascent*t.Size, y + before - w, x + descent*t.Size, y + before}
	}
	return Box{x - before, y - ascent*t.Size, x - before + w, y + descent*t.Size}
}

// Lines cuts a text into lines no wider than width.
func Lines(text string, width float64, t Type) []string {
	lines := face.Break(plain(text), width, func(s string) float64 { return Measure(s, t) })
	for i, l := range lines {
		lines[i] = face.Hang(l)
	}
	return lines
}

// plain returns a text as it can be set; what the font lacks stays.
func plain(text string) string {
	return face.Plain(strings.ToValidUTF8(text, "\ufffd"), func(r rune) rune { return r })
}

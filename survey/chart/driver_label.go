package chart

import (
	"strings"
	"unicode"
)

// Labels are placed for the narrowest and for the widest figure, in pixels, so
// that they run into nothing at either, nor, since all moves apart evenly and
// keeps its side, in between.
var scatterWidths = [...]float64{290, 640}

// Sizes of text at 12 pixels, with room for larger text, and of a dot.
const (
	narrowLetter = 7
	wideLetter   = 13.2
	labelHeight  = 18
	dotSize      = 6.5
	longestLabel = 190
)

// A scatterLabel is a text beside its point: X is a share of the width, DX in
// pixels.
type scatterLabel struct {
	Text, X, Y, Anchor string
	DX                 int
}

// A labelBoard remembers what is taken, at each width.
type labelBoard struct {
	taken [len(scatterWidths)][]box
}

// A box is taken room in pixels.
type box struct{ left, top, right, bottom float64 }

func (a box) meets(b box) bool {
	return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
}

// textWidth is about how wide a text is.
func textWidth(s string) float64 {
	width := 0.0
	for _, r := range s {
		if unicode.Is(unicode.Han, r) || r > 0x2fff {
			width += wideLetter
		} else {
			width += narrowLetter
		}
	}
	return width
}

// shorten cuts a text that would be wider than the longest label.
func shorten(s string) string {
	if textWidth(s) <= longestLabel {
		return s
	}
	runes := []rune(s)
	for len(runes) > 1 && textWidth(string(runes))+narrowLetter > longestLabel {
		runes = runes[:len(runes)-1]
	}
	return strings.TrimRight(string(runes), " ,、，") + "…"
}

// boxes returns the room of a text with its baseline at y.
func boxes(text string, share, dx float64, anchor string, y float64) [len(scatterWidths)]box {
	var out [len(scatterWidths)]box
	width := textWidth(text)
	for i, of := range scatterWidths {
		left := share*of + dx
		switch anchor {
		case "end":
			left -= width
		case "middle":
			left -= width / 2
		}
		out[i] = box{left, y - labelHeight + 4, left + width, y + 4}
	}
	return out
}

// reserve takes the room of a text.
func (b *labelBoard) reserve(text string, share float64, anchor string, y float64) {
	for i, taken := range boxes(text, share, 0, anchor, y) {
		b.taken[i] = append(b.taken[i], taken)
	}
}

// dot takes the room of a point.
func (b *labelBoard) dot(share, y float64) {
	for i, of := range scatterWidths {
		x := share * of
		b.taken[i] = append(b.taken[i], box{x - dotSize, y - dotSize, x + dotSize, y + dotSize})
	}
}

// place finds room for the label of a point, nearest first, and takes it; nil
// where there is none: the table beside the figure names all.
func (b *labelBoard) place(title string, share, y float64) *scatterLabel {
	text := shorten(title)
	for _, c := range []struct {
		dx     int
		dy     float64
		anchor string
	}{
		{10, 4, "start"},
		{-10, 4, "end"},
		{0, -11, "middle"},
		{0, 21, "middle"},
		{8, -8, "start"},
		{-8, -8, "end"},
		{8, 17, "start"},
		{-8, 17, "end"},
		{0, -25, "middle"},
		{0, 36, "middle"},
		{8, -24, "start"},
		{-8, -24, "end"},
		{8, 36, "start"},
		{-8, 36, "end"},
	} {
		room := boxes(text, share, float64(c.dx), c.anchor, y+c.dy)
		if !b.free(room) {
			continue
		}
		for i := range room {
			b.taken[i] = append(b.taken[i], room[i])
		}
		return &scatterLabel{Text: text, X: perCent(share), Y: pixels(y + c.dy), Anchor: c.anchor, DX: c.dx}
	}
	return nil
}

// free reports whether nothing is in the way, and the figure's edge is not: what
// is as high lies on one side, and on the same at each width, else there is a
// width between at which they meet.
func (b *labelBoard) free(room [len(scatterWidths)]box) bool {
	for i, r := range room {
		if r.left < 0 || r.right > scatterWidths[i] || r.top < 0 || r.bottom > scatterBottom {
			return false
		}
	}
	for k := range b.taken[0] {
		level, left, right := false, true, true
		for i, r := range room {
			t := b.taken[i][k]
			level = level || r.top < t.bottom && t.top < r.bottom
			left, right = left && r.right <= t.left, right && r.left >= t.right
		}
		if level && !left && !right {
			return false
		}
	}
	return true
}

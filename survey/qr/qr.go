// Package qr draws QR codes, for terminals and for pages.
package qr

import (
	"fmt"
	"strings"

	"github.com/boombuler/barcode/qr"
)

// quiet is the empty margin that readers need, in modules.
const quiet = 4

// A Code is a QR code: a square of dark and light modules.
type Code struct {
	size int
	dark []bool // row by row
}

// Encode makes the smallest code for a text that can still be read where 15 %
// of it are damaged. It fails where the text is too long, about 2300 bytes.
func Encode(text string) (Code, error) {
	drawn, err := qr.Encode(text, qr.M, qr.Auto)
	if err != nil {
		return Code{}, fmt.Errorf("qr: %w", err)
	}
	size := drawn.Bounds().Dx()
	c := Code{size: size, dark: make([]bool, size*size)}
	for i := range c.dark {
		red, _, _, _ := drawn.At(i%size, i/size).RGBA()
		c.dark[i] = red == 0
	}
	return c, nil
}

// Size returns how many modules a side has, without the margin.
func (c Code) Size() int { return c.size }

// Dark reports whether a module is dark; those outside are not.
func (c Code) Dark(x, y int) bool {
	return x >= 0 && y >= 0 && x < c.size && y < c.size && c.dark[y*c.size+x]
}

// SVG draws the code, its margin included, as an svg element without a size of
// its own. The label is what a screen reader says.
func (c Code) SVG(label string) string {
	var b strings.Builder
	side := c.size + 2*quiet
	fmt.Fprintf(&b, `<svg class="qr" viewBox="0 0 %d %d" role="img" aria-label="%s" shape-rendering="crispEdges">`, side, side, escape.Replace(label))
	fmt.Fprintf(&b, `<path fill="#fff" d="M0 0h%dv%dH0z"/><path fill="#000" d="`, side, side)
	for y := range c.size {
		for x := 0; x < c.size; x++ {
			run := 0
			for c.Dark(x+run, y) {
				run++
			}
			if run > 0 {
				fmt.Fprintf(&b, "M%d %dh%dv1h-%dz", x+quiet, y+quiet, run, run)
				x += run
			}
		}
	}
	b.WriteString(`"/></svg>`)
	return b.String()
}

var escape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")

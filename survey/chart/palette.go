package chart

import (
	"regexp"
	"strings"

	"minping/survey/canvas"
)

// A palette is the colours of the style sheet by their names without dashes
// before: "ink", "accent", "d1".
type palette map[string]canvas.Color

// of returns a colour; a name that the style sheet lacks is a bug.
func (p palette) of(name string) canvas.Color {
	c, ok := p[name]
	if !ok {
		panic("chart: no colour " + name)
	}
	return c
}

// The palettes of pictures: for screens, and for paper.
var lightPalette, printPalette = readPalettes(tokens)

// readPalettes reads the colours of the light scheme, which every other one
// starts from, and of print.
func readPalettes(css string) (light, paper palette) {
	light, paper = palette{}, palette{}
	readColors(css, ":root{", light)
	readColors(css, ":root{", paper)
	readColors(css, "@media print", paper)
	return light, paper
}

var tokenColor = regexp.MustCompile(`--([\w-]+):\s*(#[0-9a-fA-F]{6}|#[0-9a-fA-F]{3})\b`)

// readColors reads the colours of the first block of a style sheet that follows
// a text.
func readColors(css, after string, into palette) {
	_, rest, _ := strings.Cut(css, after)
	block, _, _ := strings.Cut(rest, "}")
	for _, m := range tokenColor.FindAllStringSubmatch(block, -1) {
		hex := strings.ToLower(m[2])
		if len(hex) == 4 {
			hex = "#" + strings.Repeat(hex[1:2], 2) + strings.Repeat(hex[2:3], 2) + strings.Repeat(hex[3:4], 2)
		}
		into[m[1]] = canvas.Color(hex)
	}
}

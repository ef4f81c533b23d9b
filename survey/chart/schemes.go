package chart

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// A Scheme is the values of the colour tokens under which pages are shown.
type Scheme struct {
	Name    string            // light, dark, contrast, contrast-dark, print
	Colours map[string]string // #rgb or #rrggbb, by token without the dashes
}

// A Pair is two tokens that meet on pages.
type Pair struct {
	Front, Ground string
	Least         float64 // contrast that WCAG 2.2 asks for: 4.5 of text, 3 of marks and controls
}

const (
	ofText = 4.5
	ofMark = 3
)

// schemeBlocks are where a scheme's values stand in tokens.css, each over the
// ones before it; TestSchemes holds that what the system asks for has the same.
var schemeBlocks = []struct {
	name   string
	blocks []string
}{
	{"light", []string{":root{"}},
	{"dark", []string{":root{", "\n:root[data-theme=dark]{\n"}},
	{"contrast", []string{":root{", "\n:root[data-contrast=high]{"}},
	{"contrast-dark", []string{":root{", "\n:root[data-theme=dark]{\n", "@media (prefers-contrast:more){:root[data-theme=dark]{"}},
	{"print", []string{":root{", "@media print{:root:root:root{"}},
}

var declared = regexp.MustCompile(`--([\w-]+):([^;]+);`)

// tokensOf returns what a block of tokens.css declares, by token.
func tokensOf(selector string) map[string]string {
	values := map[string]string{}
	_, block, found := strings.Cut(tokens, selector)
	if !found {
		panic("chart: no block " + selector + " in tokens.css")
	}
	block, _, _ = strings.Cut(block, "}")
	for _, m := range declared.FindAllStringSubmatch(block, -1) {
		values[m[1]] = m[2]
	}
	return values
}

// Schemes returns all schemes.
func Schemes() []Scheme {
	all := make([]Scheme, 0, len(schemeBlocks))
	for _, s := range schemeBlocks {
		scheme := Scheme{s.name, map[string]string{}}
		for _, block := range s.blocks {
			for token, value := range tokensOf(block) {
				if strings.HasPrefix(value, "#") {
					scheme.Colours[token] = value
				}
			}
		}
		all = append(all, scheme)
	}
	return all
}

// TokenNames returns the tokens of a kind in the order of tokens.css: "" of
// colours, else those that begin with it, such as t of type and s of space.
func TokenNames(kind string) (names []string) {
	_, block, _ := strings.Cut(tokens, ":root{")
	block, _, _ = strings.Cut(block, "}")
	numbered := regexp.MustCompile(`^` + kind + `\d$`)
	for _, m := range declared.FindAllStringSubmatch(block, -1) {
		if kind == "" && strings.HasPrefix(m[2], "#") || kind != "" && numbered.MatchString(m[1]) {
			names = append(names, m[1])
		}
	}
	return names
}

// TokenValue returns what a token is by default, without the dashes.
func TokenValue(name string) string { return tokensOf(":root{")[name] }

// Pairs returns the pairs of text and ground, and of marks and ground.
func Pairs() (pairs []Pair) {
	add := func(least float64, ground string, fronts ...string) {
		for _, f := range fronts {
			pairs = append(pairs, Pair{f, ground, least})
		}
	}
	add(ofText, "paper", "ink", "ink-2", "ink-3", "accent", "accent-2", "red", "yellow", "blue")
	add(ofText, "sunk", "ink", "ink-2", "ink-3", "accent")
	add(ofText, "band", "ink", "ink-2", "accent")
	add(ofText, "wash", "ink", "accent")
	add(ofText, "red-wash", "ink", "ink-2", "accent", "red")
	add(ofText, "accent", "on-accent")
	add(ofText, "accent-2", "on-accent")
	add(ofText, "ink", "paper")
	add(ofText, "red", "paper")
	add(ofText, "yellow", "paper")
	add(ofText, "d1", "on-d1")
	for _, ground := range []string{"d2", "d3", "d4", "d5", "d6"} {
		add(ofText, ground, "on-d")
	}
	add(ofText, "d7", "on-d7")
	add(ofMark, "paper", "edge", "focus", "yellow-mark", "peer", "none", "d1", "d7")
	add(ofMark, "sunk", "edge", "focus")
	return pairs
}

// Contrast returns how far the colours of a pair are apart, 1 to 21, as WCAG
// 2.2 defines it: (L₁ + 0.05) / (L₂ + 0.05) of their relative luminances.
func (s Scheme) Contrast(p Pair) float64 {
	a, b := luminance(s.Colours[p.Front]), luminance(s.Colours[p.Ground])
	return (max(a, b) + 0.05) / (min(a, b) + 0.05)
}

// luminance returns the relative luminance of an sRGB colour, 0 to 1.
func luminance(colour string) float64 {
	hex := strings.TrimPrefix(colour, "#")
	if len(hex) == 3 {
		hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
	}
	rgb, err := strconv.ParseUint(hex, 16, 32)
	if err != nil || len(hex) != 6 {
		panic(fmt.Sprintf("chart: %q is no colour", colour))
	}
	linear := func(shift int) float64 {
		c := float64(rgb>>shift&0xff) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(16) + 0.7152*linear(8) + 0.0722*linear(0)
}

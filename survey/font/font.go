package font

import (
	_ "embed"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// file is Noto Sans SC Regular, cut to what documents need (README.md). It is a
// string so that nobody changes it.
//
//go:embed NotoSansSC-Regular.ttf
var file string

// TrueType returns a copy of the font as a TrueType file.
func TrueType() []byte { return []byte(file) }

// covered returns the characters that the font has.
var covered = sync.OnceValue(func() map[rune]bool {
	set, err := characters([]byte(file))
	if err != nil {
		panic(err) // the file is part of the program
	}
	return set
})

// Covers reports whether the font has a character.
func Covers(r rune) bool { return covered()[r] }

// Missing lists the characters of texts that the font lacks, each once, in
// order of their numbers.
func Missing(texts ...string) []rune {
	var list []rune
	for _, text := range texts {
		Plain(text, func(r rune) rune {
			list = append(list, r)
			return r
		})
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// Plain returns a text as it can be set: composed, tabs and the like as spaces,
// without what has no shape (joiners, variants, directions). Each character that
// the font lacks becomes what instead returns for it; below 0: nothing.
func Plain(text string, instead func(rune) rune) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case unicode.In(r, unicode.Cf, unicode.Variation_Selector):
			return -1
		case unicode.In(r, unicode.Cc, unicode.Zl, unicode.Zp):
			return ' '
		case covered()[r]:
			return r
		case unicode.Is(unicode.Zs, r):
			return ' '
		}
		return instead(r)
	}, norm.NFC.String(text))
}

// characters reads which characters of the basic plane a TrueType font has:
// its table "cmap" in format 4, as the OpenType specification describes it.
func characters(ttf []byte) (map[rune]bool, error) {
	cmap, err := table(ttf, "cmap")
	if err != nil {
		return nil, err
	}
	u16 := func(at int) int { return int(binary.BigEndian.Uint16(cmap[at:])) }
	for i := range u16(2) {
		at := int(binary.BigEndian.Uint32(cmap[4+8*i+4:]))
		if u16(at) == 4 {
			return segments(cmap[at:]), nil
		}
	}
	return nil, fmt.Errorf("font: the font has no characters in format 4")
}

// segments reads the ranges of a character table in format 4.
func segments(b []byte) map[rune]bool {
	u16 := func(at int) int { return int(binary.BigEndian.Uint16(b[at:])) }
	set := make(map[rune]bool)
	double := u16(6) // twice the number of ranges
	for i := 0; i < double; i += 2 {
		last, first := u16(14+i), u16(16+double+i)
		delta, offset := u16(16+2*double+i), u16(16+3*double+i)
		for c := first; c <= last && c < 0xffff; c++ {
			glyph := c + delta
			if offset != 0 {
				if glyph = u16(16 + 3*double + i + offset + 2*(c-first)); glyph != 0 {
					glyph += delta
				}
			}
			if glyph&0xffff != 0 {
				set[rune(c)] = true
			}
		}
	}
	return set
}

// table returns a table of a TrueType font.
func table(ttf []byte, tag string) ([]byte, error) {
	for i := range int(binary.BigEndian.Uint16(ttf[4:])) {
		entry := ttf[12+16*i:]
		if string(entry[:4]) == tag {
			at, size := binary.BigEndian.Uint32(entry[8:]), binary.BigEndian.Uint32(entry[12:])
			return ttf[at : at+size], nil
		}
	}
	return nil, fmt.Errorf("font: the font has no table %q", tag)
}

package document

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"minping/survey/font"
)

// A Masthead is the head of a letter: who issues it, in red above a red line
// (发文机关标志), and the letter's number (发文字号).
type Masthead struct {
	Name   string
	Number string // "": none
}

// Attachments lists what is attached, below the body (附件说明).
type Attachments struct{ Titles []string }

// A Signed says who signs and when: the date four characters from the right
// edge, the name centred above it, with room for a seal (成文日期, 署名).
type Signed struct{ Issuer, Date string }

// An Annex begins an attachment: a page with its label, such as 附件1.
type Annex struct{ Label string }

// An Imprint stands at the foot of the last page, between lines (版记).
type Imprint struct {
	Copies string // who gets copies: "某办公室，某局"; "": nobody
	Office string // that prints it; "": not told
	Date   string // of printing
}

// A red is the colour of mastheads: red, green, blue.
var red = [3]uint8{0xe6, 0x00, 0x12}

// lines are the imprint's, each a text at the left and one at the right edge.
func (x Imprint) lines(lang string) (all [][2]string) {
	if x.Copies != "" {
		to := "抄送：" + x.Copies + "。"
		if strings.HasPrefix(lang, "en") {
			to = "Copies to: " + x.Copies
		}
		all = append(all, [2]string{to, ""})
	}
	if x.Office != "" {
		date := x.Date + "印发"
		if strings.HasPrefix(lang, "en") {
			date = "Printed " + x.Date
		}
		all = append(all, [2]string{x.Office, date})
	}
	return all
}

// ends reports whether the body of a letter ends with the i-th block: what
// follows is to stand on a page with its last lines.
func (d *Document) ends(i int) bool {
	if i+1 == len(d.Blocks) {
		return false
	}
	switch d.Blocks[i+1].(type) {
	case Attachments, Signed:
		return true
	}
	return false
}

// label is what stands before the titles of attachments.
func (Attachments) label(lang string) string {
	if strings.HasPrefix(lang, "en") {
		return "Attachments: "
	}
	return "附件："
}

// numbered are the titles, with numbers where there are several.
func (x Attachments) numbered() []string {
	if len(x.Titles) == 1 {
		return x.Titles
	}
	out := make([]string, len(x.Titles))
	for i, t := range x.Titles {
		out[i] = strconv.Itoa(i+1) + ". " + t
	}
	return out
}

// ems is how wide a text is in characters of Chinese, about.
func ems(s string) (n float64) {
	for _, r := range s {
		if r < 0x2000 {
			n += .5
		} else {
			n++
		}
	}
	return n
}

// place returns by how many characters the issuer and the date stand in from
// the right edge: the date four, the issuer centred above it; where the issuer
// is longer, it stands two in and the date centred below it.
func (x Signed) place() (issuer, date float64) {
	longer := ems(x.Issuer) - ems(x.Date)
	if longer <= 4 {
		return 4 - longer/2, 4
	}
	return 2, 2 + longer/2
}

// balanced breaks a title between its words into lines of about the same length,
// so that none holds a lone character; lines that were broken on purpose stay.
// Without words, nil, lines end anywhere.
func balanced(title string, room float64, words func(string) []string) string {
	const joiner = string(font.Joiner)
	bare := func(s string) string { return strings.ReplaceAll(s, joiner, "") }
	width := func(s string) float64 { return ems(bare(s)) }
	var all []string
	for _, part := range strings.Split(title, "\n") {
		if words != nil {
			part = joined(words(part))
		}
		lines := font.Break(part, room, width)
		if len(lines) > 1 {
			for most := math.Ceil(width(part) / float64(len(lines))); most < room; most++ {
				if narrow := font.Break(part, most, width); len(narrow) <= len(lines) {
					lines = narrow
					break
				}
			}
		}
		for _, l := range lines {
			all = append(all, font.Hang(bare(l)))
		}
	}
	if len(all) == 0 || !utf8.ValidString(title) {
		return title
	}
	return strings.Join(all, "\n")
}

// joined are words one after the other, each of them in one piece.
func joined(words []string) string {
	var b strings.Builder
	for _, w := range words {
		for i, r := range w {
			if i > 0 && r > 0x2000 {
				b.WriteRune(font.Joiner)
			}
			b.WriteRune(r)
		}
	}
	return b.String()
}

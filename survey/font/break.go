package font

import (
	"strings"
	"unicode"
)

// Break cuts a text into lines no wider than width, measured by measure: at
// newlines, after spaces and between Chinese characters, but not before a
// closing mark, after an opening one, or beside a Joiner. A word that is wider than a line is cut
// between its letters; a line holds one character at least. The lines together
// are the text: spaces and newlines stay at the ends of lines and may hang over.
func Break(text string, width float64, measure func(string) float64) []string {
	var lines []string
	line := ""
	flush := func() {
		if line != "" {
			lines, line = append(lines, line), ""
		}
	}
	fits := func(s string) bool { return measure(Hang(s)) <= width }
	for _, atom := range atoms(text) {
		if line != "" && !fits(line+atom) {
			flush()
		}
		if !fits(atom) {
			for _, part := range letters(atom) {
				if line != "" && !fits(line+part) {
					flush()
				}
				line += part
			}
		} else {
			line += atom
		}
		if strings.HasSuffix(line, "\n") {
			flush()
		}
	}
	flush()
	return lines
}

// Hang returns a line without what may stand over its end.
func Hang(line string) string { return strings.TrimRight(line, " \u3000\n") }

// atoms cuts a text wherever a line may end.
func atoms(text string) []string {
	var out []string
	start, last := 0, rune(0)
	for i, r := range text {
		if i > start && mayBreak(last, r) {
			out = append(out, text[start:i])
			start = i
		}
		last = r
	}
	if start < len(text) {
		out = append(out, text[start:])
	}
	return out
}

// letters cuts a text between its characters, marks with what they stand on.
func letters(text string) []string {
	var out []string
	for _, r := range text {
		if len(out) > 0 && (unicode.Is(unicode.M, r) || Hang(string(r)) == "") {
			out[len(out)-1] += string(r)
		} else {
			out = append(out, string(r))
		}
	}
	return out
}

const (
	closing = "、。，．：；！？）】》」』〉〕｝〗…—～·％‰℃°”’,.:;!?)]}%\"'"
	opening = "（【《「『〈〔｛〖“‘([{$¥￥#"
)

// Joiner (U+2060) keeps the characters on both its sides on one line.
const Joiner = '\u2060'

// mayBreak reports whether a line may end between two characters.
func mayBreak(a, b rune) bool {
	space := func(r rune) bool { return r == ' ' || r == '\u3000' || r == '\n' }
	switch {
	case a == '\n':
		return true
	case space(b), unicode.Is(unicode.M, b), a == '\u00a0', b == '\u00a0', a == Joiner, b == Joiner:
		return false
	case space(a):
		return true
	case strings.ContainsRune(closing, b), strings.ContainsRune(opening, a):
		return false
	}
	return wide(a) || wide(b)
}

// wide reports whether lines may end beside a character without a space.
func wide(r rune) bool {
	return unicode.Is(unicode.Han, r) || r >= 0x3000 && r <= 0x30ff || r >= 0xff00 && r <= 0xffef || r == '—' || r == '…'
}

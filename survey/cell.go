package survey

import "strings"

// PlainCell keeps a spreadsheet from taking a text of a CSV file for a
// formula: what looks like one starts with an apostrophe.
func PlainCell(s string) string {
	if t := strings.TrimSpace(s); t != "" && strings.ContainsRune("=+-@", rune(t[0])) || strings.ContainsAny(s[:min(1, len(s))], "\t\r\n") {
		return "'" + s
	}
	return s
}

// FromPlainCell is what PlainCell wrote as a text: without the mark, if that
// is what it is.
func FromPlainCell(s string) string {
	if bare, marked := strings.CutPrefix(s, "'"); marked && PlainCell(bare) == s {
		return bare
	}
	return s
}

// A CellError is one thing wrong with a cell of a table that somebody sent.
type CellError struct {
	Row    int // of the rows below the header, from 0; -1: the header
	Column int // from 0; -1: the row as a whole
	FieldError
}

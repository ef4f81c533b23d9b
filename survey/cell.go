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

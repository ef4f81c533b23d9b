package qr

import "strings"

// Terminal draws the code for a dark or light terminal, two modules a
// character, in explicit black on white.
func (c Code) Terminal() string {
	var b strings.Builder
	for y := -quiet; y < c.size+quiet; y += 2 {
		b.WriteString("  \x1b[30;107m")
		for x := -quiet; x < c.size+quiet; x++ {
			switch top, bottom := c.Dark(x, y), c.Dark(x, y+1); {
			case top && bottom:
				b.WriteString("█")
			case top:
				b.WriteString("▀")
			case bottom:
				b.WriteString("▄")
			default:
				b.WriteByte(' ')
			}
		}
		b.WriteString("\x1b[0m\n")
	}
	return b.String()
}

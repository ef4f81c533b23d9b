package survey

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// Blackout stands for what was taken out of a comment, however long it was.
const Blackout = "▇▇"

// personal are what tells who somebody is, in texts whose full-width letters
// are written as usual.
var personal = regexp.MustCompile(strings.Join([]string{
	`[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+`, // e-mail
	// Licence plates: 京A·12345, with one more sign for electric cars.
	`[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领][A-HJ-NP-Za-hj-np-z][·• .-]?[A-HJ-NP-Za-hj-np-z0-9]{4,5}[A-HJ-NP-Za-hj-np-z0-9挂学警港澳]`,
	`(?:\+?86[ -]?)?1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}`, // mobile phones
	`0[0-9]{2,3}[ -][0-9]{7,8}(?:-[0-9]{1,6})?`,            // other phones
	`[0-9]{6}[ -]?[0-9]{8}[ -]?[0-9]{3}[0-9Xx]`,            // identity numbers
	`[0-9]{4}(?:[ -][0-9]{4}){2,4}(?:[ -]?[0-9]{1,3})?`,    // cards
	`[0-9]{7,}[Xx]?`, // any long number
	`[〇零一二三四五六七八九幺]{7,}`,                                                        // written out
	`(?i:qq|微信|wechat|weixin|vx)(?:号码|号|群)?[: ]*([A-Za-z0-9][A-Za-z0-9_-]{4,})`, // accounts: what follows the messenger's name
}, "|"))

// Redact blacks out what looks like telephone and identity numbers, e-mail
// addresses, licence plates, accounts and other long numbers: a proposal, that
// a reviewer goes on from.
func Redact(text string) string {
	plain, at := halfWidth(text)
	var b strings.Builder
	done := 0
	for _, m := range personal.FindAllStringSubmatchIndex(plain, -1) {
		from, to := m[0], m[1]
		if m[2] >= 0 {
			from = m[2]
		}
		b.WriteString(text[at[done]:at[from]])
		b.WriteString(Blackout)
		done = to
	}
	b.WriteString(text[at[done]:])
	return b.String()
}

// halfWidth writes full-width signs as usual; at says where in text each byte
// of it comes from.
func halfWidth(text string) (plain string, at []int) {
	var b strings.Builder
	for i, r := range text {
		if r >= '！' && r <= '～' {
			r -= '！' - '!'
		}
		for range utf8.RuneLen(r) {
			at = append(at, i)
		}
		b.WriteRune(r)
	}
	return b.String(), append(at, len(text))
}

// IsRedaction reports whether shown is body with parts blacked out, and nothing
// else changed.
func IsRedaction(body, shown string) bool {
	if shown == body {
		return true
	}
	parts := strings.Split(shown, Blackout)
	if len(parts) == 1 || len(shown) > 3*len(body)+len(Blackout) {
		return false
	}
	if !strings.HasPrefix(body, parts[0]) {
		return false
	}
	rest := body[len(parts[0]):]
	for _, part := range parts[1 : len(parts)-1] {
		_, after, found := strings.Cut(rest, part)
		if !found {
			return false
		}
		rest = after
	}
	return strings.HasSuffix(rest, parts[len(parts)-1])
}

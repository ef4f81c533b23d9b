package survey

import (
	"crypto/sha256"
	"slices"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// leafOf returns SHA-256(0x00 || JCS(poll, ballots) || salt): what a receipt
// shows. The client can compute it from what it sent.
func leafOf(poll string, ballots []Ballot, salt []byte) [32]byte {
	b := make([]byte, 1, 1024)
	b = append(appendCanonical(b, poll, ballots), salt...)
	return sha256.Sum256(b)
}

// appendCanonical appends {"ballots":[…],"poll":…} in the canonical form of
// RFC 8785 (JCS): no white space, names sorted by UTF-16 code units.
func appendCanonical(b []byte, poll string, ballots []Ballot) []byte {
	b = append(b, `{"ballots":[`...)
	for i := range ballots {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, `{"answers":`...)
		b = appendAnswers(b, ballots[i].Answers)
		if g := ballots[i].Group; g != "" {
			b = appendString(append(b, `,"group":`...), g)
		}
		b = appendString(append(b, `,"unit":`...), ballots[i].Unit)
		b = append(b, '}')
	}
	b = appendString(append(b, `],"poll":`...), poll)
	return append(b, '}')
}

func appendAnswers(b []byte, a Answers) []byte {
	b = append(b, '{')
	for i, id := range sortedIDs(a) {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(appendString(b, id), ":["...)
		for j, v := range a[id] {
			if j > 0 {
				b = append(b, ',')
			}
			b = appendString(b, v)
		}
		b = append(b, ']')
	}
	return append(b, '}')
}

// sortedIDs returns the ids of answers in the order of RFC 8785, which is that
// of bytes where all are ASCII.
func sortedIDs(a Answers) []string {
	ids, ascii := make([]string, 0, len(a)), true
	for id := range a {
		ids = append(ids, id)
		ascii = ascii && isASCII(id)
	}
	if ascii {
		slices.Sort(ids)
	} else {
		slices.SortFunc(ids, compareUTF16)
	}
	return ids
}

// appendString appends s as RFC 8785 3.2.2.2 writes it: only quote, backslash
// and control characters escaped. Bytes that are no UTF-8 become U+FFFD.
func appendString(b []byte, s string) []byte {
	b = append(b, '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b = append(b, '\\', byte(r))
		case r == '\b':
			b = append(b, `\b`...)
		case r == '\t':
			b = append(b, `\t`...)
		case r == '\n':
			b = append(b, `\n`...)
		case r == '\f':
			b = append(b, `\f`...)
		case r == '\r':
			b = append(b, `\r`...)
		case r < 0x10:
			b = strconv.AppendInt(append(b, `\u000`...), int64(r), 16)
		case r < 0x20:
			b = strconv.AppendInt(append(b, `\u00`...), int64(r), 16)
		default:
			b = utf8.AppendRune(b, r)
		}
	}
	return append(b, '"')
}

// compareUTF16 orders strings by their UTF-16 code units, which differs from
// the order of bytes where characters beyond U+FFFF meet those from U+E000 on.
func compareUTF16(a, b string) int {
	return slices.Compare(utf16.Encode([]rune(a)), utf16.Encode([]rune(b)))
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

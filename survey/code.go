package survey

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"strings"
)

// A code is 128 random bits as 26 characters of Crockford's base32, high bits
// first, and a check character that finds every wrong character and every two
// swapped ones.
const (
	codeAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	codeDigits   = 26
	codeGroup    = 4 // characters between hyphens
)

// A rawCode is a code's characters as values 0–31, without the check character.
type rawCode [codeDigits]byte

func newCode() rawCode {
	var bits [16]byte
	rand.Read(bits[:]) // never fails
	return codeOf(bits)
}

// codeOf writes 128 bits as a code.
func codeOf(bits [16]byte) (c rawCode) {
	acc, have, next := uint(0), 2, 0 // two leading zero bits: 130 = 26 × 5
	for i := range c {
		for have < 5 {
			acc = acc<<8 | uint(bits[next])
			have += 8
			next++
		}
		have -= 5
		c[i] = byte(acc >> have & 31)
	}
	return c
}

// check is the character that makes Σ 2^(26-i)·c[i] vanish in GF(32), made by
// x⁵+x²+1; the powers of 2 are all different there, so one error or a swap shows.
func (c rawCode) check() byte {
	var sum byte
	for _, v := range c {
		sum = doubleGF(sum ^ v)
	}
	return sum
}

func doubleGF(v byte) byte {
	v <<= 1
	if v > 31 {
		v ^= 0b100101
	}
	return v
}

// String writes the code in groups: XXXX-XXXX-XXXX-XXXX-XXXX-XXXX-XXX.
func (c rawCode) String() string {
	var b strings.Builder
	for i, v := range append(c[:], c.check()) {
		if i > 0 && i%codeGroup == 0 {
			b.WriteByte('-')
		}
		b.WriteByte(codeAlphabet[v])
	}
	return b.String()
}

// hash returns what is kept of a code: HMAC-SHA-256 under the poll's key.
func (c rawCode) hash(key []byte) (m Marker) {
	h := hmac.New(sha256.New, key)
	h.Write(c[:])
	h.Sum(m[:0])
	return m
}

// parseCode reads a code as people type it: any case, hyphens and spaces
// anywhere, full-width characters, O for 0 and I or L for 1. ok is false
// where it has the wrong length, a foreign character or a wrong check character.
func parseCode(s string) (c rawCode, ok bool) {
	n := 0
	var check byte
	for _, r := range s {
		v := codeValue(r)
		switch {
		case v == codeSkip:
		case v == codeBad || n > codeDigits:
			return c, false
		case n == codeDigits:
			check = byte(v)
			n++
		default:
			c[n] = byte(v)
			n++
		}
	}
	// 26 characters hold 130 bits: the first two are always 0.
	return c, n == codeDigits+1 && c[0] < 8 && check == c.check()
}

const (
	codeSkip = -1
	codeBad  = -2
)

func codeValue(r rune) int {
	if r >= '！' && r <= '～' {
		r += '!' - '！'
	}
	switch r {
	case '-', ' ', '　', '‐', '–', '—':
		return codeSkip
	case 'O', 'o':
		return 0
	case 'I', 'i', 'L', 'l':
		return 1
	}
	if r >= 'a' && r <= 'z' {
		r -= 'a' - 'A'
	}
	if i := strings.IndexRune(codeAlphabet, r); i >= 0 {
		return i
	}
	return codeBad
}

// IsCode reports whether a text is written as a code is: its check character
// fits, so that it was made, or made up, on purpose.
func IsCode(s string) bool {
	_, ok := parseCode(s)
	return ok
}

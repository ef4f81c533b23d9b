package intake

import (
	"bytes"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// An encoding is how a file writes characters beyond ASCII.
type encoding uint8

const (
	undecided encoding = iota // only ASCII so far
	utf8Encoding
	gb18030
)

// of decides the encoding from the first data beyond ASCII: UTF-8 where it is
// valid, or nearly so; else GB18030. It reports bytes that fit neither.
func (e encoding) of(data []byte) (encoding, bool) {
	if isASCII(data) {
		return e, false
	}
	valid := utf8.Valid(data)
	switch {
	case e == undecided && valid, e == utf8Encoding:
		return utf8Encoding, !valid
	case e == undecided && mostlyUTF8(data):
		return utf8Encoding, true
	}
	_, ok := gb18030.text(data)
	return gb18030, !ok
}

// mostlyUTF8 tells UTF-8 with some broken bytes from another encoding, in
// which long runs are hardly ever UTF-8 by chance.
func mostlyUTF8(data []byte) bool {
	good, bad := 0, 0
	for len(data) > 0 {
		r, n := utf8.DecodeRune(data)
		switch {
		case r == utf8.RuneError && n == 1:
			bad++
		case n > 2:
			good++
		}
		data = data[n:]
	}
	return good > bad
}

func isASCII(b []byte) bool {
	for ; len(b) >= 8; b = b[8:] {
		if (b[0]|b[1]|b[2]|b[3]|b[4]|b[5]|b[6]|b[7])&0x80 != 0 {
			return false
		}
	}
	for _, c := range b {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// text decodes a field; ok is false where a byte is not of the encoding.
func (e encoding) text(b []byte) (s string, ok bool) {
	if isASCII(b) {
		return string(b), true
	}
	if e != gb18030 {
		return string(b), utf8.Valid(b)
	}
	out, err := simplifiedchinese.GB18030.NewDecoder().Bytes(b)
	return string(out), err == nil && !bytes.ContainsRune(out, utf8.RuneError)
}

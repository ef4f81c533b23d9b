package survey

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// A restReader takes some answers out of the JSON in which ballot boxes keep
// those that are not scored, as appendAnswers wrote it, and skips the others.
type restReader struct {
	wanted map[string]int // item → place in said
	said   [][]byte       // the first code or text of each, nil for none; valid until the next read
}

func newRestReader(items []string) *restReader {
	r := &restReader{wanted: make(map[string]int, len(items)), said: make([][]byte, len(items))}
	for i, id := range items {
		r.wanted[id] = i
	}
	return r
}

// read fills said from a record's Rest.
func (r *restReader) read(rest []byte) error {
	clear(r.said)
	if len(rest) == 0 || len(r.said) == 0 {
		return nil
	}
	b, left := rest, len(r.said)
	if b[0] != '{' {
		return brokenRest(rest)
	}
	for b = b[1:]; len(b) > 0 && b[0] != '}' && left > 0; {
		id, after := quotedText(b)
		if !bytes.HasPrefix(after, []byte(":[")) {
			return brokenRest(rest)
		}
		i, wanted := r.wanted[string(id)]
		for b = after[2:]; len(b) > 0 && b[0] == '"'; b = bytes.TrimPrefix(b, []byte{','}) {
			var code []byte
			if code, b = quotedText(b); b == nil {
				return brokenRest(rest)
			}
			if wanted && r.said[i] == nil {
				if r.said[i] = code; bytes.IndexByte(code, '\\') >= 0 {
					r.said[i] = unescaped(code)
				}
				left--
			}
		}
		if len(b) == 0 || b[0] != ']' {
			return brokenRest(rest)
		}
		b = bytes.TrimPrefix(b[1:], []byte{','})
	}
	return nil
}

// brokenRest says nothing of what stands there: errors are logged.
func brokenRest(rest []byte) error {
	return fmt.Errorf("survey: %d bytes of a stored ballot's answers cannot be read", len(rest))
}

// quotedText returns what stands between the quotes that b begins with, escapes
// as they are, and what follows; nil and nil where there are none.
func quotedText(b []byte) (text, after []byte) {
	if len(b) == 0 || b[0] != '"' {
		return nil, nil
	}
	for i := 1; i < len(b); i++ {
		switch b[i] {
		case '\\':
			i++
		case '"':
			return b[1:i:i], b[i+1:]
		}
	}
	return nil, nil
}

// unescaped reads the escapes of a JSON string without its quotes.
func unescaped(text []byte) []byte {
	var s string
	if err := json.Unmarshal(append(append([]byte{'"'}, text...), '"'), &s); err != nil {
		return nil
	}
	return []byte(s)
}

package intake

import "bytes"

// wholeRecords returns the length of the whole records at the front of b, the
// line feed of the last one included, and how many they are. b starts at the
// start of a record. Line feeds inside quoted fields end no record.
//
// It works on raw bytes of UTF-8 and of GB18030 alike: no byte of a longer
// character of either is a quote, a line feed, a tab, a comma or a semicolon.
func wholeRecords(b []byte, delim byte) (n, rows int) {
	for i := 0; i < len(b); {
		q := bytes.IndexByte(b[i:], '"')
		if q < 0 {
			q = len(b) - i
		}
		if end := bytes.LastIndexByte(b[i:i+q], '\n'); end >= 0 {
			n = i + end + 1
			rows += bytes.Count(b[i:n], []byte{'\n'})
		}
		i += q
		switch {
		case i == len(b):
		case i > 0 && b[i-1] != delim && b[i-1] != '\n':
			i++ // a quote inside an unquoted field is a character like any other
		default:
			_, after, closed := quoted(b[i:])
			if !closed || i+after == len(b) {
				return n, rows
			}
			i += after
		}
	}
	return n, rows
}

// quoted reads the quoted field that b starts with. It returns the text with
// doubled quotes made single, and where the bytes after the closing quote start.
func quoted(b []byte) (text []byte, after int, closed bool) {
	doubled := false
	for i := 1; ; {
		q := bytes.IndexByte(b[i:], '"')
		if q < 0 {
			text, after = b[1:], len(b)
			break
		}
		i += q
		if i+1 < len(b) && b[i+1] == '"' {
			doubled = true
			i += 2
			continue
		}
		text, after, closed = b[1:i], i+1, true
		break
	}
	if doubled {
		text = bytes.ReplaceAll(text, []byte(`""`), []byte(`"`))
	}
	return text, after, closed
}

// A recordReader splits a block of whole records into fields.
type recordReader struct {
	data   []byte
	delim  byte
	fields [][]byte // of the record read last; they point into data
	// stray is the first field that has text after its closing quote, open the
	// one whose quote is never closed; -1: none.
	stray, open int
}

// next reads a record; it returns false at the end. An empty line is a record
// without fields.
func (r *recordReader) next() bool {
	r.fields, r.stray, r.open = r.fields[:0], -1, -1
	b := r.data
	if len(b) == 0 {
		return false
	}
	start := 0
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case c == r.delim:
			r.fields = append(r.fields, b[start:i])
			start = i + 1
		case c == '\n':
			r.endRecord(b[start:i])
			r.data = b[i+1:]
			return true
		case c == '"' && i == start:
			end, last := r.quotedField(b, i)
			if last {
				r.data = b[end:]
				return true
			}
			i, start = end-1, end
		}
	}
	r.endRecord(b[start:])
	r.data = nil
	return true
}

// endRecord takes the last field of a record, without its carriage return; an
// empty line has none.
func (r *recordReader) endRecord(field []byte) {
	if n := len(field); n > 0 && field[n-1] == '\r' {
		field = field[:n-1]
	}
	if len(field) > 0 || len(r.fields) > 0 {
		r.fields = append(r.fields, field)
	}
}

// quotedField takes the quoted field at b[i:]. It returns where the next field
// (or, after the last one, the next record) starts.
func (r *recordReader) quotedField(b []byte, i int) (end int, last bool) {
	text, after, closed := quoted(b[i:])
	if !closed {
		r.open = len(r.fields)
	}
	i += after
	tail := i
	for i < len(b) && b[i] != r.delim && b[i] != '\n' {
		i++
	}
	if rest := bytes.TrimSuffix(b[tail:i], []byte{'\r'}); len(rest) > 0 {
		r.stray = len(r.fields)
	}
	r.fields = append(r.fields, text)
	if i == len(b) {
		return i, true
	}
	return i + 1, b[i] == '\n'
}

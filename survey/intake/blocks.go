package intake

import (
	"bytes"
	"cmp"
	"errors"
	"io"
)

// blockSize is how much of a file is read at a time; a record longer than
// maxRecord is no ballot.
const (
	blockSize = 256 << 10
	maxRecord = 4 << 20
)

// A block is a run of whole records.
type block struct {
	data     []byte
	row      int // of the first record
	encoding encoding
	broken   bool // some byte is not of the encoding
	cutShort bool // the last record is longer than maxRecord; nothing is read after it
	// before is closed when all earlier blocks have checked their ids, after
	// by this one.
	before, after chan struct{}
}

// A blockReader cuts a stream into blocks.
type blockReader struct {
	r        io.Reader
	size     int // of a block; 0: blockSize
	delim    byte
	row      int    // of the next block
	rest     []byte // read, not yet part of a block
	eof      bool
	encoding encoding
	turn     chan struct{}
}

// next returns the next block in buf, which it may replace by a larger one, or
// io.EOF.
func (r *blockReader) next(buf []byte) (block, error) {
	buf = append(buf[:0], r.rest...)
	for {
		if err := r.fill(&buf); err != nil {
			return block{}, err
		}
		n, rows, cutShort := len(buf), 0, false
		if !r.eof {
			n, rows = wholeRecords(buf, r.delim)
			if n == 0 && len(buf) > maxRecord {
				n, r.eof, cutShort = len(buf), true, true
			}
		}
		if n == 0 && r.eof {
			return block{}, io.EOF
		}
		if n > 0 {
			r.rest = append(r.rest[:0], buf[n:]...)
			return r.block(buf[:n], rows, cutShort), nil
		}
	}
}

func (r *blockReader) block(data []byte, rows int, cutShort bool) block {
	b := block{data: data, row: r.row, cutShort: cutShort, before: r.turn, after: make(chan struct{})}
	r.row += rows
	r.turn = b.after
	b.encoding, b.broken = r.encoding.of(data)
	r.encoding = b.encoding
	return b
}

// fill reads a block's size of bytes more into buf.
func (r *blockReader) fill(buf *[]byte) error {
	if r.eof {
		r.rest = r.rest[:0]
		return nil
	}
	have := len(*buf)
	*buf = append(*buf, make([]byte, cmp.Or(r.size, blockSize))...)
	n, err := io.ReadFull(r.r, (*buf)[have:])
	*buf = (*buf)[:have+n]
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		r.eof = true
		return nil
	}
	return err
}

// delimiterOf returns the delimiter that a header uses: the one of comma,
// semicolon and tab that it has most of.
func delimiterOf(header []byte) byte {
	best, most := byte(','), 0
	for _, d := range []byte{',', ';', '\t'} {
		if n := bytes.Count(header, []byte{d}); n > most {
			best, most = d, n
		}
	}
	return best
}

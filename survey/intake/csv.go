package intake

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"sync"

	"golang.org/x/text/encoding/unicode"
)

// csv counts a CSV file.
func (c *counting) csv(in *bufio.Reader) error {
	in, err := withoutMark(in)
	if err != nil {
		return c.readError(err)
	}
	first, _ := in.Peek(in.Size())
	line, _, _ := bytes.Cut(first, []byte{'\n'})
	blocks := &blockReader{r: in, size: c.o.BlockSize, delim: delimiterOf(line), row: 1, turn: closed()}
	b, err := blocks.next(nil)
	if err != nil && !errors.Is(err, io.EOF) {
		return c.readError(err)
	}
	if err := c.csvHeader(&b, blocks.delim); err != nil {
		return err
	}
	return c.countBlocks(b, blocks)
}

// withoutMark skips a byte order mark; UTF-16, which has one, becomes UTF-8.
func withoutMark(in *bufio.Reader) (*bufio.Reader, error) {
	head, err := in.Peek(3)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		_, err = in.Discard(3)
		return in, err
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		utf16 := unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM)
		return bufio.NewReaderSize(utf16.NewDecoder().Reader(in), in.Size()), nil
	}
	return in, nil
}

func closed() chan struct{} {
	c := make(chan struct{})
	close(c)
	return c
}

func (c *counting) readError(err error) error { return fmt.Errorf("%s: %w", c.o.Name, err) }

// csvHeader reads the header off the front of the first block.
func (c *counting) csvHeader(b *block, delim byte) error {
	records := recordReader{data: b.data, delim: delim}
	for ; records.next(); b.row++ {
		if isBlank(records.fields) {
			continue
		}
		if records.open >= 0 {
			return c.problems.fail(problem{row: b.row, col: records.open + 1, key: keyOpenQuote})
		}
		header := make([]string, len(records.fields))
		for i, f := range records.fields {
			text, ok := b.encoding.text(f)
			if !ok {
				return c.problems.fail(problem{row: b.row, col: i + 1, key: keyBrokenEncoding, got: text})
			}
			header[i] = text
		}
		no := b.row
		b.row++
		b.data = records.data
		return c.header(header, no)
	}
	return c.problems.fail(problem{key: keyEmptyFile})
}

// lanes is how many workers count a file, on however many processors there
// are: so that sums of weights add up in the same order, and to the same last
// digit, everywhere.
const lanes = 8

// countBlocks counts the blocks of a file, the first one given: each worker in
// turn gets the next one.
func (c *counting) countBlocks(first block, blocks *blockReader) error {
	n := cmp.Or(c.o.Workers, lanes)
	free, work := make(chan []byte, 2*n), make([]chan block, n)
	for range 2 * n {
		free <- nil
	}
	var workers sync.WaitGroup
	counted := make([]*worker, n)
	for i := range counted {
		counted[i], work[i] = c.worker(), make(chan block, 1)
		workers.Go(func() {
			for b := range work[i] {
				counted[i].countBlock(b, blocks.delim)
				free <- b.data[:0]
			}
		})
	}
	var err error
	b := first
	<-free
	for i := 0; err == nil; i++ {
		work[i%n] <- b
		b, err = blocks.next(<-free)
	}
	for i := range work {
		close(work[i])
	}
	workers.Wait()
	for _, w := range counted {
		c.add(w)
	}
	if !errors.Is(err, io.EOF) {
		return c.readError(err)
	}
	return c.structure()
}

// structure returns the problems if one of them left the rest of the file
// unread: no reading can be lenient about that.
func (c *counting) structure() error {
	if c.problems.unread {
		return c.problems
	}
	return nil
}

// countBlock counts the ballots of a block.
func (w *worker) countBlock(b block, delim byte) {
	w.repeated = w.repeated[:0]
	if w.layout.id >= 0 {
		w.checkIDs(b, delim)
	}
	records := recordReader{data: b.data, delim: delim}
	for i := 0; records.next(); i++ {
		r := row{no: b.row + i, fields: records.fields, encoding: b.encoding, stray: records.stray}
		switch {
		case b.cutShort:
			w.problems.addUnread(problem{row: r.no, key: keyLongRecord})
		case records.open >= 0:
			w.problems.addUnread(problem{row: r.no, col: records.open + 1, key: keyOpenQuote})
		case b.broken && w.isBroken(r):
			w.problems.leave(keyBrokenEncoding)
		default:
			r.repeated = w.layout.id >= 0 && w.repeated[i]
			w.count(r)
		}
	}
}

// isBroken reports the fields of a row whose bytes are no characters.
func (w *worker) isBroken(r row) bool {
	found := false
	for i, f := range r.fields {
		if text, ok := r.encoding.text(f); !ok {
			p := problem{row: r.no, col: i + 1, key: keyBrokenEncoding, got: text}
			if i < len(w.layout.columns) {
				p.name = w.layout.columns[i].name
			}
			w.problems.add(p)
			found = true
		}
	}
	return found
}

// checkIDs finds the rows of a block whose ids have been seen. Blocks look
// their ids up one after the other, so that of two ballots the later one is
// the duplicate.
func (w *worker) checkIDs(b block, delim byte) {
	w.hashes = w.hashes[:0]
	records := recordReader{data: b.data, delim: delim}
	for records.next() {
		h := uint64(0)
		if w.layout.id < len(records.fields) {
			h = w.ids.hash(bytes.TrimSpace(records.fields[w.layout.id]))
		}
		w.hashes = append(w.hashes, h)
	}
	<-b.before
	for _, h := range w.hashes {
		w.repeated = append(w.repeated, w.ids.add(h))
	}
	close(b.after)
}

package survey

import (
	"crypto/rand"
	"encoding/binary"
	"encoding/hex"
	"fmt"

	"minping/scoring"
)

// A recordCodec writes answers as ballot boxes keep them: the scored ones as
// one byte a column (two where an item has more than 250 options), the others
// as JSON.
//
// The number of a column is 0 for blank, the largest for invalid, else the
// option's index + 1.
type recordCodec struct {
	encoder *Encoder
	scored  map[string]bool
	columns int
	wide    bool
}

const maxNarrow = 250

func newRecordCodec(q *Questionnaire) *recordCodec {
	c := &recordCodec{encoder: NewEncoder(q), scored: make(map[string]bool)}
	for _, id := range c.encoder.Columns() {
		c.scored[id] = true
	}
	c.columns = len(c.encoder.Columns())
	for _, col := range q.columns() {
		c.wide = c.wide || len(col.options) > maxNarrow
	}
	return c
}

// sheetKey is where Record.Rest keeps the number of the sheet that a ballot of a
// linked evaluation came on. No item has such an id.
const sheetKey = "#sheet"

// newSheet draws the number of a sheet: it says which ballots one rater handed in
// together, and nothing of who, when or by which code.
func newSheet() string {
	b := make([]byte, 8)
	_, _ = rand.Read(b) // never fails
	return hex.EncodeToString(b)
}

// encode returns the record of a ballot; sheet is the number of its sheet, "" where
// the ballots of a sheet do not stay together.
func (c *recordCodec) encode(b Ballot, sheet string) Record {
	options := make([]int16, c.columns)
	c.encoder.Encode(b.Answers, options)
	var scored []byte
	if c.wide {
		scored = make([]byte, 0, 2*c.columns)
		for _, o := range options {
			scored = binary.BigEndian.AppendUint16(scored, columnNumber(o, 0xffff))
		}
	} else {
		scored = make([]byte, c.columns)
		for i, o := range options {
			scored[i] = byte(columnNumber(o, 0xff))
		}
	}
	return Record{Unit: []byte(b.Unit), Group: []byte(b.Group), Scored: scored, Rest: c.rest(b.Answers, sheet)}
}

// rest returns the answers that are not scored as JSON, nil where there are none.
func (c *recordCodec) rest(a Answers, sheet string) []byte {
	var rest Answers
	if sheet != "" {
		rest = Answers{sheetKey: {sheet}}
	}
	for id, v := range a {
		if !c.scored[id] && len(v) > 0 {
			if rest == nil {
				rest = make(Answers)
			}
			rest[id] = v
		}
	}
	if rest == nil {
		return nil
	}
	return appendAnswers(nil, rest)
}

func columnNumber(option int16, invalid uint16) uint16 {
	switch option {
	case scoring.Blank:
		return 0
	case scoring.Invalid:
		return invalid
	default:
		return uint16(option) + 1
	}
}

// decode writes the scored answers of a record into dst, one a column.
func (c *recordCodec) decode(scored []byte, dst []int16) error {
	if err := c.checkLength(scored); err != nil {
		return err
	}
	for i := range dst {
		n, invalid := uint16(scored[i]), uint16(0xff)
		if c.wide {
			n, invalid = binary.BigEndian.Uint16(scored[2*i:]), 0xffff
		}
		switch n {
		case 0:
			dst[i] = scoring.Blank
		case invalid:
			dst[i] = scoring.Invalid
		default:
			dst[i] = int16(n) - 1
		}
	}
	return nil
}

// sheet writes the scored answers of a narrow record as scoring.AppendSheet
// writes answers: the number that invalid has beyond all others comes before
// blank there.
func (c *recordCodec) sheet(scored, dst []byte) error {
	if err := c.checkLength(scored); err != nil {
		return err
	}
	for i, number := range scored {
		dst[i] = number + 1
	}
	return nil
}

func (c *recordCodec) checkLength(scored []byte) error {
	width := 1
	if c.wide {
		width = 2
	}
	if len(scored) != width*c.columns {
		return fmt.Errorf("survey: a stored ballot has %d bytes for %d scored items of %d bytes", len(scored), c.columns, width)
	}
	return nil
}

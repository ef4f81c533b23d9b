package survey

import "minping/scoring"

// An Encoder turns answers into the option numbers that scoring counts. It is
// safe for concurrent use.
type Encoder struct {
	ids   []string
	codes []map[string]int16
	short [][256]int16 // options whose code is one byte; noOption elsewhere
}

const noOption int16 = -3

// NewEncoder returns an encoder for q's instrument.
func NewEncoder(q *Questionnaire) *Encoder {
	cols := q.columns()
	e := &Encoder{
		ids:   make([]string, len(cols)),
		codes: make([]map[string]int16, len(cols)),
		short: make([][256]int16, len(cols)),
	}
	for i, col := range cols {
		e.ids[i] = col.id
		e.codes[i] = map[string]int16{"": scoring.Blank, InvalidMark: scoring.Invalid}
		for j := range e.short[i] {
			e.short[i][j] = noOption
		}
		for j, o := range col.options {
			e.codes[i][o.Code] = int16(j)
		}
		for code, j := range e.codes[i] {
			if len(code) == 1 {
				e.short[i][code[0]] = j
			}
		}
	}
	return e
}

// Columns returns the ids of the scored items, in column order.
func (e *Encoder) Columns() []string { return e.ids }

// Encode writes the answers into dst (one per column): an option's index,
// scoring.Blank or scoring.Invalid. More than one code, or an unknown one, is
// Invalid.
func (e *Encoder) Encode(a Answers, dst []int16) {
	for i, id := range e.ids {
		switch codes := a[id]; len(codes) {
		case 0:
			dst[i] = scoring.Blank
		case 1:
			j, ok := e.codes[i][codes[0]]
			if !ok {
				j = scoring.Invalid
			}
			dst[i] = j
		default:
			dst[i] = scoring.Invalid
		}
	}
}

// Option returns the index of an option code in a column: "" is
// scoring.Blank, InvalidMark scoring.Invalid; ok is false for an unknown code.
func (e *Encoder) Option(column int, code []byte) (index int16, ok bool) {
	if len(code) == 1 {
		j := e.short[column][code[0]]
		return j, j != noOption
	}
	j, ok := e.codes[column][string(code)]
	return j, ok
}

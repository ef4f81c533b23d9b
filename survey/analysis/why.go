package analysis

import (
	"errors"
	"math"

	"minping/survey"
)

// none is a figure without a value.
var none = survey.Num(math.NaN())

// why words an error of package scoring, for a note on what has no value.
func why(err error) survey.Text {
	var p *Problem
	if errors.As(reason(err), &p) {
		return p.text
	}
	return survey.Text{"zh": err.Error(), "en": err.Error()}
}

// ids returns a column of names, of units or people, to which the codes for
// no answer do not apply: unit 9 is a unit where 9 means don't know.
func (t *Table) ids(column string) ([]string, error) { return t.uncoded().Text(column) }

// uncoded returns the table without codes for no answer.
func (t *Table) uncoded() *Table {
	bare := *t
	bare.Missing = nil
	return &bare
}

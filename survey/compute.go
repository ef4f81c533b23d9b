package survey

import "minping/scoring"

// Instrument returns what scoring must know of q, with the items in column
// order: those that the index tree uses, in the order of q.Items (matrix rows
// in place).
func (q *Questionnaire) Instrument() *scoring.Instrument { panic("survey: not written yet") }

// An Encoder turns answers into the option numbers that scoring counts.
type Encoder struct{}

// NewEncoder returns an encoder for q's instrument.
func NewEncoder(q *Questionnaire) *Encoder { panic("survey: not written yet") }

// Columns returns the ids of the scored items, in column order.
func (e *Encoder) Columns() []string { panic("survey: not written yet") }

// Encode writes the answers into dst (one per column): an option's index,
// scoring.Blank or scoring.Invalid; an unknown code is Invalid.
func (e *Encoder) Encode(a Answers, dst []int16) { panic("survey: not written yet") }

// Option returns the index of an option code in a column: "" is
// scoring.Blank, InvalidMark scoring.Invalid; ok is false for an unknown code.
func (e *Encoder) Option(column int, code []byte) (index int16, ok bool) {
	panic("survey: not written yet")
}

// Inputs is what a release is computed from.
type Inputs struct {
	Questionnaire *Questionnaire
	Units         []Unit // in the order to show; units with ballots but not here are added
	Tallies       *scoring.Tallies
	Poll          *Poll      // nil for files
	Past          []*Release // earlier rounds, the latest first
	MinGroup      int        // disclosure: cells below are hidden; 0: no control
	Weighted      bool
	LeftOut       []LeftOut
}

// Compute scores, ranks, flags and describes: the way of a result, from
// tallies to the release.
func Compute(in Inputs) *Release { panic("survey: not written yet") }

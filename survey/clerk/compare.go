package clerk

import (
	"cmp"
	"slices"

	"minping/survey"
)

// A Difference is a place where two entries of a batch disagree.
type Difference struct {
	Sheet         int    // from 0
	Column        string // id; "": whether the whole sheet is void, and why
	First, Second []string
}

// void is why a sheet is invalid as a whole, nil where it is not.
func (s Sheet) void() []string {
	if s.Void {
		return []string{cmp.Or(s.Reason, survey.VoidOther)}
	}
	return nil
}

// Compare lists where two entries of the same length disagree.
func Compare(columns []Column, first, second []Sheet) []Difference {
	var all []Difference
	for i := range first {
		a, b := first[i], second[i]
		if !slices.Equal(a.void(), b.void()) {
			all = append(all, Difference{Sheet: i, First: a.void(), Second: b.void()})
		}
		if a.Void && b.Void {
			continue
		}
		for _, c := range columns {
			if x, y := a.Answers[c.ID], b.Answers[c.ID]; !slices.Equal(x, y) {
				all = append(all, Difference{Sheet: i, Column: c.ID, First: x, Second: y})
			}
		}
	}
	return all
}

// settle returns the first entry with the differences decided: second says of
// each whether the second entry is right.
func settle(first []Sheet, differences []Difference, second []bool) []Sheet {
	final := make([]Sheet, len(first))
	for i, s := range first {
		final[i] = Sheet{Void: s.Void, Reason: s.Reason, Answers: make(survey.Answers, len(s.Answers))}
		for id, a := range s.Answers {
			final[i].Answers[id] = a
		}
	}
	for i, d := range differences {
		if !second[i] {
			continue
		}
		s := &final[d.Sheet]
		switch {
		case d.Column == "":
			if s.Void, s.Reason = len(d.Second) > 0, ""; s.Void {
				s.Reason = d.Second[0]
			}
		case len(d.Second) == 0:
			delete(s.Answers, d.Column)
		default:
			s.Answers[d.Column] = d.Second
		}
	}
	for i := range final {
		if final[i].Void {
			final[i].Answers = nil
		}
	}
	return final
}

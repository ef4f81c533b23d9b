package survey

import (
	"cmp"
	"maps"
	"slices"
)

// Validity says which sheets of paper are void as a whole, beside those that
// clerks see are. Absent: rules that hold for all paper only, namely that two
// marks, or an unreadable one, void their question and nothing else.
type Validity struct {
	// Nominations are multiple choices of which more names than max void the
	// sheet; of any other multiple choice they void the question.
	Nominations []string `yaml:"nominations,omitempty" json:"nominations,omitempty"`
	// Alike voids sheets on which all answers to scored items, two at least, have
	// the same score: "any", or the "top" of their scales only. Don't know is another answer.
	Alike string `yaml:"alike,omitempty" json:"alike,omitempty"`
	// Most limits how often an option may be chosen among the scored answers.
	Most []OptionLimit `yaml:"most,omitempty" json:"most,omitempty"`
}

// An OptionLimit is how many scored answers of a sheet may be an option.
type OptionLimit struct {
	Option string `yaml:"option" json:"option"` // its code
	Count  int    `yaml:"count" json:"count"`
}

// Why a sheet is invalid as a whole.
const (
	VoidIllegible = "illegible" // clerks: it cannot be read
	VoidForeign   = "foreign"   // clerks: it is no sheet of this poll, or bears a sign
	VoidOther     = "other"     // clerks: what they decided
	VoidOver      = "over"      // more names than seats
	VoidAlike     = "alike"     // all answers the same
	VoidMost      = "most"      // an option more often than allowed
	VoidCheck     = "check"     // answers that contradict one another
	VoidFull      = "full"      // a quota of the poll was full
)

// VoidReasons are all reasons, those that clerks give first.
var VoidReasons = []string{VoidIllegible, VoidForeign, VoidOther, VoidOver, VoidAlike, VoidMost, VoidCheck, VoidFull}

// ClerkReasons are those that clerks may give.
var ClerkReasons = VoidReasons[:3]

// JudgePaper applies the questionnaire's rules of validity to the answers of a
// sheet. It returns those that count: a multiple choice with too many marks
// becomes InvalidMark. reason says why the whole sheet is void, or is "".
// What no sheet can hold (an unknown option or item) is in errs.
func (q *Questionnaire) JudgePaper(a Answers) (kept Answers, reason string, errs FieldErrors) {
	given := maps.Clone(a)
	kept, wrong := q.CheckPaper(given)
	for _, e := range wrong {
		switch {
		case e.Key == "too_many" && (q.nominates(e.Field) || slices.Contains(q.writeIns(), e.Field)):
			reason = VoidOver
		case (e.Key == "too_many" || e.Key == "exclusive_option") && len(given[e.Field]) > 1:
			given[e.Field] = []string{InvalidMark}
		case e.Key == "check":
			reason = cmp.Or(reason, VoidCheck)
		default:
			errs = append(errs, e)
		}
	}
	if len(errs) > 0 || reason != "" {
		return nil, reason, errs
	}
	if len(wrong) > 0 {
		return q.JudgePaper(given) // an item is void now: others may depend on it
	}
	switch {
	case q.tooAlike(kept):
		return nil, VoidAlike, nil
	case q.tooMuch(kept):
		return nil, VoidMost, nil
	}
	return kept, "", nil
}

func (q *Questionnaire) nominates(id string) bool { return slices.Contains(q.Validity.Nominations, id) }

// tooAlike reports whether all answers to scored items have one score, in the
// way that the questionnaire voids.
func (q *Questionnaire) tooAlike(a Answers) bool {
	if q.Validity.Alike == "" {
		return false
	}
	n, score := 0, 0.0
	for _, col := range q.columns() {
		chosen := a[col.id]
		if len(chosen) != 1 || chosen[0] == InvalidMark {
			continue
		}
		o := optionOf(col.options, chosen[0])
		if o == nil || o.Score == nil || n > 0 && *o.Score != score {
			return false
		}
		if q.Validity.Alike == "top" && *o.Score != topScore(col.options) {
			return false
		}
		n, score = n+1, *o.Score
	}
	return n >= 2
}

func topScore(options []Option) float64 {
	top := 0.0
	for _, o := range options {
		if o.Score != nil {
			top = max(top, *o.Score)
		}
	}
	return top
}

// tooMuch reports whether an option was chosen more often than allowed.
func (q *Questionnaire) tooMuch(a Answers) bool {
	for _, limit := range q.Validity.Most {
		n := 0
		for _, col := range q.columns() {
			if chosen := a[col.id]; len(chosen) == 1 && chosen[0] == limit.Option {
				n++
			}
		}
		if n > limit.Count {
			return true
		}
	}
	return false
}

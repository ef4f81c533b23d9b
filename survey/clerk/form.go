package clerk

import (
	"slices"
	"strings"

	"minping/survey"
)

// A Form is what the sheets of a batch ask: about one unit or, where teams and
// people are evaluated, about all units that a group may rate at once.
type Form struct {
	Questionnaire *survey.Questionnaire
	Units         []survey.Unit // that a sheet is about, in its order
	Whole         bool          // a sheet is about all units: columns name theirs
}

// NewForm returns what sheets about a unit ask, or all units of a poll that the
// group may rate where unit is "".
func NewForm(q *survey.Questionnaire, units []survey.Unit, unit, group string) Form {
	f := Form{Questionnaire: q, Whole: unit == ""}
	if f.Whole {
		f.Units = q.OnSheet(units, group)
		return f
	}
	for _, u := range units {
		if u.ID == unit {
			f.Units = append(f.Units, u)
		}
	}
	return f
}

// separator stands between unit and answer in a column of a whole sheet: ids of
// answers have none.
const separator = "/"

// Ballots are the answers of a sheet by unit.
func (f Form) Ballots(group string, a survey.Answers) []survey.Ballot {
	ballots := make([]survey.Ballot, len(f.Units))
	for i, u := range f.Units {
		b := survey.Ballot{Unit: u.ID, Group: group, Answers: a}
		if f.Whole {
			b.Answers = survey.Answers{}
			for id, answer := range a {
				if unit, item, _ := cutLast(id); unit == u.ID {
					b.Answers[item] = answer
				}
			}
		}
		ballots[i] = b
	}
	return ballots
}

// tier returns the tier of one of the units.
func (f Form) tier(unit string) string {
	for _, u := range f.Units {
		if u.ID == unit {
			return u.Tier
		}
	}
	return ""
}

// judge applies the rules of validity to a sheet's answers; fields of errs are
// columns.
func (f Form) judge(group string, a survey.Answers) (kept []survey.Ballot, reason string, errs survey.FieldErrors) {
	kept, reason, errs = f.Questionnaire.JudgeSheet(f.Ballots(group, a), f.tier)
	for i := range errs {
		errs[i].Field = f.column(errs[i].Field)
	}
	if f.Whole {
		errs = append(errs, f.strangers(a)...)
	}
	return kept, reason, errs
}

// Broken says which rules of the whole sheet its answers break, as those who
// answer on a page are told; fields are columns, or "ballots". On paper nobody
// can change them: Judge finds such a sheet void.
func (f Form) Broken(group string, a survey.Answers) (errs survey.FieldErrors) {
	ballots := f.Ballots(group, a)
	for i, b := range ballots {
		ballots[i].Answers, _, _ = f.Questionnaire.For(f.tier(b.Unit)).JudgePaper(b.Answers)
	}
	errs = f.Questionnaire.CheckSheet(ballots, f.tier)
	for i := range errs {
		errs[i].Field = f.column(errs[i].Field)
	}
	return errs
}

// column is the column that an error of a submission is about.
func (f Form) column(field string) string {
	ballot, item, ok := strings.Cut(field, ".answers.")
	if !ok || !f.Whole {
		return item
	}
	for j, u := range f.Units {
		if ballot == survey.BallotField(j) {
			return u.ID + separator + item
		}
	}
	return item
}

// strangers are answers about no unit of the sheet.
func (f Form) strangers(a survey.Answers) (errs survey.FieldErrors) {
	for id := range a {
		unit, _, ok := cutLast(id)
		if !ok || !slices.ContainsFunc(f.Units, func(u survey.Unit) bool { return u.ID == unit }) {
			errs = append(errs, survey.FieldError{Field: survey.Clip(id), Key: "unknown_item", Args: survey.Args("item", survey.Clip(id))})
		}
	}
	slices.SortFunc(errs, func(a, b survey.FieldError) int { return strings.Compare(a.Field, b.Field) })
	return errs
}

// cutLast parts a column of a whole sheet into unit and answer.
func cutLast(column string) (unit, item string, ok bool) {
	i := strings.LastIndex(column, separator)
	if i < 0 {
		return "", column, false
	}
	return column[:i], column[i+len(separator):], true
}

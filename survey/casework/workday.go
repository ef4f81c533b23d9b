package casework

import (
	"slices"
	"strings"
	"time"

	"minping/survey"
)

// A Calendar says on which days offices work: Monday to Friday, but not on the
// holidays, and on the workdays though they lie on a weekend (调休).
type Calendar struct {
	Holidays []survey.Day `json:"holidays"`
	Workdays []survey.Day `json:"workdays"`
}

func (c Calendar) equal(other Calendar) bool {
	return slices.Equal(c.Holidays, other.Holidays) && slices.Equal(c.Workdays, other.Workdays)
}

// Knows reports whether a holiday of a year is named.
func (c Calendar) Knows(year string) bool {
	return slices.ContainsFunc(c.Holidays, func(d survey.Day) bool { return strings.HasPrefix(string(d), year+"-") })
}

// Works reports whether offices work on a day.
func (c Calendar) Works(d survey.Day) bool {
	if slices.Contains(c.Workdays, d) {
		return true
	}
	weekday := d.Time().Weekday()
	return weekday != time.Saturday && weekday != time.Sunday && !slices.Contains(c.Holidays, d)
}

// After returns the n-th working day after a day, n ≥ 1.
func (c Calendar) After(d survey.Day, n int) survey.Day {
	for n > 0 { // ends, as there are only so many holidays
		if d = d.Add(1); c.Works(d) {
			n--
		}
	}
	return d
}

// Late is how many working days have passed since a deadline; 0: none.
func (c Calendar) Late(due, today survey.Day) (n int) {
	for d := due; d != "" && d < today; {
		if d = d.Add(1); c.Works(d) {
			n++
		}
	}
	return n
}

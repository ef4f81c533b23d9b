package projects

import (
	"time"

	"minping/survey"
)

// monthBefore is the month before the one of a day.
func monthBefore(d survey.Day) string { return d.Add(-d.Time().Day()).Month() }

// lastOf is the last day of a month.
func lastOf(month string) survey.Day {
	first := survey.Day(month + "-01").Time()
	return survey.Day(first.AddDate(0, 1, -1).Format(time.DateOnly))
}

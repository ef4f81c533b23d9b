package rectify

import (
	"strconv"
	"time"

	"minping/survey"
)

// A Date is a day of the calendar.
type Date = survey.Day

// DateOf is the day of a moment in a zone.
func DateOf(t time.Time, zone *time.Location) Date { return survey.DayOf(t, zone) }

func indexed(list string, i int) string { return list + "[" + strconv.Itoa(i) + "]" }

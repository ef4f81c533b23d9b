package rectify

import (
	"math"
	"strconv"
	"time"
)

// A Date is a day of the calendar, as 2026-11-30; "": none.
type Date string

// DateOf is the day of a moment in a zone.
func DateOf(t time.Time, zone *time.Location) Date { return Date(t.In(zone).Format(time.DateOnly)) }

// Valid reports whether there is such a day.
func (d Date) Valid() bool {
	_, err := time.Parse(time.DateOnly, string(d))
	return err == nil
}

func (d Date) time() time.Time {
	t, _ := time.Parse(time.DateOnly, string(d)) // "" and what is no day: the zero time
	return t
}

// Add returns the day so many days later.
func (d Date) Add(days int) Date { return Date(d.time().AddDate(0, 0, days).Format(time.DateOnly)) }

// Until is how many days lie between d and a later day; negative: it is earlier.
func (d Date) Until(later Date) int {
	return int(math.Round(later.time().Sub(d.time()).Hours() / 24))
}

func indexed(list string, i int) string { return list + "[" + strconv.Itoa(i) + "]" }

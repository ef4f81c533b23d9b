package survey

import (
	"math"
	"time"
)

// A Day is a day of the calendar, as 2026-11-30; "": none.
type Day string

// DayOf is the day of a moment in a zone.
func DayOf(t time.Time, zone *time.Location) Day { return Day(t.In(zone).Format(time.DateOnly)) }

// Valid reports whether there is such a day.
func (d Day) Valid() bool {
	_, err := time.Parse(time.DateOnly, string(d))
	return err == nil
}

// Time is its beginning in UTC; of what is no day the zero time.
func (d Day) Time() time.Time {
	t, _ := time.Parse(time.DateOnly, string(d))
	return t
}

// Add returns the day so many days later.
func (d Day) Add(days int) Day { return Day(d.Time().AddDate(0, 0, days).Format(time.DateOnly)) }

// Until is how many days lie between d and a later day; negative: it is earlier.
func (d Day) Until(later Day) int {
	return int(math.Round(later.Time().Sub(d.Time()).Hours() / 24))
}

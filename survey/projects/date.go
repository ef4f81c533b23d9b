package projects

import (
	"math"
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

// Month is the month of the day, as 2026-11; "" of none.
func (d Date) Month() string {
	if len(d) < len("2026-11") {
		return ""
	}
	return string(d[:len("2026-11")])
}

// Quarter is the first month of the quarter of the day; "" of none.
func (d Date) Quarter() string {
	if d == "" {
		return ""
	}
	t := d.time()
	return time.Date(t.Year(), t.Month()-(t.Month()-1)%3, 1, 0, 0, 0, 0, time.UTC).Format("2006-01")
}

// monthBefore is the month before the one of the day.
func (d Date) monthBefore() string { return d.Add(-d.time().Day()).Month() }

// lastOf is the last day of a month.
func lastOf(month string) Date {
	first := Date(month + "-01").time()
	return Date(first.AddDate(0, 1, -1).Format(time.DateOnly))
}

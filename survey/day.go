package survey

import (
	"math"
	"regexp"
	"strconv"
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

// Month is the month of the day, as 2026-11; "" of none.
func (d Day) Month() string {
	if len(d) < len("2026-11") {
		return ""
	}
	return string(d[:len("2026-11")])
}

// Quarter is the first month of the quarter of the day; "" of none.
func (d Day) Quarter() string {
	if d == "" {
		return ""
	}
	t := d.Time()
	return time.Date(t.Year(), t.Month()-(t.Month()-1)%3, 1, 0, 0, 0, 0, time.UTC).Format("2006-01")
}

var (
	looseDay  = regexp.MustCompile(`^([0-9]{4})[-./年]([0-9]{1,2})[-./月]([0-9]{1,2})日?(?:[ T].*)?$`)
	serialDay = regexp.MustCompile(`^[0-9]{5}(\.[0-9]+)?$`)
)

// ReadDay reads a day as people and spreadsheets write it: 2026-3-1, 2026年3月1日,
// 46082. What is none stays as it is.
func ReadDay(s string) Day {
	if serialDay.MatchString(s) {
		n, _ := strconv.Atoi(s[:5])
		return Day(time.Date(1899, 12, 30+n, 0, 0, 0, 0, time.UTC).Format(time.DateOnly))
	}
	m := looseDay.FindStringSubmatch(s)
	if m == nil {
		return Day(s)
	}
	pad := func(n string) string { return ("0" + n)[len(n)-1:] }
	return Day(m[1] + "-" + pad(m[2]) + "-" + pad(m[3]))
}

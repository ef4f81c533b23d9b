package access

import (
	"strconv"
	"strings"
	"time"
)

// The days that a spreadsheet's date number may mean: those of this century.
// Number 1 is 1 January 1900 and number 60 a 29 February that never was, so
// that from March on day 0 is 30 December 1899 (ECMA-376, part 1, 18.17.4.1).
const (
	firstDayNumber = 36526 // 1 January 2000
	lastDayNumber  = 73050 // 31 December 2099
)

var daySeparators = strings.NewReplacer("年", "-", "月", "-", "日", "", ".", "-", "/", "-")

// dayAfter returns the end of a day written as 2027-01-31, 2027.1.31,
// 2027/1/31, 2027年1月31日 or as a spreadsheet's date number.
func dayAfter(text string, zone *time.Location) (time.Time, bool) {
	if whole, _, _ := strings.Cut(text, "."); len(whole) == 5 {
		n, err := strconv.ParseFloat(text, 64)
		if err != nil || n < firstDayNumber || n >= lastDayNumber+1 {
			return time.Time{}, false
		}
		return time.Date(1899, time.December, 30+int(n)+1, 0, 0, 0, 0, zone), true
	}
	day, err := time.ParseInLocation("2006-1-2", daySeparators.Replace(text), zone)
	if err != nil {
		return time.Time{}, false
	}
	return day.AddDate(0, 0, 1), true
}

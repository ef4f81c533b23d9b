package chart

import (
	"math"
	"strconv"
	"strings"

	"minping/survey"
)

// none stands for a number that cannot be stated.
const none = "–"

// lowLine is the score of "fairly satisfied" on the published scale: below it
// a score is called low, and none may be rounded up onto it.
const lowLine = 60

// Points writes a score with one decimal, and with as many as it takes to
// show that one below the low line is below it.
func Points(n survey.Num) string { return rounded(n, 1) }

// whole writes a score as a whole number, with the same care.
func whole(n survey.Num) string { return rounded(n, 0) }

func rounded(n survey.Num, decimals int) string {
	if !finite(n) {
		return none
	}
	x := float64(n)
	for d := decimals; d < 4; d++ {
		s := strconv.FormatFloat(x, 'f', d, 64)
		if back, err := strconv.ParseFloat(s, 64); err == nil && (x >= lowLine || back < lowLine) {
			return s
		}
	}
	return "<" + strconv.Itoa(lowLine)
}

// Signed writes a difference with its sign, a true minus, and never a signed
// zero: a small difference shows its second decimal.
func Signed(n survey.Num) string {
	if !finite(n) {
		return none
	}
	s := strconv.FormatFloat(math.Abs(float64(n)), 'f', 1, 64)
	if s == "0.0" {
		if s = strconv.FormatFloat(math.Abs(float64(n)), 'f', 2, 64); s == "0.00" {
			return "0.0"
		}
	}
	if n < 0 {
		return "−" + s
	}
	return "+" + s
}

// Interval writes 75.8–76.8.
func Interval(low, high survey.Num) string {
	if !finite(low) || !finite(high) {
		return none
	}
	return Points(low) + "–" + Points(high)
}

// margin writes half of an interval, ±1.1; where the end of the scale cuts an
// Interval off, it writes the interval.
func margin(s survey.NodeScore) string {
	if !finite(s.Low) || !finite(s.High) {
		return none
	}
	if s.Low <= 0 || s.High >= 100 {
		return Interval(s.Low, s.High)
	}
	return "±" + strconv.FormatFloat(float64(s.High-s.Low)/2, 'f', 1, 64)
}

// Chance writes a probability: 0.86, >0.99, <0.01.
func Chance(p survey.Num) string {
	switch {
	case !finite(p):
		return none
	case p > 0.99:
		return ">0.99"
	case p < 0.01:
		return "<0.01"
	}
	return strconv.FormatFloat(float64(p), 'f', 2, 64)
}

// Percent writes a share as 12%, and a small one as <1%.
func Percent(share survey.Num) string {
	switch {
	case !finite(share):
		return none
	case share > 0 && share < 0.005:
		return "<1%"
	}
	return strconv.FormatFloat(100*float64(share), 'f', 0, 64) + "%"
}

// Count writes a number of things with spaces between thousands: 18 274.
func Count(n int) string {
	s := strconv.Itoa(n)
	if n < 10000 {
		return s
	}
	var b strings.Builder
	for i, r := range s {
		if i > 0 && (len(s)-i)%3 == 0 {
			b.WriteRune('\u202f')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// nan stands for a number that is not known.
var nan = survey.Num(math.NaN())

func finite(n survey.Num) bool { return n.OK() && !math.IsInf(float64(n), 0) }

// fixed writes a number with so many decimals and a true minus.
func fixed(n survey.Num, decimals int) string {
	return minus(strconv.FormatFloat(float64(n), 'f', decimals, 64))
}

// decimal writes a number with so many decimals, or that there is none.
func decimal(n survey.Num, decimals int) string {
	if !finite(n) {
		return none
	}
	return fixed(n, decimals)
}

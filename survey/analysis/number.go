package analysis

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// missing reports whether a cell stands for no answer.
func (t *Table) missing(s string) bool {
	switch strings.ToUpper(s) {
	case "", "NA", "N/A", "NAN", "NULL", ".":
		return true
	}
	return slices.Contains(t.Missing, s) || len(t.Missing) > 0 && slices.Contains(t.Missing, halfWidth(s))
}

var (
	grouped = regexp.MustCompile(`^[+-]?[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]*)?$`) // 1,234.5
	plainly = regexp.MustCompile(`^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$`)
)

// readerOf returns how to read the numbers of a column. A comma sets thousands
// apart where every number with a comma looks like that, else it is a decimal
// comma: 1,234 alone is 1234, but beside 0,5 it is 1.234.
func readerOf(column []string) func(string) (float64, bool) {
	comma := "."
	if !slices.ContainsFunc(column, func(s string) bool {
		s = halfWidth(s)
		return strings.Contains(s, ",") && !grouped.MatchString(s)
	}) {
		comma = ""
	}
	return func(s string) (float64, bool) {
		s = strings.ReplaceAll(halfWidth(s), ",", comma)
		if !plainly.MatchString(s) {
			return 0, false
		}
		x, err := strconv.ParseFloat(s, 64)
		return x, err == nil && !math.IsInf(x, 0)
	}
}

// halfWidth writes full-width digits and signs as on a Western keyboard.
func halfWidth(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		case r == '．':
			return '.'
		case r == '，':
			return ','
		case r == '－', r == '−':
			return '-'
		case r == '＋':
			return '+'
		}
		return r
	}, s)
}

// round rounds to decimal places, for notes.
func round(x float64, places int) float64 {
	unit := math.Pow10(places)
	return math.Round(x*unit) / unit
}

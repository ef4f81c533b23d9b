package site

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// A Choice is an option of a filter.
type Choice struct {
	Value, Title string
	Chosen       bool
}

// A Selection is a filter's field with its options.
type Selection struct {
	Name, Label string
	Choices     []Choice
	Wrong       string // what is said beside it
}

// Choices makes the options of a filter from pairs of value and title, the
// first of them for all.
func Choices(chosen string, pairs ...string) []Choice {
	var list []Choice
	for i := 0; i+1 < len(pairs); i += 2 {
		list = append(list, Choice{pairs[i], pairs[i+1], pairs[i] == chosen})
	}
	return list
}

// Number writes a number with as many digits as it has.
func Number(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// A ListPart is a part of a long list.
type ListPart struct {
	Number  int
	URL     string
	Current bool
}

// Part returns one part of a long list, with links to all its parts; none where
// it is whole.
func Part[T any](list []T, step int, asked, base string, query url.Values, place string) (shown []T, parts []ListPart) {
	at, _ := strconv.Atoi(asked)
	of := (len(list) + step - 1) / step
	at = min(max(at, 1), max(of, 1))
	for n := 1; n <= of && of > 1; n++ {
		query.Set("part", strconv.Itoa(n))
		parts = append(parts, ListPart{n, base + query.Encode() + place, n == at})
	}
	return list[min((at-1)*step, len(list)):min(at*step, len(list))], parts
}

// AnyContains reports whether any of the names contains the filter, without case.
func AnyContains(filter string, names ...string) bool {
	return slices.ContainsFunc(names, func(n string) bool {
		return strings.Contains(strings.ToLower(n), strings.ToLower(filter))
	})
}

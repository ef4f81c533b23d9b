package analysis

import (
	"cmp"
	"slices"
	"strconv"
)

// natural orders names: numbers by size and before texts, texts by letter.
func natural(a, b string) int {
	x, errA := strconv.ParseFloat(a, 64)
	y, errB := strconv.ParseFloat(b, 64)
	switch {
	case errA == nil && errB == nil:
		return cmp.Or(cmp.Compare(x, y), cmp.Compare(a, b))
	case errA == nil:
		return -1
	case errB == nil:
		return 1
	}
	return cmp.Compare(a, b)
}

// distinct returns the names there are, but for "", in natural order.
func distinct(names []string) []string {
	seen := map[string]bool{"": true}
	var out []string
	for _, name := range names {
		if !seen[name] {
			seen[name] = true
			out = append(out, name)
		}
	}
	slices.SortFunc(out, natural)
	return out
}

// equal marks the rows of one name.
func equal(names []string, name string) []bool {
	in := make([]bool, len(names))
	for i := range names {
		in[i] = names[i] == name
	}
	return in
}

package form

import "strings"

// A Line of a comparison of two texts.
type Line struct {
	Op   byte // ' ', '-' or '+'
	Text string
}

// maxTable is how large a table of two texts' lines may grow; beyond it they
// are shown one after the other.
const maxTable = 8 << 20

// Lines compares two texts line by line, with the fewest lines taken out and
// put in.
func Lines(a, b string) []Line {
	x, y := strings.Split(strings.TrimSuffix(a, "\n"), "\n"), strings.Split(strings.TrimSuffix(b, "\n"), "\n")
	var head, tail []Line
	for len(x) > 0 && len(y) > 0 && x[0] == y[0] {
		head = append(head, Line{' ', x[0]})
		x, y = x[1:], y[1:]
	}
	for len(x) > 0 && len(y) > 0 && x[len(x)-1] == y[len(y)-1] {
		tail = append([]Line{{' ', x[len(x)-1]}}, tail...)
		x, y = x[:len(x)-1], y[:len(y)-1]
	}
	return append(append(head, between(x, y)...), tail...)
}

// between follows the longest common subsequence.
func between(x, y []string) (out []Line) {
	w := len(y) + 1
	longest := []int32(nil) // of x[i:] and y[j:], at i*w+j
	if (len(x)+1)*w <= maxTable {
		longest = make([]int32, (len(x)+1)*w)
		for i := len(x) - 1; i >= 0; i-- {
			for j := len(y) - 1; j >= 0; j-- {
				if x[i] == y[j] {
					longest[i*w+j] = longest[(i+1)*w+j+1] + 1
				} else {
					longest[i*w+j] = max(longest[(i+1)*w+j], longest[i*w+j+1])
				}
			}
		}
	}
	i, j := 0, 0
	for i < len(x) || j < len(y) {
		switch {
		case longest != nil && i < len(x) && j < len(y) && x[i] == y[j]:
			out = append(out, Line{' ', x[i]})
			i, j = i+1, j+1
		case i < len(x) && (j == len(y) || longest == nil || longest[(i+1)*w+j] >= longest[i*w+j+1]):
			out = append(out, Line{'-', x[i]})
			i++
		default:
			out = append(out, Line{'+', y[j]})
			j++
		}
	}
	return out
}

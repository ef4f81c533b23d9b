package points

import "strings"

// A LineChange is a line of a file, and what became of it: ' ' it stays, '-' it
// is gone, '+' it is new.
type LineChange struct {
	Mark byte
	Text string
}

// mostCells bounds the table by which lines are compared; beyond it everything
// between the first and the last difference counts as changed.
const mostCells = 4 << 20

// Lines compares two files by lines: the fewest changes that lead from one to the
// other, what is gone before what is new.
func Lines(from, to string) []LineChange {
	a, b := linesOf(from), linesOf(to)
	var out []LineChange
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		out, a, b = append(out, LineChange{' ', a[0]}), a[1:], b[1:]
	}
	end := 0
	for end < len(a) && end < len(b) && a[len(a)-1-end] == b[len(b)-1-end] {
		end++
	}
	tail := a[len(a)-end:]
	out = append(out, between(a[:len(a)-end], b[:len(b)-end])...)
	for _, line := range tail {
		out = append(out, LineChange{' ', line})
	}
	return out
}

func linesOf(text string) []string {
	text = strings.TrimSuffix(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	if text == "" {
		return nil
	}
	return strings.Split(text, "\n")
}

// between compares what differs at both ends, by their longest common subsequence.
func between(a, b []string) (out []LineChange) {
	common := make([][]int, len(a)+1) // of a[i:] and b[j:]
	if (len(a)+1)*(len(b)+1) <= mostCells {
		for i := range common {
			common[i] = make([]int, len(b)+1)
		}
		for i := len(a) - 1; i >= 0; i-- {
			for j := len(b) - 1; j >= 0; j-- {
				if common[i][j] = max(common[i+1][j], common[i][j+1]); a[i] == b[j] {
					common[i][j] = common[i+1][j+1] + 1
				}
			}
		}
	}
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case common[i] != nil && i < len(a) && j < len(b) && a[i] == b[j]:
			out = append(out, LineChange{' ', a[i]})
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && (common[i] == nil || common[i+1][j] >= common[i][j+1]):
			out = append(out, LineChange{'-', a[i]})
			i++
		default:
			out = append(out, LineChange{'+', b[j]})
			j++
		}
	}
	return out
}

package scoring

// Suppress decides which of sibling cells may be shown beside their total.
// A cell below k is hidden, and so is one that must be for another reason
// (must may be nil, else runs parallel to counts); hidden cells together hold
// at least k and are never exactly one, else the next smallest is hidden too.
// Empty cells hide nothing. With k < 2 only those that must are hidden. Where
// nothing is left to hide, the hidden cells may still be one or hold fewer
// than k: then the total gives them away and must not be shown either.
func Suppress(counts []int, must []bool, k int) (hidden []bool) {
	hidden = make([]bool, len(counts))
	copy(hidden, must)
	if k < 2 {
		return hidden
	}
	cells, held := 0, 0
	for i, n := range counts {
		hidden[i] = hidden[i] || n > 0 && n < k
		if hidden[i] && n > 0 {
			cells++
			held += n
		}
	}
	for cells > 0 && (cells == 1 || held < k) {
		next := smallestShown(counts, hidden)
		if next < 0 {
			break
		}
		hidden[next] = true
		cells++
		held += counts[next]
	}
	return hidden
}

// smallestShown returns the first of the smallest cells that are neither empty
// nor hidden, or -1.
func smallestShown(counts []int, hidden []bool) int {
	at := -1
	for i, n := range counts {
		if n > 0 && !hidden[i] && (at < 0 || n < counts[at]) {
			at = i
		}
	}
	return at
}

package survey

// Nearest returns the word most like a misspelt one, or "" where none is
// near: a third of its letters may differ, one in short words, but not all.
func Nearest(wrong string, words []string) string {
	letters := []rune(wrong)
	best, least := "", min(max(1, len(letters)/3)+1, len(letters))
	for _, w := range words {
		if d := distance(letters, []rune(w), least); d < least {
			best, least = w, d
		}
	}
	return best
}

// distance is the number of letters to add, drop, change or swap with their
// neighbour (optimal string alignment); anything from limit on is limit.
func distance(a, b []rune, limit int) int {
	if len(a)-len(b) >= limit || len(b)-len(a) >= limit {
		return limit
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return min(last[len(b)], limit)
}

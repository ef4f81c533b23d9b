package scoring

// Suppress decides which of sibling cells may be shown beside their total.
// A cell below k is hidden; hidden cells together hold at least k and are
// never exactly one, else the next smallest is hidden too. Empty cells hide
// nothing. With k < 2 all are shown.
func Suppress(counts []int, k int) (hidden []bool) { panic("scoring: not written yet") }

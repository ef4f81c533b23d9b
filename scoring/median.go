package scoring

import (
	"math"
	"slices"
)

// Median returns the middle of x, the mean of the middle two where their
// number is even; NaN of none. It leaves x as it is.
func Median[T ~float64](x []T) T {
	if len(x) == 0 {
		return T(math.NaN())
	}
	sorted := slices.Sorted(slices.Values(x))
	middle := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[middle]
	}
	return (sorted[middle-1] + sorted[middle]) / 2
}

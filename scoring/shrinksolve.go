package scoring

import (
	"math"
	"slices"
)

// fallingRoot returns the root t ≥ 0 of a falling function that ends below 0,
// and 0 if it starts there; scale is a first guess of t's size.
func fallingRoot(f func(t float64) float64, scale float64) float64 {
	if f(0) <= 0 {
		return 0
	}
	high := scale
	for f(high) > 0 && high < math.MaxFloat64/2 {
		high *= 2
	}
	return bisect(f, 0, high)
}

// remlMinimum returns where a −2 log restricted likelihood on t ≥ 0 is least;
// beyond end it must rise. It may have more than one valley: a grid of 30 points
// a decade over twelve decades finds the deepest, the slope's root its bottom.
func remlMinimum(at func(t float64) (loss, slope float64), end float64) float64 {
	const steps = 360
	grid := make([]float64, steps+1) // grid[0] = 0
	best, least := 0, math.Inf(1)
	for i := range grid {
		if i > 0 {
			grid[i] = end * math.Pow(10, 12*float64(i-steps)/steps)
		}
		if loss, _ := at(grid[i]); loss < least {
			best, least = i, loss
		}
	}
	low, up := grid[max(0, best-1)], grid[min(steps, best+1)]
	falling := func(t float64) float64 { _, slope := at(t); return -slope }
	if best == 0 && falling(0) <= 0 {
		return 0
	}
	return bisect(falling, low, up)
}

// remlEnd returns a τ² from which on the slope free − c q2 of a restricted
// likelihood is not negative: with t at least the largest v, w lies between 1/2t and
// 1/t, so that free ≥ (K−1)/4t and q2 ≤ K range²/t².
func remlEnd(x []float64, v, c float64) float64 {
	width := slices.Max(x) - slices.Min(x)
	return max(v, 8*c*width*width)
}

// bisect returns the root of f between low, where f is positive, and high.
func bisect(f func(float64) float64, low, high float64) float64 {
	for {
		middle := low + (high-low)/2
		if middle <= low || middle >= high {
			return middle
		}
		if f(middle) > 0 {
			low = middle
		} else {
			high = middle
		}
	}
}

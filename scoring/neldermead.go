package scoring

import (
	"cmp"
	"math"
	"slices"
)

// A vertex is a point of the plane and what a function is there.
type vertex struct{ x, y, f float64 }

// nelderMead returns where f is least in the plane, looked for from (x, y)
// with a simplex of the size given, until the simplex' values lie within
// tolerance and its points within a tenth of tolerance's root, or 500 steps are
// done. f may be +Inf.
//
// Nelder, J. A. & Mead, R. (1965), Computer Journal 7, 308–313.
func nelderMead(f func(x, y float64) float64, x, y, size, tolerance float64) vertex {
	at := func(x, y float64) vertex { return vertex{x, y, f(x, y)} }
	s := []vertex{at(x, y), at(x+size, y), at(x, y+size)}
	order := func() { slices.SortFunc(s, func(a, b vertex) int { return cmp.Compare(a.f, b.f) }) }
	order()
	for range 500 {
		width := max(math.Abs(s[1].x-s[0].x), math.Abs(s[2].x-s[0].x), math.Abs(s[1].y-s[0].y), math.Abs(s[2].y-s[0].y))
		if s[2].f-s[0].f <= tolerance && width <= math.Sqrt(tolerance)/10*(1+math.Abs(s[0].x)+math.Abs(s[0].y)) {
			break
		}
		cx, cy := (s[0].x+s[1].x)/2, (s[0].y+s[1].y)/2
		move := func(by float64) vertex { return at(cx+by*(cx-s[2].x), cy+by*(cy-s[2].y)) }
		switch reflected := move(1); {
		case reflected.f < s[0].f:
			if expanded := move(2); expanded.f < reflected.f {
				reflected = expanded
			}
			s[2] = reflected
		case reflected.f < s[1].f:
			s[2] = reflected
		default:
			contracted := move(-0.5)
			if reflected.f < s[2].f {
				contracted = move(0.5)
			}
			if contracted.f < min(reflected.f, s[2].f) {
				s[2] = contracted
				break
			}
			for k := 1; k < 3; k++ {
				s[k] = at((s[0].x+s[k].x)/2, (s[0].y+s[k].y)/2)
			}
		}
		order()
	}
	return s[0]
}

// valleys returns the points of a square grid over the values given, in
// ascending order, that have no lower neighbour.
func valleys(f func(x, y float64) float64, values []float64) []vertex {
	n := len(values)
	grid := make([]vertex, 0, n*n)
	for _, x := range values {
		for _, y := range values {
			grid = append(grid, vertex{x, y, f(x, y)})
		}
	}
	var out []vertex
	for k, v := range grid {
		lowest := true
		for i := max(0, k/n-1); i <= min(n-1, k/n+1); i++ {
			for j := max(0, k%n-1); j <= min(n-1, k%n+1); j++ {
				lowest = lowest && v.f <= grid[i*n+j].f
			}
		}
		if lowest {
			out = append(out, v)
		}
	}
	return out
}

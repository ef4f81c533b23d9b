package scoring

import (
	"cmp"
	"math"
	"slices"
)

// A rankPair is two units, the first not below the second.
type rankPair struct{ high, low int }

// rankSteps is the step-down test of pairs of K units.
type rankSteps struct {
	x       []float64
	level   float64
	inverse []float64 // K×K: 1 over the error of a difference; NaN: unknown, +Inf: both known exactly
	draws   []float64 // draw by draw, K each
	// order holds, draw by draw, the units by size, their draws over their
	// errors without the sign, the largest first; size runs parallel to order.
	order   []int32
	size    []float64
	open    []bool // K×K: [i,j]: the hypothesis θ_i ≤ θ_j is among those tested
	largest []float64
	steps   int
	alone   int // -1, or the unit that all pairs have in common
}

func newRankSteps(x []float64, level float64, draws int, scale func(i, j int) float64) *rankSteps {
	k := len(x)
	s := &rankSteps{
		x: x, level: level, inverse: make([]float64, k*k), draws: make([]float64, draws*k),
		order: make([]int32, draws*k), size: make([]float64, draws*k), open: make([]bool, k*k), largest: make([]float64, draws),
	}
	for i := range x {
		for j := i + 1; j < k; j++ {
			s.inverse[i*k+j] = 1 / scale(i, j)
			s.inverse[j*k+i] = s.inverse[i*k+j]
		}
	}
	return s
}

// draw returns the place of draw r.
func (s *rankSteps) draw(r int) []float64 { return s.draws[r*len(s.x) : (r+1)*len(s.x)] }

// bound orders the units of each draw by size. For independent z with errors se
//
//	|z_i − z_j| / √(se_i² + se_j²) ≤ √(u_i² + u_j²),  u = z/se
//
// by Cauchy and Schwarz, so that few pairs can be the largest. Without se
// nothing is known of a pair but by looking at it.
func (s *rankSteps) bound(se []float64) {
	k := len(s.x)
	for r := range s.largest {
		z, order, size := s.draw(r), s.order[r*k:(r+1)*k], s.size[r*k:(r+1)*k]
		u := make([]float64, k)
		for i := range z {
			order[i] = int32(i)
			switch {
			case se == nil:
				u[i] = math.Inf(1)
			case se[i] > 0:
				u[i] = math.Abs(z[i]) / se[i]
			}
		}
		slices.SortFunc(order, func(a, b int32) int { return cmp.Or(cmp.Compare(u[b], u[a]), cmp.Compare(a, b)) })
		for at, i := range order {
			size[at] = u[i]
		}
	}
}

// all returns all pairs, to be tested together.
func (s *rankSteps) all() []rankPair {
	s.alone = -1
	var pairs []rankPair
	for i := range s.x {
		for j := i + 1; j < len(s.x); j++ {
			pairs = append(pairs, s.pair(i, j))
		}
	}
	return pairs
}

// of returns the pairs of one unit.
func (s *rankSteps) of(i int) []rankPair {
	s.alone = i
	var pairs []rankPair
	for j := range s.x {
		if j != i {
			pairs = append(pairs, s.pair(i, j))
		}
	}
	return pairs
}

func (s *rankSteps) pair(i, j int) rankPair {
	if s.x[i] < s.x[j] {
		i, j = j, i
	}
	return rankPair{i, j}
}

// differ returns the pairs that differ.
func (s *rankSteps) differ(pairs []rankPair) []rankPair {
	clear(s.open)
	k := len(s.x)
	var out, left []rankPair
	for _, p := range pairs {
		switch inverse := s.inverse[p.high*k+p.low]; {
		case math.IsNaN(inverse):
		case !math.IsInf(inverse, 0):
			left = append(left, p)
			s.open[p.high*k+p.low], s.open[p.low*k+p.high] = true, true
		case s.x[p.high] > s.x[p.low]: // both known exactly
			out = append(out, p)
		}
	}
	for len(left) > 0 {
		c := s.critical()
		at := len(out)
		left = slices.DeleteFunc(left, func(p rankPair) bool {
			if (s.x[p.high]-s.x[p.low])*s.inverse[p.high*k+p.low] <= c {
				return false
			}
			out = append(out, p)
			s.open[p.high*k+p.low] = false
			return true
		})
		if len(out) == at {
			break
		}
	}
	return out
}

// critical returns the level quantile, over the draws, of the largest statistic
// of an open hypothesis. Some pair must be open in both directions.
func (s *rankSteps) critical() float64 {
	s.steps++
	for r := range s.largest {
		if s.alone < 0 {
			s.largest[r] = s.most(r)
		} else {
			s.largest[r] = s.mostOf(r, s.alone)
		}
	}
	slices.Sort(s.largest)
	at := s.level * float64(len(s.largest)-1)
	low := int(at)
	next := s.largest[min(low+1, len(s.largest)-1)]
	return s.largest[low] + (at-float64(low))*(next-s.largest[low])
}

// slack keeps rounding from hiding a pair behind its bound.
const slack = 1 - 1e-9

// most returns the largest statistic of a draw.
func (s *rankSteps) most(r int) float64 {
	k := len(s.x)
	z, order, size := s.draw(r), s.order[r*k:(r+1)*k], s.size[r*k:(r+1)*k]
	most := 0.0
	for a, i := range order {
		first := size[a] * size[a]
		if 2*first < most*most*slack {
			break
		}
		for b := a + 1; b < k && first+size[b]*size[b] >= most*most*slack; b++ {
			most = max(most, s.statistic(z, int(i), int(order[b])))
		}
	}
	return most
}

// mostOf returns the largest statistic of a draw among the pairs of unit i.
func (s *rankSteps) mostOf(r, i int) float64 {
	k := len(s.x)
	z, order, size := s.draw(r), s.order[r*k:(r+1)*k], s.size[r*k:(r+1)*k]
	own := size[slices.Index(order, int32(i))]
	most := 0.0
	for b, j := range order {
		if own*own+size[b]*size[b] < most*most*slack {
			break
		}
		if int(j) != i {
			most = max(most, s.statistic(z, i, int(j)))
		}
	}
	return most
}

// statistic returns that of the direction in which a pair's draws differ, 0
// where it is not open.
func (s *rankSteps) statistic(z []float64, i, j int) float64 {
	if z[i] < z[j] {
		i, j = j, i
	}
	at := i*len(s.x) + j
	if !s.open[at] {
		return 0
	}
	return (z[i] - z[j]) * s.inverse[at]
}

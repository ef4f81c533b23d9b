package scoring

import (
	"math"
	"slices"
)

// A rankPair is two units, the first not below the second, and the inverse of
// their difference's error.
type rankPair struct {
	high, low int
	inverse   float64
}

// rankSteps is the step-down test of pairs.
type rankSteps struct {
	x       []float64
	level   float64
	draws   [][]float64 // of each unit
	largest []float64   // scratch, one a draw
	steps   int
}

func (s *rankSteps) pair(i, j int, scale float64) rankPair {
	if s.x[i] < s.x[j] {
		i, j = j, i
	}
	return rankPair{i, j, 1 / scale}
}

// differ returns the pairs that differ.
func (s *rankSteps) differ(pairs []rankPair) []rankPair {
	var exact, out, left []rankPair
	for _, p := range pairs {
		switch {
		case math.IsNaN(p.inverse):
		case !math.IsInf(p.inverse, 0):
			left = append(left, p)
		case s.x[p.high] > s.x[p.low]: // both known exactly
			exact = append(exact, p)
		}
	}
	for len(left) > 0 {
		c := s.critical(left, out)
		at := len(out)
		left = slices.DeleteFunc(left, func(p rankPair) bool {
			if (s.x[p.high]-s.x[p.low])*p.inverse > c {
				out = append(out, p)
				return true
			}
			return false
		})
		if len(out) == at {
			break
		}
	}
	return append(exact, out...)
}

// critical returns the level quantile of the largest statistic: of both
// directions of the pairs left, and of the direction not rejected of those that
// differ.
func (s *rankSteps) critical(left, differ []rankPair) float64 {
	s.steps++
	for r := range s.largest {
		s.largest[r] = math.Inf(-1)
	}
	for _, p := range left {
		high, low := s.draws[p.high], s.draws[p.low]
		for r, most := range s.largest {
			if d := math.Abs(high[r]-low[r]) * p.inverse; d > most {
				s.largest[r] = d
			}
		}
	}
	for _, p := range differ {
		high, low := s.draws[p.high], s.draws[p.low]
		for r, most := range s.largest {
			if d := (low[r] - high[r]) * p.inverse; d > most {
				s.largest[r] = d
			}
		}
	}
	slices.Sort(s.largest)
	at := s.level * float64(len(s.largest)-1)
	low := int(at)
	next := s.largest[min(low+1, len(s.largest)-1)]
	return s.largest[low] + (at-float64(low))*(next-s.largest[low])
}

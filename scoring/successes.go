package scoring

// successes is the distribution of a number of successes: P(low + i) at p[i],
// all else being negligible.
type successes struct {
	low int
	p   []float64
}

func (s *successes) reset() { s.low, s.p = 0, append(s.p[:0], 1) }

// negligible is what it leaves out at its ends.
const negligible = 1e-15

// with adds an independent trial of success probability p.
func (s *successes) with(p float64) {
	s.p = append(s.p, 0)
	f := s.p
	for r := len(f) - 1; r > 0; r-- {
		f[r] = f[r]*(1-p) + f[r-1]*p
	}
	f[0] *= 1 - p
	skip := 0
	for skip < len(f)-1 && f[skip] < negligible {
		skip++
	}
	n := len(f)
	for n > skip+1 && f[n-1] < negligible {
		n--
	}
	if skip > 0 {
		copy(f, f[skip:n])
	}
	s.low += skip
	s.p = f[:n-skip]
}

// without sets s to g with one trial of success probability p taken out, from
// the end at which that is stable.
func (s *successes) without(g *successes, p float64) {
	s.low = g.low
	s.p = append(s.p[:0], g.p...)
	f, last := s.p, 0.0
	if p <= 0.5 {
		scale, ratio := 1/(1-p), p/(1-p)
		for r, x := range f {
			last = x*scale - ratio*last
			f[r] = last
		}
		return
	}
	scale, ratio := 1/p, (1-p)/p
	for r := len(f) - 1; r >= 0; r-- {
		last = f[r]*scale - ratio*last
		f[r] = last
	}
	s.low--
	if s.low < 0 { // nothing below 0 successes
		s.low, s.p = 0, f[1:]
	}
}

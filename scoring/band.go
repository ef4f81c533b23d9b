package scoring

// A band is the distribution of a number of successes: P(low + i) at p[i], all
// else being negligible.
type band struct {
	low int
	p   []float64
}

func (b *band) reset() { b.low, b.p = 0, append(b.p[:0], 1) }

// negligible is what a band leaves out at its ends.
const negligible = 1e-15

// with adds an independent trial of success probability p.
func (b *band) with(p float64) {
	b.p = append(b.p, 0)
	f := b.p
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
	b.low += skip
	b.p = f[:n-skip]
}

// without sets b to g with one trial of success probability p taken out, from
// the end at which that is stable.
func (b *band) without(g *band, p float64) {
	b.low = g.low
	b.p = append(b.p[:0], g.p...)
	f, last := b.p, 0.0
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
	b.low--
	if b.low < 0 { // nothing below 0 successes
		b.low, b.p = 0, f[1:]
	}
}

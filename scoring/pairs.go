package scoring

// pairs are sums over pairs of the n items, of ballots with weight w and
// scores x. Most answers are scored, so that counting the missing ones is less
// work than counting both:
//
//	Σ w² 1_j x_k = Σ w² x_k − gone[j,k],  Σ w² 1_j 1_k = Σ w² (1 − d_j − d_k) + both[j,k]
//
// with x = 0 and d = 1 where an answer is not scored. The first few ballots are
// kept as they are, which takes less room than their sums.
type pairs struct {
	n       int
	first   []int16   // answers of the first ballots, row by row, while cross is nil
	weights []float64 // of these ballots

	cross []float64 // Σ w² x_j x_k, j < k, row by row
	gone  []float64 // Σ w² d_j x_k, all j, k
	both  []float64 // Σ w² d_j d_k, j < k
	// waiting holds the w x of up to batch ballots that cross lacks yet: adding
	// several at once reads and writes the triangle once.
	waiting []float64
	filled  int
}

const batch = 4

// few returns how many ballots take about half the room of their sums.
func (p *pairs) few() int { return (8*p.n*p.n + 12*p.n) / (2*p.n + 8) }

// newSums returns pairs that keep sums from the start.
func newSums(n int) *pairs {
	p := &pairs{n: n}
	p.grow()
	return p
}

func (p *pairs) grow() {
	t := p.n * (p.n - 1) / 2
	p.cross, p.gone, p.both = make([]float64, t), make([]float64, p.n*p.n), make([]float64, t)
	p.waiting = make([]float64, batch*p.n)
}

// pair returns the place of items j < k of n in a row-wise triangle.
func pair(j, k, n int) int { return j*(2*n-j-1)/2 + k - j - 1 }

// add counts a ballot: s holds what its answers mean.
func (p *pairs) add(l *layout, answers []int16, s *scratch, w float64) {
	if p.cross == nil {
		if len(p.weights) < p.few() {
			p.first, p.weights = append(p.first, answers...), append(p.weights, w)
			return
		}
		p.expand(l)
	}
	p.sum(s.x, s.missing, w)
}

// expand turns the ballots kept into sums.
func (p *pairs) expand(l *layout) {
	if p.cross != nil {
		return
	}
	p.grow()
	p.replay(l, p)
	p.first, p.weights = nil, nil
}

// replay adds the ballots kept to the sums of another.
func (p *pairs) replay(l *layout, to *pairs) {
	x, missing := make([]float64, p.n), make([]int, 0, p.n)
	for i, w := range p.weights {
		missing = missing[:0]
		for j, a := range p.first[i*p.n:][:p.n] {
			slot := &l.slots[l.first[j]+int(a)+2]
			x[j] = slot.score
			if !slot.scored {
				missing = append(missing, j)
			}
		}
		to.sum(x, missing, w)
	}
}

// sums returns p as sums: itself, or room filled with the ballots kept.
func (p *pairs) sums(l *layout, room *pairs) *pairs {
	if p.cross == nil {
		clear(room.cross)
		clear(room.gone)
		clear(room.both)
		p.replay(l, room)
		p = room
	}
	p.flush()
	return p
}

// sum adds a ballot to the sums: x are its scores (0 where missing).
func (p *pairs) sum(x []float64, missing []int, w float64) {
	row := p.waiting[p.filled*p.n:][:p.n]
	for j, s := range x[:len(row)] {
		row[j] = w * s
	}
	if p.filled++; p.filled == batch {
		p.flush()
	}
	w2 := w * w
	for i, j := range missing {
		row := p.gone[j*p.n:][:p.n]
		for k, s := range x[:len(row)] {
			row[k] += float64(w2 * s)
		}
		for _, k := range missing[i+1:] {
			p.both[pair(j, k, p.n)] += w2
		}
	}
}

// flush adds the waiting ballots to cross. The products are rounded before
// they are added (no fused multiply-add), so that all machines agree.
func (p *pairs) flush() {
	if p.filled == 0 {
		return
	}
	n := p.n
	clear(p.waiting[p.filled*n:])
	p.filled = 0
	a, b, c, d := p.waiting[:n], p.waiting[n:][:n], p.waiting[2*n:][:n], p.waiting[3*n:][:n]
	at := 0
	for j := range n {
		aj, bj, cj, dj := a[j], b[j], c[j], d[j]
		ta := a[j+1:]
		tb, tc, td := b[j+1:][:len(ta)], c[j+1:][:len(ta)], d[j+1:][:len(ta)]
		row := p.cross[at:][:len(ta)]
		for k, x := range ta {
			row[k] += (float64(aj*x) + float64(bj*tb[k])) + (float64(cj*tc[k]) + float64(dj*td[k]))
		}
		at += len(ta)
	}
}

// merge adds o.
func (p *pairs) merge(l *layout, o *pairs) {
	if o.cross == nil {
		if p.cross == nil && len(p.weights)+len(o.weights) <= p.few() {
			p.first, p.weights = append(p.first, o.first...), append(p.weights, o.weights...)
			return
		}
		p.expand(l)
		o.replay(l, p)
		return
	}
	p.expand(l)
	o.flush()
	addTo(p.cross, o.cross)
	addTo(p.gone, o.gone)
	addTo(p.both, o.both)
}

// multiply multiplies all weights by g.
func (p *pairs) multiply(g float64) {
	p.flush()
	for i := range p.weights {
		p.weights[i] *= g
	}
	for _, sums := range [][]float64{p.cross, p.gone, p.both} {
		for i := range sums {
			sums[i] *= g * g
		}
	}
}

func addTo(dst, src []float64) {
	for i, x := range src {
		dst[i] += x
	}
}

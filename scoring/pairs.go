package scoring

// pairs are sums over pairs of the n items, of ballots with weight w and
// scores x. Most answers are scored, so that counting the missing ones is less
// work than counting both:
//
//	Σ w² 1_j x_k = Σ w² x_k − gone[j,k],  Σ w² 1_j 1_k = Σ w² (1 − d_j − d_k) + both[j,k]
//
// with x = 0 and d = 1 where an answer is not scored.
type pairs struct {
	n     int
	cross []float64 // Σ w² x_j x_k, j < k, row by row
	gone  []float64 // Σ w² d_j x_k, all j, k
	both  []float64 // Σ w² d_j d_k, j < k
	// waiting holds the w x of up to batch ballots that cross lacks yet: adding
	// several at once reads and writes the triangle once.
	waiting []float64
	filled  int
}

const batch = 4

func newPairs(n int) *pairs {
	t := n * (n - 1) / 2
	return &pairs{
		n: n, cross: make([]float64, t), gone: make([]float64, n*n), both: make([]float64, t),
		waiting: make([]float64, batch*n),
	}
}

// pair returns the place of items j < k of n in a row-wise triangle.
func pair(j, k, n int) int { return j*(2*n-j-1)/2 + k - j - 1 }

// add counts a ballot: x are its scores (0 where missing).
func (p *pairs) add(x []float64, missing []int, w float64) {
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
func (p *pairs) merge(o *pairs) {
	o.flush()
	addTo(p.cross, o.cross)
	addTo(p.gone, o.gone)
	addTo(p.both, o.both)
}

func addTo(dst, src []float64) {
	for i, x := range src {
		dst[i] += x
	}
}

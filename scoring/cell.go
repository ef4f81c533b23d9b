package scoring

import "strings"

// A cell is the tally of one unit × group × stratum × profile, of the ballots
// with a cluster or of those without. It holds what means need (answers by
// slot) and what the variance of any linear combination of them needs:
//
//   - Σ v vᵀ over ballots, where v is (w·1_j, w·s_j·1_j) over the items j with a
//     scored answer; the diagonal follows from the slots;
//   - with clusters, Σ v of each;
//   - respondents first: the same of each respondent's own node scores, of
//     which only the diagonal is needed.
//
// Sums hold the weights as calibrated.
type cell struct {
	stratum     *stratum
	clustered   bool
	profile     string
	calibration *calibration // nil: design weights
	member      int          // its place in the calibration
	ballots     int
	n           []int     // ballots per slot
	w, w2       []float64 // Σ w and Σ w² per slot; nil while every weight was 1
	sumW        float64
	sumW2       float64
	absent      []absence            // per node: ballots without a value there; kept where no single item decides; nil: none
	pairs       *pairs               // indicators first
	own         []ownSums            // respondents first
	clusters    map[string][]float64 // Σ w·1 per column, Σ w·x per column, Σ w
}

// An absence counts ballots.
type absence struct {
	n     int
	w, w2 float64
}

// ownSums are sums over the respondents that have a score x at a node, and the
// range of x; all 0 where none has.
type ownSums struct{ w, wx, w2, w2x, w2x2, satisfied, low, high float64 }

// newCell returns the empty cell of a key, in its stratum.
func (l *layout) newCell(s *stratum, key cellKey) *cell {
	c := &cell{stratum: s, clustered: key.clustered, profile: strings.Clone(key.profile), calibration: key.calibration, n: make([]int, len(l.slots))}
	if l.in.Method == RespondentFirst {
		c.own = make([]ownSums, len(l.in.Nodes))
	} else {
		c.pairs = &pairs{n: len(l.in.Items)}
	}
	if c.clustered {
		c.clusters = map[string][]float64{}
	}
	return c
}

// weigh makes room for weights other than 1.
func (c *cell) weigh() {
	if c.w != nil {
		return
	}
	c.w, c.w2 = make([]float64, len(c.n)), make([]float64, len(c.n))
	for i, n := range c.n {
		c.w[i], c.w2[i] = float64(n), float64(n)
	}
}

// weight returns Σ w and Σ w² of a slot.
func (c *cell) weight(slot int) (w, w2 float64) {
	if c.w == nil {
		return float64(c.n[slot]), float64(c.n[slot])
	}
	return c.w[slot], c.w2[slot]
}

// merge adds o, a cell of the same layout.
func (c *cell) merge(l *layout, o *cell) {
	c.member = o.member
	if c.w != nil || o.w != nil {
		c.weigh()
		for i := range c.n {
			w, w2 := o.weight(i)
			c.w[i] += w
			c.w2[i] += w2
		}
	}
	c.ballots += o.ballots
	c.sumW += o.sumW
	c.sumW2 += o.sumW2
	for i, n := range o.n {
		c.n[i] += n
	}
	if c.absent == nil && o.absent != nil {
		c.absent = make([]absence, len(o.absent))
	}
	for i, a := range o.absent {
		c.absent[i].n += a.n
		c.absent[i].w += a.w
		c.absent[i].w2 += a.w2
	}
	for i := range o.own {
		c.own[i].merge(o.own[i])
	}
	if c.pairs != nil {
		c.pairs.merge(l, o.pairs)
	}
	for name, total := range o.clusters {
		if mine, ok := c.clusters[name]; ok {
			addTo(mine, total)
		} else {
			c.clusters[name] = append([]float64(nil), total...)
		}
	}
}

func (s *ownSums) merge(o ownSums) {
	switch {
	case o.w == 0:
		return
	case s.w == 0:
		s.low, s.high = o.low, o.high
	}
	s.low, s.high = min(s.low, o.low), max(s.high, o.high)
	s.w += o.w
	s.wx += o.wx
	s.w2 += o.w2
	s.w2x += o.w2x
	s.w2x2 += o.w2x2
	s.satisfied += o.satisfied
}

// multiply multiplies the weights of all ballots by g.
func (c *cell) multiply(g float64) {
	c.weigh()
	for i := range c.w {
		c.w[i] *= g
		c.w2[i] *= g * g
	}
	c.sumW *= g
	c.sumW2 *= g * g
	for i := range c.absent {
		c.absent[i].w *= g
		c.absent[i].w2 *= g * g
	}
	for i := range c.own {
		s := &c.own[i]
		*s = ownSums{g * s.w, g * s.wx, g * g * s.w2, g * g * s.w2x, g * g * s.w2x2, g * s.satisfied, s.low, s.high}
	}
	if c.pairs != nil {
		c.pairs.multiply(g)
	}
	for _, total := range c.clusters {
		for i := range total {
			total[i] *= g
		}
	}
}

// present returns how many of the cell's ballots have a value at a node, and
// their Σ w and Σ w².
func (c *cell) present(l *layout, node int) (n int, w, w2 float64) {
	item := l.tree.item[node]
	if item < 0 {
		var a absence
		if c.absent != nil {
			a = c.absent[node]
		}
		return c.ballots - a.n, c.sumW - a.w, c.sumW2 - a.w2
	}
	for s := l.first[item]; s < l.first[item]+l.width[item]; s++ {
		if l.slots[s].scored {
			sw, sw2 := c.weight(s)
			n += c.n[s]
			w += sw
			w2 += sw2
		}
	}
	return n, w, w2
}

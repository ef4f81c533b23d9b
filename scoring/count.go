package scoring

import (
	"math"
	"strings"
)

// read writes the slots and scores of a ballot's answers into the scratch.
func (t *Tallies) read(answers []int16) {
	l, s := t.layout, &t.scratch
	s.missing = s.missing[:0]
	clear(s.gone)
	for j, a := range answers {
		k := int(a) + 2
		if uint(k) >= uint(l.width[j]) {
			panic("scoring: item " + l.in.Items[j].ID + " has no such option")
		}
		at := l.first[j] + k
		slot := &l.slots[at]
		s.at[j], s.x[j] = at, slot.score
		if !slot.scored {
			s.missing = append(s.missing, j)
			s.gone[j/64] |= 1 << (j % 64)
		}
	}
}

// count adds a ballot's answers to the slots.
func (c *cell) count(slots []int, w float64) {
	if w != 1 {
		c.weigh()
	}
	c.ballots++
	c.sumW += w
	c.sumW2 += w * w
	for _, at := range slots {
		c.n[at]++
	}
	if c.w == nil {
		return
	}
	for _, at := range slots {
		c.w[at] += w
		c.w2[at] += w * w
	}
}

// countAbsent counts the nodes at which the ballot has no value.
func (c *cell) countAbsent(l *layout, s *scratch, w float64) {
	if len(s.missing) == 0 {
		return
	}
	for i, mask := range l.masks {
		if mask == nil {
			continue
		}
		left := uint64(0)
		for k, m := range mask {
			left |= m &^ s.gone[k]
		}
		if left == 0 {
			if c.absent == nil {
				c.absent = make([]absence, len(l.masks))
			}
			c.absent[i].n++
			c.absent[i].w += w
			c.absent[i].w2 += w * w
		}
	}
}

// addCluster adds the ballot's item scores to its cluster's totals.
func (c *cell) addCluster(name string, s *scratch, w float64) {
	n := len(s.x)
	total := c.cluster(name, n)
	for j, x := range s.x {
		if s.gone[j/64]&(1<<(j%64)) == 0 {
			total[j] += w
			total[n+j] += float64(w * x)
		}
	}
	total[2*n] += w
}

// cluster returns the totals of a cluster over n columns, new if need be.
func (c *cell) cluster(name string, n int) []float64 {
	total := c.clusters[name]
	if total == nil {
		total = make([]float64, 2*n+1)
		c.clusters[strings.Clone(name)] = total
	}
	return total
}

// addOwn adds the respondent's own node scores: his tree, weights renormalised
// over his scored answers.
func (t *Tallies) addOwn(c *cell, b *Ballot) {
	l, s, w := t.layout, &t.scratch, b.Weight
	for j, at := range s.at {
		slot := &l.slots[at]
		s.own[j], s.satisfied[j] = slot.score, 0
		if slot.satisfied {
			s.satisfied[j] = 1
		}
		if !slot.scored {
			s.own[j], s.satisfied[j] = math.NaN(), math.NaN()
		}
	}
	l.tree.means(s.own, s.nodes)
	l.tree.means(s.satisfied, s.rates)
	var total []float64
	if c.clustered {
		total = c.cluster(b.Cluster, len(s.nodes))
		total[2*len(s.nodes)] += w
	}
	for i, x := range s.nodes {
		if math.IsNaN(x) {
			continue
		}
		wx := float64(w * x)
		c.own[i].merge(ownSums{w, wx, w * w, w * wx, wx * wx, w * s.rates[i], x, x})
		if total != nil {
			total[i] += w
			total[len(s.nodes)+i] += wx
		}
	}
}

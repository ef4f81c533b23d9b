package scoring

import (
	"maps"
	"math"
	"slices"
)

// A form gives, for any linear combination of a cell's column means, its share
// in the stratum's sums: u = Σ_j a_j r_j with r_j = w 1_j (x_j − m_j)/N_j for a
// ballot, m_j and N_j of the whole part.
type form struct {
	cell     *cell
	square   []float64 // Σ r_j r_k over ballots, n×n, k ≥ j filled; diagonal only where n is 0
	n        int
	total    []float64 // Σ r_j over ballots
	weighted []float64 // Σ w r_j over ballots
	scale    []float64 // root of Σ r_j² without the mean taken off
	clusters []clusterForm
}

// A clusterForm holds one cluster's Σ r_j, and its Σ w 1_j.
type clusterForm struct {
	name   string
	total  []float64
	scale  []float64 // what total would be without the mean taken off
	w      []float64
	weight float64 // Σ w of all its ballots in the cell
}

func newForm(c *cell, columns []columnSums, means []float64) form {
	k := len(columns)
	f := form{cell: c, total: make([]float64, k), weighted: make([]float64, k), scale: make([]float64, k)}
	if c.clustered {
		f.clusters = clusterForms(c, columns, means)
	}
	return f
}

// itemForm returns the form of a cell over items with the given sums and means.
func (e *estimator) itemForm(c *cell, items []columnSums, means []float64) form {
	k := len(items)
	f := newForm(c, items, means)
	f.n, f.square = k, make([]float64, k*k)
	sums := make([]squareSums, k)
	for j := range items {
		sums[j] = e.layout.squareSums(c, j, means[j])
		if n := items[j].w; n > 0 {
			f.square[j*k+j], f.total[j] = sums[j].square/(n*n), sums[j].total/n
			f.weighted[j], f.scale[j] = sums[j].weighted/n, math.Sqrt(sums[j].scale)/n
		}
	}
	p := c.pairs.sums(e.layout, e.room)
	for j := range items {
		for i := j + 1; i < k; i++ {
			if items[j].constant() || items[i].constant() { // r is 0 for everybody
				continue
			}
			at, mj, mi := pair(j, i, k), means[j], means[i]
			xi := sums[i].cross - p.gone[j*k+i] // Σ w² 1_j x_i
			xj := sums[j].cross - p.gone[i*k+j]
			ones := c.sumW2 - sums[j].gone - sums[i].gone + p.both[at]
			f.square[j*k+i] = (p.cross[at] - mj*xi - mi*xj + mj*mi*ones) / (items[j].w * items[i].w)
		}
	}
	return f
}

// squareSums are a cell's sums over one item's answers about the mean m.
type squareSums struct {
	square   float64 // Σ w² (x−m)²
	total    float64 // Σ w (x−m)
	weighted float64 // Σ w² (x−m)
	scale    float64 // Σ w² (x²+m²)
	cross    float64 // Σ w² x
	gone     float64 // Σ w² of the answers without a score
}

func (l *layout) squareSums(c *cell, item int, m float64) (s squareSums) {
	for at := l.first[item]; at < l.first[item]+l.width[item]; at++ {
		w, w2 := c.weight(at)
		x := l.slots[at].score
		switch {
		case !l.slots[at].scored:
			s.gone += w2
		case w > 0:
			s.square += w2 * (x - m) * (x - m)
			s.total += w * (x - m)
			s.weighted += w2 * (x - m)
			s.scale += w2 * (x*x + m*m)
			s.cross += w2 * x
		}
	}
	return s
}

// ownForm returns the form of a cell over respondents' own node scores.
func ownForm(c *cell, nodes []columnSums, means []float64) form {
	f := newForm(c, nodes, means)
	f.square = make([]float64, len(means))
	for i, s := range c.own {
		if s.w == 0 || nodes[i].constant() {
			continue
		}
		m, n := means[i], nodes[i].w
		f.square[i] = (s.w2x2 - 2*m*s.w2x + m*m*s.w2) / (n * n)
		f.total[i] = (s.wx - m*s.w) / n
		f.weighted[i] = (s.w2x - m*s.w2) / n
		f.scale[i] = math.Sqrt(s.w2x2+m*m*s.w2) / n
	}
	return f
}

// clusterForms returns the forms of a cell's clusters, in the order of their names.
func clusterForms(c *cell, columns []columnSums, means []float64) []clusterForm {
	k := len(columns)
	var out []clusterForm
	for _, name := range slices.Sorted(maps.Keys(c.clusters)) {
		sums := c.clusters[name]
		g := clusterForm{name: name, total: make([]float64, k), scale: make([]float64, k), w: sums[:k], weight: sums[2*k]}
		for j, w := range g.w {
			if w > 0 && !columns[j].constant() {
				g.total[j] = (sums[k+j] - means[j]*w) / columns[j].w
				g.scale[j] = (sums[k+j] + means[j]*w) / columns[j].w
			}
		}
		out = append(out, g)
	}
	return out
}

// A contribution is what one cell adds to the sums of its stratum at a node.
type contribution struct {
	ballots  int     // with a value at the node
	square   float64 // Σ u² over ballots
	total    float64 // Σ u
	weighted float64 // Σ w u
	scale    float64 // Σ u² without the means taken off
	clusters []clusterSum
}

// A clusterSum is one cluster's share in a contribution.
type clusterSum struct {
	name     string
	u, scale float64
	weight   float64 // Σ w of all its ballots in the cell
	valued   bool    // some ballot has a value at the node
}

// contribution returns that of a node with the given shares of columns, as a
// part of the given weight.
func (f *form) contribution(shares []term, weight float64) contribution {
	var c contribution
	for i, a := range shares {
		c.total += a.share * f.total[a.column]
		c.weighted += a.share * f.weighted[a.column]
		c.scale += a.share * f.scale[a.column]
		if f.n == 0 {
			c.square += a.share * a.share * f.square[a.column]
			continue
		}
		c.square += a.share * a.share * f.square[a.column*f.n+a.column]
		for _, b := range shares[i+1:] {
			c.square += 2 * a.share * b.share * f.at(a.column, b.column)
		}
	}
	c.square *= weight * weight
	c.total *= weight
	c.weighted *= weight
	c.scale *= weight * weight * c.scale
	for i := range f.clusters {
		c.clusters = append(c.clusters, f.clusters[i].sum(shares, weight))
	}
	return c
}

// at returns Σ r_j r_k.
func (f *form) at(j, k int) float64 { return f.square[min(j, k)*f.n+max(j, k)] }

func (g *clusterForm) sum(shares []term, weight float64) clusterSum {
	s := clusterSum{name: g.name, weight: g.weight}
	for _, a := range shares {
		s.u += a.share * g.total[a.column]
		s.scale += a.share * g.scale[a.column]
		s.valued = s.valued || g.w[a.column] > 0
	}
	s.u *= weight
	s.scale *= weight * weight * s.scale
	return s
}

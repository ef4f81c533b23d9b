package scoring

import "math"

// A form gives, for any linear combination of a cell's column means, its share
// in the stratum's sums: u = Σ_j a_j r_j with r_j = w 1_j (x_j − m_j)/N_j for a
// ballot, m_j and N_j of the whole part.
type form struct {
	cell     *cell
	square   []float64 // Σ r_j r_k over ballots, n×n, k ≥ j filled; diagonal only where n is 0
	n        int
	total    []float64 // Σ r_j over ballots
	scale    []float64 // root of Σ r_j² without the mean taken off
	clusters []clusterForm
}

// A clusterForm holds one cluster's Σ r_j, and its Σ w 1_j.
type clusterForm struct {
	name  string
	total []float64
	scale []float64 // what total would be without the mean taken off
	w     []float64
}

// itemForm returns the form of a cell over items with the given sums and means.
func (l *layout) itemForm(c *cell, items []columnSums, means []float64) form {
	if c.clustered {
		return clusteredForm(c, items, means)
	}
	k := len(items)
	f := form{cell: c, n: k, square: make([]float64, k*k), total: make([]float64, k), scale: make([]float64, k)}
	sums := make([]squareSums, k)
	for j := range items {
		sums[j] = l.squareSums(c, j, means[j])
		if n := items[j].w; n > 0 {
			f.square[j*k+j], f.total[j], f.scale[j] = sums[j].square/(n*n), sums[j].total/n, math.Sqrt(sums[j].scale)/n
		}
	}
	c.pairs.flush()
	for j := range items {
		for i := j + 1; i < k; i++ {
			if items[j].constant() || items[i].constant() { // r is 0 for everybody
				continue
			}
			at, mj, mi := pair(j, i, k), means[j], means[i]
			xi := sums[i].cross - c.pairs.gone[j*k+i] // Σ w² 1_j x_i
			xj := sums[j].cross - c.pairs.gone[i*k+j]
			ones := c.sumW2 - sums[j].gone - sums[i].gone + c.pairs.both[at]
			f.square[j*k+i] = (c.pairs.cross[at] - mj*xi - mi*xj + mj*mi*ones) / (items[j].w * items[i].w)
		}
	}
	return f
}

// squareSums are a cell's sums over one item's answers about the mean m.
type squareSums struct {
	square float64 // Σ w² (x−m)²
	total  float64 // Σ w (x−m)
	scale  float64 // Σ w² (x²+m²)
	cross  float64 // Σ w² x
	gone   float64 // Σ w² of the answers without a score
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
			s.scale += w2 * (x*x + m*m)
			s.cross += w2 * x
		}
	}
	return s
}

// ownForm returns the form of a cell over respondents' own node scores.
func ownForm(c *cell, nodes []columnSums, means []float64) form {
	if c.clustered {
		return clusteredForm(c, nodes, means)
	}
	k := len(means)
	f := form{cell: c, square: make([]float64, k), total: make([]float64, k), scale: make([]float64, k)}
	for i, s := range c.own {
		if s.w == 0 || nodes[i].constant() {
			continue
		}
		m, n := means[i], nodes[i].w
		f.square[i] = (s.w2x2 - 2*m*s.w2x + m*m*s.w2) / (n * n)
		f.total[i] = (s.wx - m*s.w) / n
		f.scale[i] = math.Sqrt(s.w2x2+m*m*s.w2) / n
	}
	return f
}

// clusteredForm returns the form of a cell of ballots with clusters.
func clusteredForm(c *cell, columns []columnSums, means []float64) form {
	k := len(columns)
	f := form{cell: c}
	for name, sums := range c.clusters {
		g := clusterForm{name: name, total: make([]float64, k), scale: make([]float64, k), w: sums[:k]}
		for j, w := range sums[:k] {
			if w > 0 && !columns[j].constant() {
				g.total[j] = (sums[k+j] - means[j]*w) / columns[j].w
				g.scale[j] = (sums[k+j] + means[j]*w) / columns[j].w
			}
		}
		f.clusters = append(f.clusters, g)
	}
	return f
}

// addTo adds the form's share in a node's variance to the sums of its stratum.
func (f *form) addTo(s *sum, l *layout, node int, shares []term, weight float64) {
	if f.cell.clustered {
		for _, g := range f.clusters {
			f.addCluster(s, g, shares, weight)
		}
		return
	}
	n, _, _ := f.cell.present(l, node)
	s.units += n
	var square, total, scale float64
	for i, a := range shares {
		total += a.share * f.total[a.column]
		scale += a.share * f.scale[a.column]
		if f.n == 0 {
			square += a.share * a.share * f.square[a.column]
			continue
		}
		square += a.share * a.share * f.square[a.column*f.n+a.column]
		for _, b := range shares[i+1:] {
			square += 2 * a.share * b.share * f.at(a.column, b.column)
		}
	}
	s.squares += weight * weight * square
	s.total += weight * total
	s.scale += weight * weight * scale * scale
}

// at returns Σ r_j r_k.
func (f *form) at(j, k int) float64 { return f.square[min(j, k)*f.n+max(j, k)] }

// addCluster adds a cluster's total; clusters without a value at the node count for nothing.
func (f *form) addCluster(s *sum, g clusterForm, shares []term, weight float64) {
	u, w, scale := 0.0, 0.0, 0.0
	for _, a := range shares {
		u += a.share * g.total[a.column]
		scale += a.share * g.scale[a.column]
		w += g.w[a.column]
	}
	if w == 0 {
		return
	}
	if s.clusters == nil {
		s.clusters = map[string]float64{}
	}
	s.clusters[g.name] += weight * u
	s.scale += weight * weight * scale * scale
}

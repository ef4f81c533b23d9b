package scoring

import "math"

// A part is what shares one set of means: a group with a fixed weight, or all
// ballots where they are pooled.
type part struct {
	weight float64
	cells  []*cell
	values []float64 // per node
	rates  []float64 // per node
	shares [][]term  // per node, over columns
	forms  []form    // parallel to cells
	asked  []float64 // Σ w of all answers, per item
	lost   [][losses]float64
}

// part computes the means of some cells and, per cell, the sums of squares about
// them. Items that are unasked (nil: none) have no value.
func (e *estimator) part(cells []*cell, weight float64, unasked []bool) *part {
	l := e.layout
	p := &part{
		weight: weight, cells: cells,
		values: make([]float64, len(l.in.Nodes)), rates: make([]float64, len(l.in.Nodes)),
	}
	items, satisfied := p.countItems(l, unasked)
	if l.in.Method == RespondentFirst {
		e.ownMeans(p)
		return p
	}
	means := make([]float64, len(items))
	valid := make([]bool, len(items))
	rates := make([]float64, len(items))
	for j := range items {
		means[j], rates[j] = items[j].mean(), satisfied[j]/items[j].w
		valid[j] = items[j].w > 0
	}
	l.tree.means(means, p.values)
	l.tree.means(rates, p.rates)
	p.shares = l.tree.shares(valid)
	for _, c := range cells {
		p.forms = append(p.forms, e.itemForm(c, items, means))
	}
	return p
}

// columnSums are a part's sums over one column: an item's scored answers, or
// respondents' own scores at a node.
type columnSums struct{ w, wx, low, high float64 }

// constant reports whether no two scores differ.
func (s columnSums) constant() bool { return s.w == 0 || s.low == s.high }

// mean returns the column's mean, exactly the score that all share if they do.
func (s columnSums) mean() float64 {
	if s.w == 0 {
		return math.NaN()
	}
	return min(max(s.wx/s.w, s.low), s.high)
}

// countItems sums the part's slots by item, but for those that are unasked.
func (p *part) countItems(l *layout, unasked []bool) (items []columnSums, satisfied []float64) {
	items = make([]columnSums, len(l.in.Items))
	satisfied = make([]float64, len(items))
	p.asked = make([]float64, len(items))
	p.lost = make([][losses]float64, len(items))
	for j := range items {
		s := &items[j]
		s.low, s.high = math.Inf(1), math.Inf(-1)
		if unasked != nil && unasked[j] {
			continue
		}
		for at := l.first[j]; at < l.first[j]+l.width[j]; at++ {
			slot, w := l.slots[at], 0.0
			for _, c := range p.cells {
				cw, _ := c.weight(at)
				w += cw
			}
			p.asked[j] += w
			p.lost[j][slot.lost] += w
			if !slot.scored || w == 0 {
				continue
			}
			s.w += w
			s.wx += w * slot.score
			s.low, s.high = min(s.low, slot.score), max(s.high, slot.score)
			if slot.satisfied {
				satisfied[j] += w
			}
		}
	}
	return items, satisfied
}

// ownMeans fills a part's values where respondents are scored first.
func (e *estimator) ownMeans(p *part) {
	n := len(p.values)
	p.shares = make([][]term, n)
	nodes := make([]columnSums, n)
	for i := range p.values {
		var s ownSums
		for _, c := range p.cells {
			s.merge(c.own[i])
		}
		nodes[i] = columnSums{s.w, s.wx, s.low, s.high}
		p.values[i], p.rates[i] = nodes[i].mean(), min(s.satisfied/s.w, 1) // 0/0 is NaN
		if s.w > 0 {
			p.shares[i] = []term{{i, 1}}
		}
	}
	for _, c := range p.cells {
		p.forms = append(p.forms, ownForm(c, nodes, p.values))
	}
}

// present returns how many ballots have a value at the node, their Σ w and Σ w².
func (p *part) present(l *layout, node int) (n int, w, w2 float64) {
	for _, c := range p.cells {
		cn, cw, cw2 := c.present(l, node)
		n += cn
		w += cw
		w2 += cw2
	}
	return n, w, w2
}

package scoring

import (
	"math/bits"
	"slices"
)

// AddPlanes counts a pile of ballots, as Add does each. It panics where the
// planes are of another instrument, and as Add does.
func (t *Tallies) AddPlanes(p *Planes) {
	t.checkOpen()
	if !sameShape(t.layout.in, p.layout.in) {
		panic("scoring: planes of another instrument")
	}
	n := p.pile.Len()
	b := Ballot{Unit: p.pile.unit, Group: p.pile.group, Weight: 1}
	c := t.cell(&b)
	t.ballots += n
	c.stratum.add(&b)
	c.stratum.ballots += n - 1
	c.addPlanes(t.layout, p)
}

func (c *cell) addPlanes(l *layout, p *Planes) {
	n := p.pile.Len()
	c.ballots += n
	c.sumW += float64(n)
	c.sumW2 += float64(n)
	p.AddCounts(c.n)
	if c.w != nil {
		for s, word := range p.slots[:len(c.w)] {
			of := float64(bits.OnesCount64(word))
			c.w[s] += of
			c.w2[s] += of
		}
	}
	for i, mask := range l.masks {
		if absent := p.absent(mask); absent > 0 {
			if c.absent == nil {
				c.absent = make([]absence, len(l.masks))
			}
			c.absent[i].n += absent
			c.absent[i].w += float64(absent)
			c.absent[i].w2 += float64(absent)
		}
	}
	c.pairs.expand(l)
	c.pairs.addPlanes(p)
}

// absent returns how many ballots have a score at none of some items.
func (p *Planes) absent(mask []uint64) int {
	if mask == nil {
		return 0
	}
	left := p.all
	for j, gone := range p.gone {
		if mask[j/64]&(1<<(j%64)) != 0 {
			left &= gone
		}
	}
	return bits.OnesCount64(left)
}

// addPlanes adds a pile to the sums.
func (p *pairs) addPlanes(from *Planes) {
	at := 0
	for j, a := range from.scores {
		gone := p.gone[j*p.n:][:p.n]
		for k, b := range from.scores {
			if from.gone[j] != 0 {
				gone[k] += from.step[k] * float64(products(from.gone[j:j+1], b))
			}
			if k > j {
				p.cross[at] += from.step[j] * from.step[k] * float64(products(a, b))
				p.both[at] += float64(bits.OnesCount64(from.gone[j] & from.gone[k]))
				at++
			}
		}
	}
}

// AddPlanes takes in, as rows of weight 1, the scores of a pile of ballots at
// some items.
func (m *Moments) AddPlanes(p *Planes, items []int) {
	complete := p.all
	for _, item := range items {
		complete &^= p.gone[item]
	}
	n := bits.OnesCount64(complete)
	m.n, m.incomplete, m.weight = m.n+n, m.incomplete+p.pile.Len()-n, m.weight+float64(n)
	if n == 0 {
		return
	}
	scores, sum := p.among(complete), make([]float64, len(items))
	for j, item := range items {
		sum[j] = p.step[item] * float64(sumOf(scores[item]))
		m.sum[j] += sum[j] - float64(n)*m.origin[j]
		first := p.layout.first[item]
		for s, word := range p.slots[first:][:p.layout.width[item]] {
			if word&complete != 0 {
				score := p.layout.slots[first+s].score
				m.low[j], m.high[j] = min(m.low[j], score), max(m.high[j], score)
			}
		}
	}
	at := 0
	for j, a := range items {
		for k := j; k < len(items); k++ {
			b := items[k]
			cross := p.step[a] * p.step[b] * float64(products(scores[a], scores[b]))
			m.cross[at] += cross - m.origin[j]*sum[k] - m.origin[k]*sum[j] + float64(n)*m.origin[j]*m.origin[k]
			at++
		}
	}
}

// AddPlanes looks at a pile of ballots of as many items, in the order of the form.
func (t *CarelessTally) AddPlanes(p *Planes) {
	n, looked, slots := p.pile.Len(), uint64(0), p.layout.slots
	for i := range n {
		scored, sum, squares := 0, 0.0, 0.0
		for j, mark := range p.pile.sheet(i) {
			s := &slots[p.layout.first[j]+int(mark)]
			sum += s.score
			squares += s.score * s.score
			if s.scored {
				scored++
			}
		}
		if t.enough(scored) {
			looked |= 1 << i
			t.spread[spreadOf(scored, sum, squares)]++
		}
	}
	t.ballots += bits.OnesCount64(looked)
	t.short += n - bits.OnesCount64(looked)
	t.halfRun += bits.OnesCount64(p.runs((t.items+1)/2) & looked)
	t.alike += bits.OnesCount64(p.alike() & looked)
}

// runs returns the ballots with a run of so many items, two at least.
func (p *Planes) runs(length int) (found uint64) {
	l := p.layout
	same := make([]uint64, 0, len(l.first)) // item and the next are ticked in the same place, and scored
	for j := range len(l.first) - 1 {
		word, a, b := uint64(0), l.first[j], l.first[j+1]
		for s := range min(l.width[j], l.width[j+1]) {
			if l.slots[a+s].scored && l.slots[b+s].scored {
				word |= p.slots[a+s] & p.slots[b+s]
			}
		}
		same = append(same, word)
	}
	for from := range len(same) - length + 2 {
		run := p.all
		for _, word := range same[from:][:length-1] {
			run &= word
		}
		found |= run
	}
	return found
}

// alike returns the ballots with all scored answers in the same place.
func (p *Planes) alike() (found uint64) {
	l := p.layout
	for s := range slices.Max(l.width) {
		ballots := p.all
		for j, first := range l.first {
			in := p.gone[j]
			if s < l.width[j] && l.slots[first+s].scored {
				in |= p.slots[first+s]
			}
			ballots &= in
		}
		found |= ballots
	}
	return found
}

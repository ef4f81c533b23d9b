package scoring

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// MostPatterns is the largest number of answer patterns that Patterns counts.
const MostPatterns = 1 << 16

// Patterns counts how often each pattern of answers to a few items occurs: the
// whole joint distribution, of which Moments are a part. Counts are whole
// numbers, so that neither order nor merging changes anything; a pattern occurs
// at most 2³² − 1 times. It is not safe for concurrent use.
type Patterns struct {
	levels [][]float64 // scores by item: NaN first, for no scored answer
	stride []int
	count  []uint32 // half the room of int: the counts lie far apart, and are looked up for every ballot
}

// NewPatterns returns an empty count for items that have the given scores, one
// slice an item; nil if there are more than MostPatterns patterns. It panics
// without items.
func NewPatterns(scores [][]float64) *Patterns {
	if len(scores) == 0 {
		panic("scoring: patterns of no items")
	}
	p := &Patterns{}
	cells := 1
	for _, s := range scores {
		p.stride = append(p.stride, cells)
		p.levels = append(p.levels, append([]float64{math.NaN()}, s...))
		if cells *= 1 + len(s); cells > MostPatterns {
			return nil
		}
	}
	p.count = make([]uint32, cells)
	return p
}

// Offset returns what an answer to an item adds to the number of a pattern:
// level is the place of its score among the item's, −1 where it has none.
func (p *Patterns) Offset(item, level int) int { return p.stride[item] * (level + 1) }

// Add counts one ballot of the pattern that has this number: the sum of the
// offsets of its answers.
func (p *Patterns) Add(number int) { p.count[number]++ }

// Merge adds all that o has counted; it must be of the same items.
func (p *Patterns) Merge(o *Patterns) {
	if len(p.count) != len(o.count) {
		panic("scoring: Merge of patterns of other items")
	}
	for i, n := range o.count {
		p.count[i] += n
	}
}

// Moments returns those of some items, in the order given; origin is near their
// scores.
func (p *Patterns) Moments(origin float64, items ...int) *Moments {
	about := make([]float64, len(items))
	for i := range about {
		about[i] = origin
	}
	m := NewMoments(about)
	p.each(items, func(row []float64, n int) {
		if anyNaN(row) {
			m.incomplete += n
		} else {
			m.add(row, float64(n), n)
		}
	})
	return m
}

// each calls f with the scores of some items and the ballots behind, pattern by
// pattern.
func (p *Patterns) each(items []int, f func(row []float64, n int)) {
	row := make([]float64, len(items))
	for number, n := range p.count {
		if n == 0 {
			continue
		}
		for i, item := range items {
			row[i] = p.levels[item][number/p.stride[item]%len(p.levels[item])]
		}
		f(row, int(n))
	}
}

// forms returns the sampling covariances of the quadratic forms Σ g_ab s_ab of
// the covariances of some items, whatever their distribution: of the means of
//
//	u = (x − x̄)' G (x − x̄),  Cov = Σ (u − ū)(v − v̄) / (n (n − 1))
func (p *Patterns) forms(items []int, g []*mat.SymDense) *mat.SymDense {
	m := p.Moments(0, items...)
	means, k := m.Means(), len(items)
	z, u := mat.NewVecDense(k, nil), make([]float64, len(g))
	origin := make([]float64, len(g))
	c, _ := m.Covariances()
	for i := range g {
		origin[i] = frobenius(g[i], c)
	}
	values := NewMoments(origin)
	p.each(items, func(row []float64, n int) {
		if anyNaN(row) {
			return
		}
		for j, x := range row {
			z.SetVec(j, x-means[j])
		}
		for i := range g {
			u[i] = mat.Inner(z, g[i], z)
		}
		values.add(u, float64(n), n)
	})
	out, _ := values.Covariances()
	out.ScaleSym(1/float64(m.n), out)
	return out
}

// frobenius returns Σ a_jl b_jl.
func frobenius(a, b *mat.SymDense) float64 {
	sum := 0.0
	for j := range a.SymmetricDim() {
		for l := range a.SymmetricDim() {
			sum += a.At(j, l) * b.At(j, l)
		}
	}
	return sum
}

package scoring

import (
	"math"
	"sort"

	"gonum.org/v1/gonum/integrate/quad"
)

// A RankDistribution holds P(rank = r) at [r-1], r = 1..K.
type RankDistribution []float64

// First returns the probability of being among the first k.
func (d RankDistribution) First(k int) float64 {
	p := 0.0
	for _, x := range d[:min(max(k, 0), len(d))] {
		p += x
	}
	return min(p, 1)
}

// Last returns the probability of being among the last k.
func (d RankDistribution) Last(k int) float64 {
	p := 0.0
	for i := len(d) - 1; i >= max(0, len(d)-k); i-- {
		p += d[i]
	}
	return min(p, 1)
}

// Quantile returns the smallest rank whose cumulative probability reaches q.
func (d RankDistribution) Quantile(q float64) int {
	sum := 0.0
	for i, p := range d {
		sum += p
		if sum >= q {
			return i + 1
		}
	}
	return len(d)
}

// last returns Last(k) for k = 1..K, at [k-1].
func (d RankDistribution) last() []float64 {
	out := make([]float64, len(d))
	sum := 0.0
	for k := range out {
		sum += d[len(d)-1-k]
		out[k] = min(sum, 1)
	}
	out[len(d)-1] = 1
	return out
}

// ExpectedRanks returns the expected ranks of independent normals, rank 1 the
// largest: 1 + Σ_j Φ((x_j − x_i)/√(se_i² + se_j²)). Values known exactly and
// equal share their ranks.
func ExpectedRanks(x, se []float64) []float64 {
	out := make([]float64, len(x))
	for i := range x {
		out[i]++
		for j := i + 1; j < len(x); j++ {
			p := 0.5
			if d := x[j] - x[i]; d != 0 {
				p = normalCDF(d / math.Hypot(se[i], se[j]))
			}
			out[i] += p
			out[j] += 1 - p
		}
	}
	return out
}

// RankProbabilities returns the rank distributions of independent normals with
// means x and standard errors se (0: known exactly), rank 1 the largest:
//
//	P(rank_i = r) = ∫ φ_i(v) P(r−1 of the others exceed v) dv
//
// by Gauss-Legendre quadrature over v and the Poisson-binomial distribution of
// the number of others above v; absolute error below 1e-6. At each v only
// units within 6.5 standard errors of it enter the Poisson-binomial, of which
// only the counts with a probability are kept, so that a thousand units take
// about a second. Values known exactly and equal are ordered at random.
func RankProbabilities(x, se []float64) []RankDistribution {
	checkEstimates(x, se, 0.95)
	q := &rankQuadrature{x: x, se: resolvable(x, se), out: make([]RankDistribution, len(x))}
	cells := make([]float64, len(x)*len(x))
	for i := range q.out {
		q.out[i] = cells[i*len(x) : (i+1)*len(x)]
	}
	for _, span := range q.spans() {
		q.integrate(span[0], span[1])
	}
	for i := range x {
		if q.se[i] == 0 {
			q.exact(i)
		}
		normalise(q.out[i])
	}
	return q.out
}

// resolvable returns se with 0 for errors too small beside x to integrate over.
func resolvable(x, se []float64) []float64 {
	out := make([]float64, len(se))
	for i, s := range se {
		if s > 1e-10*math.Abs(x[i]) {
			out[i] = s
		}
	}
	return out
}

// reach is how many standard errors away a unit still counts: Φ(−6.5) = 4e-11.
const reach = 6.5

// panelNodes is the number of nodes of one quadrature panel, panelWidth its
// greatest width in units of the narrowest feature of the integrand, for
// which 16 nodes are exact to 1e-9.
const (
	panelNodes = 16
	panelWidth = 6
)

type rankQuadrature struct {
	x, se  []float64
	out    []RankDistribution
	active []chance // scratch: the units undecided at v
	above  band     // scratch: how many of them exceed v
	rest   band     // scratch: the same without one of them
}

// A chance is a unit's probability of exceeding v.
type chance struct {
	unit int
	p    float64
}

// spans returns the intervals in which some unit has a density, cut where a
// unit's value is known exactly.
func (q *rankQuadrature) spans() [][2]float64 {
	var ends, cuts []float64
	var spans [][2]float64
	for i, s := range q.se {
		if s == 0 {
			cuts = append(cuts, q.x[i])
		} else {
			spans = append(spans, [2]float64{q.x[i] - reach*s, q.x[i] + reach*s})
		}
	}
	sort.Slice(spans, func(a, b int) bool { return spans[a][0] < spans[b][0] })
	var out [][2]float64
	for _, s := range spans {
		if n := len(out); n > 0 && s[0] <= out[n-1][1] {
			out[n-1][1] = max(out[n-1][1], s[1])
		} else {
			out = append(out, s)
		}
	}
	sort.Float64s(cuts)
	var cut [][2]float64
	for _, s := range out {
		ends = append(ends[:0], s[0])
		for _, c := range cuts {
			if c > ends[len(ends)-1] && c < s[1] {
				ends = append(ends, c)
			}
		}
		ends = append(ends, s[1])
		for i := 1; i < len(ends); i++ {
			cut = append(cut, [2]float64{ends[i-1], ends[i]})
		}
	}
	return cut
}

// integrate adds the integral from a to b, in halves until a panel resolves
// the integrand.
func (q *rankQuadrature) integrate(a, b float64) {
	if middle := a + (b-a)/2; b-a > panelWidth*q.feature(a, b) && a < middle && middle < b {
		q.integrate(a, middle)
		q.integrate(middle, b)
		return
	}
	var at, weight [panelNodes]float64
	quad.Legendre{}.FixedLocations(at[:], weight[:], a, b)
	for i, v := range at {
		q.add(v, weight[i])
	}
}

// feature returns the width of the narrowest feature of the integrand between
// a and b: the smallest standard error, or the spread of an order statistic,
// sd(N)/|dE N/dv|, N the number of units above v.
func (q *rankQuadrature) feature(a, b float64) float64 {
	narrow := math.Inf(1)
	for i, s := range q.se {
		if s > 0 && q.x[i]-reach*s < b && q.x[i]+reach*s > a {
			narrow = min(narrow, s)
		}
	}
	if b-a > panelWidth*narrow {
		return narrow
	}
	for _, v := range [...]float64{a, a + (b-a)/2, b} {
		variance, slope := 0.0, 0.0
		for i, s := range q.se {
			if z := (v - q.x[i]) / s; s > 0 && math.Abs(z) < reach {
				p := normalCDF(z)
				variance += p * (1 - p)
				slope += math.Exp(-z*z/2) / (s * math.Sqrt(2*math.Pi))
			}
		}
		if slope > 0 {
			narrow = min(narrow, math.Sqrt(variance)/slope)
		}
	}
	return narrow
}

// add adds one quadrature node to the distributions of all units that have a
// density there.
func (q *rankQuadrature) add(v, weight float64) {
	sure := q.decide(v, -1)
	for _, c := range q.active {
		z := (v - q.x[c.unit]) / q.se[c.unit]
		density := weight * math.Exp(-z*z/2) / (q.se[c.unit] * math.Sqrt(2*math.Pi))
		q.rest.without(&q.above, c.p)
		ranks := q.out[c.unit][sure:] // the rank is 1 + those above
		for r, p := range q.rest.p {
			if at := q.rest.low + r; at < len(ranks) {
				ranks[at] += density * p
			}
		}
	}
}

// decide splits the units other than skip at v: it returns how many exceed it
// for sure and fills active and above with the rest.
func (q *rankQuadrature) decide(v float64, skip int) (sure int) {
	q.active = q.active[:0]
	q.above.reset()
	for j, s := range q.se {
		switch d := q.x[j] - v; {
		case j == skip:
		case math.Abs(d) < reach*s:
			p := normalCDF(d / s)
			q.active = append(q.active, chance{j, p})
			q.above.with(p)
		case d > 0:
			sure++
		}
	}
	return sure
}

// exact fills the distribution of a unit whose value is known exactly.
func (q *rankQuadrature) exact(i int) {
	sure := q.decide(q.x[i], i)
	ties := 0
	for j := range q.x {
		if j != i && q.se[j] == 0 && q.x[j] == q.x[i] {
			ties++
		}
	}
	for r, p := range q.above.p {
		for t := 0; t <= ties; t++ {
			q.out[i][sure+q.above.low+r+t] += p / float64(ties+1)
		}
	}
}

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

// normalise makes the probabilities add up to 1, and not negative by rounding.
func normalise(d RankDistribution) {
	sum := 0.0
	for i, p := range d {
		d[i] = max(0, p)
		sum += d[i]
	}
	for i := range d {
		d[i] /= sum
	}
}

func normalCDF(z float64) float64 { return math.Erfc(-z/math.Sqrt2) / 2 }

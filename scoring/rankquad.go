package scoring

import (
	"math"
	"sort"

	"gonum.org/v1/gonum/integrate/quad"
)

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
	active []chance  // scratch: the units undecided at v
	above  successes // scratch: how many of them exceed v
	rest   successes // scratch: the same without one of them
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

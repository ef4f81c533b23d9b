package scoring

import (
	"math"
	"sort"
)

// An estimator turns tallies into scores with linearised errors. For a node of
// a unit let a_c be the share of cell c (group × item) in its value, m_c the
// cell's mean and N_c its weight. Then
//
//	z_i = Σ_c a_c 1(i in c, scored) (s_ic − m_c)/N_c
//	V   = Σ_h n_h/(n_h−1) (Σ_k u_k² − (Σ_k u_k)²/n_h)
//
// with u_k the sum of w z over sampling unit k of stratum h, of which n_h are
// in the whole design; those outside the unit have u = 0.
type estimator struct {
	layout    *layout
	lonely    Lonely
	level     float64
	quantiles map[float64]float64
}

func newEstimator(t *Tallies) *estimator {
	return &estimator{layout: t.layout, lonely: t.design.Lonely, level: t.design.level(), quantiles: map[float64]float64{}}
}

// A domain is what a set of scores rests on: parts, weighted among each other,
// and the strata that they have ballots in.
type domain struct {
	parts  []*part
	strata []*stratum
	at     [][]int // part, form → place in strata
}

func newDomain(parts []*part) domain {
	d := domain{parts: parts, at: make([][]int, len(parts))}
	seen := map[*stratum]int{}
	for i, p := range parts {
		for _, c := range p.cells {
			at, ok := seen[c.stratum]
			if !ok {
				at = len(d.strata)
				seen[c.stratum] = at
				d.strata = append(d.strata, c.stratum)
			}
			d.at[i] = append(d.at[i], at)
		}
	}
	return d
}

// scores computes all nodes of a unit or group made of parts.
func (e *estimator) scores(parts ...*part) []Score {
	d := newDomain(parts)
	out := make([]Score, len(e.layout.in.Nodes))
	for i := range out {
		out[i] = e.score(d, i)
	}
	return out
}

func (e *estimator) score(d domain, node int) Score {
	s := Score{SE: math.NaN(), Low: math.NaN(), High: math.NaN(), NEff: math.NaN(), Rate: math.NaN()}
	var value, rate mean
	for _, p := range d.parts {
		value.add(p.values[node], p.weight)
		rate.add(p.rates[node], p.weight)
	}
	s.Value = value.value()
	e.losses(&s, d.parts, node)
	if math.IsNaN(s.Value) {
		return s
	}
	s.Rate = rate.value()
	spread := 0.0 // Σ over parts of (share of the part)² Σw²/(Σw)²
	for _, p := range d.parts {
		n, w, w2 := p.present(e.layout, node)
		if n > 0 {
			s.N += n
			a := p.weight / value.weight
			spread += a * a * w2 / (w * w)
		}
	}
	s.NEff = 1 / spread
	s.SE, s.DF = e.error(d, node, value.weight)
	e.interval(&s)
	return s
}

// losses fills the shares of answers without a score.
func (e *estimator) losses(s *Score, parts []*part, node int) {
	var asked float64
	var lost [losses]float64
	for _, p := range parts {
		for _, j := range e.layout.tree.asked[node] {
			asked += p.asked[j]
			for k, w := range p.lost[j] {
				lost[k] += w
			}
		}
	}
	s.DontKnow, s.Abstain = lost[lostDontKnow]/asked, lost[lostAbstain]/asked
	s.Blank, s.Invalid = lost[lostBlank]/asked, lost[lostInvalid]/asked
}

// A sum is one stratum's share in a variance.
type sum struct {
	squares  float64 // Σ u² over sampling units
	total    float64 // Σ u
	scale    float64 // what squares would be without the means taken off
	units    int     // sampling units with a value at the node
	clusters map[string]float64
}

// error returns the standard error of a node and its degrees of freedom.
func (e *estimator) error(d domain, node int, weight float64) (se, df float64) {
	sums := make([]sum, len(d.strata))
	for i, p := range d.parts {
		if len(p.shares[node]) == 0 {
			continue
		}
		for k := range p.forms {
			p.forms[k].addTo(&sums[d.at[i][k]], e.layout, node, p.shares[node], p.weight/weight)
		}
	}
	v := 0.0
	for h := range sums {
		s := &sums[h]
		s.close()
		if s.units == 0 {
			continue
		}
		df += float64(s.units) - 1
		v += s.variance(d.strata[h], e.lonely)
	}
	if v == 0 && df < 1 {
		return math.NaN(), df // a single ballot says nothing about its error
	}
	return math.Sqrt(v), df
}

// close folds the clusters into the sums: each is squared as a whole, whatever
// groups its ballots belong to.
func (s *sum) close() {
	names := make([]string, 0, len(s.clusters))
	for name := range s.clusters {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		u := s.clusters[name]
		s.squares += u * u
		s.total += u
		s.units++
	}
}

// rounding is the share of an uncentred sum of squares below which its
// variance is nothing but rounding.
const rounding = 1e-12

func (s *sum) variance(h *stratum, lonely Lonely) float64 {
	n := float64(h.size())
	if n > 1 {
		v := s.squares - s.total*s.total/n
		if v <= rounding*s.scale {
			return 0
		}
		return n / (n - 1) * v
	}
	switch lonely {
	case LonelyAdjust: // the grand mean of u is 0
		if v := s.total * s.total; v > rounding*s.scale {
			return v
		}
		return 0
	case LonelyCertainty:
		return 0
	}
	return math.NaN()
}

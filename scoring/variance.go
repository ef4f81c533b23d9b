package scoring

import (
	"maps"
	"math"
	"slices"
)

// A variance is what is known of the error of one score.
type variance struct {
	value, df float64 // NaN: no value
	deff      float64 // NaN where value or the spread of the answers gives none
}

// variance estimates the variance of a node's value; weight is the sum of the
// weights of the parts that have one.
func (e *estimator) variance(d domain, node int, weight float64) variance {
	sums := make([]sum, len(d.strata))
	var simple simpleSum
	residuals := newResiduals(d.calibrations)
	for _, p := range d.parts {
		if len(p.shares[node]) == 0 {
			continue
		}
		a := p.weight / weight
		n, w, w2 := p.present(e.layout, node)
		simple.begin(n, w, w2, a)
		for k := range p.forms {
			c := p.forms[k].cell
			n, w, w2 := c.present(e.layout, node)
			if n == 0 {
				continue
			}
			x := p.forms[k].contribution(p.shares[node], a)
			x.ballots = n
			simple.add(x, w, w2)
			if c.calibration != nil {
				residuals.set(c, x)
				continue
			}
			sums[d.at[c.stratum]].add(c, x)
		}
	}
	residuals.each(func(c *cell, x contribution) {
		sums[d.at[e.strata[c.stratum.key]]].add(c, x)
	})
	v := d.variance(sums, e.lonely)
	v.deff = v.value / simple.independent(d.strata, sums) * simple.weighting()
	if math.Abs(v.deff-1) < deffRounding {
		v.deff = 1
	}
	return v
}

// variance adds up the strata.
func (d *domain) variance(sums []sum, lonely Lonely) variance {
	var v variance
	certain := true
	for h := range sums {
		s := &sums[h]
		s.close()
		if !s.used {
			continue
		}
		if s.units > 0 {
			v.df += float64(s.units) - 1
		}
		certain = certain && d.strata[h].fraction() == 1
		v.value += s.variance(d.strata[h], lonely)
	}
	if v.value == 0 && v.df < 1 && !certain {
		v.value = math.NaN() // a single ballot says nothing about its error
	}
	return v
}

// A sum is one stratum's share in a variance.
type sum struct {
	used     bool
	squares  float64 // Σ u² over sampling units
	total    float64 // Σ u
	scale    float64 // what squares would be without the means taken off
	units    int     // sampling units with a value at the node
	clusters map[string]*clusterSum
}

// add adds a cell's contribution.
func (s *sum) add(c *cell, x contribution) {
	s.used = true
	if !c.clustered {
		s.units += x.ballots
		s.squares += x.square
		s.total += x.total
		s.scale += x.scale
		return
	}
	if s.clusters == nil {
		s.clusters = map[string]*clusterSum{}
	}
	for _, g := range x.clusters {
		mine := s.clusters[g.name]
		if mine == nil {
			mine = &clusterSum{}
			s.clusters[g.name] = mine
		}
		mine.u += g.u
		mine.valued = mine.valued || g.valued
		s.scale += g.scale
	}
}

// close folds the clusters into the sums: each is squared as a whole, whatever
// groups its ballots belong to.
func (s *sum) close() {
	for _, name := range slices.Sorted(maps.Keys(s.clusters)) {
		g := s.clusters[name]
		s.squares += g.u * g.u
		s.total += g.u
		if g.valued {
			s.units++
		}
	}
}

// rounding is the share of an uncentred sum of squares below which its
// variance is nothing but rounding.
const rounding = 1e-12

func (s *sum) variance(h *stratum, lonely Lonely) float64 {
	n, left := float64(h.size()), 1-h.fraction()
	if left == 0 {
		return 0
	}
	if n > 1 {
		v := s.squares - s.total*s.total/n
		if v <= rounding*s.scale {
			return 0
		}
		return left * n / (n - 1) * v
	}
	switch lonely {
	case LonelyAdjust: // the grand mean of u is 0
		if v := s.total * s.total; v > rounding*s.scale {
			return left * v
		}
		return 0
	case LonelyCertainty:
		return 0
	}
	return math.NaN()
}

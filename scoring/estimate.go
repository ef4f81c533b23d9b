package scoring

import (
	"math"
	"slices"
)

// An estimator turns tallies into scores with linearised errors. For a node of
// a unit let a_c be the share of cell c (group × item) in its value, m_c the
// cell's mean and N_c its weight. Then
//
//	z_i = Σ_c a_c 1(i in c, scored) (s_ic − m_c)/N_c
//	V   = Σ_h (1−n_h/N_h) n_h/(n_h−1) (Σ_k u_k² − (Σ_k u_k)²/n_h)
//
// with u_k the sum of w z over sampling unit k of stratum h, of which n_h are
// in the whole design and N_h in the population; those outside the unit have
// u = 0. Where weights were calibrated, z is replaced by its residual.
type estimator struct {
	layout    *layout
	strata    map[stratumKey]*stratum
	room      *pairs // for the pairs of one cell
	lonely    Lonely
	level     float64
	quantiles map[float64]float64
}

func newEstimator(t *Tallies) *estimator {
	return &estimator{
		layout: t.layout, strata: t.strata, room: newSums(len(t.layout.in.Items)),
		lonely: t.design.Lonely, level: t.design.level(), quantiles: map[float64]float64{},
	}
}

// A domain is what a set of scores rests on: parts, weighted among each other,
// the calibrations of their cells, and the strata that all of these have
// ballots in.
type domain struct {
	parts        []*part
	zero         float64 // weight of groups that count as 0 points, without error
	calibrations []*calibration
	strata       []*stratum
	at           map[*stratum]int // its place in strata
}

func (e *estimator) domain(parts []*part) domain {
	d := domain{parts: parts, at: map[*stratum]int{}}
	for _, p := range parts {
		for _, c := range p.cells {
			d.enter(c.stratum)
			if c.calibration != nil && !slices.Contains(d.calibrations, c.calibration) {
				d.calibrations = append(d.calibrations, c.calibration)
				for _, m := range c.calibration.members {
					d.enter(e.strata[m.cell.stratum.key])
				}
			}
		}
	}
	return d
}

func (d *domain) enter(s *stratum) {
	if _, ok := d.at[s]; !ok {
		d.at[s] = len(d.strata)
		d.strata = append(d.strata, s)
	}
}

// scores computes all nodes of a unit or group made of parts, and of groups
// with the weight zero that count as 0 points.
func (e *estimator) scores(zero float64, parts ...*part) []Score {
	d := e.domain(parts)
	d.zero = zero
	out := make([]Score, len(e.layout.in.Nodes))
	for i := range out {
		out[i] = e.score(d, i)
	}
	return out
}

func (e *estimator) score(d domain, node int) Score {
	s := Score{SE: math.NaN(), Low: math.NaN(), High: math.NaN(), NEff: math.NaN(), Deff: math.NaN(), Rate: math.NaN()}
	var value, rate mean
	for _, p := range d.parts {
		value.add(p.values[node], p.weight)
		rate.add(p.rates[node], p.weight)
	}
	if d.zero > 0 && value.weight > 0 {
		value.add(0, d.zero)
		rate.add(0, d.zero)
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
		if n > 0 && !math.IsNaN(p.values[node]) {
			s.N += n
			s.Weight += w
			a := p.weight / value.weight
			spread += a * a * w2 / (w * w)
		}
	}
	v := e.variance(d, node, value.weight)
	s.SE, s.DF = math.Sqrt(v.value), v.df
	s.Deff = v.deff
	s.NEff = 1 / spread
	if s.Deff > 0 {
		s.NEff = float64(s.N) / s.Deff
	}
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

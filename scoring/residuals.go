package scoring

// residuals are the contributions of calibrated cells to a score, in which the
// linearised variable is replaced by its residual. They run parallel to the
// calibrations' members; those without a part in the score have u = 0.
type residuals struct {
	calibrations []*calibration
	members      map[*calibration][]contribution
}

func newResiduals(calibrations []*calibration) residuals {
	return residuals{calibrations, make(map[*calibration][]contribution, len(calibrations))}
}

// set sets the contribution of a calibrated cell.
func (r *residuals) set(c *cell, x contribution) {
	all := r.members[c.calibration]
	if all == nil {
		all = make([]contribution, len(c.calibration.members))
		r.members[c.calibration] = all
	}
	all[c.member] = x
}

// each calls f for each member, with what it contributes, of the calibrations
// that have a value at the node.
func (r *residuals) each(f func(*cell, contribution)) {
	for _, c := range r.calibrations {
		all := r.members[c]
		if all == nil {
			continue
		}
		fit := c.fit(all)
		size := c.meanSquare(all)
		for i := range c.members {
			m := &c.members[i]
			b := 0.0
			for _, k := range m.columns {
				b += fit[k]
			}
			all[i].center(m.cell, b, b*b+size)
			f(m.cell, all[i])
		}
	}
}

// fit returns B, the coefficients of the regression of z on the categories
// with the design weights: of a contribution, Σ w z is total over the factor.
func (c *calibration) fit(all []contribution) []float64 {
	moments, fit := make([]float64, len(c.inverse)), make([]float64, len(c.inverse))
	for i := range c.members {
		for _, k := range c.members[i].columns {
			moments[k] += all[i].total / c.members[i].factor
		}
	}
	for k, row := range c.inverse {
		for l, x := range row {
			fit[k] += x * moments[l]
		}
	}
	return fit
}

// meanSquare returns the mean of z² without the means taken off, by which the
// rounding of residuals is judged.
func (c *calibration) meanSquare(all []contribution) float64 {
	scale, weight := 0.0, 0.0
	for i := range all {
		scale += all[i].scale
		weight += c.members[i].cell.sumW2
	}
	return scale / weight
}

// center takes b off the z of all ballots of the cell: with u = w (z − b),
//
//	Σ u² = Σ w²z² − 2b Σ w²z + b² Σ w²
//
// size is how large z² and b² are.
func (x *contribution) center(c *cell, b, size float64) {
	x.square += -2*b*x.weighted + b*b*c.sumW2
	x.total -= b * c.sumW
	x.scale += size * c.sumW2
	if x.clusters == nil {
		for name, sums := range c.clusters {
			x.clusters = append(x.clusters, clusterSum{name: name, weight: sums[len(sums)-1]})
		}
	}
	for i := range x.clusters {
		g := &x.clusters[i]
		g.u -= b * g.weight
		g.scale += size * g.weight * g.weight
	}
}

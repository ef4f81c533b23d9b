package scoring

import (
	"cmp"
	"errors"
	"math"
)

// What keeps ballots from being weighted to population margins, beside
// ErrMarginCategory, ErrMarginTotals and ErrRaking.
var (
	ErrNoBallots        = errors.New("no ballot to weight to the margins")
	ErrCalibrationTwice = errors.New("ballots are weighted to margins once: a unit as a whole or group by group")
)

// A Calibration weights the ballots of a unit, or of one group of it, to known
// distributions of its population.
type Calibration struct {
	Unit, Group string // Group "": all groups of the unit together
	Margins     []TallyMargin
	// Lowest and Highest bound the weights, as multiples of their mean (0: no
	// bound). They hold for the mean weight of the ballots of a profile, which
	// is each one's where design weights are equal.
	Lowest, Highest float64
}

// A TallyMargin is a known distribution of a calibration's population.
type TallyMargin struct {
	Name       string
	At         int                // which part of Ballot.Profile holds the category, from 0
	Population map[string]float64 // by category
}

// A CalibrationReport says what a Calibration did. Where it failed, the
// weights it speaks of are the design weights.
type CalibrationReport struct {
	Unit, Group string
	Ballots     int
	Population  float64 // what the weights add up to: the total of the first margin
	Sweeps      int     // over all margins
	MaxError    float64 // largest relative distance of a margin from its population; NaN: not tried
	Converged   bool
	// MinRatio and MaxRatio are the extremes of new over old weight.
	MinRatio, MaxRatio float64
	Trimmed            int     // ballots whose weight lies on a bound
	KishDeff, NEff     float64 // of the weights, see KishDeff
	// Empty holds, per margin, the categories with a population but without a
	// ballot, sorted: they are left out, their share spread over the others.
	Empty [][]string
	// Unknown counts, per margin, the ballots without a category of it: they
	// are a category of their own with their share of the design weights.
	Unknown []int
	// Failed says why the ballots keep their design weights; nil: they do not.
	// ErrNoBallots, ErrCalibrationTwice, ErrMarginCategory (populations that
	// are negative or all 0, or of no category that a ballot has),
	// ErrMarginTotals (totals that differ by more than a millionth) or
	// ErrRaking, wrapped with the margin's name.
	Failed error
}

// A calibration is what errors need of one: the cells whose weights it set,
// and the regression on the categories of its margins.
type calibration struct {
	unit, group string
	members     []member
	inverse     [][]float64 // pseudo-inverse of XᵀWX, W the design weights
}

// A member is a cell of a calibration.
type member struct {
	cell    *cell   // as weighted
	factor  float64 // new over old weight
	columns []int   // its categories' columns of X
}

// less orders calibrations; none comes first.
func (c *calibration) less(o *calibration) bool {
	if c == nil || o == nil {
		return c == nil && o != nil
	}
	return cmp.Or(cmp.Compare(c.unit, o.unit), cmp.Compare(c.group, o.group)) < 0
}

// Calibrate returns tallies whose weights meet the margins of the plan, and a
// report on each calibration of it. t is left as it is. Ballots of units that
// the plan leaves out keep their design weights. The result takes no further
// ballots, but can be rolled up.
//
// Within a calibration the weights are multiplied by a factor for each profile,
// found by iterative proportional fitting of the profiles' weights as in
// Sample.Rake, to a relative error of 1e-10; one margin is post-stratification.
// Errors of scores put the residuals of the regression of the linearised
// variable on the categories in its place:
//
//	u_i = w_i g_i (z_i − x_i'B),  B = (Σ w x x')⁻¹ Σ w x z
//
// with w the design weights, g the factors and sums over the calibration's
// ballots, whether or not they have a part in the score.
//
// It panics on a calibration without margins, an unknown group, bounds that are
// not Lowest < 1 < Highest, and on calibrated tallies.
//
// Deville, J.-C. & Särndal, C.-E. (1992), JASA 87, 376–382; Deville, J.-C.,
// Särndal, C.-E. & Sautory, O. (1993), JASA 88, 1013–1020.
func (t *Tallies) Calibrate(plan []Calibration) (*Tallies, []CalibrationReport) {
	t.checkOpen()
	reports := make([]CalibrationReport, len(plan))
	raked := map[*cell]place{}
	for i := range plan {
		reports[i] = t.calibrate(&plan[i], raked)
	}
	out := NewTallies(t.layout.in, t.design)
	out.ballots, out.calibrated = t.ballots, true
	out.mergeStrata(t)
	for id, u := range t.units {
		for g := range u.groups {
			for key, c := range u.groups[g].cells {
				at, ok := raked[c]
				key.profile, key.calibration = "", nil
				if ok {
					key.profile, key.calibration = c.profile, at.calibration
				}
				mine := out.cellFor(&out.unit(id).groups[g], key)
				mine.merge(out.layout, c)
				if ok {
					at.move(mine)
				}
			}
		}
	}
	return out, reports
}

// A place is where a cell stands in a calibration.
type place struct {
	calibration *calibration
	member      int
}

// move puts the cell's copy in its place and weights it.
func (p place) move(c *cell) {
	m := &p.calibration.members[p.member]
	m.cell, c.member = c, p.member
	c.multiply(m.factor)
}

// calibrate weights the cells of one calibration and notes them in raked.
func (t *Tallies) calibrate(c *Calibration, raked map[*cell]place) CalibrationReport {
	if len(c.Margins) == 0 {
		panic("scoring: a calibration needs a margin")
	}
	cells := t.cellsOf(c.Unit, c.Group)
	r := newCalibrationReport(c, cells)
	if r.Failed != nil {
		return r
	}
	for _, x := range cells {
		if _, ok := raked[x]; ok {
			r.Failed = ErrCalibrationTwice
			return r
		}
	}
	table := newProfileTable(cells)
	margins, err := table.margins(c, &r)
	if err != nil {
		r.Failed = err
		return r
	}
	factors, err := table.rake(c, margins, &r)
	if err != nil {
		r.Failed = err
		return r
	}
	made := &calibration{unit: c.Unit, group: c.Group}
	offset, inverse := normalEquations(margins, table.w)
	for i := range inverse.RawMatrix().Rows {
		made.inverse = append(made.inverse, inverse.RawRowView(i))
	}
	for k, x := range cells {
		row := table.row[x.profile]
		m := member{factor: factors[row]}
		for i, margin := range margins {
			m.columns = append(m.columns, offset[i]+margin.of[row])
		}
		made.members = append(made.members, m)
		raked[x] = place{made, k}
	}
	r.weigh(cells, func(x *cell) float64 { return factors[table.row[x.profile]] })
	return r
}

// cellsOf returns the cells of a unit, or of one group of it, in order.
func (t *Tallies) cellsOf(unit, group string) []*cell {
	groups := []int{}
	for g := range t.layout.groups {
		groups = append(groups, g)
	}
	if group != "" {
		groups = []int{t.layout.group(group)}
	}
	u := t.units[unit]
	if u == nil {
		return nil
	}
	var out []*cell
	for _, g := range groups {
		out = append(out, u.groups[g].sorted()...)
	}
	return out
}

// newCalibrationReport returns the report on cells that keep their weights.
func newCalibrationReport(c *Calibration, cells []*cell) CalibrationReport {
	r := CalibrationReport{
		Unit: c.Unit, Group: c.Group, MaxError: math.NaN(), KishDeff: math.NaN(), NEff: math.NaN(),
		Empty: make([][]string, len(c.Margins)), Unknown: make([]int, len(c.Margins)),
	}
	r.weigh(cells, func(*cell) float64 { return 1 })
	if r.Ballots == 0 {
		r.MinRatio, r.MaxRatio, r.Failed = math.NaN(), math.NaN(), ErrNoBallots
	}
	return r
}

// weigh fills what the report says of weights, each its design weight times a
// factor.
func (r *CalibrationReport) weigh(cells []*cell, factor func(*cell) float64) {
	var sum, squares float64
	r.Ballots, r.MinRatio, r.MaxRatio = 0, math.Inf(1), 0
	for _, c := range cells {
		g := factor(c)
		r.Ballots += c.ballots
		sum += g * c.sumW
		squares += g * g * c.sumW2
		r.MinRatio, r.MaxRatio = min(r.MinRatio, g), max(r.MaxRatio, g)
	}
	if r.Ballots > 0 {
		r.Population = sum
		r.NEff = sum * sum / squares
		r.KishDeff = float64(r.Ballots) / r.NEff
	}
}

package scoring

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"
	"pgregory.net/rapid"
)

// A definedCalibration is a calibration by ballots.
type definedCalibration struct {
	rows   []int
	design []float64  // design weights of rows
	of     [][]string // per margin, the categories of rows
}

// residuals replaces z in u = w z by its residual from the regression on the
// categories of all margins, with the design weights: least squares by the
// singular values of the whole table.
func (d definition) residuals(u map[int]float64) map[int]float64 {
	out := map[int]float64{}
	for i, x := range u {
		out[i] = x
	}
	for _, c := range d.calibrations {
		if !slices.ContainsFunc(c.rows, func(i int) bool { _, ok := u[i]; return ok }) {
			continue
		}
		column := map[string]int{}
		for m, of := range c.of {
			for _, name := range of {
				if key := fmt.Sprint(m, name); column[key] == 0 {
					column[key] = len(column) + 1
				}
			}
		}
		x, z := mat.NewDense(len(c.rows), len(column), nil), mat.NewVecDense(len(c.rows), nil)
		for k, i := range c.rows {
			root := math.Sqrt(c.design[k])
			for m, of := range c.of {
				x.Set(k, column[fmt.Sprint(m, of[k])]-1, root)
			}
			z.SetVec(k, root*u[i]/d.ballots[i].Weight)
		}
		var svd mat.SVD
		svd.Factorize(x, mat.SVDThin)
		var beta, fit mat.VecDense
		svd.SolveVecTo(&beta, z, svd.Rank(1e-10))
		fit.MulVec(x, &beta)
		for k, i := range c.rows {
			out[i] = (z.AtVec(k) - fit.AtVec(k)) / math.Sqrt(c.design[k]) * d.ballots[i].Weight
		}
	}
	return out
}

// equalWeights reports whether the ballots of every cell weigh the same, also
// when units are rolled up.
func (d definition) equalWeights() bool {
	calibrated := map[int]string{}
	for k, c := range d.calibrations {
		for _, i := range c.rows {
			calibrated[i] = fmt.Sprint(k, d.ballots[i].Profile)
		}
	}
	weights := map[string]float64{}
	for i, b := range d.ballots {
		key := calibrated[i] + "/" + b.Group
		w, ok := weights[key]
		if ok && !agree(b.Weight, w, 1e-12) {
			return false
		}
		weights[key] = b.Weight
	}
	return true
}

// drawPopulations gives strata a population, or not.
func (d definition) drawPopulations(t *rapid.T) {
	units := map[string]map[string]bool{}
	for i := range d.ballots {
		h, c := d.unit(i)
		if units[h] == nil {
			units[h] = map[string]bool{}
		}
		units[h][c] = true
	}
	population := map[string]float64{}
	for i := range d.ballots {
		h, _ := d.unit(i)
		if _, ok := population[h]; !ok {
			population[h] = 0
			if rapid.Bool().Draw(t, "population") {
				population[h] = float64(len(units[h]) + rapid.IntRange(0, 9).Draw(t, "not drawn"))
			}
		}
		d.ballots[i].Population = population[h]
	}
}

// profiles are two variables; the second may be unknown.
var profiles = [][]string{{"f", "m"}, {"a", "b", "c", ""}}

func drawProfile(t *rapid.T) string {
	return rapid.SampledFrom(profiles[0]).Draw(t, "sex") + ProfileSeparator + rapid.SampledFrom(profiles[1]).Draw(t, "age")
}

func drawMargin(t *rapid.T, at int) TallyMargin {
	m := TallyMargin{Name: fmt.Sprint("m", at), At: at, Population: map[string]float64{}}
	left := 120.0
	names := slices.DeleteFunc(slices.Clone(profiles[at]), func(name string) bool { return name == "" })
	for _, name := range names[1:] {
		m.Population[name] = float64(rapid.IntRange(10, 50).Draw(t, "people"))
		left -= m.Population[name]
	}
	m.Population[names[0]] = left
	return m
}

func drawPlan(t *rapid.T, in *Instrument) []Calibration {
	margins := [][]int{{0}, {1}, {0, 1}}
	var plan []Calibration
	for _, unit := range []string{"u", "v"} {
		groups := []string{""}
		if len(in.Groups) > 0 && rapid.Bool().Draw(t, "by group") {
			groups = []string{"g0", "g1"}
		}
		for _, g := range groups {
			c := Calibration{Unit: unit, Group: g}
			for _, at := range rapid.SampledFrom(margins).Draw(t, "margins") {
				c.Margins = append(c.Margins, drawMargin(t, at))
			}
			plan = append(plan, c)
		}
	}
	return plan
}

// rake weights the ballots of a calibration, margin by margin.
func (d *definition) rake(c *Calibration) {
	var made definedCalibration
	for i, b := range d.ballots {
		if b.Unit == c.Unit && (c.Group == "" || b.Group == c.Group) {
			made.rows = append(made.rows, i)
			made.design = append(made.design, b.Weight)
		}
	}
	targets := make([]map[string]float64, len(c.Margins))
	for m, margin := range c.Margins {
		of := make([]string, len(made.rows))
		here, all, unknown, known := map[string]bool{}, 0.0, 0.0, 0.0
		for k, i := range made.rows {
			of[k] = strings.Split(d.ballots[i].Profile, ProfileSeparator)[margin.At]
			all += made.design[k]
			if margin.Population[of[k]] == 0 {
				unknown += made.design[k]
			}
			here[of[k]] = true
		}
		targets[m] = map[string]float64{"": 120 * unknown / all}
		for name := range here {
			known += margin.Population[name]
		}
		for name, n := range margin.Population {
			targets[m][name] = n / known * 120 * (1 - unknown/all)
		}
		made.of = append(made.of, of)
	}
	for range 3000 {
		for m, of := range made.of {
			sums := map[string]float64{}
			for k, i := range made.rows {
				sums[of[k]] += d.ballots[i].Weight
			}
			for k, i := range made.rows {
				d.ballots[i].Weight *= targets[m][of[k]] / sums[of[k]]
			}
		}
	}
	d.calibrations = append(d.calibrations, made)
}

// TestCalibratedScoresFollowTheDefinition compares scores of raked tallies with
// the residuals of single ballots, whatever the order of aggregation, groups,
// strata, clusters, populations and roll-up.
func TestCalibratedScoresFollowTheDefinition(t *testing.T) {
	made := 0
	rapid.Check(t, func(t *rapid.T) {
		in, design := drawInstrument(t), drawDesign(t)
		d := definition{in: in, design: design, ballots: drawBallots(t, in)}
		for i := range d.ballots {
			d.ballots[i].Profile = drawProfile(t)
		}
		d.drawPopulations(t)
		plan := drawPlan(t, in)
		plain := count(in, design, d.ballots)
		before := plain.Scores()
		tallies, reports := plain.Calibrate(plan)
		sameScores(t, plain.Scores(), before)
		for i, r := range reports {
			switch {
			case r.Failed == nil && r.Sweeps > 100:
				// Only weights of 0 meet the margins. They are come near so slowly that
				// errors, which are next to nothing there, depend on when one stops.
				return
			case r.Failed == nil:
				made++
				d.rake(&plan[i])
			case !errors.Is(r.Failed, ErrNoBallots) && !errors.Is(r.Failed, ErrRaking) && !errors.Is(r.Failed, ErrMarginCategory):
				t.Fatal(r.Failed)
			}
		}
		d.check(t, tallies, 1e-8) // raking ends at 1e-10 of the margins
	})
	if made == 0 {
		t.Error("nothing was ever raked")
	}
}

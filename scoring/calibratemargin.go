package scoring

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
)

// A profileTable is the table that raking works on: the weight of the ballots
// of each profile.
type profileTable struct {
	categories [][]string // per profile, its parts
	row        map[string]int
	n, w       []float64
}

func newProfileTable(cells []*cell) profileTable {
	t := profileTable{row: map[string]int{}}
	var profiles []string
	for _, c := range cells {
		profiles = append(profiles, c.profile)
	}
	slices.Sort(profiles)
	for _, p := range slices.Compact(profiles) {
		t.row[p] = len(t.categories)
		t.categories = append(t.categories, strings.Split(p, ProfileSeparator))
	}
	t.n, t.w = make([]float64, len(t.categories)), make([]float64, len(t.categories))
	for _, c := range cells {
		t.n[t.row[c.profile]] += float64(c.ballots)
		t.w[t.row[c.profile]] += c.sumW
	}
	return t
}

// category returns a profile's category of a margin; "" where it has none.
func (t *profileTable) category(profile int, m *TallyMargin) string {
	if parts := t.categories[profile]; m.At < len(parts) {
		return parts[m.At]
	}
	return ""
}

// totalTolerance is how far, relative to them, totals of margins may differ:
// published figures are rounded.
const totalTolerance = 1e-6

// margins codes the margins of a calibration, all with the first one's total.
func (t *profileTable) margins(c *Calibration, r *CalibrationReport) ([]codedMargin, error) {
	var out []codedMargin
	first := 0.0
	for i := range c.Margins {
		m := &c.Margins[i]
		total, err := m.total()
		if i == 0 {
			first = total
		}
		if err == nil && math.Abs(total-first) > totalTolerance*first {
			err = ErrMarginTotals
		}
		if err != nil {
			return nil, fmt.Errorf("margin %q: %w", m.Name, err)
		}
	}
	for i := range c.Margins {
		m := &c.Margins[i]
		coded, err := t.code(m, first, &r.Empty[i], &r.Unknown[i])
		if err != nil {
			return nil, fmt.Errorf("margin %q: %w", m.Name, err)
		}
		out = append(out, coded)
	}
	return out, nil
}

// total returns the margin's population.
func (m *TallyMargin) total() (float64, error) {
	sum := 0.0
	for _, name := range slices.Sorted(maps.Keys(m.Population)) {
		if !(m.Population[name] >= 0) {
			return 0, ErrMarginCategory
		}
		sum += m.Population[name]
	}
	if sum == 0 || math.IsInf(sum, 1) {
		return 0, ErrMarginCategory
	}
	return sum, nil
}

// code numbers the margin's categories that have ballots, in the order of
// their names; then comes the one of all ballots without a category. The
// former share what the latter leaves of the total.
func (t *profileTable) code(m *TallyMargin, total float64, empty *[]string, unknown *int) (codedMargin, error) {
	found := map[string]bool{}
	var known, all float64
	for i, w := range t.w {
		name := t.category(i, m)
		all += w
		if name != "" && m.Population[name] > 0 {
			found[name] = true
			known += w
		} else {
			*unknown += int(t.n[i])
		}
	}
	coded := codedMargin{}
	at := map[string]int{}
	for _, name := range slices.Sorted(maps.Keys(m.Population)) {
		switch {
		case found[name]:
			at[name] = len(coded.pop)
			coded.pop = append(coded.pop, m.Population[name])
		case m.Population[name] > 0:
			*empty = append(*empty, name)
		}
	}
	if len(found) == 0 {
		return coded, ErrMarginCategory
	}
	here := coded.total()
	for k := range coded.pop {
		coded.pop[k] *= total / here * (known / all)
	}
	if *unknown > 0 {
		coded.pop = append(coded.pop, total*(1-known/all))
	}
	for i := range t.w {
		k, ok := at[t.category(i, m)]
		if !ok {
			k = len(coded.pop) - 1
		}
		coded.of = append(coded.of, k)
	}
	return coded, nil
}

// rake returns the factor of each profile.
func (t *profileTable) rake(c *Calibration, margins []codedMargin, r *CalibrationReport) ([]float64, error) {
	o := RakeOptions{Lowest: c.Lowest, Highest: c.Highest}.filled()
	w := slices.Clone(t.w)
	done := o.rake(w, t.n, margins)
	r.Sweeps, r.MaxError, r.Converged = done.Sweeps, done.MaxError, done.Converged
	if !done.Converged {
		return nil, ErrRaking
	}
	r.Trimmed = done.Trimmed
	for i := range w {
		w[i] /= t.w[i]
		if !(w[i] > 0) || math.IsInf(w[i], 1) {
			return nil, ErrRaking
		}
	}
	return w, nil
}

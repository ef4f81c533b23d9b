package scoring

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
)

// What keeps a sample from being weighted to population margins.
var (
	// ErrMarginCategory: collapse categories first.
	ErrMarginCategory = errors.New("sample and margin must have the same categories, each with weight and a population above 0")
	ErrMarginTotals   = errors.New("margins must add up to the same total")
	ErrRaking         = errors.New("no weights meet the margins")
)

// A Margin is a known distribution of the population.
type Margin struct {
	Of         []string           // the category of each row
	Population map[string]float64 // by category, in the units that weights add up to
}

// A codedMargin is a margin of a sample by number of category.
type codedMargin struct {
	of  []int
	pop []float64
}

// code numbers the margin's categories in the order of their names.
func (s *Sample) code(m Margin) (codedMargin, error) {
	s.checkRows(len(m.Of))
	var c codedMargin
	at := map[string]int{}
	for _, name := range slices.Sorted(maps.Keys(m.Population)) {
		pop := m.Population[name]
		if !(pop >= 0) || math.IsInf(pop, 1) {
			return c, fmt.Errorf("category %q: %w", name, ErrMarginCategory)
		}
		if pop > 0 {
			at[name] = len(c.pop)
			c.pop = append(c.pop, pop)
		}
	}
	for _, name := range m.Of {
		k, ok := at[name]
		if !ok {
			return c, fmt.Errorf("category %q: %w", name, ErrMarginCategory)
		}
		c.of = append(c.of, k)
	}
	sums := c.sums(s.w)
	for name, k := range at {
		if sums[k] == 0 {
			return c, fmt.Errorf("category %q: %w", name, ErrMarginCategory)
		}
	}
	return c, nil
}

// sums returns Σw by category.
func (c codedMargin) sums(w []float64) []float64 {
	out := make([]float64, len(c.pop))
	for i, k := range c.of {
		out[k] += w[i]
	}
	return out
}

// total returns the population of all categories.
func (c codedMargin) total() float64 {
	t := 0.0
	for _, pop := range c.pop {
		t += pop
	}
	return t
}

// scale multiplies the weights so that they meet the margin.
func (c codedMargin) scale(w []float64) {
	sums := c.sums(w)
	for i, k := range c.of {
		w[i] *= c.pop[k] / sums[k]
	}
}

// worst returns the largest relative distance of the weights from the margin.
func (c codedMargin) worst(w []float64) float64 {
	worst := 0.0
	for k, sum := range c.sums(w) {
		worst = max(worst, math.Abs(sum/c.pop[k]-1))
	}
	return worst
}

// takeMeans takes the w-weighted mean of its category off each z.
func (c codedMargin) takeMeans(z, w []float64) {
	sums, means := c.sums(w), make([]float64, len(c.pop))
	for i, k := range c.of {
		means[k] += w[i] * z[i] / sums[k]
	}
	for i, k := range c.of {
		z[i] -= means[k]
	}
}

// calibrated returns the sample with new weights, its errors from residuals.
func (s *Sample) calibrated(w []float64, residual func(z []float64)) *Sample {
	out := *s
	out.w = w
	out.residuals = append(slices.Clip(slices.Clone(s.residuals)), residual)
	return &out
}

func (s *Sample) checkWhole() {
	if s.in != nil {
		panic("scoring: weight the sample before taking a domain of it")
	}
}

// PostStratify returns the sample with its weights multiplied by M_h/W_h, the
// population of the row's category over the sum of its weights. Errors of
// figures take each category's weighted mean off the linearised variable:
//
//	e_i = z_i − z̄_h,  V = Var(Σ w e) under the design
//
// A category of the population without rows, or of rows without population,
// gives ErrMarginCategory (wrapped, with the category). For cells of several
// variables join their names. It panics on another length and on a domain.
//
// Holt, D. & Smith, T. M. F. (1979), JRSS A 142, 33–46; Valliant, R. (1993),
// JASA 88, 89–96.
func (s *Sample) PostStratify(m Margin) (*Sample, error) {
	s.checkWhole()
	c, err := s.code(m)
	if err != nil {
		return nil, err
	}
	w := s.Weights()
	c.scale(w)
	return s.calibrated(w, func(z []float64) { c.takeMeans(z, s.w) }), nil
}

package scoring

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// A samplingStage draws units within groups: PSUs in strata, then second-stage
// units in PSUs.
type samplingStage struct {
	unit  []int     // row → unit
	group []int     // unit → group
	size  []int     // of a group: its units in the sample
	pop   []float64 // of a group: its units in the population, +Inf without a correction
	scale []float64 // of a group: its factor in the variance
}

// nestedUnits numbers the units named within groups; each row is a unit if
// there are no names.
func nestedUnits(group []int, names []string) (unit, groupOf []int) {
	type key struct {
		group int
		name  string
	}
	seen := map[key]int{}
	unit = make([]int, len(group))
	for i, g := range group {
		if names == nil {
			unit[i] = i
			continue
		}
		at, ok := seen[key{g, names[i]}]
		if !ok {
			at = len(groupOf)
			seen[key{g, names[i]}] = at
			groupOf = append(groupOf, g)
		}
		unit[i] = at
	}
	if names == nil {
		groupOf = append(groupOf, group...)
	}
	return unit, groupOf
}

func newSamplingStage(group []int, names []string, pop []float64) (samplingStage, error) {
	var st samplingStage
	st.unit, st.group = nestedUnits(group, names)
	for _, g := range st.group {
		for len(st.size) <= g {
			st.size = append(st.size, 0)
			st.pop = append(st.pop, math.Inf(1))
		}
		st.size[g]++
	}
	known := make([]bool, len(st.size))
	for i, g := range group {
		if pop == nil {
			break
		}
		if known[g] && st.pop[g] != pop[i] || !(pop[i] >= float64(st.size[g])) {
			return st, ErrPopulationSize
		}
		st.pop[g], known[g] = pop[i], true
	}
	st.scale = make([]float64, len(st.size))
	for g, n := range st.size {
		st.scale[g] = 1 - float64(n)/st.pop[g]
	}
	return st, nil
}

// addTo adds the stage's part of the variance of the totals of u.
func (st *samplingStage) addTo(v *mat.SymDense, u [][]float64, lonely Lonely) {
	totals, means := make([][]float64, len(u)), make([][]float64, len(u))
	for k := range u {
		totals[k], means[k] = make([]float64, len(st.group)), make([]float64, len(st.size))
		for row, unit := range st.unit {
			totals[k][unit] += u[k][row]
		}
		for unit, g := range st.group {
			means[k][g] += totals[k][unit] / float64(st.size[g])
		}
	}
	for unit, g := range st.group {
		n, scale := float64(st.size[g]), st.scale[g]
		switch {
		case n > 1:
			scale *= n / (n - 1)
		case lonely == LonelyAdjust:
			for k := range means {
				means[k][g] = 0
			}
		}
		for k := range u {
			for l := k; l < len(u); l++ {
				v.SetSym(k, l, v.At(k, l)+scale*(totals[k][unit]-means[k][g])*(totals[l][unit]-means[l][g]))
			}
		}
	}
}

package survey

import (
	"cmp"
	"math"
	"slices"
)

// An obstacle is what is not told exactly of a unit, as equations that a
// combination of sums must fulfil to be, at this unit, no more than what is told.
type obstacle struct {
	rows  [][]float64 // by equation and sum
	least int         // people that a combination which fails them holds at least
}

// newObstacle returns the equations of a unit of which some groups are not told,
// of so many people each. weigh is how its own figure weighs a person of each
// group, nil if there is no figure; sums say how each weighs a person of each
// group there.
func newObstacle(groups, people []int, weigh []float64, sums [][]float64) obstacle {
	o := obstacle{least: leastHeld(groups, people, weigh, sums)}
	first := -1
	if weigh != nil {
		first = slices.IndexFunc(groups, func(g int) bool { return weigh[g] != 0 })
	}
	for k, g := range groups {
		if k == first {
			continue
		}
		row, size := make([]float64, len(sums)), 0.0
		for j, sum := range sums {
			row[j], size = sum[g], max(size, math.Abs(sum[g]))
			if first >= 0 {
				f := weigh[g] / weigh[groups[first]]
				row[j] -= sum[groups[first]] * f
				size = max(size, math.Abs(sum[groups[first]]*f))
			}
		}
		if size == 0 {
			continue
		}
		for j := range row {
			row[j] /= size
		}
		o.rows = append(o.rows, row)
	}
	return o
}

// leastHeld is how many people of a unit's untold groups are at least in what a
// combination of sums, with the unit's own figure, tells beyond that figure.
func leastHeld(groups, people []int, weigh []float64, sums [][]float64) int {
	const most = 8 // groups of which all sets are tried
	if len(groups) == 0 {
		return 0
	}
	least := slices.Min(people)
	if len(groups) > most {
		return least
	}
	own := make([]float64, len(groups))
	var span elimination
	for k, g := range groups {
		if weigh != nil {
			own[k] = weigh[g]
		}
	}
	figure := span.insert(unitLength(own))
	for _, sum := range sums {
		row := make([]float64, len(groups))
		for k, g := range groups {
			row[k] = sum[g]
		}
		span.insert(unitLength(row))
	}
	best := math.MaxInt
	for set := 1; set < 1<<len(groups); set++ {
		held, told := 0, figure
		var outside elimination
		for k := range groups {
			if set>>k&1 == 1 {
				held += people[k]
			} else {
				told = told && own[k] == 0
			}
		}
		if held >= best {
			continue
		}
		for _, q := range span {
			row := slices.Clone(q.row)
			for k := range groups {
				if set>>k&1 == 1 {
					row[k] = 0
				}
			}
			outside.insert(row)
		}
		inside := len(span) - len(outside)
		if told {
			inside--
		}
		if inside > 0 {
			best = held
		}
	}
	if best == math.MaxInt {
		return least
	}
	return best
}

// unitLength returns a row scaled so that its largest figure is 1.
func unitLength(row []float64) []float64 {
	size := 0.0
	for _, x := range row {
		size = max(size, math.Abs(x))
	}
	scaled := make([]float64, len(row))
	for j, x := range row {
		if size > 0 {
			scaled[j] = x / size
		}
	}
	return scaled
}

// withstand reports whether sums may be told together. A combination of them
// that is none of what is told anyway must differ from it at some unit, in at
// least one group. Units are gathered into families that no such combination
// passes: what follows from the sums holds people of each family, and they may
// be told where those are enough.
func withstand(obstacles []obstacle, enough int) bool {
	slices.SortStableFunc(obstacles, func(a, b obstacle) int { return cmp.Compare(b.least, a.least) })
	var all elimination
	for _, o := range obstacles {
		all.add(o)
	}
	if len(all) == 0 {
		return true // they follow from what is told
	}
	people := 0
	var family elimination
	for _, o := range obstacles {
		if !family.add(o) {
			continue
		}
		if len(family) == len(all) {
			people, family = people+o.least, nil // the least of them: they come in order
		}
	}
	return people >= enough
}

// An elimination holds independent equations in row echelon form.
type elimination []equation

type equation struct {
	row   []float64
	pivot int
}

// add puts in the equations of a unit, and reports whether they say more than
// those before.
func (e *elimination) add(o obstacle) (more bool) {
	for _, row := range o.rows {
		more = e.insert(slices.Clone(row)) || more
	}
	return more
}

// insert adds a row, whose largest figures were of the size of 1, and reports
// whether it is independent of those before.
func (e *elimination) insert(row []float64) bool {
	for _, q := range *e {
		f := row[q.pivot] / q.row[q.pivot]
		if f == 0 {
			continue
		}
		for j := range row {
			row[j] -= f * q.row[j]
		}
		row[q.pivot] = 0
	}
	pivot := 0
	for j := range row {
		if math.Abs(row[j]) > math.Abs(row[pivot]) {
			pivot = j
		}
	}
	if math.Abs(row[pivot]) <= 1e-9 {
		return false
	}
	*e = append(*e, equation{row, pivot})
	return true
}

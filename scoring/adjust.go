package scoring

import (
	"cmp"
	"math"
	"slices"
)

// An Adjustment corrects p values for testing many hypotheses at once.
type Adjustment uint8

// The adjustments, by what they hold at the level: Bonferroni, Sidak, Holm and
// Hochberg the chance of any false rejection (Sidak under independence,
// Hochberg under positive dependence), BH and BY the expected share of false
// ones among the rejections (BY under any dependence).
const (
	Unadjusted Adjustment = iota
	Bonferroni
	Sidak
	Holm
	Hochberg
	BH // Benjamini & Hochberg 1995
	BY // Benjamini & Yekutieli 2001
)

// AdjustP returns the adjusted p values, as R's p.adjust does: monotone in p,
// at most 1. A NaN stays NaN and does not count.
func AdjustP(p []float64, method Adjustment) []float64 {
	out := make([]float64, len(p))
	var order []int
	for i, x := range p {
		out[i] = x
		if !math.IsNaN(x) {
			order = append(order, i)
		}
	}
	n := float64(len(order))
	switch method {
	case Unadjusted:
		return out
	case Bonferroni, Sidak:
		for _, i := range order {
			out[i] = min(1, n*p[i])
			if method == Sidak {
				out[i] = -math.Expm1(n * math.Log1p(-p[i]))
			}
		}
		return out
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(p[a], p[b]) })
	if method == Holm {
		stepDown(p, out, order)
	} else {
		stepUp(p, out, order, method)
	}
	return out
}

// stepDown writes Holm's p values: the running maximum of (n−r) p_(r), r = 0, 1, ….
func stepDown(p, out []float64, order []int) {
	running := 0.0
	for r, i := range order {
		running = max(running, float64(len(order)-r)*p[i])
		out[i] = min(1, running)
	}
}

// stepUp writes the p values of Hochberg, BH or BY: the running minimum, from
// the largest p, of p times the method's factor.
func stepUp(p, out []float64, order []int, method Adjustment) {
	n := float64(len(order))
	harmonic := 0.0
	for r := range order {
		harmonic += 1 / float64(r+1)
	}
	running := 1.0
	for r := len(order) - 1; r >= 0; r-- {
		factor := n / float64(r+1)
		switch method {
		case Hochberg:
			factor = n - float64(r)
		case BY:
			factor *= harmonic
		}
		running = min(running, factor*p[order[r]])
		out[order[r]] = running
	}
}

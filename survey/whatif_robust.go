package survey

import (
	"math"

	"minping/scoring"
)

// How weights are drawn around the published ones: each by itself, by up to a
// quarter of it.
var perturbation = scoring.Perturbation{Draws: 2000, Spread: 0.25, Seed: 20050101}

// A RobustTier says how far a tier's ranking rests on the weights.
type RobustTier struct {
	Tier    string
	K       int
	Named   bool
	Units   []RobustUnit // by published rank; units whose scores cannot be told are left out
	LeftOut []string     // ids of these
	Without []Without    // one indicator left out, in the order of the nodes
	Draws   int
	Spread  float64 // largest relative change of a weight, 0–1
}

// A RobustUnit is one unit's places over the draws.
type RobustUnit struct {
	Unit string
	scoring.Robustness
	Interval [2]int // joint interval of the published rank: what the sample allows
	WasLast  bool   // among the last k as published
}

// A Without says what a tier's ranking is without one indicator.
type Without struct {
	Node           string
	Enters, Leaves []string // ids: certain changes of the last-k list
	Shift          float64  // mean shift of ranks, places; NaN where some units cannot be told
	Beyond         int      // units that leave the interval of their published rank
	Unknown        int      // units whose scores cannot be told
}

// Robustness tells, for each tier of at least two ranked units, how places
// depend on the weights of the index tree: with each indicator left out in
// turn, and with weights drawn at random around the published ones. Weights of
// groups stay as they are.
func (r *Release) Robustness() []RobustTier {
	var out []RobustTier
	w := newWeighing(r, Scenario{})
	for _, t := range r.Tiers {
		if t.Ranked < 2 {
			continue
		}
		rt := RobustTier{Tier: t.ID, Draws: perturbation.Draws, Spread: perturbation.Spread}
		rt.K, rt.Named = r.lastK(t.ID)
		w.drawWeights(&rt)
		out = append(out, rt)
	}
	for i, n := range r.Nodes {
		if !w.single(i) || i == 0 || w.covered(w.parent[i]) || !(n.Weight > 0) {
			continue
		}
		s := Scenario{Nodes: map[string]float64{n.ID: 0}}
		if s.Check(r) != nil {
			continue
		}
		for j, t := range r.WhatIf(s).Tiers {
			out[j].Without = append(out[j].Without, t.without(n.ID))
		}
	}
	return out
}

// without sums up the comparison of a tier.
func (t WhatIfTier) without(node string) Without {
	x := Without{Node: node, Shift: math.NaN()}
	before, after := make([]int, len(t.Units)), make([]int, len(t.Units))
	for i, u := range t.Units {
		before[i], after[i] = u.Rank, u.NewLow
		switch {
		case u.Enters():
			x.Enters = append(x.Enters, u.Unit)
		case u.Leaves():
			x.Leaves = append(x.Leaves, u.Unit)
		}
		if u.Beyond() {
			x.Beyond++
		}
		if u.Reason != "" {
			x.Unknown++
		}
	}
	if x.Unknown == 0 {
		x.Shift = scoring.MeanRankShift(before, after)
	}
	return x
}

// A portion is a share of a unit's score: a group's scores by node, or the
// unit's own.
type portion struct {
	weight float64
	values []float64
}

// drawWeights fills in the units' places over the draws.
func (w *weighing) drawWeights(t *RobustTier) {
	var portions [][]portion
	var units []*UnitResult
	for _, u := range w.release.rankedIn(t.Tier) {
		if p := w.portions(u); p != nil {
			portions, units = append(portions, p), append(units, u)
			t.Units = append(t.Units, RobustUnit{Unit: u.Unit, Interval: [2]int{u.Rank.Low, u.Rank.High}})
		} else {
			t.LeftOut = append(t.LeftOut, u.Unit)
		}
	}
	if len(portions) == 0 {
		return
	}
	drawn := *w
	score := func(weights, out []float64) {
		drawn.weight = weights
		for i, p := range portions {
			out[i] = w.settle(units[i], drawn.total(p))
		}
	}
	for i, r := range scoring.WeightRobustness(len(portions), score, w.weight, t.K, perturbation) {
		t.Units[i].Robustness = r
		t.Units[i].WasLast = w.worse(units, i) < t.K
	}
}

// worse counts the units with a lower published score than unit i.
func (w *weighing) worse(units []*UnitResult, i int) (n int) {
	root := w.nodes[0].ID
	for _, u := range units {
		if u.Nodes[root].Score < units[i].Nodes[root].Score {
			n++
		}
	}
	return n
}

// portions returns what a unit's score is computed from for any weights of the
// tree, nil where the release does not tell.
func (w *weighing) portions(u *UnitResult) []portion {
	if !w.reproduces(u) {
		return nil
	}
	switch {
	case w.kinds.of(u) != nil:
		return w.kindPortions(u)
	case w.pooled:
		return w.only(u)
	}
	var out []portion
	for g, info := range w.release.Groups {
		res, ok := u.Groups[info.ID]
		if !ok || w.group[g] == 0 {
			continue
		}
		values := w.values(w.within(u, info.ID, res))
		if res.Suppressed || values == nil {
			return w.only(u)
		}
		out = append(out, portion{w.group[g], values})
	}
	return out
}

// only is the unit's own scores as one portion.
func (w *weighing) only(u *UnitResult) []portion {
	values := w.values(w.whole(u))
	if values == nil || u.Basis != nil && u.Basis.Uneven {
		return nil
	}
	return []portion{{1, values}}
}

// values lays out the scores of the items that count, nil where one is not known.
func (w *weighing) values(get source) []float64 {
	values := make([]float64, len(w.nodes))
	for i := range w.nodes {
		if !w.single(i) || w.covered(w.parent[i]) {
			continue
		}
		x, why := get(i)
		if why != "" {
			return nil
		}
		values[i] = x
	}
	return values
}

// total is the overall score of a unit made of portions.
func (w *weighing) total(portions []portion) float64 {
	sum, total := 0.0, 0.0
	for _, p := range portions {
		x, _ := w.mean(0, true, func(i int) (float64, Reason) { return p.values[i], "" })
		if !math.IsNaN(x) {
			sum += float64(p.weight * x)
			total += p.weight
		}
	}
	return sum / total
}

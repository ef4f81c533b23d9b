package survey

import (
	"math"
	"slices"
)

// tolerance is how far a score computed anew may lie from the published one.
const tolerance = 1e-9

// overall returns a unit's overall score under the scenario, or why it cannot
// be told.
func (w *weighing) overall(u *UnitResult) (float64, Reason) {
	switch {
	case u.Nodes[w.nodes[0].ID].Blurred:
		return 0, HiddenNode
	case !w.reproduces(u):
		return 0, NoBasis
	}
	x, why := w.combine(u, w.pooled && w.regrouped && !w.respondentFirst())
	switch {
	case why != "":
		return 0, why
	case math.IsNaN(x):
		return 0, NoValue
	}
	return w.settle(u, x), ""
}

// settle returns the published score in the place of one that equals it but for
// rounding, so that nothing moves where nothing changes.
func (w *weighing) settle(u *UnitResult, x float64) float64 {
	if published := float64(u.Nodes[w.nodes[0].ID].Score); math.Abs(x-published) <= tolerance {
		return published
	}
	return x
}

// reproduces reports whether the published weights give the published score,
// as far as the figures shown allow to try.
func (w *weighing) reproduces(u *UnitResult) bool {
	published := newTreeWeighing(w.release, Scenario{})
	published.kinds = w.kinds.asPublished()
	published.regrouped = w.pooled && w.regrouped // by the same way
	x, why := published.combine(u, true)
	return why != "" || math.Abs(x-float64(u.Nodes[w.nodes[0].ID].Score)) <= tolerance
}

// combine computes the overall score: by groups where all is shown, else from
// the unit's own figures where those of the groups add up to them.
func (w *weighing) combine(u *UnitResult, deep bool) (float64, Reason) {
	switch {
	case w.kinds.of(u) != nil:
		return w.byKind(u, deep)
	case w.pooled && w.regrouped:
		return w.mean(0, deep, w.pool(u))
	case w.pooled:
		return w.mean(0, deep, w.whole(u))
	}
	x, why := w.byGroup(u, deep)
	if why == "" || why == RespondentFirst || w.regrouped {
		return x, why
	}
	if !w.changed[0] && !deep {
		return w.whole(u)(0)
	}
	if u.Basis != nil && u.Basis.Uneven {
		return 0, why
	}
	return w.mean(0, deep, w.whole(u))
}

// byGroup computes Σ W_g I_g / Σ W_g over the groups that have a value.
func (w *weighing) byGroup(u *UnitResult, deep bool) (float64, Reason) {
	sum, total := 0.0, 0.0
	for g, info := range w.release.Groups {
		res, ok := u.Groups[info.ID]
		if !ok || w.group[g] == 0 {
			continue
		}
		if res.Suppressed {
			return 0, HiddenGroup
		}
		x, why := w.mean(0, deep, w.within(u, info.ID, res))
		if why != "" {
			return 0, why
		}
		if !math.IsNaN(x) {
			sum += float64(w.group[g] * x)
			total += w.group[g]
		}
	}
	return sum / total, ""
}

// whole is the source of a unit's own scores.
func (w *weighing) whole(u *UnitResult) source {
	var hidden []string
	if u.Basis != nil {
		hidden = u.Basis.Hidden
	}
	return w.shown(u.Nodes, hidden, u.Ballots)
}

// within is the source of a group's scores in a unit.
func (w *weighing) within(u *UnitResult, id string, res GroupResult) source {
	return w.shown(res.Nodes, u.basis(id).Hidden, res.Ballots)
}

// basis returns the basis of a group within the unit.
func (u *UnitResult) basis(group string) GroupBasis {
	if u.Basis == nil {
		return GroupBasis{}
	}
	return u.Basis.Groups[group]
}

// shown is the source of some published scores. Where respondents are scored
// first, scores below the root go together only if nobody left a node out.
func (w *weighing) shown(nodes map[string]NodeScore, hidden []string, ballots int) source {
	return func(i int) (float64, Reason) {
		s, ok := nodes[w.nodes[i].ID]
		switch {
		case slices.Contains(hidden, w.nodes[i].ID):
			return 0, HiddenNode
		case !ok:
			return math.NaN(), ""
		case i > 0 && w.respondentFirst() && s.N < ballots:
			return 0, RespondentFirst
		}
		return float64(s.Score), ""
	}
}

// pool is the source of the scores of the groups that are left in, put together
// by the weights of their ballots.
func (w *weighing) pool(u *UnitResult) source {
	return func(i int) (float64, Reason) {
		sum, total, absent := 0.0, 0.0, false
		for g, info := range w.release.Groups {
			res, ok := u.Groups[info.ID]
			if !ok || w.group[g] == 0 {
				continue
			}
			if res.Suppressed {
				return 0, HiddenGroup
			}
			x, why := w.within(u, info.ID, res)(i)
			if why != "" {
				return 0, why
			}
			if math.IsNaN(x) {
				absent = true
				continue
			}
			weight, ok := w.ballots(u, info.ID, res, i)
			if !ok {
				return 0, NoBasis
			}
			sum += float64(weight * x)
			total += weight
		}
		if i > 0 && absent && total > 0 && w.respondentFirst() {
			return 0, RespondentFirst
		}
		return sum / total, ""
	}
}

// ballots returns the summed weight of a group's ballots with a value at a node.
func (w *weighing) ballots(u *UnitResult, group string, res GroupResult, node int) (float64, bool) {
	id := w.nodes[node].ID
	if !w.release.unequal() {
		return float64(res.Nodes[id].N), true
	}
	x, ok := u.basis(group).Weights[id]
	return float64(x), ok
}

func (w *weighing) respondentFirst() bool {
	return w.release.Method.Aggregation == "respondent-first"
}

// lastLists are the k of last-k lists where no rule names one.
var lastLists = []int{10, 5, 3, 1}

// lastK returns the k of a tier's last-k list: the largest that a flag
// rule names, or the largest usual one that takes in at most a third of the units.
func (r *Release) lastK(tier string) (k int, named bool) {
	for _, f := range r.Flags {
		if f.Kind == "last" && f.Tier == tier && f.Node == r.Nodes[0].ID {
			k = max(k, int(f.Threshold))
		}
	}
	if k > 0 {
		return k, true
	}
	units := len(r.rankedIn(tier))
	for _, n := range lastLists {
		if 3*n <= units {
			return n, false
		}
	}
	return 1, false
}

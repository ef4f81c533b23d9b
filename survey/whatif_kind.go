package survey

import (
	"math"
	"slices"
)

// A Kind is a kind of unit of an evaluation with the weights by which its groups
// of raters make the score, as a release tells them.
type Kind struct {
	Tier    string
	Groups  []string  // ids of those that may rate units of the kind, or did, in the release's order
	Weights []float64 // parallel to Groups: whole numbers, 100 in all
}

// Kinds returns the kinds of unit of an evaluation that have weights of their
// own and at least two ranked units, in the order of the tiers. Where weights are
// no whole hundredths, units go by the groups' own weights; where there are none,
// ballots are pooled: such tiers are no kinds.
func (r *Release) Kinds() []Kind {
	if r.Evaluation == nil {
		return nil
	}
	planned := map[string]map[string]float64{}
	for i := range r.Evaluation.Units {
		u := &r.Evaluation.Units[i]
		if planned[u.Tier] == nil {
			planned[u.Tier] = map[string]float64{}
		}
		for _, g := range u.Groups {
			planned[u.Tier][g.Group] = 100 * float64(g.Planned)
		}
	}
	var list []Kind
	for _, t := range r.Tiers {
		k, sum := Kind{Tier: t.ID}, 0.0
		for _, g := range r.Groups {
			if x, rates := planned[t.ID][g.ID]; rates {
				k.Groups, k.Weights = append(k.Groups, g.ID), append(k.Weights, math.Round(x))
				sum += math.Round(x)
				if !(math.Abs(x-math.Round(x)) <= tolerance) {
					sum = math.NaN()
				}
			}
		}
		if t.Ranked > 1 && sum == 100 {
			list = append(list, k)
		}
	}
	return list
}

// kindWeights are the kinds of unit of a release under a scenario.
type kindWeights struct {
	list        []Kind
	then, now   map[string][]float64 // by tier, parallel to the release's groups
	rule, was   EmptyRule
	evaluations map[string]*UnitEvaluation
}

func newKinds(r *Release, s Scenario) *kindWeights {
	k := &kindWeights{list: r.Kinds()}
	if k.list == nil {
		return k
	}
	k.then, k.now, k.evaluations = map[string][]float64{}, map[string][]float64{}, map[string]*UnitEvaluation{}
	k.rule, k.was = r.Evaluation.Empty, r.Evaluation.Empty
	if s.NoBallots != "" {
		k.rule = s.NoBallots
	}
	for _, kind := range k.list {
		then, now := make([]float64, len(r.Groups)), make([]float64, len(r.Groups))
		for g, info := range r.Groups {
			if i := slices.Index(kind.Groups, info.ID); i >= 0 {
				then[g], now[g] = kind.Weights[i], kind.Weights[i]
			}
			if x, ok := s.Kinds[kind.Tier][info.ID]; ok {
				now[g] = x
			}
		}
		k.then[kind.Tier], k.now[kind.Tier] = then, now
	}
	for i := range r.Evaluation.Units {
		u := &r.Evaluation.Units[i]
		k.evaluations[u.Unit] = u
	}
	return k
}

// asPublished returns the kinds without a scenario.
func (k *kindWeights) asPublished() *kindWeights {
	p := *k
	p.now, p.rule = k.then, k.was
	return &p
}

// of returns the weights of a unit's groups under the scenario, nil where it is
// of no kind.
func (k *kindWeights) of(u *UnitResult) []float64 { return k.now[u.Tier] }

// onlyKinds reports whether all units that are ranked are of some kind.
func (w *weighing) onlyKinds() bool {
	return len(w.kinds.list) > 0 && !slices.ContainsFunc(w.release.Tiers, func(t TierInfo) bool {
		return t.Ranked > 1 && w.kinds.now[t.ID] == nil
	})
}

// checkKinds returns what is wrong with the scenario for kinds of unit, in the
// order of their ids.
func (s Scenario) checkKinds(w *weighing) (errs []ScenarioError) {
	for _, tier := range sortedKeys(s.Kinds) {
		i := slices.IndexFunc(w.kinds.list, func(k Kind) bool { return k.Tier == tier })
		before := len(errs)
		for _, id := range sortedKeys(s.Kinds[tier]) {
			switch x := s.Kinds[tier][id]; {
			case i < 0 || !slices.Contains(w.kinds.list[i].Groups, id):
				errs = append(errs, ScenarioError{Tier: tier, Group: id, Problem: ScenarioNoKind})
			case !(x >= 0) || x > 100 || x != math.Trunc(x):
				errs = append(errs, ScenarioError{Tier: tier, Group: id, Problem: ScenarioWhole})
			}
		}
		if i < 0 || len(errs) > before {
			continue
		}
		sum := 0.0
		for _, x := range w.kinds.now[tier] {
			sum += x
		}
		if sum != 100 {
			errs = append(errs, ScenarioError{Tier: tier, Problem: ScenarioSum})
		}
	}
	switch s.NoBallots {
	case "":
	case EmptyRenormalise, EmptyBlock, EmptyZero:
		if len(w.kinds.list) == 0 {
			errs = append(errs, ScenarioError{Problem: ScenarioRule})
		}
	default:
		errs = append(errs, ScenarioError{Problem: ScenarioRule})
	}
	return errs
}

// A castVote is what the groups of a unit weigh, as far as it does not depend on
// their scores.
type castVote struct {
	weights []float64 // parallel to the release's groups; 0 for those that do not count
	zero    float64   // of groups without a ballot that count as 0 points
	blocked bool      // a group without a ballot leaves the unit without a score
	same    bool      // the unit's groups weigh as published
}

func (w *weighing) cast(u *UnitResult) castVote {
	now, then := w.kinds.now[u.Tier], w.kinds.then[u.Tier]
	v := castVote{weights: make([]float64, len(now))}
	published, was := make([]float64, len(now)), 0.0
	wasBlocked := false
	for g, info := range w.release.Groups {
		_, voted := u.Groups[info.ID]
		switch {
		case voted && w.leavesOut(u, info.ID):
		case voted:
			v.weights[g], published[g] = now[g], then[g]
		default:
			v.blocked = v.blocked || w.kinds.rule == EmptyBlock && now[g] > 0
			wasBlocked = wasBlocked || w.kinds.was == EmptyBlock && then[g] > 0
			if w.kinds.rule == EmptyZero {
				v.zero += now[g]
			}
			if w.kinds.was == EmptyZero {
				was += then[g]
			}
		}
	}
	v.same = v.blocked == wasBlocked && proportional(append(slices.Clone(v.weights), v.zero), append(published, was))
	return v
}

// leavesOut reports whether a group's ballots certainly do not count, as the
// release says of it: they are too few, or without a value.
func (w *weighing) leavesOut(u *UnitResult, group string) bool {
	standing := w.standing(u, group).Standing
	return !w.reselects && (standing == GroupTooFew || standing == GroupNoValue)
}

func (w *weighing) standing(u *UnitResult, group string) GroupEvaluation {
	if e := w.kinds.evaluations[u.Unit]; e != nil {
		for _, g := range e.Groups {
			if g.Group == group {
				return g
			}
		}
	}
	return GroupEvaluation{}
}

// byKind computes a unit's score by the weights of its kind: by groups where all
// are shown, else from the unit's own figures where those of the groups add up to
// them.
func (w *weighing) byKind(u *UnitResult, deep bool) (float64, Reason) {
	vote := w.cast(u)
	if vote.blocked {
		return 0, Blocked
	}
	x, why := w.byVote(u, vote, deep)
	switch {
	case why == "" || why == RespondentFirst || !vote.same:
		return x, why
	case !w.changed[0] && !deep:
		return w.whole(u)(0)
	case !w.even(u):
		return 0, why
	}
	return w.mean(0, deep, w.whole(u))
}

// byVote computes Σ W_g I_g / Σ W_g over the groups that count, with those that
// count as 0 points.
func (w *weighing) byVote(u *UnitResult, vote castVote, deep bool) (float64, Reason) {
	sum, total := 0.0, 0.0
	for g, info := range w.release.Groups {
		if vote.weights[g] == 0 {
			continue
		}
		res := u.Groups[info.ID]
		if res.Suppressed {
			return 0, HiddenGroup
		}
		x, why := w.mean(0, deep, w.within(u, info.ID, res))
		if why != "" {
			return 0, why
		}
		if math.IsNaN(x) {
			continue
		}
		switch enough, known := w.enough(u, info.ID, res); {
		case !known:
			return 0, NoBasis
		case enough:
			sum += float64(vote.weights[g] * x)
			total += vote.weights[g]
		}
	}
	if total == 0 {
		return math.NaN(), ""
	}
	return sum / (total + vote.zero), ""
}

// enough reports whether as many of a group's ballots as it must have, have a
// value under the scenario, and whether that is known.
func (w *weighing) enough(u *UnitResult, id string, res GroupResult) (enough, known bool) {
	group := w.standing(u, id)
	if group.Least < 2 || !w.reselects && group.Standing == GroupCounts {
		return true, true
	}
	least, most := 0, 0
	if root, ok := res.Nodes[w.nodes[0].ID]; ok && !w.reselects {
		least, most = root.N, root.N
	} else {
		for i, n := range w.nodes {
			if w.single(i) && w.selected(i) {
				least, most = max(least, res.Nodes[n.ID].N), most+res.Nodes[n.ID].N
			}
		}
	}
	most = min(most, res.Ballots)
	return least >= group.Least, least >= group.Least || most < group.Least
}

// selected reports whether a node counts under the scenario.
func (w *weighing) selected(i int) bool {
	for ; i > 0; i = w.parent[i] {
		if w.weight[i] == 0 || w.covered(w.parent[i]) {
			return false
		}
	}
	return true
}

// even reports whether everybody who counts in the unit's score has a value at
// each of its items: then its scores follow from those below.
func (w *weighing) even(u *UnitResult) bool {
	root := u.Nodes[w.nodes[0].ID].N
	for i, n := range w.nodes {
		s, ok := u.Nodes[n.ID]
		if ok && w.single(i) && !w.covered(w.parent[i]) && s.N != root {
			return false
		}
	}
	return true
}

// unblocked returns the units of a tier that are blocked as published and not
// under the scenario.
func (w *weighing) unblocked(tier string) (list []Unblocked) {
	if w.kinds.now[tier] == nil {
		return nil
	}
	for i := range w.release.Units {
		u := &w.release.Units[i]
		e := w.kinds.evaluations[u.Unit]
		if u.Tier != tier || u.Suppressed || e == nil || !e.Blocked || w.cast(u).blocked {
			continue
		}
		x, why := w.byKind(u, false)
		if why == "" && math.IsNaN(x) {
			why = NoValue
		}
		if why != "" {
			x = math.NaN()
		}
		list = append(list, Unblocked{Unit: u.Unit, After: Num(x), Reason: why})
	}
	return list
}

// kindPortions is portions of a unit of a kind.
func (w *weighing) kindPortions(u *UnitResult) []portion {
	vote := w.cast(u)
	var out []portion
	if vote.zero > 0 {
		out = append(out, portion{vote.zero, make([]float64, len(w.nodes))})
	}
	for g, info := range w.release.Groups {
		if vote.weights[g] == 0 {
			continue
		}
		res := u.Groups[info.ID]
		values := w.values(w.within(u, info.ID, res))
		if res.Suppressed || values == nil {
			if !w.even(u) {
				return nil
			}
			return w.only(u)
		}
		out = append(out, portion{vote.weights[g], values})
	}
	return out
}

package survey

import (
	"cmp"
	"math"
	"slices"
)

// A Scenario is another set of weights for the figures of a release. A weight
// of 0 leaves the node or the group out.
type Scenario struct {
	Nodes map[string]float64 // by node id, instead of the published weight
	// Groups is by group id, instead of the published weight. Where groups are
	// pooled they have no weights: all that can be said is 0, to leave one out.
	// They say nothing to the kinds of unit of an evaluation.
	Groups map[string]float64
	// Kinds is by tier and group id, instead of the published weight of the group
	// for units of that kind, see Release.Kinds: whole numbers of which, with
	// those that are not named, all are 100.
	Kinds map[string]map[string]float64
	// NoBallots is what becomes of units of these kinds of which a group with a
	// weight handed nothing in; "": as published.
	NoBallots EmptyRule
}

// Empty reports whether the scenario changes nothing by name.
func (s Scenario) Empty() bool {
	return len(s.Nodes) == 0 && len(s.Groups) == 0 && len(s.Kinds) == 0 && s.NoBallots == ""
}

// A ScenarioError says what is wrong with a scenario.
type ScenarioError struct {
	Node, Group, Tier string // where; all "": the scenario as a whole
	Problem           ScenarioProblem
}

// A ScenarioProblem is a kind of mistake in a scenario.
type ScenarioProblem string

// What can be wrong with a scenario.
const (
	ScenarioUnknown  ScenarioProblem = "unknown"   // no such node or group, or the root
	ScenarioWeight   ScenarioProblem = "weight"    // not a number, or negative
	ScenarioPooled   ScenarioProblem = "pooled"    // a weight for a group where groups are pooled
	ScenarioNoNode   ScenarioProblem = "no_node"   // every node is left out
	ScenarioNoGroup  ScenarioProblem = "no_group"  // every group is left out
	ScenarioStandsIn ScenarioProblem = "stands_in" // an item stands for the node above: the weight changes nothing
	ScenarioByKind   ScenarioProblem = "by_kind"   // a weight for a group where all units go by weights of their kind
	ScenarioNoKind   ScenarioProblem = "no_kind"   // no such kind of unit, or no group that rates it
	ScenarioWhole    ScenarioProblem = "whole"     // not a whole number from 0 to 100
	ScenarioSum      ScenarioProblem = "sum"       // the weights of a kind are not 100 in all
	ScenarioRule     ScenarioProblem = "rule"      // no rule for groups without ballots, or no kind that one applies to
)

// Check returns what is wrong with the scenario for a release, in the order of
// its nodes and groups.
func (s Scenario) Check(r *Release) []ScenarioError {
	if s.Empty() {
		return nil
	}
	var errs []ScenarioError
	w := newWeighing(r, s)
	for _, id := range sortedKeys(s.Nodes) {
		i, ok := w.index[id]
		switch x := s.Nodes[id]; {
		case !ok || i == 0:
			errs = append(errs, ScenarioError{Node: id, Problem: ScenarioUnknown})
		case !(x >= 0) || math.IsInf(x, 1):
			errs = append(errs, ScenarioError{Node: id, Problem: ScenarioWeight})
		case w.covered(w.parent[i]):
			errs = append(errs, ScenarioError{Node: id, Problem: ScenarioStandsIn})
		}
	}
	slices.SortStableFunc(errs, func(a, b ScenarioError) int { return cmp.Compare(w.index[a.Node], w.index[b.Node]) })
	for _, id := range sortedKeys(s.Groups) {
		switch x := s.Groups[id]; {
		case !slices.ContainsFunc(r.Groups, func(g GroupInfo) bool { return g.ID == id }):
			errs = append(errs, ScenarioError{Group: id, Problem: ScenarioUnknown})
		case !(x >= 0) || math.IsInf(x, 1):
			errs = append(errs, ScenarioError{Group: id, Problem: ScenarioWeight})
		case w.onlyKinds():
			errs = append(errs, ScenarioError{Group: id, Problem: ScenarioByKind})
		case w.pooled && x > 0:
			errs = append(errs, ScenarioError{Group: id, Problem: ScenarioPooled})
		}
	}
	errs = append(errs, s.checkKinds(w)...)
	if errs == nil && !w.counts(0) {
		errs = append(errs, ScenarioError{Problem: ScenarioNoNode})
	}
	if errs == nil && len(r.Groups) > 0 && !slices.ContainsFunc(w.group, func(x float64) bool { return x > 0 }) {
		errs = append(errs, ScenarioError{Problem: ScenarioNoGroup})
	}
	return errs
}

// A Reason says why a unit's score under a scenario does not follow from the
// release; "" where it does.
type Reason string

// Why a score cannot be told. It is never estimated instead.
const (
	// HiddenNode: the score of a node that it takes is hidden.
	HiddenNode Reason = "hidden_node"
	// HiddenGroup: the scores of a group that counts are hidden.
	HiddenGroup Reason = "hidden_group"
	// RespondentFirst: each respondent was scored over what he answered, and
	// some left something out: only the ballots know the weights of each.
	RespondentFirst Reason = "respondent_first"
	// NoBasis: an older release, without the weights of the pooled groups, or
	// whose published score does not follow from its parts.
	NoBasis Reason = "no_basis"
	// Blocked: a group that counts handed nothing in, and the rule is EmptyBlock:
	// the unit certainly has no score, and no rank.
	Blocked Reason = "blocked"
	// NoValue: nothing that counts under the scenario has a value in the unit.
	NoValue Reason = "no_value"
)

// A WhatIf is what a scenario changes.
type WhatIf struct {
	Tiers []WhatIfTier // those with at least two ranked units
	Kinds []Kind       // of an evaluation: the published weights that a scenario can change
}

// A WhatIfTier compares a tier's ranking with the one under the scenario.
type WhatIfTier struct {
	Tier  string
	K     int          // the last k that are looked at
	Named bool         // a flag rule names this k; else it is a usual one
	Units []WhatIfUnit // the ranked units, by published rank
	// Unblocked are units without a score as published, since a group handed
	// nothing in, which have one under the scenario. They are not ranked.
	Unblocked []Unblocked
}

// An Unblocked unit has a score under the scenario alone: NaN where Reason is set.
type Unblocked struct {
	Unit   string
	After  Num
	Reason Reason
}

// A WhatIfUnit is one unit before and after.
type WhatIfUnit struct {
	Unit          string
	Before, After Num // overall scores; After is NaN where Reason is set
	SE            Num // the published error, the yardstick also for After
	Rank          int // published
	Low, High     int // joint interval of the published rank
	// NewLow and NewHigh are the ranks that the unit can have under the
	// scenario: one rank, unless the scores of other units cannot be told; 0
	// where its own cannot.
	NewLow, NewHigh int
	WasLast         bool      // among the last k as published
	Last            Certainty // among the last k under the scenario
	Reason          Reason
}

// Certainty is yes, no, or unsettled where some units' scores cannot be told.
type Certainty uint8

// The certainties.
const (
	Unsettled Certainty = iota
	Yes
	No
)

// Beyond reports whether the unit certainly leaves the interval of its
// published rank; a move within it says nothing that the sample does not.
func (u WhatIfUnit) Beyond() bool {
	return u.NewLow > 0 && (u.NewHigh < u.Low || u.NewLow > u.High)
}

// Moved reports whether the unit certainly has another rank.
func (u WhatIfUnit) Moved() bool {
	return u.NewLow > 0 && (u.Rank < u.NewLow || u.Rank > u.NewHigh)
}

// Enters reports whether the unit certainly joins the last-k list.
func (u WhatIfUnit) Enters() bool { return !u.WasLast && u.Last == Yes }

// Leaves reports whether the unit certainly drops out of the last-k list.
func (u WhatIfUnit) Leaves() bool { return u.WasLast && u.Last == No }

// WhatIf scores and ranks the units of a release anew under a scenario that
// Check finds nothing wrong with. All comes from the release: a score is exact
// or it is not given. Standard errors cannot be computed anew, since a release
// does not hold how answers to different items go together; the published ones
// remain the yardstick. The same units are ranked as before.
func (r *Release) WhatIf(s Scenario) WhatIf {
	w := newWeighing(r, s)
	out := WhatIf{Kinds: w.kinds.list}
	for _, t := range r.Tiers {
		if t.Ranked > 1 {
			out.Tiers = append(out.Tiers, w.tier(t.ID))
		}
	}
	return out
}

func (w *weighing) tier(id string) WhatIfTier {
	t := WhatIfTier{Tier: id}
	for _, u := range w.release.rankedIn(id) {
		root := u.Nodes[w.nodes[0].ID]
		x := WhatIfUnit{
			Unit: u.Unit, Before: root.Score, SE: root.SE, After: Num(math.NaN()),
			Rank: u.Rank.Rank, Low: u.Rank.Low, High: u.Rank.High,
		}
		after, why := w.overall(u)
		if x.Reason = why; why == "" {
			x.After = Num(after)
		}
		t.Units = append(t.Units, x)
	}
	t.Unblocked = w.unblocked(id)
	t.K, t.Named = w.release.lastK(id)
	place(t.Units, t.K)
	return t
}

// place ranks the units under the scenario.
func place(units []WhatIfUnit, k int) {
	unknown := 0
	for _, u := range units {
		if u.Reason != "" && u.Reason != Blocked {
			unknown++
		}
	}
	for i := range units {
		u := &units[i]
		worseBefore, worse, better := 0, 0, 0
		for _, o := range units {
			if o.Before < u.Before {
				worseBefore++
			}
			if o.After < u.After {
				worse++
			}
			if o.After > u.After {
				better++
			}
		}
		u.WasLast = worseBefore < k
		switch {
		case u.Reason == Blocked:
			u.Last = No
			continue
		case u.Reason != "":
			continue
		case worse >= k:
			u.Last = No
		case worse+unknown < k:
			u.Last = Yes
		}
		u.NewLow, u.NewHigh = better+1, better+1+unknown
	}
}

// rankedIn returns the ranked units of a tier, by rank.
func (r *Release) rankedIn(tier string) []*UnitResult {
	var units []*UnitResult
	for i := range r.Units {
		if u := &r.Units[i]; u.Tier == tier && u.Rank != nil {
			units = append(units, u)
		}
	}
	slices.SortStableFunc(units, func(a, b *UnitResult) int { return cmp.Compare(a.Rank.Rank, b.Rank.Rank) })
	return units
}

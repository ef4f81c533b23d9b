package scoring

import "math"

// A UnitRule says how the ballots about one unit make its scores. The zero
// value takes everything as the instrument says.
type UnitRule struct {
	Weights []float64  // of the groups, parallel to Instrument.Groups; nil: their own
	Least   []int      // ballots with a value that a group must have, at the root and at a node, to count there; nil: 1
	Empty   EmptyGroup // what becomes of the unit where a group with a weight has no ballot
	// Asked are the items that the unit is asked about, parallel to
	// Instrument.Items; nil: all. The others have no value and count in no share
	// of lost answers. Respondents first, ballots must leave them blank.
	Asked []bool
}

// EmptyGroup is what becomes of a unit where a group with a weight has no ballot.
type EmptyGroup uint8

// The choices of EmptyGroup.
const (
	EmptyShared  EmptyGroup = iota // the other groups share its weight
	EmptyBlocked                   // the unit has no scores
	EmptyZero                      // it counts as 0 points, without error, wherever the unit has a score
)

// GroupState is what became of a group in its unit's score at the root.
type GroupState uint8

// The states, the first that holds. Where ballots are pooled all groups with
// ballots count but those with too few.
const (
	GroupWeightless GroupState = iota // it has no weight; its own scores stand beside
	GroupEmpty                        // no ballot: see UnitRule.Empty
	GroupValueless                    // ballots, but no scored answer: its weight is shared out
	GroupFew                          // fewer ballots with a value than UnitRule.Least: its weight is shared out
	GroupCounted
)

// A groupPlan is a rule beside its instrument.
type groupPlan struct {
	rule    UnitRule
	weights []float64
	total   float64 // of weights; 0: ballots are pooled
	unasked []bool  // nil: none
}

func (in *Instrument) plan(rule UnitRule) groupPlan {
	p := groupPlan{rule: rule, weights: rule.Weights}
	if p.weights == nil {
		p.weights = make([]float64, len(in.Groups))
		for g := range in.Groups {
			p.weights[g] = in.Groups[g].Weight
		}
	}
	if len(p.weights) != len(in.Groups) || rule.Least != nil && len(rule.Least) != len(in.Groups) || rule.Asked != nil && len(rule.Asked) != len(in.Items) {
		panic("scoring: a unit's rule is for other groups or items")
	}
	for _, w := range p.weights {
		if !(w >= 0) || math.IsInf(w, 0) {
			panic("scoring: a group's weight must be finite and not negative")
		}
		p.total += w
	}
	for j, asked := range rule.Asked {
		if !asked {
			if p.unasked == nil {
				p.unasked = make([]bool, len(rule.Asked))
			}
			p.unasked[j] = true
		}
	}
	return p
}

func (p *groupPlan) least(g int) int {
	if p.rule.Least == nil {
		return 1
	}
	return max(1, p.rule.Least[g])
}

// state returns what becomes of group g of a unit.
func (p *groupPlan) state(l *layout, g int, of *part) GroupState {
	n, _, _ := of.present(l, 0)
	ballots, _ := total(of.cells)
	switch {
	case p.total > 0 && p.weights[g] == 0:
		return GroupWeightless
	case ballots == 0:
		return GroupEmpty
	case math.IsNaN(of.values[0]):
		return GroupValueless
	case n < p.least(g):
		return GroupFew
	}
	return GroupCounted
}

// counting returns the part as it counts in its unit: without a value where too
// few ballots have one.
func (p *groupPlan) counting(l *layout, g int, of *part) *part {
	least := p.least(g)
	out := *of
	out.weight = p.weights[g]
	if least < 2 {
		return &out
	}
	out.values, out.rates = append([]float64(nil), of.values...), append([]float64(nil), of.rates...)
	out.shares = append([][]term(nil), of.shares...)
	for i := range out.values {
		if n, _, _ := of.present(l, i); n < least {
			out.values[i], out.rates[i], out.shares[i] = math.NaN(), math.NaN(), nil
		}
	}
	return &out
}

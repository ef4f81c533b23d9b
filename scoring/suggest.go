package scoring

import (
	"math"
	"slices"
	"sort"
)

// A Finding is one problem of a unit: the flags that tell of the same thing.
type Finding struct {
	Unit, Tier string
	Node       int
	Flags      []Flag  // at least one, worst first
	Severity   float64 // of the worst flag
	// Suggestions are ids of the suggestion library that apply, in its order.
	Suggestions []string
}

// A Suggestion is an entry of the library: it applies to findings at Node
// that hold a flag of one of Kinds (none: any).
type Suggestion struct {
	ID    string
	Node  int
	Kinds []RuleKind
}

// lowestIndicators is how many indicators lend their suggestions to a finding
// at an inner node.
const lowestIndicators = 3

// Findings gathers flags by unit and node into problems, worst first (then
// those with more flags, then as the units and nodes come), and gives each its
// suggestions.
//
// A problem is named where it lies: an inner node all of whose flags are
// explained by flags further down is no finding of its own. A low place, a low
// score or a gap is explained by any of these at a node below; a drop by a
// drop; missing answers by missing answers. What is certain is not explained
// by what may be chance.
//
// A finding at an inner node without suggestions of its own takes those of its
// lowest-scoring indicators (at most three that have any, the lowest first),
// whatever their kinds, save that suggestions for missing answers alone are
// only taken for these, and no others are.
func Findings(in *Instrument, flags []Flag, units []Standing, library []Suggestion) []Finding {
	place := make(map[string]int, len(units))
	for i := range units {
		place[units[i].Unit] = i
	}
	found := group(flags)
	flagged := map[spot]*Finding{}
	for i := range found {
		flagged[spot{found[i].Unit, found[i].Node}] = &found[i]
	}
	out := make([]Finding, 0, len(found))
	for _, f := range found {
		if explained(in, f, flagged) {
			continue
		}
		var scores []Score
		if i, ok := place[f.Unit]; ok {
			scores = units[i].Scores
		}
		f.Suggestions = suggestions(in, f, scores, library)
		out = append(out, f)
	}
	sort.SliceStable(out, func(i, j int) bool {
		a, b := out[i], out[j]
		switch {
		case a.Severity != b.Severity:
			return a.Severity > b.Severity
		case len(a.Flags) != len(b.Flags):
			return len(a.Flags) > len(b.Flags)
		case a.Unit != b.Unit:
			return place[a.Unit] < place[b.Unit]
		}
		return a.Node < b.Node
	})
	return out
}

// A spot is where a problem lies.
type spot struct {
	unit string
	node int
}

// group gathers flags by unit and node, in the order in which they first come.
func group(flags []Flag) []Finding {
	var out []Finding
	at := map[spot]int{}
	for _, f := range flags {
		key := spot{f.Unit, f.Node}
		i, ok := at[key]
		if !ok {
			i = len(out)
			at[key] = i
			out = append(out, Finding{Unit: f.Unit, Tier: f.Tier, Node: f.Node})
		}
		out[i].Flags = append(out[i].Flags, f)
		out[i].Severity = max(out[i].Severity, f.Severity)
	}
	for i := range out {
		sort.SliceStable(out[i].Flags, func(a, b int) bool { return out[i].Flags[a].Severity > out[i].Flags[b].Severity })
	}
	return out
}

// explained reports whether each flag of an inner node has one below it that
// tells of the same.
func explained(in *Instrument, f Finding, flagged map[spot]*Finding) bool {
	for _, flag := range f.Flags {
		found := false
		for node := f.Node + 1; node < len(in.Nodes) && !found; node++ {
			if below := flagged[spot{f.Unit, node}]; below != nil && isUnder(in, node, f.Node) {
				found = slices.ContainsFunc(below.Flags, func(b Flag) bool {
					return topic(b.Kind) == topic(flag.Kind) && (b.Certain || !flag.Certain)
				})
			}
		}
		if !found {
			return false
		}
	}
	return true
}

// topic returns the kind that stands for all that tell of the same thing.
func topic(k RuleKind) RuleKind {
	if k == RuleDrop || k == RuleMissing {
		return k
	}
	return RuleBelow
}

// isUnder reports whether node lies under ancestor.
func isUnder(in *Instrument, node, ancestor int) bool {
	for node > ancestor {
		node = in.Nodes[node].Parent
	}
	return node == ancestor
}

// suggestions returns the ids that apply to a finding.
func suggestions(in *Instrument, f Finding, scores []Score, library []Suggestion) []string {
	var out []string
	for _, s := range library {
		if s.Node == f.Node && applies(s, f) {
			out = append(out, s.ID)
		}
	}
	if len(out) > 0 || in.Nodes[f.Node].Item >= 0 {
		return out
	}
	lent := 0
	for _, node := range indicatorsUnder(in, f.Node, scores) {
		before := len(out)
		for _, s := range library {
			if s.Node == node && lends(s, f) {
				out = append(out, s.ID)
			}
		}
		if len(out) > before {
			lent++
		}
		if lent == lowestIndicators {
			break
		}
	}
	return out
}

// applies reports whether one of the finding's flags is of the suggestion's kinds.
func applies(s Suggestion, f Finding) bool {
	return len(s.Kinds) == 0 || slices.ContainsFunc(f.Flags, func(flag Flag) bool { return slices.Contains(s.Kinds, flag.Kind) })
}

// lends reports whether an indicator's suggestion suits a finding above it.
func lends(s Suggestion, f Finding) bool {
	if len(s.Kinds) == 0 {
		return true
	}
	return slices.ContainsFunc(f.Flags, func(flag Flag) bool {
		return slices.ContainsFunc(s.Kinds, func(k RuleKind) bool { return (k == RuleMissing) == (flag.Kind == RuleMissing) })
	})
}

// indicatorsUnder returns the leaves under a node that have a score, the lowest first.
func indicatorsUnder(in *Instrument, node int, scores []Score) []int {
	var out []int
	for i := node + 1; i < len(in.Nodes) && scores != nil; i++ {
		if in.Nodes[i].Item >= 0 && isUnder(in, i, node) && !math.IsNaN(scores[i].Value) {
			out = append(out, i)
		}
	}
	sort.SliceStable(out, func(a, b int) bool { return scores[out[a]].Value < scores[out[b]].Value })
	return out
}

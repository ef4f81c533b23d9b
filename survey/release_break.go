package survey

import (
	"maps"
	"slices"
)

// A Break is why the scores of two rounds at a node cannot be set on one line.
type Break string

// The breaks, the gravest first.
const (
	BreakNode    Break = "node"    // one of them has no such node
	BreakItems   Break = "items"   // other items are counted
	BreakWording Break = "wording" // items or options are worded otherwise
	BreakOptions Break = "options" // items have other options, or other scores for them
	BreakWeights Break = "weights" // items or areas weigh otherwise
	BreakGroups  Break = "groups"  // groups of respondents are others, or weigh otherwise
	BreakMethod  Break = "method"  // scores are put together otherwise
)

// Breaks returns what differs between two releases in what a node measures, in
// the order above; nothing where their scores there can be compared.
func Breaks(then, now *Release, node string) []Break {
	if h := now.Questionnaire; h.Hash != "" && h == then.Questionnaire {
		return nil
	}
	if then.Node(node) == nil || now.Node(node) == nil {
		return []Break{BreakNode}
	}
	a, b := constructOf(then, node), constructOf(now, node)
	var breaks []Break
	add := func(differ bool, what Break) {
		if differ {
			breaks = append(breaks, what)
		}
	}
	same := slices.Equal(slices.Sorted(maps.Keys(a.items)), slices.Sorted(maps.Keys(b.items)))
	add(!same, BreakItems)
	wording, options := false, false
	for id, x := range a.items {
		if y, ok := b.items[id]; ok {
			wording = wording || reworded(x, y)
			options = options || rescored(x, y)
		}
	}
	add(wording, BreakWording)
	add(options, BreakOptions)
	add(same && !maps.Equal(a.weights, b.weights), BreakWeights)
	add(!maps.Equal(groupWeights(then), groupWeights(now)), BreakGroups)
	add(then.Method.Aggregation != now.Method.Aggregation || then.Method.RollUp != now.Method.RollUp, BreakMethod)
	return breaks
}

// A construct is what the score of a node is made of.
type construct struct {
	items   map[string]ItemInfo
	weights map[string]Num // by node below
}

func constructOf(r *Release, node string) construct {
	m := construct{map[string]ItemInfo{}, map[string]Num{}}
	m.add(r, r.Node(node))
	return m
}

// add takes in a node: its item, the one that stands for it, or all below.
func (m construct) add(r *Release, n *NodeInfo) {
	for _, id := range []string{n.Item, n.StandIn} {
		if id != "" {
			m.items[id] = r.item(id)
			return
		}
	}
	for i := range r.Nodes {
		if below := &r.Nodes[i]; below.Parent == n.ID && below.ID != n.ID {
			m.weights[below.ID] = below.Weight
			m.add(r, below)
		}
	}
}

// item returns the description of an item, which has at least its id.
func (r *Release) item(id string) ItemInfo {
	if i := slices.IndexFunc(r.Items, func(it ItemInfo) bool { return it.ID == id }); i >= 0 {
		return r.Items[i]
	}
	return ItemInfo{ID: id}
}

func groupWeights(r *Release) map[string]Num {
	weights := map[string]Num{}
	for _, g := range r.Groups {
		weights[g.ID] = g.Weight
	}
	return weights
}

// reworded reports whether two forms of an item differ in a language that both
// have.
func reworded(a, b ItemInfo) bool {
	if a.Text.differs(b.Text) {
		return true
	}
	for _, o := range a.Options {
		i := slices.IndexFunc(b.Options, func(p Option) bool { return p.Code == o.Code })
		if i >= 0 && o.Label.differs(b.Options[i].Label) {
			return true
		}
	}
	return false
}

// differs reports whether two texts differ in a language that both have.
func (t Text) differs(o Text) bool {
	for lang, text := range t {
		if other, ok := o[lang]; ok && other != text {
			return true
		}
	}
	return false
}

// rescored reports whether two forms of an item differ in their options.
func rescored(a, b ItemInfo) bool {
	return !slices.EqualFunc(a.Options, b.Options, func(x, y Option) bool {
		same := x.Score == nil && y.Score == nil || x.Score != nil && y.Score != nil && *x.Score == *y.Score
		return same && x.Code == y.Code && x.Kind == y.Kind
	})
}

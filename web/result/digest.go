package result

import (
	"cmp"
	"slices"
	"strings"

	"minping/survey"
)

// A flagGroup is a line of the overview's list of flags: one flag, or how many
// of a kind there are.
type flagGroup struct {
	Mark, Word, Subject, Text, Detail, URL string
}

// mostSingle is how many units flagged by one rule are listed one by one.
const mostSingle = 3

// flagGroups gathers the flags by rule and tier, those that ask for the
// gravest action first; the few of one rule are listed one by one.
func (p *resultsPage) flagGroups() []flagGroup {
	type key struct{ rule, tier string }
	var order []key
	by := map[key][]*survey.Flag{}
	for i := range p.Release.Flags {
		f := &p.Release.Flags[i]
		k := key{f.Rule, f.Tier}
		if by[k] == nil {
			order = append(order, k)
		}
		by[k] = append(by[k], f)
	}
	slices.SortStableFunc(order, func(a, b key) int { return cmp.Compare(gravity(by[a][0]), gravity(by[b][0])) })
	var groups []flagGroup
	for _, k := range order {
		if flags := by[k]; len(flags) > mostSingle {
			groups = append(groups, p.flagGroup(flags))
			continue
		}
		for _, f := range by[k] {
			v := p.flagView(f)
			groups = append(groups, flagGroup{Mark: v.Mark, Word: v.Word, Subject: v.Unit, Text: v.Node, Detail: v.Evidence, URL: v.URL})
		}
	}
	return groups
}

// gravity orders flags by what they ask for, the gravest first.
func gravity(f *survey.Flag) int {
	grave := []survey.Action{survey.Supervision, survey.Inspection, survey.YellowCard, survey.Notice, survey.Verify}
	if i := slices.Index(grave, f.Action); i >= 0 {
		return i
	}
	return len(grave)
}

// flagGroup sums up the flags of one rule in a tier.
func (p *resultsPage) flagGroup(flags []*survey.Flag) flagGroup {
	first := flags[0]
	v := p.flagView(first)
	certain, nodes, units := 0, map[string]int{}, map[string]bool{}
	most := first.Node
	for _, f := range flags {
		nodes[f.Node]++
		units[f.Unit] = true
		if f.Certain {
			certain++
		}
		if nodes[f.Node] > nodes[most] {
			most = f.Node
		}
	}
	g := flagGroup{
		Mark: "yellow", Word: p.actionWord(first.Action, first.Kind), Subject: v.Kind + p.T("r.colon") + v.Tier,
		Text: p.T("r.group", "flags", len(flags), "units", len(units)),
		URL:  p.address("/flags", "kind", first.Kind, "tier", first.Tier),
	}
	switch {
	case first.Action == survey.Verify || first.Kind == "missing":
		g.Mark = "blue"
	case certain == len(flags):
		g.Mark, g.Detail = "red", p.T("r.group.sure")
	case certain > 0:
		g.Mark = "red"
		g.Detail = p.T("r.group.certain", "certain", certain, "verify", len(flags)-certain)
	default:
		g.Detail = p.T("r.group.verify")
	}
	if len(nodes) > 1 && 3*nodes[most] >= len(flags) {
		g.Detail = strings.TrimSpace(g.Detail + p.T("r.group.most", "node", p.nodeTitle(most), "n", nodes[most]))
	}
	return g
}

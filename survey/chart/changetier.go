package chart

import (
	"cmp"
	"html/template"
	"slices"

	"minping/survey"
)

// A tierChangeView is what the template of a tier's changes shows.
type tierChangeView struct {
	Tier, Node, Level, Alpha string
	N                        int
	Scores, Diffs            axis
	Rows                     []tierChangeRow
	Expected                 bool // the change to be expected by chance is known
}

type tierChangeRow struct {
	Name, URL                  string
	From, To                   string // of the line from last round to this one
	Diff                       mark
	Was, Now, Change           string
	Span                       string
	Way, Verdict               string
	SE, P, PAdjusted, Expected string
}

// Changed returns the units of a tier whose change at a node is known, the
// largest rise first.
func (f Figures) Changed(tier, node string) []*survey.UnitResult {
	var units []*survey.UnitResult
	for i := range f.Release.Units {
		u := &f.Release.Units[i]
		if c := u.Nodes[node].Change; u.Tier == tier && c != nil && finite(c.Diff) {
			units = append(units, u)
		}
	}
	slices.SortStableFunc(units, func(a, b *survey.UnitResult) int {
		return cmp.Compare(b.Nodes[node].Change.Diff, a.Nodes[node].Change.Diff)
	})
	return units
}

// ChangedBeyond returns the units of a tier that rose at a node beyond error and
// those that fell, the largest first, and how many of which neither can be told.
func (f Figures) ChangedBeyond(tier, node string) (up, down []*survey.UnitResult, flat int) {
	for _, u := range f.Changed(tier, node) {
		switch way(u.Nodes[node].Change) {
		case "up":
			up = append(up, u)
		case "down":
			down = append([]*survey.UnitResult{u}, down...)
		default:
			flat++
		}
	}
	return up, down, flat
}

// TierChange draws the changes of a tier's units at a node since the round
// before, the largest rise first: the two scores, the difference with its
// interval, and what may be said of it. The figures are behind it in a table.
func (f Figures) TierChange(tier, node string) template.HTML {
	units := f.Changed(tier, node)
	if len(units) == 0 {
		return ""
	}
	v := tierChangeView{
		Tier: f.tierName(tier), Node: f.text(f.Release.Node(node).Title), Level: f.level(),
		Alpha: Percent(1 - f.Release.Method.Level), N: len(units),
	}
	var scores []survey.Num
	diffs := []survey.Num{0}
	for _, u := range units {
		s := u.Nodes[node]
		scores = append(scores, s.Score, s.Change.Previous)
		diffs = append(diffs, s.Change.Diff, s.Change.Low, s.Change.High)
	}
	v.Scores, v.Diffs = axisOver(scores...), axisOver(diffs...)
	for _, u := range units {
		s := u.Nodes[node]
		v.Rows = append(v.Rows, f.tierChangeRow(u, s, v))
		v.Expected = v.Expected || finite(s.Change.Expected)
	}
	return f.draw("tier-change", v)
}

func (f Figures) tierChangeRow(u *survey.UnitResult, s survey.NodeScore, v tierChangeView) tierChangeRow {
	c := s.Change
	row := tierChangeRow{
		Name: f.text(u.Name), URL: f.unitURL(u.Unit), From: v.Scores.X(c.Previous), To: v.Scores.X(s.Score),
		Diff: v.Diffs.mark(c.Diff, c.Low, c.High), Was: Points(c.Previous), Now: Points(s.Score),
		Change: Signed(c.Diff), Span: f.between(c.Low, c.High), Way: way(c), Verdict: f.verdict(c),
		SE: decimal(c.SE, 2), P: probability(c.P), PAdjusted: probability(c.PAdjusted), Expected: Signed(c.Expected),
	}
	row.Diff.Low = row.Way == "down"
	return row
}

// probability writes a p value: 0.032, <0.001.
func probability(p survey.Num) string {
	switch {
	case !finite(p):
		return none
	case p < 0.001:
		return "<0.001"
	}
	return fixed(p, 3)
}

package chart

import (
	"html/template"

	"minping/survey"
)

type changeView struct {
	Name, Level string
	Axis        axis
	Rows        []changeRow
}

type changeRow struct {
	Area                 bool
	Title                string
	Mark                 mark
	Was, Now, Diff, Span string
	Way                  string // "up", "down", "flat"
	Verdict              string
}

// Change draws a unit's changes since the last round against zero, each with
// its interval: the overall score, the composites and the areas.
func (f Figures) Change(unit string) template.HTML {
	u := f.Release.Unit(unit)
	if u == nil {
		return ""
	}
	v := changeView{Name: f.text(u.Name), Level: f.level()}
	nodes := f.changed(u)
	if len(nodes) == 0 {
		return ""
	}
	values := []survey.Num{0}
	for _, n := range nodes {
		c := u.Nodes[n.ID].Change
		values = append(values, c.Diff, c.Low, c.High)
	}
	v.Axis = axisOver(values...)
	for _, n := range nodes {
		c := u.Nodes[n.ID].Change
		row := changeRow{
			Area: n.Depth == 0, Title: f.text(n.Title), Mark: v.Axis.mark(c.Diff, c.Low, c.High),
			Was: Points(c.Previous), Now: Points(u.Nodes[n.ID].Score), Diff: Signed(c.Diff), Span: f.between(c.Low, c.High), Way: way(c), Verdict: f.verdict(c),
		}
		row.Mark.Low = row.Way == "down"
		v.Rows = append(v.Rows, row)
	}
	return f.draw("change", v)
}

// changed returns the inner nodes at which u's change is known; where the tree
// has none below the root, the indicators.
func (f Figures) changed(u *survey.UnitResult) []survey.NodeInfo {
	var inner, leaves []survey.NodeInfo
	leaf := map[string]bool{}
	for _, n := range f.Indicators() {
		leaf[n.ID] = true
	}
	for _, n := range f.Release.Nodes {
		s, ok := u.Nodes[n.ID]
		switch {
		case !ok || s.Change == nil || !finite(s.Change.Diff):
		case leaf[n.ID]:
			leaves = append(leaves, n)
		default:
			inner = append(inner, n)
		}
	}
	if len(inner) > 1 {
		return inner
	}
	return append(inner, leaves...)
}

// between writes the interval of a difference: −4.2 to 2.0.
func (f Figures) between(low, high survey.Num) string {
	if !finite(low) || !finite(high) {
		return none
	}
	return f.word("between", "low", Signed(low), "high", Signed(high))
}

// way is the class of a change: "up" or "down" beyond error, else "flat".
func way(c *survey.Change) string {
	switch {
	case c == nil || !c.Real:
		return "flat"
	case c.Diff > 0:
		return "up"
	}
	return "down"
}

// Way is "up" or "down" for a change beyond error, else "flat".
func Way(c *survey.Change) string { return way(c) }

// Verdict says what may be said of a change, in words.
func (f Figures) Verdict(c *survey.Change) string { return f.verdict(c) }

// verdict says what may be said of a change: rose, fell, perhaps one of them
// (its own interval leaves out zero, but among so many units compared some do
// by chance), or that nothing can be told.
func (f Figures) verdict(c *survey.Change) string {
	switch {
	case c.Real:
		return f.word("way." + way(c))
	case c.Low > 0:
		return f.word("way.perhaps.up")
	case c.High < 0:
		return f.word("way.perhaps.down")
	}
	return f.word("way.flat")
}

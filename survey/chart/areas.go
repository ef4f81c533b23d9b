package chart

import (
	"html/template"

	"minping/survey"
)

type areasView struct {
	Level string
	Axis  axis
	Areas []areaView
}

type areaView struct {
	Title, Score, Interval, Was string
	Mark                        mark
	Way, Change, Span           string
}

// Areas draws a unit's areas as figures in a row, each with its interval and
// last round; where the tree has no areas, the nodes under the root.
func (f Figures) Areas(unit string) template.HTML {
	u := f.Release.Unit(unit)
	if u == nil {
		return ""
	}
	nodes := f.areas(u)
	var values []survey.Num
	for _, n := range nodes {
		s := u.Nodes[n.ID]
		values = append(values, s.Score, s.Low, s.High)
		if s.Change != nil {
			values = append(values, s.Change.Previous)
		}
	}
	if len(nodes) == 0 {
		return ""
	}
	v := areasView{Level: f.level(), Axis: axisOver(values...)}
	for _, n := range nodes {
		s := u.Nodes[n.ID]
		a := areaView{
			Title: f.text(n.Title), Score: Told(s), Interval: Interval(s.Low, s.High),
			Mark: v.Axis.mark(s.Score, s.Low, s.High).withWas(s.Change),
		}
		if c := s.Change; c != nil && finite(c.Diff) {
			a.Was, a.Way, a.Change, a.Span = Points(c.Previous), way(c), Signed(c.Diff), f.between(c.Low, c.High)
		}
		v.Areas = append(v.Areas, a)
	}
	return f.draw("areas", v)
}

// AreaNodes returns the nodes that Areas draws.
func (f Figures) AreaNodes(unit string) []survey.NodeInfo {
	if u := f.Release.Unit(unit); u != nil {
		return f.areas(u)
	}
	return nil
}

// areas returns the nodes of level area that u has scores at, else those right
// under the root.
func (f Figures) areas(u *survey.UnitResult) []survey.NodeInfo {
	var areas, top []survey.NodeInfo
	for _, n := range f.Release.Nodes {
		if _, ok := u.Nodes[n.ID]; !ok {
			continue
		}
		if n.Level == survey.LevelArea {
			areas = append(areas, n)
		}
		if n.Depth == 1 {
			top = append(top, n)
		}
	}
	if len(areas) == 0 {
		return top
	}
	return areas
}

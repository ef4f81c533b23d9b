package chart

import (
	"cmp"
	"html/template"
	"unicode/utf8"

	"minping/survey"
)

type profileView struct {
	Name, Tier string
	Peers      bool // enough others to compare with
	Codes      bool // node ids are short enough to show
	DontKnow   bool // somebody answered don't know
	Low        bool // some row is clearly below its peers
	Axis       axis
	Level      string
	Rows       []profileRow
}

type profileRow struct {
	Area                       bool
	Code, Name, URL            string
	Mark                       mark
	Score, Margin, Median, Gap string
	Way                        string // "down", "up" or "flat": against the peers, beyond error
	DontKnow                   string
}

// Profile draws a unit's indicators, those of an area together, over the
// middle half of its peers. A diamond is below the peers' median by more than
// its error.
func (f Figures) Profile(unit string) template.HTML {
	u := f.Release.Unit(unit)
	if u == nil || len(u.Nodes) == 0 {
		return ""
	}
	nodes := f.profileNodes(u)
	v := profileView{Name: f.text(u.Name), Tier: f.tierName(u.Tier), Level: f.level(), Codes: true}
	values := make([]survey.Num, 0, 5*len(nodes))
	for _, n := range nodes {
		s, p := u.Nodes[n.ID], f.peers(u, n.ID)
		v.Peers = v.Peers || p.n >= fewestPeers
		v.DontKnow = v.DontKnow || s.DontKnow > 0
		v.Codes = v.Codes && utf8.RuneCountInString(n.ID) <= 4
		values = append(values, s.Score, s.Low, s.High)
		if p.n >= fewestPeers {
			values = append(values, p.low, p.high)
		}
	}
	v.Axis = axisOver(values...)
	v.Axis.Limit = lowLine
	for _, n := range nodes {
		row := f.profileRow(u, n, v.Axis)
		v.Low = v.Low || row.Mark.Low
		v.Rows = append(v.Rows, row)
	}
	return f.draw("profile", v)
}

// A profileNode is a node to show, and whether it stands for its area.
type profileNode struct {
	*survey.NodeInfo
	area bool
}

// profileNodes returns the indicators of u in order, each area led by the
// indicator that stands for it or, where none does, by the area itself.
func (f Figures) profileNodes(u *survey.UnitResult) []profileNode {
	var nodes []profileNode
	last := ""
	for _, n := range f.Indicators() {
		if _, ok := u.Nodes[n.ID]; !ok {
			continue
		}
		parent := f.Release.Node(n.Parent)
		stands := parent != nil && parent.StandIn != "" && parent.StandIn == n.Item
		if parent != nil && n.Parent != last && parent.StandIn == "" && parent.Depth > 0 {
			if _, ok := u.Nodes[parent.ID]; ok {
				nodes = append(nodes, profileNode{parent, true})
			}
		}
		last = n.Parent
		nodes = append(nodes, profileNode{n, stands})
	}
	return nodes
}

func (f Figures) profileRow(u *survey.UnitResult, n profileNode, a axis) profileRow {
	s, p := u.Nodes[n.ID], f.peers(u, n.ID)
	row := profileRow{
		Area: n.area, Code: n.ID, Name: cmp.Or(f.text(n.Title), n.ID), URL: f.nodeURL(u.Tier, n.ID), Mark: a.mark(s.Score, s.Low, s.High),
		Score: Told(s), Margin: margin(s), DontKnow: Percent(s.DontKnow), Way: "flat", Median: none, Gap: none,
	}
	if p.n < fewestPeers {
		return row
	}
	row.Median, row.Gap = Points(p.median), Signed(s.Score-p.median)
	row.Mark.Box, row.Mark.Width = a.X(p.low), perCent(a.share(p.high)-a.share(p.low))
	row.Mark.Median = a.X(p.median)
	switch p.against(s) {
	case below:
		row.Mark.Low, row.Way = true, "down"
	case above:
		row.Way = "up"
	}
	return row
}

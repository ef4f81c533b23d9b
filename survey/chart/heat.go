package chart

import (
	"cmp"
	"html/template"
	"slices"

	"minping/survey"
)

// The keys by which a heat table sorts, beside the ids of nodes.
const (
	SortTotal  = "total"
	SortParent = "parent"
	SortLow    = "low"
)

// HeatOptions chooses the rows and columns of a heat table.
type HeatOptions struct {
	Group  string // scores of this group of respondents only; "": all together
	Parent string // units below this one only
	Query  string // units whose name holds this
	Low    bool   // units with a score under the low line only
	Sort   string // SortTotal (""), SortParent, SortLow, or a node's id
	Desc   bool   // the highest first; else the lowest
	// SortURL returns the address that sorts by a key; nil: heads are no links.
	SortURL func(key string) string
}

// heatCuts are the scores at which a cell's colour changes, the same for every
// release so that tables can be compared.
var heatCuts = []survey.Num{55, lowLine, 68, 74, 80, 86}

// A heatView is what the heat table's template shows.
type heatView struct {
	Tier, Caption string
	Areas         []heatArea
	Columns       []heatColumn
	Total         heatColumn
	Unit          heatColumn
	Rows          []heatRow
	K             int
	Hidden        bool   // some cells are hidden
	Rough         string // why some scores are blurred, or ""
	Level         string
	Least         int
	Ramp          []string
	None          bool // no unit meets the filter
}

type heatArea struct {
	Title, URL string
	Span       int
}

type heatColumn struct {
	ID, Title, URL, Sorted string // Sorted: "ascending", "descending" or ""
	Page                   string // of the node
	First                  bool   // of its area
}

type heatRow struct {
	Cut             bool // the first outside the danger zone
	Rank            int
	Name, URL, Of   string
	Total, TotalRaw string
	Cells           []heatCell
	unit            *survey.UnitResult
	scores          map[string]survey.NodeScore
	low             int
}

type heatCell struct{ Class, Text, Raw string }

// Heat draws the units of a tier against the indicators: numbers on fixed
// colours, a corner mark on low scores (filled: the whole interval is below
// the line; open: it reaches the line), a hatch on hidden cells.
func Heat(r *survey.Release, tier string, o HeatOptions, lang string) template.HTML {
	return Figures{Release: r, Lang: lang}.Heat(tier, o)
}

// Heat draws the units of a tier against the indicators; see the function Heat.
func (f Figures) Heat(tier string, o HeatOptions) template.HTML {
	v := heatView{
		Tier: f.tierName(tier), Level: f.level(), Least: f.Release.Method.MinGroup, Ramp: f.ramp(),
		Total: heatColumn{ID: SortTotal, Title: f.word("total")}, Unit: heatColumn{ID: SortParent, Title: f.word("unit")},
	}
	leaves := f.Indicators()
	v.Areas, v.Columns = f.heatColumns(tier, leaves)
	v.Rows = f.heatRows(tier, leaves, o)
	if len(v.Rows) == 0 {
		return f.draw("heat-none", v)
	}
	f.sortHeat(v.Rows, o)
	if z := f.zone(tier); z.k > 0 && z.k < len(v.Rows) && o.plain() {
		v.K, v.Rows[z.k].Cut = z.k, true
	}
	for _, c := range append([]*heatColumn{&v.Total, &v.Unit}, pointers(v.Columns)...) {
		o.head(c)
	}
	for _, r := range v.Rows {
		if v.Rough == "" && anyBlurred(r.scores) {
			v.Rough = f.word("rough.mark") + f.HowRough()
		}
		v.Hidden = v.Hidden || slices.ContainsFunc(r.Cells, func(c heatCell) bool { return c.Text == "" })
	}
	return f.draw("heat", v)
}

// plain reports whether all units are shown by their total, the lowest first:
// only then does a line part the last k.
func (o HeatOptions) plain() bool {
	return o.Group == "" && o.Parent == "" && o.Query == "" && !o.Low && !o.Desc && (o.Sort == "" || o.Sort == SortTotal)
}

// head marks the column that the table is sorted by and links the others.
func (o HeatOptions) head(c *heatColumn) {
	if c.ID == cmp.Or(o.Sort, SortTotal) {
		c.Sorted = "ascending"
		if o.Desc {
			c.Sorted = "descending"
		}
	}
	if o.SortURL != nil {
		c.URL = o.SortURL(c.ID)
	}
}

func pointers(columns []heatColumn) []*heatColumn {
	out := make([]*heatColumn, len(columns))
	for i := range columns {
		out[i] = &columns[i]
	}
	return out
}

// Indicators returns the nodes that nothing hangs under, in order.
func (f Figures) Indicators() []*survey.NodeInfo {
	parents := map[string]bool{}
	for _, n := range f.Release.Nodes {
		parents[n.Parent] = true
	}
	var leaves []*survey.NodeInfo
	for i := range f.Release.Nodes {
		if n := &f.Release.Nodes[i]; !parents[n.ID] && n.Depth > 0 {
			leaves = append(leaves, n)
		}
	}
	return leaves
}

// heatColumns returns the column heads, gathered under their parents.
func (f Figures) heatColumns(tier string, leaves []*survey.NodeInfo) (areas []heatArea, columns []heatColumn) {
	for i, n := range leaves {
		first := i == 0 || leaves[i-1].Parent != n.Parent
		columns = append(columns, heatColumn{ID: n.ID, Title: f.text(n.Title), Page: f.nodeURL(tier, n.ID), First: first})
		if first {
			area := heatArea{Title: f.parentTitle(n)}
			if area.Title != "" {
				area.URL = f.nodeURL(tier, n.Parent)
			}
			areas = append(areas, area)
		}
		areas[len(areas)-1].Span++
	}
	return areas, columns
}

// parentTitle returns the title of the node above n; "" for the root's.
func (f Figures) parentTitle(n *survey.NodeInfo) string {
	if p := f.Release.Node(n.Parent); p != nil && p.Depth > 0 {
		return f.text(p.Title)
	}
	return ""
}

// ramp labels the colours: <55, 55–60, …, ≥86.
func (f Figures) ramp() []string {
	labels := []string{"<" + fixed(heatCuts[0], 0)}
	for i := range heatCuts[1:] {
		labels = append(labels, fixed(heatCuts[i], 0)+"–"+fixed(heatCuts[i+1], 0))
	}
	return append(labels, "≥"+fixed(heatCuts[len(heatCuts)-1], 0))
}

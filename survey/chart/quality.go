package chart

import (
	"cmp"
	"html/template"
	"math"
	"slices"

	"minping/survey"
)

// What is called reliable: α of 0.8 for comparing groups, 0.7 for a start
// (Nunnally & Bernstein 1994, Psychometric Theory, chapter 7), and an item that
// fits: 0.3 with the rest (chapter 8).
const (
	goodAlpha = .8
	fairAlpha = .7
	fitR      = .3
)

type alphaView struct {
	Axis  axis
	Level string
	Rows  []alphaRow
}

type alphaRow struct {
	Area                             bool // of all respondents; else of a group
	Title                            string
	Mark                             mark
	Alpha, Interval, Omega, Items, N string
	Share                            string // of the ballots that are complete
	Reason                           string
}

// Alphas draws the reliability of the whole and of every area, of all
// respondents and by group, over the line of 0.8.
func (f Figures) Alphas() template.HTML {
	q := f.Release.Quality
	if q == nil {
		return ""
	}
	v := alphaView{Level: f.level(), Axis: alphaAxis(q)}
	for i := range q.Scales {
		v.Rows = append(v.Rows, f.alphaRow(&q.Scales[i], v.Axis))
	}
	return f.draw("alphas", v)
}

// alphaAxis runs to 1, from 0.5 or, where an interval is lower, from 0.
func alphaAxis(q *survey.Quality) axis {
	a := axis{Low: .5, High: 1, Step: .25, Limit: goodAlpha}
	for _, s := range q.Scales {
		if finite(s.Low) && float64(s.Low) < a.Low {
			a.Low = 0
		}
	}
	return a
}

func (f Figures) alphaRow(s *survey.ScaleQuality, a axis) alphaRow {
	row := alphaRow{
		Area: s.Group == "", Title: f.nodeTitle(s.Node), Alpha: none, Interval: none, Omega: none, Items: none, N: none,
		Share: none, Mark: mark{Axis: a},
	}
	if s.Group != "" {
		row.Title = f.groupTitle(s.Group)
	}
	if s.Reason != "" {
		row.Reason = f.word("quality.reason." + s.Reason)
		return row
	}
	row.Mark = a.mark(s.Alpha, s.Low, s.High)
	row.Mark.Low = s.High < fairAlpha
	row.Alpha, row.Interval = Coefficient(s.Alpha), Coefficient(s.Low)+"–"+Coefficient(s.High)
	row.Omega, row.Items = Coefficient(s.Omega), Count(len(s.Items))
	row.N, row.Share = Count(s.N), Percent(survey.Num(float64(s.N)/float64(s.N+s.Dropped)))
	return row
}

// Coefficient writes a coefficient with two decimals: 0.83, −0.10. It is cut
// off, not rounded, towards zero, so that 0.799 is not shown as 0.80.
func Coefficient(n survey.Num) string {
	if !finite(n) {
		return none
	}
	cut := math.Trunc(math.Round(1e9*100*float64(n))/1e9) / 100
	return fixed(survey.Num(cut+0), 2) // +0: no signed zero
}

// nodeTitle names a node, groupTitle a group, itemTitle an item.
func (f Figures) nodeTitle(id string) string {
	if n := f.Release.Node(id); n != nil {
		return cmp.Or(f.text(n.Title), id)
	}
	return id
}

func (f Figures) groupTitle(id string) string {
	for _, g := range f.Release.Groups {
		if g.ID == id {
			return cmp.Or(f.text(g.Title), id)
		}
	}
	return id
}

func (f Figures) itemTitle(id string) string {
	for i := range f.Release.Nodes {
		if n := &f.Release.Nodes[i]; n.Item == id {
			return f.nodeTitle(n.ID)
		}
	}
	for _, item := range f.Release.Items {
		if item.ID == id {
			return cmp.Or(f.text(item.Text), id)
		}
	}
	return id
}

// judged returns the scales that a sentence about a node rests on: those of the
// groups where they have figures, since pooling groups flatters, else of all.
func judged(q *survey.Quality, node string) []*survey.ScaleQuality {
	var groups []*survey.ScaleQuality
	for i := range q.Scales {
		if s := &q.Scales[i]; s.Node == node && s.Group != "" && s.Reason == "" {
			groups = append(groups, s)
		}
	}
	if all := q.Scale(node, ""); len(groups) == 0 && all != nil && all.Reason == "" {
		return []*survey.ScaleQuality{all}
	}
	return groups
}

// measuredNodes are the areas, or the whole where there are none.
func measuredNodes(q *survey.Quality) []string {
	var nodes []string
	for _, s := range q.Scales {
		if s.Group == "" {
			nodes = append(nodes, s.Node)
		}
	}
	if len(nodes) > 1 {
		return nodes[1:]
	}
	return nodes
}

// A reliability is what the intervals allow to be said of a scale.
type reliability int

const (
	unknown  reliability = iota // nothing, or the interval spans a line
	poor                        // surely below 0.7
	fair                        // surely 0.7 or more
	reliable                    // surely 0.8 or more
)

// reliabilityOf returns what can be said of a node: the least that holds in all
// groups, or that it is poor in one.
func reliabilityOf(q *survey.Quality, node string) reliability {
	scales := judged(q, node)
	if len(scales) == 0 {
		return unknown
	}
	least := reliable
	for _, s := range scales {
		switch {
		case s.High < fairAlpha:
			return poor
		case s.Low < fairAlpha:
			least = unknown
		case s.Low < goodAlpha:
			least = min(least, fair)
		}
	}
	return least
}

// Misfits returns the items that surely do not fit their area: their
// correlation with the rest of it is below 0.3 in some group, beyond error.
func (f Figures) Misfits() []string {
	q := f.Release.Quality
	if q == nil {
		return nil
	}
	var items []string
	for _, node := range measuredNodes(q) {
		for _, s := range judged(q, node) {
			for _, item := range s.Items {
				if item.RHigh < fitR && !slices.Contains(items, item.Item) {
					items = append(items, item.Item)
				}
			}
		}
	}
	return items
}

package result

import (
	"slices"

	"github.com/labstack/echo/v4"

	"minping/scoring"
	"minping/survey"
	"minping/survey/chart"
	"minping/survey/report"
	"minping/web/site"
)

// A methodPage says how the figures were made and what they rest on.
type methodPage struct {
	resultsPage
	Notes []report.Note
	Rows  []methodRow
	// Weighting is how ballots were weighted; none where they were not.
	Weighting     []weightingRow
	WeightingHead string
	Paper         []report.PaperRow // how many sheets of paper; none where none were counted
	Hash          string
	Files         []site.NavLink
}

// A methodRow is one node of the index tree.
type methodRow struct {
	Depth                  int
	Title, Weight          string
	Unsure, Blank, Typical string // shares of the whole, or the median unit's
	Leaf                   bool
}

// method shows the definitions, the index tree and the don't-know rates.
func (l *leader) method(_ echo.Context, p resultsPage) (site.PageData, error) {
	p.navigate(p.Base + "/method")
	p.Title = p.T("r.method")
	page := methodPage{resultsPage: p, Notes: report.Notes(p.Release, p.Lang), Hash: p.Release.Questionnaire.Hash, Paper: report.Paper(p.Release, p.Lang)}
	indicators := p.Figures.Indicators()
	for i := range p.Release.Nodes {
		n := &p.Release.Nodes[i]
		row := methodRow{Depth: min(n.Depth, 3), Title: p.nodeTitle(n.ID), Leaf: slices.Contains(indicators, n)}
		if n.Depth > 0 {
			row.Weight = p.weight(n)
		}
		unsure, blank, half := p.typical(n.ID)
		row.Unsure, row.Blank, row.Typical = chart.Percent(unsure), chart.Percent(blank), chart.Points(half)
		page.Rows = append(page.Rows, row)
	}
	page.Weighting = p.weighting()
	page.WeightingHead = p.T("weighting.head.good")
	if n := slices.IndexFunc(page.Weighting, func(r weightingRow) bool { return r.Doubt == "" }); n != 0 {
		if n < 0 {
			n = len(page.Weighting)
		}
		page.WeightingHead = p.T("weighting.head.doubt", "n", n)
	}
	for _, format := range report.Formats {
		page.Files = append(page.Files, site.NavLink{Title: p.T("r.file." + format), URL: p.Base + "/download." + format})
	}
	return page, nil
}

// weight is a node's share among its siblings.
func (p *resultsPage) weight(n *survey.NodeInfo) string {
	sum := survey.Num(0)
	for _, o := range p.Release.Nodes {
		if o.Parent == n.Parent && o.Depth == n.Depth {
			sum += o.Weight
		}
	}
	if parent := p.Release.Node(n.Parent); parent != nil && parent.StandIn != "" {
		if parent.StandIn == n.Item {
			return p.T("r.stands")
		}
		return p.T("r.apart")
	}
	if sum <= 0 {
		return ""
	}
	return chart.Percent(n.Weight / sum)
}

// typical returns the median over units of the shares of don't know and blank
// and of the interval's half-width at a node; NaN where no unit has any.
func (p *resultsPage) typical(node string) (unsure, blank, half survey.Num) {
	var a, b, c []survey.Num
	for _, u := range p.Release.Units {
		if s, ok := u.Nodes[node]; ok && s.DontKnow.OK() {
			a, b = append(a, s.DontKnow), append(b, s.Blank)
			if s.Low.OK() && s.High.OK() {
				c = append(c, (s.High-s.Low)/2)
			}
		}
	}
	return scoring.Median(a), scoring.Median(b), scoring.Median(c)
}

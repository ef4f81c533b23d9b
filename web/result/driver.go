package result

import (
	"cmp"
	"html/template"
	"slices"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/chart"
	"minping/web/site"
)

// A driversPage sets what matters beside how it is rated.
type driversPage struct {
	resultsPage
	Headline string
	Stated   bool // importance is the questionnaire's own
	Areas    []driverArea
	Apart    bool // areas cannot be set on one plot
}

// A driverArea is the analysis of one area's indicators.
type driverArea struct {
	Node                              string
	Headline, Outcome, R2, N, Dropped string
	Scatter                           template.HTML
	Weights                           bool   // by relative weights instead of LMG
	Few                               string // the share of ballots used, where it is small; or ""
	Whole                             int    // overall questions whose mean is the outcome; 0: one area
	Groups                            []string
	Rows                              []driverRow
}

// A driverRow is one indicator, the most important first.
type driverRow struct {
	Title, Importance, Range, Score, ScoreRange, Field, Way string
	Groups                                                  []string // importance by group
}

// mostHalf is below which share of ballots used a note says whom they speak of.
const mostHalf = .5

// drivers shows importance against performance, area by area.
func (l *leader) drivers(_ echo.Context, p resultsPage) (site.PageData, error) {
	p.navigate(p.Base + "/drivers")
	page := driversPage{resultsPage: p, Headline: p.Figures.DriversHeadline()}
	page.Title = p.T("drivers.nav")
	whole := false
	for i := range p.Release.Drivers {
		a := &p.Release.Drivers[i]
		if a.Group == "" {
			page.Stated = page.Stated || a.Kind == survey.ImportanceStated
			page.Areas = append(page.Areas, p.driverArea(a))
			whole = whole || a.Node == p.Release.Nodes[0].ID
		}
	}
	page.Apart = !whole && len(page.Areas) > 1
	return page, nil
}

func (p *resultsPage) driverArea(a *survey.DriverAnalysis) driverArea {
	area := driverArea{Node: a.Node, Headline: p.Figures.DriverHeadline(a), Scatter: p.Figures.Scatter(a), Weights: a.Method == "relative_weights"}
	if a.Reason != "" {
		return area
	}
	if a.Outcome != "" || len(a.Outcomes) > 0 {
		area.R2 = chart.Percent(a.R2)
		if a.Outcome != "" {
			area.Outcome = p.itemTitle(a.Outcome)
		}
		area.Whole = len(a.Outcomes)
		area.N, area.Dropped = chart.Count(a.N), chart.Count(a.Dropped)
		if share := float64(a.N) / float64(a.N+a.Dropped); share < mostHalf {
			area.Few = chart.Percent(survey.Num(share))
		}
	}
	groups := p.driversByGroup(a.Node)
	for _, g := range groups {
		area.Groups = append(area.Groups, p.respondents(g.Group))
	}
	drivers := slices.Clone(a.Drivers)
	slices.SortStableFunc(drivers, func(x, y survey.Driver) int { return cmp.Compare(y.Importance, x.Importance) })
	for _, d := range drivers {
		area.Rows = append(area.Rows, p.driverRow(d, groups))
	}
	return area
}

func (p *resultsPage) driverRow(d survey.Driver, groups []*survey.DriverAnalysis) driverRow {
	row := driverRow{
		Title: p.nodeTitle(d.Node), Importance: chart.Percent(d.Importance),
		Score: chart.Points(d.Performance), ScoreRange: chart.Interval(d.PerformanceLow, d.PerformanceHigh), Field: "–", Way: "flat",
	}
	if d.ImportanceLow < d.ImportanceHigh {
		row.Range = chart.Percent(d.ImportanceLow) + "–" + chart.Percent(d.ImportanceHigh)
	}
	switch {
	case d.Quadrant == "":
	case d.Certain:
		row.Field = p.T("drivers." + d.Quadrant)
		row.Way = map[string]string{"concentrate_here": "down", "keep_up": "up"}[d.Quadrant]
	default:
		row.Field = p.T("drivers.open", "field", p.T("drivers."+d.Quadrant))
	}
	for _, g := range groups {
		for _, o := range g.Drivers {
			if o.Node == d.Node {
				row.Groups = append(row.Groups, chart.Percent(o.Importance))
			}
		}
	}
	return row
}

// driversByGroup returns the analyses of a node by group that have figures.
func (p *resultsPage) driversByGroup(node string) []*survey.DriverAnalysis {
	var list []*survey.DriverAnalysis
	for i := range p.Release.Drivers {
		if a := &p.Release.Drivers[i]; a.Node == node && a.Group != "" && a.Reason == "" {
			list = append(list, a)
		}
	}
	return list
}

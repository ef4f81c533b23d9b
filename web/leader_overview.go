package web

import (
	"html/template"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/chart"
	"minping/survey/report"
)

// An overviewPage answers on one page: where do we stand, what is wrong, what
// has changed.
type overviewPage struct {
	resultsPage
	Whole   *survey.UnitResult // the unit that all others belong to, or nil
	Root    survey.NodeScore   // its overall score
	Areas   template.HTML
	Tiers   []tierView
	Groups  []flagGroup
	Worst   []problemView // the gravest problems
	Changes []changeView
	Rough   string // which scores of the whole are blurred, and why
	Hidden  int    // units whose figures are hidden
	Paper   string
}

// A tierView is one tier on the overview.
type tierView struct {
	ID                    string
	Title, Headline, Note string
	Chart                 template.HTML
	RankingURL, HeatURL   string
	Large                 bool // drawn as a spread: the ranking has a page of its own
}

// How much the overview holds.
const (
	mostRanked = 30 // units of a tier drawn one by one
	mostWorst  = 5
)

// overview shows a poll's results on one page.
func (l *leader) overview(_ echo.Context, p resultsPage) (pageData, error) {
	p.navigate(p.Base)
	p.Title = p.Where
	page := overviewPage{resultsPage: p, Whole: chart.Whole(p.Release), Groups: p.flagGroups(), Changes: p.changes()}
	if page.Whole != nil {
		page.Root = page.Whole.Nodes[p.Release.Nodes[0].ID]
		page.Areas, page.Rough = p.Figures.Areas(page.Whole.Unit), p.Figures.RoughNote(page.Whole.Unit)
	}
	for _, t := range p.tiers() {
		v := tierView{
			ID: t.ID, Title: p.tierTitle(t.ID), Headline: p.Figures.TierHeadline(t.ID), Note: p.Figures.BoundaryNote(t.ID),
			RankingURL: p.rankingURL(t.ID), HeatURL: p.heatURL(t.ID), Large: t.Ranked > mostRanked,
		}
		if v.Large {
			v.Chart = p.Figures.Spread(t.ID)
		} else {
			v.Chart = p.Figures.Ranking(t.ID)
		}
		page.Tiers = append(page.Tiers, v)
	}
	for i := range p.Release.Findings[:min(mostWorst, len(p.Release.Findings))] {
		page.Worst = append(page.Worst, p.problemView(&p.Release.Findings[i]))
	}
	page.Paper = p.paperLine()
	for _, u := range p.Release.Units {
		if u.Suppressed {
			page.Hidden++
		}
	}
	return page, nil
}

// paperLine tells how many sheets of paper came, or "".
func (p *resultsPage) paperLine() string {
	rows := report.Paper(p.Release, p.Lang)
	switch {
	case rows == nil:
		return ""
	case p.Release.Paper.Sheets == nil:
		return p.T("paper.result.band", "share", rows[0].Participation)
	}
	r := rows[0]
	return p.T("paper.result.line", "issued", r.Issued, "returned", r.Returned, "valid", r.Valid, "invalid", r.Invalid, "share", r.Participation)
}

// A changeView tells which units of a tier rose or fell beyond error.
type changeView struct {
	Tier, URL     string
	Up, Down      []changedUnit
	Flat          int
	UpN, DownN, N int
}

type changedUnit struct{ Name, URL, Diff string }

// mostChanged is how many units are named on either side.
const mostChanged = 4

// changes sums up, by tier, whose overall score rose or fell beyond error.
func (p *resultsPage) changes() []changeView {
	var list []changeView
	root := p.Release.Nodes[0].ID
	for _, t := range p.tiers() {
		v := changeView{Tier: p.tierTitle(t.ID), URL: p.changeURL(t.ID)}
		for _, u := range p.Figures.Changed(t.ID, root) {
			c := u.Nodes[root].Change
			x := changedUnit{u.Name.In(p.Lang), p.unitURL(u.Unit), chart.Signed(c.Diff)}
			v.N++
			switch {
			case !c.Real:
				v.Flat++
			case c.Diff > 0:
				v.UpN++
				v.Up = append(v.Up, x)
			default:
				v.DownN++
				v.Down = append([]changedUnit{x}, v.Down...)
			}
		}
		v.Up, v.Down = v.Up[:min(mostChanged, len(v.Up))], v.Down[:min(mostChanged, len(v.Down))]
		if v.N > 0 {
			list = append(list, v)
		}
	}
	return list
}

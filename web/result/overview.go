package result

import (
	"html/template"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/chart"
	"minping/survey/report"
	"minping/web/site"
)

// An overviewPage answers on one page: where do we stand, is it real, what is
// wrong, what is overdue.
type overviewPage struct {
	resultsPage
	Sums         []sumView
	Whole        *survey.UnitResult // the unit that the page speaks of as a whole, or nil
	Trend        template.HTML      // of the whole
	Trended      string             // its finding
	Areas        template.HTML
	AreasHead    string
	AreasChanged bool
	Ends         endsView
	Moves        movesView
	Weak         weakView
	Tiers        []tierView
	Groups       []flagGroup
	Worst        []problemView // the gravest problems
	Rest         []string      // what the figures rest on, and what is hidden
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
	mostWorst  = 4
	mostGroups = 6
)

// overview shows a poll's results on one page.
func (l *leader) overview(_ echo.Context, p resultsPage) (site.PageData, error) {
	p.navigate(p.Base)
	p.Title = p.Where
	page := overviewPage{resultsPage: p, Whole: p.whole(), Groups: p.flagGroups(), Ends: p.ends(), Moves: p.moves()}
	page.Sums = p.sums(page.Whole)
	if p.Orders != nil {
		page.Sums = append(page.Sums, p.Orders.Sum)
	}
	if u := page.Whole; u != nil {
		trend := survey.TrendOf(p.Rounds, u.Tier, u.Unit, p.Release.Nodes[0].ID)
		page.Trend, page.Trended = p.Figures.Trend(trend), p.Figures.TrendHeadline(trend)
		page.Areas, page.Weak = p.Figures.Areas(u.Unit), p.weak(u)
		page.AreasHead, page.AreasChanged = p.areasHead(u)
	}
	for _, t := range p.tiers() {
		page.Tiers = append(page.Tiers, p.tierView(t))
	}
	for i := range p.Release.Findings[:min(mostWorst, len(p.Release.Findings))] {
		page.Worst = append(page.Worst, p.problemView(&p.Release.Findings[i]))
	}
	page.Groups = page.Groups[:min(mostGroups, len(page.Groups))]
	page.Rest = p.restsOn(page.Whole)
	return page, nil
}

// whole returns the unit that all others belong to, or the only one there is;
// nil where there is none, or it is hidden.
func (p *resultsPage) whole() *survey.UnitResult {
	if u := chart.Whole(p.Release); u != nil {
		return u
	}
	if len(p.Release.Units) == 1 {
		if u := &p.Release.Units[0]; !u.Suppressed && len(u.Nodes) > 0 {
			return u
		}
	}
	return nil
}

func (p *resultsPage) tierView(t survey.TierInfo) tierView {
	v := tierView{
		ID: t.ID, Title: p.tierTitle(t.ID), Headline: p.Figures.TierHeadline(t.ID), Note: p.Figures.BoundaryNote(t.ID),
		RankingURL: p.rankingURL(t.ID), HeatURL: p.heatURL(t.ID), Large: t.Ranked > mostRanked,
	}
	if v.Large {
		v.Chart = p.Figures.Spread(t.ID)
	} else {
		v.Chart = p.Figures.Ranking(t.ID)
	}
	return v
}

// restsOn says, in a line each, how reliable the questionnaire is, what is
// hidden or blurred, and what came on paper.
func (p *resultsPage) restsOn(whole *survey.UnitResult) []string {
	var lines []string
	add := func(text string) {
		if text != "" {
			lines = append(lines, text)
		}
	}
	if p.Release.Quality != nil {
		add(p.T("r.rests.quality", "said", p.Figures.ReliabilityHeadline()))
	}
	hidden := 0
	for _, u := range p.Release.Units {
		if u.Suppressed {
			hidden++
		}
	}
	if hidden > 0 {
		add(p.T("r.rests.hidden", "n", hidden))
	}
	if whole != nil {
		add(p.Figures.RoughNote(whole.Unit))
	}
	add(p.paperLine())
	return lines
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

// areasHead says how many areas of a unit rose and fell; where no change is
// known, how many there are.
func (p *resultsPage) areasHead(u *survey.UnitResult) (head string, changed bool) {
	if said := strings.TrimRight(p.Figures.AreasLead(u), "。."); said != "" {
		return said, true
	}
	return p.T("r.areas.head", "n", len(p.Figures.AreaNodes(u.Unit))), false
}

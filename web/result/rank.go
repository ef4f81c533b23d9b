package result

import (
	"html/template"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/web/site"
)

// A rankingPage shows the units of one tier in order.
type rankingPage struct {
	resultsPage
	Tier            survey.TierInfo
	TierTitle       string
	Headline, Note  string
	Heat, Change    string // addresses
	Compare         string
	Ranking, Spread template.HTML
	Behind          template.HTML // the figures behind the ranks
}

// ranking shows a tier's ranking with all its uncertainty.
func (l *leader) ranking(c echo.Context, p resultsPage) (site.PageData, error) {
	t, err := p.tier(c)
	if err != nil {
		return nil, err
	}
	p.navigate(p.rankingURL(t.ID))
	page := rankingPage{
		resultsPage: p, Tier: t, TierTitle: p.tierTitle(t.ID), Heat: p.heatURL(t.ID), Change: p.changeURL(t.ID), Compare: p.Base + "/compare",
		Headline: p.Figures.TierHeadline(t.ID), Note: p.Figures.BoundaryNote(t.ID), Ranking: p.Figures.Ranking(t.ID),
		Behind: p.Figures.RankingFigures(t.ID),
	}
	if t.Ranked > mostRanked {
		page.Spread = p.Figures.Spread(t.ID)
	}
	page.Title = p.T("r.ranking.title", "tier", page.TierTitle)
	return page, nil
}

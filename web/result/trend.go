package result

import (
	"html/template"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/web/site"
)

// A trendPage shows the units of a tier over all rounds at one node.
type trendPage struct {
	resultsPage
	Tier         survey.TierInfo
	TierTitle    string
	Headline     string
	Node         string
	Tiers, Nodes []site.Choice
	Compared     []survey.TrendRound
	Chart        template.HTML
	Indicator    string
}

// trend shows the units of a tier over all rounds.
func (l *leader) trend(c echo.Context, p resultsPage) (site.PageData, error) {
	t, err := p.tier(c)
	if err != nil {
		return nil, err
	}
	node := c.QueryParam("node")
	if node == "" {
		node = p.Release.Nodes[0].ID
	}
	if p.Release.Node(node) == nil {
		return nil, survey.ErrNotFound
	}
	p.navigate(p.Base + "/change")
	trend := survey.TrendOf(p.Rounds, t.ID, "", node)
	page := trendPage{
		resultsPage: p, Tier: t, TierTitle: p.tierTitle(t.ID), Node: node, Headline: p.Figures.TrendTierHeadline(trend), Tiers: p.heatTiers(t.ID),
		Nodes: p.nodeChoices(node), Compared: trend.Rounds, Chart: p.Figures.TrendTier(trend), Indicator: p.indicatorURL(t.ID, node),
	}
	page.Title = p.T("trend.title", "tier", page.TierTitle)
	return page, nil
}

// trendURL is where the units of a tier are over the rounds at a node.
func (p *resultsPage) trendURL(tier, node string) string {
	return p.address("/trend", "tier", tier, "node", node)
}

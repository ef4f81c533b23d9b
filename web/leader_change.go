package web

import (
	"html/template"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/chart"
)

// A changePage shows what rose and fell in a tier since the round before.
type changePage struct {
	resultsPage
	Tier         survey.TierInfo
	TierTitle    string
	Headline     string
	Node         string
	Tiers, Nodes []choice
	Compared     int    // units with a change
	New          int    // units shown now that cannot be compared
	Alpha        string // share of false calls among those made
	Chart        template.HTML
	Regressed    *chart.Regressed
	TrendURL     string
}

// change shows the changes of a tier at one node of the index tree.
func (l *leader) change(c echo.Context, p resultsPage) (pageData, error) {
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
	page := changePage{
		resultsPage: p, Tier: t, TierTitle: p.tierTitle(t.ID), Node: node, Headline: p.Figures.TierChangeHeadline(t.ID, node),
		Tiers: p.heatTiers(t.ID), Nodes: p.nodeChoices(node), Compared: len(p.Figures.Changed(t.ID, node)),
		Chart: p.Figures.TierChange(t.ID, node), Alpha: chart.Percent(1 - p.Release.Method.Level), TrendURL: p.trendURL(t.ID, node),
	}
	for _, u := range p.Release.Units {
		if s, ok := u.Nodes[node]; ok && u.Tier == t.ID && s.Change == nil {
			page.New++
		}
	}
	if node == p.Release.Nodes[0].ID {
		page.Regressed = p.Figures.RegressionNote(t.ID)
	}
	page.Title = p.T("change.title", "tier", page.TierTitle)
	return page, nil
}

// nodeChoices are the nodes of the index tree, each below its parent.
func (p *resultsPage) nodeChoices(chosen string) []choice {
	var pairs []string
	for _, n := range p.Release.Nodes {
		indent := ""
		for range n.Depth {
			indent += "\u2003"
		}
		pairs = append(pairs, n.ID, indent+p.nodeTitle(n.ID))
	}
	return choices(chosen, pairs...)
}

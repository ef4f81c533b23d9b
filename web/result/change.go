package result

import (
	"html/template"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/chart"
	"minping/web/site"
)

// A changePage shows what rose and fell in a tier since the round before.
type changePage struct {
	resultsPage
	Tier         survey.TierInfo
	TierTitle    string
	Headline     string
	Node         string
	Tiers, Nodes []site.Choice
	Compared     int    // units with a change
	New          int    // units shown now that cannot be compared
	Alpha        string // share of false calls among those made
	Break        string // why rounds cannot be compared at the node; "": they can
	Chart        template.HTML
	Regressed    *chart.Regressed
	TrendURL     string
}

// change shows the changes of a tier at one node of the index tree.
func (l *leader) change(c echo.Context, p resultsPage) (site.PageData, error) {
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
		resultsPage: p, Tier: t, TierTitle: p.tierTitle(t.ID), Node: node, Tiers: p.heatTiers(t.ID), Nodes: p.nodeChoices(node),
		Alpha: chart.Percent(1 - p.Release.Method.Level), TrendURL: p.trendURL(t.ID, node),
	}
	page.Title = p.T("change.title", "tier", page.TierTitle)
	if breaks := p.breaks(node); len(breaks) > 0 {
		page.Headline, page.Break = p.Figures.BreakHeadline(node), p.Figures.BreakNote(breaks)
		return page, nil
	}
	page.Headline, page.Compared = p.Figures.TierChangeHeadline(t.ID, node), len(p.Figures.Changed(t.ID, node))
	page.Chart = p.Figures.TierChange(t.ID, node)
	for _, u := range p.Release.Units {
		if s, ok := u.Nodes[node]; ok && u.Tier == t.ID && s.Change == nil {
			page.New++
		}
	}
	if node == p.Release.Nodes[0].ID {
		page.Regressed = p.Figures.RegressionNote(t.ID)
	}
	return page, nil
}

// breaks is why the scores at a node cannot be compared with those of the round
// before; nothing where they can, or where whoever asks may not read that round.
func (p *resultsPage) breaks(node string) []survey.Break {
	then := len(p.Rounds) - 2
	if before := p.Release.Previous; before == nil || then < 0 || p.Rounds[then].Poll.ID != before.ID {
		return nil
	}
	return survey.Breaks(p.Rounds[then].Release, p.Release, node)
}

// nodeChoices are the nodes of the index tree, each below its parent.
func (p *resultsPage) nodeChoices(chosen string) []site.Choice {
	var pairs []string
	for _, n := range p.Release.Nodes {
		indent := ""
		for range n.Depth {
			indent += "\u2003"
		}
		pairs = append(pairs, n.ID, indent+p.nodeTitle(n.ID))
	}
	return site.Choices(chosen, pairs...)
}

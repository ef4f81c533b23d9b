package result

import (
	"cmp"
	"html/template"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/chart"
	"minping/web/site"
)

// An indicatorPage shows the units of a tier at one node of the index tree.
type indicatorPage struct {
	resultsPage
	Tier      survey.TierInfo
	TierTitle string
	Node      *survey.NodeInfo
	NodeTitle string
	TierName  string // inside a sentence
	Text      string // what the item asks; "" where the node is made of several
	Above     []site.NavLink
	Below     []site.NavLink
	Before    *site.NavLink // the nodes beside it
	After     *site.NavLink
	Tiers     []site.Choice

	Headline, Changed      string
	Standing               template.HTML
	Compared               int
	Part                   bool // ranges are not told: other units are not seen
	Items, Answers         template.HTML
	ItemsHead, AnswersHead string
	Folded                 bool // the answers about each unit, as they are many
	Flags                  []flagView
	ChangeURL, HeatURL     string
}

// indicator shows all units of a tier at one node.
func (l *leader) indicator(c echo.Context, p resultsPage) (site.PageData, error) {
	t, err := p.tier(c)
	if err != nil {
		return nil, err
	}
	node := p.Release.Node(site.PathParam(c, "node"))
	if node == nil {
		return nil, survey.ErrNotFound
	}
	p.navigate(p.Base + "/heat")
	standing := p.Release.Standing(t.ID, node.ID)
	fig := p.Figures
	page := indicatorPage{
		resultsPage: p, Tier: t, TierTitle: p.tierTitle(t.ID), TierName: fig.TierName(t.ID), Node: node, NodeTitle: p.nodeTitle(node.ID), Tiers: p.heatTiers(t.ID),
		Headline: fig.StandingHeadline(standing), Changed: fig.StandingChange(standing), Standing: fig.Standing(standing),
		Compared: len(standing.Places), Part: p.Release.Part && node.Depth > 0,
		Items: fig.DivergeItems(t.ID, node.ID), ItemsHead: fig.ItemsHeadline(t.ID, node.ID),
		ChangeURL: p.address("/change", "tier", t.ID, "node", node.ID), HeatURL: p.heatURL(t.ID),
	}
	page.Title = page.NodeTitle
	page.Above, page.Below = p.nodesAbove(t.ID, node), p.nodesBelow(t.ID, node)
	page.Before, page.After = p.nodesBeside(t.ID, node)
	if item := cmp.Or(node.Item, node.StandIn); item != "" {
		if page.Text = p.itemText(item); page.Text == page.NodeTitle {
			page.Text = ""
		}
		units := make([]string, len(standing.Places))
		for i, place := range standing.Places {
			units[i] = place.Unit
		}
		page.Answers, page.AnswersHead = fig.DivergeUnits(node.ID, units), fig.UnitsAnswersHeadline(node.ID, units)
		page.Folded = len(units) > mostRanked
	}
	for i := range p.Release.Flags {
		if f := &p.Release.Flags[i]; f.Tier == t.ID && f.Node == node.ID {
			page.Flags = append(page.Flags, p.flagView(f))
		}
	}
	return page, nil
}

// indicatorURL is where the units of a tier at a node are.
func (p *resultsPage) indicatorURL(tier, node string) string {
	return p.address("/indicator/"+url.PathEscape(node), "tier", tier)
}

func (p *resultsPage) nodeLink(tier string, n *survey.NodeInfo) site.NavLink {
	return site.NavLink{Title: p.nodeTitle(n.ID), URL: p.indicatorURL(tier, n.ID)}
}

// nodesAbove returns the way down to a node.
func (p *resultsPage) nodesAbove(tier string, n *survey.NodeInfo) []site.NavLink {
	var way []site.NavLink
	for up := p.Release.Node(n.Parent); up != nil && len(way) < len(p.Release.Nodes); up = p.Release.Node(up.Parent) {
		way = append(way, p.nodeLink(tier, up))
	}
	slices.Reverse(way)
	return way
}

// nodesBelow returns the nodes right below n, each with what can be told of the
// tier at it.
func (p *resultsPage) nodesBelow(tier string, n *survey.NodeInfo) []site.NavLink {
	var links []site.NavLink
	for i := range p.Release.Nodes {
		if below := &p.Release.Nodes[i]; below.Parent == n.ID {
			link := p.nodeLink(tier, below)
			link.Count = p.middle(tier, below.ID)
			links = append(links, link)
		}
	}
	return links
}

// nodesBeside returns the nodes before and after n among those of its parent.
func (p *resultsPage) nodesBeside(tier string, n *survey.NodeInfo) (before, after *site.NavLink) {
	var here bool
	for i := range p.Release.Nodes {
		switch o := &p.Release.Nodes[i]; {
		case o.ID == n.ID:
			here = true
		case o.Parent != n.Parent || n.Depth == 0:
		case here:
			link := p.nodeLink(tier, o)
			return before, &link
		default:
			link := p.nodeLink(tier, o)
			before = &link
		}
	}
	return before, nil
}

// middle is the median of a tier's scores at a node, "" where none is shown.
func (p *resultsPage) middle(tier, node string) string {
	m := p.Figures.MiddleOf(tier, node)
	if !m.OK() {
		return ""
	}
	return chart.Points(m)
}

// itemText is what an item asks.
func (p *resultsPage) itemText(id string) string {
	i := slices.IndexFunc(p.Release.Items, func(it survey.ItemInfo) bool { return it.ID == id })
	if i < 0 {
		return ""
	}
	return p.Release.Items[i].Text.In(p.Lang)
}

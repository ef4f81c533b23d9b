package result

import (
	"html/template"
	"math"

	"github.com/labstack/echo/v4"

	"minping/scoring"
	"minping/survey"
	"minping/survey/chart"
	"minping/web/site"
)

// A heatPage shows the units of one tier against the indicators.
type heatPage struct {
	resultsPage
	Tier                         survey.TierInfo
	TierTitle, Query, Group      string
	Low, Desc                    bool
	Tiers, Parents, Groups, Sort []site.Choice
	Heat                         template.HTML
	Headline                     string
	Indicators                   int
	Typical                      *survey.Num // the usual error of a cell; nil where none is known
	Gap                          survey.Num  // and of the difference of two
}

// heat shows where scores are low, and at which indicators.
func (l *leader) heat(c echo.Context, p resultsPage) (site.PageData, error) {
	t, err := p.tier(c)
	if err != nil {
		return nil, err
	}
	p.Wide = true
	p.navigate(p.Base + "/heat")
	o := chart.HeatOptions{
		Group: c.QueryParam("group"), Parent: c.QueryParam("of"), Query: c.QueryParam("q"), Low: c.QueryParam("low") != "",
		Sort: c.QueryParam("sort"), Desc: c.QueryParam("desc") != "",
	}
	if !p.hasGroup(o.Group) {
		return nil, survey.ErrNotFound
	}
	o.SortURL = func(key string) string { return p.sortURL(t.ID, o, key) }
	page := heatPage{
		resultsPage: p, Tier: t, TierTitle: p.tierTitle(t.ID), Query: o.Query, Group: o.Group, Low: o.Low, Desc: o.Desc,
		Tiers: p.heatTiers(t.ID), Parents: p.parents(t.ID, o.Parent), Groups: p.groupChoices(o.Group), Sort: p.sortChoices(o.Sort),
		Heat: p.Figures.Heat(t.ID, o), Headline: p.Figures.HeatHeadline(t.ID, o.Group), Indicators: len(p.Figures.Indicators()),
	}
	if e := p.typicalError(t.ID); e.OK() {
		page.Typical, page.Gap = &e, e*math.Sqrt2
	}
	page.Title = p.T("r.heat.title", "tier", page.TierTitle)
	return page, nil
}

// sortURL sorts by a column; a column that sorts already turns round.
func (p *resultsPage) sortURL(tier string, o chart.HeatOptions, key string) string {
	low, desc := "", ""
	if o.Low {
		low = "1"
	}
	if current := o.Sort; (current == key || current == "" && key == chart.SortTotal) && !o.Desc {
		desc = "1"
	}
	if key == chart.SortTotal {
		key = ""
	}
	return p.address("/heat", "tier", tier, "group", o.Group, "of", o.Parent, "q", o.Query, "low", low, "sort", key, "desc", desc)
}

func (p *resultsPage) hasGroup(id string) bool {
	for _, g := range p.Release.Groups {
		if g.ID == id {
			return true
		}
	}
	return id == ""
}

func (p *resultsPage) heatTiers(chosen string) []site.Choice {
	var pairs []string
	for _, t := range p.Release.Tiers {
		pairs = append(pairs, t.ID, p.tierTitle(t.ID))
	}
	return site.Choices(chosen, pairs...)
}

// parents are the units above those of a tier.
func (p *resultsPage) parents(tier, chosen string) []site.Choice {
	pairs, seen := []string{"", p.T("r.all")}, map[string]bool{"": true}
	for _, u := range p.Release.Units {
		if parent := p.Release.Unit(u.Parent); u.Tier == tier && parent != nil && !seen[parent.Unit] {
			seen[parent.Unit] = true
			pairs = append(pairs, parent.Unit, parent.Name.In(p.Lang))
		}
	}
	if len(pairs) < 6 {
		return nil
	}
	return site.Choices(chosen, pairs...)
}

func (p *resultsPage) groupChoices(chosen string) []site.Choice {
	if len(p.Release.Groups) == 0 {
		return nil
	}
	pairs := []string{"", p.T("r.group.all")}
	for _, g := range p.Release.Groups {
		pairs = append(pairs, g.ID, g.Title.In(p.Lang))
	}
	return site.Choices(chosen, pairs...)
}

func (p *resultsPage) sortChoices(chosen string) []site.Choice {
	pairs := []string{"", p.T("r.sort.total"), chart.SortParent, p.T("r.sort.parent"), chart.SortLow, p.T("r.sort.low")}
	for _, n := range p.Figures.Indicators() {
		pairs = append(pairs, n.ID, p.nodeTitle(n.ID))
	}
	return site.Choices(chosen, pairs...)
}

// typicalError is the median half-width of the intervals in a tier's cells,
// NaN where there are none.
func (p *resultsPage) typicalError(tier string) survey.Num {
	var half []survey.Num
	for _, u := range p.Release.Units {
		for _, n := range p.Figures.Indicators() {
			if s, ok := u.Nodes[n.ID]; ok && u.Tier == tier && s.Low.OK() && s.High.OK() {
				half = append(half, (s.High-s.Low)/2)
			}
		}
	}
	return scoring.Median(half)
}

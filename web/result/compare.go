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

// A comparePage sets two to four units side by side.
type comparePage struct {
	resultsPage
	Fields   []compareField
	Error    string // what is wrong with the choice
	Headline string
	Chart    template.HTML
	Files    *pictured
	Units    []comparedView
	Tests    int
	Nested   bool
	Tiers    bool // they are of several tiers
}

// A compareField chooses one unit.
type compareField struct {
	Name, Label string
	Optional    bool
	Groups      []unitChoices
	Wrong       bool
}

// unitChoices are the units of a tier.
type unitChoices struct {
	Tier    string
	Choices []site.Choice
}

// A comparedView is what is told of a unit beside its scores.
type comparedView struct {
	N                 int
	Name, URL         string
	Rank, Change, Way string
	Score, Interval   string
	Ballots           string
	Hidden            bool
}

// compareNames are the fields of the form, the first of which the others are
// compared with.
var compareNames = []string{"a", "b", "c", "d"}[:survey.MostCompared]

// compare shows units side by side. A unit that whoever asks may not see is
// answered like one that does not exist.
func (l *leader) compare(c echo.Context, p resultsPage) (site.PageData, error) {
	p.navigate(p.Base + "/heat")
	p.Title = p.T("compare.title")
	page := comparePage{resultsPage: p}
	var units []string
	for i, name := range compareNames {
		unit := c.QueryParam(name)
		field := compareField{Name: name, Label: p.T("compare.unit", "nth", i+1), Optional: i > 1, Groups: p.unitChoices(unit)}
		switch {
		case unit == "":
		case p.Release.Unit(unit) == nil:
			return nil, survey.ErrNotFound
		case slices.Contains(units, unit):
			field.Wrong, page.Error = true, p.T("compare.twice", "unit", p.unitName(unit))
		default:
			units = append(units, unit)
		}
		page.Fields = append(page.Fields, field)
	}
	if page.Error != "" || len(units) < 2 {
		return page, nil
	}
	comparison, err := p.Release.Compare(units...)
	if err != nil {
		return nil, err
	}
	page.Headline, page.Chart = p.Figures.CompareHeadline(comparison), p.Figures.Compare(comparison)
	page.Tests, page.Nested = comparison.Tests, comparison.Nested
	for i, u := range comparison.Units {
		page.Units = append(page.Units, p.comparedView(i, u, comparison.Nodes[0].Scores[i]))
		page.Tiers = page.Tiers || u.Tier != comparison.Units[0].Tier
	}
	about := []string{pictureUnit, units[0], pictureOther, units[1]}
	for _, u := range units[2:] {
		about = append(about, pictureMore, u)
	}
	page.Files = p.Picture("compare", about...)
	page.Title = page.Headline
	return page, nil
}

func (p *resultsPage) comparedView(i int, u survey.ComparedUnit, s *survey.NodeScore) comparedView {
	v := comparedView{N: i + 1, Name: cmp.Or(u.Name.In(p.Lang), u.Unit), URL: p.unitURL(u.Unit), Hidden: s == nil, Ballots: chart.Count(u.Ballots), Way: "flat"}
	if u.Rank != nil {
		v.Rank = p.T("compare.rank", "tier", p.Figures.TierName(u.Tier), "of", u.Rank.Of, "rank", u.Rank.Rank, "low", u.Rank.Low, "high", u.Rank.High)
	}
	if s == nil {
		return v
	}
	v.Score = chart.Told(*s)
	if !s.Blurred {
		v.Interval = chart.Interval(s.Low, s.High)
	}
	if ch := s.Change; ch != nil && ch.Diff.OK() {
		v.Change = chart.Signed(ch.Diff)
		switch {
		case ch.Real && ch.Diff > 0:
			v.Way = "up"
		case ch.Real:
			v.Way = "down"
		}
	}
	return v
}

// unitChoices are all units, by tier.
func (p *resultsPage) unitChoices(chosen string) []unitChoices {
	var groups []unitChoices
	for _, t := range p.Release.Tiers {
		g := unitChoices{Tier: p.tierTitle(t.ID)}
		for _, u := range p.Release.Units {
			if u.Tier == t.ID {
				g.Choices = append(g.Choices, site.Choice{Value: u.Unit, Title: cmp.Or(u.Name.In(p.Lang), u.Unit), Chosen: u.Unit == chosen})
			}
		}
		groups = append(groups, g)
	}
	return groups
}

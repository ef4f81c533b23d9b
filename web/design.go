package web

import (
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"sync"

	"github.com/labstack/echo/v4"

	"minping/scoring"
	"minping/survey"
	"minping/survey/chart"
	"minping/survey/demo"
	"minping/survey/form"
	"minping/survey/library"
)

// designRoutes are the pages that show the design system from the templates
// and style sheets of all others. They exist in development only: Site.Design.
func (s *Site) designRoutes() []route {
	if !s.Design {
		return nil
	}
	return []route{
		{http.MethodGet, "/design", anyone, s.design},
		{http.MethodGet, "/design/citizen", anyone, s.designCitizen},
		{http.MethodGet, "/design/sheet", anyone, s.designSheet},
		{http.MethodPost, "/design/sheet", anyone, s.designSheet},
	}
}

// designNav leads from one of these pages to the others.
func designNav(p Page) (nav []NavLink) {
	for _, x := range []struct{ path, title string }{
		{"/design", p.T("design.nav.base")}, {"/design/citizen", p.T("design.nav.citizen")}, {"/design/sheet", p.T("design.nav.sheet")},
	} {
		nav = append(nav, NavLink{Title: x.title, URL: x.path, Current: p.URL.Path == x.path})
	}
	return nav
}

// A designPage shows tokens, components and figures.
type designPage struct {
	Page
	Palettes []string // names of the schemes
	Colours  []designColour
	Pairs    []designPair
	Sizes    []NavLink // tokens and their values
	Spaces   []NavLink
	Choices  []choice
	Figures  []designFigure
}

// A designColour is a token in every scheme.
type designColour struct {
	Token  string
	Values []string
}

// A designPair is how far two tokens are apart in every scheme.
type designPair struct {
	chart.Pair
	Contrasts []string
}

// A designFigure is a figure and the question that it answers.
type designFigure struct {
	Question string
	Figure   template.HTML
}

func (s *Site) design(c echo.Context) error {
	page := designPage{Page: s.page(c, "design.title")}
	page.Nav = designNav(page.Page)
	schemes := chart.Schemes()
	for _, sch := range schemes {
		page.Palettes = append(page.Palettes, sch.Name)
	}
	for _, token := range chart.TokenNames("") {
		colour := designColour{Token: token}
		for _, sch := range schemes {
			colour.Values = append(colour.Values, sch.Colours[token])
		}
		page.Colours = append(page.Colours, colour)
	}
	for _, p := range chart.Pairs() {
		pair := designPair{Pair: p}
		for _, sch := range schemes {
			pair.Contrasts = append(pair.Contrasts, fmt.Sprintf("%.1f", sch.Contrast(p)))
		}
		page.Pairs = append(page.Pairs, pair)
	}
	page.Sizes, page.Spaces = designTokens("t"), designTokens("s")
	page.Choices = []choice{{Value: "a", Title: page.T("design.option.a")}, {Value: "b", Title: page.T("design.option.b"), Chosen: true}}
	release, err := designRelease()
	if err != nil {
		return err
	}
	page.Figures = designFigures(page.Page, release)
	return s.render(c, http.StatusOK, "design/design", page)
}

// designTokens are tokens of a kind with their values.
func designTokens(kind string) (links []NavLink) {
	for _, name := range chart.TokenNames(kind) {
		links = append(links, NavLink{Title: name, Count: chart.TokenValue(name)})
	}
	return links
}

// designFigures are all kinds of figures over the example's numbers.
func designFigures(p Page, r *survey.Release) []designFigure {
	fig := chart.Figures{Release: r, Lang: p.Lang}
	unit := r.Units[slices.IndexFunc(r.Units, func(u survey.UnitResult) bool { return u.Rank != nil && u.Rank.Rank > 3 })].Unit
	root := r.Nodes[0].ID
	var nodes []string
	for _, n := range fig.Indicators() {
		nodes = append(nodes, n.ID)
	}
	figures := []designFigure{
		{p.T("design.figure.ranking"), fig.Ranking("city")},
		{p.T("design.figure.spread"), fig.Spread("county")},
		{p.T("design.figure.heat"), fig.Heat("city", chart.HeatOptions{})},
		{p.T("design.figure.areas"), fig.Areas(unit)},
		{p.T("design.figure.position"), fig.Position(unit)},
		{p.T("design.figure.profile"), fig.Profile(unit)},
		{p.T("design.figure.diverge"), fig.Diverge(unit, nodes[:min(5, len(nodes))]...)},
		{p.T("design.figure.change"), fig.Change(unit)},
		{p.T("design.figure.tierchange"), fig.TierChange("city", root)},
		{p.T("design.figure.alphas"), fig.Alphas()},
	}
	if len(r.Drivers) > 0 {
		figures = append(figures, designFigure{p.T("design.figure.scatter"), fig.Scatter(&r.Drivers[0])})
	}
	return figures
}

// designRelease is the second round of the example, computed when it is first
// shown.
var designRelease = sync.OnceValues(func() (release *survey.Release, err error) {
	src, err := library.Source("organisation-work")
	if err != nil {
		return nil, err
	}
	q, err := form.Parse(src)
	if err != nil {
		return nil, err
	}
	var past []*survey.Release
	for round := range 2 {
		counter, encoder := survey.NewCounter(q, nil), survey.NewEncoder(q)
		ballot := scoring.Ballot{Weight: 1, Answers: make([]int16, len(q.Instrument().Items))}
		for b := range demo.Ballots(q, round) {
			ballot.Unit, ballot.Group = b.Unit, b.Group
			encoder.Encode(b.Answers, ballot.Answers)
			counter.Add(&ballot)
		}
		release = survey.Compute(survey.Inputs{
			Questionnaire: q, Units: demo.Units(), Ballots: counter, Past: past, MinGroup: q.Disclosure.MinGroup,
			Poll: &survey.Poll{ID: "design", Title: q.Title, Simulated: true},
		})
		past = []*survey.Release{release}
	}
	return release, nil
})

package design

import (
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/labstack/echo/v4"

	"minping/scoring"
	"minping/survey"
	"minping/survey/chart"
	"minping/survey/demo"
	"minping/survey/form"
	"minping/survey/library"
	"minping/web/site"
)

// Routes are the pages that show the design system from the templates
// and style sheets of all others. They exist in development only: Site.Design.
func (s *Pages) Routes() []site.Route {
	if !s.Design {
		return nil
	}
	return []site.Route{
		site.Get("/design", site.Anyone, s.design),
		site.Get("/design/citizen", site.Anyone, s.designCitizen),
		site.Get("/design/sheet", site.Anyone, s.designSheet),
		site.Post("/design/sheet", site.Anyone, s.designSheet),
	}
}

// designNav leads from one of these pages to the others.
func designNav(p site.Page) (nav []site.NavLink) {
	for _, x := range []struct{ path, title string }{
		{"/design", p.T("design.nav.base")}, {"/design/citizen", p.T("design.nav.citizen")}, {"/design/sheet", p.T("design.nav.sheet")},
	} {
		nav = append(nav, site.NavLink{Title: x.title, URL: x.path, Current: p.URL.Path == x.path})
	}
	return nav
}

// A designPage shows tokens, components and figures.
type designPage struct {
	site.Page
	Palettes []string // names of the schemes
	Colours  []designColour
	Pairs    []designPair
	Sizes    []site.NavLink // tokens and their values
	Spaces   []site.NavLink
	Choices  []site.Choice
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
	Name     string // in the registry of charts
	Question string
	Figure   template.HTML
}

func (s *Pages) design(c echo.Context) error {
	page := designPage{Page: s.Page(c, "design.title")}
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
	page.Choices = []site.Choice{{Value: "a", Title: page.T("design.option.a")}, {Value: "b", Title: page.T("design.option.b"), Chosen: true}}
	rounds, err := designRounds()
	if err != nil {
		return err
	}
	page.Figures = designFigures(page.Page, rounds)
	return s.Render(c, http.StatusOK, "design/design", page)
}

// designTokens are tokens of a kind with their values.
func designTokens(kind string) (links []site.NavLink) {
	for _, name := range chart.TokenNames(kind) {
		links = append(links, site.NavLink{Title: name, Count: chart.TokenValue(name)})
	}
	return links
}

// designFigures are all kinds of figures over the example's numbers: each that
// the registry of charts has, and the trends of a tier.
func designFigures(p site.Page, rounds []survey.Round) []designFigure {
	r := rounds[len(rounds)-1].Release
	fig := chart.Figures{Release: r, Lang: p.Lang, Rounds: rounds}
	at := slices.IndexFunc(r.Units, func(u survey.UnitResult) bool { return u.Rank != nil && u.Rank.Rank > 3 })
	unit, root := r.Units[at].Unit, r.Nodes[0].ID
	var nodes, units []string
	for _, n := range fig.Indicators() {
		nodes = append(nodes, n.ID)
	}
	for _, u := range r.Units {
		if u.Tier == "city" {
			units = append(units, u.Unit)
		}
	}
	drawn := map[string]func() template.HTML{
		"answers":  func() template.HTML { return fig.Diverge(unit, nodes[:min(5, len(nodes))]...) },
		"areas":    func() template.HTML { return fig.Areas(unit) },
		"byunit":   func() template.HTML { return fig.DivergeUnits(nodes[0], units) },
		"change":   func() template.HTML { return fig.Change(unit) },
		"changes":  func() template.HTML { return fig.TierChange("city", root) },
		"compare":  func() template.HTML { return designComparison(fig, units) },
		"drivers":  func() template.HTML { return designDrivers(fig) },
		"heat":     func() template.HTML { return fig.Heat("city", chart.HeatOptions{}) },
		"items":    func() template.HTML { return fig.DivergeItems("city", r.Nodes[1].ID) },
		"opinions": func() template.HTML { return designOpinions(fig) },
		"position": func() template.HTML { return fig.Position(unit) },
		"profile":  func() template.HTML { return fig.Profile(unit) },
		"quality":  fig.Alphas,
		"ranking":  func() template.HTML { return fig.Ranking("city") },
		"spread":   func() template.HTML { return fig.Spread("county") },
		"standing": func() template.HTML { return fig.Standing(r.Standing("city", nodes[0])) },
		"trend": func() template.HTML {
			u := r.Unit(unit)
			return fig.Trend(survey.TrendOf(rounds, u.Tier, unit, root))
		},
	}
	var figures []designFigure
	for _, name := range chart.PictureNames() {
		if draw := drawn[name]; draw != nil {
			figures = append(figures, designFigure{name, p.T("design.figure." + name), draw()})
		}
	}
	return append(figures, designFigure{"trends", p.T("design.figure.trends"), fig.TrendTier(survey.TrendOf(rounds, "city", "", root))})
}

// designOpinions are the bars of opinions as a picture: two that nobody has said.
func designOpinions(fig chart.Figures) template.HTML {
	units := fig.Release.Units
	fig.Opinions = &survey.OpinionList{Item: "why", Opinions: []survey.Opinion{
		{ID: "O1", Wording: "窗口少，排队时间长", Statements: []survey.Statement{{Unit: units[0].Unit}, {Unit: units[1].Unit}, {Unit: units[0].Unit}}},
		{ID: "O2", Wording: "材料多", Statements: []survey.Statement{{Unit: units[1].Unit}}},
	}}
	var b strings.Builder
	p := fig.Picture("opinions", chart.Subject{Node: "why"})
	if p == nil || p.Write(&b, "svg") != nil {
		return ""
	}
	_, svg, _ := strings.Cut(b.String(), "<svg")
	return template.HTML(`<div class="scroll" tabindex="0" role="group" aria-label="` + template.HTMLEscapeString(p.Title) + `"><svg` + svg + "</div>") //nolint:gosec // drawn here
}

// designComparison sets two units side by side.
func designComparison(fig chart.Figures, units []string) template.HTML {
	c, err := fig.Release.Compare(units[0], units[len(units)-1])
	if err != nil {
		return ""
	}
	return fig.Compare(c)
}

// designDrivers is the first analysis of drivers.
func designDrivers(fig chart.Figures) template.HTML {
	if len(fig.Release.Drivers) == 0 {
		return ""
	}
	return fig.Scatter(&fig.Release.Drivers[0])
}

// designRounds are the two rounds of the example, computed when they are first
// shown.
var designRounds = sync.OnceValues(func() (rounds []survey.Round, err error) {
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
		release := survey.Compute(survey.Inputs{
			Questionnaire: q, Units: demo.Units(), Ballots: counter, Past: past, MinGroup: q.Disclosure.MinGroup,
			Poll: &survey.Poll{ID: fmt.Sprint("design", round), Title: q.Title, Simulated: true},
		})
		past = []*survey.Release{release}
		rounds = append(rounds, survey.Round{Poll: *release.Poll, Release: release})
	}
	return rounds, nil
})

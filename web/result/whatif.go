package result

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/web/site"
)

// A whatIfDesk answers what would be if weights were different. Only the page
// without a scenario is kept; those with one are cheap to make, and there are
// more of them than anybody could keep.
type whatIfDesk struct {
	*leader
	kept echo.HandlerFunc // the page without a scenario
}

// whatIf makes the handler of the what-if page.
func (l *leader) whatIf() echo.HandlerFunc {
	d := &whatIfDesk{leader: l}
	d.kept = l.page("leader/whatif", func(c echo.Context, p resultsPage) (site.PageData, error) {
		return d.fill(c, p, scenarioForm{})
	})
	return d.serve
}

// serve answers an address. One that says the same in more words is led to the
// one that a scenario has.
func (d *whatIfDesk) serve(c echo.Context) error {
	p, err := d.results(c)
	if err == nil && p.Release.Part { // other weights rank all units anew, also those that he may not see
		err = survey.ErrNotFound
	}
	if err != nil {
		return err
	}
	form := readScenario(p.Release, c.QueryParams())
	if form.errors == nil {
		if want := form.address(p.Release, c.QueryParams()); want != c.QueryParams().Encode() {
			return c.Redirect(http.StatusSeeOther, withQuery(p.Base+"/whatif", want))
		}
		if form.scenario.Empty() {
			return d.kept(c)
		}
	}
	page, err := d.fill(c, p, form)
	if err != nil {
		return err
	}
	if form.errors != nil {
		return d.Render(c, http.StatusUnprocessableEntity, "leader/whatif", page)
	}
	return d.Render(c, http.StatusOK, "leader/whatif", page)
}

func withQuery(path, query string) string {
	if query == "" {
		return path
	}
	return path + "?" + query
}

// A whatIfPage shows a scenario and what it changes.
type whatIfPage struct {
	resultsPage
	Headline string
	Changes  []string // the scenario in words
	Areas    []weightRow
	Groups   []weightRow
	Pooled   bool
	Kinds    []kindRows
	Rules    []ruleChoice // what becomes of groups without ballots; none: not an evaluation
	RuleSaid string       // what is wrong with the one chosen
	Problem  string       // of the scenario as a whole
	Errors   int
	Asked    bool // a scenario that holds
	Tiers    []whatIfTier
}

// fill makes the page of a scenario.
func (d *whatIfDesk) fill(c echo.Context, p resultsPage, form scenarioForm) (whatIfPage, error) {
	p.navigate(p.Base + "/whatif")
	p.Title = p.T("whatif.title")
	p.Failed = form.errors != nil
	page := whatIfPage{resultsPage: p, Errors: len(form.errors), Asked: form.errors == nil && !form.scenario.Empty()}
	page.Areas, page.Groups = p.weightRows(form), p.groupRows(form)
	page.Pooled = !slices.ContainsFunc(p.Release.Groups, func(g survey.GroupInfo) bool { return g.Weight > 0 })
	page.Kinds, page.Rules = p.kindRows(form), p.ruleChoices(form)
	if key, ok := form.errors[emptyParam]; ok {
		page.RuleSaid = p.T("whatif.error." + key)
	}
	if p.onlyKinds() {
		page.Groups = nil
	}
	if key, ok := form.errors[""]; ok {
		page.Problem = p.T("whatif.error." + key)
	}
	if form.errors != nil {
		page.Headline = p.T("whatif.head.failed", "n", page.Errors)
		return page, nil
	}
	robust, err := d.Within(c).Robustness(c.Request().Context(), p.Poll.ID)
	if err != nil {
		return page, err
	}
	page.Changes = p.scenarioWords(form.scenario)
	tiers := p.Release.WhatIf(form.scenario).Tiers
	for i, t := range tiers {
		page.Tiers = append(page.Tiers, p.whatIfTier(t, robust[i], page.Asked))
	}
	page.Headline = p.whatIfHeadline(form.scenario, tiers, robust, page.Asked)
	return page, nil
}

package follow

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/casework"
	"minping/survey/rectify"
	"minping/web/site"
)

// A figuresPage is the public figures of units.
type figuresPage struct {
	site.Page
	casework.Metrics
	Lines   []figuresLine
	Themes  []themeLine
	Manages bool
	Drafted string // theme that was drafted as a problem
	Errors  []string
}

// A figuresLine is a unit's figures.
type figuresLine struct {
	casework.Figures
	Name, URL string
	Low, High string // of the whisker, x in per cent
	At        string
}

// A themeLine is a theme that came up more than once.
type themeLine struct {
	casework.ThemeCount
	Name, URL string
	Drafts    bool // whoever asks may draft it as a problem
}

// figuresSpan reads the days; where nothing is said, the month until today.
func figuresSpan(c echo.Context, today survey.Day) (from, to survey.Day) {
	from, to = survey.Day(c.FormValue("from")), survey.Day(c.FormValue("to"))
	if !to.Valid() {
		to = today
	}
	if !from.Valid() || from > to {
		from = to.Add(-29)
	}
	return from, to
}

func (s *Pages) caseFigures(c echo.Context) error {
	return s.showFigures(c, http.StatusOK, func(*figuresPage) {})
}

func (s *Pages) showFigures(c echo.Context, status int, change func(*figuresPage)) error {
	w, err := s.caseWorld(c)
	if err != nil {
		return err
	}
	from, to := figuresSpan(c, w.room.Today())
	m, err := w.room.Metrics(c.Request().Context(), from, to)
	if err != nil {
		return err
	}
	page := figuresPage{Page: s.casePage(c), Metrics: m, Manages: s.Somewhere(c, survey.ManageOrders) == nil}
	page.Title = figuresFinding(page.Page, m)
	days := url.Values{"from": {string(from)}, "to": {string(to)}}.Encode()
	for _, f := range m.Units {
		page.Lines = append(page.Lines, figuresLine{
			Figures: f, Name: w.unit(f.Unit, page.Lang), URL: "/cases?" + url.Values{"unit": {f.Unit}}.Encode(),
			Low: across(f.InTime.Low), High: across(f.InTime.High), At: across(f.InTime.Share),
		})
	}
	for _, t := range m.Themes {
		page.Themes = append(page.Themes, themeLine{
			t, w.unit(t.Unit, page.Lang), "/cases?" + url.Values{"unit": {t.Unit}, "q": {t.Theme}}.Encode(), w.reach.Holds(survey.ManageOrders, t.Unit, "") && s.Orders != nil,
		})
	}
	page.Drafted = c.QueryParam("drafted")
	page.URL.RawQuery = days
	change(&page)
	return s.Render(c, status, "cases/figures", page)
}

// figuresFinding says what the figures say first.
func figuresFinding(p site.Page, m casework.Metrics) string {
	talks := 0
	for _, f := range m.Units {
		if f.Talk {
			talks++
		}
	}
	in := m.Whole.InTime
	switch {
	case in.Of == 0:
		return p.T("cases.figures.none")
	case talks > 0:
		return p.T("cases.figures.talks", "inTime", in.N, "of", in.Of, "talks", talks)
	}
	return p.T("cases.figures.finding", "inTime", in.N, "of", in.Of)
}

// across writes a share as a place on a chart.
func across(share survey.Num) string {
	return strconv.FormatFloat(100*float64(share), 'f', 1, 64) + "%"
}

// draftTheme drafts a theme that came up more than once as a problem for an order.
func (s *Pages) draftTheme(c echo.Context) error {
	room, err := s.counter(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	from, to := figuresSpan(c, room.Today())
	m, err := room.Metrics(ctx, from, to)
	if err != nil {
		return err
	}
	unit, theme := c.FormValue("unit"), c.FormValue("theme")
	for _, t := range m.Themes {
		if t.Unit != unit || t.Theme != theme || s.Orders == nil {
			continue
		}
		lang := site.Negotiate(c)
		_, err := s.Orders.Within(s.Within(c)).AddProblem(ctx, rectify.Problem{
			Unit: unit, Title: theme, Detail: site.Translate(lang, "cases.theme.detail", "from", string(from), "to", string(to), "cases", t.Cases),
		})
		var wrong survey.FieldErrors
		if errors.As(err, &wrong) {
			return s.showFigures(c, http.StatusUnprocessableEntity, func(p *figuresPage) { p.Errors, p.Failed = site.MessagesOf(lang, wrong), true })
		}
		if err != nil {
			return err
		}
		return c.Redirect(http.StatusSeeOther, "/cases/figures?"+url.Values{"from": {string(from)}, "to": {string(to)}, "drafted": {theme}}.Encode())
	}
	return survey.ErrNotFound
}

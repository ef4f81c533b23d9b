package web

import (
	"bytes"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/casework"
	"minping/survey/report"
)

// caseRoutes are the pages of cases for those who handle, check and enter them.
func (s *Site) caseRoutes() []route {
	return slices.Concat([]route{
		{http.MethodGet, "/cases", signedIn, s.cases},
		{http.MethodGet, "/cases/cases.xlsx", signedIn, s.casesFile},
		{http.MethodGet, "/cases/cases.csv", signedIn, s.casesFile},
		{http.MethodGet, publicPath, anyone, s.publicFigures},
		{http.MethodGet, "/cases/reviews", signedIn, s.caseReviews},
		{http.MethodGet, "/cases/figures", signedIn, s.caseFigures},
		{http.MethodPost, "/cases/figures", signedIn, s.draftTheme},
		{http.MethodGet, "/cases/points", signedIn, s.points},
		{http.MethodPost, "/cases/points", signedIn, s.putPoint},
		{http.MethodGet, "/cases/points/:point", signedIn, s.pointPoster},
		{http.MethodGet, "/cases/new", signedIn, s.newCase},
		{http.MethodPost, "/cases/new", signedIn, s.addCase},
		{http.MethodGet, "/cases/import", signedIn, s.caseImportForm},
		{http.MethodPost, "/cases/import", signedIn, s.importCases},
		{http.MethodGet, "/cases/rules", signedIn, s.caseRules},
		{http.MethodPost, "/cases/rules", signedIn, s.putCaseRules},
		{http.MethodGet, "/cases/:case", signedIn, s.oneCase},
		{http.MethodPost, "/cases/:case", signedIn, s.moveCase},
		{http.MethodPost, "/cases/:case/contact", signedIn, s.caseContact},
	}, s.serviceRoutes())
}

// caseURL is where a case is handled.
func caseURL(id string) string { return "/cases/" + url.PathEscape(id) }

// counter is the desk of cases for whoever asks; survey.ErrNotFound for those who
// have no right there.
func (s *Site) counter(c echo.Context) (casework.Room, error) {
	if s.Cases == nil {
		return casework.Room{}, survey.ErrNotFound
	}
	room := s.Cases.Within(s.within(c))
	_, err := room.Rules(c.Request().Context())
	return room, err
}

// caseSections are the pages of cases, in the order of the navigation: message
// "cases.nav." + name.
var caseSections = []struct {
	path, name string
	manages    bool // for those who enter and set up
}{
	{"/cases", "list", false},
	{"/cases/reviews", "reviews", false},
	{"/cases/figures", "figures", false},
	{"/cases/points", "points", false},
	{"/cases/new", "new", true},
	{"/cases/import", "import", true},
	{"/cases/rules", "rules", false},
}

// casePage starts a page of cases: see page.
func (s *Site) casePage(c echo.Context, title ...any) Page {
	p := s.page(c, title...)
	here := "/cases"
	for _, section := range caseSections {
		if strings.HasPrefix(c.Request().URL.Path, section.path) {
			here = section.path // the later is the longer
		}
	}
	for _, section := range caseSections {
		if !section.manages || s.somewhere(c, survey.ManageOrders) == nil {
			p.Nav = append(p.Nav, NavLink{Title: p.T("cases.nav." + section.name), URL: section.path, Current: section.path == here})
		}
	}
	return p
}

// A casesPage lists cases.
type casesPage struct {
	Page
	Lead   string
	Q      string
	Units  []choice
	States []choice
	Kinds  []choice
	Alerts []choice
	Open   bool
	Mine   bool
	Lines  []caseLine
	Query  string // of the filters, for the files
}

// A caseLine is a case of the list.
type caseLine struct {
	casework.Case
	Link  string
	About string // its first words, or what it is
	Unit  string
	Spot  string // service point
	Alert casework.Alert
	Waits bool // for a step of whoever asks
}

// caseWorld names what cases speak of.
type caseWorld struct {
	room   casework.Room
	reach  survey.Reach
	units  map[string]survey.Unit
	points map[string]casework.Point
	set    casework.Settings
}

func (s *Site) caseWorld(c echo.Context) (w caseWorld, err error) {
	ctx := c.Request().Context()
	if w.room, err = s.counter(c); err != nil {
		return w, err
	}
	if w.reach, err = s.within(c).Reach(ctx); err != nil {
		return w, err
	}
	if w.set, err = w.room.Rules(ctx); err != nil {
		return w, err
	}
	points, err := w.room.Points(ctx)
	w.units, w.points = w.reach.Named(), make(map[string]casework.Point, len(points))
	for _, p := range points {
		w.points[p.ID] = p
	}
	return w, err
}

// unit names a unit.
func (w caseWorld) unit(id, lang string) string {
	if u, there := w.units[id]; there {
		return u.Name.In(lang)
	}
	return id
}

// unitsOf offers the units where a right holds, one of them chosen; first is what
// stands before them.
func (w caseWorld) unitsOf(right survey.Right, lang, first, chosen string) []choice {
	list := []choice{{Title: first}}
	for _, u := range w.reach.Units(right) {
		list = append(list, choice{u.ID, u.Name.In(lang), u.ID == chosen})
	}
	return list
}

// aboutLength is how many characters of its words a case is called by.
const aboutLength = 40

// aboutCase is what a case is called: the first of its words, else what it is.
func aboutCase(p Page, c *casework.Case) string {
	words := []rune(strings.Join(strings.Fields(c.Words), " "))
	switch {
	case len(words) > aboutLength:
		return string(words[:aboutLength]) + "……"
	case len(words) > 0:
		return string(words)
	}
	return casework.GradeWords(c.Grade).In(p.Lang)
}

func (w caseWorld) line(p Page, c casework.Case) caseLine {
	return caseLine{
		Case: c, Link: caseURL(c.ID), About: aboutCase(p, &c), Unit: w.unit(c.Unit, p.Lang), Spot: w.points[c.Point].Name,
		Alert: c.Alert(w.room.Today(), w.set),
	}
}

// cases lists what whoever asks sees, the most urgent first.
func (s *Site) cases(c echo.Context) error {
	w, err := s.caseWorld(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	all, err := w.room.Cases(ctx, casework.Filter{})
	if err != nil {
		return err
	}
	f := caseFilter(c)
	chosen, err := w.room.Cases(ctx, f)
	if err != nil {
		return err
	}
	mine, err := w.room.Cases(ctx, casework.Filter{Mine: true})
	if err != nil {
		return err
	}
	page := casesPage{Page: s.casePage(c), Q: f.Text, Open: f.Open, Mine: f.Mine, Query: c.QueryString()}
	open, late := 0, 0
	for i := range all {
		if all[i].State.Open() {
			open++
		}
		if all[i].Alert(w.room.Today(), w.set) == casework.Red {
			late++
		}
	}
	switch {
	case len(all) == 0:
		page.Title = page.T("cases.none")
	case open == 0:
		page.Title = page.T("cases.all.closed", "count", len(all))
	case late == 0:
		page.Title = page.T("cases.in.time", "count", open)
	default:
		page.Title = page.T("cases.late", "count", open, "late", late)
	}
	page.Lead = page.T("cases.waits", "count", len(mine))
	for _, k := range chosen {
		line := w.line(page.Page, k)
		line.Waits = slices.ContainsFunc(mine, func(m casework.Case) bool { return m.ID == k.ID })
		page.Lines = append(page.Lines, line)
	}
	any := page.T("cases.any")
	page.Units = w.unitsOf(survey.ReadOrders, page.Lang, any, f.Unit)
	page.States, page.Kinds, page.Alerts = []choice{{Title: any}}, []choice{{Title: any}}, []choice{{Title: any}}
	for _, state := range casework.States {
		page.States = append(page.States, choice{string(state), state.Words().In(page.Lang), state == f.State})
	}
	for _, kind := range casework.Kinds {
		page.Kinds = append(page.Kinds, choice{string(kind), kind.Words().In(page.Lang), kind == f.Kind})
	}
	for _, alert := range casework.Alerts {
		page.Alerts = append(page.Alerts, choice{string(alert), page.T("cases.alert." + string(alert)), alert == f.Alert})
	}
	return s.render(c, http.StatusOK, "cases/list", page)
}

// caseFilter reads which cases are wanted.
func caseFilter(c echo.Context) casework.Filter {
	q := c.QueryParam
	return casework.Filter{
		Unit: q("unit"), State: casework.State(q("state")), Kind: casework.Kind(q("kind")), Alert: casework.Alert(q("alert")),
		Open: q("open") != "", Mine: q("mine") != "", Text: strings.TrimSpace(q("q")),
	}
}

// casesFile writes the list as a file.
func (s *Site) casesFile(c echo.Context) error {
	room, err := s.counter(c)
	if err != nil {
		return err
	}
	ctx, lang := c.Request().Context(), negotiate(c)
	cases, err := room.Cases(ctx, caseFilter(c))
	if err != nil {
		return err
	}
	made, err := room.Table(ctx, cases, lang)
	if err != nil {
		return err
	}
	table := report.Table{Title: translate(lang, "cases.title"), Rows: made.Rows}
	for _, col := range made.Columns {
		table.Heads = append(table.Heads, report.TableHead{Name: col.Name.In(lang), Width: col.Width, Date: col.Date})
	}
	name, media := "cases.csv", "text/csv; charset=utf-8"
	var b bytes.Buffer
	if strings.HasSuffix(c.Path(), ".xlsx") {
		name, media = "cases.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
		err = table.XLSX(&b, lang)
	} else {
		err = table.CSV(&b)
	}
	if err != nil {
		return err
	}
	c.Response().Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": "minping-" + name}))
	return c.Blob(http.StatusOK, media, b.Bytes())
}

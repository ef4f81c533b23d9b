package follow

import (
	"bytes"
	"mime"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/casework"
	"minping/survey/report"
	"minping/web/site"
)

// caseRoutes are the pages of cases for those who handle, check and enter them.
func (s *Pages) caseRoutes() []site.Route {
	return slices.Concat([]site.Route{
		site.Get("/cases", site.SignedIn, s.cases),
		site.Get("/cases/cases.xlsx", site.SignedIn, s.casesFile),
		site.Get("/cases/cases.csv", site.SignedIn, s.casesFile),
		site.Get(publicPath, site.Anyone, s.publicFigures),
		site.Get("/cases/reviews", site.SignedIn, s.caseReviews),
		site.Get("/cases/figures", site.SignedIn, s.caseFigures),
		site.Post("/cases/figures", site.SignedIn, s.draftTheme),
		site.Get("/cases/points", site.SignedIn, s.points),
		site.Post("/cases/points", site.SignedIn, s.putPoint),
		site.Get("/cases/points/:point", site.SignedIn, s.pointPoster),
		site.Get("/cases/new", site.SignedIn, s.newCase),
		site.Post("/cases/new", site.SignedIn, s.addCase),
		site.Get("/cases/import", site.SignedIn, s.caseImportForm),
		site.Post("/cases/import", site.SignedIn, s.importCases),
		site.Get("/cases/rules", site.SignedIn, s.caseRules),
		site.Post("/cases/rules", site.SignedIn, s.putCaseRules),
		site.Get("/cases/:case", site.SignedIn, s.oneCase),
		site.Post("/cases/:case", site.SignedIn, s.moveCase),
		site.Post("/cases/:case/contact", site.SignedIn, s.caseContact),
	}, s.serviceRoutes())
}

// counter is the desk of cases for whoever asks; survey.ErrNotFound for those who
// have no right there.
func (s *Pages) counter(c echo.Context) (casework.Room, error) {
	if s.Cases == nil {
		return casework.Room{}, survey.ErrNotFound
	}
	room := s.Cases.Within(s.Within(c))
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
func (s *Pages) casePage(c echo.Context, title ...any) site.Page {
	p := s.Page(c, title...)
	here := "/cases"
	for _, section := range caseSections {
		if strings.HasPrefix(c.Request().URL.Path, section.path) {
			here = section.path // the later is the longer
		}
	}
	for _, section := range caseSections {
		if !section.manages || s.Somewhere(c, survey.ManageOrders) == nil {
			p.Nav = append(p.Nav, site.NavLink{Title: p.T("cases.nav." + section.name), URL: section.path, Current: section.path == here})
		}
	}
	return p
}

// A casesPage lists cases.
type casesPage struct {
	site.Page
	Lead   string
	Q      string
	Units  []site.Choice
	States []site.Choice
	Kinds  []site.Choice
	Alerts []site.Choice
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

func (s *Pages) caseWorld(c echo.Context) (w caseWorld, err error) {
	ctx := c.Request().Context()
	if w.room, err = s.counter(c); err != nil {
		return w, err
	}
	if w.reach, err = s.Within(c).Reach(ctx); err != nil {
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
func (w caseWorld) unitsOf(right survey.Right, lang, first, chosen string) []site.Choice {
	list := []site.Choice{{Title: first}}
	for _, u := range w.reach.Units(right) {
		list = append(list, site.Choice{Value: u.ID, Title: u.Name.In(lang), Chosen: u.ID == chosen})
	}
	return list
}

// aboutLength is how many characters of its words a case is called by.
const aboutLength = 40

// aboutCase is what a case is called: the first of its words, else what it is.
func aboutCase(p site.Page, c *casework.Case) string {
	words := []rune(strings.Join(strings.Fields(c.Words), " "))
	switch {
	case len(words) > aboutLength:
		return string(words[:aboutLength]) + "……"
	case len(words) > 0:
		return string(words)
	}
	return casework.GradeWords(c.Grade).In(p.Lang)
}

func (w caseWorld) line(p site.Page, c casework.Case) caseLine {
	return caseLine{
		Case: c, Link: site.CaseURL(c.ID), About: aboutCase(p, &c), Unit: w.unit(c.Unit, p.Lang), Spot: w.points[c.Point].Name,
		Alert: c.Alert(w.room.Today(), w.set),
	}
}

// cases lists what whoever asks sees, the most urgent first.
func (s *Pages) cases(c echo.Context) error {
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
	page.States, page.Kinds, page.Alerts = []site.Choice{{Title: any}}, []site.Choice{{Title: any}}, []site.Choice{{Title: any}}
	for _, state := range casework.States {
		page.States = append(page.States, site.Choice{Value: string(state), Title: state.Words().In(page.Lang), Chosen: state == f.State})
	}
	for _, kind := range casework.Kinds {
		page.Kinds = append(page.Kinds, site.Choice{Value: string(kind), Title: kind.Words().In(page.Lang), Chosen: kind == f.Kind})
	}
	for _, alert := range casework.Alerts {
		page.Alerts = append(page.Alerts, site.Choice{Value: string(alert), Title: page.T("cases.alert." + string(alert)), Chosen: alert == f.Alert})
	}
	return s.Render(c, http.StatusOK, "cases/list", page)
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
func (s *Pages) casesFile(c echo.Context) error {
	room, err := s.counter(c)
	if err != nil {
		return err
	}
	ctx, lang := c.Request().Context(), site.Negotiate(c)
	cases, err := room.Cases(ctx, caseFilter(c))
	if err != nil {
		return err
	}
	made, err := room.Table(ctx, cases, lang)
	if err != nil {
		return err
	}
	table := report.Table{Title: site.Translate(lang, "cases.title"), Rows: made.Rows}
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

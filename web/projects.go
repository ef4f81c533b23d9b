package web

import (
	"bytes"
	"cmp"
	"errors"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/intake"
	"minping/survey/projects"
	"minping/survey/report"
)

// projectRoutes are the pages of projects that units take on.
func (s *Site) projectRoutes() []route {
	return []route{
		{http.MethodGet, "/projects", signedIn, s.projectList},
		{http.MethodPost, "/projects", signedIn, s.addProject},
		{http.MethodGet, "/projects/circular", signedIn, s.projectCircular},
		{http.MethodGet, "/projects/import", signedIn, s.projectImportForm},
		{http.MethodPost, "/projects/import", signedIn, s.importProjects},
		{http.MethodGet, "/projects/files/:file", signedIn, s.projectFile},
		{http.MethodGet, "/projects/:project", signedIn, s.project},
		{http.MethodPost, "/projects/:project", signedIn, s.moveProject},
	}
}

func (s *Site) claimed(c echo.Context) projects.Room { return s.Projects.Within(s.within(c)) }

func projectURL(id string) string { return "/projects/" + url.PathEscape(id) }

// A projectsPage lists projects by programme, and holds the form of a new one.
type projectsPage struct {
	Page
	Headline                    string
	Programmes                  []programmeView
	States, Alerts, OfProgramme []choice
	Search                      string
	Known                       bool // there are any, without the filter
	Offers                      bool // whoever asks may offer one
	Homes                       []choice
	Draft                       projects.Project // as typed
	Errors                      []string
	Done                        string
}

type programmeView struct {
	Title string
	Lines []projectLine
}

type projectLine struct {
	projects.Project
	URL, Holder, Word string
	Marks             []projectMark
	Expected          int
	Share             int
}

type projectMark struct{ Mark, Word string }

// projectMarks are an alert's colours: red is for time that is lost.
func projectMarks(lang string, alerts []projects.Alert) (marks []projectMark) {
	for _, a := range alerts {
		mark := "yellow"
		switch a {
		case projects.Overdue:
			mark = "red"
		case projects.Near, projects.Unvisited:
			mark = "blue"
		}
		marks = append(marks, projectMark{mark, a.Words().In(lang)})
	}
	return marks
}

func (s *Site) projectList(c echo.Context) error {
	return s.showProjects(c, http.StatusOK, projects.Project{}, nil)
}

func (s *Site) showProjects(c echo.Context, status int, form projects.Project, wrong []string) error {
	ctx, room := c.Request().Context(), s.claimed(c)
	all, err := room.Projects(ctx, projects.Filter{})
	if err != nil {
		return err
	}
	asked := c.QueryParam
	f := projects.Filter{Programme: asked("programme"), State: projects.State(asked("state")), Alert: projects.Alert(asked("alert")), Text: strings.TrimSpace(asked("q"))}
	some, err := room.Projects(ctx, f)
	if err != nil {
		return err
	}
	names, err := s.unitNamer(c)
	if err != nil {
		return err
	}
	page := projectsPage{Page: s.managePage(c, "projects.title"), Search: f.Text, Known: len(all) > 0, Draft: form, Errors: wrong, Done: asked("done")}
	page.Title, page.Failed = page.T("projects.title"), len(wrong) > 0
	today := room.Today()
	page.Headline = page.headline(all, today)
	page.choices(all, f)
	for i := range some {
		p := &some[i]
		if n := len(page.Programmes); n == 0 || page.Programmes[n-1].Title != p.Programme {
			page.Programmes = append(page.Programmes, programmeView{Title: p.Programme})
		}
		g := &page.Programmes[len(page.Programmes)-1]
		g.Lines = append(g.Lines, projectLine{
			Project: *p, URL: projectURL(p.ID), Holder: names(p.Unit), Word: p.State.Words().In(page.Lang), Marks: projectMarks(page.Lang, p.Alerts(today)),
			Expected: p.Expected(today), Share: p.Share(),
		})
	}
	if s.somewhere(c, survey.ManageOrders) == nil {
		units, whole, err := room.Homes(ctx)
		if err != nil {
			return err
		}
		page.Offers = true
		if whole {
			page.Homes = append(page.Homes, choice{Title: page.T("projects.home.all"), Chosen: form.Home == ""})
		}
		for _, u := range units {
			page.Homes = append(page.Homes, choice{u.ID, u.Name.In(page.Lang), u.ID == form.Home})
		}
	}
	return s.render(c, status, "projects/list", page)
}

// unitNamer names units, also those that whoever asks does not see: what is
// shown of a project says whose it is.
func (s *Site) unitNamer(c echo.Context) (func(id string) string, error) {
	reach, err := s.within(c).Reach(c.Request().Context())
	if err != nil {
		return nil, err
	}
	named, lang := reach.Named(), negotiate(c)
	return func(id string) string { return cmp.Or(named[id].Name.In(lang), id) }, nil
}

// headline says how the projects stand.
func (p *projectsPage) headline(all []projects.Project, today projects.Date) string {
	claimed, offered, trouble, accepted := 0, 0, 0, 0
	for i := range all {
		switch all[i].State {
		case projects.Offered:
			offered++
		case projects.Claimed, projects.Done:
			claimed++
		case projects.Accepted:
			accepted++
		}
		if slices.ContainsFunc(all[i].Alerts(today), func(a projects.Alert) bool { return a != projects.Near && a != projects.Unvisited }) {
			trouble++
		}
	}
	switch {
	case len(all) == 0:
		return p.T("projects.none")
	case trouble > 0:
		return p.T("projects.head.trouble", "claimed", claimed, "trouble", trouble, "offered", offered, "accepted", accepted)
	}
	return p.T("projects.head", "claimed", claimed, "offered", offered, "accepted", accepted)
}

func (p *projectsPage) choices(all []projects.Project, f projects.Filter) {
	whole := choice{Title: p.T("roster.any")}
	p.States, p.Alerts, p.OfProgramme = []choice{whole}, []choice{whole}, []choice{whole}
	for _, st := range projects.States {
		p.States = append(p.States, choice{string(st), st.Words().In(p.Lang), st == f.State})
	}
	for _, a := range projects.Alerts {
		p.Alerts = append(p.Alerts, choice{string(a), a.Words().In(p.Lang), a == f.Alert})
	}
	var seen []string
	for _, x := range all {
		if !slices.Contains(seen, x.Programme) {
			seen = append(seen, x.Programme)
			p.OfProgramme = append(p.OfProgramme, choice{x.Programme, x.Programme, x.Programme == f.Programme})
		}
	}
}

func (s *Site) addProject(c echo.Context) error {
	p := projects.Project{
		Programme: c.FormValue("programme"), Title: c.FormValue("title"), Home: c.FormValue("home"), Lead: c.FormValue("lead"), Person: c.FormValue("person"),
		Measures: c.FormValue("measures"), Due: projects.Date(strings.TrimSpace(c.FormValue("due"))),
	}
	kept, err := s.claimed(c).Add(c.Request().Context(), p)
	var wrong survey.FieldErrors
	if errors.As(err, &wrong) {
		return s.showProjects(c, http.StatusUnprocessableEntity, p, s.projectMistakes(c, wrong))
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, projectURL(kept.ID))
}

// projectMistakes words what is wrong, each with the field that it is about.
func (s *Site) projectMistakes(c echo.Context, wrong survey.FieldErrors) []string {
	lang, said := negotiate(c), make([]string, len(wrong))
	for i, e := range wrong {
		said[i] = e.Message(lang)
		switch e.Field {
		case "programme", "title", "lead", "person", "measures", "due", "month", "share", "why", "unit", "home", "evidence":
			said[i] = translate(lang, "roster.mistake", "field", translate(lang, "projects.f."+e.Field), "what", said[i])
		}
	}
	return said
}

// projectFile sends all projects, or the circular of a month, as a table.
func (s *Site) projectFile(c echo.Context) error {
	ctx, room, lang := c.Request().Context(), s.claimed(c), negotiate(c)
	var table report.Table
	switch c.Param("file") {
	case "projects.xlsx":
		all, err := room.Projects(ctx, projects.Filter{})
		if err != nil {
			return err
		}
		heads, rows, err := room.Table(ctx, all, lang)
		if err != nil {
			return err
		}
		table = report.NewTable(translate(lang, "projects.title"), 18, heads, rows)
	case "circular.xlsx":
		circular, err := room.Circular(ctx, c.QueryParam("month"))
		var wrong survey.FieldErrors
		if errors.As(err, &wrong) {
			return survey.ErrNotFound
		}
		if err != nil {
			return err
		}
		heads, rows := circular.Table(lang)
		table = report.NewTable(translate(lang, "projects.circular")+" "+circular.Month, 18, heads, rows)
	default:
		return survey.ErrNotFound
	}
	var b bytes.Buffer
	if err := table.XLSX(&b, lang); err != nil {
		return err
	}
	c.Response().Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": "minping-" + c.Param("file")}))
	return c.Blob(http.StatusOK, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b.Bytes())
}

// A projectImportPage is the form of a table of projects.
type projectImportPage struct {
	Page
	MiB     int
	Checked bool
	Name    string
	List    string
	Diff    projects.Difference
	Errors  []string
}

func (s *Site) projectImportForm(c echo.Context) error {
	if _, _, err := s.claimed(c).Homes(c.Request().Context()); err != nil {
		return err
	}
	return s.showProjectImport(c, http.StatusOK, projectImportPage{})
}

func (s *Site) showProjectImport(c echo.Context, status int, page projectImportPage) error {
	page.Page, page.Failed, page.MiB = s.managePage(c, "projects.import"), len(page.Errors) > 0, intake.MaxUpload>>20
	return s.render(c, status, "projects/import", page)
}

func (s *Site) importProjects(c echo.Context) error {
	name, in, err := sentList(c)
	if err != nil {
		return err
	}
	asked := c.FormValue(fieldGo)
	if asked != "check" && asked != "import" {
		return errForm
	}
	room, lang := s.claimed(c), negotiate(c)
	if _, _, err := room.Homes(c.Request().Context()); err != nil {
		return err
	}
	page := projectImportPage{Name: name}
	sheet, err := intake.UploadedTable(in, name)
	if err == nil {
		var cells []survey.CellError
		page.Diff, cells, err = room.Import(c.Request().Context(), sheet.Header, sheet.Rows, sheet.Line, asked == "check")
		if err == nil && len(cells) > 0 {
			err = sheet.Wrong(name, cells)
		}
	}
	var problems *intake.Problems
	switch {
	case errors.As(err, &problems):
		page.Errors = strings.Split(problems.In(lang), "\n")
		return s.showProjectImport(c, http.StatusUnprocessableEntity, page)
	case errors.Is(err, survey.ErrStale):
		page.Errors = []string{s.page(c).T("projects.stale")}
		return s.showProjectImport(c, http.StatusConflict, page)
	case err != nil:
		return err
	case asked == "import":
		return c.Redirect(http.StatusSeeOther, "/projects?done=imported")
	}
	page.Checked, page.List = true, sheet.CSV()
	return s.showProjectImport(c, http.StatusOK, page)
}

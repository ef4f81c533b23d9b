package follow

import (
	"bytes"
	"errors"
	"mime"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/intake"
	"minping/survey/projects"
	"minping/survey/report"
	"minping/web/site"
)

// projectRoutes are the pages of projects that units take on.
func (s *Pages) projectRoutes() []site.Route {
	return []site.Route{
		site.Get("/projects", site.SignedIn, s.projectList),
		site.Post("/projects", site.SignedIn, s.addProject),
		site.Get("/projects/circular", site.SignedIn, s.projectCircular),
		site.Get("/projects/import", site.SignedIn, s.projectImportForm),
		site.Post("/projects/import", site.SignedIn, s.importProjects),
		site.Get("/projects/files/:file", site.SignedIn, s.projectFile),
		site.Get("/projects/:project", site.SignedIn, s.project),
		site.Post("/projects/:project", site.SignedIn, s.moveProject),
	}
}

func (s *Pages) claimed(c echo.Context) projects.Room { return s.Projects.Within(s.Within(c)) }

// A projectsPage lists projects by programme, and holds the form of a new one.
type projectsPage struct {
	site.Page
	Headline                    string
	Programmes                  []programmeView
	States, Alerts, OfProgramme []site.Choice
	Search                      string
	Known                       bool // there are any, without the filter
	Offers                      bool // whoever asks may offer one
	Homes                       []site.Choice
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
	Marks             []ProjectMark
	Expected          int
	Share             int
}

// A ProjectMark is a class of alert marks, and its word.
type ProjectMark struct{ Mark, Word string }

// ProjectMarks are an alert's colours: red is for time that is lost.
func ProjectMarks(lang string, alerts []projects.Alert) (marks []ProjectMark) {
	for _, a := range alerts {
		mark := "yellow"
		switch a {
		case projects.Overdue:
			mark = "red"
		case projects.Near, projects.Unvisited:
			mark = "blue"
		}
		marks = append(marks, ProjectMark{mark, a.Words().In(lang)})
	}
	return marks
}

func (s *Pages) projectList(c echo.Context) error {
	return s.showProjects(c, http.StatusOK, projects.Project{}, nil)
}

func (s *Pages) showProjects(c echo.Context, status int, form projects.Project, wrong []string) error {
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
	names, err := s.UnitNamer(c)
	if err != nil {
		return err
	}
	page := projectsPage{Page: s.ManagePage(c, "projects.title"), Search: f.Text, Known: len(all) > 0, Draft: form, Errors: wrong, Done: asked("done")}
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
			Project: *p, URL: site.ProjectURL(p.ID), Holder: names(p.Unit), Word: p.State.Words().In(page.Lang), Marks: ProjectMarks(page.Lang, p.Alerts(today)),
			Expected: p.Expected(today), Share: p.Share(),
		})
	}
	if s.Somewhere(c, survey.ManageOrders) == nil {
		units, whole, err := room.Homes(ctx)
		if err != nil {
			return err
		}
		page.Offers = true
		if whole {
			page.Homes = append(page.Homes, site.Choice{Title: page.T("projects.home.all"), Chosen: form.Home == ""})
		}
		for _, u := range units {
			page.Homes = append(page.Homes, site.Choice{Value: u.ID, Title: u.Name.In(page.Lang), Chosen: u.ID == form.Home})
		}
	}
	return s.Render(c, status, "projects/list", page)
}

// headline says how the projects stand.
func (p *projectsPage) headline(all []projects.Project, today survey.Day) string {
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
	whole := site.Choice{Title: p.T("roster.any")}
	p.States, p.Alerts, p.OfProgramme = []site.Choice{whole}, []site.Choice{whole}, []site.Choice{whole}
	for _, st := range projects.States {
		p.States = append(p.States, site.Choice{Value: string(st), Title: st.Words().In(p.Lang), Chosen: st == f.State})
	}
	for _, a := range projects.Alerts {
		p.Alerts = append(p.Alerts, site.Choice{Value: string(a), Title: a.Words().In(p.Lang), Chosen: a == f.Alert})
	}
	var seen []string
	for _, x := range all {
		if !slices.Contains(seen, x.Programme) {
			seen = append(seen, x.Programme)
			p.OfProgramme = append(p.OfProgramme, site.Choice{Value: x.Programme, Title: x.Programme, Chosen: x.Programme == f.Programme})
		}
	}
}

func (s *Pages) addProject(c echo.Context) error {
	p := projects.Project{
		Programme: c.FormValue("programme"), Title: c.FormValue("title"), Home: c.FormValue("home"), Lead: c.FormValue("lead"), Person: c.FormValue("person"),
		Measures: c.FormValue("measures"), Due: survey.Day(strings.TrimSpace(c.FormValue("due"))),
	}
	kept, err := s.claimed(c).Add(c.Request().Context(), p)
	var wrong survey.FieldErrors
	if errors.As(err, &wrong) {
		return s.showProjects(c, http.StatusUnprocessableEntity, p, s.projectMistakes(c, wrong))
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, site.ProjectURL(kept.ID))
}

// projectMistakes words what is wrong, each with the field that it is about.
func (s *Pages) projectMistakes(c echo.Context, wrong survey.FieldErrors) []string {
	lang, said := site.Negotiate(c), make([]string, len(wrong))
	for i, e := range wrong {
		said[i] = e.Message(lang)
		switch e.Field {
		case "programme", "title", "lead", "person", "measures", "due", "month", "share", "why", "unit", "home", "evidence":
			said[i] = site.Translate(lang, "roster.mistake", "field", site.Translate(lang, "projects.f."+e.Field), "what", said[i])
		}
	}
	return said
}

// projectFile sends all projects, or the circular of a month, as a table.
func (s *Pages) projectFile(c echo.Context) error {
	ctx, room, lang := c.Request().Context(), s.claimed(c), site.Negotiate(c)
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
		table = report.NewTable(site.Translate(lang, "projects.title"), 18, heads, rows)
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
		table = report.NewTable(site.Translate(lang, "projects.circular")+" "+circular.Month, 18, heads, rows)
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
	site.Page
	MiB     int
	Checked bool
	Name    string
	List    string
	Diff    projects.Difference
	Errors  []string
}

func (s *Pages) projectImportForm(c echo.Context) error {
	if _, _, err := s.claimed(c).Homes(c.Request().Context()); err != nil {
		return err
	}
	return s.showProjectImport(c, http.StatusOK, projectImportPage{})
}

func (s *Pages) showProjectImport(c echo.Context, status int, page projectImportPage) error {
	page.Page, page.Failed, page.MiB = s.ManagePage(c, "projects.import"), len(page.Errors) > 0, intake.MaxUpload>>20
	return s.Render(c, status, "projects/import", page)
}

func (s *Pages) importProjects(c echo.Context) error {
	name, in, err := site.SentList(c)
	if err != nil {
		return err
	}
	asked := c.FormValue(site.FieldGo)
	if asked != "check" && asked != "import" {
		return site.ErrForm
	}
	room, lang := s.claimed(c), site.Negotiate(c)
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
		page.Errors = []string{s.Page(c).T("projects.stale")}
		return s.showProjectImport(c, http.StatusConflict, page)
	case err != nil:
		return err
	case asked == "import":
		return c.Redirect(http.StatusSeeOther, "/projects?done=imported")
	}
	page.Checked, page.List = true, sheet.CSV()
	return s.showProjectImport(c, http.StatusOK, page)
}

package follow

import (
	"cmp"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/projects"
	"minping/web/site"
)

// A projectPage is one project with the steps that may be taken next.
type projectPage struct {
	site.Page
	Project  projects.Project
	Holder   string
	Word     string
	Marks    []ProjectMark
	Share    int
	Expected int
	Asks     []projectAsk
	Steps    []projectStep
	Forms    []projectForm
	Askers   []site.Choice
	Waiting  []site.Choice // units that asked, of whom one may be agreed to
	Month    string
	Errors   []string
	Sent     projects.Move
	Files    Attachments
	Home     string
}

type projectAsk struct {
	Unit, Why string
	Date      survey.Day
}

type projectStep struct {
	projects.Step
	Word, UnitName string
}

// A projectForm is a step that whoever asks may take.
type projectForm struct {
	Do         projects.Do
	Word       string
	Needs      map[string]bool
	Open, Main bool
}

func (s *Pages) project(c echo.Context) error {
	p, err := s.claimed(c).Project(c.Request().Context(), c.Param("project"))
	if err != nil {
		return err
	}
	return s.showProject(c, http.StatusOK, p, projects.Move{}, nil)
}

func (s *Pages) showProject(c echo.Context, status int, p projects.Project, sent projects.Move, wrong []string) error {
	ctx, room := c.Request().Context(), s.claimed(c)
	may, err := room.May(ctx, p)
	if err != nil {
		return err
	}
	names, err := s.UnitNamer(c)
	if err != nil {
		return err
	}
	today := room.Today()
	page := projectPage{
		Page: s.ManagePage(c), Project: p, Holder: names(p.Unit), Word: p.State.Words().In(s.Page(c).Lang), Share: p.Share(), Expected: p.Expected(today), Sent: sent,
		Errors: wrong, Month: cmp.Or(sent.Month, today.Month()), Home: names(p.Home),
	}
	page.Title, page.Failed, page.Marks = p.Title, len(wrong) > 0, ProjectMarks(page.Lang, p.Alerts(today))
	for _, a := range p.Asks {
		page.Asks = append(page.Asks, projectAsk{names(a.Unit), a.Why, a.Date})
		page.Waiting = append(page.Waiting, site.Choice{Value: a.Unit, Title: names(a.Unit), Chosen: a.Unit == sent.Unit})
	}
	for _, st := range slices.Backward(p.Steps) {
		page.Steps = append(page.Steps, projectStep{st, site.UpperFirst(st.Do.Words().In(page.Lang)), names(st.Unit)})
	}
	for i, do := range may {
		f := projectForm{Do: do, Word: site.UpperFirst(do.Words().In(page.Lang)), Needs: map[string]bool{}, Open: do == sent.Do, Main: i == 0}
		for _, need := range do.Needs() {
			f.Needs[need] = true
		}
		page.Forms = append(page.Forms, f)
	}
	if slices.Contains(may, projects.Asking) {
		units, err := room.Askers(ctx, p)
		if err != nil {
			return err
		}
		for _, u := range units {
			page.Askers = append(page.Askers, site.Choice{Value: u.ID, Title: u.Name.In(page.Lang), Chosen: u.ID == sent.Unit})
		}
	}
	if page.Files, err = s.AttachmentsTo(c, "project", p.ID); err != nil {
		return err
	}
	return s.Render(c, status, "projects/project", page)
}

func (s *Pages) moveProject(c echo.Context) error {
	ctx, id := c.Request().Context(), c.Param("project")
	revision, _ := strconv.ParseInt(c.FormValue("revision"), 10, 64) // what is none is no revision of any
	share, err := strconv.Atoi(cmp.Or(strings.TrimSuffix(strings.TrimSpace(c.FormValue("share")), "%"), "0"))
	if err != nil {
		share = -1 // is told with what else is wrong
	}
	m := projects.Move{
		Do: projects.Do(c.FormValue("do")), Unit: c.FormValue("unit"), Why: c.FormValue("why"), Month: strings.TrimSpace(c.FormValue("month")), Share: share,
		Evidence: strings.Split(c.FormValue("evidence"), "\n"), Programme: c.FormValue("programme"), Title: c.FormValue("title"), Lead: c.FormValue("lead"),
		Person: c.FormValue("person"), Measures: c.FormValue("measures"), Due: survey.Day(strings.TrimSpace(c.FormValue("due"))),
	}
	_, err = s.claimed(c).Move(ctx, id, revision, m)
	var wrong survey.FieldErrors
	status := http.StatusUnprocessableEntity
	var said []string
	switch {
	case errors.As(err, &wrong):
		said = s.projectMistakes(c, wrong)
	case errors.Is(err, survey.ErrStale):
		status, said = http.StatusConflict, []string{s.Page(c).T("projects.stale")}
	case err != nil:
		return err
	default:
		return c.Redirect(http.StatusSeeOther, site.ProjectURL(id))
	}
	p, err := s.claimed(c).Project(ctx, id)
	if err != nil {
		return err
	}
	return s.showProject(c, status, p, m, said)
}

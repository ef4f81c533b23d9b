package appraise

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/form"
	"minping/survey/points"
	"minping/web/site"
)

// A schemesPage is the stored schemes, and the file of one.
type schemesPage struct {
	site.Page
	Plans    []site.Choice
	Plan     points.Plan
	Source   string
	Revision int64
	Edits    bool
	Wrong    []schemeMistake
	Refused  bool // to keep the file
	Checked  bool // without keeping it
	// The revisions of the scheme, the latest first; Old is the one looked at
	// where it is not the latest, with what became of each of its lines.
	Revisions []planRevision
	Old       *planRevision
	Changes   []points.LineChange
}

// A planRevision is one revision of a scheme in a list.
type planRevision struct {
	points.Plan
	URL     string
	Current bool // it is looked at
}

func (s *Pages) schemes(c echo.Context) error { return s.showSchemes(c, http.StatusOK, nil) }

func (s *Pages) showSchemes(c echo.Context, status int, change func(*schemesPage)) error {
	ctx := c.Request().Context()
	room, err := s.pointRoom(c)
	if err != nil {
		return err
	}
	plans, err := room.Schemes(ctx)
	if err != nil {
		return err
	}
	p := schemesPage{Page: s.ManagePage(c, "points.schemes"), Edits: room.EditsSchemes()}
	for _, plan := range plans {
		chosen := plan.ID == c.QueryParam(planParam)
		if chosen {
			p.Plan, p.Source, p.Revision = plan, plan.Source, plan.Revision
		}
		p.Plans = append(p.Plans, site.Choice{Value: plan.ID, Title: plan.Scheme.Title.In(p.Lang), Chosen: chosen})
	}
	if p.Plan.ID != "" {
		if err := room.revisions(c, &p); err != nil {
			return err
		}
	}
	if change != nil {
		change(&p)
	}
	p.Failed = p.Refused
	return s.Render(c, status, "points/schemes", p)
}

// revisions lists those of the scheme, and says what became of the one asked for.
func (r pointRoom) revisions(c echo.Context, p *schemesPage) error {
	all, err := r.Revisions(c.Request().Context(), p.Plan.ID)
	if err != nil {
		return err
	}
	asked := c.QueryParam("revision")
	for _, plan := range all {
		of := planRevision{Plan: plan, URL: site.SchemesPath + "?" + url.Values{planParam: {plan.ID}, "revision": {strconv.FormatInt(plan.Revision, 10)}}.Encode()}
		of.Current = asked == strconv.FormatInt(plan.Revision, 10) || asked == "" && plan.Revision == p.Plan.Revision
		if p.Revisions = append(p.Revisions, of); of.Current && plan.Revision != p.Plan.Revision {
			p.Old, p.Changes = &of, points.Lines(plan.Source, p.Plan.Source)
		}
	}
	if asked != "" && !slices.ContainsFunc(p.Revisions, func(of planRevision) bool { return of.Current }) {
		return survey.ErrNotFound
	}
	return nil
}

// putScheme keeps a scheme, or only says what is wrong with it: as a whole while it
// is kept, beside the file while it is checked. Mistakes say line and column.
func (s *Pages) putScheme(c echo.Context) error {
	room, err := s.pointRoom(c)
	if err != nil {
		return err
	}
	source, checks := c.FormValue("source"), c.FormValue(site.FieldGo) == "check"
	put := room.PutScheme
	if checks {
		put = room.CheckScheme
	}
	plan, err := put(c.Request().Context(), c.QueryParam(planParam), site.RevisionOf(c), []byte(source))
	if err == nil && !checks {
		return c.Redirect(http.StatusSeeOther, site.SchemesPath+"?"+url.Values{planParam: {plan.ID}}.Encode())
	}
	status, wrong, err := schemeMistakes(site.Negotiate(c), err)
	if err != nil {
		return err
	}
	if checks {
		status = http.StatusOK
	}
	return s.showSchemes(c, status, func(p *schemesPage) {
		p.Source, p.Revision, p.Wrong, p.Checked, p.Refused = source, site.RevisionOf(c), wrong, checks, !checks
	})
}

// A schemeMistake is something wrong with the file of a scheme.
type schemeMistake struct {
	Said string
	At   string // line and column, as 12:5; "": of the whole file
}

// schemeMistakes says what is wrong with a scheme; rest is what went wrong otherwise.
func schemeMistakes(lang string, err error) (status int, wrong []schemeMistake, rest error) {
	if err == nil {
		return http.StatusOK, nil, nil
	}
	if in, is := errors.AsType[form.Errors](err); is {
		for _, e := range in {
			wrong = append(wrong, schemeMistake{e.In(lang), strconv.Itoa(e.Line) + ":" + strconv.Itoa(e.Column)})
		}
		return http.StatusUnprocessableEntity, wrong, nil
	}
	status, _, above, rest := site.FormRefusal(lang, err)
	for _, said := range above {
		wrong = append(wrong, schemeMistake{Said: said})
	}
	return status, wrong, rest
}

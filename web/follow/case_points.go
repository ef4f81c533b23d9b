package follow

import (
	"errors"
	"html/template"
	"net/http"

	"github.com/labstack/echo/v4"

	"minping/api/middleware"
	"minping/survey"
	"minping/survey/casework"
	"minping/survey/qr"
	"minping/web/answer"
	"minping/web/site"
)

// A pointsPage lists service points, and has the form of one.
type pointsPage struct {
	site.Page
	Lines   []pointLine
	Manages bool
	Edited  casework.Point
	Units   []site.Choice
	Kinds   []site.Choice
	Wrong   map[string]string
	Errors  []string
}

// A pointLine is a service point of the list.
type pointLine struct {
	casework.Point
	Unit, Title, Link, Poster, Edit string
}

// A pointSheet is a service point as a sheet to hang up.
type pointSheet struct {
	site.Page
	Unit  string
	Point casework.Point
	Sheet answer.PosterSheet
}

func (s *Pages) points(c echo.Context) error {
	return s.showPoints(c, http.StatusOK, nil, nil)
}

// showPoints lists the points; sent is one as it was typed, with what is wrong.
func (s *Pages) showPoints(c echo.Context, status int, sent *casework.Point, wrong survey.FieldErrors, said ...string) error {
	w, err := s.caseWorld(c)
	if err != nil {
		return err
	}
	points, err := w.room.Points(c.Request().Context())
	if err != nil {
		return err
	}
	page := pointsPage{Page: s.casePage(c, "cases.points"), Manages: s.Somewhere(c, survey.ManageOrders) == nil, Wrong: map[string]string{}, Errors: said}
	for _, p := range points {
		page.Lines = append(page.Lines, pointLine{
			Point: p, Unit: w.unit(p.Unit, page.Lang), Title: p.Kind.Words().In(page.Lang), Link: serviceURL(p.ID),
			Poster: "/cases/points/" + p.ID, Edit: "/cases/points?edit=" + p.ID + "#point",
		})
	}
	switch p, there := w.points[c.QueryParam("edit")]; {
	case sent != nil:
		page.Edited = *sent
	case there:
		page.Edited = p
	}
	for _, e := range wrong {
		page.Wrong[e.Field] = e.Message(page.Lang)
		page.Errors = append(page.Errors, page.Wrong[e.Field])
	}
	page.Failed = len(page.Errors) > 0
	page.Units = w.unitsOf(survey.ManageOrders, page.Lang, page.T("choose"), page.Edited.Unit)
	for _, k := range casework.PointKinds {
		page.Kinds = append(page.Kinds, site.Choice{Value: string(k), Title: k.Words().In(page.Lang), Chosen: k == page.Edited.Kind})
	}
	return s.Render(c, status, "cases/points", page)
}

// putPoint adds or changes a service point.
func (s *Pages) putPoint(c echo.Context) error {
	room, err := s.counter(c)
	if err != nil {
		return err
	}
	p := casework.Point{
		ID: c.FormValue("id"), Unit: c.FormValue("unit"), Kind: casework.PointKind(c.FormValue("kind")), Name: c.FormValue("name"),
		Hint: c.FormValue("hint"), Shut: c.FormValue("shut") != "", Revision: sentRevision(c),
	}
	_, err = room.PutPoint(c.Request().Context(), p)
	var wrong survey.FieldErrors
	switch {
	case err == nil:
		return c.Redirect(http.StatusSeeOther, "/cases/points")
	case errors.As(err, &wrong):
		return s.showPoints(c, http.StatusUnprocessableEntity, &p, wrong)
	case errors.Is(err, survey.ErrStale):
		lang := site.Negotiate(c)
		now, err := room.Point(c.Request().Context(), p.ID)
		if err != nil {
			return err
		}
		p.Revision = now.Revision
		return s.showPoints(c, http.StatusConflict, &p, nil, site.Translate(lang, "cases.point.stale", "name", now.Name))
	}
	return err
}

// pointPoster shows the link to a service point as a sheet to print.
func (s *Pages) pointPoster(c echo.Context) error {
	w, err := s.caseWorld(c)
	if err != nil {
		return err
	}
	p, err := w.room.Point(c.Request().Context(), c.Param("point"))
	if err != nil {
		return err
	}
	page := pointSheet{Page: s.casePage(c, "service.title", "name", p.Name), Unit: w.unit(p.Unit, site.Negotiate(c)), Point: p}
	page.Sheet.Link = middleware.Address(c, s.URL) + serviceURL(p.ID)
	code, err := qr.Encode(page.Sheet.Link)
	page.Sheet.QR = template.HTML(code.SVG(page.T("poster.qr", "link", page.Sheet.Link))) //nolint:gosec // the label is escaped
	if err != nil {
		return err
	}
	return s.Render(c, http.StatusOK, "poster/service", page)
}

package follow

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/projects"
	"minping/web/site"
)

// A circularPage is what a month brought.
type circularPage struct {
	site.Page
	Circular projects.Circular
	Headline string
	Lines    []circularLine
	Months   []site.Choice
	Files    []site.NavLink
}

type circularLine struct {
	projects.CircularLine
	URL, UnitName string
}

func (s *Pages) projectCircular(c echo.Context) error {
	ctx, room := c.Request().Context(), s.claimed(c)
	circular, err := room.Circular(ctx, c.QueryParam("month"))
	var wrong survey.FieldErrors
	if errors.As(err, &wrong) { // no such month
		return survey.ErrNotFound
	}
	if err != nil {
		return err
	}
	page := circularPage{Page: s.ManagePage(c, "projects.circular"), Circular: circular}
	for _, l := range circular.Lines {
		page.Lines = append(page.Lines, circularLine{l, site.ProjectURL(l.Project), l.Name.In(page.Lang)})
	}
	switch {
	case len(circular.Lines) == 0:
		page.Headline = page.T("projects.circular.none", "month", circular.Month)
	case circular.Silent+circular.Behind == 0:
		page.Headline = page.T("projects.circular.all", "month", circular.Month, "projects", len(circular.Lines))
	default:
		page.Headline = page.T("projects.circular.head", "month", circular.Month, "projects", len(circular.Lines), "silent", circular.Silent, "behind", circular.Behind)
	}
	at := room.Today()
	for range 12 {
		page.Months = append(page.Months, site.Choice{Value: at.Month(), Title: at.Month(), Chosen: at.Month() == circular.Month})
		at = survey.Day(at.Month() + "-01").Add(-1)
	}
	page.Files = []site.NavLink{{Title: "XLSX", URL: "/projects/files/circular.xlsx?month=" + circular.Month}}
	return s.Render(c, http.StatusOK, "projects/circular", page)
}

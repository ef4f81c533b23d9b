package answer

import (
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/api/middleware"
	"minping/survey"
	"minping/survey/qr"
	"minping/web/site"
)

// A PosterPage is sheets to hang up: each leads to a poll, or to it about one
// unit.
type PosterPage struct {
	CitizenPage
	Sheets []PosterSheet
	All    string // the address of the sheets of all units, or ""
}

// A PosterSheet is one side of A4.
type PosterSheet struct {
	Unit string // its name; "": any unit of the poll
	Link string // in full, as it is printed
	QR   template.HTML
}

// AllUnits as ?units= asks for a sheet for each unit of a poll.
const AllUnits = "all"

// poster shows the link to a poll, or to one of its units, as a sheet to
// print. A poll that is over has none.
func (s *Pages) poster(c echo.Context) error {
	poll, q, err := s.PollOf(c)
	if err != nil {
		return err
	}
	if poll.State != survey.Open && poll.State != survey.Draft {
		return s.notNow(c, poll, survey.ErrClosed)
	}
	unit := c.QueryParam(site.FieldUnit)
	if unit != "" && !slices.Contains(poll.Units, unit) {
		return survey.ErrNotFound
	}
	page := PosterPage{CitizenPage: s.citizen(c, &Paper{Poll: poll, Q: q, Unit: unit})}
	units := []string{unit}
	switch {
	case c.QueryParam("units") == AllUnits:
		units = poll.Units
	case len(poll.Units) > 1:
		page.All = site.PollURL(poll.ID) + "/poster?units=" + AllUnits
	}
	for _, u := range units {
		sh, err := s.PosterSheet(c, page, u)
		if err != nil {
			return err
		}
		page.Sheets = append(page.Sheets, sh)
	}
	return s.Render(c, http.StatusOK, "poster/poster", page)
}

// PosterSheet is the poster of a poll, or of one unit in it.
func (s *Pages) PosterSheet(c echo.Context, page PosterPage, unit string) (PosterSheet, error) {
	sh := PosterSheet{Link: middleware.Address(c, s.URL) + site.PollURL(page.Poll.ID)}
	if unit != "" {
		sh.Unit = s.UnitName(c, unit, page.Lang)
		sh.Link += "?" + site.FieldUnit + "=" + url.QueryEscape(unit)
	}
	code, err := qr.Encode(sh.Link)
	sh.QR = template.HTML(code.SVG(page.T("poster.qr", "link", sh.Link))) //nolint:gosec // the label is escaped
	return sh, err
}

// UnitPosterURL is where the sheet of a unit is.
func UnitPosterURL(poll, unit string) string {
	return site.PollURL(poll) + "/poster?" + site.FieldUnit + "=" + url.QueryEscape(unit)
}

// Short is the link as people type it.
func (s PosterSheet) Short() string {
	return strings.TrimPrefix(strings.TrimPrefix(s.Link, "https://"), "http://")
}

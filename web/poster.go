package web

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
)

// A posterPage is sheets to hang up: each leads to a poll, or to it about one
// unit.
type posterPage struct {
	citizenPage
	Sheets []sheet
	All    string // the address of the sheets of all units, or ""
}

// A sheet is one side of A4.
type sheet struct {
	Unit string // its name; "": any unit of the poll
	Link string // in full, as it is printed
	QR   template.HTML
}

// allUnits as ?units= asks for a sheet for each unit of a poll.
const allUnits = "all"

// poster shows the link to a poll, or to one of its units, as a sheet to
// print. A poll that is over has none.
func (s *Site) poster(c echo.Context) error {
	poll, q, err := s.pollOf(c)
	if err != nil {
		return err
	}
	if poll.State != survey.Open && poll.State != survey.Draft {
		return s.notNow(c, poll, survey.ErrClosed)
	}
	unit := c.QueryParam(fieldUnit)
	if unit != "" && !slices.Contains(poll.Units, unit) {
		return survey.ErrNotFound
	}
	page := posterPage{citizenPage: s.citizen(c, &paper{poll: poll, q: q, Unit: unit})}
	units := []string{unit}
	switch {
	case c.QueryParam("units") == allUnits:
		units = poll.Units
	case len(poll.Units) > 1:
		page.All = pollURL(poll.ID) + "/poster?units=" + allUnits
	}
	for _, u := range units {
		sh, err := s.sheet(c, page, u)
		if err != nil {
			return err
		}
		page.Sheets = append(page.Sheets, sh)
	}
	return s.render(c, http.StatusOK, "poster/poster", page)
}

func (s *Site) sheet(c echo.Context, page posterPage, unit string) (sheet, error) {
	sh := sheet{Link: middleware.Address(c, s.URL) + pollURL(page.Poll.ID)}
	if unit != "" {
		sh.Unit = s.unitName(c, unit, page.Lang)
		sh.Link += "?" + fieldUnit + "=" + url.QueryEscape(unit)
	}
	code, err := qr.Encode(sh.Link)
	sh.QR = template.HTML(code.SVG(page.T("poster.qr", "link", sh.Link))) //nolint:gosec // the label is escaped
	return sh, err
}

// unitPosterURL is where the sheet of a unit is.
func unitPosterURL(poll, unit string) string {
	return pollURL(poll) + "/poster?" + fieldUnit + "=" + url.QueryEscape(unit)
}

// Short is the link as people type it.
func (s sheet) Short() string {
	return strings.TrimPrefix(strings.TrimPrefix(s.Link, "https://"), "http://")
}

package appraise

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/duty"
	"minping/survey/intake"
	"minping/web/site"
)

// A dutySheetsPage takes a table of judges' sheets, and shows what it would do.
type dutySheetsPage struct {
	site.Page
	Review  duty.Review
	File    string // name of the table
	List    string // its text, to be sent again
	Errors  []string
	Checked bool // nothing is wrong with the table
	Done    duty.Imported
	Results []dutyFigure // as they would be
	Columns []string
	MiB     int
}

// keptDuty is a round with the desk of whoever looks after it; others find nothing.
func (s *Pages) keptDuty(c echo.Context) (duty.Room, duty.Review, error) {
	room, err := s.duties(c)
	if err != nil {
		return room, duty.Review{}, err
	}
	r, err := room.Review(c.Request().Context(), c.Param("review"))
	if err != nil {
		return room, r, err
	}
	_, manages, err := room.Holds(c.Request().Context(), r)
	if err == nil && !manages {
		err = survey.ErrNotFound
	}
	return room, r, err
}

func (s *Pages) dutySheetForm(c echo.Context) error {
	_, r, err := s.keptDuty(c)
	if err != nil {
		return err
	}
	return s.showDutySheets(c, http.StatusOK, dutySheetsPage{Review: r})
}

func (s *Pages) showDutySheets(c echo.Context, status int, page dutySheetsPage) error {
	page.Page, page.Failed, page.MiB = s.ManagePage(c, "duty.sheets.title"), len(page.Errors) > 0, intake.MaxUpload>>20
	for _, it := range page.Review.Items {
		page.Columns = append(page.Columns, it.Title)
	}
	return s.Render(c, status, "duty/sheets", page)
}

// importDuty shows what a table of sheets would make of the results, which
// changes nothing, or enters it, all of it or nothing.
func (s *Pages) importDuty(c echo.Context) error {
	name, in, err := site.SentList(c)
	if err != nil {
		return err
	}
	room, r, err := s.keptDuty(c)
	if err != nil {
		return err
	}
	asked := c.FormValue(site.FieldGo)
	if asked != "check" && asked != "import" {
		return site.ErrForm
	}
	revision, _ := strconv.ParseInt(c.FormValue("revision"), 10, 64) // what is none is no revision of any
	page := dutySheetsPage{Review: r, File: name}
	sheet, err := intake.UploadedTable(in, name)
	if err == nil {
		var cells []survey.CellError
		page.Done, cells, err = room.Import(c.Request().Context(), r.ID, revision, sheet.Header, sheet.Rows, asked == "check")
		if err == nil && len(cells) > 0 {
			err = sheet.Wrong(name, cells)
		}
	}
	var problems *intake.Problems
	switch {
	case errors.As(err, &problems):
		page.Errors = strings.Split(problems.In(site.Negotiate(c)), "\n")
		return s.showDutySheets(c, http.StatusUnprocessableEntity, page)
	case errors.Is(err, survey.ErrStale):
		page.Errors = []string{duty.Stale()[0].Message(site.Negotiate(c))}
		return s.showDutySheets(c, http.StatusConflict, page)
	case err != nil:
		return err
	case asked == "import":
		return c.Redirect(http.StatusSeeOther, site.DutyURL(r.ID)+"#mark")
	}
	page.Checked, page.List = true, sheet.CSV()
	names, err := s.UnitNamer(c)
	if err != nil {
		return err
	}
	p := s.Page(c)
	for _, x := range page.Done.Review.Score() {
		page.Results = append(page.Results, dutyFigureOf(p, x, names(x.Unit)))
	}
	return s.showDutySheets(c, http.StatusOK, page)
}

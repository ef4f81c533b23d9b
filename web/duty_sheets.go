package web

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/duty"
	"minping/survey/intake"
)

// A dutySheetsPage takes a table of judges' sheets, and shows what it would do.
type dutySheetsPage struct {
	Page
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
func (s *Site) keptDuty(c echo.Context) (duty.Room, duty.Review, error) {
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

func (s *Site) dutySheetForm(c echo.Context) error {
	_, r, err := s.keptDuty(c)
	if err != nil {
		return err
	}
	return s.showDutySheets(c, http.StatusOK, dutySheetsPage{Review: r})
}

func (s *Site) showDutySheets(c echo.Context, status int, page dutySheetsPage) error {
	page.Page, page.Failed, page.MiB = s.managePage(c, "duty.sheets.title"), len(page.Errors) > 0, intake.MaxUpload>>20
	for _, it := range page.Review.Items {
		page.Columns = append(page.Columns, it.Title)
	}
	return s.render(c, status, "duty/sheets", page)
}

// importDuty shows what a table of sheets would make of the results, which
// changes nothing, or enters it, all of it or nothing.
func (s *Site) importDuty(c echo.Context) error {
	name, in, err := sentList(c)
	if err != nil {
		return err
	}
	room, r, err := s.keptDuty(c)
	if err != nil {
		return err
	}
	asked := c.FormValue(fieldGo)
	if asked != "check" && asked != "import" {
		return errForm
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
		page.Errors = strings.Split(problems.In(negotiate(c)), "\n")
		return s.showDutySheets(c, http.StatusUnprocessableEntity, page)
	case errors.Is(err, survey.ErrStale):
		page.Errors = []string{duty.Stale()[0].Message(negotiate(c))}
		return s.showDutySheets(c, http.StatusConflict, page)
	case err != nil:
		return err
	case asked == "import":
		return c.Redirect(http.StatusSeeOther, dutyURL(r.ID)+"#mark")
	}
	page.Checked, page.List = true, sheet.CSV()
	names, err := s.unitNamer(c)
	if err != nil {
		return err
	}
	p := s.page(c)
	for _, x := range page.Done.Review.Score() {
		page.Results = append(page.Results, p.dutyFigure(x, names(x.Unit)))
	}
	return s.showDutySheets(c, http.StatusOK, page)
}

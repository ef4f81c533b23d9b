package appraise

import (
	"bytes"
	"errors"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/awards"
	"minping/survey/intake"
	"minping/survey/official"
	"minping/survey/report"
	"minping/web/site"
)

// awardFile sends an award, or the marks of a round, as a table, or an official
// document about it.
func (s *Pages) awardFile(c echo.Context) error {
	room, err := s.giving(c)
	if err != nil {
		return err
	}
	ctx, lang, file := c.Request().Context(), site.Negotiate(c), c.Param("file")
	if k, _, _ := official.Parts(file); k.Known() && s.Papers != nil {
		name, write, err := s.Papers.Within(s.Within(c)).OfAwardFile(ctx, file, c.Param("award"), lang)
		if err != nil {
			return err
		}
		return s.followed.SendPaper(c, name, write)
	}
	a, err := room.Award(ctx, c.Param("award"))
	if err != nil {
		return err
	}
	name, format, _ := strings.Cut(file, ".")
	var heads []string
	var rows [][]string
	round, marks := strings.CutPrefix(name, "marks-")
	switch {
	case format != "xlsx" && format != "csv":
		return survey.ErrNotFound
	case marks:
		at, _ := strconv.Atoi(round) // what is no number is no round
		heads, rows, err = room.MarkTable(ctx, a.ID, at, lang)
	case name == "award":
		heads, rows, err = room.Table(ctx, a, lang)
	default:
		return survey.ErrNotFound
	}
	if err != nil {
		return err
	}
	table := report.NewTable(a.Title, 16, heads, rows)
	var b bytes.Buffer
	if err := table.Write(&b, format, lang); err != nil {
		return err
	}
	c.Response().Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": "minping-" + file}))
	return c.Blob(http.StatusOK, site.MediaTypes[format], b.Bytes())
}

// An awardMarksPage shows what a table of marks would bring.
type awardMarksPage struct {
	site.Page
	Award    awards.Award
	File     string // name of the table
	List     string // its text, to be sent again; "": nothing to apply
	Revision string
	Errors   []string
	Done     awards.MarksImported
	Header   []string
	Rows     [][]string // the first ones
	More     int
	MiB      int
}

// importMarks shows which sheets a table would bring, which changes nothing, or
// types them, all or none.
func (s *Pages) importMarks(c echo.Context) error {
	name, in, err := site.SentList(c)
	if err != nil {
		return err
	}
	room, err := s.giving(c)
	if err != nil {
		return err
	}
	ctx, asked := c.Request().Context(), c.FormValue(site.FieldGo)
	a, err := room.Award(ctx, c.Param("award"))
	if err != nil {
		return err
	}
	if asked != "check" && asked != "import" {
		return site.ErrForm
	}
	page := awardMarksPage{Page: s.ManagePage(c), Award: a, File: name, Revision: c.FormValue("revision"), MiB: intake.MaxUpload >> 20}
	page.Title = a.Title
	revision, _ := strconv.ParseInt(page.Revision, 10, 64) // what is none is no revision of any
	sheet, err := intake.UploadedTable(in, name)
	if err == nil {
		var cells []survey.CellError
		page.Done, cells, err = room.ImportMarks(ctx, a.ID, revision, sheet.Header, sheet.Rows, asked == "check")
		if err == nil && len(cells) > 0 {
			err = sheet.Wrong(name, cells)
		}
	}
	var problems *intake.Problems
	var wrong survey.FieldErrors
	switch {
	case errors.As(err, &problems):
		page.Errors = strings.Split(problems.In(page.Lang), "\n")
		return s.showMarks(c, http.StatusUnprocessableEntity, page)
	case errors.As(err, &wrong):
		page.Errors = s.awardMistakes(c, &a, wrong)
		return s.showMarks(c, http.StatusUnprocessableEntity, page)
	case errors.Is(err, survey.ErrStale):
		page.Errors, page.Revision = []string{page.T("awards.import.stale")}, strconv.FormatInt(a.Revision, 10)
		return s.showMarks(c, http.StatusConflict, page)
	case err != nil:
		return err
	case asked == "import":
		return c.Redirect(http.StatusSeeOther, site.AwardURL(a.ID))
	}
	page.List, page.Header = sheet.CSV(), sheet.Header
	page.Rows = sheet.Rows[:min(previewed, len(sheet.Rows))]
	page.More = len(sheet.Rows) - len(page.Rows)
	return s.showMarks(c, http.StatusOK, page)
}

func (s *Pages) showMarks(c echo.Context, status int, page awardMarksPage) error {
	page.Failed = len(page.Errors) > 0
	return s.Render(c, status, "awards/marks", page)
}

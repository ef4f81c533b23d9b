package appraise

import (
	"bytes"
	"errors"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/intake"
	"minping/survey/points"
	"minping/survey/report"
	"minping/web/site"
)

// previewed is how many rows of a table are shown before it is taken.
const previewed = 20

// A pointImportPage takes a table of points, marks or vetoes, and shows what it
// would do.
type pointImportPage struct {
	site.Page
	Plan    points.Plan
	Items   []site.NavLink // what a row may be of: the title and what is written for it
	File    string         // name of the table
	List    string         // its text, to be sent again; "": nothing to apply
	Errors  []string
	Checked bool // nothing is wrong with the table
	Done    points.Imported
	Header  []string
	Rows    [][]string // the first ones
	More    int
	MiB     int
}

// enteredRoom is the room of whoever may enter something, with the scheme that he
// asks for; others find nothing.
func (s *Pages) enteredRoom(c echo.Context) (pointRoom, points.Plan, error) {
	room, err := s.pointRoom(c)
	if err != nil {
		return room, points.Plan{}, err
	}
	units, err := room.MayEnter(c.Request().Context())
	if err == nil && len(units) == 0 {
		err = survey.ErrNotFound
	}
	if err != nil {
		return room, points.Plan{}, err
	}
	plan, err := room.Scheme(c.Request().Context(), c.FormValue(planParam), 0)
	return room, plan, err
}

func (s *Pages) pointImportForm(c echo.Context) error {
	_, plan, err := s.enteredRoom(c)
	if err != nil {
		return err
	}
	return s.showPointImport(c, http.StatusOK, pointImportPage{Plan: plan})
}

func (s *Pages) showPointImport(c echo.Context, status int, page pointImportPage) error {
	page.Page, page.Failed, page.MiB = s.ManagePage(c, "points.import.title"), len(page.Errors) > 0, intake.MaxUpload>>20
	sc := page.Plan.Scheme
	for i := range sc.Cards {
		for _, it := range sc.Cards[i].Items {
			page.Items = append(page.Items, site.NavLink{Title: sc.Cards[i].Title.In(page.Lang) + page.T("points.of") + it.Title.In(page.Lang), Count: signedPoints(it.Points)})
		}
	}
	return s.Render(c, status, "points/import", page)
}

// importPoints shows what a table would enter, which changes nothing, or enters
// it, all of it or nothing.
func (s *Pages) importPoints(c echo.Context) error {
	name, in, err := site.SentList(c)
	if err != nil {
		return err
	}
	room, plan, err := s.enteredRoom(c)
	if err != nil {
		return err
	}
	asked := c.FormValue(site.FieldGo)
	if asked != "check" && asked != "import" {
		return site.ErrForm
	}
	page := pointImportPage{Plan: plan, File: name}
	sheet, err := intake.UploadedTable(in, name)
	if err == nil {
		var cells []survey.CellError
		page.Done, cells, err = room.Import(c.Request().Context(), plan.ID, "", sheet.Header, sheet.Rows, asked == "check")
		if err == nil && len(cells) > 0 {
			err = sheet.Wrong(name, cells)
		}
	}
	var problems *intake.Problems
	switch {
	case errors.As(err, &problems):
		page.Errors = strings.Split(problems.In(room.lang), "\n")
		return s.showPointImport(c, http.StatusUnprocessableEntity, page)
	case errors.Is(err, survey.ErrConflict):
		page.Errors = []string{site.Translate(room.lang, "orders.stale")}
		return s.showPointImport(c, http.StatusConflict, page)
	case err != nil:
		return err
	case asked == "import":
		return c.Redirect(http.StatusSeeOther, site.PointsPath+"?"+url.Values{planParam: {plan.ID}}.Encode()+"#waiting")
	}
	page.Checked, page.List, page.Header = true, sheet.CSV(), sheet.Header
	page.Rows = sheet.Rows[:min(previewed, len(sheet.Rows))]
	page.More = len(sheet.Rows) - len(page.Rows)
	return s.showPointImport(c, http.StatusOK, page)
}

// pointFile sends the entries of a scheme in a year, of one unit and those below
// it or of all, as a table that is imported again as it is.
func (s *Pages) pointFile(c echo.Context) error {
	room, err := s.pointRoom(c)
	if err != nil {
		return err
	}
	made, err := room.Table(c.Request().Context(), points.Filter{Scheme: c.QueryParam(planParam), Year: c.QueryParam("year"), Unit: c.QueryParam("unit")}, room.lang)
	if err != nil {
		return err
	}
	table := report.Table{Title: site.Translate(room.lang, "points.table"), Rows: made.Rows}
	for _, col := range made.Columns {
		table.Heads = append(table.Heads, report.TableHead{Name: col.Name.In(room.lang), Width: col.Width, Date: col.Date})
	}
	var b bytes.Buffer
	media := site.XLSXType
	switch c.Param("file") {
	case "points.xlsx":
		err = table.XLSX(&b, room.lang)
	case "points.csv":
		media, err = "text/csv; charset=utf-8", table.CSV(&b)
	default:
		return survey.ErrNotFound
	}
	if err != nil {
		return err
	}
	c.Response().Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": c.Param("file")}))
	return c.Blob(http.StatusOK, media, b.Bytes())
}

package follow

import (
	"bytes"
	"errors"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/intake"
	"minping/survey/rectify"
	"minping/survey/report"
	"minping/web/site"
)

// ledgerFiles are the ledger's files, by what they are called.
var ledgerFiles = map[string]string{
	"ledger.xlsx":   site.XLSXType,
	"template.xlsx": site.XLSXType,
	"ledger.csv":    "text/csv; charset=utf-8",
}

// ledgerFile sends the ledger, filtered as its page is, as a table that is
// imported again as it is.
func (s *Pages) ledgerFile(c echo.Context) error {
	ctx, name := c.Request().Context(), c.Param("file")
	mediaType, known := ledgerFiles[name]
	if !known {
		return survey.ErrNotFound
	}
	room, err := s.OrderRoom(c)
	if err != nil {
		return err
	}
	var tasks []rectify.Task
	var orders map[string]rectify.Order
	if name != "template.xlsx" { // which is empty
		if tasks, orders, err = room.Ledger(ctx, ledgerFilter(c)); err != nil {
			return err
		}
	}
	ledger, err := room.Table(ctx, tasks, orders, room.lang)
	if err != nil {
		return err
	}
	table := report.Table{Title: site.Translate(room.lang, "orders.title"), Rows: ledger.Rows}
	for _, col := range ledger.Columns {
		table.Heads = append(table.Heads, report.TableHead{Name: col.Name.In(room.lang), Width: col.Width, Date: col.Date})
	}
	var b bytes.Buffer
	if strings.HasSuffix(name, ".csv") {
		err = table.CSV(&b)
	} else {
		err = table.XLSX(&b, room.lang)
	}
	if err != nil {
		return err
	}
	c.Response().Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	return c.Blob(http.StatusOK, mediaType, b.Bytes())
}

// A ledgerImportPage takes a table of tasks and shows what it would do.
type ledgerImportPage struct {
	site.Page
	File    string // name of the table
	List    string // its text, to be sent again; "": nothing to apply
	Errors  []string
	Checked bool // nothing is wrong with the table
	Rows    int  // that change something
	Same    int
	Added   []TaskLine
	Changed []ledgerChange
	Left    string // headings of columns that are not taken over
	MiB     int
}

// A ledgerChange is a task as it would be, and what of it is changed.
type ledgerChange struct {
	TaskLine
	Cells []rectify.LedgerCell
}

func (s *Pages) ledgerImportForm(c echo.Context) error {
	if _, err := s.managedRoom(c); err != nil {
		return err
	}
	return s.showLedgerImport(c, http.StatusOK, ledgerImportPage{})
}

// managedRoom is the room of whoever looks after orders; others find nothing.
func (s *Pages) managedRoom(c echo.Context) (orderRoom, error) {
	room, err := s.OrderRoom(c)
	if err == nil && !room.Anywhere(survey.ManageOrders) {
		err = survey.ErrNotFound
	}
	return room, err
}

func (s *Pages) showLedgerImport(c echo.Context, status int, page ledgerImportPage) error {
	page.Page, page.Failed, page.MiB = s.ManagePage(c, "orders.import.title"), len(page.Errors) > 0, intake.MaxUpload>>20
	return s.Render(c, status, "orders/import", page)
}

// importLedger shows what a table of tasks would do, which changes nothing, or
// does it, all of it or nothing.
func (s *Pages) importLedger(c echo.Context) error {
	room, err := s.managedRoom(c)
	if err != nil {
		return err
	}
	name, in, err := site.SentList(c)
	if err != nil {
		return err
	}
	asked := c.FormValue(site.FieldGo)
	if asked != "check" && asked != "import" {
		return site.ErrForm
	}
	page := ledgerImportPage{File: name}
	sheet, err := intake.UploadedTableUnder(in, name, rectify.LedgerHeading)
	var problems *intake.Problems
	if errors.As(err, &problems) {
		page.Errors = strings.Split(problems.In(room.lang), "\n")
		return s.showLedgerImport(c, http.StatusUnprocessableEntity, page)
	} else if err != nil {
		return err
	}
	page.List = sheet.CSV()
	diff, cells, err := room.ImportLedger(c.Request().Context(), sheet.Header, sheet.Rows, sheet.Line, asked == "check")
	if err == nil && len(cells) > 0 {
		err = sheet.Wrong(name, cells)
	}
	switch {
	case errors.As(err, &problems):
		page.Errors, page.List = strings.Split(problems.In(room.lang), "\n"), ""
		return s.showLedgerImport(c, http.StatusUnprocessableEntity, page)
	case errors.Is(err, survey.ErrStale):
		page.Errors = []string{site.Translate(room.lang, "orders.import.stale")}
		return s.showLedgerImport(c, http.StatusConflict, page)
	case err != nil:
		return err
	case asked == "import":
		q := url.Values{"added": {strconv.Itoa(len(diff.Added))}, "changed": {strconv.Itoa(len(diff.Changed))}}
		return c.Redirect(http.StatusSeeOther, site.OrdersPath+"?"+q.Encode())
	}
	page.tell(room, diff)
	return s.showLedgerImport(c, http.StatusOK, page)
}

// tell puts in words what the table would do.
func (page *ledgerImportPage) tell(room orderRoom, diff rectify.LedgerDiff) {
	page.Checked, page.Same, page.Rows, page.Left = true, diff.Same, len(diff.Added)+len(diff.Changed), site.JoinList(room.lang, diff.Left)
	for _, t := range diff.Added {
		page.Added = append(page.Added, room.TaskLine(t, rectify.Order{}))
	}
	for _, t := range diff.Changed {
		page.Changed = append(page.Changed, ledgerChange{room.TaskLine(t.Task, rectify.Order{}), t.Cells})
	}
}

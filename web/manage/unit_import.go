package manage

import (
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/intake"
	"minping/web/site"
)

// A unitImportPage takes a table of units and shows what it would do.
type unitImportPage struct {
	site.Page
	File    string // name of the table
	List    string // its text, to be sent again; "": nothing to apply
	Columns []importColumn
	Known   string // digest of the directory that the difference is from
	Diff    survey.UnitDiff
	Put     int
	MiB     int
	Errors  []string
}

// An importColumn is a column of the table and what it holds.
type importColumn struct {
	Field, Heading string
	Is             []site.Choice
}

func (s *Pages) unitImportForm(c echo.Context) error {
	return s.showUnitImport(c, http.StatusOK, unitImportPage{})
}

func (s *Pages) showUnitImport(c echo.Context, status int, page unitImportPage) error {
	page.Page, page.Failed, page.MiB = s.ManagePage(c, "units.import.title"), len(page.Errors) > 0, intake.MaxUpload>>20
	return s.Render(c, status, "manage/unit-import", page)
}

// importUnits shows what a table of units would do, which changes nothing, or
// does it, all or none.
func (s *Pages) importUnits(c echo.Context) error {
	name, in, err := site.SentList(c)
	if err != nil {
		return err
	}
	ctx, lang, asked := c.Request().Context(), site.Negotiate(c), c.FormValue(site.FieldGo)
	if asked != "check" && asked != "import" {
		return site.ErrForm
	}
	sheet, err := intake.UploadedTable(in, name)
	var problems *intake.Problems
	if errors.As(err, &problems) {
		return s.showUnitImport(c, http.StatusUnprocessableEntity, unitImportPage{File: name, Errors: strings.Split(problems.In(lang), "\n")})
	} else if err != nil {
		return err
	}
	known, err := s.Within(c).Units(ctx)
	if err != nil {
		return err
	}
	columns := sentColumns(c, sheet)
	page := unitImportPage{File: name, List: sheet.CSV(), Columns: importColumns(lang, sheet, columns), Known: directoryDigest(known)}
	put, err := sheet.Units(name, columns, known)
	if errors.As(err, &problems) {
		page.Errors = strings.Split(problems.In(lang), "\n")
		return s.showUnitImport(c, http.StatusUnprocessableEntity, page)
	} else if err != nil {
		return err
	}
	page.Diff, page.Put = survey.DiffUnits(known, put), len(put)
	if asked == "check" {
		return s.showUnitImport(c, http.StatusOK, page)
	}
	err = s.Within(c).PutUnitsIf(ctx, put, func(all []survey.Unit) error {
		if directoryDigest(all) != c.FormValue("known") {
			return survey.ErrStale
		}
		return nil
	})
	var wrong survey.FieldErrors
	switch {
	case errors.As(err, &wrong):
		page.Errors = site.MessagesOf(lang, wrong)
		return s.showUnitImport(c, http.StatusUnprocessableEntity, page)
	case errors.Is(err, survey.ErrStale):
		page.Errors = []string{site.Translate(lang, "units.import.stale")}
		return s.showUnitImport(c, http.StatusConflict, page)
	case err != nil:
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/manage/units")
}

// directoryDigest tells whether the directory is as it was.
func directoryDigest(all []survey.Unit) string {
	document, err := json.Marshal(all)
	if err != nil {
		panic(err) // a type of ours
	}
	return site.Digest(document)[:16]
}

// sentColumns reads what the columns of a table hold, as the form says; where
// it says nothing, by their headings.
func sentColumns(c echo.Context, sheet *intake.Sheet) []string {
	columns := sheet.GuessUnitColumns()
	form, err := c.FormParams()
	if err != nil || !form.Has("column.0") {
		return columns
	}
	for i := range columns {
		columns[i] = c.FormValue("column." + strconv.Itoa(i))
		if !slices.Contains(intake.UnitColumns, columns[i]) || slices.Contains(columns[:i], columns[i]) {
			columns[i] = ""
		}
	}
	return columns
}

func importColumns(lang string, sheet *intake.Sheet, columns []string) (list []importColumn) {
	for i, heading := range sheet.Header {
		column := importColumn{Field: "column." + strconv.Itoa(i), Heading: heading, Is: []site.Choice{{Title: site.Translate(lang, "units.column.none")}}}
		for _, is := range intake.UnitColumns {
			column.Is = append(column.Is, site.Choice{Value: is, Title: site.Translate(lang, "units.column."+is), Chosen: is == columns[i]})
		}
		list = append(list, column)
	}
	return list
}

package web

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// A designSheetPage shows a sheet of marks, which is checked as a real one is
// and then forgotten.
type designSheetPage struct {
	Page
	Sheet *markSheet
	Good  bool
}

func (s *Site) designSheet(c echo.Context) error {
	page := designSheetPage{Page: s.page(c, "design.sheet")}
	page.Nav = designNav(page.Page)
	page.Sheet = designMarkSheet(page.Page)
	page.Simulated = true
	status := http.StatusOK
	if c.Request().Method == http.MethodPost {
		form, err := c.FormParams()
		if err != nil {
			return errForm
		}
		page.Sheet.read(form)
		page.Good = page.Sheet.check(page.Lang)
		if !page.Good {
			page.Failed, status = true, http.StatusUnprocessableEntity
		}
	}
	return s.render(c, status, "design/sheet", page)
}

// designMarkSheet is a sheet of five people and thirteen columns, as a year's
// evaluation of a department has.
func designMarkSheet(p Page) *markSheet {
	sheet := &markSheet{Subject: p.T("design.sheet.subject"), Cap: 2, Marks: []sheetMark{
		{Code: "A", Letter: "A", Name: p.T("design.mark.a")},
		{Code: "B", Letter: "B", Name: p.T("design.mark.b")},
		{Code: "C", Letter: "C", Name: p.T("design.mark.c")},
		{Code: "D", Letter: "D", Name: p.T("design.mark.d"), Reason: true},
		{Code: "0", Letter: "0", Name: p.T("design.mark.none"), Apart: true},
	}}
	for _, area := range []struct {
		id      string
		columns []string
	}{
		{"virtue", []string{"faith", "morals", "style"}},
		{"ability", []string{"lead", "people", "law"}},
		{"effort", []string{"duty", "study"}},
		{"result", []string{"goals", "reform", "problems"}},
		{"clean", []string{"honest"}},
	} {
		for _, id := range area.columns {
			sheet.Columns = append(sheet.Columns, sheetColumn{ID: id, Name: p.T("design.column." + id), Area: p.T("design.area." + area.id)})
		}
	}
	sheet.Columns = append(sheet.Columns, sheetColumn{ID: "overall", Name: p.T("design.column.overall"), Overall: true})
	marks := []string{"A", "B", "B", "A", "C", "B", "0", "B", "A", "B", "B", "C", "B"}
	for i, name := range []string{"wen", "qi", "cen", "lin", "ran"} {
		row := sheetRow{ID: name, Name: p.T("design.person." + name), About: p.T("design.office." + name), Values: map[string]string{}}
		for j, c := range sheet.Columns {
			if (i+j)%9 != 5 && i < 4 { // some cells are left for whoever tries it
				row.Values[c.ID] = marks[(3*i+j)%len(marks)]
			}
		}
		sheet.Rows = append(sheet.Rows, row)
	}
	return sheet
}

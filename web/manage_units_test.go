package web

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"minping/survey"
	"minping/survey/intake"
	"minping/survey/report"
)

// A workbook of units, put back by the import, changes nothing, whatever units
// are called; into an empty directory it brings all of them.
func TestUnitsThereAndBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringMatching(`[=+@'-]?[一-三甲a-c][ 一-三a-c0-9,";|]{0,6}[一甲a]`)
		var units []survey.Unit
		for i, id := range rapid.SliceOfNDistinct(rapid.StringMatching(`[a-z][a-z0-9-]{0,8}[a-z0-9]`), 1, 12, rapid.ID).Draw(t, "ids") {
			u := survey.Unit{ID: id, Name: survey.Text{"zh": name.Draw(t, "zh")}, Tier: rapid.SampledFrom([]string{"", "city", "county"}).Draw(t, "tier")}
			if rapid.Bool().Draw(t, "in English too") {
				u.Name["en"] = name.Draw(t, "en")
			}
			if i > 0 && rapid.Bool().Draw(t, "has a parent") {
				u.Parent = units[rapid.IntRange(0, i-1).Draw(t, "parent")].ID
			}
			units = append(units, u)
		}
		holds := func(err error) {
			if err != nil {
				t.Fatalf("%+v: %v", units, err)
			}
		}
		var book bytes.Buffer
		holds(report.Units(&book, units))
		sheet, err := intake.UploadedTable(bytes.NewReader(book.Bytes()), "units.xlsx")
		holds(err)
		for _, known := range [][]survey.Unit{units, nil} {
			back, err := sheet.Units("units.xlsx", sheet.GuessUnitColumns(), known)
			holds(err)
			if diff := survey.DiffUnits(units, back); len(back) != len(units) || len(diff.Added)+len(diff.Changed) > 0 {
				t.Fatalf("out %+v\nback %+v", units, back)
			}
		}
	})
}

// The page offers the workbook, to those who look after units.
func TestUnitsAsWorkbook(t *testing.T) {
	d := newDesk(t)
	if page := d.page(t, "wei", "/manage/units", http.StatusOK); !strings.Contains(page, `href="/manage/units/units.xlsx"`) {
		t.Error("the page does not offer it")
	}
	rec := d.get("/manage/units/units.xlsx", "Cookie", d.cookies["wei"].String())
	sheet, err := intake.UploadedTable(rec.Body, "units.xlsx")
	must(t, err)
	units, err := d.service.Units(t.Context())
	must(t, err)
	if rec.Code != http.StatusOK || len(sheet.Rows) != len(units) || sheet.Rows[0][0] != units[0].ID {
		t.Errorf("%d, %v", rec.Code, sheet.Rows)
	}
}

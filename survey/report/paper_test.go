package report_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"minping/survey"
	"minping/survey/report"
)

// Every report tells what became of the sheets of paper, and of few only a band.
func TestPaperIsInEveryReport(t *testing.T) {
	r := &survey.Release{
		Title: survey.Text{"en": "P"}, Nodes: []survey.NodeInfo{{ID: "overall"}},
		Units: []survey.UnitResult{{Unit: "u", Name: survey.Text{"en": "Unit U"}}},
		Paper: &survey.Paper{
			Batches: 2,
			PaperFigures: survey.PaperFigures{Eligible: 120, Sheets: &survey.PaperSheets{
				Issued: 110, Returned: 97, Valid: 93, Invalid: 4, Abstained: 2, Reasons: []survey.PaperReason{{Reason: survey.VoidAlike, Count: 4}},
				Participation: 97.0 / 120, ReturnRate: 97.0 / 110, ValidRate: 93.0 / 97,
			}},
			Units: []survey.PaperUnit{{Unit: "u", PaperFigures: survey.PaperFigures{Eligible: 15, Band: &survey.Band{Low: 0.8, High: 1}}}},
		},
		LeftOut: []survey.LeftOut{{Reason: survey.LeftOutPaper, Count: 7}},
	}
	var csv, html, xlsx bytes.Buffer
	for _, err := range []error{report.CSV(&csv, r, "en"), report.HTML(&html, r, "en"), report.XLSX(&xlsx, r, "en")} {
		if err != nil {
			t.Fatal(err)
		}
	}
	lines := strings.Split(csv.String(), "\r\n")
	if n := strings.Count(lines[0], ","); !strings.HasSuffix(lines[0], "void_reasons") || strings.Count(lines[1], ",") != n {
		t.Errorf("the table is not even:\n%s", csv.String())
	}
	for _, want := range []string{"120,110,97,93,4,2,", "alike=4", "u,Unit U,,,,,,paper", ",15,,,,,,0.8,1,,,"} {
		if !strings.Contains(csv.String(), want) {
			t.Errorf("CSV lacks %q:\n%s", want, csv.String())
		}
	}
	for _, want := range []string{"80–100%", "one score throughout 4", "left out on purpose 7", "Sheets of paper"} {
		if !strings.Contains(html.String(), want) {
			t.Errorf("HTML lacks %q", want)
		}
	}
	book, err := excelize.OpenReader(&xlsx)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := book.GetRows("Paper")
	if err != nil || len(rows) != 5 || rows[3][4] != "97" || rows[4][8] != "80–100%" {
		t.Errorf("the sheet is %q, %v", rows, err)
	}
}

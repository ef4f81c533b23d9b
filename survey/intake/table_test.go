package intake

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
)

func TestReadTable(t *testing.T) {
	chinese, err := simplifiedchinese.GB18030.NewEncoder().String("单位,分\n甲,5\n")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, in, header, rows string
		lines                  []int
	}{
		{"comma", "a,b\n1,2\n\n3,\"4,5\"\n", "a|b", "1|2 3|4,5", []int{2, 4}},
		{"semicolon, mark, space", "\ufeff a ;b\n1;2,5\n", "a|b", "1|2,5", []int{2}},
		{"tab and empty cells at the end", "a\tb\n1\t2\t\t\n", "a|b", "1|2", []int{2}},
		{"GB18030", chinese, "单位|分", "甲|5", []int{2}},
		{"workbook with short and blank rows", workbook(t), "a|b", "1|2 3|", []int{2, 4}},
	} {
		got, err := ReadTable(strings.NewReader(tt.in), "x")
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		var rows []string
		for _, row := range got.Rows {
			rows = append(rows, strings.Join(row, "|"))
		}
		if strings.Join(got.Header, "|") != tt.header || strings.Join(rows, " ") != tt.rows || !slices.Equal(got.Lines, tt.lines) {
			t.Errorf("%s: %+v", tt.name, got)
		}
	}
}

// workbook writes a sheet whose third row is blank and whose fourth is short.
func workbook(t testing.TB) string {
	t.Helper()
	book := excelize.NewFile()
	for cell, value := range map[string]any{"A1": "a", "B1": "b", "A2": 1, "B2": 2, "A4": 3} {
		if err := book.SetCellValue("Sheet1", cell, value); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := book.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestReadNoTable(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"", "第一行应是列名"},
		{"a,b\n", "只有列名"},
		{"a,b\n1\n", "第 2 行：本行有 1 格，应有 2 格"},
		{"a,b\n1,2,3\n", "第 2 行：本行有 3 格，应有 2 格"},
		{"a,b\n1,\"2\n", "引号"},
		{string(oldExcelMark) + "xxxxxxx", "xls"},
		{string(zipMark) + "no workbook", "x"},
	} {
		_, err := ReadTable(strings.NewReader(tt.in), "x")
		var wrong *Problems
		if !errors.As(err, &wrong) || !strings.Contains(wrong.In("zh"), tt.want) {
			t.Errorf("%q: %v, want %s", tt.in, err, tt.want)
		}
	}
}

// Headings that stand below a title are found; where none is known the first row
// has them, as in any table. What a workbook merges over rows stands in each.
func TestTableUnderTitle(t *testing.T) {
	known := func(h string) bool { return h == "问题" || h == "单位" }
	book := excelize.NewFile()
	for cell, value := range map[string]any{
		"A1": "整改台账", "A2": "单位：县委", "A4": "单位", "B4": "问题", "C4": "备注", "A5": "甲县", "B5": "短", "B6": "窄", "A7": "乙县", "B7": "慢", "C7": "合", "B8": "拖",
	} {
		if err := book.SetCellValue("Sheet1", cell, value); err != nil {
			t.Fatal(err)
		}
	}
	for _, block := range [][2]string{{"A1", "C1"}, {"A5", "A6"}, {"C7", "C900"}, {"A7", "A7"}} {
		if err := book.MergeCell("Sheet1", block[0], block[1]); err != nil {
			t.Fatal(err)
		}
	}
	var packed bytes.Buffer
	if err := book.Write(&packed); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, in, header, rows string
		top                    int
		lines                  []int
	}{
		{"title", "整改台账\n\n2026 年,,\n单位,问题\n甲县,短\n", "单位|问题", "甲县|短", 4, []int{5}},
		{"no title", "单位,问题\n甲县,短\n", "单位|问题", "甲县|短", 1, []int{2}},
		{"none known", "a,b\n1,2\n3,4\n", "a|b", "1|2 3|4", 1, []int{2, 3}},
		{"one known alone", "问题,b\n1,2\n", "问题|b", "1|2", 1, []int{2}},
		{"too deep", "a,b\n" + strings.Repeat("1,2\n", deepestHeader) + "单位,问题\n", "a|b", strings.Repeat("1|2 ", deepestHeader) + "单位|问题", 1, nil},
		{"workbook", packed.String(), "单位|问题|备注", "甲县|短| 甲县|窄| 乙县|慢|合 |拖|合", 4, []int{5, 6, 7, 8}},
	} {
		got, err := UploadedTableUnder(strings.NewReader(tt.in), "x", known)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		var rows []string
		for _, row := range got.Rows {
			rows = append(rows, strings.Join(row, "|"))
		}
		if strings.Join(got.Header, "|") != tt.header || strings.Join(rows, " ") != tt.rows || got.Top != tt.top || tt.lines != nil && !slices.Equal(got.Lines, tt.lines) {
			t.Errorf("%s: %q under %d %q, lines %v", tt.name, rows, got.Top, got.Header, got.Lines)
		}
	}
	if _, err := UploadedTableUnder(strings.NewReader("整改台账\n单位,问题\n"), "x", known); err == nil || !strings.Contains(err.Error(), "no data") {
		t.Errorf("headings alone: %v", err)
	}
}

// Headings in two rows are joined: groups over their columns, in a workbook merged,
// and those that stand alone beside them; a row of data under one row of headings is none.
func TestHeadingsInTwoRows(t *testing.T) {
	known := func(h string) bool {
		return slices.Contains([]string{"序号", "问题", "具体表现", "责任单位", "责任人", "措施", "时限"}, h)
	}
	book := excelize.NewFile()
	for cell, value := range map[string]any{
		"A1": "整改台账", "A2": "序号", "B2": "存在问题", "D2": "责任", "F2": "时限", "B3": "问题", "C3": "具体表现", "D3": "单位", "E3": "责任人",
		"A4": "1", "B4": "短", "C4": "三天", "D4": "甲县", "E4": "闻以澄", "F4": "2026-04-01",
	} {
		if err := book.SetCellValue("Sheet1", cell, value); err != nil {
			t.Fatal(err)
		}
	}
	for _, block := range [][2]string{{"A1", "F1"}, {"A2", "A3"}, {"B2", "C2"}, {"D2", "E2"}, {"F2", "F3"}} {
		if err := book.MergeCell("Sheet1", block[0], block[1]); err != nil {
			t.Fatal(err)
		}
	}
	var packed bytes.Buffer
	if err := book.Write(&packed); err != nil {
		t.Fatal(err)
	}
	const whole = "序号|问题|具体表现|责任单位|责任人|时限"
	for _, tt := range []struct {
		name, in, header string
		rows, top        int
	}{
		{"workbook", packed.String(), whole, 1, 3},
		{"csv", "序号,存在问题,,责任,,时限\n,问题,具体表现,单位,责任人,\n1,短,三天,甲县,闻以澄,2026-04-01\n", whole, 1, 2},
		{"groups alone above", "台账\n情况,,责任,,时限\n问题,具体表现,单位,责任人,\n短,三天,甲县,闻以澄,2026-04-01\n", "问题|具体表现|责任单位|责任人|时限", 1, 3},
		{"unknown under a group", "问题,责任单位,进展,\n,责任人,日期,内容\n,措施,,\n短,甲县,a,b\n", "问题|责任单位|进展|", 3, 1},
		{"what is unknown keeps its group", "序号,问题,责任,,进展,\n,,责任单位,责任人,日期,内容\n1,短,甲县,闻以澄,a,b\n", "序号|问题|责任单位|责任人|进展·日期|进展·内容", 1, 2},
		{"one row", "序号,问题,责任单位\n1,责任人,甲县\n2,慢,乙县\n", "序号|问题|责任单位", 2, 1},
	} {
		got, err := UploadedTableUnder(strings.NewReader(tt.in), "x", known)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		if strings.Join(got.Header, "|") != tt.header || len(got.Rows) != tt.rows || got.Top != tt.top {
			t.Errorf("%s: %q under %d %q", tt.name, got.Rows, got.Top, got.Header)
		}
	}
}

func FuzzHeadingsInTwoRows(f *testing.F) {
	f.Add("问题,责任,,时限\n,单位,责任人,\n短,甲县,闻以澄,2026-04-01\n")
	f.Add("情况,时限\n问题,\n问题,责任人\n")
	f.Fuzz(func(t *testing.T, in string) {
		known := func(h string) bool {
			return slices.Contains([]string{"问题", "责任单位", "责任人", "时限"}, h)
		}
		sheet, err := UploadedTableUnder(strings.NewReader(in), "x", known)
		if err != nil {
			return
		}
		for i, row := range sheet.Rows {
			if len(row) != len(sheet.Header) || sheet.Lines[i] <= sheet.Top && sheet.Lines[0] <= sheet.Top {
				t.Fatalf("row %d: %q under %d %q", sheet.Lines[i], row, sheet.Top, sheet.Header)
			}
		}
	})
}

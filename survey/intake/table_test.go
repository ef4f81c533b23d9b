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

package intake

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"minping/survey"
)

func TestReadUnits(t *testing.T) {
	want := []survey.Unit{
		{ID: "7", Name: survey.Text{"zh": "青岚市", "en": "Qinglan"}, Tier: "city"},
		{ID: "71", Name: survey.Text{"zh": "青岚县"}, Tier: "county", Parent: "7"},
		{ID: "x", Name: survey.Text{"zh": "x"}},
	}
	zh := "单位编码,单位名称,英文名称,层级,上级,备注\n7,青岚市,Qinglan,city,,\n\n71,青岚县,,county,7,\nx,,,,,\n"
	book := excelize.NewFile()
	defer book.Close()
	for i, row := range [][]any{
		{"unit", "name", "name_en", "tier", "parent"},
		{7.0, "青岚市", "Qinglan", "city"},
		{71, "青岚县", nil, "county", 7},
		{"x"},
	} {
		if err := book.SetSheetRow("Sheet1", fmt.Sprint("A", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	var xlsx bytes.Buffer
	if err := book.Write(&xlsx); err != nil {
		t.Fatal(err)
	}
	for name, in := range map[string]string{
		"UTF-8": zh, "GB18030": gb(zh), "semicolons": strings.ReplaceAll(zh, ",", ";"), "XLSX": xlsx.String(),
	} {
		got, err := ReadUnits(strings.NewReader(in), name)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestBadRosters(t *testing.T) {
	var got strings.Builder
	for _, tt := range []struct{ name, in string }{
		{"empty file", ""},
		{"no unit column", "name,tier\n青岚市,city\n"},
		{"no units", "unit,name\n"},
		{"no unit given", "unit,name\n,青岚市\n"},
		{"a unit twice", "unit,name\nu1,青岚市\nu1,云溯市\n"},
		{"unknown parent", "unit,parent\ncity1,\nc11,city2\nc12,province\n"},
		{"parents in a circle", "unit,parent\na,b\nb,a\nc,a\n"},
		{"unterminated quote", "unit,name\nu1,\"青岚市\n"},
		{"broken encoding", "unit,name\nu1,\xff\xff\n"},
		{"broken workbook", "PK\x03\x04"},
	} {
		units, err := ReadUnits(strings.NewReader(tt.in), "units.csv")
		var problems *Problems
		if !errors.As(err, &problems) {
			t.Errorf("%s: got %v, %v; want problems", tt.name, units, err)
			continue
		}
		fmt.Fprintf(&got, "## %s\n%s\n%s\n\n", tt.name, problems.In("zh"), problems.In("en"))
	}
	golden(t, "testdata/roster.golden", got.String())
}

// What exports write reads back as it was, formulas and all.
func TestPlainCellsReadBack(t *testing.T) {
	for _, name := range []string{"=1+1", "-x", "@y", "'quoted", "''=z", "甲"} {
		r, err := UploadedRoster(strings.NewReader("unit,name\nu,\""+survey.PlainCell(name)+"\"\n"), "x")
		if err != nil || r.Units[0].Name["zh"] != name {
			t.Errorf("%q came back as %+v, %v", name, r, err)
		}
	}
}

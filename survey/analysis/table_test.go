package analysis

import (
	"math"
	"slices"
	"strings"
	"testing"
)

// table makes a table of lines with fields apart by semicolons.
func table(lines ...string) *Table {
	t := &Table{Header: strings.Split(lines[0], ";")}
	for _, line := range lines[1:] {
		t.Rows = append(t.Rows, strings.Split(line, ";"))
	}
	return t
}

func TestNumbers(t *testing.T) {
	nan := math.NaN()
	for _, tt := range []struct {
		name  string
		cells []string
		want  []float64
	}{
		{"points", []string{"1.5", " -2 ", "1e3", ".5", "+7."}, []float64{1.5, -2, 1000, 0.5, 7}},
		{"missing", []string{"", "NA", "n/a", "NaN", "null", ".", "9"}, []float64{nan, nan, nan, nan, nan, nan, nan}},
		{"decimal commas", []string{"3,5", "1,234", "0,125"}, []float64{3.5, 1.234, 0.125}},
		{"thousands", []string{"1,234", "12,345,678.5", "7"}, []float64{1234, 12345678.5, 7}},
		{"a leading zero is no thousand", []string{"0,125"}, []float64{0.125}},
		{"full width", []string{"３．５", "－２", "１，２３４．５"}, []float64{3.5, -2, 1234.5}},
	} {
		d := &Table{Header: []string{"x"}, Missing: []string{"9"}}
		for _, c := range tt.cells {
			d.Rows = append(d.Rows, []string{c})
		}
		got, err := d.Numbers("x")
		if err != nil || !slices.EqualFunc(got, tt.want, func(a, b float64) bool { return a == b || math.IsNaN(a) && math.IsNaN(b) }) {
			t.Errorf("%s: %v (%v), want %v", tt.name, got, err, tt.want)
		}
	}
}

func TestNoNumbers(t *testing.T) {
	for _, cell := range []string{"good", "1,2,3", "1.2.3", "0x10", "Inf", "1e999", "5%", "--1", "1_000", "12-3"} {
		d := table("x", "1", cell)
		d.Lines = []int{2, 7}
		_, err := d.Numbers("x")
		if err == nil || !strings.Contains(err.Error(), "row 7, column “x”: “"+cell+"”") {
			t.Errorf("%s: %v", cell, err)
		}
	}
}

func TestColumns(t *testing.T) {
	d := table("Unit;q1;q2;q3;a:b;twice;twice", "x;1;2;3;4;5;6")
	for _, tt := range []struct {
		asked, want, wrong string
	}{
		{asked: "q1,q3", want: "q1,q3"},
		{asked: "q1:q3", want: "q1,q2,q3"},
		{asked: "Q1:Q2,unit", want: "q1,q2,Unit"},
		{asked: "a:b", want: "a:b"},
		{asked: "q3:q1", wrong: "stands before"},
		{asked: "q1:q2,q2", wrong: "named twice"},
		{asked: "Unti", wrong: "did you mean “Unit”"},
		{asked: "twice", wrong: "more than one column"},
	} {
		got, err := d.Columns(strings.Split(tt.asked, ","))
		if (err != nil) != (tt.wrong != "") || err != nil && !strings.Contains(err.Error(), tt.wrong) || strings.Join(got, ",") != tt.want {
			t.Errorf("%s: %v (%v), want %s%s", tt.asked, got, err, tt.want, tt.wrong)
		}
	}
}

func TestFullColumnsNameTheGap(t *testing.T) {
	_, err := table("w", "1", "NA").Full("w")
	if wrong, ok := err.(*Problem); !ok || !strings.Contains(wrong.In("zh"), "第 3 行“w”列：这一列每行都应填写") { //nolint:errorlint // as it is returned
		t.Errorf("%v", err)
	}
}

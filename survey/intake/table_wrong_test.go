package intake

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"minping/survey"
)

// A table written as CSV reads as the same one, rows where they stood.
func TestSheetCSV(t *testing.T) {
	for _, in := range []string{
		"a,b\n1,2\n\n\n3,\"4,5\"\n",
		"\n\n a ;b\n1;\" 2\"\n",
		"姓名\n王\n\"x;;y\"\n",
		workbook(t),
	} {
		want, err := ReadTable(strings.NewReader(in), "x")
		if err != nil {
			t.Fatal(err)
		}
		got, err := ReadTable(strings.NewReader(want.CSV()), "x")
		if d := cmp.Diff(want, got); d != "" || err != nil {
			t.Errorf("%.20q becomes %q: %v\n%s", in, want.CSV(), err, d)
		}
		crlf, err := ReadTable(strings.NewReader(strings.ReplaceAll(want.CSV(), "\n", "\r\n")), "x") // as forms send it
		if d := cmp.Diff(want, crlf); d != "" || err != nil {
			t.Errorf("%.20q as a form: %v\n%s", in, err, d)
		}
	}
}

func TestSheetWrong(t *testing.T) {
	s, err := ReadTable(strings.NewReader("\n姓名,角色\n\n王,x\n李,y\n"), "x")
	if err != nil {
		t.Fatal(err)
	}
	required := survey.FieldError{Key: "required"}
	got := s.Wrong("l.csv", []survey.CellError{
		{Row: 1, Column: 1, FieldError: required},
		{Row: -1, Column: -1, FieldError: required},
		{Row: 0, Column: 0, FieldError: required},
	})
	want := []string{"l.csv 第 2 行：", "l.csv 第 4 行第 1 列（姓名）：", "l.csv 第 5 行第 2 列（角色）："}
	lines := strings.Split(got.In("zh"), "\n")
	if len(lines) != len(want) {
		t.Fatalf("%q", lines)
	}
	for i, line := range lines {
		if !strings.HasPrefix(line, want[i]) {
			t.Errorf("%q, want %q", line, want[i])
		}
	}
}

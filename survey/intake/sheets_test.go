package intake

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"minping/survey"
)

// evaluation evaluates three people of a team by one group: one of them at most
// may have the best grade q1, which lies within 50 points of the mean of the
// rest, and the marks of a sheet are not all alike.
func evaluation() (*survey.Questionnaire, []survey.Unit) {
	q := questionnaire()
	q.Evaluation = survey.Evaluation{
		Types:    []survey.EvaluationType{{Tier: "person", Grade: "q1", BestAtMost: 1, Fits: 50}},
		AllAlike: survey.RefuseSheet,
	}
	var units []survey.Unit
	for _, id := range []string{"p1", "p2", "p3"} {
		units = append(units, survey.Unit{ID: id, Name: survey.Text{"zh": id}, Tier: "person"})
	}
	return q, units
}

// sheetOf writes a sheet as rows of a file: grade and two marks of each.
func sheetOf(name, group string, marks ...string) (rows []string) {
	for i, m := range marks {
		rows = append(rows, fmt.Sprintf("%s,p%d,%s,%s,%s,%s", name, i+1, group, m[:1], m[1:2], m[2:]))
	}
	return rows
}

const sheetHeader = "sheet,unit,group,q1,q2,Q3"

func sheetFile(sheets ...[]string) []byte {
	lines := []string{sheetHeader}
	for _, s := range sheets {
		lines = append(lines, s...)
	}
	return []byte(strings.Join(lines, "\n") + "\n")
}

// A sheet that breaks a rule is void and left out, with its reason; the others
// count. By hand: of nine good ballots p1 has q1 = 100, 50, 50 (sheets 1, 5 and
// the ballots by themselves).
func TestSheetsOfAFile(t *testing.T) {
	q, units := evaluation()
	file := sheetFile(
		sheetOf("1", "public", "555", "333", "331"),
		sheetOf("2", "public", "555", "555", "331"), // two best
		sheetOf("3", "public", "511", "333", "331"), // a best grade over marks of 0
		sheetOf("4", "public", "333", "333", "333"), // all alike
		sheetOf("5", "public", "333", "335", "333"),
		sheetOf("", "public", "333", "333", "333"), // no sheet: no rule of one
	)
	count, err := Read(bytes.NewReader(file), q, Options{Name: "f.csv", Units: units})
	if err != nil {
		t.Fatal(err)
	}
	want := []survey.LeftOut{{Reason: "void_alike", Count: 1}, {Reason: "void_check", Count: 1}, {Reason: "void_most", Count: 1}}
	if d := cmp.Diff(want, count.LeftOut); d != "" || count.VoidSheets != 3 || count.Ballots.Ballots() != 9 {
		t.Errorf("%d void, %d ballots: %s", count.VoidSheets, count.Ballots.Ballots(), d)
	}
	r := survey.Compute(survey.Inputs{Questionnaire: q, Units: units, Ballots: count.Ballots, LeftOut: count.LeftOut})
	// p1: sheet 1 has 100, 100, 100, sheet 5 and the ballot by itself 50, 50, 50.
	if got := r.Unit("p1").Nodes["area"]; math.Abs(float64(got.Score)-200.0/3) > 1e-9 {
		t.Errorf("p1 has %+v, by hand (100 + 50 + 50) / 3", got)
	}
	if len(r.LeftOut) != 3 {
		t.Errorf("the release leaves out %v", r.LeftOut)
	}
	// Without a roster the rules of a kind of unit are not known; that of all marks is.
	if count, err = Read(bytes.NewReader(file), q, Options{Name: "f.csv"}); err != nil || count.VoidSheets != 1 {
		t.Errorf("without a roster: %d, %v", count.VoidSheets, err)
	}
}

// A workbook is read alike.
func TestSheetsOfAWorkbook(t *testing.T) {
	q, units := evaluation()
	book := excelize.NewFile()
	for i, line := range append([]string{"表号,unit,group,q1,q2,Q3"}, append(sheetOf("2", "public", "555", "555", "331"), sheetOf("1", "public", "333", "335", "333")...)...) {
		cells := strings.Split(line, ",")
		if err := book.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &cells); err != nil {
			t.Fatal(err)
		}
	}
	var file bytes.Buffer
	if err := book.Write(&file); err != nil {
		t.Fatal(err)
	}
	count, err := Read(&file, q, Options{Name: "f.xlsx", Units: units})
	if err != nil || count.VoidSheets != 1 || count.Ballots.Ballots() != 3 {
		t.Errorf("%+v, %v", count, err)
	}
}

// What cannot be on one sheet is a mistake of the file, told by its row.
func TestUnevenSheets(t *testing.T) {
	q, units := evaluation()
	for name, tt := range map[string]struct {
		file []byte
		want string
	}{
		"two groups": {sheetFile(sheetOf("1", "public", "335")[:1], sheetOf("1", "cadres", "335", "333")[1:]), "f.csv, row 3: sheet 1 is of another group in row 2"},
		"one twice":  {sheetFile(sheetOf("1", "public", "335"), sheetOf("1", "public", "333")), "f.csv, row 3: sheet 1 has a row about p1 already"},
		"all void":   {sheetFile(sheetOf("1", "public", "333", "333")), "all 1 sheets break a rule"},
	} {
		_, err := Read(bytes.NewReader(tt.file), q, Options{Name: "f.csv", Units: units})
		var wrong *Problems
		if !errors.As(err, &wrong) || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	file := sheetFile(sheetOf("1", "public", "335"), sheetOf("1", "public", "333"), sheetOf("2", "public", "335"))
	count, err := Read(bytes.NewReader(file), q, Options{Name: "f.csv", Units: units, Lenient: true})
	if err != nil || count.Ballots.Ballots() != 1 || len(count.LeftOut) != 1 || count.LeftOut[0].Reason != "sheet_twice" {
		t.Errorf("lenient: %+v, %v", count, err)
	}
}

// Wherever the rows of sheets stand, and in however many blocks the file is
// read, the same sheets are void.
func TestSheetsInAnyOrder(t *testing.T) {
	q, units := evaluation()
	rapid.Check(t, func(t *rapid.T) {
		var rows []string
		for i := range rapid.IntRange(1, 8).Draw(t, "sheets") {
			mark := rapid.StringOfN(rapid.SampledFrom([]rune("5310")), 3, 3, -1)
			rows = append(rows, sheetOf(fmt.Sprint("s", i), "public", mark.Draw(t, "a"), mark.Draw(t, "b"), mark.Draw(t, "c"))...)
		}
		read := func(rows []string, o Options) string {
			count, err := Read(bytes.NewReader(sheetFile(rows)), q, o)
			if err != nil {
				return err.Error()
			}
			return fmt.Sprint(count.VoidSheets, count.LeftOut, count.Ballots.Ballots())
		}
		o := Options{Name: "f.csv", Units: units}
		want := read(rows, o)
		mixed := rapid.Permutation(rows).Draw(t, "order")
		if got := read(mixed, Options{Name: "f.csv", Units: units, BlockSize: 64, Workers: 3}); got != want {
			t.Fatalf("in another order %s, want %s", got, want)
		}
	})
}

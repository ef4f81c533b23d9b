package intake

import (
	"bytes"
	"encoding/csv"
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"pgregory.net/rapid"

	"minping/scoring"
	"minping/survey"
)

var update = flag.Bool("update", false, "write the golden files anew")

// questionnaire has three scored items in one area, two groups, a profile item
// and an open question.
func questionnaire() *survey.Questionnaire {
	score := func(x float64) *float64 { return &x }
	return &survey.Questionnaire{
		ID: "test", Version: "1", Title: survey.Text{"zh": "测试", "en": "Test"},
		Scales: map[string]survey.Scale{"s": {
			{Code: "5", Score: score(100)},
			{Code: "3", Score: score(50)},
			{Code: "1", Score: score(0)},
			{Code: "0", Kind: survey.DontKnow},
		}},
		Groups: []survey.Group{
			{ID: "cadres", Title: survey.Text{"zh": "干部", "en": "Officials"}, Weight: 0.6},
			{ID: "public", Title: survey.Text{"zh": "群众", "en": "Public"}, Weight: 0.4},
		},
		Index: []survey.Node{{ID: "area", Weight: 1, Children: []survey.Node{
			{ID: "n1", Item: "q1", Weight: 1}, {ID: "n2", Item: "q2", Weight: 1}, {ID: "n3", Item: "Q3", Weight: 2},
		}}},
		Items: []survey.Item{
			{ID: "q1", Scale: "s"},
			{ID: "q2", Scale: "s"},
			{ID: "Q3", Scale: "s"},
			{ID: "age", Type: survey.Choice},
			{ID: "why", Type: survey.LongText},
		},
	}
}

func twoCities() []survey.Unit {
	return []survey.Unit{
		{ID: "u1", Name: survey.Text{"zh": "青岚市", "en": "Qinglan"}, Tier: "city"},
		{ID: "u2", Name: survey.Text{"zh": "云溯市", "en": "Yunsu"}, Tier: "city"},
	}
}

// head is a good header and a good ballot.
const head = "unit,group,q1,q2,q3\nu1,cadres,5,3,1\n"

func gb(s string) string {
	out, err := simplifiedchinese.GB18030.NewEncoder().String(s)
	if err != nil {
		panic(err)
	}
	return out
}

// badFiles are the ways in which files of ballots go wrong.
var badFiles = []struct {
	name, in string
	o        Options
}{
	{"empty file", "", Options{}},
	{"nothing but blank lines", "\n\r\n\n", Options{}},
	{"no ballots", "unit,group,q1,q2,q3\n", Options{}},
	{"unknown unit", head + "u9,cadres,5,3,1\n青岚,cadres,5,3,1\n", Options{Units: twoCities()}},
	{"no unit", head + ",cadres,5,3,1\n", Options{}},
	{"unknown group", head + "u1,群,5,3,1\n", Options{}},
	{"no group", head + "u1,,5,3,1\n", Options{}},
	{"unknown option", head + "u1,cadres,6,3,1\nu1,cadres,5,很满意,1\n", Options{}},
	{"missing columns", "unit,q1,q3\nu1,5,1\n", Options{}},
	{"unknown column", "unit,group,q1,q22,q3,surname\nu1,cadres,5,3,1,x\n", Options{}},
	{"duplicate column", "unit,group,q1,q2,q3,Q1,单位\nu1,cadres,5,3,1,5,u1\n", Options{}},
	{"renamed column not there", head, Options{Map: map[string]string{"COMPID": "unit"}}},
	{"wrong number of fields", head + "u1,cadres,5,3\n\nu1,cadres,5,3,1,1\n", Options{}},
	{"duplicate ballot id", "id,unit,group,q1,q2,q3\nb1,u1,cadres,5,3,1\nb2,u1,cadres,5,3,1\nb1,u1,public,1,1,1\n", Options{}},
	{"bad weight", "unit,group,weight,q1,q2,q3\nu1,cadres,-1,5,3,1\nu1,cadres,many,5,3,1\nu1,cadres,,5,3,1\nu1,cadres,0,5,3,1\n", Options{}},
	{"broken UTF-8", "unit,group,q1,q2,q3,comment\n青岚市,干部,5,3,1,满意\n青岚市,干部,5,3,1,有\xe4\xbb问题\n", Options{}},
	{"neither UTF-8 nor GB18030", head + "u1,cadres,5,3,1\xff\xff\n", Options{}},
	{"GB18030 cut short", gb("单位,票种,q1,q2,q3,意见\n青岚市,干部,5,3,1,满意\n青岚市,干部,5,3,1,满") + "\xb5\n", Options{}},
	{"unterminated quote", "unit,group,q1,q2,q3,comment\nu1,cadres,5,3,1,\"good\nu1,cadres,5,3,1,\n", Options{}},
	{"text after a closing quote", "unit,group,q1,q2,q3,comment\nu1,cadres,5,3,1,\"so \"good\" it is\"\n", Options{}},
	{"old Excel", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Options{}},
	{"broken workbook", "PK\x03\x04 and so on", Options{}},
	{"a record too long", head + `u1,"` + strings.Repeat("x", maxRecord+blockSize), Options{Lenient: true, BlockSize: blockSize}},
	{"many problems", head + strings.Repeat("u1,cadres,7,8,9\n", 10), Options{}},
	{"nothing right", "unit,group,q1,q2,q3\nu1,nobody,5,3,1\n", Options{Lenient: true}},
}

func TestBadFiles(t *testing.T) {
	var got strings.Builder
	for _, tt := range badFiles {
		tt.o.Name = "ballots.csv"
		if tt.o.BlockSize == 0 {
			tt.o.BlockSize = 64
		}
		count, err := Read(strings.NewReader(tt.in), questionnaire(), tt.o)
		var problems *Problems
		if !errors.As(err, &problems) {
			t.Errorf("%s: got %v, %v; want problems", tt.name, count, err)
			continue
		}
		fmt.Fprintf(&got, "## %s\n%s\n%s\n\n", tt.name, problems.In("zh"), problems.In("en"))
	}
	golden(t, "testdata/bad.golden", got.String())
}

func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs; -update writes it anew (-want +got):\n%s", path, diff)
	}
}

func TestLenientReading(t *testing.T) {
	in := "id,unit,group,weight,q1,q2,q3,extra\n" +
		"1,u1,cadres,1,5,3,1,\n" +
		"2,u9,cadres,1,5,3,1,\n" + // no such unit
		"3,u1,nobody,x,5,3,1,\n" + // no such group: counted once, under its first problem
		"4,u1,cadres,1,7,3,!,\n" + // an unknown option voids one answer
		"1,u1,cadres,1,1,1,1,\n" + // a duplicate
		"6,u1,cadres,1,1,1\n" // too short
	count, err := Read(strings.NewReader(in), questionnaire(), Options{Units: twoCities(), Lenient: true})
	if err != nil {
		t.Fatal(err)
	}
	want := []survey.LeftOut{
		{Reason: "duplicate_id", Count: 1},
		{Reason: "field_count", Count: 1},
		{Reason: "unknown_column", Count: 1},
		{Reason: "unknown_group", Count: 1},
		{Reason: "unknown_option", Count: 1},
		{Reason: "unknown_unit", Count: 1},
	}
	if diff := cmp.Diff(want, count.LeftOut); diff != "" {
		t.Error(diff)
	}
	if n := count.Ballots.Ballots(); n != 2 {
		t.Errorf("%d ballots counted, want 2", n)
	}
	if !count.Weighted || count.Problems.Len() != 7 {
		t.Errorf("weighted %v, problems:\n%v", count.Weighted, count.Problems)
	}
	scores := count.Ballots.Tallies().Scores()
	if invalid := scores[0].Counts[0]; invalid[len(invalid)-1] != 1 {
		t.Errorf("q1 was answered %v times; want one invalid answer", invalid)
	}
}

func TestLenientReadingTakesMissingItemsForBlank(t *testing.T) {
	count, err := Read(strings.NewReader("unit,group,q1\nu1,cadres,5\n"), questionnaire(), Options{Lenient: true})
	if err != nil {
		t.Fatal(err)
	}
	unit := count.Ballots.Tallies().Scores()[0]
	want := [][]int{{1, 0, 0, 0, 0, 0}, {0, 0, 0, 0, 1, 0}, {0, 0, 0, 0, 1, 0}}
	if diff := cmp.Diff(want, unit.Counts); diff != "" {
		t.Error(diff)
	}
}

// The same ballots in several writings.
func TestWritings(t *testing.T) {
	plain := "unit,group,q1,q2,q3,weight\nu1,cadres,5,3,1,1.5\nu2,public,1,,0,2\nu2,public,!,5,3,1\n"
	want := countOf(t, []byte(plain), Options{Units: twoCities()})
	zh := "单位,票种,Q1,q2,q3,权重,意见\n青岚市,干部, 5 ,3.0,１,1.50,好\n云溯市,群众,1,,0,2,\"多,\n行\"\n云溯市,群众,!,5,3,1,\n"
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(strings.ReplaceAll(plain, ",", "\t"))
	if err != nil {
		t.Fatal(err)
	}
	for name, in := range map[string]string{
		"carriage returns":  strings.ReplaceAll(plain, "\n", "\r\n"),
		"byte order mark":   "\ufeff" + plain,
		"semicolons":        strings.ReplaceAll(strings.ReplaceAll(plain, ",", ";"), "1.5", "1,5"),
		"tabs":              strings.ReplaceAll(plain, ",", "\t"),
		"blank rows":        strings.ReplaceAll(plain, "\n", "\n\n,,,,,\n"),
		"Chinese, UTF-8":    zh,
		"Chinese, GB18030":  gb(zh),
		"UTF-16 with tabs":  utf16,
		"everything quoted": `"` + strings.ReplaceAll(strings.ReplaceAll(strings.TrimSpace(plain), ",", `","`), "\n", "\"\n\"") + `"`,
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(want, countOf(t, []byte(in), Options{Units: twoCities()}), cmpopts.EquateNaNs()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRenamedColumns(t *testing.T) {
	in := "COMPID,TICKET,LEAD01,LEAD02,LEAD03,SUB\nu1,cadres,5,3,1,7\n"
	o := Options{Map: map[string]string{
		"COMPID": "unit", "TICKET": "group", "LEAD01": "q1", "LEAD02": "q2", "LEAD03": "Q3", "SUB": "-",
	}}
	want := countOf(t, []byte(head), Options{})
	if diff := cmp.Diff(want, countOf(t, []byte(in), o), cmpopts.EquateNaNs()); diff != "" {
		t.Error(diff)
	}
}

func countOf(t *testing.T, in []byte, o Options) []scoring.UnitScore {
	t.Helper()
	o.Name = "ballots"
	count, err := Read(bytes.NewReader(in), questionnaire(), o)
	if err != nil {
		t.Fatal(err)
	}
	return count.Ballots.Tallies().Scores()
}

// sheets draws tables of ballots, with a comment that needs quoting.
func sheets(t *rapid.T, most int) [][]string {
	answer := rapid.SampledFrom([]string{"5", "3", "1", "0", "", "!"})
	rows := [][]string{{"id", "unit", "group", "weight", "stratum", "cluster", "q1", "q2", "q3", "comment"}}
	for i := range rapid.IntRange(1, most).Draw(t, "ballots") {
		rows = append(rows, []string{
			fmt.Sprint("b", i),
			rapid.SampledFrom([]string{"u1", "u2", "青岚市"}).Draw(t, "unit"),
			rapid.SampledFrom([]string{"cadres", "群众"}).Draw(t, "group"),
			rapid.SampledFrom([]string{"1", "0.5", "2.25"}).Draw(t, "weight"),
			rapid.SampledFrom([]string{"", "east", "西"}).Draw(t, "stratum"),
			rapid.SampledFrom([]string{"c1", "c2", "c3"}).Draw(t, "cluster"),
			answer.Draw(t, "q1"), answer.Draw(t, "q2"), answer.Draw(t, "q3"),
			rapid.StringMatching(`[a-z",\n 满意]{0,12}`).Draw(t, "comment"),
		})
	}
	return rows
}

// addAll counts a table row by row, as simply as can be.
func addAll(q *survey.Questionnaire, rows [][]string) []scoring.UnitScore {
	tallies := scoring.NewTallies(q.Instrument(), scoring.Design{})
	enc := survey.NewEncoder(q)
	ids := map[string]string{"青岚市": "u1", "群众": "public"}
	named := func(s string) string {
		if id, ok := ids[s]; ok {
			return id
		}
		return s
	}
	for _, row := range rows[1:] {
		b := scoring.Ballot{
			Unit: named(row[1]), Group: named(row[2]), Stratum: row[4], Cluster: row[5], Answers: make([]int16, 3),
		}
		fmt.Sscan(row[3], &b.Weight)
		for i := range b.Answers {
			b.Answers[i], _ = enc.Option(i, []byte(row[6+i]))
		}
		tallies.Add(&b)
	}
	return tallies.Scores()
}

func TestWorkersCountAsOne(t *testing.T) {
	q := questionnaire()
	rapid.Check(t, func(t *rapid.T) {
		rows := sheets(t, 60)
		var out bytes.Buffer
		w := csv.NewWriter(&out)
		if err := w.WriteAll(rows); err != nil {
			t.Fatal(err)
		}
		o := Options{
			Units: twoCities(), Workers: rapid.IntRange(1, 4).Draw(t, "workers"),
			BlockSize: rapid.IntRange(1, 600).Draw(t, "block size"),
		}
		count, err := Read(bytes.NewReader(out.Bytes()), q, o)
		if err != nil {
			t.Fatal(err)
		}
		scores := count.Ballots.Tallies().Scores()
		approx := cmp.Options{cmpopts.EquateNaNs(), cmpopts.EquateApprox(1e-9, 1e-9)}
		if diff := cmp.Diff(addAll(q, rows), scores, approx); diff != "" {
			t.Fatal(diff)
		}
		again, err := Read(bytes.NewReader(out.Bytes()), q, o)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(scores, again.Ballots.Tallies().Scores(), cmpopts.EquateNaNs()); diff != "" {
			t.Fatalf("the same file again differs: %s", diff)
		}
	})
}

func TestWorkbookCountsAsCSV(t *testing.T) {
	q := questionnaire()
	rapid.Check(t, func(t *rapid.T) {
		rows := sheets(t, 12)
		book := excelize.NewFile()
		defer book.Close()
		for i, row := range rows {
			for j, cell := range row {
				ref, _ := excelize.CoordinatesToCellName(j+1, i+1)
				var value any = cell
				var x float64
				if _, err := fmt.Sscan(cell, &x); err == nil && i > 0 && j >= 3 && j < 9 {
					value = x
				}
				if cell != "" {
					if err := book.SetCellValue("Sheet1", ref, value); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
		var out bytes.Buffer
		if err := book.Write(&out); err != nil {
			t.Fatal(err)
		}
		count, err := Read(&out, q, Options{Units: twoCities()})
		if err != nil {
			t.Fatal(err)
		}
		approx := cmp.Options{cmpopts.EquateNaNs(), cmpopts.EquateApprox(1e-9, 1e-9)}
		if diff := cmp.Diff(addAll(q, rows), count.Ballots.Tallies().Scores(), approx); diff != "" {
			t.Fatal(diff)
		}
	})
}

func FuzzBallots(f *testing.F) {
	for _, tt := range badFiles {
		if len(tt.in) < 1<<12 {
			f.Add([]byte(tt.in), false)
		}
	}
	f.Add([]byte("单位,票种,q1,q2,q3\n青岚市,干部,5,3,1\n"), true)
	q := questionnaire()
	f.Fuzz(func(t *testing.T, data []byte, lenient bool) {
		o := Options{Name: "f", Units: twoCities(), Lenient: lenient, Workers: 2, BlockSize: 128}
		many, err := Read(bytes.NewReader(data), q, o)
		o.Workers, o.BlockSize = 1, len(data)+1
		one, errOne := Read(bytes.NewReader(data), q, o)
		if (err == nil) != (errOne == nil) || err == nil && many.Ballots.Ballots() != one.Ballots.Ballots() {
			t.Fatalf("in many blocks %v, %v; in one %v, %v", many, err, one, errOne)
		}
		var problems *Problems
		if errors.As(err, &problems) && (problems.In("zh") == "" || strings.Contains(problems.In("en"), "{")) && !bytes.ContainsAny(data, "{") {
			t.Fatalf("unfit message: %s", problems)
		}
	})
}

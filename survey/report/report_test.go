package report

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"flag"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/xuri/excelize/v2"

	"minping/scoring"
	"minping/survey"
)

var update = flag.Bool("update", false, "write the golden files anew")

// release is a small one with all that a report shows: two tiers, groups, an
// earlier round, a unit too small to rank, one suppressed, flags, a problem
// with suggestions, texts that look like formulas.
func release(t *testing.T) *survey.Release {
	t.Helper()
	score := func(x float64) *float64 { return &x }
	text := func(zh, en string) survey.Text { return survey.Text{"zh": zh, "en": en} }
	q := &survey.Questionnaire{
		ID: "trial", Version: "1", Title: text("试点测评", "Trial survey"),
		Scales: map[string]survey.Scale{"s": {
			{Code: "5", Label: text("满意", "Satisfied"), Score: score(100)},
			{Code: "3", Label: text("一般", "Neither"), Score: score(50)},
			{Code: "1", Label: text("不满意", "Dissatisfied"), Score: score(0)},
			{Code: "0", Label: text("不了解", "Don't know"), Kind: survey.DontKnow},
		}},
		Groups: []survey.Group{
			{ID: "cadres", Title: text("干部", "Officials"), Weight: 0.6}, {ID: "public", Title: text("群众", "Public"), Weight: 0.4},
		},
		Index: []survey.Node{
			{ID: "work", Title: text("工作", "Work"), Level: survey.LevelArea, Weight: 2, Children: []survey.Node{
				{ID: "n1", Item: "q1", Level: survey.LevelIndicator, Weight: 1}, {ID: "n2", Item: "q2", Level: survey.LevelIndicator, Weight: 1},
			}},
			{ID: "style", Title: text("作风", "Conduct"), Level: survey.LevelArea, Weight: 1, Children: []survey.Node{
				{ID: "n3", Item: "q3", Level: survey.LevelIndicator, Weight: 1},
			}},
		},
		Items: []survey.Item{
			{ID: "q1", Scale: "s", Text: text("办事效率", "Speed")},
			{ID: "q2", Scale: "s", Text: text("办事质量", "Quality")},
			{ID: "q3", Scale: "s", Text: text("=1+1 作风", "=1+1 conduct")},
		},
		Flags: []survey.FlagRule{
			{ID: "last", Tier: "city", Last: 1, Action: survey.Supervision},
			{ID: "low", Level: survey.LevelIndicator, Below: score(60), Action: survey.Notice},
		},
		Suggestions: []survey.Suggestion{
			{ID: "a", Node: "n1", Problem: text("环节多", "Too many steps"), Text: text("公开流程并限时办结", "Publish the steps and a time limit"), Measure: text("平均用时减半", "Mean time halved"), Days: 30},
			{ID: "b", Node: "n1", Text: text("设立综合窗口", "Open one desk for all"), Days: 60},
		},
		Scoring: survey.Scoring{MinBallots: 4, Strata: "unit"},
	}
	units := []survey.Unit{
		{ID: "c1", Name: text("青岚市", "Qinglan"), Tier: "city"},
		{ID: "c2", Name: text("=SUM(A1)", "=SUM(A1)"), Tier: "city"},
		{ID: "c3", Name: text("朔原市", "Shuoyuan"), Tier: "city"},
		{ID: "c4", Name: text("小市", "Tiny"), Tier: "city"},
		{ID: "d1", Name: text("棠浦县", "Tangpu"), Tier: "county", Parent: "c1"},
		{ID: "d2", Name: text("汀禾县", "Tinghe"), Tier: "county", Parent: "c1"},
	}
	in := survey.Inputs{Questionnaire: q, Units: units, MinGroup: 3, LeftOut: []survey.LeftOut{{Reason: "unknown_option", Count: 2}}}
	in.Ballots = ballots(q, 0)
	in.Past = []*survey.Release{survey.Compute(in)}
	in.Ballots = ballots(q, 1)
	return survey.Compute(in)
}

// ballots counts 24 ballots a unit; c4 has three and d2 two. In a later round
// c3 is answered worse.
func ballots(q *survey.Questionnaire, round int) *survey.Counter {
	counter := survey.NewCounter(q, nil)
	for u, unit := range []string{"c1", "c2", "c3", "c4", "d1", "d2"} {
		n := map[string]int{"c4": 3, "d2": 2}[unit]
		if n == 0 {
			n = 24
		}
		for i := range n {
			b := scoring.Ballot{Unit: unit, Group: []string{"cadres", "public"}[i%2], Weight: 1, Answers: make([]int16, 3)}
			for j := range b.Answers {
				b.Answers[j] = int16((i*7 + j*5 + u*i) % 4)
				if unit == "c3" && round > 0 && i%3 > 0 {
					b.Answers[j] = 2
				}
				if (i+j)%11 == 10 {
					b.Answers[j] = scoring.Blank
				}
			}
			counter.Add(&b)
		}
	}
	return counter
}

func TestCSV(t *testing.T) {
	r := release(t)
	for _, lang := range []string{"zh", "en"} {
		var out bytes.Buffer
		if err := Write(&out, "csv", r, lang); err != nil {
			t.Fatal(err)
		}
		golden(t, "report."+lang+".csv", out.String())
	}
}

// The style sheet and the figures are package chart's: only their places are
// held here.
func TestPage(t *testing.T) {
	r := release(t)
	for _, lang := range []string{"zh", "en"} {
		v := newPage(r, lang)
		v.CSS = ""
		for i := range v.Tiers {
			v.Tiers[i].Ranking, v.Tiers[i].Heat = "[ranking]", "[heat table]"
		}
		var out bytes.Buffer
		if err := page.Execute(&out, v); err != nil {
			t.Fatal(err)
		}
		golden(t, "report."+lang+".html", out.String())
	}
}

func TestPageNeedsNoOtherFile(t *testing.T) {
	var out bytes.Buffer
	if err := Write(&out, "html", release(t), "en"); err != nil {
		t.Fatal(err)
	}
	for _, outside := range []string{"<link", "<script", "src=", "url(", "@import", "style=", "href=\"http"} {
		if strings.Contains(out.String(), outside) {
			t.Errorf("the page holds %q", outside)
		}
	}
	for _, inside := range []string{"--accent:", "<svg", `class="heat"`, "Shuoyuan"} {
		if !strings.Contains(out.String(), inside) {
			t.Errorf("the page lacks %q", inside)
		}
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
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

// sameNum takes two numbers that cannot be stated for the same.
var sameNum = cmp.Comparer(func(a, b survey.Num) bool { return a == b || !a.OK() && !b.OK() })

func TestJSONIsTheRelease(t *testing.T) {
	r := release(t)
	var out bytes.Buffer
	if err := JSON(&out, r); err != nil {
		t.Fatal(err)
	}
	var back survey.Release
	if err := json.Unmarshal(out.Bytes(), &back); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(r, &back, sameNum, cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
}

func TestCSVHoldsEveryFigure(t *testing.T) {
	r := release(t)
	var out bytes.Buffer
	if err := CSV(&out, r, "en"); err != nil {
		t.Fatal(err)
	}
	rest, found := bytes.CutPrefix(out.Bytes(), []byte("\ufeff"))
	if !found {
		t.Error("no byte order mark")
	}
	rows, err := csv.NewReader(bytes.NewReader(rest)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := 0
	for _, u := range r.Units {
		want += max(1, len(u.Nodes))
		for _, g := range u.Groups {
			want += max(1, len(g.Nodes))
		}
	}
	if len(rows) != want+1 {
		t.Errorf("%d rows, want %d", len(rows), want+1)
	}
	for _, row := range rows[1:] {
		if strings.HasPrefix(row[1], "=") {
			t.Errorf("the name %q is a formula to a spreadsheet", row[1])
		}
	}
}

func TestWorkbook(t *testing.T) {
	r := release(t)
	for lang, want := range map[string][]string{
		"zh": {"排名 市", "排名 县（市、区）", "热力表", "问题清单", "整改建议", "方法说明"},
		"en": {"Ranking Cities", "Ranking Counties", "Heat table", "Problems", "Suggestions", "Method"},
	} {
		var out bytes.Buffer
		if err := XLSX(&out, r, lang); err != nil {
			t.Fatal(err)
		}
		book, err := excelize.OpenReader(&out)
		if err != nil {
			t.Fatal(err)
		}
		defer book.Close()
		if diff := cmp.Diff(want, book.GetSheetList()); diff != "" {
			t.Error(diff)
		}
		var dump strings.Builder
		formulaLike := false
		for _, sheet := range book.GetSheetList() {
			dump.WriteString("## " + sheet + "\n")
			rows, err := book.GetRows(sheet)
			if err != nil {
				t.Fatal(err)
			}
			for i, row := range rows {
				dump.WriteString(strings.TrimRight(strings.Join(row, " | "), " |") + "\n")
				for j, cell := range row {
					ref, _ := excelize.CoordinatesToCellName(j+1, i+1)
					formulaLike = formulaLike || strings.HasPrefix(cell, "=")
					if f, err := book.GetCellFormula(sheet, ref); f != "" || err != nil {
						t.Errorf("%s!%s is the formula %q, %v", sheet, ref, f, err)
					}
				}
			}
		}
		if !formulaLike {
			t.Error("the release has a name that looks like a formula, but the workbook shows none")
		}
		golden(t, "workbook."+lang+".txt", dump.String())
	}
}

func TestUnknownFormat(t *testing.T) {
	err := Write(&bytes.Buffer{}, "docx", &survey.Release{}, "en")
	if err == nil || !strings.Contains(err.Error(), "json, csv, xlsx, html") {
		t.Errorf("got %v; want an error that lists the formats", err)
	}
}

func TestWordsForNumbers(t *testing.T) {
	w := words{"en"}
	nan := survey.Num(math.NaN())
	for _, tt := range []struct{ got, want string }{
		{score(76.34), "76.3"},
		{score(59.96), "59.96"}, // does not reach the line of 60
		{score(67.96), "67.96"}, // nor the cut of 68
		{score(66.96), "67.0"},
		{score(60), "60.0"},
		{score(nan), "—"},
		{signed(1.25), "+1.2"},
		{signed(-3.8), "−3.8"},
		{signed(-0.01), "0.0"},
		{interval(75.8, 76.8), "75.8–76.8"},
		{interval(nan, nan), "—"},
		{percent(0.0725), "7.2%"},
		{chance(0.001), "<0.01"},
		{chance(0.9999), ">0.99"},
		{chance(0.5), "0.50"},
		{chance(nan), "—"},
		{w.thousands(18274), "18,274"},
		{w.thousands(999), "999"},
		{survey.PlainCell(" =1+1"), "' =1+1"},
		{survey.PlainCell("-5"), "'-5"},
		{survey.PlainCell("\tx"), "'\tx"},
		{survey.PlainCell("a=b"), "a=b"},
		{survey.PlainCell(""), ""},
	} {
		if tt.got != tt.want {
			t.Errorf("got %q, want %q", tt.got, tt.want)
		}
	}
}

// What an English report says in Chinese is marked as Chinese.
func TestForeignNamesAreMarkedInReports(t *testing.T) {
	r := *release(t)
	r.Poll = nil
	r.Title = survey.Text{"zh": "满意度测评"}
	var out bytes.Buffer
	if err := HTML(&out, &r, "en"); err != nil {
		t.Fatal(err)
	}
	if want := `<p class="ask" lang="zh">满意度测评</p>`; !strings.Contains(out.String(), want) {
		t.Errorf("no %s in the report", want)
	}
}

// A row of a table is as high as its longest cell needs, in a narrow column too;
// that of the headings as well.
func TestTableRowHeights(t *testing.T) {
	table := Table{
		Title: "台账", Heads: []TableHead{{Name: "销号日期和经办人", Width: 9}, {Name: "措施", Width: 21}},
		Rows: [][]string{{"", "一行"}, {"", "一\n二\n三"}, {"", strings.Repeat("增开窗口", 10)}, {"", strings.Repeat("长", 9000)}},
	}
	var b bytes.Buffer
	if err := table.XLSX(&b, "zh"); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	for row, lines := range []float64{2, 1, 3, 4} {
		if h, err := book.GetRowHeight("台账", row+1); err != nil || h < lines*lineHeight || h > (lines+1)*lineHeight {
			t.Errorf("row %d is %v points high, %v lines: %v", row+1, h, lines, err)
		}
	}
	if h, _ := book.GetRowHeight("台账", 5); h != mostHeight {
		t.Errorf("a long row is %v points high", h)
	}
}

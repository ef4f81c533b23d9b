package duty

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"minping/survey"
)

var today = Moment{At: time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC), Today: "2026-12-01", Actor: survey.Actor{ID: "wen", Name: "闻以澄"}}

func running(units ...string) Review {
	return Review{ID: "dr_1", Title: "述职", Due: "2026-12-20", Sections: []string{"履职"}, Items: []Item{{"实绩", 60}, {"作风", 40}}, Units: units, State: Running, Sheets: []Sheet{}}
}

func said(err error) string {
	var wrong survey.FieldErrors
	if !errors.As(err, &wrong) {
		return fmt.Sprint(err)
	}
	var all []string
	for _, e := range wrong {
		all = append(all, e.Field+" "+e.Key)
	}
	return strings.Join(all, ", ")
}

func TestWayOfAReview(t *testing.T) {
	marks := map[string]Mark{"a": {Items: []float64{50, 30}, Grade: Good}}
	for _, tt := range []struct {
		name string
		from State
		m    Move
		to   State
		want string
	}{
		{"begin", Planned, Move{Do: Start}, Running, ""},
		{"begin twice", Running, Move{Do: Start}, "", "do duty_not_now"},
		{"no such step", Running, Move{Do: "x"}, "", "do duty_do"},
		{"mark", Running, Move{Do: Score, Judge: "甲", Given: marks}, Running, ""},
		{"in one's own name", Running, Move{Do: Score, Given: marks}, Running, ""},
		{"before it begins", Planned, Move{Do: Score, Judge: "甲", Given: marks}, "", "do duty_not_now"},
		{"too many marks", Running, Move{Do: Score, Judge: "甲", Given: map[string]Mark{"a": {Items: []float64{1, 2, 3}}}}, "", "given.a duty_marks"},
		{"above what is full", Running, Move{Do: Score, Judge: "甲", Given: map[string]Mark{"a": {Items: []float64{60.5, math.NaN()}}}}, "", "given.a.items[0] duty_mark, given.a.items[1] duty_mark"},
		{"no such grade", Running, Move{Do: Score, Judge: "甲", Given: map[string]Mark{"a": {Items: []float64{1, 2}, Grade: "E"}}}, "", "given.a.grade duty_grade"},
		{"not handed in", Running, Move{Do: Score, Judge: "甲", Given: map[string]Mark{"b": {Items: []float64{1, 2}}}}, "", "given.b duty_not_handed"},
		{"who does not report", Running, Move{Do: Score, Judge: "甲", Given: map[string]Mark{"x": {Items: []float64{1, 2}}}}, "", "given duty_unit"},
		{"nothing to publish", Running, Move{Do: Publish}, "", "do duty_no_sheets"},
		{"name judges", Planned, Move{Do: Name, Judges: []string{"甲", " 乙 ", "甲", ""}, MarksBy: "2026-12-25"}, Planned, ""},
		{"name them later", Running, Move{Do: Name, Judges: []string{"甲"}}, Running, ""},
		{"too late to name them", Published, Move{Do: Name, Judges: []string{"甲"}}, "", "do duty_not_now"},
		{"marks before reports", Running, Move{Do: Name, MarksBy: "2026-12-19"}, "", "marks_by duty_marks_early"},
		{"no such day", Running, Move{Do: Name, MarksBy: "2026-02-30"}, "", "marks_by duty_marks_by"},
		{"call off without a reason", Running, Move{Do: Withdraw}, "", "why duty_why_withdraw"},
		{"call off", Planned, Move{Do: Withdraw, Why: "并入年终考核"}, Cancelled, ""},
		{"take back", Published, Move{Do: Reopen, Why: "漏录一位评委"}, Running, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := running("a", "b")
			r.State = tt.from
			after, err := r.Apply(tt.m, map[string]bool{"a": true}, today)
			if tt.want != "" {
				if said(err) != tt.want || len(r.Steps) != 0 {
					t.Errorf("%s, want %s", said(err), tt.want)
				}
				return
			}
			if err != nil || after.State != tt.to || len(after.Steps) != 1 || len(r.Steps) != 0 || r.State != tt.from {
				t.Errorf("%v: %+v", err, after)
			}
		})
	}
}

// Once judges are named nobody else marks, however the name is written; who has a
// sheet stays among them until it is taken away.
func TestPanel(t *testing.T) {
	r, handed := running("a", "b"), map[string]bool{"a": true}
	marks := map[string]Mark{"a": {Items: []float64{50, 30}}}
	take := func(m Move) string {
		after, err := r.Apply(m, handed, today)
		if err == nil {
			r = after
			return ""
		}
		return said(err)
	}
	for i, tt := range []struct {
		m    Move
		want string
	}{
		{Move{Do: Score, Judge: "外人", Given: marks}, ""},
		{Move{Do: Name, Judges: []string{"Yi", "甲"}}, "judges duty_judge_sheet"},
		{Move{Do: Score, Judge: "外人"}, ""},
		{Move{Do: Name, Judges: []string{"Yi", " 甲 ", "yi"}, MarksBy: "2026/12/25"}, ""},
		{Move{Do: Score, Judge: "外人", Given: marks}, "judge duty_not_judge"},
		{Move{Do: Score, Given: marks}, "judge duty_not_judge"},
		{Move{Do: Score, Judge: "YI", Given: marks}, ""},
		{Move{Do: Name, Judges: []string{"甲"}}, "judges duty_judge_sheet"},
		{Move{Do: Name, Judges: nil}, ""},
	} {
		if got := take(tt.m); got != tt.want {
			t.Errorf("step %d: %s, want %s", i, got, tt.want)
		}
		if i == 3 && (strings.Join(r.Judges, ",") != "Yi,甲" || r.MarksBy != "2026-12-25") {
			t.Errorf("the panel: %q by %s", r.Judges, r.MarksBy)
		}
	}
	if len(r.Sheets) != 1 || r.Sheets[0].Judge != "Yi" || r.Judges != nil {
		t.Errorf("%+v", r)
	}
}

// What a judge handed in himself is his: others take it away with a reason, and
// put nothing in its place.
func TestSheetOfAJudge(t *testing.T) {
	r, handed, marks := running("a"), map[string]bool{"a": true}, map[string]Mark{"a": {Items: []float64{50, 30}}}
	judge := Moment{At: today.At, Today: today.Today, Actor: survey.Actor{ID: "yi", Name: "乙"}}
	for i, tt := range []struct {
		by   Moment
		m    Move
		want string
	}{
		{today, Move{Do: Score, Judge: "乙", Given: marks}, ""}, // from paper
		{judge, Move{Do: Score, Given: marks}, ""},
		{judge, Move{Do: Score, Judge: "乙", Given: marks}, ""},
		{today, Move{Do: Score, Judge: "乙", Given: marks}, ""}, // as it is already
		{today, Move{Do: Score, Judge: "乙", Given: map[string]Mark{"a": {Items: []float64{1, 1}}}}, "judge duty_judge_own"},
		{today, Move{Do: Score, Judge: "乙"}, "why duty_why_take"},
		{today, Move{Do: Score, Judge: "乙", Why: "打错了对象"}, ""},
		{today, Move{Do: Score, Judge: "乙", Given: marks}, ""},
	} {
		after, err := r.Apply(tt.m, handed, tt.by)
		got := ""
		if err != nil {
			got = said(err)
		} else {
			r = after
		}
		if got != tt.want {
			t.Errorf("step %d: %s, want %s", i, got, tt.want)
		}
	}
}

func TestWayOfAReport(t *testing.T) {
	r := running("a")
	for _, tt := range []struct {
		name string
		from ReportState
		m    ReportMove
		to   ReportState
		want string
	}{
		{"a draft", Awaited, ReportMove{Do: Write, Texts: []string{""}}, Awaited, ""},
		{"hand in", Returned, ReportMove{Do: HandIn, Texts: []string{"做了"}}, Handed, ""},
		{"with nothing in it", Awaited, ReportMove{Do: HandIn, Texts: []string{" "}}, "", "texts[0] duty_section"},
		{"too many sections", Awaited, ReportMove{Do: HandIn, Texts: []string{"a", "b"}}, "", "texts duty_texts"},
		{"a draft of what is handed in", Handed, ReportMove{Do: Write, Texts: []string{"x"}}, "", "do duty_not_now"},
		{"accept", Handed, ReportMove{Do: Take}, Accepted, ""},
		{"accept what is awaited", Awaited, ReportMove{Do: Take}, "", "do duty_not_now"},
		{"return without a reason", Accepted, ReportMove{Do: Return}, "", "why duty_why_return"},
		{"return", Accepted, ReportMove{Do: Return, Why: "补数据"}, Returned, ""},
		{"ask", Handed, ReportMove{Do: Ask, Why: "为何延期"}, Handed, ""},
		{"answer what nobody asked", Handed, ReportMove{Do: Answer, Why: "…", Question: 1}, "", "do duty_not_now"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := r.awaited("a")
			p.State = tt.from
			after, err := p.Apply(&r, tt.m, today)
			if tt.want != "" {
				if said(err) != tt.want {
					t.Errorf("%s, want %s", said(err), tt.want)
				}
				return
			}
			if err != nil || after.State != tt.to || len(after.Steps) != 1 || len(p.Steps) != 0 {
				t.Errorf("%v: %+v", err, after)
			}
		})
	}
	if p := r.awaited("a"); p.Late(&r, "2026-12-20") || !p.Late(&r, "2026-12-21") {
		t.Error("late on the day, or not after it")
	}
}

// Whatever judges give: without a cut a score is the mean of the sums, the means
// of the items add up to it; within the highest and lowest sum always; ranks go by
// scores, and the possible ranks of each hold its own.
func TestScoresFollowTheirDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		units := []string{"a", "b", "c", "d"}[:rapid.IntRange(1, 4).Draw(t, "units")]
		r := running(units...)
		r.Cut = rapid.IntRange(0, 2).Draw(t, "cut")
		for j := range rapid.IntRange(1, 6).Draw(t, "judges") {
			s := Sheet{Judge: fmt.Sprint("j", j), Given: map[string]Mark{}}
			for _, u := range units {
				if rapid.IntRange(0, 4).Draw(t, "absent") > 0 {
					s.Given[u] = Mark{Items: []float64{float64(rapid.IntRange(0, 60).Draw(t, "x")), float64(rapid.IntRange(0, 40).Draw(t, "y"))}}
				}
			}
			r.Sheets = append(r.Sheets, s)
		}
		all := r.Score()
		if len(all) != len(units) {
			t.Fatalf("%d of %d", len(all), len(units))
		}
		for i, x := range all {
			sums := r.sums(x.Unit)
			if x.N != len(sums) || x.Score.OK() != (x.N > 0) {
				t.Fatalf("%+v of %v", x, sums)
			}
			if x.N == 0 {
				if x.Rank != 0 {
					t.Fatalf("a rank without marks: %+v", x)
				}
				continue
			}
			mean, items := 0.0, float64(x.Items[0]+x.Items[1])
			for _, s := range sums {
				mean += s / float64(len(sums))
			}
			if math.Abs(items-mean) > 1e-9 || r.Cut == 0 && math.Abs(float64(x.Score)-mean) > 1e-9 {
				t.Fatalf("%+v: %v of %v", x, mean, sums)
			}
			if s := float64(x.Score); s < slices.Min(sums)-1e-9 || s > slices.Max(sums)+1e-9 {
				t.Fatalf("%+v of %v", x, sums)
			}
			if x.Rank < x.FirstRank || x.Rank > x.LastRank {
				t.Fatalf("rank %d of %d to %d", x.Rank, x.FirstRank, x.LastRank)
			}
			if i > 0 && all[i-1].N > 0 && x.Score > all[i-1].Score+.005 {
				t.Fatalf("%+v below %+v", x, all[i-1])
			}
		}
	})
}

func TestOneJudgeTellsNoOrder(t *testing.T) {
	r := running("a", "b")
	r.Sheets = []Sheet{{"甲", "", map[string]Mark{"a": {Items: []float64{60, 40}}, "b": {Items: []float64{0, 0}}}}}
	for _, x := range r.Score() {
		if x.SE.OK() || x.FirstRank != 1 || x.LastRank != 2 {
			t.Errorf("%+v", x)
		}
	}
}

func TestReadItems(t *testing.T) {
	all, errs := ReadItems("素质：20分\n任务 50.5\n形象,30\n无分值\n")
	if want := []Item{{"素质", 20}, {"任务", 50.5}, {"形象", 30}}; !slices.Equal(all, want) || len(errs) != 1 || !strings.Contains(errs[0].Message("en"), "Line 4") {
		t.Errorf("%v, %v", all, errs)
	}
}

func TestReadUnits(t *testing.T) {
	units := []survey.Unit{{ID: "north", Name: survey.Text{"zh": "北原市", "en": "North"}}, {ID: "a", Name: survey.Text{"zh": "同名"}}, {ID: "b", Name: survey.Text{"zh": "同名"}}}
	ids, errs := ReadUnits("North\n北原市\n同名\nb", units)
	if !slices.Equal(ids, []string{"north", "north", "b"}) || len(errs) != 1 || !strings.Contains(errs[0].Message("zh"), "第 3 行") {
		t.Errorf("%v, %v", ids, errs)
	}
}

func first(all []Item, _ survey.FieldErrors) []Item { return all }

// Whatever a table holds, its cells are marks or are told of; what is read is
// taken by Apply, but for what is out of range.
func FuzzReadSheets(f *testing.F) {
	f.Add("评委,述职对象,实绩,作风,综合评价", "甲,a,50,30,好")
	f.Add("judge,unit,实绩,作风", "甲,a,1e999,NaN")
	f.Fuzz(func(t *testing.T, head, row string) {
		r := running("a", "b")
		in := readSheets(&r, []survey.Unit{{ID: "a"}, {ID: "b"}}, strings.Split(head, ","), [][]string{strings.Split(row, ","), strings.Split(row, ",")})
		for _, c := range in.wrong {
			if c.Message("zh") == "" || c.Row > 1 {
				t.Fatalf("%+v", c)
			}
		}
		for judge, given := range in.sheets {
			if _, err := r.Apply(Move{Do: Score, Judge: judge, Given: given}, map[string]bool{"a": true, "b": true}, today); err != nil {
				for _, c := range in.located(judge, err) {
					if c.Message("en") == "" {
						t.Fatalf("%+v", c)
					}
				}
			}
		}
		again, errs := ReadItems(WriteItems(r.Items))
		if len(errs) > 0 || !slices.Equal(again, r.Items) {
			t.Fatal("items are not read again")
		}
		for _, it := range first(ReadItems(head + "\n" + row)) {
			if it.Title == "" {
				t.Fatalf("an item without a title in %q", head)
			}
		}
	})
}

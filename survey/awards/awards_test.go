package awards

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"minping/survey"
)

func candidates(n int) (all []*Candidate) {
	for i := range n {
		all = append(all, &Candidate{ID: fmt.Sprint("c", i), Unit: fmt.Sprint("c", i)})
	}
	return all
}

func figures(values ...float64) map[string]Figure {
	all := map[string]Figure{}
	for i, v := range values {
		all[fmt.Sprint("c", i)] = Figure{Value: survey.Num(v), Low: Unknown, High: Unknown}
	}
	return all
}

func TestStanding(t *testing.T) {
	lost := figures(9, 8, 7)
	lost["c0"] = Figure{Value: 9, Low: Unknown, High: Unknown, Verdict: "lost"}
	for _, tt := range []struct {
		name   string
		n      int
		of     map[string]Figure
		places []int
		want   string // candidate:rank:class, * tied from upper to lower
	}{
		{"no tie at the line", 4, figures(3, 9, 5, 5), []int{1}, "c1:1:1 c2:2:0 c3:2:0 c0:4:0"},
		{"a tie within the places is no matter", 3, figures(5, 5, 1), []int{2}, "c0:1:1 c1:1:1 c2:3:0"},
		{"a tie at the line", 3, figures(9, 5, 5), []int{2}, "c0:1:1 c1:2:0*1-0 c2:2:0*1-0"},
		{"a tie over a border of classes", 3, figures(5, 5, 1), []int{1, 1}, "c0:1:0*1-2 c1:1:0*1-2 c2:3:0"},
		{"what is printed alike is a tie", 2, figures(81.004, 81.001), []int{1}, "c0:1:0*1-0 c1:1:0*1-0"},
		{"who lost a vote has no place", 3, lost, []int{2}, "c0:1:0 c1:2:1 c2:3:1"},
		{"without a figure", 3, figures(4, 2), []int{3}, "c0:1:1 c1:2:1 c2:0:0"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, l := range standing(candidates(tt.n), tt.of, tt.places) {
				s := fmt.Sprintf("%s:%d:%d", l.Candidate, l.Rank, l.Class)
				if l.Tied {
					s += fmt.Sprintf("*%d-%d", l.Upper, l.Lower)
				}
				got = append(got, s)
			}
			if s := strings.Join(got, " "); s != tt.want {
				t.Errorf("%s, want %s", s, tt.want)
			}
		})
	}
}

func TestDecide(t *testing.T) {
	for _, tt := range []struct {
		name   string
		values []float64
		places []int
		choice map[string]int
		last   bool
		want   string
	}{
		{"nothing to decide", []float64{9, 5}, []int{1}, nil, false, ""},
		{"what figures decided stays", []float64{9, 5}, []int{1}, map[string]int{"c1": 1}, false, "choice.c1 award_not_tied"},
		{"those tied may all go on", []float64{9, 5, 5}, []int{2}, map[string]int{"c1": 1, "c2": 1}, false, ""},
		{"but there are no more prizes", []float64{9, 5, 5}, []int{2}, map[string]int{"c1": 1, "c2": 1}, true, "choice award_too_many"},
		{"no class above the one they stand for", []float64{9, 5, 5}, []int{1, 1}, map[string]int{"c1": 1, "c2": 0}, true, "choice.c1 award_class"},
		{"nor one below", []float64{5, 5, 1}, []int{1, 1}, map[string]int{"c0": 1, "c1": 0}, true, "choice.c1 award_class"},
		{"each is decided", []float64{5, 5}, []int{1}, map[string]int{"c0": 1}, true, "choice.c1 award_tied"},
		{"who is not there", []float64{9, 5}, []int{1}, map[string]int{"x": 1}, true, "choice.x award_no_candidate"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			lines := standing(candidates(len(tt.values)), figures(tt.values...), tt.places)
			var got []string
			for _, e := range decide(lines, tt.choice, tt.places, false, tt.last) {
				got = append(got, e.Field+" "+e.Key)
			}
			if s := strings.Join(got, ", "); s != tt.want {
				t.Errorf("%s, want %s", s, tt.want)
			}
		})
	}
}

// However figures fall: who has a place without a decision never stands below
// somebody who has none, nor at the same figure, and places suffice.
func TestStandingIsFair(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.IntRange(0, 6), 1, 12).Draw(t, "values")
		places := rapid.SliceOfN(rapid.IntRange(1, 4), 1, 3).Draw(t, "places")
		floats := make([]float64, len(values))
		for i, v := range values {
			floats[i] = float64(v)
		}
		lines := standing(candidates(len(values)), figures(floats...), places)
		taken := make([]int, len(places)+1)
		for i, l := range lines {
			if l.Tied {
				continue
			}
			taken[l.Class]++
			for _, other := range lines[i+1:] {
				if l.Class == 0 && other.Class > 0 || !other.Tied && other.Value == l.Value && other.Class != l.Class || other.Value > l.Value {
					t.Fatalf("%+v before %+v", l, other)
				}
			}
		}
		for class, n := range places {
			if taken[class+1] > n {
				t.Fatalf("class %d: %d of %d", class+1, taken[class+1], n)
			}
		}
	})
}

var someUnits = []survey.Unit{{ID: "north", Name: survey.Text{"zh": "北原市", "en": "North"}}, {ID: "a", Name: survey.Text{"zh": "同名"}}, {ID: "b", Name: survey.Text{"zh": "同名"}}}

func TestReadCandidates(t *testing.T) {
	all, errs := ReadCandidates("北原市\n\n 阳光村务 ｜ North \ne7|智慧党建|a\n同名\n没有|x\n", someUnits)
	want := []Candidate{{ID: "north", Unit: "north"}, {Unit: "north", Title: "阳光村务"}, {ID: "e7", Unit: "a", Title: "智慧党建"}}
	if !slices.Equal(all, want) {
		t.Errorf("%+v", all)
	}
	if len(errs) != 2 || !strings.Contains(errs[0].Message("zh"), "第 5 行") || !strings.Contains(errs[1].Message("en"), "Line 6") {
		t.Errorf("%+v", errs)
	}
}

func TestReadPrizes(t *testing.T) {
	all, errs := ReadPrizes("一等奖：8名\n二等奖 19\nThird prize, 37\n无名额\n")
	if want := []Prize{{"一等奖", 8}, {"二等奖", 19}, {"Third prize", 37}}; !slices.Equal(all, want) || len(errs) != 1 {
		t.Errorf("%+v, %+v", all, errs)
	}
}

// Whatever is typed, lines are candidates or are told; what is written is read again.
func FuzzReadCandidates(f *testing.F) {
	f.Add("北原市\n阳光村务|a", "一等奖 8")
	f.Add("||\n | |", "：\n ,3个")
	f.Fuzz(func(t *testing.T, text, prizes string) {
		all, errs := ReadCandidates(text, someUnits)
		for _, e := range errs {
			if e.Message("zh") == "" {
				t.Fatal("nothing is said")
			}
		}
		a := Award{Candidates: all}.clean()
		again, errs := ReadCandidates(WriteCandidates(a.Candidates), someUnits)
		if len(errs) > 0 && !strings.Contains(text, "|") && !strings.Contains(text, "｜") {
			t.Fatalf("%q is not read again: %v", text, errs)
		}
		if len(errs) == 0 && len(again) != len(all) {
			t.Fatalf("%d, then %d", len(all), len(again))
		}
		read, _ := ReadPrizes(prizes)
		for _, p := range read {
			if strings.Contains(p.Title, "\n") {
				t.Fatalf("%+v", p)
			}
		}
	})
}

// What an objection that was upheld found is not passed over: its candidate
// leaves or the round is decided anew; whatever else stays as it is, with a reason.
func TestUpheldObjections(t *testing.T) {
	day := survey.Day("2026-09-01")
	award := func(t *testing.T, about string) (a Award, step func(m Move) error) {
		t.Helper()
		a = Award{
			Title: "创新奖", Year: "2026", Notice: 5, Prizes: []Prize{{"一等奖", 1}}, Candidates: []Candidate{{ID: "a", Unit: "a"}, {ID: "b", Unit: "b"}},
			Rounds: []Round{{Title: "会议", Way: ByMeeting}},
		}.clean()
		actor := 0
		step = func(m Move) (err error) {
			actor++ // nobody rules on an objection of his own
			a, err = a.Apply(m, Basis{}, Moment{At: day.Time(), Today: day, Actor: survey.Actor{ID: fmt.Sprint("u", actor), Name: "甲"}})
			return err
		}
		for _, m := range []Move{
			{Do: Start},
			{Do: Settle, Choice: map[string]int{"a": 1}, Why: "评审会"},
			{Do: Publish},
			{Do: Object, Candidate: about, Why: "有异议"},
			{Do: Rule, Objection: 1, Finding: Upheld, Why: "属实"},
		} {
			if err := step(m); err != nil {
				t.Fatal(m.Do, err)
			}
		}
		day = day.Add(10)
		return a, step
	}
	again := []Move{{Do: Reopen, Why: "重评"}, {Do: Settle, Choice: map[string]int{"a": 1}, Why: "复议"}, {Do: Publish}}
	for _, tt := range []struct {
		name, about string
		before      []Move
		why, want   string
	}{
		{"the winner keeps the prize", "a", nil, "照旧", "do award_upheld"},
		{"the winner leaves", "a", []Move{{Do: Drop, Candidate: "a", Why: "异议成立"}}, "", ""},
		{"the round is decided anew", "a", again, "", ""},
		{"of another, without a word", "b", nil, "", "why award_upheld_why"},
		{"of another, with a reason", "b", nil, "名额已满", ""},
		{"of nobody, without a word", "", nil, "", "why award_upheld_why"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, step := award(t, tt.about)
			for _, m := range tt.before {
				if err := step(m); err != nil {
					t.Fatal(m.Do, err)
				}
			}
			day = day.Add(10)
			if got := wrongs(t, step(Move{Do: Confer, Why: tt.why})); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

// A round is not decided by some of its judges without a reason.
func TestSheetsAreWaitedFor(t *testing.T) {
	a := Award{
		Title: "创新奖", Year: "2026", Notice: 5, Prizes: []Prize{{"一等奖", 1}}, Candidates: []Candidate{{ID: "a", Unit: "a"}, {ID: "b", Unit: "b"}},
		Rounds: []Round{{Title: "打分", Way: ByMarks}},
	}.clean()
	now := Moment{At: survey.Day("2026-09-01").Time(), Today: "2026-09-01"}
	for _, m := range []Move{
		{Do: Start},
		{Do: Name, Judges: []Judge{{Name: "甲"}, {Name: "乙"}, {Name: "丙", Recused: []string{"a", "b"}}}},
		{Do: Mark, Judge: "甲", Marks: map[string]float64{"a": 90, "b": 80}},
	} {
		var err error
		if a, err = a.Apply(m, Basis{}, now); err != nil {
			t.Fatal(m.Do, err)
		}
	}
	if _, err := a.Apply(Move{Do: Settle}, Basis{}, now); wrongs(t, err) != "why award_why_sheets" {
		t.Errorf("one sheet of two: %v", err)
	}
	if _, err := a.Apply(Move{Do: Settle, Why: "乙在外地"}, Basis{}, now); err != nil {
		t.Error(err)
	}
	a, err := a.Apply(Move{Do: Mark, Judge: "乙", Marks: map[string]float64{"a": 70, "b": 75}}, Basis{}, now)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Apply(Move{Do: Settle}, Basis{}, now); err != nil {
		t.Errorf("who is recused from all is waited for: %v", err)
	}
}

// wrongs lists the fields and keys of what is wrong.
func wrongs(t *testing.T, err error) string {
	t.Helper()
	if err == nil {
		return ""
	}
	var wrong survey.FieldErrors
	if !errors.As(err, &wrong) {
		t.Fatal(err)
	}
	var all []string
	for _, w := range wrong {
		all = append(all, w.Field+" "+w.Key)
	}
	return strings.Join(all, ", ")
}

package survey

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func zh(s string) Text { return Text{"zh": s, "en": "en " + s} }

func just(f float64) *float64 { return &f }

// sample has an item of every type.
func sample() *Questionnaire {
	return &Questionnaire{
		ID: "sample", Version: "1", Languages: []string{"zh", "en"}, Title: zh("样"),
		Scales: map[string]Scale{"five": {
			{Code: "5", Label: zh("很满意"), Score: just(100)},
			{Code: "4", Label: zh("满意"), Score: just(80)},
			{Code: "1", Label: zh("不满意"), Score: just(0), Reason: "why"},
			{Code: "dk", Label: zh("不了解"), Kind: DontKnow},
		}},
		Items: []Item{
			{ID: "s1", Type: Choice, Scale: "five", Required: true, Text: zh("一")},
			{ID: "s2", Type: Choice, Scale: "five", ShowIf: "s1 in [1, 4]", Required: true, Text: zh("二")},
			{ID: "why", Type: LongText, Text: zh("对“{{s1}}”的理由")},
			{ID: "more", Type: Multiple, ShowIf: "s2 == 1", Min: just(2), Max: just(3), Text: zh("多选"), Options: []Option{
				{Code: "a", Label: zh("甲")},
				{Code: "b", Label: zh("乙")},
				{Code: "c", Label: zh("丙")},
				{Code: "d", Label: zh("丁")},
				{Code: "none", Label: zh("都没有"), Exclusive: true},
			}},
			{ID: "stars", Type: Rating, From: 0, To: 10, Text: zh("评分"), Options: []Option{{Code: "na", Label: zh("不适用"), Kind: NotApplicable}}},
			{ID: "m", Type: Matrix, Scale: "five", Text: zh("矩阵"), Rows: []Row{{ID: "r1", Text: zh("行一")}, {ID: "r2", Text: zh("行二")}}},
			{ID: "age", Type: Number, Min: just(0), Max: just(120), Text: zh("年龄")},
			{ID: "years", Type: Number, Min: just(0), Decimals: 1, Text: zh("工龄"), Checks: []Check{
				{That: "years <= age - 15", Message: zh("工龄太长")},
				{That: "years <= 45", Message: zh("工龄很长"), Soft: true},
			}},
			{ID: "since", Type: Date, Text: zh("日期")},
			{ID: "name", Type: ShortText, Max: just(5), Text: zh("姓名")},
			{ID: "order", Type: Ranking, Text: zh("排序"), Max: just(2), Options: []Option{
				{Code: "x", Label: zh("甲")}, {Code: "y", Label: zh("乙")}, {Code: "z", Label: zh("丙")},
			}},
			{ID: "note", Type: Information, Text: zh("说明")},
			{ID: "index", Type: Calculated, Value: "mean(score(m.r1), score(m.r2), score(stars))"},
			{ID: "late", Type: ShortText, ShowIf: "index < 50 or 'a' in more", Text: zh("补充 {{index}} {{more}}")},
		},
		Pages: []Page{
			{ID: "p1", Items: []string{"s1", "s2", "why", "more"}},
			{ID: "p2", Items: []string{"stars", "m", "age", "years", "since", "name", "order", "note"}},
			{ID: "p3", Items: []string{"late"}, ShowIf: "answered(age)"},
		},
	}
}

func one(pairs ...string) Answers {
	a := Answers{}
	for i := 0; i < len(pairs); i += 2 {
		a[pairs[i]] = strings.Split(pairs[i+1], "|")
	}
	return a
}

// complaints writes errors as "field key" for comparison.
func complaints(errs FieldErrors) string {
	var out []string
	for _, e := range errs {
		s := e.Field + " " + e.Key
		if e.Soft {
			s += " (soft)"
		}
		out = append(out, s)
	}
	return strings.Join(out, "; ")
}

func TestCheck(t *testing.T) {
	for _, tt := range []struct {
		name string
		give Answers
		want Answers // nil: as given
		errs string
	}{
		{"the least", one("s1", "5"), nil, ""},
		{"nothing", Answers{}, nil, "s1 required"},
		{"empty strings are no answers", one("s1", "", "age", " "), Answers{}, "s1 required"},
		{"hidden is dropped, and what hangs on it", one("s1", "5", "s2", "1", "more", "a|b"), one("s1", "5"), ""},
		{"shown is demanded", one("s1", "4"), nil, "s2 required"},
		{"a low mark needs a reason", one("s1", "1", "s2", "4"), nil, "why reason_required"},
		{"with a reason", one("s1", "1", "s2", "4", "why", "慢"), nil, ""},
		{"unknown option", one("s1", "9"), Answers{}, "s1 unknown_option"},
		{"two options", one("s1", "5|4"), Answers{}, "s1 one_answer"},
		{"void mark is for paper", one("s1", "!"), Answers{}, "s1 invalid_mark"},
		{"unknown items", one("s1", "5", "s9", "1", "m", "5", "note", "x"), one("s1", "5"), "m unknown_item; note unknown_item; s9 unknown_item"},
		{"too few", one("s1", "4", "s2", "1", "why", "w", "more", "a"), one("s1", "4", "s2", "1", "why", "w"), "more too_few"},
		{"too many", one("s1", "4", "s2", "1", "why", "w", "more", "a|b|c|d"), one("s1", "4", "s2", "1", "why", "w"), "more too_many"},
		{"twice the same", one("s1", "4", "s2", "1", "why", "w", "more", "a|a"), one("s1", "4", "s2", "1", "why", "w"), "more repeated_option"},
		{"none alone may be fewer", one("s1", "4", "s2", "1", "why", "w", "more", "none"), nil, ""},
		{"none with another", one("s1", "4", "s2", "1", "why", "w", "more", "a|none"), one("s1", "4", "s2", "1", "why", "w"), "more exclusive_option"},
		{"rating out of range", one("s1", "5", "stars", "11"), one("s1", "5"), "stars unknown_option"},
		{"rating is calculated with", one("s1", "5", "stars", "10"), one("s1", "5", "stars", "10", "index", "100"), ""},
		{"rating not applicable", one("s1", "5", "stars", "na"), nil, ""},
		{"matrix rows", one("s1", "5", "m.r1", "5", "m.r2", "4"), one("s1", "5", "m.r1", "5", "m.r2", "4", "index", "90"), ""},
		{"a client's calculation is not believed", one("s1", "5", "index", "1", "stars", "10"), one("s1", "5", "stars", "10", "index", "100"), ""},
		{"not a number", one("s1", "5", "age", "abc"), one("s1", "5"), "age not_a_number"},
		{"infinite", one("s1", "5", "age", "Inf"), one("s1", "5"), "age not_a_number"},
		{"not whole", one("s1", "5", "age", "1.5"), one("s1", "5"), "age whole_number"},
		{"too small", one("s1", "5", "age", "-1"), one("s1", "5"), "age too_small"},
		{"too large", one("s1", "5", "age", "121"), one("s1", "5"), "age too_large"},
		{"too fine", one("s1", "5", "years", "1.25"), one("s1", "5"), "years decimals"},
		{"hard check", one("s1", "5", "age", "30", "years", "20"), nil, "years check"},
		{"check waits for all it needs", one("s1", "5", "years", "20"), nil, ""},
		{"soft check", one("s1", "5", "age", "70", "years", "50"), nil, "years check (soft)"},
		{"date", one("s1", "5", "since", "2026-02-28"), nil, ""},
		{"no such day", one("s1", "5", "since", "2026-02-30"), one("s1", "5"), "since not_a_date"},
		{"text too long", one("s1", "5", "name", "一二三四五六"), one("s1", "5"), "name too_long"},
		{"characters count, not bytes", one("s1", "5", "name", "一二三四五"), nil, ""},
		{"one line", one("s1", "5", "name", "a\nb"), one("s1", "5"), "name one_line"},
		{"control characters", one("s1", "5", "why", "a\x00b"), one("s1", "5"), "why bad_characters"},
		{"turned writing", one("s1", "5", "why", "a\u202eb"), one("s1", "5"), "why bad_characters"},
		{"broken UTF-8", one("s1", "5", "why", "a\xffb"), one("s1", "5"), "why bad_characters"},
		{"a megabyte", one("s1", "5", "why", strings.Repeat("x", 1<<20)), one("s1", "5"), "why too_long"},
		{"a form's line breaks", one("s1", "5", "why", " a\r\nb "), one("s1", "5", "why", "a\nb"), ""},
		{"ranking", one("s1", "5", "order", "z|x"), nil, ""},
		{"ranking too long", one("s1", "5", "order", "z|x|y"), one("s1", "5"), "order too_many"},
		{"hidden page", one("s1", "5", "stars", "1", "late", "x"), one("s1", "5", "stars", "1", "index", "10"), ""},
		{"shown page", one("s1", "5", "stars", "1", "age", "30", "late", "x"), one("s1", "5", "stars", "1", "age", "30", "late", "x", "index", "10"), ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			before := maps.Clone(tt.give)
			got, errs := sample().Check(tt.give, false)
			if c := complaints(errs); c != tt.errs {
				t.Errorf("complaints: %q, want %q", c, tt.errs)
			}
			want := tt.want
			if want == nil {
				want = tt.give
			}
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("kept (-want +got):\n%s", d)
			}
			if d := cmp.Diff(before, tt.give); d != "" {
				t.Errorf("Check changed its input:\n%s", d)
			}
			for _, e := range errs {
				for _, lang := range []string{"zh", "en"} {
					if m := e.Message(lang); m == e.Key || m == "" || strings.ContainsAny(m, "{}[]") {
						t.Errorf("message of %s in %s: %q", e.Key, lang, m)
					}
				}
			}
		})
	}
}

func TestCheckConfirmed(t *testing.T) {
	_, errs := sample().Check(one("s1", "5", "age", "70", "years", "50"), true)
	if len(errs) > 0 {
		t.Errorf("a confirmed doubt remains: %s", complaints(errs))
	}
	_, errs = sample().Check(one("s1", "5", "age", "30", "years", "20"), true)
	if !errs.Hard() {
		t.Error("a hard check was confirmed away")
	}
}

func TestUnknownItemsAreFew(t *testing.T) {
	a := one("s1", "5")
	for i := range 1000 {
		a[fmt.Sprint("x", i)] = []string{strings.Repeat("长", 1000)}
	}
	a[strings.Repeat("\n\u202e", 1000)] = []string{"1"}
	_, errs := sample().Check(a, false)
	if len(errs) != maxUnknown {
		t.Errorf("%d complaints, want %d", len(errs), maxUnknown)
	}
	for _, e := range errs {
		if len([]rune(e.Field)) > 41 || strings.ContainsAny(e.Field, "\n\u202e") {
			t.Errorf("field %q is quoted raw", e.Field)
		}
	}
}

// answers draws answers of all sorts, right and wrong.
func answers() *rapid.Generator[Answers] {
	ids := []string{"s1", "s2", "why", "more", "stars", "m.r1", "m.r2", "age", "years", "since", "name", "order", "index", "late", "zzz"}
	words := []string{"5", "4", "1", "dk", "a", "b", "c", "none", "x", "y", "0", "10", "na", "30", "2026-01-31", " 字 ", "!", "", "1.5"}
	return rapid.Custom(func(t *rapid.T) Answers {
		return rapid.MapOf(rapid.SampledFrom(ids), rapid.SliceOfN(rapid.SampledFrom(words), 0, 3)).Draw(t, "answers")
	})
}

// What Check keeps, it keeps again without complaint about it, and holds only
// what is shown.
func TestCheckIsIdempotent(t *testing.T) {
	q := sample()
	rapid.Check(t, func(t *rapid.T) {
		kept, _ := q.Check(answers().Draw(t, "a"), true)
		again, errs := q.Check(kept, true)
		if d := cmp.Diff(kept, again); d != "" {
			t.Fatalf("kept answers changed (-first +second):\n%s", d)
		}
		seen := q.Visible(kept)
		for id := range kept {
			item, _, _ := strings.Cut(id, ".")
			if item != "index" && !seen[item] {
				t.Fatalf("%s is kept but not shown", id)
			}
		}
		for _, e := range errs {
			if !slices.Contains([]string{"required", "reason_required", "check"}, e.Key) {
				t.Fatalf("kept answers are wrong: %s", complaints(errs))
			}
		}
	})
}

func TestVisible(t *testing.T) {
	got := sample().Visible(one("s1", "4", "s2", "1", "more", "a"))
	want := map[string]bool{
		"s1": true, "s2": true, "why": true, "more": true, "stars": true, "m": true, "age": true, "years": true,
		"since": true, "name": true, "order": true, "note": true, "late": false, "p1": true, "p2": true, "p3": false,
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("visible (-want +got):\n%s", d)
	}
}

func TestQuote(t *testing.T) {
	q := sample()
	for _, tt := range []struct {
		text, lang string
		a          Answers
		want       string
	}{
		{"对“{{s1}}”的理由", "zh", one("s1", "1"), "对“不满意”的理由"},
		{"对“{{ s1 }}”的理由", "zh", Answers{}, "对“…”的理由"},
		{"{{more}}", "zh", one("more", "a|b"), "甲、乙"},
		{"{{more}}", "en", one("more", "a|b"), "en 甲, en 乙"},
		{"{{m.r1}} {{age}} {{name}}", "zh", one("m.r1", "5", "age", "30", "name", "<b>"), "很满意 30 <b>"},
		{"{{index}}", "zh", one("stars", "5"), "50"},
		{"{{", "zh", nil, "{{"},
		{"a {{s1", "zh", one("s1", "5"), "a {{s1"},
	} {
		if got := q.Quote(Text{"zh": tt.text, "en": tt.text}, tt.lang, tt.a); got != tt.want {
			t.Errorf("Quote(%q, %s) = %q, want %q", tt.text, tt.lang, got, tt.want)
		}
	}
}

func TestEngineIsShared(t *testing.T) {
	q := sample()
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 50 {
				if _, errs := q.Check(one("s1", "5", "stars", "3", "zz", "1"), false); len(errs) != 1 {
					t.Errorf("complaints: %s", complaints(errs))
				}
				if _, err := q.Branch("index < 50"); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
}

func TestEngineRefusesBadExpressions(t *testing.T) {
	q := sample()
	q.Items[1].ShowIf = "nobody == 1"
	defer func() {
		if s, ok := recover().(string); !ok || !strings.Contains(s, "s2") {
			t.Errorf("panic %q does not name the item", s)
		}
	}()
	q.Check(Answers{}, false)
}

// BenchmarkCheck checks one ballot of 19 scored items, a comment and a
// condition, as the organisation-work questionnaire has them.
func BenchmarkCheck(b *testing.B) {
	q := sample()
	five := q.Scales["five"]
	q = &Questionnaire{ID: "b", Scales: map[string]Scale{"five": five}}
	a := Answers{"why": {"办事慢"}}
	for i := range 19 {
		id := fmt.Sprint("s", i+1)
		q.Items = append(q.Items, Item{ID: id, Type: Choice, Scale: "five", Required: true})
		a[id] = []string{"4"}
	}
	q.Items = append(q.Items, Item{ID: "why", Type: LongText, ShowIf: "s1 in [1, 4]"})
	b.ReportAllocs()
	for b.Loop() {
		if _, errs := q.Check(a, false); errs != nil {
			b.Fatal(errs)
		}
	}
}

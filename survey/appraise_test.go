package survey

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// fourClasses is the appraisal by four classes of the source case: quality,
// tasks, image, public satisfaction; routine and concentrated.
func fourClasses() *Scheme {
	text := func(s string) Text { return Text{"zh": s, "en": s} }
	from := func(x float64) *float64 { return &x }
	return &Scheme{
		ID: "year", Title: text("年度考核"), Missing: EmptyBlock,
		Parts: []SchemePart{
			{ID: "quality", Title: text("素质"), Weight: 20, Marks: true, Full: 50},
			{ID: "tasks", Title: text("任务"), Weight: 40, Parts: []SchemePart{
				{ID: "routine", Title: text("平时"), Weight: 50, Card: "card"},
				{ID: "duty", Title: text("述职"), Weight: 50, Marks: true},
			}},
			{ID: "image", Title: text("形象"), Weight: 10, Poll: "peers"},
			{ID: "public", Title: text("群众满意度"), Weight: 30, Poll: "people"},
		},
		Cards: []PointCard{{ID: "card", Title: text("积分卡"), Base: 60, High: from(100), Items: []PointItem{
			{ID: "award", Title: text("表彰"), Points: 10},
			{ID: "absent", Title: text("缺会"), Points: -2, Cap: 12},
		}}},
		Grades: []SchemeGrade{
			{ID: "best", Title: text("优秀"), From: from(80), Quota: &GradeQuota{Share: .25}},
			{ID: "good", Title: text("称职"), From: from(60)},
			{ID: "rest", Title: text("基本称职")},
		},
		Vetoes: []SchemeVeto{{ID: "accident", Title: text("重大事故"), Bars: []string{"best", "good"}}},
	}
}

// oneScore is a release that tells one score a unit.
func oneScore(scores map[string]NodeScore) *Release {
	r := &Release{}
	for _, unit := range slices.Sorted(slices.Values([]string{"a", "b", "c", "d", "e"})) {
		if s, ok := scores[unit]; ok {
			r.Units = append(r.Units, UnitResult{Unit: unit, Nodes: map[string]NodeScore{rootNode: s}})
		}
	}
	return r
}

func schemeUnits(ids ...string) (units []Unit) {
	for _, id := range ids {
		units = append(units, Unit{ID: id, Name: Text{"zh": id, "en": id}, Tier: "t"})
	}
	return units
}

// By hand: quality 45 of 50 is 90, × 0.2 = 18; tasks: the card 60 + 2·10 − 12 (7
// absences, capped) = 68, the duty report 92, half each = 80, × 0.4 = 32; image
// 80 × 0.1 = 8; public 90 × 0.3 = 27: 85. Its error: √((0.1·2)² + (0.3·1)²).
func TestAppraisalByHand(t *testing.T) {
	s := fourClasses()
	if errs := s.Check(); len(errs) > 0 {
		t.Fatal(errs)
	}
	in := SchemeInputs{
		Units: schemeUnits("a"),
		Releases: map[string]*Release{
			"peers": oneScore(map[string]NodeScore{"a": {Score: 80, SE: 2}}), "people": oneScore(map[string]NodeScore{"a": {Score: 90, SE: 1}}),
		},
		Marks: []SchemeMark{{Unit: "a", Part: "quality", Value: 45}, {Unit: "a", Part: "duty", Value: 92}},
	}
	entry := func(item, reviewed string) PointEntry {
		return PointEntry{Unit: "a", Card: "card", Item: item, Date: "2026-03-31", Entered: "钱", Reviewed: reviewed}
	}
	in.Points = append(in.Points, entry("award", "孙"), entry("award", "孙"), entry("award", ""))
	for range 7 {
		in.Points = append(in.Points, entry("absent", "孙"))
	}
	if errs := s.CheckInputs(in); len(errs) > 0 {
		t.Fatal(errs)
	}
	a := s.Appraise(in)
	u := a.Units[0]
	if math.Abs(float64(u.Total)-85) > 1e-9 || math.Abs(float64(u.SE)-math.Sqrt(.04+.09)) > 1e-12 {
		t.Errorf("total %v ± %v", u.Total, u.SE)
	}
	if u.ByScore != "best" || !u.Firm || u.Rank != 1 || u.Grade != "good" { // a quarter of one is no place
		t.Errorf("%+v", u)
	}
	want := &PointBalance{Base: 60, Items: []PointLine{{Item: "award", Entries: 2, Points: 20, Counted: 20}, {Item: "absent", Entries: 7, Points: -14, Counted: -12, Capped: true}}, Balance: 68, Waiting: 1}
	if got := u.Parts[1].Parts[0].Balance; !cmp.Equal(got, want) {
		t.Error(cmp.Diff(want, got))
	}
	adds := 0.0
	for _, p := range u.Parts {
		adds += float64(p.Adds)
	}
	if math.Abs(adds-85) > 1e-9 || math.Abs(float64(u.Parts[1].Parts[0].Share)-.2) > 1e-12 {
		t.Errorf("parts add up to %v: %+v", adds, u.Parts)
	}
	if got := stepKinds(u.Steps); got != "waiting score over_quota given" {
		t.Errorf("steps: %s", got)
	}
	for _, step := range u.Steps {
		for _, lang := range []string{"zh", "en"} {
			if words := step.In(lang); strings.ContainsAny(words, "{}[]") || strings.HasPrefix(words, "appraisal_") {
				t.Errorf("%s: %s", step.Kind, words)
			}
		}
	}
}

func stepKinds(steps []AppraisalStep) string {
	var all []string
	for _, s := range steps {
		all = append(all, string(s.Kind))
	}
	return strings.Join(all, " ")
}

// What is missing has no total, is shared out, or counts as 0, as the scheme says.
func TestAppraisalMissing(t *testing.T) {
	in := SchemeInputs{
		Units:    schemeUnits("a"),
		Releases: map[string]*Release{"people": oneScore(map[string]NodeScore{"a": {Score: 90, SE: 1}})},
		Marks:    []SchemeMark{{Unit: "a", Part: "quality", Value: 25}},
	}
	// quality 50, routine 60, public 90; duty and image are missing
	for rule, want := range map[EmptyRule]float64{
		EmptyBlock: math.NaN(), EmptyZero: .2*50 + .4*.5*60 + .3*90, EmptyRenormalise: (.2*50 + .4*60 + .3*90) / .9,
	} {
		s := fourClasses()
		s.Missing = rule
		u := s.Appraise(in).Units[0]
		if math.IsNaN(want) {
			if u.Total.OK() || u.Grade != "" || stepKinds(u.Steps) != "missing missing" {
				t.Errorf("%s: %+v", rule, u)
			}
			continue
		}
		if math.Abs(float64(u.Total)-roundHalfUp(want, 2)) > 1e-9 {
			t.Errorf("%s: %v, want %v", rule, u.Total, want)
		}
	}
}

// One place for four: ties are named and not broken, vetoes bar, what lies within
// the error of the border is said.
func TestAppraisalPlaces(t *testing.T) {
	s := fourClasses()
	s.Parts = []SchemePart{{ID: "public", Title: Text{"zh": "群众"}, Weight: 100, Poll: "people"}}
	for _, tt := range []struct {
		name   string
		scores [4]float64
		se     float64
		veto   string
		grades string
		steps  string // of b
	}{
		{"clear", [4]float64{95, 88, 82, 50}, .5, "", "best good good rest", "score over_quota given"},
		{"close", [4]float64{95, 94, 82, 50}, 2, "", "best good good rest", "score over_quota close given"},
		{"tied", [4]float64{95, 95, 82, 50}, .5, "", "good good good rest", "score tied given"},
		{"vetoed", [4]float64{95, 88, 82, 50}, .5, "a", "rest best good rest", "score given"},
	} {
		scores := map[string]NodeScore{}
		for i, x := range tt.scores {
			scores[string(rune('a'+i))] = NodeScore{Score: Num(x), SE: Num(tt.se)}
		}
		in := SchemeInputs{Units: schemeUnits("a", "b", "c", "d"), Releases: map[string]*Release{"people": oneScore(scores)}}
		if tt.veto != "" {
			in.Vetoes = []VetoCase{{tt.veto, "accident", "通报"}}
		}
		a := s.Appraise(in)
		var grades []string
		for _, u := range a.Units {
			grades = append(grades, u.Grade)
		}
		if got := strings.Join(grades, " "); got != tt.grades {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.grades)
		}
		if got := stepKinds(a.Units[1].Steps); got != tt.steps {
			t.Errorf("%s: steps of b: %s, want %s", tt.name, got, tt.steps)
		}
	}
}

// Whatever scheme and scores: everybody with a total has one grade that his total
// takes, no quota is exceeded, whoever is above another and not barred has no
// worse grade unless they tie, and the parts add up to the total.
func TestAppraisalIsFair(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := fourClasses()
		s.Parts = []SchemePart{{ID: "public", Weight: 60, Poll: "people"}, {ID: "marks", Weight: 40, Marks: true}}
		s.Grades[0].Quota = &GradeQuota{Share: rapid.Float64Range(.05, 1).Draw(rt, "share"), Rounding: rapid.SampledFrom([]Rounding{"", RoundUp, RoundDown}).Draw(rt, "rounding")}
		s.Missing = rapid.SampledFrom([]EmptyRule{EmptyBlock, EmptyRenormalise, EmptyZero}).Draw(rt, "missing")
		in := SchemeInputs{Releases: map[string]*Release{"people": {}}}
		for i := range rapid.IntRange(1, 12).Draw(rt, "units") {
			id := string(rune('a' + i))
			in.Units = append(in.Units, schemeUnits(id)...)
			score := Num(rapid.IntRange(10, 20).Draw(rt, "score") * 5)
			in.Releases["people"].Units = append(in.Releases["people"].Units, UnitResult{Unit: id, Nodes: map[string]NodeScore{rootNode: {Score: score, SE: 1}}})
			if rapid.IntRange(0, 5).Draw(rt, "marked") > 0 {
				in.Marks = append(in.Marks, SchemeMark{Unit: id, Part: "marks", Value: float64(rapid.IntRange(12, 20).Draw(rt, "mark") * 5)})
			}
			if rapid.IntRange(0, 7).Draw(rt, "vetoed") == 0 {
				in.Vetoes = append(in.Vetoes, VetoCase{id, "accident", "因为"})
			}
		}
		if errs := append(s.Check(), s.CheckInputs(in)...); len(errs) > 0 {
			rt.Fatal(errs)
		}
		a := s.Appraise(in)
		place := map[string]int{"best": 0, "good": 1, "rest": 2}
		barred := map[string]bool{}
		for _, v := range in.Vetoes {
			barred[v.Unit] = true
		}
		counts := map[string]int{}
		for i, u := range a.Units {
			if !u.Total.OK() {
				if u.Grade != "" {
					rt.Errorf("%s has no total and is %s", u.Unit, u.Grade)
				}
				continue
			}
			counts[u.Grade]++
			adds := 0.0
			for _, p := range u.Parts {
				if p.Adds.OK() {
					adds += float64(p.Adds)
				}
			}
			if math.Abs(adds-float64(u.Total)) > .005+1e-9 {
				rt.Errorf("%s: parts add up to %v, not %v", u.Unit, adds, u.Total)
			}
			from := s.Grades[place[u.Grade]].From
			if _, is := place[u.Grade]; !is || from != nil && float64(u.Total) < *from || barred[u.Unit] && u.Grade != "rest" {
				rt.Errorf("%s with %v is %q", u.Unit, u.Total, u.Grade)
			}
			for _, o := range a.Units[:i] {
				if o.Total.OK() && !barred[u.Unit] && !barred[o.Unit] && (o.Total > u.Total) && place[o.Grade] > place[u.Grade] {
					rt.Errorf("%s with %v is %s, %s with %v is %s", o.Unit, o.Total, o.Grade, u.Unit, u.Total, u.Grade)
				}
				if o.Total == u.Total && !barred[u.Unit] && !barred[o.Unit] && o.Grade != u.Grade {
					rt.Errorf("%s and %s tie and are %s and %s", o.Unit, u.Unit, o.Grade, u.Grade)
				}
			}
		}
		for _, g := range a.Tiers[0].Grades {
			if g.Units != counts[g.Grade] || g.Places != nil && g.Units > *g.Places {
				rt.Errorf("%+v, counted %d", g, counts[g.Grade])
			}
		}
	})
}

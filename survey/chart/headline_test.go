package chart

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"minping/survey"
)

// The sentences of the small release, in both languages.
func TestHeadlines(t *testing.T) {
	certain := small()
	certain.Flags[0].Certain, certain.Flags[0].Chance = true, .99
	certain.Units[3].Rank.Low = 4
	alike := small()
	alike.Tiers[0].Distinct = nil
	for i := range 4 {
		alike.Units[i].Rank.Low, alike.Units[i].Rank.High = 1, 4
	}
	alike.Flags = nil
	still := small()
	for _, u := range still.Units[:4] {
		u.Nodes["overall"].Change.Real = false
	}
	few := small()
	few.Units = few.Units[:5]
	for _, tt := range []struct {
		name   string
		r      *survey.Release
		say    func(Figures) string
		zh, en string
	}{
		{"perhaps last", small(), Figures.Headline, "末 1 位都在误差之内，第四市先核实", "None of the last 1 is certain: verify City 4 first"},
		{"surely last", certain, Figures.Headline, "第四市确定在末 1 位", "City 4 certainly among the last 1"},
		{"tier, perhaps", small(), tier, "末 1 位里，没有一个能够确定", "Of the last 1 none is certain"},
		{"tier, surely", certain, tier, "第四市末位确凿；末 1 位都能确定", "City 4 is clearly last; all of the last 1 are certain"},
		{"nobody differs", alike, tier, "4 个市彼此无法区分，名次不足为凭", "The 4 cities cannot be told apart: their ranks mean nothing"},
		{"no flag", alike, Figures.Headline, "没有单位触发预警", "No unit is flagged"},
		{
			"line alike", small(), boundary, "末 1 位界线：第 4 位第四市与第 3 位第三市只差 2.0 分，在误差之内，先核实再处理。",
			"The line of the last 1: City 4 (4) and City 3 (3) differ by 2.0 points, within error. Verify before acting.",
		},
		{
			"a real fall", small(), change("c3"), "总体下降 5.0 分，超出误差；3 项指标中 0 项上升、2 项下降",
			"Down 5.0 points overall, beyond error; of 3 indicators 0 rose and 2 fell",
		},
		{
			"no fall", small(), change("c2"), "总体升降无法断定（−0.5）；3 项指标中 0 项上升、0 项下降",
			"No overall change can be told (−0.5); of 3 indicators 0 rose and 0 fell",
		},
		{"hidden", small(), unit("c5"), "第五市：为保护作答人，不公布结果", "City 5: results are not shown, to protect respondents"},
		{"ranked low", small(), unit("c4"), "第四市 74.0 分，列在末 1 位，但在误差之内", "City 4 scores 74.0, ranked among the last 1, but within error"},
		{"near the line", small(), unit("c3"), "第三市 76.0 分，靠近末 1 位界线，难以断定", "City 3 scores 76.0, near the line of the last 1, too close to tell"},
		{
			"few peers", few, func(f Figures) string { return f.ProfileHeadline("c1") }, "3 项指标，没有足够的同级单位可比",
			"3 indicators; too few peers to compare with",
		},
		{"changes of a tier", small(), changes, "4 个市中，1 个上升，1 个下降，2 个无法断定", "Of the 4 cities 1 rose and 1 fell beyond error; for 2 no change can be told"},
		{"no change of a tier", still, changes, "4 个市的升降都无法断定", "No change can be told of any of the 4 cities"},
		{
			"regression to the mean", small(), func(f Figures) string { return f.RegressionNote("city").Head },
			"上轮末 1 位平均变化 0.0 分，其中 +0.3 分本在意料之中", "The last 1 of the round before moved by 0.0 points on average; +0.3 of that was to be expected",
		},
		{"how far units differ", small(), func(f Figures) string { return f.SpreadNote("city") }, "4 个市的得分差别中，约 92% 是真差别，其余是抽样的偶然（可排名度）。真实得分估计以 77.7 分为中心，标准差 3.4 分。", "Of the differences between the 4 cities about 92% is real, the rest is sampling chance (rankability). The true scores are estimated to lie around 77.7, with a standard deviation of 3.4 points."},
		{"why a unit is not ranked", small(), func(f Figures) string { return f.WhyUnranked(survey.FewBallots) }, "有效票不足 20 张，不排名", "fewer than 20 ballots: not ranked"},
		{
			"one low cell", small(), func(f Figures) string { return f.HeatHeadline("city", "") }, "11 格里 1 格低于 60 分（没有一格连同误差），都在“甲二”",
			"1 of 11 cells below 60 (none with all of the interval), all in “A two”",
		},
	} {
		for lang, want := range map[string]string{"zh": tt.zh, "en": tt.en} {
			got := strings.ReplaceAll(tt.say(Figures{Release: tt.r, Lang: lang}), "\u00a0", " ")
			if got != want {
				t.Errorf("%s, %s:\n got %s\nwant %s", tt.name, lang, got, want)
			}
		}
	}
}

func tier(f Figures) string     { return f.TierHeadline("city") }
func boundary(f Figures) string { return f.BoundaryNote("city") }
func changes(f Figures) string  { return f.TierChangeHeadline("city", "overall") }

func change(u string) func(Figures) string {
	return func(f Figures) string { return f.ChangeHeadline(u) }
}

func unit(u string) func(Figures) string {
	return func(f Figures) string { return f.UnitHeadline(u) }
}

// Whatever a release says, no sentence claims what its intervals do not
// support: surely last or first only at the end of the joint interval, certain
// only where the flag is, a rise or fall only where the interval leaves out 0,
// a weakness only where it lies beyond error.
func TestHeadlinesClaimNoMore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := small()
		n := 4
		for i := range n {
			u := &r.Units[i]
			u.Rank.Low = rapid.IntRange(1, i+1).Draw(t, "low")
			u.Rank.High = rapid.IntRange(i+1, n).Draw(t, "high")
			for id, s := range u.Nodes {
				s.Change.Diff = survey.Num(rapid.Float64Range(-9, 9).Draw(t, "diff"))
				half := survey.Num(rapid.Float64Range(0.1, 9).Draw(t, "half"))
				s.Change.Low, s.Change.High = s.Change.Diff-half, s.Change.Diff+half
				s.Change.Real = s.Change.Low > 0 || s.Change.High < 0
				u.Nodes[id] = s
			}
		}
		r.Flags[0].Certain = rapid.Bool().Draw(t, "certain")
		f := Figures{Release: r, Lang: "en"}
		last, first := r.Units[n-1], r.Units[0]
		says := strings.Contains
		if s := f.TierHeadline("city"); says(s, "clearly last") && last.Rank.Low != n || says(s, "clearly first") && first.Rank.High != 1 ||
			says(s, "are certain") && !r.Flags[0].Certain {
			t.Fatalf("%s: last %d–%d, first %d–%d", s, last.Rank.Low, last.Rank.High, first.Rank.Low, first.Rank.High)
		}
		if s := f.Headline(); says(s, "certainly") != r.Flags[0].Certain {
			t.Fatalf("%s: certain %v", s, r.Flags[0].Certain)
		}
		for i := range n {
			u := r.Units[i]
			c := u.Nodes["overall"].Change
			s := f.ChangeHeadline(u.Unit)
			if says(s, "Up ") && c.Low <= 0 || says(s, "Down ") && c.High >= 0 || says(s, "No overall change") == c.Real {
				t.Fatalf("%s: %v to %v", s, c.Low, c.High)
			}
			rose, fell := 0, 0
			for _, id := range []string{"a1", "a2", "b1"} {
				if c := u.Nodes[id].Change; c != nil && c.Low > 0 {
					rose++
				} else if c != nil && c.High < 0 {
					fell++
				}
			}
			if want := fmt.Sprintf("of 3 indicators %d rose and %d fell", rose, fell); !says(s, want) {
				t.Fatalf("%s: %s", s, want)
			}
		}
	})
}

// In the example, whoever is called weak is below the median of its peers with
// its whole interval, and the counts are those of the release.
func TestProfileHeadlineOfExample(t *testing.T) {
	r := exampleRelease(t)
	f := Figures{Release: r, Lang: "en"}
	for i := range r.Units {
		u := &r.Units[i]
		for _, n := range f.differing(u, below) {
			if p := f.peers(u, n.ID); u.Nodes[n.ID].High >= p.median {
				t.Errorf("%s %s is called low: %v reaches %v", u.Unit, n.ID, u.Nodes[n.ID].High, p.median)
			}
		}
		for _, n := range f.differing(u, above) {
			if p := f.peers(u, n.ID); u.Nodes[n.ID].Low <= p.median {
				t.Errorf("%s %s is called high: %v reaches %v", u.Unit, n.ID, u.Nodes[n.ID].Low, p.median)
			}
		}
	}
}

// Both catalogs have the same keys.
func TestWords(t *testing.T) {
	for key := range catalog["zh"] {
		if catalog["en"][key] == nil {
			t.Errorf("%s: no English", key)
		}
	}
	for key := range catalog["en"] {
		if catalog["zh"][key] == nil {
			t.Errorf("%s: no Chinese", key)
		}
	}
}

// The style sheet fits its budget of 12 KB compressed.
func TestStyleFitsItsBudget(t *testing.T) {
	if n := compressed(t, CSS()); n > 12<<10 {
		t.Errorf("%d bytes compressed", n)
	}
}

// A part of a release speaks of the units that it has, among how many they are.
func TestPartHeadline(t *testing.T) {
	r := *exampleRelease(t)
	tier := r.Tiers[len(r.Tiers)-1]
	var units []string
	for _, u := range r.Units {
		if u.Tier == tier.ID && u.Rank != nil && u.Rank.Rank > tier.Ranked-2 {
			units = append(units, u.Unit)
		}
	}
	part := r.Within(func(unit string) bool { return slices.Contains(units, unit) })
	f := Figures{Release: part, Lang: "en"}
	want := fmt.Sprintf("The 2 %s shown rank %d to %d of %d", f.tierName(tier.ID), tier.Ranked-1, tier.Ranked, tier.Ranked)
	if got := f.TierHeadline(tier.ID); !strings.HasPrefix(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if note := f.BoundaryNote(tier.ID); note != "" {
		t.Errorf("a part has a line: %s", note)
	}
}

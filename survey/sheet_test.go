package survey_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"minping/survey"
	"minping/survey/form"
)

const sheetForm = `id: sheet
version: 1
title: {zh: 测评, en: Evaluation}
scales:
  four:
    - {code: A, label: {zh: 优秀, en: Excellent}, score: 100}
    - {code: B, label: {zh: 称职, en: Competent}, score: 80}
    - {code: C, label: {zh: 基本称职, en: Barely}, score: 60}
    - {code: D, label: {zh: 不称职, en: Not}, score: 40, reason: why}
    - {code: "0", label: {zh: 弃权, en: Abstain}, kind: abstain}
groups: [{id: a, title: {zh: A票, en: A}}, {id: b, title: {zh: B票, en: B}}]
items:
  - {id: t0, scale: four, text: {zh: 班子总评, en: Team}, required: true, tiers: [team]}
  - {id: t1, scale: four, text: {zh: 团结, en: Unity}, required: true, tiers: [team]}
  - {id: m0, scale: four, text: {zh: 总评, en: Overall}, required: true, tiers: [member]}
  - {id: m1, scale: four, text: {zh: 德, en: Virtue}, required: true, tiers: [member]}
  - {id: m2, scale: four, text: {zh: 绩, en: Results}, required: true, tiers: [member]}
  - {id: why, type: text, text: {zh: 理由, en: Reason}}
index: [{item: t0, weight: 1}, {item: t1, weight: 1}, {item: m0, weight: 1}, {item: m1, weight: 1}, {item: m2, weight: 1}]
evaluation:
  types:
    - {tier: team, raters: [a], grade: t0}
    - {tier: member, grade: m0, RULES}
  SHEET
`

// sheetOf is a questionnaire with such rules.
func sheetOf(t *testing.T, member, sheet string) *survey.Questionnaire {
	t.Helper()
	src := strings.NewReplacer(", RULES", member, "SHEET", sheet).Replace(sheetForm)
	q, err := form.Parse([]byte(src))
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// tierOf: unit "t" is the team.
func tierOf(unit string) string {
	if unit == "t" {
		return "team"
	}
	return "member"
}

// marked is a ballot whose marks are the letters, the grade first.
func marked(unit, letters string) survey.Ballot {
	b := survey.Ballot{Unit: unit, Group: "a", Answers: survey.Answers{}}
	for i, l := range letters {
		b.Answers[fmt.Sprintf("%c%d", tierOf(unit)[0], i)] = []string{string(l)}
	}
	return b
}

// Each rule of the sheet, at its limit and beyond it: which ballot and item the
// mistake names, and what would be right.
func TestCheckSheet(t *testing.T) {
	cap2, quarter, fits := ", best_at_most: 2", ", best_share: 0.25", ", fits: 15"
	five := func(grades string) (all []survey.Ballot) {
		for i, g := range grades {
			all = append(all, marked(fmt.Sprintf("m%d", i), string(g)+"BC"))
		}
		return all
	}
	for _, tt := range []struct {
		name          string
		member, sheet string
		ballots       []survey.Ballot
		want          string // field, key
		zh, en        string // in the message
	}{
		{"no rules", "", "", five("AAAAA"), "", "", ""},
		{"as many as may be", cap2, "", five("ABABB"), "", "", ""},
		{"one too many", cap2, "", five("ABABA"), "ballots[4].answers.m0 best_at_most", "5 个对象中最多 2 个可评“优秀”（现评了 3 个）；请改 1 个", "At most 2 of 5 may be graded “Excellent” (there are 3); please change 1"},
		{"two too many", cap2, "", five("AAAAB"), "ballots[2].answers.m0 best_at_most; ballots[3].answers.m0 best_at_most", "", ""},
		{"the team is no member", cap2, "", append(five("AAB"), marked("t", "AB")), "", "", ""},
		{"a share, rounded down", quarter, "", five("AABBB"), "ballots[1].answers.m0 best_at_most", "", ""},
		{"a share, one at least", quarter, "", five("A"), "", "", ""},
		{"a share of eight", quarter, "", five("AABBBBBB"), "", "", ""},
		{"fits", fits, "", []survey.Ballot{marked("m", "BBC")}, "", "", ""},
		{"too good for its marks", fits, "", []survey.Ballot{marked("m", "ABC")}, "ballots[0].answers.m0 grade_unfit", "分项平均 70 分，可评 称职、基本称职", "whose mean is 70; it could be Competent, Barely"},
		{"too bad for its marks", fits, "", []survey.Ballot{marked("t", "AA"), marked("m", "DAA")}, "ballots[1].answers.m0 grade_unfit", "可评 优秀", "it could be Excellent"},
		{"no grade lies near: the nearest fit", ", fits: 5", "", []survey.Ballot{marked("m", "ABA"), marked("n", "BBA")}, "", "", ""},
		{"and others do not", ", fits: 5", "", []survey.Ballot{marked("m", "CBA")}, "ballots[0].answers.m0 grade_unfit", "", ""},
		{"no marks, no rule", fits, "", []survey.Ballot{marked("m", "A00")}, "", "", ""},
		{"an abstaining grade", fits, "", []survey.Ballot{marked("m", "0AA")}, "", "", ""},
		{"all top", "", "all_top: refuse", append(five("A"), marked("t", "AA")), "", "", ""},
		{"all top refused", "", "all_top: refuse", []survey.Ballot{marked("m", "AAA"), marked("t", "AA")}, "ballots sheet_all_top", "最高一档", "the best one"},
		{"all top flagged", "", "all_top: flag", []survey.Ballot{marked("m", "AAA")}, "", "", ""},
		{"all alike refused", "", "all_alike: refuse", []survey.Ballot{marked("m", "BBB"), marked("t", "BB")}, "ballots sheet_all_alike", "同一档", "the same"},
		{"all top is alike too", "", "all_alike: refuse", []survey.Ballot{marked("m", "AAA")}, "ballots sheet_all_alike", "", ""},
		{"alike, but not top", "", "all_top: refuse", []survey.Ballot{marked("m", "BBB")}, "", "", ""},
		{"abstaining is another answer", "", "all_alike: refuse", []survey.Ballot{marked("m", "BB0")}, "", "", ""},
		{"all abstain", cap2 + ", fits: 1", "all_alike: refuse, all_top: refuse", []survey.Ballot{marked("m", "000"), marked("t", "00")}, "", "", ""},
		{"a single mark is no pattern", "", "all_alike: refuse", []survey.Ballot{{Unit: "m", Answers: survey.Answers{"m0": {"A"}}}}, "", "", ""},
	} {
		q := sheetOf(t, tt.member, strings.ReplaceAll(tt.sheet, ", ", "\n  "))
		errs := q.CheckSheet(tt.ballots, tierOf)
		var got []string
		for _, e := range errs {
			got = append(got, e.Field+" "+e.Key)
		}
		if s := strings.Join(got, "; "); s != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, s, tt.want)
			continue
		}
		if len(errs) > 0 && (!strings.Contains(errs[0].Message("zh"), tt.zh) || !strings.Contains(errs[0].Message("en"), tt.en)) {
			t.Errorf("%s: %s / %s", tt.name, errs[0].Message("zh"), errs[0].Message("en"))
		}
	}
}

// Paper that breaks a rule of the sheet is void, with the reason; a void mark
// or a blank is no mark.
func TestJudgeSheet(t *testing.T) {
	q := sheetOf(t, ", best_at_most: 1, fits: 15", "all_alike: refuse")
	for _, tt := range []struct {
		name    string
		ballots []survey.Ballot
		want    string
	}{
		{"good", []survey.Ballot{marked("t", "BA"), marked("m", "ABA"), marked("n", "BBB")}, ""},
		{"too many best", []survey.Ballot{marked("t", "BA"), marked("m", "ABA"), marked("n", "AAA")}, survey.VoidMost},
		{"a grade that contradicts", []survey.Ballot{marked("m", "DAA"), marked("n", "BBB")}, survey.VoidCheck},
		{"all alike", []survey.Ballot{marked("t", "BB"), marked("m", "BBB")}, survey.VoidAlike},
		{"void marks", []survey.Ballot{marked("m", "!AA"), marked("n", "A!!")}, ""},
		{"blank", []survey.Ballot{{Unit: "t"}, marked("m", "BBB"), marked("n", "BAB")}, ""},
	} {
		kept, reason, errs := q.JudgeSheet(tt.ballots, tierOf)
		if reason != tt.want || len(errs) > 0 || (reason == "") != (len(kept) == len(tt.ballots)) {
			t.Errorf("%s: %q, %v, kept %v", tt.name, reason, errs, kept)
		}
	}
	_, _, errs := q.JudgeSheet([]survey.Ballot{marked("t", "BA"), {Unit: "m", Answers: survey.Answers{"t0": {"A"}}}}, tierOf)
	if len(errs) != 1 || errs[0].Field != "ballots[1].answers.t0" {
		t.Errorf("an item of another tier: %v", errs)
	}
}

// A sheet that is taken keeps each rule, counted here anew and plainly.
func TestNoSheetBreaksItsRules(t *testing.T) {
	q := sheetOf(t, ", best_share: 0.3, fits: 20", "all_top: refuse\n  all_alike: refuse")
	score := map[string]float64{"A": 100, "B": 80, "C": 60, "D": 40}
	rapid.Check(t, func(rt *rapid.T) {
		letter := rapid.SampledFrom([]string{"A", "A", "B", "C", "D", "0"})
		var ballots []survey.Ballot
		for i := range rapid.IntRange(1, 7).Draw(rt, "members") {
			ballots = append(ballots, marked(fmt.Sprintf("m%d", i), letter.Draw(rt, "m0")+letter.Draw(rt, "m1")+letter.Draw(rt, "m2")))
		}
		if len(q.CheckSheet(ballots, tierOf)) > 0 {
			return
		}
		best, seen, marks := 0, map[string]int{}, 0
		for _, b := range ballots {
			if b.Answers["m0"][0] == "A" {
				best++
			}
			sum, n := 0.0, 0
			for _, id := range slices.Sorted(maps.Keys(b.Answers)) {
				code := b.Answers[id][0]
				seen[code]++
				marks++
				if s, ok := score[code]; ok && id != "m0" {
					sum, n = sum+s, n+1
				}
			}
			if s, ok := score[b.Answers["m0"][0]]; ok && n > 0 && (s-sum/float64(n) > 20 || sum/float64(n)-s > 20) {
				rt.Fatalf("grade %v, mean %v", s, sum/float64(n))
			}
		}
		if most := max(1, 3*len(ballots)/10); best > most {
			rt.Fatalf("%d of %d are best", best, len(ballots))
		}
		for code, n := range seen {
			if n == marks && code != "0" {
				rt.Fatalf("all are %s", code)
			}
		}
	})
}

// The team stands first, then its members in their own order, then the rest.
func TestOnSheet(t *testing.T) {
	q := sheetOf(t, "", "")
	units := []survey.Unit{{ID: "x", Tier: "other"}, {ID: "m2", Tier: "member"}, {ID: "t", Tier: "team"}, {ID: "m1", Tier: "member"}}
	for group, want := range map[string]string{"a": "t m2 m1 x", "b": "m2 m1 x"} {
		var got []string
		for _, u := range q.OnSheet(units, group) {
			got = append(got, u.ID)
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%s: %s, want %s", group, s, want)
		}
	}
}

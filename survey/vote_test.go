package survey_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"minping/survey"
	"minping/survey/form"
)

const votesForm = `id: votes
version: 1
title: 表决
groups: [{id: a, title: 委员}, {id: b, title: 列席}]
items:
  - id: decision
    text: 是否同意
    options: [{code: "Y", label: 同意}, {code: "N", label: 不同意}, {code: "0", label: 弃权, kind: abstain}, {code: P, label: 缓议}]
  - id: names
    type: multiple
    max: 2
    text: 推荐
    options: [{code: k1, label: 甲 某}, {code: k2, label: 乙某}, {code: none, label: 放弃, kind: abstain, exclusive: true}]
  - {id: more, type: longtext, text: 另提}
votes:
  - {item: decision, approve: "Y", against: "N", quorum: 2/3, places: [1]}
  - {item: names, places: [1], write_in: more}
`

// votesOf computes the release of so many ballots of each kind about a unit.
func votesOf(t interface{ Fatal(...any) }, expected int, past []*survey.Release, ballots map[string]int) *survey.Release {
	q, err := form.Parse([]byte(votesForm))
	if err != nil {
		t.Fatal(err)
	}
	c, plain := survey.NewVoteCounter(q), survey.NewCounter(q, nil)
	for _, key := range slices.Sorted(maps.Keys(ballots)) {
		var unit, group, code string
		if _, err := fmt.Sscanf(key, "%s %s %s", &unit, &group, &code); err != nil {
			t.Fatal(err)
		}
		for range ballots[key] {
			a := survey.Answers{}
			if code != "-" {
				a["decision"] = []string{code}
			}
			c.Add(unit, group, a)
		}
	}
	return survey.Compute(survey.Inputs{
		Questionnaire: q, Ballots: plain, Votes: c, MinGroup: 5, Past: past,
		Units:    []survey.Unit{{ID: "u1", Name: survey.Text{"zh": "甲某任职"}}, {ID: "u2", Name: survey.Text{"zh": "乙某任职"}}},
		Expected: map[string]int{"u1": expected, "u2": expected},
		Poll:     &survey.Poll{ID: "p"},
	})
}

func TestVotesOnUnits(t *testing.T) {
	first := votesOf(t, 30, nil, map[string]int{
		"u1 a Y": 16, "u1 a N": 3, "u1 a 0": 2, "u1 a P": 1,
		"u2 a Y": 15, "u2 a N": 5, "u2 a !": 1, "u2 a -": 1,
	})
	v := first.Votes[0]
	if len(v.Candidates) != 2 || v.Quorum != "2/3" || v.Majority != "1/2" || v.Base != survey.BaseExpected {
		t.Fatalf("%+v", v)
	}
	u1, u2 := v.Candidates[0], v.Candidates[1]
	want := survey.Candidate{
		ID: "u1", Name: survey.Text{"zh": "甲某任职"}, Votes: 16, Sheets: &survey.VoteSheets{Expected: 30, Cast: 22, Abstained: 2},
		Options: map[string]int{"Y": 16, "N": 3, "0": 2, "P": 1}, Verdict: "carried", Groups: map[string]int{"a": 16}, Rank: 1, Class: 1,
	}
	if d := cmp.Diff(want, u1); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
	if u2.Verdict != "lost" || u2.Sheets.Invalid != 1 || u2.Sheets.Abstained != 1 || u2.Class != 0 || u2.TwiceLost() {
		t.Errorf("%+v of %+v", u2, u2.Sheets)
	}
	second := votesOf(t, 30, []*survey.Release{first}, map[string]int{"u2 a Y": 14, "u2 a N": 8})
	again := second.Votes[0].Candidates[0]
	if len(again.Earlier) != 1 || again.Earlier[0].Votes != 15 || again.Earlier[0].Verdict != "lost" || !again.TwiceLost() {
		t.Errorf("the second time: %+v", again)
	}
	few := votesOf(t, 30, nil, map[string]int{"u1 a Y": 4}).Votes[0]
	if !few.Few || len(few.Candidates) > 0 {
		t.Errorf("of four: %+v", few)
	}
	small := votesOf(t, 30, nil, map[string]int{"u1 a Y": 20, "u1 b N": 2}).Votes[0].Candidates[0]
	if small.Groups != nil {
		t.Errorf("two of a group show: %v", small.Groups)
	}
}

// Names that are written in several ways are one; a listed one counts as
// listed; more than there may be void the vote of that ballot.
func TestNominations(t *testing.T) {
	q, err := form.Parse([]byte(votesForm))
	if err != nil {
		t.Fatal(err)
	}
	c := survey.NewVoteCounter(q)
	for _, tt := range []struct {
		n      int
		listed []string
		more   string
	}{
		{6, []string{"k1"}, ""},
		{2, nil, "丙 某"},
		{3, []string{"k2"}, "丙某、甲某，"}, // three names: void
		{2, []string{"k2"}, "甲某"},
		{1, []string{"none"}, ""},
		{1, nil, " \n"},
	} {
		for range tt.n {
			a := survey.Answers{"names": tt.listed}
			if tt.more != "" {
				a["more"] = []string{tt.more}
			}
			c.Add("u1", "a", a)
		}
	}
	r := survey.Compute(survey.Inputs{Questionnaire: q, Ballots: survey.NewCounter(q, nil), Votes: c, MinGroup: 5, Units: []survey.Unit{{ID: "u1"}}})
	v := r.Votes[1]
	if want := (survey.VoteSheets{Cast: 15, Invalid: 3, Abstained: 2}); v.VoteSheets != want {
		t.Errorf("%+v", v.VoteSheets)
	}
	var got []string
	for _, c := range v.Candidates {
		got = append(got, fmt.Sprint(c.Name["zh"], c.Written, c.Votes, c.Rank, c.Class, c.Tied))
	}
	if d := cmp.Diff([]string{"甲 某false 8 1 1 false", "乙某false 2 2 0 false", "丙某true 2 2 0 false"}, got); d != "" {
		t.Error(d)
	}
	if _, errs := q.Check(survey.Answers{"names": {"k2"}, "more": {"丙、丁"}}, true); len(errs) != 1 || errs[0].Field != "more" || errs[0].Key != "too_many" {
		t.Errorf("three names of two: %v", errs)
	}
	if _, reason, errs := q.JudgePaper(survey.Answers{"names": {"k2"}, "more": {"丙、丁"}}); reason != survey.VoidOver || len(errs) > 0 {
		t.Errorf("on paper: %q %v", reason, errs)
	}
	for _, open := range r.Open {
		if open.ID == "more" {
			t.Error("names written in are comments")
		}
	}
}

// A void sheet of paper about all units is a void vote on each that its group
// may rate.
func TestVoidWholeSheetsAreVotes(t *testing.T) {
	q, err := form.Parse([]byte(votesForm))
	if err != nil {
		t.Fatal(err)
	}
	c := survey.NewVoteCounter(q)
	for range 8 {
		c.Add("u1", "a", survey.Answers{"decision": {"Y"}})
		c.Add("u2", "a", survey.Answers{"decision": {"Y"}})
	}
	q.Evaluation.Types = []survey.EvaluationType{{Tier: "team", Raters: []string{"b"}}}
	r := survey.Compute(survey.Inputs{
		Questionnaire: q, Ballots: survey.NewCounter(q, nil), Votes: c, MinGroup: 5, Poll: &survey.Poll{ID: "p"},
		Units: []survey.Unit{{ID: "u1", Tier: "person"}, {ID: "u2", Tier: "team"}},
		Paper: []survey.PaperBatch{
			{Number: 1, State: survey.PaperDone, Totals: survey.PaperTotals{Group: "a", Returned: 3, Invalid: 3}},
			{Number: 2, State: survey.PaperDone, Totals: survey.PaperTotals{Unit: "u2", Group: "a", Returned: 1, Invalid: 1}},
		},
	})
	got := map[string]survey.VoteSheets{}
	for _, x := range r.Votes[0].Candidates {
		got[x.ID] = *x.Sheets
	}
	want := map[string]survey.VoteSheets{"u1": {Cast: 11, Invalid: 3}, "u2": {Cast: 9, Invalid: 1}} // group a does not rate teams
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestWrittenNames(t *testing.T) {
	for in, want := range map[string][]string{
		"张 三\n李四、张三": {"张三", "李四"}, "John  Smith, Ann Lee": {"John Smith", "Ann Lee"}, " 、\r\n": nil, "Ｊｏ\u200b": {"Jo\u200b"},
	} {
		if d := cmp.Diff(want, survey.WrittenNames(in)); d != "" {
			t.Errorf("%q: %s", in, d)
		}
	}
}

// Votes add up whatever parts they were counted in, and every ballot is for
// somebody, void or an abstention.
func TestVotesAddUp(t *testing.T) {
	q, err := form.Parse([]byte(votesForm))
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		whole, parts := survey.NewVoteCounter(q), []*survey.VoteCounter{survey.NewVoteCounter(q), survey.NewVoteCounter(q)}
		n := rapid.IntRange(5, 40).Draw(t, "n")
		for range n {
			a := survey.Answers{}
			if code := rapid.SampledFrom([]string{"", "Y", "N", "0", "P", "!"}).Draw(t, "code"); code != "" {
				a["decision"] = []string{code}
			}
			if names := rapid.SliceOfDistinct(rapid.SampledFrom([]string{"k1", "k2"}), rapid.ID).Draw(t, "names"); len(names) > 0 {
				a["names"] = names
			}
			if more := rapid.StringMatching(`[甲乙丙某 、]{0,6}`).Draw(t, "more"); more != "" {
				a["more"] = []string{more}
			}
			whole.Add("u1", "a", a)
			parts[rapid.IntRange(0, 1).Draw(t, "part")].Add("u1", "a", a)
		}
		parts[0].Merge(parts[1])
		of := func(c *survey.VoteCounter) []survey.VoteResult {
			return survey.Compute(survey.Inputs{Questionnaire: q, Ballots: survey.NewCounter(q, nil), Votes: c, Units: []survey.Unit{{ID: "u1"}}}).Votes
		}
		votes := of(whole)
		if d := cmp.Diff(votes, of(parts[0])); d != "" {
			t.Fatalf("in parts: %s", d)
		}
		d := votes[0].Candidates[0]
		sum := d.Sheets.Invalid + d.Sheets.Abstained
		for _, code := range []string{"Y", "N", "P"} {
			sum += d.Options[code]
		}
		if d.Sheets.Cast != n || sum != n {
			t.Fatalf("%d of %d ballots: %+v", sum, n, d)
		}
		if v := votes[1]; v.Cast != n || v.Invalid+v.Abstained > n {
			t.Fatalf("%+v", v)
		}
	})
}

package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"minping/survey"
	"minping/survey/form"
	"minping/survey/library"
	"minping/survey/report"
	"minping/survey/store"
)

// One report, two reviews 一报告两评议: both forms go from the bundled
// questionnaires through two polls, and on one sheet under one code through a
// third, to their releases and reports. Each form is 60 sheets, three of each
// that is written below: 18 of ballot A, 18 of B, 24 of C. Figures are by hand.
func TestOneReportTwoReviews(t *testing.T) {
	ctx := context.Background()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	st, err := store.OpenSQLite(t.TempDir())
	must(err)
	t.Cleanup(func() { must(st.Close()) })
	service := survey.NewService(st.People, st.Ballots, form.Parse)
	text := func(zh string) survey.Text { return survey.Text{"zh": zh, "en": zh} }
	must(service.PutUnits(ctx, []survey.Unit{
		{ID: "committee", Name: text("青岚县委"), Tier: "team"},
		{ID: "zhang", Name: text("张某"), Tier: "person", Parent: "committee"},
		{ID: "wang", Name: text("王某"), Tier: "person", Parent: "committee"},
	}))
	open := func(id, questionnaire string, access survey.Access, units ...string) {
		src, err := library.Source(questionnaire)
		must(err)
		_, err = service.AddQuestionnaire(ctx, src)
		must(err)
		_, err = service.CreatePoll(ctx, survey.Poll{
			ID: id, Title: text(questionnaire), Questionnaire: survey.QuestionnaireRef{ID: questionnaire}, Units: units, Access: access,
		})
		must(err)
		must(service.OpenPoll(ctx, id))
	}
	open("work", "one-report-two-reviews", survey.OpenLink, "committee")
	open("appointees", "new-appointees", survey.OpenLink, "zhang", "wang")
	open("both", "two-reviews", survey.ByCode, "committee", "zhang", "wang")
	codes := map[string][]string{}
	for group, n := range map[string]int{"A": 18, "B": 18, "C": 24} {
		_, list, err := service.IssueCodes(ctx, "both", survey.CodeBatch{Group: group, Label: group}, n)
		must(err)
		codes[group] = list
	}

	groups := "AAAAAABBBBBBCCCCCCCC"
	hand := func(poll string, sheet int, ballots ...survey.Ballot) {
		t.Helper()
		key, salt := sha256.Sum256(fmt.Append(nil, "key", poll, sheet)), sha256.Sum256(fmt.Append(nil, "salt", poll, sheet))
		for i := range ballots {
			ballots[i].Group = groups[sheet/3 : sheet/3+1]
		}
		_, err := service.Accept(ctx, survey.Submission{Poll: poll, Key: key[:], Salt: salt[:], Ballots: ballots})
		must(err)
	}
	for sheet := range 60 {
		i := sheet / 3
		// R1: 10 good, 5 fairly good, 4 average, 1 poor; R2 and R3 all good.
		a := survey.Answers{"R1": {"AAAAAAAAAABBBBBCCCCD"[i : i+1]}, "R2": {"A"}, "R3": {"A"}, "R4": {"none"}}
		if i >= 8 {
			a["R4"] = []string{"P09", "P10"}
		}
		hand("work", sheet, survey.Ballot{Unit: "committee", Answers: a})
		// Zhang: 12 agree, 4 mostly, 2 do not, 2 do not know; Wang: all agree.
		view := "AAAAAAAAAAAABBBBCCDD"[i : i+1]
		b := survey.Answers{"view": {view}}
		if view == "C" {
			b["why"] = []string{"到任不足半年"}
		}
		hand("appointees", sheet, survey.Ballot{Unit: "zhang", Answers: b}, survey.Ballot{Unit: "wang", Answers: survey.Answers{"view": {"A"}}})
		// The same on one sheet.
		group := groups[i : i+1]
		code, salt := codes[group][0], sha256.Sum256(fmt.Append(nil, "salt both", sheet))
		codes[group] = codes[group][1:]
		_, err := service.Accept(ctx, survey.Submission{Poll: "both", Code: code, Salt: salt[:], Ballots: []survey.Ballot{
			{Unit: "committee", Answers: a}, {Unit: "zhang", Answers: b}, {Unit: "wang", Answers: survey.Answers{"view": {"A"}}},
		}})
		must(err)
	}
	// Who does not agree must say why.
	if _, err := service.Accept(ctx, survey.Submission{Poll: "appointees", Key: make([]byte, 32), Salt: make([]byte, 32), Ballots: []survey.Ballot{{Unit: "wang", Group: "A", Answers: survey.Answers{"view": {"C"}}}}}); err == nil {
		t.Error("disagreement without a reason is taken")
	}
	release := func(poll string) *survey.Release {
		t.Helper()
		must(service.ClosePoll(ctx, poll))
		r, err := service.Release(ctx, poll)
		must(err)
		v, err := service.Verify(ctx, poll)
		must(err)
		if len(v.Problems) > 0 {
			t.Errorf("%s: %v", poll, v.Problems)
		}
		return r
	}
	near := func(what string, got survey.Num, want float64) {
		t.Helper()
		if math.Abs(float64(got)-want) > 1e-9 {
			t.Errorf("%s is %v, by hand %v", what, got, want)
		}
	}

	work := release("work")
	u := work.Unit("committee")
	if d := cmp.Diff(map[string]int{"A": 30, "B": 15, "C": 12, "D": 3}, u.Counts["R1"]); d != "" {
		t.Errorf("R1 by option: %s", d)
	}
	near("the whole, which is R1", u.Nodes["selection"].Score, (10*100+5*80+4*60)/20.0)
	near("R2", u.Nodes["R2"].Score, 100)
	near("R1 of A", u.Groups["A"].Nodes["R1"].Score, 100)             // all good
	near("R1 of B", u.Groups["B"].Nodes["R1"].Score, (4*100+2*80)/6.) // four good, two fairly
	near("R1 of C", u.Groups["C"].Nodes["R1"].Score, (3*80+4*60)/8.)  // three fairly, four average, one poor
	near("good and fairly good", u.Nodes["R1"].Rate, 15.0/20)

	appointees := release("appointees")
	zhang, wang := appointees.Unit("zhang"), appointees.Unit("wang")
	if d := cmp.Diff(map[string]int{"A": 36, "B": 12, "C": 6, "D": 6}, zhang.Counts["view"]); d != "" {
		t.Errorf("Zhang by option: %s", d)
	}
	near("Zhang, of 18 who know", zhang.Nodes["view"].Score, (12*100+4*60)/18.0)
	near("agreement with Zhang", zhang.Nodes["view"].Rate, 16.0/18)
	near("do not know Zhang", zhang.Nodes["view"].DontKnow, 2.0/20)
	near("Wang", wang.Nodes["view"].Score, 100)
	if wang.Rank.Rank != 1 || zhang.Rank.Rank != 2 {
		t.Errorf("Wang is %d, Zhang %d", wang.Rank.Rank, zhang.Rank.Rank)
	}

	both := release("both")
	for _, apart := range []*survey.UnitResult{u, zhang, wang} {
		together := both.Unit(apart.Unit)
		for item, counts := range apart.Counts {
			if d := cmp.Diff(counts, together.Counts[item]); d != "" {
				t.Errorf("%s about %s, on one sheet: %s", item, apart.Unit, d)
			}
		}
		for _, node := range []string{"overall", "selection", "R1", "R2", "R3", "view"} {
			if n, there := apart.Nodes[node]; there {
				near(apart.Unit+" at "+node+", on one sheet", together.Nodes[node].Score, float64(n.Score))
			}
			for _, group := range []string{"A", "B", "C"} {
				if n, there := apart.Groups[group].Nodes[node]; there {
					near(apart.Unit+" at "+node+" by "+group+", on one sheet", together.Groups[group].Nodes[node].Score, float64(n.Score))
				}
			}
		}
	}
	grades := both.Evaluation.Units[1]
	if grades.Grades.Item != "view" || grades.Grades.Counts["C"] != 6 || grades.Groups[2].Grades.Counts["C"] != 6 || *grades.Groups[0].Collected != 18 {
		t.Errorf("what is told of Zhang: %+v %+v", grades.Grades, grades.Groups)
	}
	for _, r := range []*survey.Release{work, appointees, both} {
		for _, format := range report.Formats {
			var out bytes.Buffer
			must(report.Write(&out, format, r, "zh"))
			if format == "csv" && !strings.Contains(out.String(), ",A,") {
				t.Errorf("the ballot categories are not told apart:\n%s", out.String())
			}
		}
	}
}

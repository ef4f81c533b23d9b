package store_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"minping/survey"
	"minping/survey/agenda"
	"minping/survey/duty"
	"minping/survey/form"
	"minping/survey/points"
)

func (o *office) dutyDesk() *duty.Desk {
	d := duty.New(o.store.People)
	d.Now, d.Zone = o.now, time.UTC
	return d
}

// A judge of a panel owes his sheet, and what was handed in after it, by the day
// that was set: in his calendar, and nobody else's; the round is published by
// whoever holds it.
func TestPanelIsTold(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.counted(t)
		desk, told := o.dutyDesk(), agenda.New(o.store.People)
		told.Now, told.Zone, told.Duty = o.now, time.UTC, desk
		today := survey.DayOf(o.now(), time.UTC)
		holder, checker := o.Within(rightsBelow("", survey.ReadOrders, survey.ManageOrders)), o.Within(rightsBelow("", survey.ReadOrders, survey.CheckOrders))
		room, judge := desk.Within(holder), desk.Within(checker)
		r, err := room.Add(wen, duty.Review{Title: "述职", Year: "2026", Due: today.Add(5), Sections: []string{"履职"}, Items: []duty.Item{{Title: "实绩", Full: 100}}, Units: []string{"u0", "u1"}, Judges: []string{"甲"}})
		ok(t, err)
		if r.Judges != nil {
			t.Errorf("a plan names judges: %+v", r)
		}
		for _, m := range []duty.Move{{Do: duty.Start}, {Do: duty.Name, Judges: []string{"督查员", "甲"}, MarksBy: today.Add(9)}} {
			r, err = room.Move(wen, r.ID, r.Revision, m)
			ok(t, err)
		}
		if _, err = judge.Move(du, r.ID, r.Revision, duty.Move{Do: duty.Name}); !errors.Is(err, survey.ErrForbidden) {
			t.Errorf("a judge names judges: %v", err)
		}
		dues := func(ctx context.Context, v survey.Scoped) (kinds string) {
			t.Helper()
			all, err := told.Dues(ctx, v, agenda.Filter{From: today, To: today.Add(30)})
			ok(t, err)
			seen := map[string]bool{}
			for _, x := range all {
				if id := string(x.Kind) + x.ID; seen[id] {
					t.Errorf("two have the id %s: %+v", id, all)
				} else {
					seen[id] = true
				}
				if x.Kind == agenda.Marks || x.Kind == agenda.Round {
					kinds += string(x.Kind) + " " + string(x.Day) + " "
				}
			}
			return kinds
		}
		owes, marks := "marks "+string(today.Add(9))+" ", func() {
			t.Helper()
			given := map[string]duty.Mark{"u0": {Items: []float64{80}}}
			r, err = judge.Move(du, r.ID, r.Revision, duty.Move{Do: duty.Score, Given: given})
			ok(t, err)
		}
		hand := func(unit string) {
			t.Helper()
			o.move(time.Hour)
			_, err := room.MoveReport(wen, r.ID, unit, 0, duty.ReportMove{Do: duty.HandIn, Texts: []string{"…"}})
			ok(t, err)
		}
		dues(wen, holder) // both reports are due
		hand("u0")
		if got := dues(du, checker); got != owes {
			t.Errorf("before he marked: %q", got)
		}
		if got := dues(gao, checker); got != "" {
			t.Errorf("somebody who is no judge: %q", got)
		}
		if got := dues(du, o.Within(rightsBelow("u0", survey.WorkOrders))); got != "" {
			t.Errorf("a judge who may not mark: %q", got)
		}
		if got := dues(wen, holder); got != "round "+string(today.Add(9))+" " {
			t.Errorf("whoever holds it: %q", got)
		}
		o.move(time.Hour)
		marks()
		if got := dues(du, checker); got != "" {
			t.Errorf("after he marked: %q", got)
		}
		hand("u1")
		if owed, err := judge.Owed(du); err != nil || len(owed) != 1 || owed[0].Reports != 1 {
			t.Errorf("%v, %+v", err, owed)
		}
		o.move(time.Hour)
		marks() // he leaves u1 out, knowingly
		if got := dues(du, checker); got != "" {
			t.Errorf("of whom he leaves out: %q", got)
		}
		if own, err := desk.Within(o.Within(rightsBelow("u0", survey.WorkOrders))).Review(gao, r.ID); err != nil || own.Judges != nil {
			t.Errorf("those who report are told of the judges: %v, %+v", err, own)
		}
	})
}

// Duty reports from their plan to a grade: written by those who answer for units,
// asked about, marked by judges in their own names and from a table, published to
// those concerned, and a part of an appraisal with its error.
func TestDutyFromPlanToGrade(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.counted(t)
		desk := o.dutyDesk()
		within := func(unit string, rights ...survey.Right) duty.Room {
			return desk.Within(o.Within(rightsBelow(unit, rights...)))
		}
		room := within("", survey.ReadResults, survey.ReadOrders, survey.ManageOrders)
		plan := duty.Review{
			Title: "年终述职", Year: "2026", Due: survey.DayOf(o.now(), time.UTC).Add(10), Sections: []string{"履职", " "}, Items: []duty.Item{{Title: "实绩", Full: 60}, {Title: "作风", Full: 40}},
			Cut: 1, Units: []string{"u0", "u1", "nobody"}, Poll: "none",
		}
		if _, err := room.Add(wen, plan); wrongFields(err) != "units[2] duty_unit, poll duty_poll" {
			t.Errorf("the plan: %s", wrongFields(err))
		}
		plan.Units, plan.Poll = []string{"u0", "u1", "u2"}, "one"
		r, err := room.Add(wen, plan)
		ok(t, err)
		if len(r.Sections) != 1 || r.State != duty.Planned {
			t.Errorf("%+v", r)
		}
		owner := within("u0", survey.WorkOrders)
		if _, err = owner.Review(gao, r.ID); !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("before it begins: %v", err)
		}
		r, err = room.Move(wen, r.ID, r.Revision, duty.Move{Do: duty.Start})
		ok(t, err)

		// 述: the owner writes; two at once, and the second is told.
		seen, p, err := owner.Report(gao, r.ID, "u0")
		ok(t, err)
		if len(seen.Units) != 1 || p.State != duty.Awaited || p.Revision != 0 {
			t.Errorf("%+v, %+v", seen, p)
		}
		hand := duty.ReportMove{Do: duty.HandIn, Texts: []string{"办结 12 项"}}
		p, err = owner.MoveReport(gao, r.ID, "u0", 0, hand)
		ok(t, err)
		if _, err = owner.MoveReport(gao, r.ID, "u0", 0, hand); !errors.Is(err, survey.ErrStale) {
			t.Errorf("as it was before: %v", err)
		}
		ok(t, o.store.People.PutDutyReport(ctx, duty.Report{Review: r.ID, Unit: "u9"}, survey.Act{Kind: survey.ActDutyReported}))
		if err = o.store.People.PutDutyReport(ctx, duty.Report{Review: r.ID, Unit: "u9"}, survey.Act{Kind: survey.ActDutyReported}); !errors.Is(err, survey.ErrStale) {
			t.Errorf("two first versions: %v", err)
		}
		if _, err = owner.MoveReport(gao, r.ID, "u0", p.Revision, duty.ReportMove{Do: duty.Take}); !errors.Is(err, survey.ErrForbidden) {
			t.Errorf("one accepts one's own report: %v", err)
		}
		if _, _, err = owner.Report(gao, r.ID, "u1"); !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("somebody else's report: %v", err)
		}
		_, err = room.MoveReport(wen, r.ID, "u1", 0, hand) // from paper
		ok(t, err)

		// 问: a judge asks, the owner answers.
		judge := within("", survey.ReadOrders, survey.CheckOrders)
		p, err = judge.MoveReport(du, r.ID, "u0", p.Revision, duty.ReportMove{Do: duty.Ask, Why: "为何延期？"})
		ok(t, err)
		p, err = owner.MoveReport(gao, r.ID, "u0", p.Revision, duty.ReportMove{Do: duty.Answer, Question: 1, Why: "资金到位晚"})
		ok(t, err)
		if q := p.Questions[0]; q.Asker != "督查员" || q.Answer != "资金到位晚" || q.Answered == "" {
			t.Errorf("%+v", q)
		}
		waiting, err := owner.Waiting(gao)
		ok(t, err)
		if len(waiting) != 0 {
			t.Errorf("%+v", waiting)
		}
		if waiting, err = room.Waiting(wen); err != nil || len(waiting) != 1 || waiting[0].Unit != "u2" {
			t.Errorf("%v, %+v", err, waiting)
		}

		// 评: in one's own name only, or from a table.
		sheet := map[string]duty.Mark{"u0": {Items: []float64{54, 36}, Grade: duty.Good}, "u1": {Items: []float64{40, 30}, Grade: duty.Fair}}
		if _, err = judge.Move(du, r.ID, r.Revision, duty.Move{Do: duty.Score, Judge: "别人", Given: sheet}); wrongFields(err) != "judge duty_own_sheet" {
			t.Errorf("somebody else's sheet: %v", err)
		}
		r, err = judge.Move(du, r.ID, r.Revision, duty.Move{Do: duty.Score, Given: sheet})
		ok(t, err)
		if r.Sheets[0].Judge != "督查员" || r.Sheets[0].Account == "" {
			t.Errorf("%+v", r.Sheets)
		}
		if _, err = room.Move(wen, r.ID, r.Revision, duty.Move{Do: duty.Score, Judge: "督查员", Given: map[string]duty.Mark{"u0": sheet["u1"]}}); wrongFields(err) != "judge duty_judge_own" {
			t.Errorf("what a judge handed in himself is changed: %v", err)
		}
		both := rightsBelow("", survey.CheckOrders, survey.ReadOrders)
		both.Add(survey.WorkOrders, survey.Area{Unit: "u1"})
		if _, err = desk.Within(o.Within(both)).Move(du, r.ID, r.Revision, duty.Move{Do: duty.Score, Given: sheet}); wrongFields(err) != "given.u1 duty_own_report" {
			t.Errorf("the report of one's own unit is marked: %v", err)
		}
		head := []string{"评委", "述职对象", "实绩", "作风", "综合评价"}
		rows := [][]string{{"甲", "u0", "60", "38", "好"}, {"甲", "u1", "42", "33", "B"}, {"乙", "u0", "52", "35", ""}, {"乙", "u1", "44", "61", ""}, {"乙", "u2", "", "", ""}, {"丙", "u0", "51", "40", ""}}
		_, cells, err := room.Import(wen, r.ID, r.Revision, head, rows, false)
		ok(t, err)
		if len(cells) != 1 || cells[0].Row != 3 || cells[0].Column != 3 || !strings.Contains(cells[0].Message("en"), "from 0 to 40") {
			t.Errorf("cells: %+v", cells)
		}
		rows[3][3] = "31"
		done, cells, err := room.Import(wen, r.ID, r.Revision, head, rows, true)
		ok(t, err)
		if len(cells) != 0 || len(done.Judges) != 3 || done.Marks != 5 {
			t.Errorf("%+v, %+v", done, cells)
		}
		done, _, err = room.Import(wen, r.ID, r.Revision, head, rows, false)
		ok(t, err)
		r = done.Review
		if _, _, err = room.Import(wen, r.ID, r.Revision-1, head, rows, false); !errors.Is(err, survey.ErrStale) {
			t.Errorf("as it was before: %v", err)
		}
		heads, lines, err := room.SheetTable(wen, r, "zh")
		ok(t, err)
		if _, cells, err = room.Import(wen, r.ID, r.Revision, heads, lines, true); err != nil || len(cells) != 0 {
			t.Errorf("the table of sheets is not read again: %v, %+v", err, cells)
		}

		if _, err = judge.Move(du, r.ID, r.Revision, duty.Move{Do: duty.Publish}); !errors.Is(err, survey.ErrForbidden) {
			t.Errorf("a judge publishes: %v", err)
		}
		r, err = room.Move(wen, r.ID, r.Revision, duty.Move{Do: duty.Publish, Overall: map[string]duty.Grade{"u0": duty.Good}})
		ok(t, err)
		// 90, 98, 87, 91: without the highest and the lowest 90.5.
		if x := r.Result("u0"); x.Score != 90.5 || x.N != 4 || x.Rank != 1 || x.Grades[duty.Good] != 2 || x.Overall != duty.Good || r.Result("u2").N != 0 {
			t.Errorf("%+v", r.Results)
		}
		told, err := within("u0", survey.ReadResults).Review(gao, r.ID)
		ok(t, err)
		if len(told.Results) != 1 || len(told.Sheets) != 0 || len(told.Units) != 1 {
			t.Errorf("to a leader of u0: %+v", told)
		}
		if of, err := within("u0", survey.ReadResults).Of(gao, "u0"); err != nil || len(of) != 1 || of[0].Of != 2 {
			t.Errorf("%v, %+v", err, of)
		}

		// The score is a part of an appraisal.
		card := points.New(o.store.People, form.ParseScheme)
		card.Now, card.Zone, card.Duty = o.now, time.UTC, desk
		office := card.Within(o.Within(rightsBelow("", survey.ReadOrders, survey.ManageOrders)))
		_, err = office.PutScheme(wen, "year-2026", 0, []byte(strings.Replace(cardScheme, "tiers: [county]\n", "", 1)))
		ok(t, err)
		in := points.AppraisalInput{Scheme: "year-2026", Year: o.now().Format("2006"), Reviews: map[string]string{"duty": "none", "routine": r.ID}}
		if _, err = office.Compute(wen, in); wrongFields(err) != "reviews.duty points_review, reviews.routine scheme_no_mark_part" {
			t.Errorf("wrong reviews: %s", wrongFields(err))
		}
		in.Reviews = map[string]string{"duty": r.ID}
		a, err := office.Compute(wen, in)
		ok(t, err)
		for _, u := range a.Result.Units {
			if u.Unit == "u0" && (u.Parts[1].Value != 90.5 || !(u.SE > 0) || a.Marks[0].Review != r.ID || a.Marks[0].Value != 45.25) {
				t.Errorf("%+v, %+v", u, a.Marks)
			}
			if u.Unit == "u1" && (u.Total != 66 || u.SE.OK()) { // of three judges one is left: no error is known
				t.Errorf("%+v", u)
			}
		}
		if v, err := office.Verify(wen, a.ID); err != nil || !v.Same {
			t.Errorf("%v, %+v", err, v)
		}
		r, err = room.Move(wen, r.ID, r.Revision, duty.Move{Do: duty.Reopen, Why: "漏录评委"})
		ok(t, err)
		if v, err := office.Verify(wen, a.ID); err != nil || v.Same || len(v.Polls) != 1 || len(v.Changed) != 0 {
			t.Errorf("after it was taken back: %v, %+v", err, v)
		}
		paper, err := room.Document(wen, r, "zh")
		ok(t, err)
		var b strings.Builder
		if err := paper.DOCX(&b); err != nil || !strings.HasPrefix(b.String(), "PK") {
			t.Errorf("the paper: %v", err)
		}
	})
}

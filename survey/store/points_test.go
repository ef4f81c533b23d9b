package store_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"minping/survey"
	"minping/survey/form"
	"minping/survey/points"
	"minping/survey/store"
)

const cardScheme = `
id: year-2026
title: {zh: 年度考核}
tiers: [county]
parts:
  - {id: routine, title: {zh: 平时积分}, weight: 60, card: year}
  - {id: duty, title: {zh: 述职评分}, weight: 40, marks: true, full: 50}
cards:
  - {id: year, title: {zh: 积分卡}, base: 60, high: 100, items: [{id: award, title: {zh: 受表彰}, points: 10, cap: 20}, {id: absent, title: {zh: 缺会}, points: -2}]}
grades:
  - {id: best, title: {zh: 优秀}, from: 70, quota: {share: 0.34}}
  - {id: rest, title: {zh: 其余}}
vetoes:
  - {id: accident, title: {zh: 事故}, bars: [best]}
`

// cards is the desk of points of an office for somebody with rights below a unit.
func cards(o *office, unit string, rights ...survey.Right) points.Room {
	d := points.New(o.store.People, form.ParseScheme)
	d.Now, d.Zone = o.now, time.UTC
	r := survey.Rights{}
	for _, right := range rights {
		r.Add(right, survey.Area{Unit: unit})
	}
	return d.Within(o.Within(r))
}

func cardOrganiser(o *office, unit string) points.Room {
	return cards(o, unit, survey.ReadOrders, survey.ManageOrders, survey.CheckOrders, survey.WorkOrders)
}

var (
	wen = survey.WithActor(ctx, survey.Actor{ID: "wen", Name: "闻以澄", Via: survey.ViaSession})
	du  = survey.WithActor(ctx, survey.Actor{ID: "du", Name: "督查员", Via: survey.ViaSession})
	gao = survey.WithActor(ctx, survey.Actor{ID: "gao", Name: "高闻道", Via: survey.ViaSession})
)

// earn enters points of a unit and has them confirmed.
func earn(t testing.TB, room points.Room, in points.Input) points.Entry {
	t.Helper()
	in.Scheme = "year-2026"
	e, err := room.Add(wen, in)
	ok(t, err)
	e, err = room.Step(du, e.ID, e.Revision, points.Confirm, "")
	ok(t, err)
	return e
}

func wrongAt(err error, field string) bool {
	var errs survey.FieldErrors
	return errors.As(err, &errs) && errs[0].Field == field
}

func TestPointEntries(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		today := survey.DayOf(o.now(), time.UTC)
		whole := cardOrganiser(o, "")
		plan, err := whole.PutScheme(wen, "", 0, []byte(cardScheme))
		ok(t, err)
		if again, err := whole.Scheme(ctx, "year-2026", 0); err != nil || again.Source != cardScheme || again.Revision != 1 || plan.Revision != 1 {
			t.Fatalf("the scheme: %v, revision %d", err, again.Revision)
		}
		own := cards(o, "u0", survey.ReadOrders, survey.WorkOrders)
		check := cards(o, "city", survey.ReadOrders, survey.CheckOrders)
		in := points.Input{Scheme: "year-2026", Unit: "u0", Item: "award", Matter: "获市级表彰", Basis: "文件"}

		for name, tt := range map[string]struct {
			in    func(i *points.Input)
			field string
		}{
			"no such item":  {func(i *points.Input) { i.Item = "none" }, "item"},
			"too many":      {func(i *points.Input) { x := 11.0; i.Points = &x }, "points"},
			"no matter":     {func(i *points.Input) { i.Matter = " " }, "matter"},
			"another unit":  {func(i *points.Input) { i.Unit = "u1" }, "unit"},
			"tomorrow":      {func(i *points.Input) { i.Day = today.Add(1) }, "date"},
			"no date":       {func(i *points.Input) { i.Day = "2026-02-30" }, "date"},
			"two kinds":     {func(i *points.Input) { i.Part = "duty" }, "item"},
			"no kind":       {func(i *points.Input) { i.Item = "" }, "item"},
			"no scheme":     {func(i *points.Input) { i.Scheme = "none" }, "scheme"},
			"a mark of 51":  {func(i *points.Input) { x := 51.0; i.Item, i.Part, i.Points = "", "duty", &x }, "points"},
			"veto, no why":  {func(i *points.Input) { i.Item, i.Veto, i.Matter = "", "accident", "" }, "matter"},
			"corrects none": {func(i *points.Input) { i.Corrects = "none" }, "corrects"},
		} {
			wrong := in
			tt.in(&wrong)
			if _, err := own.Add(wen, wrong); !wrongAt(err, tt.field) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := check.Add(du, in); !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("an inspector enters: %v", err)
		}

		// Two people: whoever entered does not confirm, a unit does not review.
		e, err := own.Add(wen, in)
		ok(t, err)
		if _, err := own.Step(du, e.ID, 1, points.Confirm, ""); !errors.Is(err, survey.ErrForbidden) {
			t.Errorf("a unit reviews: %v", err)
		}
		if _, err := whole.Step(wen, e.ID, 1, points.Confirm, ""); !wrongAt(err, "do") {
			t.Errorf("whoever entered it confirms it: %v", err)
		}
		if waiting, err := whole.Entries(wen, points.Filter{Waiting: true}); err != nil || len(waiting) != 0 {
			t.Errorf("one's own entry waits for one: %v %v", waiting, err)
		}
		if waiting, err := check.Entries(du, points.Filter{Waiting: true}); err != nil || len(waiting) != 1 {
			t.Errorf("%d wait for another: %v", len(waiting), err)
		}
		e, err = check.Step(du, e.ID, 1, points.Confirm, "")
		ok(t, err)
		if _, err := check.Step(gao, e.ID, 1, points.Withdraw, "误记"); !errors.Is(err, survey.ErrStale) {
			t.Errorf("the second is told %v", err)
		}
		if _, err := check.Step(gao, e.ID, 2, points.Withdraw, ""); !wrongAt(err, "why") {
			t.Errorf("without a reason: %v", err)
		}
		card, err := own.Card(ctx, "year-2026", "year", "u0", whole.Year())
		ok(t, err)
		if card.Balance.Balance != 70 || card.Lines[0].Entrant != "闻以澄" || card.Lines[0].Checker != "督查员" {
			t.Errorf("card %+v", card)
		}
		if _, err := own.Card(ctx, "year-2026", "year", "u1", whole.Year()); !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("another's card: %v", err)
		}
		if got, err := own.Cards(ctx, "year-2026", "", "", whole.Year()); err != nil || len(got) != 1 {
			t.Errorf("%d cards: %v", len(got), err)
		}
		_, err = check.Step(gao, e.ID, 2, points.Withdraw, "误记")
		ok(t, err)
		in.Corrects = e.ID
		_, err = own.Add(wen, in)
		ok(t, err)

		// One mark of a part a year, also of two at once.
		mark := 40.0
		duty := points.Input{Scheme: "year-2026", Unit: "u0", Part: "duty", Points: &mark}
		first, err := own.Add(wen, duty)
		ok(t, err)
		if _, err := own.Add(wen, duty); !wrongAt(err, "unit") {
			t.Errorf("a second mark: %v", err)
		}
		twin := first
		twin.ID, twin.Revision = "pe_twin", 0
		if err := o.store.People.ChangePoints(ctx, points.Change{Entries: []points.Entry{twin}}); !errors.Is(err, survey.ErrConflict) {
			t.Errorf("a second mark at once: %v", err)
		}
		_, err = own.Step(wen, first.ID, 1, points.Withdraw, "算错")
		ok(t, err)
		_, err = own.Add(wen, duty)
		ok(t, err)

		// What entries rest on stays in the scheme.
		if _, err := whole.PutScheme(wen, "year-2026", 1, []byte(strings.Replace(cardScheme, "id: award", "id: prize", 1))); !wrongAt(err, "source") {
			t.Errorf("an item with entries goes: %v", err)
		}
		if _, err := whole.PutScheme(wen, "year-2026", 1, []byte(strings.Replace(cardScheme, "full: 50", "full: 30", 1))); !wrongAt(err, "source") || !strings.Contains(err.Error(), "40") {
			t.Errorf("a mark of 40 is more than the new full mark: %v", err)
		}
		if _, err := whole.PutScheme(wen, "year-2026", 0, []byte(cardScheme+"\n# later\n")); !errors.Is(err, survey.ErrStale) {
			t.Errorf("the second to change the scheme is told %v", err)
		}
		_, err = whole.PutScheme(wen, "year-2026", 1, []byte(cardScheme+"\n# later\n"))
		ok(t, err)
		if all, err := whole.Revisions(ctx, "year-2026"); err != nil || len(all) != 2 || all[1].Source != cardScheme {
			t.Errorf("%d revisions: %v", len(all), err)
		}
		if _, err := cardOrganiser(o, "u0").PutScheme(wen, "", 0, []byte(cardScheme)); !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("an organiser of a part changes schemes: %v", err)
		}
		for _, kind := range []survey.ActKind{survey.ActSchemePut, survey.ActPointStep} {
			if !strings.Contains(o.kinds(t), string(kind)) {
				t.Errorf("%s is not noted", kind)
			}
		}
	})
}

// Several entries are confirmed at once as they were seen, all or none.
func TestPointsAreConfirmedTogether(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		whole := cardOrganiser(o, "")
		_, err := whole.PutScheme(wen, "", 0, []byte(cardScheme))
		ok(t, err)
		var seen []points.Seen
		for _, unit := range []string{"u0", "u1", "u2"} {
			e, err := whole.Add(wen, points.Input{Scheme: "year-2026", Unit: unit, Item: "award", Matter: "获表彰"})
			ok(t, err)
			seen = append(seen, points.Seen{ID: e.ID, Revision: e.Revision})
		}
		states := func() (all string) {
			for _, s := range seen {
				e, err := whole.Entry(ctx, s.ID)
				ok(t, err)
				all += string(e.State) + " "
			}
			return all
		}
		const waiting = "entered entered entered "
		if _, err := whole.ConfirmAll(wen, seen); !wrongAt(err, "entries[0]") {
			t.Errorf("whoever entered them confirms: %v", err)
		}
		if _, err := whole.ConfirmAll(du, nil); !wrongAt(err, "entries") {
			t.Errorf("none are confirmed: %v", err)
		}
		part := cards(o, "u0", survey.ReadOrders, survey.CheckOrders)
		if _, err := part.ConfirmAll(du, seen); !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("an inspector of a part: %v", err)
		}
		old := append(slices.Clone(seen[:2]), points.Seen{ID: seen[2].ID, Revision: 7})
		if _, err := whole.ConfirmAll(du, old); !errors.Is(err, survey.ErrStale) {
			t.Errorf("as one was not: %v", err)
		}
		if is := states(); is != waiting {
			t.Fatalf("refused, and %s", is)
		}
		// Of some who confirm at once, one does.
		var wg sync.WaitGroup
		errs := make([]error, 4)
		for i := range errs {
			wg.Go(func() { _, errs[i] = whole.ConfirmAll(du, append(seen, seen[0])) })
		}
		wg.Wait()
		done := 0
		for _, err := range errs {
			switch {
			case err == nil:
				done++
			case !errors.Is(err, survey.ErrStale) && !wrongAt(err, "entries[0]"):
				t.Errorf("the second is told %v", err)
			}
		}
		if is := states(); done != 1 || is != "confirmed confirmed confirmed " {
			t.Errorf("%d did: %s", done, is)
		}
		if n := strings.Count(o.kinds(t), string(survey.ActPointStep)); n != 6 {
			t.Errorf("%d steps are noted", n)
		}
	})
}

func TestPointPublication(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		today := survey.DayOf(o.now(), time.UTC)
		from := today[:4] + "-01-01"
		whole := cardOrganiser(o, "")
		_, err := whole.PutScheme(wen, "", 0, []byte(cardScheme))
		ok(t, err)
		line := earn(t, whole, points.Input{Unit: "u0", Item: "award", Matter: "获表彰"})
		_, err = whole.Add(wen, points.Input{Scheme: "year-2026", Unit: "u0", Item: "absent", Matter: "缺会"}) // waits
		ok(t, err)
		for name, in := range map[string]points.PublicationInput{
			"backwards": {From: today, To: from.Add(-1)}, "the future": {From: from, To: today.Add(1)}, "no window": {From: from, To: today, Opens: today, Closes: today.Add(-1)},
			"no day": {From: "2026-13-01", To: today}, "no card": {From: from, To: today, Card: "none"},
		} {
			in.Scheme = "year-2026"
			if _, err := whole.Publish(wen, in); err == nil {
				t.Errorf("%s is published", name)
			}
		}
		p, err := whole.Publish(wen, points.PublicationInput{Scheme: "year-2026", From: from, To: today})
		ok(t, err)
		if len(p.Cards) != 3 || p.Cards[0].Balance.Balance != 70 || p.Cards[0].Before != 60 || len(p.Cards[0].Lines) != 1 || p.Closes != today.Add(7) {
			t.Errorf("published %+v", p)
		}
		reader := cards(o, "u0", survey.ReadResults)
		if seen, err := reader.Publication(ctx, p.ID); err != nil || len(seen.Cards) != 1 {
			t.Errorf("a leader of u0 reads %d cards: %v", len(seen.Cards), err)
		}
		if _, err := cards(o, "").Publication(ctx, p.ID); !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("a stranger reads: %v", err)
		}
		if _, err := reader.Object(gao, p.ID, "u1", "", "别人的"); !wrongAt(err, "unit") {
			t.Errorf("an objection elsewhere: %v", err)
		}
		if _, err := reader.Object(gao, p.ID, "u0", "none", "没有"); !wrongAt(err, "entry") {
			t.Errorf("an objection to no line: %v", err)
		}
		obj, err := reader.Object(gao, p.ID, "u0", line.ID, "表彰在上一年度")
		ok(t, err)
		half := 5.0
		ruling := points.Ruling{Revision: 1, State: points.Upheld, Why: "级别有误", Correction: &points.Input{Points: &half}}
		fourth := survey.WithActor(ctx, survey.Actor{ID: "fourth", Name: "第四人", Via: survey.ViaSession})
		for name, by := range map[string]survey.Actor{"entered": survey.ActorOf(wen), "reviewed": survey.ActorOf(du), "objected": survey.ActorOf(gao)} {
			if _, err := whole.Decide(survey.WithActor(ctx, by), p.ID, obj.ID, ruling); !wrongAt(err, "state") {
				t.Errorf("whoever %s decides: %v", name, err)
			}
		}
		if _, err := reader.Decide(fourth, p.ID, obj.ID, ruling); !errors.Is(err, survey.ErrForbidden) {
			t.Errorf("a leader decides: %v", err)
		}
		obj, err = cards(o, "city", survey.ReadOrders, survey.CheckOrders).Decide(fourth, p.ID, obj.ID, ruling)
		ok(t, err)
		if _, err := whole.Decide(fourth, p.ID, obj.ID, ruling); !errors.Is(err, survey.ErrStale) {
			t.Errorf("decided twice: %v", err)
		}
		was, err := whole.Entry(ctx, line.ID)
		ok(t, err)
		now, err := whole.Entry(ctx, obj.Correction)
		ok(t, err)
		if was.State != points.Withdrawn || now.State != points.Entered || now.Points != 5 || now.Corrects != line.ID {
			t.Errorf("was %s, now %+v", was.State, now)
		}
		// Another objection to the line is upheld; the line is corrected once.
		another, err := reader.Object(gao, p.ID, "u0", line.ID, "依据也不对")
		ok(t, err)
		ruling.Correction = &points.Input{Points: &half, Basis: "另一依据"}
		if _, err := whole.Decide(fourth, p.ID, another.ID, ruling); !wrongAt(err, "correction.corrects") {
			t.Errorf("a second correction: %v", err)
		}
		twin := now
		twin.ID, twin.Revision = "pe_twin", 0
		if err := o.store.People.ChangePoints(ctx, points.Change{Entries: []points.Entry{twin}}); !errors.Is(err, survey.ErrConflict) {
			t.Errorf("a second correction at once: %v", err)
		}
		_, err = whole.Step(du, now.ID, now.Revision, points.Refuse, "依据不足")
		ok(t, err)
		ruling.Correction = &points.Input{}
		if _, err := whole.Decide(fourth, p.ID, another.ID, ruling); !wrongAt(err, "correction.matter") {
			t.Errorf("a correction that changes nothing: %v", err)
		}
		ruling.Correction = &points.Input{Points: &half, Basis: "另一依据"}
		another, err = whole.Decide(fourth, p.ID, another.ID, ruling)
		ok(t, err)
		if now, err = whole.Entry(ctx, another.Correction); err != nil || now.Basis != "另一依据" || now.Points != 5 {
			t.Errorf("corrected again %+v, %v", now, err)
		}
		if after, err := whole.Publication(ctx, p.ID); err != nil || after.Cards[0].Balance.Balance != 70 {
			t.Errorf("the publication has changed: %v", err)
		}
		o.move(9 * 24 * time.Hour)
		if _, err := reader.Object(gao, p.ID, "u0", "", "太晚"); !wrongAt(err, "reason") {
			t.Errorf("an objection after the end: %v", err)
		}
	})
}

func TestAppraisalIsKept(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		whole := cardOrganiser(o, "")
		_, err := whole.PutScheme(wen, "", 0, []byte(cardScheme))
		ok(t, err)
		for i, unit := range []string{"u0", "u1", "u2"} {
			mark := 40.0 + float64(i)
			earn(t, whole, points.Input{Unit: unit, Part: "duty", Points: &mark})
		}
		award := earn(t, whole, points.Input{Unit: "u0", Item: "award", Matter: "获表彰"})
		earn(t, whole, points.Input{Unit: "u2", Veto: "accident", Matter: "责任事故"})
		if _, err := whole.Compute(wen, points.AppraisalInput{Scheme: "year-2026", Year: "26", Polls: map[string]string{"x": "p"}}); err == nil {
			t.Error("no year, no poll, and no mistake")
		}
		a, err := whole.Compute(wen, points.AppraisalInput{Scheme: "year-2026", Year: whole.Year()})
		ok(t, err)
		got := map[string]string{}
		for _, u := range a.Result.Units {
			got[u.Unit] = u.Grade
		}
		if got["u0"] != "best" || got["u1"] != "rest" || got["u2"] != "rest" {
			t.Errorf("grades %v", got)
		}
		// Later entries change nothing; it can be computed again.
		_, err = whole.Step(gao, award.ID, award.Revision, points.Withdraw, "误记")
		ok(t, err)
		_, err = whole.PutScheme(wen, "", 1, []byte(strings.Replace(cardScheme, "base: 60", "base: 50", 1)))
		ok(t, err)
		v, err := whole.Verify(ctx, a.ID)
		ok(t, err)
		if !v.Same || v.Again != a.Hash {
			t.Errorf("verified %+v", v)
		}
		if len(v.Since) != 1 || v.Since[0].Unit != "u0" || len(v.Since[0].Parts) != 1 || v.Since[0].Parts[0].Part != "routine" || v.Since[0].Was-v.Since[0].Is != 6 || v.Since[0].GradeWas != "best" || v.Since[0].GradeIs != "rest" {
			t.Errorf("changed since: %+v", v.Since)
		}
		stored, err := whole.Appraisal(ctx, a.ID)
		ok(t, err)
		for i, u := range stored.Result.Units {
			for j, step := range u.Steps {
				if step.In("zh") != a.Result.Units[i].Steps[j].In("zh") || step.In("en") != a.Result.Units[i].Steps[j].In("en") {
					t.Errorf("as computed %q, as stored %q", a.Result.Units[i].Steps[j].In("zh"), step.In("zh"))
				}
			}
		}
		// People decide.
		leader := cards(o, "u1", survey.ReadResults)
		if _, err := leader.Appraisal(ctx, a.ID); !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("a leader reads before it is shown: %v", err)
		}
		if _, err := whole.Grade(wen, a.ID, 1, []points.Verdict{{Unit: "u1", Grade: "best"}}); !wrongAt(err, "grades[0].reason") {
			t.Errorf("another grade without a reason: %v", err)
		}
		if _, err := whole.Grade(wen, a.ID, 1, []points.Verdict{{Unit: "u2", Grade: "best", Reason: "集体研究决定"}}); !wrongAt(err, "grades[0].grade") {
			t.Errorf("a grade that a veto bars: %v", err)
		}
		if _, err := whole.Show(wen, a.ID, 1, true, ""); !wrongAt(err, "shown") {
			t.Errorf("shown undecided: %v", err)
		}
		for i, unit := range []string{"u0", "u1", "u2"} {
			a, err = whole.Grade(wen, a.ID, int64(1+i), []points.Verdict{{Unit: unit, Grade: "rest", Reason: "集体研究决定"}})
			ok(t, err)
		}
		if _, err := whole.Grade(wen, a.ID, 1, []points.Verdict{{Unit: "u1", Grade: "rest"}}); !errors.Is(err, survey.ErrStale) {
			t.Errorf("the second is told %v", err)
		}
		if _, err := whole.Show(wen, a.ID, 4, true, ""); !wrongAt(err, "why") {
			t.Errorf("shown without a reason, though entries have changed: %v", err)
		}
		shown, err := whole.Show(wen, a.ID, 4, true, "积分误记不影响等次")
		ok(t, err)
		if shown.Why == "" {
			t.Error("why it is shown is gone")
		}
		seen, err := leader.Appraisal(ctx, a.ID)
		ok(t, err)
		if seen.Why != "" {
			t.Errorf("a leader of u1 reads why all of it is shown: %q", seen.Why)
		}
		if len(seen.Result.Units) != 1 || seen.Result.Units[0].Unit != "u1" || len(seen.Decisions) != 1 || len(seen.Points) != 0 || len(seen.Vetoes) != 0 {
			t.Errorf("a leader of u1 reads %+v", seen)
		}
		if _, err := leader.Verify(ctx, a.ID); !errors.Is(err, survey.ErrForbidden) {
			t.Errorf("a leader verifies: %v", err)
		}
	})
}

// Where a scheme takes two people, a grade is decided once somebody else agrees;
// another decision takes both away.
func TestAppraisalByTwo(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		whole := cardOrganiser(o, "")
		_, err := whole.PutScheme(wen, "", 0, []byte(cardScheme+"deciders: 2\n"))
		ok(t, err)
		a, err := whole.Compute(wen, points.AppraisalInput{Scheme: "year-2026", Year: whole.Year()})
		ok(t, err)
		if _, err := whole.Agree(du, a.ID, 1, []string{"u0"}); !wrongAt(err, "units[0]") {
			t.Errorf("agreed with nothing: %v", err)
		}
		if _, err := whole.Grade(wen, a.ID, 1, nil); !wrongAt(err, "grades") {
			t.Errorf("decided nothing: %v", err)
		}
		verdict := func(unit, grade, reason string) points.Verdict {
			return points.Verdict{Unit: unit, Grade: grade, Reason: reason}
		}
		all := []points.Verdict{verdict("u0", "rest", "研究"), verdict("u1", "rest", "研究"), verdict("u2", "best", "")}
		if _, err := whole.Grade(wen, a.ID, 1, all); !wrongAt(err, "grades[2].reason") {
			t.Errorf("one of three without a reason: %v", err)
		}
		all[2].Reason = "研究"
		a, err = whole.Grade(wen, a.ID, 1, all)
		ok(t, err)
		if _, err := whole.Agree(wen, a.ID, 2, []string{"u0"}); !wrongAt(err, "units[0]") {
			t.Errorf("agreed with himself: %v", err)
		}
		if _, err := whole.Show(wen, a.ID, 2, true, ""); !wrongAt(err, "shown") {
			t.Errorf("shown by one: %v", err)
		}
		a, err = whole.Agree(du, a.ID, 2, []string{"u0", "u1", "u2"})
		ok(t, err)
		a, err = whole.Grade(gao, a.ID, 3, []points.Verdict{verdict("u0", "rest", "研究"), verdict("u1", "best", "复议")})
		ok(t, err)
		if d := a.Decisions["u0"]; d.Name != "闻以澄" || d.Second == nil || d.Second.Name != "督查员" {
			t.Errorf("a decision as it was: %+v", d)
		}
		if d := a.Decisions["u1"]; d.Name != "高闻道" || d.Second != nil {
			t.Errorf("another decision: %+v", d)
		}
		a, err = whole.Agree(wen, a.ID, 4, []string{"u1"})
		ok(t, err)
		a, err = whole.Show(wen, a.ID, 5, true, "研究决定")
		ok(t, err)
		if _, err := whole.Grade(wen, a.ID, 6, all); !wrongAt(err, "shown") {
			t.Errorf("changed while it is shown: %v", err)
		}
		if again, err := whole.Appraisal(ctx, a.ID); err != nil || again.Decisions["u1"].Second.Name != "闻以澄" {
			t.Errorf("as kept: %+v %v", again.Decisions["u1"], err)
		}
	})
}

// A table of points goes out and comes in again without doubles; mistakes are
// told by cell.
func TestPointsImport(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		whole := cardOrganiser(o, "")
		_, err := whole.PutScheme(wen, "", 0, []byte(cardScheme))
		ok(t, err)
		head := []string{"单位", "项目", "日期", "加扣分", "事项"}
		today := string(survey.DayOf(o.now(), time.UTC))
		_, cells, err := whole.Import(wen, "year-2026", "", head, [][]string{{"u0", "award", today, "11", "多"}, {"nobody", "award", today, "", "谁"}, {"u0", "受表彰", today, "x", "字"}}, false)
		ok(t, err)
		if len(cells) != 1 || cells[0].Row != 2 || cells[0].Column != 3 {
			t.Errorf("wrong %+v", cells)
		}
		_, cells, err = whole.Import(wen, "year-2026", "", head, [][]string{{"u0", "award", today, "11", "多"}, {"nobody", "award", today, "", "谁"}}, false)
		ok(t, err)
		if len(cells) != 2 || cells[0].Column != 3 || cells[1].Row != 1 || cells[1].Column != 0 {
			t.Errorf("wrong %+v", cells)
		}
		rows := [][]string{{"u0", "受表彰", today, "", "甲"}, {"u1", "absent", strings.ReplaceAll(today, "-", "/"), "-1", "乙"}}
		done, cells, err := whole.Import(wen, "year-2026", "", head, rows, true)
		if err != nil || len(cells) > 0 || done.Entries != 2 {
			t.Fatalf("checked: %+v %v %v", done, cells, err)
		}
		if all, err := whole.Entries(ctx, points.Filter{}); err != nil || len(all) != 0 {
			t.Errorf("a check keeps %d: %v", len(all), err)
		}
		_, _, err = whole.Import(wen, "year-2026", "", head, rows, false)
		ok(t, err)
		table, err := whole.Table(ctx, points.Filter{Scheme: "year-2026"}, "zh")
		ok(t, err)
		var heads []string
		for _, c := range table.Columns {
			heads = append(heads, c.Name.In("zh"))
		}
		done, cells, err = whole.Import(wen, "year-2026", "", heads, table.Rows, false)
		if err != nil || len(cells) > 0 || done.Known != 2 || done.Entries != 0 {
			t.Errorf("again: %+v %v %v", done, cells, err)
		}
		done, cells, err = whole.Import(wen, "year-2026", "", []string{"unit", "述职评分"}, [][]string{{"u0", "41.5"}, {"u1", ""}}, false)
		if err != nil || len(cells) > 0 || done.Entries != 1 {
			t.Errorf("marks: %+v %v %v", done, cells, err)
		}
	})
}

// A backup carries all of it.
func TestBackupCarriesPoints(t *testing.T) {
	o, dir := sqliteOffice(t)
	o.prepare(t)
	whole := cardOrganiser(o, "")
	_, err := whole.PutScheme(wen, "", 0, []byte(cardScheme))
	ok(t, err)
	e := earn(t, whole, points.Input{Unit: "u0", Item: "award", Matter: "获表彰"})
	today := survey.DayOf(o.now(), time.UTC)
	p, err := whole.Publish(wen, points.PublicationInput{Scheme: "year-2026", From: today, To: today})
	ok(t, err)
	obj, err := whole.Object(gao, p.ID, "u0", "", "不对")
	ok(t, err)
	a, err := whole.Compute(wen, points.AppraisalInput{Scheme: "year-2026", Year: whole.Year()})
	ok(t, err)
	origin, err := store.OriginSQLite(dir)
	ok(t, err)
	defer origin.Close()
	into := filepath.Join(t.TempDir(), "backups")
	_, err = origin.Backup(ctx, backupPlan(into))
	ok(t, err)
	var all strings.Builder
	ok(t, filepath.WalkDir(into, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		bytes, err := os.ReadFile(path)
		all.Write(bytes)
		return err
	}))
	for _, want := range []string{"缺会", e.ID, p.ID, obj.ID, a.ID} {
		if !strings.Contains(all.String(), want) {
			t.Errorf("the backup holds no %s", want)
		}
	}
}

// While an objection waits, or grades go beyond their places, an appraisal is
// shown for a reason alone.
func TestAppraisalOverObjections(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		whole := cardOrganiser(o, "")
		_, err := whole.PutScheme(wen, "", 0, []byte(cardScheme))
		ok(t, err)
		for _, unit := range []string{"u0", "u1"} {
			for range 2 {
				earn(t, whole, points.Input{Unit: unit, Item: "award", Matter: "获表彰"})
			}
		}
		for _, unit := range []string{"u0", "u1", "u2"} {
			mark := 40.0
			earn(t, whole, points.Input{Unit: unit, Part: "duty", Points: &mark})
		}
		today := survey.DayOf(o.now(), time.UTC)
		p, err := whole.Publish(wen, points.PublicationInput{Scheme: "year-2026", From: today, To: today})
		ok(t, err)
		a, err := whole.Compute(wen, points.AppraisalInput{Scheme: "year-2026", Year: whole.Year()})
		ok(t, err)
		best := []points.Verdict{{Unit: "u0", Grade: "best", Reason: "研究"}, {Unit: "u1", Grade: "best", Reason: "研究"}, {Unit: "u2", Grade: "rest", Reason: "研究"}}
		a, err = whole.Grade(wen, a.ID, 1, best)
		ok(t, err)
		if _, err := whole.Show(wen, a.ID, a.Revision, true, ""); !wrongAt(err, "why") { // of three there is one place
			t.Errorf("shown beyond the places: %v", err)
		}
		a, err = whole.Grade(wen, a.ID, a.Revision, []points.Verdict{{Unit: "u1", Grade: "rest", Reason: "研究"}})
		ok(t, err)
		obj, err := whole.Object(gao, p.ID, "u1", "", "少了一项")
		ok(t, err)
		if v, err := whole.Verify(ctx, a.ID); err != nil || v.Waiting != 1 || len(v.Since) != 0 {
			t.Errorf("waiting %d, %v", v.Waiting, err)
		}
		if _, err := whole.Show(wen, a.ID, a.Revision, true, " "); !wrongAt(err, "why") {
			t.Errorf("shown over an objection: %v", err)
		}
		_, err = whole.Decide(du, p.ID, obj.ID, points.Ruling{Revision: obj.Revision, State: points.Dismissed, Why: "不成立"})
		ok(t, err)
		shown, err := whole.Show(wen, a.ID, a.Revision, true, "")
		ok(t, err)
		if !shown.Shown || shown.Why != "" {
			t.Errorf("shown %+v", shown)
		}
	})
}

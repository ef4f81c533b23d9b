package store_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"minping/survey"
	"minping/survey/casework"
	"minping/survey/intake"
	"minping/survey/store"
)

// counter is the desk of cases of an office.
func (o *office) counter() *casework.Desk {
	d := casework.New(o.store.People)
	d.Now, d.Zone = o.now, time.UTC
	return d
}

// caseRoom is the desk for somebody with rights below a unit.
func caseRoom(o *office, unit string, rights ...survey.Right) casework.Room {
	r := survey.Rights{}
	for _, right := range rights {
		r.Add(right, survey.Area{Unit: unit})
	}
	return o.counter().Within(o.Within(r))
}

func caseOrganiser(o *office, unit string) casework.Room {
	return caseRoom(o, unit, survey.ReadOrders, survey.ManageOrders, survey.CheckOrders, survey.WorkOrders)
}

// window adds a service point of a unit.
func (o *office) window(t testing.TB, unit string) casework.Point {
	t.Helper()
	p, err := caseOrganiser(o, "").PutPoint(ctx, casework.Point{Unit: unit, Kind: casework.Window, Name: "3号窗口"})
	ok(t, err)
	return p
}

const complaint = "等了两个小时"

// complain is a bad review with a contact.
func (o *office) complain(t testing.TB, point string) casework.Taken {
	t.Helper()
	taken, err := o.counter().Review(ctx, point, casework.Entry{Grade: 1, Words: complaint, Contact: "13912345678"}, "10.0.0.0/24")
	ok(t, err)
	return taken
}

func TestCaseFromReviewToClosed(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		p := o.window(t, "u0")
		good, err := o.counter().Review(ctx, p.ID, casework.Entry{Grade: 5, Aspects: []string{"attitude", "platform", "none"}, Words: "很快"}, "n")
		ok(t, err)
		if good.Case != "" || good.Receipt != "" {
			t.Errorf("a good review is a case: %+v", good)
		}
		taken := o.complain(t, p.ID)

		own := caseRoom(o, "u0", survey.ReadOrders, survey.WorkOrders)
		worker := survey.WithActor(ctx, survey.Actor{ID: "wen", Name: "闻以澄", Via: survey.ViaSession})
		caller := survey.WithActor(ctx, survey.Actor{ID: "du", Name: "督查员", Via: survey.ViaSession})
		inspector := caseRoom(o, "city", survey.ReadOrders, survey.CheckOrders)
		for i, m := range []casework.Move{
			{Do: casework.Accept, Person: "闻以澄"},
			{Do: casework.Verify, Why: "当日只开了一个窗口"},
			{Do: casework.Fix, Measure: "高峰加开窗口"},
			{Do: casework.Reply, Why: "已加开窗口"},
		} {
			c, err := own.Move(worker, taken.Case, int64(1+i), m)
			ok(t, err)
			if c.Revision != int64(2+i) {
				t.Errorf("%s: revision %d", m.Do, c.Revision)
			}
		}
		if _, err := own.Move(worker, taken.Case, 4, casework.Move{Do: casework.Reply, Why: "旧"}); !errors.Is(err, survey.ErrStale) {
			t.Errorf("the second is told %v", err)
		}
		if _, err := own.Move(worker, taken.Case, 5, casework.Move{Do: casework.CallBack, Outcome: casework.Satisfied}); !errors.Is(err, survey.ErrForbidden) {
			t.Errorf("a unit calls back itself: %v", err)
		}

		// The contact: for whoever calls back, noted, and in nothing else.
		if _, err := own.Contact(worker, taken.Case); !errors.Is(err, survey.ErrForbidden) {
			t.Errorf("the unit reads the contact: %v", err)
		}
		contact, err := inspector.Contact(caller, taken.Case)
		ok(t, err)
		if contact != "13912345678" || !strings.Contains(o.kinds(t), string(survey.ActContactRead)) {
			t.Errorf("contact %q, noted %s", contact, o.kinds(t))
		}
		if n := strings.Count(o.kinds(t), string(survey.ActCaseMoved)); n != 4 { // none by citizens
			t.Errorf("%d steps are noted: %s", n, o.kinds(t))
		}

		// Its author follows it with the receipt, however it is typed, and is his own call-back.
		followed, err := o.counter().Follow(ctx, " "+strings.ToLower(strings.ReplaceAll(taken.Receipt, "-", " ")))
		ok(t, err)
		if followed.State != casework.Replied || followed.Reply != "已加开窗口" || !followed.Asked || followed.Unit != "u0" {
			t.Errorf("followed %+v", followed)
		}
		if _, err := o.counter().Follow(ctx, "AAAA"); !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("another receipt: %v", err)
		}
		followed, err = o.counter().Say(ctx, taken.Receipt, casework.Satisfied, "谢谢")
		ok(t, err)
		if followed.State != casework.CalledBack || followed.Asked {
			t.Errorf("said %+v", followed)
		}
		c, err := inspector.Case(ctx, taken.Case)
		ok(t, err)
		if s := c.Steps[len(c.Steps)-1]; !s.Citizen || s.By != "" || s.At != s.Day.Time() || c.Steps[0].At != c.Day.Time() {
			t.Errorf("of a citizen more than the day is kept: %+v", s)
		}
		c, err = inspector.Move(caller, c.ID, c.Revision, casework.Move{Do: casework.Close})
		ok(t, err)
		if _, err := inspector.Contact(caller, c.ID); !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("the contact of a closed case: %v", err)
		}

		// A stranger, and somebody elsewhere.
		for name, room := range map[string]casework.Room{"a stranger": caseRoom(o, ""), "elsewhere": caseOrganiser(o, "u2")} {
			if _, err := room.Case(ctx, c.ID); !errors.Is(err, survey.ErrNotFound) {
				t.Errorf("%s: %v", name, err)
			}
			if _, err := room.Contact(ctx, c.ID); !errors.Is(err, survey.ErrNotFound) {
				t.Errorf("%s reads the contact: %v", name, err)
			}
			if _, err := room.Point(ctx, p.ID); !errors.Is(err, survey.ErrNotFound) {
				t.Errorf("%s sees the point: %v", name, err)
			}
		}
		m, err := inspector.Metrics(ctx, "2026-01-01", "2026-12-31")
		ok(t, err)
		if len(m.Units) != 1 || m.Whole.Reviews != 2 || m.Whole.Grades != [5]int{1, 0, 0, 0, 1} || m.Whole.InTime.N != 1 || m.Whole.Called.N != 1 || m.Whole.Pleased.N != 1 || m.Whole.Closed != 1 {
			t.Errorf("figures %+v", m.Whole)
		}
	})
}

// A review that a recheck finds void leaves the rates, and comes back when that is
// overturned.
func TestVoidReviewIsInNoRate(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		taken := o.complain(t, o.window(t, "u0").ID)
		room := caseOrganiser(o, "city")
		step := func(who string, m casework.Move) {
			t.Helper()
			c, err := room.Case(ctx, taken.Case)
			ok(t, err)
			_, err = room.Move(survey.WithActor(ctx, survey.Actor{ID: who, Name: who, Via: survey.ViaSession}), c.ID, c.Revision, m)
			ok(t, err)
		}
		figures := func() casework.Figures {
			m, err := room.Metrics(ctx, "2026-01-01", "2026-12-31")
			ok(t, err)
			return m.Whole
		}
		step("unit", casework.Move{Do: casework.Accept, Person: "闻以澄"})
		step("unit", casework.Move{Do: casework.Verify, Why: "不属于本单位"})
		step("unit", casework.Move{Do: casework.Reject, Ground: casework.Mistaken, Why: "误评"})
		if f := figures(); f.Bad.N != 1 || f.Void != 0 {
			t.Errorf("rejected, not rechecked: %+v", f)
		}
		step("other", casework.Move{Do: casework.Uphold, Why: "属实"})
		if f := figures(); f.Bad.N != 0 || f.Void != 1 || f.Reviews != 0 {
			t.Errorf("upheld: %+v", f)
		}
		step("other", casework.Move{Do: casework.Appeal, Why: "当事人不服"})
		step("third", casework.Move{Do: casework.Overturn, Why: "评价属实"})
		if f := figures(); f.Bad.N != 1 || f.Void != 0 {
			t.Errorf("overturned: %+v", f)
		}
	})
}

// What nobody spoke of gets an imputed review, which is in no rate and gives way
// to a real one; contacts go when their time is over; cases are escalated.
func TestCaseTick(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		p := o.window(t, "u0")
		room := caseOrganiser(o, "")
		file := "类型,服务点,日期,办件编号\n办件,3号窗口,2026-02-20,B1\n办件,3号窗口,2026-02-20,B2\n办件,3号窗口,2026-02-28,B3\n"
		if wrong := o.importCases(t, room, file, false); len(wrong) > 0 {
			t.Fatalf("%v", wrong)
		}
		desk := o.counter()
		ok(t, desk.Tick(ctx))
		m, err := room.Metrics(ctx, "2026-01-01", "2026-12-31")
		ok(t, err)
		if f := m.Whole; f.Handled != 3 || f.Imputed != 2 || f.Reviews != 0 || f.Rate.N != 0 {
			t.Errorf("silence: %+v", f)
		}
		if _, err := desk.Review(ctx, p.ID, casework.Entry{Grade: 4, Matter: "B1"}, "n"); err != nil {
			t.Errorf("a real review after an imputed one: %v", err)
		}
		if _, err := desk.Review(ctx, p.ID, casework.Entry{Grade: 4, Matter: "B1"}, "n"); err == nil {
			t.Error("a matter is reviewed twice")
		}
		m, err = room.Metrics(ctx, "2026-01-01", "2026-12-31")
		ok(t, err)
		if f := m.Whole; f.Imputed != 1 || f.Reviews != 1 || f.Rate.N != 1 || f.Rate.Of != 3 {
			t.Errorf("after a real one: %+v", f)
		}

		letter, err := room.Add(ctx, casework.Entry{Kind: casework.ByLetter, Unit: "u0", Words: "路灯不亮", Contact: "幸福路 1 号"})
		ok(t, err)
		c, err := room.Case(ctx, letter.Case)
		ok(t, err)
		o.move(9 * 24 * time.Hour)
		ok(t, desk.Tick(ctx))
		c, err = room.Case(ctx, c.ID)
		ok(t, err)
		if c.Level != 2 {
			t.Errorf("level %d of a case due %s, on %s", c.Level, c.Due, desk.Today())
		}
		actor := func(id string) { // takes the next step
			t.Helper()
			do := c.Next()[0]
			m := casework.Move{Do: do, Why: "情况", Person: id, Measure: "措施", Outcome: casework.Satisfied}
			c, err = room.Move(survey.WithActor(ctx, survey.Actor{ID: id, Name: id, Via: survey.ViaSession}), c.ID, c.Revision, m)
			ok(t, err)
		}
		for range 4 {
			actor("unit")
		}
		actor("other")
		actor("other")
		if c.State != casework.Closed || c.Erase != desk.Today().Add(30) {
			t.Fatalf("%s, erased on %s", c.State, c.Erase)
		}
		o.move(29 * 24 * time.Hour)
		ok(t, desk.Tick(ctx))
		if strings.Contains(o.kinds(t), string(survey.ActContactsErased)) {
			t.Error("erased too early")
		}
		o.move(24 * time.Hour)
		ok(t, desk.Tick(ctx))
		if !strings.Contains(o.kinds(t), string(survey.ActContactsErased)) {
			t.Errorf("not erased: %s", o.kinds(t))
		}
	})
}

func (o *office) importCases(t testing.TB, room casework.Room, file string, check bool) []survey.CellError {
	t.Helper()
	sheet, err := intake.ReadTable(strings.NewReader(file), "cases.csv")
	ok(t, err)
	_, wrong, err := room.Import(ctx, sheet.Header, sheet.Rows, sheet.Line, check)
	ok(t, err)
	return wrong
}

func TestImportCases(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		o.window(t, "u0")
		room := caseOrganiser(o, "city")
		file := "类型,责任单位,服务点,渠道,日期,办件编号,评分,内容,联系方式\n" +
			",u0,3号窗口,,2026-02-20,B1,非常不满意,等候太久,139\n,u1,,网上,2026/2/21,,5,很好,\n来信,u1,,,2026年2月22日,,,公示栏没有更新,\n办件,u0,,,2026-02-20,B9,,,\n"
		if wrong := o.importCases(t, room, file, true); len(wrong) > 0 {
			t.Fatalf("%v", wrong)
		}
		if cases, err := room.Cases(ctx, casework.Filter{}); err != nil || len(cases) != 0 {
			t.Errorf("a check keeps %d, %v", len(cases), err)
		}
		o.importCases(t, room, file, false)
		cases, err := room.Cases(ctx, casework.Filter{})
		ok(t, err)
		reviews, err := room.Reviews(ctx, "", "2026-01-01", "2026-12-31")
		ok(t, err)
		if len(cases) != 2 || len(reviews) != 2 || reviews[0].Channel != casework.Online || cases[0].Day > "2026-02-22" {
			t.Errorf("%d cases, reviews %+v", len(cases), reviews)
		}
		made, err := room.Table(ctx, cases, "zh")
		ok(t, err)
		for _, row := range made.Rows {
			if slices.Contains(row, "139") {
				t.Errorf("the table tells the contact: %v", row)
			}
		}
		for _, tt := range []struct{ table, want string }{
			{"评分\n5\n", "-1 unit case_columns"},
			{"责任单位,评分\n火星,5\n", "0 unit case_unit_unknown"},
			{"责任单位,评分\nu0,很好\n", "0 grade case_grade"},
			{"责任单位,评分\nu0,\n", "0 grade case_grade"},
			{"责任单位,类型,内容\nu0,来函,内容\n", "0 kind case_kind"},
			{"责任单位,类型,内容\nu0,来信,\n", "0 words case_words"},
			{"责任单位,评分,日期\nu0,1,明天\n", "0 day case_date"},
			{"责任单位,评分,日期\nu0,1,2099-01-01\n", "0 day case_future"},
			{"责任单位,评分,渠道\nu0,1,飞鸽\n", "0 channel case_channel"},
			{"责任单位,服务点,评分\nu1,3号窗口,1\n", "0 point case_point"},
			{"责任单位,评分,办件编号\nu0,1,B1\n", "0 matter case_matter_again"},
			{"责任单位,评分,办件编号\nu0,1,B7\nu0,2,B7\n", "1 matter case_matter_twice"},
			{"责任单位,类型\nu0,办件\n", "0 matter case_matter"},
		} {
			var got []string
			for _, w := range o.importCases(t, room, tt.table, false) {
				got = append(got, strings.TrimSpace(strings.Join([]string{itoa(w.Row), w.Field, w.Key}, " ")))
			}
			if strings.Join(got, ", ") != tt.want {
				t.Errorf("%q: %v, want %s", tt.table, got, tt.want)
			}
		}
		if wrong := o.importCases(t, caseOrganiser(o, "u2"), "责任单位,评分\nu0,5\n", false); len(wrong) != 1 || wrong[0].Key != "case_unit_unknown" {
			t.Errorf("into another's unit: %v", wrong)
		}
	})
}

func itoa(n int) string { return map[int]string{-1: "-1", 0: "0", 1: "1"}[n] }

func TestCaseRules(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		set, err := caseRoom(o, "u0", survey.ReadOrders).Rules(ctx)
		ok(t, err)
		if set.Simple != 5 || set.Revision != 0 {
			t.Errorf("usual %+v", set)
		}
		set.Simple, set.Holidays = 3, []survey.Day{"2026-10-02", "2026-10-01", "2026-10-01"}
		if _, err := caseOrganiser(o, "city").EditRules(ctx, set); !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("for all units, by an organiser of some: %v", err)
		}
		room := caseOrganiser(o, "")
		kept, err := room.EditRules(ctx, set)
		ok(t, err)
		if kept.Revision != 1 || len(kept.Holidays) != 2 || kept.Holidays[0] != "2026-10-01" {
			t.Errorf("kept %+v", kept)
		}
		if _, err := room.EditRules(ctx, set); !errors.Is(err, survey.ErrStale) {
			t.Errorf("an older revision: %v", err)
		}
		kept.Complex, kept.Holidays = 1, []survey.Day{"soon"}
		var wrong survey.FieldErrors
		if _, err := room.EditRules(ctx, kept); !errors.As(err, &wrong) || len(wrong) != 2 {
			t.Errorf("wrong rules: %v", err)
		}
	})
}

// No backup carries a contact; all else of cases is in it.
func TestBackupLeavesContacts(t *testing.T) {
	o, dir := sqliteOffice(t)
	o.prepare(t)
	taken := o.complain(t, o.window(t, "u0").ID)
	origin, err := store.OriginSQLite(dir)
	ok(t, err)
	defer origin.Close()
	into := filepath.Join(t.TempDir(), "backups")
	_, err = origin.Backup(ctx, backupPlan(into))
	ok(t, err)
	found := false
	ok(t, filepath.WalkDir(into, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		bytes, err := os.ReadFile(path)
		if strings.Contains(string(bytes), "13912345678") {
			t.Errorf("%s holds the contact", path)
		}
		found = found || strings.Contains(string(bytes), taken.Case) && strings.Contains(string(bytes), complaint)
		return err
	}))
	if !found {
		t.Error("the case is not in the backup")
	}
}

// A review that was addressed to the wrong unit counts for the one to which its
// case is referred, with its matter, and for the first again if it comes back.
func TestReferredReviewIsCharged(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		point, room := o.window(t, "u0"), caseOrganiser(o, "")
		if wrong := o.importCases(t, room, "类型,服务点,日期,办件编号\n办件,3号窗口,2026-03-01,B1\n办件,3号窗口,2026-03-01,B2\n", false); len(wrong) > 0 {
			t.Fatalf("%v", wrong)
		}
		taken, err := o.counter().Review(ctx, point.ID, casework.Entry{Grade: 1, Words: complaint, Matter: "B1"}, "n")
		ok(t, err)
		revision := int64(1)
		for _, to := range []string{"u0", "u1", "u0"} {
			if revision > 1 || to != "u0" {
				_, err = room.Move(ctx, taken.Case, revision, casework.Move{Do: casework.Refer, Unit: to, Why: "由该单位办理"})
				ok(t, err)
				revision++
			}
			m, err := room.Metrics(ctx, "2026-01-01", "2026-12-31")
			ok(t, err)
			for _, u := range m.Units {
				bad, handled := 0, 1
				if u.Unit == to {
					bad = 1
				}
				if to == "u0" && u.Unit == "u0" {
					handled = 2
				} else if to == "u0" || u.Unit != "u0" && u.Unit != "u1" {
					handled = 0
				}
				if u.Reviews != bad || u.Bad.N != bad || u.Handled != handled {
					t.Errorf("with %s, %s has %d reviews, %d bad, of %d matters", to, u.Unit, u.Reviews, u.Bad.N, u.Handled)
				}
			}
			reviews, err := o.store.People.Reviews(ctx, "2026-01-01", "2026-12-31")
			ok(t, err)
			at := ""
			if to == "u0" {
				at = point.ID
			}
			if len(reviews) != 1 || reviews[0].Unit != to || reviews[0].Point != at || reviews[0].Grade != 1 {
				t.Errorf("with %s: %+v", to, reviews)
			}
		}
	})
}

// Holidays that are entered later move the deadlines of open cases, and of no
// others.
func TestHolidaysMoveDeadlines(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		room := caseOrganiser(o, "")
		var cases []casework.Case
		for range 2 {
			taken, err := room.Add(ctx, casework.Entry{Kind: casework.ByLetter, Unit: "u0", Words: "路灯不亮"})
			ok(t, err)
			c, err := room.Case(ctx, taken.Case)
			ok(t, err)
			cases = append(cases, c)
		}
		limit, err := room.Move(ctx, cases[1].ID, 1, casework.Move{Do: casework.Amend, Why: "情况复杂", Due: cases[1].Due.Add(30)})
		ok(t, err)
		set, err := room.Rules(ctx)
		ok(t, err)
		set.Holidays = []survey.Day{cases[0].Due}
		set, err = room.EditRules(ctx, set)
		ok(t, err)
		want := set.After(cases[0].Due, 1)
		c, err := room.Case(ctx, cases[0].ID)
		ok(t, err)
		if last := c.Steps[len(c.Steps)-1]; c.Due != want || c.Revision != 2 || last.Do != casework.Recount || last.Due != want {
			t.Errorf("due %s, want %s; %+v", c.Due, want, last)
		}
		if same, err := room.Case(ctx, limit.ID); err != nil || same.Due != limit.Due || same.Revision != limit.Revision {
			t.Errorf("of a day that was set: %+v, %v", same, err)
		}
		set.Low = 80
		_, err = room.EditRules(ctx, set)
		ok(t, err)
		if again, err := room.Case(ctx, c.ID); err != nil || again.Revision != c.Revision {
			t.Errorf("without another calendar: %+v, %v", again, err)
		}
	})
}

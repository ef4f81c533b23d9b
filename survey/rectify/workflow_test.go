package rectify

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"minping/survey"
)

var (
	unit  = survey.Actor{ID: "wen", Name: "闻以澄"}
	head  = survey.Actor{ID: "zhuo", Name: "卓砚青"}
	clerk = survey.Actor{ID: "clerk", Name: "督查员"}
)

// on is noon of a day, in UTC, with somebody acting.
func on(day survey.Day, who survey.Actor) Moment {
	return Moment{At: day.Time().Add(12 * time.Hour), Today: day, Actor: who}
}

// issued is a task issued on 2 September 2026 and due on 10 November.
func issued(t testing.TB) Task {
	t.Helper()
	task := Task{ID: "t", State: Draft, Unit: "u", Title: "任前公示时间短、范围窄", Due: "2026-11-10"}
	return must(t, task, Move{Do: Issue}, on("2026-09-02", head))
}

func must(t testing.TB, task Task, m Move, now Moment) Task {
	t.Helper()
	after, err := task.Apply(m, now)
	if err != nil {
		t.Fatalf("%s: %v", m.Do, err)
	}
	return after
}

// faults lists what is wrong as "field key".
func faults(err error) string {
	var wrong survey.FieldErrors
	if !errors.As(err, &wrong) {
		return ""
	}
	var list []string
	for _, e := range wrong {
		list = append(list, e.Field+" "+e.Key)
	}
	return strings.Join(list, ", ")
}

var (
	claim  = Move{Do: Claim, Person: "闻以澄", Lead: "卓砚青"}
	plan   = Move{Do: Plan, Cause: "办法没有写明天数", Measure: "公示不少于 5 个工作日"}
	report = Move{Do: Report, Why: "已修订办法", Share: 60}
	submit = Move{Do: Submit, Why: "三条措施都已落实", Evidence: []Evidence{{Name: "公示办法（修订）.pdf"}}}
	check  = Move{Do: Check, Why: "材料齐全，现场属实"}
)

// The whole way, with a return, more time and a look-back on it.
func TestWayOfATask(t *testing.T) {
	task := issued(t)
	for _, s := range []struct {
		m    Move
		day  survey.Day
		who  survey.Actor
		want State
	}{
		{claim, "2026-09-04", unit, Claimed},
		{plan, "2026-09-15", unit, Planned},
		{report, "2026-10-08", unit, InProgress},
		{Move{Do: Remind}, "2026-10-09", head, InProgress},
		{submit, "2026-10-28", unit, Submitted},
		{Move{Do: Return, Why: "缺村（社区）张贴记录"}, "2026-11-03", clerk, Returned},
		{Move{Do: Ask, Why: "要补拍照片", Due: "2026-11-20"}, "2026-11-08", unit, Returned},
		{Move{Do: Grant}, "2026-11-09", head, Returned},
		{submit, "2026-11-18", unit, Submitted},
		{check, "2026-11-19", clerk, Checked},
		{Move{Do: Close}, "2026-11-20", clerk, Closed},
		{Move{Do: Held, Why: "抽查三个村，公示都满 5 天"}, "2027-02-01", clerk, Closed},
		{Move{Do: FellBack, Why: "又有两个村只公示 3 天", Due: "2027-06-30"}, "2027-05-06", clerk, Returned},
	} {
		task = must(t, task, s.m, on(s.day, s.who))
		last := task.Steps[len(task.Steps)-1]
		if task.State != s.want || last.Do != s.m.Do || last.By != s.who.ID || last.Name != s.who.Name || survey.DayOf(last.At, time.UTC) != s.day {
			t.Fatalf("%s: %s, step %+v", s.m.Do, task.State, last)
		}
		if s.m.Do == Close && (!task.OnTime(time.UTC) || task.ClosedBy().Name != clerk.Name) {
			t.Errorf("closed: on time %v, by %+v", task.OnTime(time.UTC), task.ClosedBy())
		}
	}
	if task.Due != "2027-06-30" || len(task.Steps) != 14 || len(task.Evidence) != 2 || task.Share != 0 || task.Person != "闻以澄" || task.Lead != "卓砚青" {
		t.Errorf("%+v", task)
	}
}

func TestWhatAStepLacks(t *testing.T) {
	fresh := issued(t)
	claimed := must(t, fresh, claim, on("2026-09-04", unit))
	planned := must(t, claimed, plan, on("2026-09-05", unit))
	handed := must(t, planned, submit, on("2026-09-06", unit))
	checked := must(t, handed, check, on("2026-09-07", clerk))
	closed := must(t, checked, Move{Do: Close}, on("2026-09-08", clerk))
	asked := must(t, planned, Move{Do: Ask, Why: "雨季", Due: "2026-12-01"}, on("2026-11-10", unit))
	noCause := planned
	noCause.Cause, noCause.Measure = "", ""
	unchecked := noCause
	unchecked.State = Checked
	for _, tt := range []struct {
		name string
		task Task
		m    Move
		now  Moment
		want string
	}{
		{"no such step", fresh, Move{Do: "fly"}, on("2026-09-03", unit), "do order_do"},
		{"the server's own", fresh, Move{Do: Escalate}, on("2026-09-03", unit), "do order_do"},
		{"too early", fresh, submit, on("2026-09-03", unit), "do order_not_now"},
		{"issued twice", fresh, Move{Do: Issue}, on("2026-09-03", head), "do order_not_now"},
		{"nobody answers", fresh, Move{Do: Claim}, on("2026-09-03", unit), "person order_person"},
		{"a plan of nothing", claimed, Move{Do: Plan, Cause: " "}, on("2026-09-05", unit), "cause order_cause, measure order_measure"},
		{"no words, no evidence", planned, Move{Do: Submit, Evidence: []Evidence{{Name: " "}}}, on("2026-09-06", unit), "why order_why, evidence order_evidence"},
		{"no cause", noCause, submit, on("2026-09-06", unit), "cause order_cause, measure order_measure"},
		{"closed without a cause", unchecked, Move{Do: Close}, on("2026-09-06", clerk), "cause order_cause, measure order_measure"},
		{"one's own work", handed, check, on("2026-09-07", unit), "do order_own_work"},
		{"returned without a word", handed, Move{Do: Return}, on("2026-09-07", clerk), "why order_why"},
		{"a share", planned, Move{Do: Report, Why: "快了", Share: 101}, on("2026-09-07", unit), "share order_share"},
		{"asked too late", planned, Move{Do: Ask, Why: "雨季", Due: "2026-12-01"}, on("2026-11-11", unit), "due order_ask_late"},
		{"no later", planned, Move{Do: Ask, Why: "雨季", Due: "2026-11-10"}, on("2026-11-01", unit), "due order_later"},
		{"no day", planned, Move{Do: Ask, Why: "雨季", Due: "2026-11-31"}, on("2026-11-01", unit), "due not_a_date"},
		{"asked twice", asked, Move{Do: Ask, Why: "雨季", Due: "2026-12-01"}, on("2026-11-01", unit), "do order_asked"},
		{"nothing to grant", planned, Move{Do: Grant}, on("2026-11-01", head), "do order_no_extension"},
		{"granted by whoever asked", asked, Move{Do: Grant}, on("2026-11-10", unit), "do order_own_work"},
		{"granted until when it is due already", asked, Move{Do: Grant, Due: "2026-11-10"}, on("2026-11-10", head), "due order_later"},
		{"refused without a word", asked, Move{Do: Refuse}, on("2026-11-10", head), "why order_why"},
		{"over is over", closed, report, on("2026-09-09", unit), "do order_not_now"},
		{"fell back, until when", closed, Move{Do: FellBack, Why: "反弹"}, on("2027-01-01", clerk), "due order_due"},
		{"fell back, until yesterday", closed, Move{Do: FellBack, Why: "反弹", Due: "2026-12-31"}, on("2027-01-01", clerk), "due order_past"},
		{"long", planned, Move{Do: Report, Why: strings.Repeat("长", mostWords+1)}, on("2026-09-07", unit), "why too_long"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			after, err := tt.task.Apply(tt.m, tt.now)
			if got := faults(err); got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
			if len(after.Steps) != len(tt.task.Steps) || after.State != tt.task.State {
				t.Errorf("a refused step was taken: %+v", after)
			}
			for _, lang := range []string{"zh", "en"} {
				var wrong survey.FieldErrors
				errors.As(err, &wrong)
				for _, e := range wrong {
					if m := e.Message(lang); m == e.Key || strings.Contains(m, "{") {
						t.Errorf("%s says %q", e.Key, m)
					}
				}
			}
		})
	}
}

// Whatever steps are tried: the history only grows and hangs together, what was
// refused changes nothing, and nothing is closed without a cause, a measure,
// and a check by somebody else than whoever handed it in.
func TestAnySteps(t *testing.T) {
	people := []survey.Actor{unit, head, clerk}
	texts := []string{"", "有", "已经办了"}
	rapid.Check(t, func(r *rapid.T) {
		task := issued(t)
		day := survey.Day("2026-09-02")
		for range rapid.IntRange(1, 40).Draw(r, "steps") {
			day = day.Add(rapid.IntRange(0, 9).Draw(r, "days"))
			pick := func(name string) string { return rapid.SampledFrom(texts).Draw(r, name) }
			m := Move{
				Do: rapid.SampledFrom(Dos).Draw(r, "do"), Why: pick("why"), Cause: pick("cause"), Measure: pick("measure"), Person: pick("person"),
				Share: rapid.IntRange(-1, 101).Draw(r, "share"), Lasting: rapid.Bool().Draw(r, "lasting"),
			}
			if rapid.Bool().Draw(r, "due") {
				m.Due = day.Add(rapid.IntRange(-5, 60).Draw(r, "later"))
			}
			if e := pick("evidence"); e != "" {
				m.Evidence = []Evidence{{Name: e}}
			}
			now := on(day, rapid.SampledFrom(people).Draw(r, "who"))
			before, _ := json.Marshal(task)
			after, err := task.Apply(m, now)
			if same, _ := json.Marshal(task); string(same) != string(before) {
				r.Fatalf("%s changed the task that it was applied to", m.Do)
			}
			if err != nil {
				if same, _ := json.Marshal(after); string(same) != string(before) {
					r.Fatalf("%s was refused and changed something: %s", m.Do, same)
				}
				continue
			}
			if !slices.Contains(task.Next(), m.Do) {
				r.Fatalf("%s was taken, and is none of %v", m.Do, task.Next())
			}
			if len(after.Steps) != len(task.Steps)+1 {
				r.Fatalf("%d steps after %d", len(after.Steps), len(task.Steps))
			}
			last := after.Steps[len(after.Steps)-1]
			if last.From != task.State || last.To != after.State || last.At.Before(task.Steps[len(task.Steps)-1].At) {
				r.Fatalf("from %s to %s: %+v", task.State, after.State, last)
			}
			if after.State == Closed && (after.Cause == "" || after.Measure == "" || after.last(Check) == nil || after.last(Check).By == after.last(Submit).By) {
				r.Fatalf("closed: %+v", after)
			}
			if after.Extension != nil && !after.State.Open() {
				r.Fatalf("a task that is over waits for an answer: %+v", after)
			}
			task = after
			if chased, due := task.Chase(Moment{At: now.At, Today: day}); due {
				if again, twice := chased.Chase(Moment{At: now.At, Today: day}); twice {
					r.Fatalf("escalated twice on a day: %+v", again)
				}
				task = chased
			}
			if (task.Level > 0) && task.Late(day) == 0 && task.State.WithUnit() {
				r.Fatalf("on level %d, and not late: %+v", task.Level, task)
			}
		}
	})
}

func TestAlerts(t *testing.T) {
	fresh := issued(t) // 2 September to 10 November: 69 days
	claimed := must(t, fresh, claim, on("2026-09-04", unit))
	planned := must(t, claimed, plan, on("2026-09-05", unit))
	some := must(t, planned, report, on("2026-09-30", unit)) // 60 %
	handed := must(t, some, submit, on("2026-11-01", unit))
	back := must(t, handed, Move{Do: Return, Why: "缺照片"}, on("2026-11-02", clerk))
	for _, tt := range []struct {
		name  string
		task  Task
		today survey.Day
		want  Alert
		level int
	}{
		{"fresh", fresh, "2026-09-05", NoAlert, 0},
		{"not claimed after three days", fresh, "2026-09-06", Yellow, 0},
		{"claimed", claimed, "2026-09-06", NoAlert, 0},
		{"less than half the time", planned, "2026-10-06", NoAlert, 0},
		{"half the time and nothing done", planned, "2026-10-07", Yellow, 0},
		{"half the time and 60 %", some, "2026-10-07", NoAlert, 0},
		{"eight days left", some, "2026-11-02", NoAlert, 0},
		{"seven days left", some, "2026-11-03", Blue, 0},
		{"the day itself", some, "2026-11-10", Blue, 0},
		{"a day late", some, "2026-11-11", Red, 1},
		{"six days late", some, "2026-11-16", Red, 1},
		{"a week late", some, "2026-11-17", Red, 2},
		{"fifteen days late", some, "2026-11-25", Red, 3},
		{"handed in waits for others", handed, "2026-11-25", NoAlert, 0},
		{"returned", back, "2026-11-03", Yellow, 0},
		{"returned and late", back, "2026-11-11", Red, 1},
	} {
		if got, level := tt.task.Alert(tt.today, time.UTC), tt.task.level(tt.today); got != tt.want || level != tt.level {
			t.Errorf("%s: %q on level %d, want %q on %d", tt.name, got, level, tt.want, tt.level)
		}
	}
	chased, due := some.Chase(Moment{At: survey.Day("2026-11-20").Time(), Today: "2026-11-20"})
	last := chased.Steps[len(chased.Steps)-1]
	if !due || chased.Level != 2 || last.Do != Escalate || last.Level != 2 || last.By != "" || chased.State != some.State {
		t.Errorf("chased %+v", chased)
	}
	later := must(t, chased, Move{Do: Amend, Why: "会议决定", Due: "2026-12-31"}, on("2026-11-21", head))
	if later.Level != 0 || later.Alert("2026-11-22", time.UTC) == Red {
		t.Errorf("with more time it is on level %d", later.Level)
	}

	// Whose task is opened again has the time from then on.
	closed := must(t, must(t, handed, check, on("2026-11-19", clerk)), Move{Do: Close}, on("2026-11-20", clerk))
	again := must(t, must(t, closed, Move{Do: FellBack, Why: "又少了", Due: "2027-03-31"}, on("2027-03-01", clerk)), plan, on("2027-03-02", unit))
	for day, want := range map[survey.Day]Alert{"2027-03-10": NoAlert, "2027-03-16": Yellow} {
		if got := again.Alert(day, time.UTC); got != want {
			t.Errorf("opened again, on %s: %q, want %q", day, got, want)
		}
	}
}

// A deadline that is moved as far as was asked for answers the request.
func TestAmendGrants(t *testing.T) {
	asked := must(t, must(t, issued(t), claim, on("2026-09-04", unit)), Move{Do: Ask, Why: "雨季", Due: "2026-12-01"}, on("2026-11-01", unit))
	for due, waits := range map[survey.Day]bool{"2026-11-30": true, "2026-12-01": false, "2026-12-20": false} {
		if after := must(t, asked, Move{Do: Amend, Why: "会议决定", Due: due}, on("2026-11-02", head)); (after.Extension != nil) != waits || after.Due != due {
			t.Errorf("moved to %s: %+v, due %s", due, after.Extension, after.Due)
		}
	}
}

func TestNumbers(t *testing.T) {
	for _, tt := range []struct {
		pattern string
		year    int
		taken   []string
		want    string
	}{
		{NumberPattern, 2026, nil, "整改通知〔2026〕1号"},
		{NumberPattern, 2026, []string{"整改通知〔2026〕9号", "整改通知〔2026〕27号", "整改通知〔2025〕80号", "棠组〔2026〕90号", ""}, "整改通知〔2026〕28号"},
		{NumberPattern, 2027, []string{"整改通知〔2026〕28号"}, "整改通知〔2027〕1号"},
		{"棠组(督)〔{year}〕{n}号", 2026, []string{"棠组(督)〔2026〕3号", "棠组x督)〔2026〕7号"}, "棠组(督)〔2026〕4号"},
		{"{n}", 2026, []string{"12", "12a"}, "13"},
	} {
		if got := nextNumber(tt.pattern, tt.year, tt.taken); got != tt.want {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
	for _, pattern := range []string{"整改通知", "{n}{n}", "{year}{year}{n}"} {
		if got := faults(Order{Title: "x", Unit: "u", Due: "2026-01-01", Pattern: pattern}.check()); got != "pattern order_pattern" {
			t.Errorf("%q: %s", pattern, got)
		}
	}
}

func TestDates(t *testing.T) {
	zone := time.FixedZone("", 8*3600)
	if d := survey.DayOf(time.Date(2026, 11, 10, 17, 0, 0, 0, time.UTC), zone); d != "2026-11-11" {
		t.Error(d)
	}
	if n := survey.Day("2026-02-27").Until("2026-03-02"); n != 3 {
		t.Error(n)
	}
	if d := survey.Day("2026-12-31").Add(1); d != "2027-01-01" || survey.Day("2026-02-30").Valid() || !d.Valid() {
		t.Error(d)
	}
}

// A task may wait for several decisions at once, each with its own day; nobody is
// asked to check his own work.
func TestWaits(t *testing.T) {
	asked, handed := time.Date(2026, 9, 1, 8, 0, 0, 0, time.UTC), time.Date(2026, 9, 3, 8, 0, 0, 0, time.UTC)
	task := Task{State: Submitted, Due: "2026-09-04", Extension: &Extension{Due: "2026-10-01"}, Steps: []Step{{Do: Ask, At: asked, By: "lu"}, {Do: Submit, At: handed, By: "wen"}}}
	want := []Wait{{Grant, survey.ManageOrders, "2026-09-04"}, {Check, survey.CheckOrders, "2026-09-08"}}
	if got := task.Waits(time.UTC); !slices.Equal(got, want) {
		t.Errorf("it waits for %+v, want %+v", got, want)
	}
	if !task.OwnWork(Check, "wen") || task.OwnWork(Check, "zhuo") || task.OwnWork(Grant, "wen") || !task.OwnWork(Grant, "lu") || task.OwnWork(Refuse, "lu") || task.OwnWork(Check, "") {
		t.Error("whose work it is")
	}
	task.State, task.Extension = InProgress, nil
	if got := task.Waits(time.UTC); len(got) != 0 || task.ClaimBy(time.UTC) != "" {
		t.Errorf("it waits for %+v", got)
	}
	fresh := Task{State: Issued, Due: "2026-09-02", Steps: []Step{{Do: Issue, At: asked}}}
	if by := fresh.ClaimBy(time.UTC); by != "2026-09-02" {
		t.Errorf("to be claimed by %s", by)
	}
}

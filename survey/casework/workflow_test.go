package casework

import (
	"encoding/json"
	"errors"
	"slices"
	"strconv"
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

// on is noon of a day, with somebody acting.
func on(day survey.Day, who survey.Actor) Moment {
	return Moment{At: day.Time().Add(12 * time.Hour), Today: day, Actor: who}
}

// received is a bad review with a contact, of Friday, 4 September 2026.
func received(t testing.TB) Case {
	t.Helper()
	var c Change
	now := on("2026-09-04", survey.Actor{})
	now.Citizen = true
	e := Entry{Kind: ByReview, Unit: "u", Day: "2026-09-04", Grade: 1, Words: "等了两个小时", Contact: "139"}.clean()
	if errs := e.check(now.Today); len(errs) > 0 {
		t.Fatal(errs)
	}
	if taken := c.add(e, Window, now, Usual()); taken.Receipt == "" || len(c.Acts) > 0 || c.Contacts[taken.Case] != "139" {
		t.Fatalf("taken %+v, noted %v", taken, c.Acts)
	}
	return c.Cases[0]
}

func must(t testing.TB, c Case, m Move, now Moment) Case {
	t.Helper()
	after, err := c.Apply(m, now, Usual())
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
	accept = Move{Do: Accept, Person: "闻以澄"}
	verify = Move{Do: Verify, Why: "当日只开了一个窗口", Theme: "等候时间长"}
	fix    = Move{Do: Fix, Measure: "高峰加开窗口"}
	reply  = Move{Do: Reply, Why: "已加开窗口，抱歉让您久等"}
	reject = Move{Do: Reject, Ground: Mistaken, Why: "所说的窗口不属于本单位"}
	uphold = Move{Do: Uphold, Why: "属实"}
)

func call(o Outcome) Move { return Move{Do: CallBack, Outcome: o} }

// The whole way: called back dissatisfied, done again with a limit, and closed.
func TestWayOfACase(t *testing.T) {
	c := received(t)
	if c.StartBy != "2026-09-07" || c.Due != "2026-09-11" {
		t.Fatalf("start by %s, due %s", c.StartBy, c.Due)
	}
	for _, s := range []struct {
		m    Move
		day  survey.Day
		who  survey.Actor
		want State
	}{
		{accept, "2026-09-07", unit, Accepted},
		{verify, "2026-09-08", unit, Verified},
		{fix, "2026-09-09", unit, Fixed},
		{Move{Do: Remind}, "2026-09-09", head, Fixed},
		{reply, "2026-09-10", unit, Replied},
		{call(Unreachable), "2026-09-11", clerk, Replied},
		{call(Dissatisfied), "2026-09-14", clerk, Accepted},
		{verify, "2026-09-15", unit, Verified},
		{Move{Do: Plan, Measure: "改造取号机", Due: "2026-10-05"}, "2026-09-15", unit, Planned},
		{fix, "2026-10-01", unit, Fixed},
		{reply, "2026-10-02", unit, Replied},
		{call(Satisfied), "2026-10-03", clerk, CalledBack},
		{Move{Do: Close}, "2026-10-03", clerk, Closed},
	} {
		c = must(t, c, s.m, on(s.day, s.who))
		if last := c.Steps[len(c.Steps)-1]; c.State != s.want || last.Do != s.m.Do || last.By != s.who.ID || last.Day != s.day {
			t.Fatalf("%s: %s, step %+v", s.m.Do, c.State, last)
		}
	}
	if c.Back != 1 || c.Theme != "等候时间长" || c.Closed != "2026-10-03" || c.Erase != "2026-11-02" || c.Outcome != Satisfied {
		t.Errorf("closed %+v", c)
	}
	answer, ok := c.Answered()
	if !ok || !answer.InTime || answer.Day != "2026-09-10" || answer.Due != "2026-09-11" {
		t.Errorf("answered %+v", answer)
	}
	again := must(t, c, Move{Do: Reopen, Why: "又排长队"}, on("2026-11-02", clerk))
	if again.State != Accepted || again.Erase != "" || again.Due != "2026-11-09" {
		t.Errorf("reopened %+v", again)
	}
}

// A rejection counts once somebody else rechecked it; an appeal is decided by
// somebody who neither rejected nor rechecked.
func TestRejection(t *testing.T) {
	c := must(t, must(t, must(t, received(t), accept, on("2026-09-07", unit)), verify, on("2026-09-07", unit)), reject, on("2026-09-07", unit))
	if c.Void {
		t.Error("void before it was rechecked")
	}
	if _, err := c.Apply(uphold, on("2026-09-08", unit), Usual()); faults(err) != "do case_own_work" {
		t.Errorf("rechecked by whoever rejected: %v", err)
	}
	if over := must(t, c, Move{Do: Overturn, Why: "评价属实"}, on("2026-09-08", clerk)); over.State != Accepted || over.Void || over.Back != 1 {
		t.Errorf("overturned %+v", over)
	}
	c = must(t, c, uphold, on("2026-09-08", clerk))
	if !c.Void || c.State != Dismissed {
		t.Errorf("upheld %+v", c)
	}
	c = must(t, c, reply, on("2026-09-08", unit))
	c = must(t, c, call(Dissatisfied), on("2026-09-09", head)) // which is an appeal
	if c.State != Appealed {
		t.Fatalf("%s", c.State)
	}
	for _, who := range []survey.Actor{unit, clerk} {
		for _, do := range []Do{Uphold, Overturn} {
			if _, err := c.Apply(Move{Do: do, Why: "同前"}, on("2026-09-10", who), Usual()); faults(err) != "do case_own_work" {
				t.Errorf("%s by %s: %v", do, who.Name, err)
			}
		}
	}
	if c = must(t, c, Move{Do: Overturn, Why: "评价属实"}, on("2026-09-10", head)); c.Void || c.State != Accepted {
		t.Errorf("overturned %+v", c)
	}
}

func TestWrongSteps(t *testing.T) {
	c := received(t)
	replied := must(t, must(t, must(t, must(t, c, accept, on("2026-09-07", unit)), verify, on("2026-09-07", unit)), fix, on("2026-09-07", unit)), reply, on("2026-09-07", unit))
	once := must(t, replied, call(Unreachable), on("2026-09-08", clerk))
	letter := replied
	letter.Kind, letter.Named = ByLetter, false
	verified := must(t, must(t, c, accept, on("2026-09-07", unit)), verify, on("2026-09-07", unit))
	for _, tt := range []struct {
		name string
		c    Case
		m    Move
		who  survey.Actor
		want string
	}{
		{"no such step", c, Move{Do: "forget"}, unit, "do case_do"},
		{"too early", c, reply, unit, "do case_not_now"},
		{"nobody", c, Move{Do: Accept}, unit, "person case_person"},
		{"to the same unit", c, Move{Do: Refer, Why: "非本单位", Unit: "u"}, head, "unit case_same_unit"},
		{"without a limit", verified, Move{Do: Plan, Measure: "改"}, unit, "due case_due"},
		{"a limit in the past", verified, Move{Do: Plan, Measure: "改", Due: "2026-09-01"}, unit, "due case_past"},
		{"a limit beyond what is not simple", verified, Move{Do: Plan, Measure: "改", Due: "2099-12-31"}, unit, "due case_beyond"},
		{"a limit that is no day", verified, Move{Do: Plan, Measure: "改", Due: "soon"}, unit, "due case_date"},
		{"rejected on no ground", verified, Move{Do: Reject, Why: "不实"}, unit, "ground case_ground"},
		{"rejected on another ground", verified, Move{Do: Reject, Why: "不实", Ground: "late"}, unit, "ground case_ground"},
		{"closed before the call-back", replied, Move{Do: Close}, clerk, "do case_call_first"},
		{"called back by whoever answered", replied, call(Satisfied), unit, "do case_own_work"},
		{"called back without outcome", replied, call(""), clerk, "outcome case_outcome"},
		{"twice on a day", once, call(Unreachable), clerk, "outcome case_called_today"},
		{"an appeal against no rejection", replied, Move{Do: Appeal, Why: "不服"}, clerk, "do case_not_so"},
		{"too long", c, Move{Do: Refer, Unit: "v", Why: strings.Repeat("长", MostWords+1)}, head, "why too_long"},
	} {
		before, _ := json.Marshal(tt.c)
		_, err := tt.c.Apply(tt.m, on("2026-09-08", tt.who), Usual())
		if faults(err) != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, faults(err), tt.want)
		}
		if after, _ := json.Marshal(tt.c); string(after) != string(before) {
			t.Errorf("%s: the case changed", tt.name)
		}
	}
	if closed := must(t, letter, Move{Do: Close}, on("2026-09-08", clerk)); closed.State != Closed {
		t.Errorf("without a contact: %s", closed.State)
	}
	for _, day := range []survey.Day{"2026-09-09", "2026-09-10"} {
		once = must(t, once, call(Unreachable), on(day, clerk))
	}
	if once.State != CalledBack || once.Outcome != Unreachable {
		t.Errorf("not reached on three days: %s %s", once.State, once.Outcome)
	}
}

func TestAlerts(t *testing.T) {
	c, set := received(t), Usual()
	accepted := must(t, c, accept, on("2026-09-07", unit))
	back := accepted
	back.Back = 1
	replied := accepted
	replied.State = Replied
	for _, tt := range []struct {
		name string
		c    Case
		day  survey.Day
		want Alert
	}{
		{"fresh", c, "2026-09-05", NoAlert},
		{"not taken on", c, "2026-09-08", Red},
		{"in time", accepted, "2026-09-08", NoAlert},
		{"due tomorrow", accepted, "2026-09-10", Blue},
		{"due today", accepted, "2026-09-11", Blue},
		{"overdue", accepted, "2026-09-12", Red},
		{"came back", back, "2026-09-08", Yellow},
		{"waits for a call-back", replied, "2026-09-14", NoAlert},
		{"waits for a call-back for long", replied, "2026-09-15", Yellow},
	} {
		if got := tt.c.Alert(tt.day, set); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
	levels := []int{} // after the warning, which leaves it at 0
	chased := accepted
	for day := survey.Day("2026-09-08"); day < "2026-10-01"; day = day.Add(1) {
		if after, due := chased.Chase(Moment{At: day.Time(), Today: day}, set); due {
			levels = append(levels, after.Level)
			chased = after
		}
	}
	if !slices.Equal(levels, []int{0, 1, 2, 3}) || len(chased.Steps) != len(accepted.Steps)+4 {
		t.Errorf("escalated to %v", levels)
	}
}

func TestCalendar(t *testing.T) {
	// National Day 2026 with its two days of work on a weekend.
	c := Calendar{Workdays: []survey.Day{"2026-09-27", "2026-10-10"}}
	for d := survey.Day("2026-10-01"); d <= "2026-10-07"; d = d.Add(1) {
		c.Holidays = append(c.Holidays, d)
	}
	for _, tt := range []struct {
		from survey.Day
		n    int
		want survey.Day
	}{{"2026-09-25", 1, "2026-09-27"}, {"2026-09-30", 1, "2026-10-08"}, {"2026-09-30", 3, "2026-10-10"}, {"2026-09-30", 4, "2026-10-12"}} {
		if got := c.After(tt.from, tt.n); got != tt.want {
			t.Errorf("%d after %s: %s, want %s", tt.n, tt.from, got, tt.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		from := survey.Day("2026-01-01").Add(rapid.IntRange(0, 700).Draw(t, "day"))
		n := rapid.IntRange(1, 40).Draw(t, "n")
		due := c.After(from, n)
		if !c.Works(due) || c.Late(from, due) != n || c.Late(due, from) != 0 {
			t.Fatalf("%d after %s is %s, %d late", n, from, due, c.Late(from, due))
		}
	})
}

// Whatever steps are tried: each that is offered is one of its state, a named case
// is never closed without a call-back, a review is void only after somebody else
// than the unit said so, and the steps are kept.
func TestStepsByChance(t *testing.T) {
	fresh := received(t)
	rapid.Check(t, func(t *rapid.T) {
		c, day := fresh, survey.Day("2026-09-07")
		people := []survey.Actor{unit, head, clerk}
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			day = day.Add(rapid.IntRange(0, 3).Draw(t, "days"))
			m := Move{
				Do: rapid.SampledFrom(Dos).Draw(t, "do"), Why: "情况", Person: "甲", Unit: "v", Measure: "措施", Due: day.Add(5),
				Ground: Malicious, Outcome: rapid.SampledFrom(Outcomes).Draw(t, "outcome"),
			}
			who := rapid.SampledFrom(people).Draw(t, "who")
			offered := slices.Contains(c.Next(), m.Do)
			after, err := c.Apply(m, on(day, who), Usual())
			if err == nil && !offered {
				t.Fatalf("%s was not offered of %s", m.Do, c.State)
			}
			if err != nil {
				continue
			}
			if len(after.Steps) != len(c.Steps)+1 || after.Due == "" {
				t.Fatalf("%s: %+v", m.Do, after)
			}
			c = after
			if c.State == Closed && c.last(CallBack) == nil {
				t.Fatal("closed without a call-back")
			}
			if r, u := c.last(Reject), c.last(Uphold); c.Void && (r == nil || u == nil || r.By == u.By) {
				t.Fatalf("void by %+v and %+v", r, u)
			}
		}
	})
}

func FuzzDayOf(f *testing.F) {
	for _, s := range []string{"2026-09-04", "2026/9/4", "2026年9月4日", "46269", "2026-09-04 12:00", "soon", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if d := survey.ReadDay(s); d.Valid() && survey.ReadDay(string(d)) != d {
			t.Errorf("%q is %s, which reads as %s", s, d, survey.ReadDay(string(d)))
		}
	})
}

// What waits for others than the unit is escalated too, from its own day on; the
// unit's lateness does not count against them.
func TestWaitingIsChased(t *testing.T) {
	set := Usual()
	accepted := must(t, received(t), accept, on("2026-09-07", unit))
	verified := must(t, accepted, verify, on("2026-09-07", unit))
	answered := must(t, must(t, verified, fix, on("2026-09-08", unit)), reply, on("2026-09-08", unit))
	late := verified
	for day := survey.Day("2026-09-08"); day <= "2026-09-28"; day = day.Add(1) {
		late, _ = late.Chase(on(day, survey.Actor{}), set)
	}
	if late.Level != 3 {
		t.Fatalf("level %d", late.Level)
	}
	for name, tt := range map[string]struct {
		c    Case
		from survey.Day // when it began to wait
		want []string
	}{
		"a recheck":               {must(t, verified, reject, on("2026-09-08", unit)), "2026-09-08", []string{"1 2026-09-16", "2 2026-09-22", "3 2026-09-29"}},
		"a call-back":             {answered, "2026-09-08", []string{"1 2026-09-16", "2 2026-09-22", "3 2026-09-29"}},
		"after a try":             {must(t, answered, call(Unreachable), on("2026-09-10", head)), "2026-09-10", []string{"1 2026-09-18", "2 2026-09-24", "3 2026-10-01"}},
		"closing":                 {must(t, answered, call(Satisfied), on("2026-09-09", head)), "2026-09-09", []string{"1 2026-09-17", "2 2026-09-23", "3 2026-09-30"}},
		"of a unit that was late": {must(t, late, reject, on("2026-09-28", unit)), "2026-09-28", []string{"1 2026-10-06", "2 2026-10-12", "3 2026-10-19"}},
	} {
		got, by := []string{}, tt.c.WaitsBy(set)
		if by != set.After(tt.from, set.Simple) {
			t.Errorf("%s waits until %s", name, by)
		}
		for day := tt.from; day < "2026-11-01"; day = day.Add(1) {
			alert := NoAlert
			if day > by {
				alert = Yellow
			}
			if is := tt.c.Alert(day, set); is != alert {
				t.Errorf("%s on %s: %q", name, day, is)
			}
			if after, due := tt.c.Chase(on(day, survey.Actor{}), set); due {
				got = append(got, strconv.Itoa(after.Level)+" "+string(day))
				tt.c = after
			}
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: escalated %v, want %v", name, got, tt.want)
		}
	}
}

// A recheck stops the unit's time and gives it none that it had lost.
func TestRecheckStopsTheTime(t *testing.T) {
	accepted := must(t, received(t), accept, on("2026-09-07", unit)) // due on Friday, the 11th
	for name, tt := range map[string]struct {
		rejected, overturned, want survey.Day
	}{
		"two days left":    {"2026-09-09", "2026-09-21", "2026-09-23"},
		"on the last day":  {"2026-09-11", "2026-09-21", "2026-09-22"},
		"when it was late": {"2026-09-14", "2026-09-21", "2026-09-11"},
	} {
		c := must(t, must(t, accepted, verify, on(tt.rejected, unit)), reject, on(tt.rejected, unit))
		c = must(t, c, Move{Do: Overturn, Why: "评价属实"}, on(tt.overturned, clerk))
		if c.Due != tt.want || c.State != Accepted || c.Back != 1 {
			t.Errorf("%s: due %s, want %s", name, c.Due, tt.want)
		}
		c = must(t, must(t, must(t, c, verify, on(tt.overturned, unit)), fix, on(tt.overturned, unit)), reply, on(tt.overturned, unit))
		if a, _ := c.Answered(); a.InTime == (tt.want < tt.overturned) {
			t.Errorf("%s: answered %+v", name, a)
		}
		c = must(t, must(t, accepted, verify, on(tt.rejected, unit)), reject, on(tt.rejected, unit))
		c = must(t, c, uphold, on(tt.overturned, clerk))
		if c.Due != tt.want || c.State != Dismissed {
			t.Errorf("%s, upheld: due %s, want %s", name, c.Due, tt.want)
		}
		c = must(t, c, reply, on(tt.overturned, unit))
		if a, _ := c.Answered(); a.InTime == (tt.want < tt.overturned) {
			t.Errorf("%s, upheld: answered %+v", name, a)
		}
		c = must(t, must(t, c, call(Dissatisfied), on("2026-10-12", head)), Move{Do: Overturn, Why: "评价属实"}, on("2026-10-14", head))
		if c.Due != Usual().After("2026-10-14", Usual().Simple) {
			t.Errorf("%s, overturned on appeal after an answer: due %s", name, c.Due)
		}
	}

	// An answer before the case was opened anew counts for nothing since.
	c := accepted
	for _, m := range []Move{verify, fix, reply} {
		c = must(t, c, m, on("2026-09-08", unit))
	}
	c = must(t, must(t, c, call(Satisfied), on("2026-09-08", head)), Move{Do: Reopen, Why: "又来反映"}, on("2026-09-08", head))
	due := c.Due
	for _, m := range []Move{verify, reject} {
		c = must(t, c, m, on(due.Add(3), unit))
	}
	if c = must(t, c, Move{Do: Overturn, Why: "评价属实"}, on(due.Add(10), clerk)); c.Due != due {
		t.Errorf("reopened, rejected late, overturned: due %s, want %s", c.Due, due)
	}
}

// Who waits is told each level once, whatever happens meanwhile that gives no more
// time.
func TestLevelsOfWaiting(t *testing.T) {
	set := Usual()
	answered := must(t, must(t, must(t, must(t, received(t), accept, on("2026-09-07", unit)), verify, on("2026-09-07", unit)), fix, on("2026-09-08", unit)), reply, on("2026-09-08", unit))
	answered.Due = "2026-10-30" // far off
	c, due := answered.Chase(on("2026-09-16", survey.Actor{}), set)
	if !due || c.Level != 1 {
		t.Fatalf("level %d", c.Level)
	}
	reminded := must(t, c, Move{Do: Remind}, on("2026-09-17", head))
	if again, due := reminded.Chase(on("2026-09-18", survey.Actor{}), set); due {
		t.Errorf("after a reminder it is told again, on level %d", again.Level)
	}
	tried := must(t, c, call(Unreachable), on("2026-09-17", head))
	if tried.Level != 0 {
		t.Errorf("after a try it stands on level %d", tried.Level)
	}
}

// When the calendar changes, deadlines stay as many working days off; those that
// people set as days stay.
func TestRecounted(t *testing.T) {
	was, is := Usual(), Usual()
	is.Holidays = []survey.Day{"2026-09-08", "2026-09-09"}
	now := on("2026-09-07", head)
	fresh := received(t) // Friday, the 4th; due on the 11th
	accepted := must(t, fresh, accept, on("2026-09-07", unit))
	verified := must(t, accepted, verify, on("2026-09-07", unit))
	rejected := must(t, verified, reject, on("2026-09-07", unit))
	for name, tt := range map[string]struct {
		c         Case
		due       survey.Day
		recounted bool
	}{
		"fresh":      {fresh, "2026-09-15", true},
		"accepted":   {accepted, "2026-09-15", true},
		"rejected":   {rejected, "2026-09-15", true},
		"overturned": {must(t, rejected, Move{Do: Overturn, Why: "属实"}, on("2026-09-07", clerk)), "2026-09-15", true},
		"by a limit": {must(t, verified, Move{Do: Plan, Measure: "加开窗口", Due: "2026-09-10"}, on("2026-09-07", unit)), "2026-09-10", false},
		"amended":    {must(t, accepted, Move{Do: Amend, Why: "情况复杂", Due: "2026-09-20"}, on("2026-09-07", head)), "2026-09-20", false},
		"upheld":     {must(t, rejected, uphold, on("2026-09-07", clerk)), "2026-09-15", true},
		"closed":     {must(t, must(t, must(t, must(t, verified, fix, on("2026-09-07", unit)), reply, on("2026-09-07", unit)), call(Satisfied), on("2026-09-07", head)), Move{Do: Close}, on("2026-09-07", head)), "2026-09-11", false},
		"answered":   {must(t, must(t, verified, fix, on("2026-09-07", unit)), reply, on("2026-09-07", unit)), "2026-09-11", false},
	} {
		after, moves := tt.c.recounted(was, is, now)
		if moves != tt.recounted || after.Due != tt.due || moves && (after.State != tt.c.State || after.last(Recount).Due != tt.due) {
			t.Errorf("%s: %v, due %s, want %s", name, moves, after.Due, tt.due)
		}
		if back, _ := after.recounted(is, was, now); moves && back.Due != tt.c.Due {
			t.Errorf("%s: back to %s, want %s", name, back.Due, tt.c.Due)
		}
	}
	is.Holidays = []survey.Day{"2026-09-07"}
	if after, moves := fresh.recounted(was, is, now); !moves || after.StartBy != "2026-09-08" {
		t.Errorf("to be taken on by %s", after.StartBy)
	}
}

package store_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"minping/survey"
	"minping/survey/notify"
	"minping/survey/rectify"
)

// Of each thing that happens to an order a channel is told once, in its
// language, with the unit, the task, its deadline and why, and where to go:
// whether the order came of a poll or of none.
func TestOrdersAreTold(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		p := &post{}
		s := notifier(o, p)
		for lang, to := range map[string]string{"zh": "zh@example.org", "en": "en@example.org"} {
			_, err := s.SaveChannel(ctx, notify.Channel{Name: lang, Kind: notify.ByMail, Lang: lang, To: []string{to}, Events: survey.EventKinds[4:]})
			ok(t, err)
		}
		told := func(want ...string) {
			t.Helper()
			p.mail = nil
			o.tick(t, s)
			if len(want) == 0 {
				if len(p.mail) > 0 {
					t.Errorf("told %+v", p.mail)
				}
				return
			}
			if len(p.mail) != 2 {
				t.Fatalf("%d messages", len(p.mail))
			}
			slices.SortFunc(p.mail, func(a, b notify.Mail) int { return strings.Compare(b.To.Address, a.To.Address) }) // zh first
			for i, w := range want {
				m := p.mail[i%2]
				if text := m.Subject + "\n" + m.Text; !strings.Contains(text, w) {
					t.Errorf("not told %q:\n%s", w, text)
				}
			}
		}
		order, tasks := o.issueOrder(t, "u0", 2)
		link := "https://survey.example.org/orders/"
		told("整改通知〔2026〕1号“限期整改”", "Tasks: 2; due 1 April 2026", link+order.ID, link+order.ID)
		room, task := organiserOf(o, ""), tasks[0]
		step := func(m rectify.Move) {
			t.Helper()
			var err error
			task, err = room.Move(ctx, task.ID, task.Revision, m)
			ok(t, err)
		}
		step(rectify.Move{Do: rectify.Remind, Why: "请于周五前认领"})
		told("催办", "Reminder", "2026年4月1日", "due 1 April 2026", "请于周五前认领", link+"tasks/"+task.ID)
		step(rectify.Move{Do: rectify.Claim, Person: "闻以澄"})
		step(rectify.Move{Do: rectify.Plan, Cause: "因", Measure: "法"})
		told()
		step(rectify.Move{Do: rectify.Submit, Why: "已张贴到村", Evidence: []rectify.Evidence{{Name: "照片"}}})
		told("提交了“问题 1”", "submitted “问题 1”", "已张贴到村", "已张贴到村")
		step(rectify.Move{Do: rectify.Return, Why: "缺照片"})
		told("退回重办", "done again", "理由：缺照片", "Reason: 缺照片")
		step(rectify.Move{Do: rectify.Withdraw, Why: "下发有误"})
		told()
		o.move(start.AddDate(0, 0, 31).Sub(o.now()))
		ok(t, o.rectifying().Chase(ctx))
		told("“问题 2”已过完成时限 2026年4月1日", "“问题 2” of 整改通知〔2026〕1号")
	})
}

// An order belongs to the poll that all its problems came of.
func TestOrdersOfAPoll(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		room := organiserOf(o, "")
		ok(t, o.store.People.ChangeOrders(ctx, rectify.Change{Problems: []rectify.Problem{
			{ID: "pr_1", State: rectify.Confirmed, Unit: "u0", Poll: "spring", Title: "一"},
			{ID: "pr_2", State: rectify.Confirmed, Unit: "u0", Poll: "spring", Title: "二"},
			{ID: "pr_3", State: rectify.Confirmed, Unit: "u0", Poll: "autumn", Title: "三"},
			{ID: "pr_4", State: rectify.Confirmed, Unit: "u0", Title: "四"},
			{ID: "pr_5", State: rectify.Confirmed, Unit: "u0", Poll: "spring", Title: "五"},
		}}))
		for _, tt := range []struct {
			problems []string
			want     string
		}{{[]string{"pr_1", "pr_2"}, "spring"}, {[]string{"pr_3", "pr_4"}, ""}, {nil, ""}} {
			got, err := room.AddOrder(ctx, rectify.Order{Unit: "u0", Title: "通知", Due: orderDue, Poll: "mine"}, tt.problems)
			ok(t, err)
			if got.Poll != tt.want {
				t.Errorf("%v: of poll %q, want %q", tt.problems, got.Poll, tt.want)
			}
		}
		// Whoever manages orders of one poll alone makes one of its problems, and none of others.
		r := survey.Rights{}
		for _, right := range []survey.Right{survey.ReadOrders, survey.ManageOrders} {
			r.Add(right, survey.Area{Poll: "spring"})
		}
		narrow := o.rectifying().Within(o.Within(r))
		if _, err := narrow.AddOrder(ctx, rectify.Order{Unit: "u0", Title: "通知", Due: orderDue}, nil); err == nil {
			t.Error("an order of no poll is made by whoever manages those of one")
		}
		got, err := narrow.AddOrder(ctx, rectify.Order{Unit: "u0", Title: "通知", Due: orderDue}, []string{"pr_5"})
		ok(t, err)
		if _, _, err := narrow.Order(ctx, got.ID); err != nil {
			t.Errorf("his own order: %v", err)
		}
	})
}

// A channel with units is told of their orders and of those below them, and of polls
// that they are in; of a task that is overdue first the unit's own channels, then
// those of the unit above, at last all above, with the level said.
func TestChannelsOfUnits(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		ok(t, o.PutUnits(ctx, []survey.Unit{
			{ID: "province", Name: survey.Text{"zh": "省"}, Tier: "province"},
			{ID: "city", Name: survey.Text{"zh": "市"}, Tier: "city", Parent: "province"},
			{ID: "u0", Name: survey.Text{"zh": "县"}, Tier: "county", Parent: "city"},
			{ID: "u1", Name: survey.Text{"zh": "县"}, Tier: "county", Parent: "city"},
		}))
		p := &post{}
		s := notifier(o, p)
		for _, unit := range []string{"province", "city", "u0", "u1"} {
			_, err := s.SaveChannel(ctx, notify.Channel{Name: unit, Kind: notify.ByMail, Lang: "zh", To: []string{unit + "@example.org"}, Units: []string{unit}})
			ok(t, err)
		}
		_, err := s.SaveChannel(ctx, notify.Channel{Name: "all", Kind: notify.ByMail, Lang: "en", To: []string{"all@example.org"}})
		ok(t, err)
		var wrong survey.FieldErrors
		if _, err := s.SaveChannel(ctx, notify.Channel{Name: "x", Kind: notify.ByMail, Lang: "zh", To: []string{"x@example.org"}, Units: []string{"u0", "nowhere"}}); !errors.As(err, &wrong) || wrong[0].Field != "units[1]" || wrong[0].Key != "channel_unit" {
			t.Errorf("a unit that is not there: %v", err)
		}
		told := func(want string, says ...string) {
			t.Helper()
			p.mail = nil
			o.tick(t, s)
			var to []string
			for _, m := range p.mail {
				name, _, _ := strings.Cut(m.To.Address, "@")
				to = append(to, name)
				for _, w := range says {
					if zh, en, _ := strings.Cut(w, "|"); !strings.Contains(m.Subject+"\n"+m.Text, map[bool]string{true: en, false: zh}[name == "all"]) {
						t.Errorf("%s is not told %q:\n%s\n%s", name, w, m.Subject, m.Text)
					}
				}
			}
			slices.Sort(to)
			if got := strings.Join(to, " "); got != want {
				t.Errorf("told are %q, want %q", got, want)
			}
		}
		_, tasks := o.issueOrder(t, "u0", 1)
		told("all city province u0")
		late := func(days int) {
			t.Helper()
			o.move(start.AddDate(0, 0, 30+days).Sub(o.now()))
			ok(t, o.rectifying().Chase(ctx))
		}
		late(1)
		told("all u0", "（第 1 级，告知责任单位）| (level 1: the unit is told)", "逾期 1 天|Days late: 1.")
		late(7)
		told("all city u0", "第 2 级，报上级单位|level 2: the unit above it", "逾期 7 天|Days late: 7.")
		late(15)
		told("all city province u0", "第 3 级，报下发机关|level 3: whoever issued the order", "逾期 15 天|Days late: 15.")
		if task, _, err := organiserOf(o, "").Task(ctx, tasks[0].ID); err != nil || task.Level != 3 {
			t.Errorf("%+v, %v", task, err)
		}
		o.openPoll(t, survey.Poll{ID: "mine", Title: survey.Text{"zh": "测评"}, Questionnaire: survey.QuestionnaireRef{ID: "q", Version: "1"}, Units: []string{"u1"}, Access: survey.OpenLink})
		told("all city province u1")
	})
}

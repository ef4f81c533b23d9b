package store_test

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"minping/survey"
	"minping/survey/access"
	"minping/survey/agenda"
	"minping/survey/form"
	"minping/survey/points"
	"minping/survey/projects"
	"minping/survey/rectify"
)

// planner is the desk of what is due of an office, for one account that answers
// for u0; its letters are kept.
func (o *office) planner(t *testing.T) (*agenda.Desk, string, *[]agenda.Letter) {
	t.Helper()
	accounts := access.New(o.store.People)
	accounts.Now = o.now
	a, err := accounts.Add(ctx, "wen", "a good password")
	ok(t, err)
	_, err = accounts.Grant(ctx, access.Grant{Account: a.ID, Role: access.Answerer, Unit: "u0"})
	ok(t, err)
	letters := &[]agenda.Letter{}
	d := agenda.New(o.store.People)
	d.Now, d.Zone, d.URL, d.Service = o.now, time.UTC, "https://example.org", o
	d.Orders, d.Cases = o.rectifying(), o.counter()
	d.Rights = func(ctx context.Context, account string) (survey.Rights, error) {
		return accounts.Rights(ctx, account, access.Narrowed{})
	}
	d.Post = func(_ context.Context, l agenda.Letter) error {
		*letters = append(*letters, l)
		return nil
	}
	return d, a.ID, letters
}

func TestAgenda(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		o.issueOrder(t, "u0", 2)
		o.issueOrder(t, "u1", 1)
		taken := o.complain(t, o.window(t, "u0").ID)
		d, account, letters := o.planner(t)
		v := o.Within(survey.Rights{survey.ReadOrders: {{Unit: "u0"}}})
		today := d.Today()
		dues, err := d.Dues(ctx, v, agenda.Filter{From: today, To: orderDue})
		ok(t, err)
		if len(dues) != 5 || dues[0].Kind != agenda.Case || dues[0].ID != taken.Case || dues[1].Kind != agenda.Claim || dues[4].Day != orderDue || dues[3].Unit != "u0" {
			t.Fatalf("due %+v", dues)
		}
		for _, x := range dues {
			if strings.Contains(x.What["zh"]+x.What["en"], complaint) {
				t.Errorf("it tells the words of a complaint: %+v", x)
			}
		}
		if dues, err := d.Dues(ctx, o.Within(nil), agenda.Filter{From: today, To: orderDue}); err != nil || len(dues) != 0 {
			t.Errorf("a stranger: %v, %v", dues, err)
		}
		if dues, err := d.Dues(ctx, v, agenda.Filter{From: today, To: orderDue, Unit: "u1"}); err != nil || len(dues) != 0 {
			t.Errorf("of another unit: %v, %v", dues, err)
		}

		// The digest: once a week, with the rights of the account.
		if _, err := d.Subscribe(ctx, account, true, "no address", "zh"); err == nil {
			t.Error("a digest to no address")
		}
		_, err = d.Subscribe(ctx, account, true, "wen@example.org", "zh")
		ok(t, err)
		for o.now().Weekday() != time.Wednesday {
			o.move(24 * time.Hour)
		}
		ok(t, d.Tick(ctx))
		ok(t, d.Tick(ctx))
		if len(*letters) != 1 || (*letters)[0].To != "wen@example.org" || !strings.Contains((*letters)[0].Text, taken.Case) || strings.Contains((*letters)[0].Text, complaint) {
			t.Fatalf("letters %+v", *letters)
		}
		o.move(7 * 24 * time.Hour)
		ok(t, d.Tick(ctx))
		if len(*letters) != 2 || !strings.Contains((*letters)[1].Subject, "逾期") || (*letters)[1].ID == (*letters)[0].ID {
			t.Errorf("the week after: %+v", *letters)
		}
		_, err = d.Subscribe(ctx, account, false, "", "zh")
		ok(t, err)
		o.move(7 * 24 * time.Hour)
		ok(t, d.Tick(ctx))
		if len(*letters) != 2 {
			t.Error("a digest to whoever wants none")
		}

		// The feed: by its secret, until it is renewed or taken away.
		first, err := d.RenewFeed(ctx, account, false)
		ok(t, err)
		text, err := d.Feed(ctx, first)
		ok(t, err)
		if n := strings.Count(text, "BEGIN:VEVENT"); n != 5 {
			t.Errorf("%d events in\n%s", n, text)
		}
		second, err := d.RenewFeed(ctx, account, false)
		ok(t, err)
		if _, err := d.Feed(ctx, first); !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("the address before: %v", err)
		}
		if _, err := d.Feed(ctx, second); err != nil {
			t.Error(err)
		}
		_, err = d.RenewFeed(ctx, account, true)
		ok(t, err)
		for _, secret := range []string{second, ""} {
			if _, err := d.Feed(ctx, secret); !errors.Is(err, survey.ErrNotFound) {
				t.Errorf("%q after it was taken away: %v", secret, err)
			}
		}
		if !strings.Contains(o.kinds(t), string(survey.ActAgendaPut)) {
			t.Error("not noted")
		}
	})
}

// What waits for a decision is told to those who may take it, what a unit owes to
// the unit; everything has an id of its own.
func TestWhatWaitsIsTold(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		_, tasks := o.issueOrder(t, "u0", 2)
		whole, unit := survey.Rights{}, survey.Rights{}
		for _, right := range []survey.Right{survey.ReadOrders, survey.ManageOrders, survey.CheckOrders, survey.WorkOrders} {
			whole.Add(right, survey.Area{})
		}
		unit.Add(survey.WorkOrders, survey.Area{Unit: "u0"})
		unit.Add(survey.ReadOrders, survey.Area{Unit: "u0"})
		d := agenda.New(o.store.People)
		d.Now, d.Zone, d.Orders = o.now, time.UTC, o.rectifying()
		d.Projects, d.Points, d.Duty = projects.New(o.store.People), points.New(o.store.People, form.ParseScheme), o.dutyDesk()
		d.Projects.Now, d.Projects.Zone, d.Points.Now, d.Points.Zone = o.now, time.UTC, o.now, time.UTC
		today := d.Today()
		told := func(r survey.Rights) map[string]survey.Day {
			t.Helper()
			dues, err := d.Dues(ctx, o.Within(r), agenda.Filter{From: today.Add(-30), To: today.Add(400)})
			ok(t, err)
			by := map[string]survey.Day{}
			for _, x := range dues {
				key := string(x.Kind) + " " + x.What["zh"]
				if x.Unit != "" && x.Kind != agenda.Claim && x.Kind != agenda.Task {
					key += " " + x.Unit
				}
				by[key] = x.Day
			}
			ids := regexp.MustCompile("UID:[^\r]+").FindAllString(agenda.Calendar(dues, "", "zh", "", func(id string) string { return id }, o.now()), -1)
			slices.Sort(ids)
			if n := len(slices.Compact(slices.Clone(ids))); n != len(dues) {
				t.Errorf("%d of %d have an id of their own: %q", n, len(dues), ids)
			}
			return by
		}
		for who, r := range map[string]survey.Rights{"the unit": unit, "the organiser": whole} {
			if by := told(r); by["claim 认领：问题 1"] != today.Add(rectify.ClaimDays) || by["task 整改：问题 1"] != orderDue {
				t.Errorf("%s is told %v", who, by)
			}
		}

		orders := organiserOf(o, "")
		_, err := orders.Move(ctx, tasks[0].ID, tasks[0].Revision, rectify.Move{Do: rectify.Ask, Why: "招标流标", Due: orderDue.Add(30)})
		ok(t, err)
		second := tasks[1]
		for _, m := range []rectify.Move{
			{Do: rectify.Claim, Person: "闻以澄"},
			{Do: rectify.Plan, Cause: "没有写明", Measure: "写明"},
			{Do: rectify.Submit, Why: "已写明", Evidence: []rectify.Evidence{{Name: "办法.pdf"}}},
		} {
			second, err = orders.Move(ctx, second.ID, second.Revision, m)
			ok(t, err)
		}
		_, err = d.Projects.Within(o.Within(whole)).Add(ctx, projects.Project{Programme: "强基工程", Title: "村级阵地", Due: today.Add(200)})
		ok(t, err)
		offered, err := d.Projects.Within(o.Within(whole)).Projects(ctx, projects.Filter{})
		ok(t, err)
		asked, err := d.Projects.Within(o.Within(unit)).Move(ctx, offered[0].ID, offered[0].Revision, projects.Move{Do: projects.Asking, Unit: "u0", Why: "有基础"})
		ok(t, err)
		_, err = cardOrganiser(o, "").PutScheme(wen, "", 0, []byte(cardScheme))
		ok(t, err)
		earn(t, cardOrganiser(o, ""), points.Input{Unit: "u0", Item: "award", Matter: "受表彰"})
		p, err := cardOrganiser(o, "").Publish(wen, points.PublicationInput{Scheme: "year-2026", From: today, To: today})
		ok(t, err)
		_, err = d.Points.Within(o.Within(unit)).Object(gao, p.ID, "u0", "", "少了一项")
		ok(t, err)
		soon := today.Add(rectify.CheckDays)
		for what, to := range map[string]struct {
			day         survey.Day
			unit, whole bool
		}{
			"check 答复延期申请：问题 1":          {soon, false, true},
			"check 核验整改：问题 2":            {soon, false, true},
			"check 答复认领申请：村级阵地":          {soon, false, true},
			"notice 积分公示结束，在此之前可提异议：积分卡": {p.Closes, true, true},
			"objection 处理积分异议：积分卡":       {p.Closes, false, true},
			"task 整改：问题 2":               {"", false, false},
		} {
			for who, tt := range map[string]struct {
				r    survey.Rights
				told bool
			}{"the unit": {unit, to.unit}, "the organiser": {whole, to.whole}} {
				day, there := survey.Day(""), false
				for key, at := range told(tt.r) {
					if strings.HasPrefix(key, what) {
						day, there = at, true
					}
				}
				if there != tt.told || there && day != to.day {
					t.Errorf("%s is told of %s: %v, %s", who, what, there, day)
				}
			}
		}

		given, err := d.Projects.Within(o.Within(whole)).Move(ctx, asked.ID, asked.Revision, projects.Move{Do: projects.Agree, Unit: "u0"})
		ok(t, err)
		if by := told(unit); by["project 完成认领的项目：村级阵地 u0"] != today.Add(200) || by["progress 报"+today.Time().Format("2006年1月")+"进展：村级阵地 u0"].Month() != today.Month() {
			t.Errorf("of a project under way %v", by)
		}
		_, err = d.Projects.Within(o.Within(unit)).Move(ctx, given.ID, given.Revision, projects.Move{Do: projects.HandIn, Why: "已完成"})
		ok(t, err)
		if by := told(whole); by["check 验收项目：村级阵地 u0"] != soon {
			t.Errorf("of a project that is done %v", by)
		}
	})
}

package store_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"minping/survey"
	"minping/survey/rectify"
)

// rectifying is the desk of orders of an office.
func (o *office) rectifying() *rectify.Desk {
	d := rectify.New(o.store.People)
	d.Now, d.Zone = o.now, time.UTC
	return d
}

// orderRoom is the desk for somebody with rights below a unit.
func orderRoom(o *office, unit string, rights ...survey.Right) rectify.Room {
	r := survey.Rights{}
	for _, right := range rights {
		r.Add(right, survey.Area{Unit: unit})
	}
	return o.rectifying().Within(o.Within(r))
}

func organiserOf(o *office, unit string) rectify.Room {
	return orderRoom(o, unit, survey.ReadOrders, survey.ManageOrders, survey.CheckOrders, survey.WorkOrders)
}

// orderDue is the deadline of these orders: thirty days after start.
const orderDue survey.Day = "2026-04-01"

// issueOrder puts units, and issues an order of n problems to one of them.
func (o *office) issueOrder(t testing.TB, unit string, n int) (rectify.Order, []rectify.Task) {
	t.Helper()
	room := organiserOf(o, "")
	var ids []string
	for i := range n {
		p, err := room.AddProblem(ctx, rectify.Problem{Unit: unit, Title: fmt.Sprintf("问题 %d", i+1)})
		ok(t, err)
		p, err = room.EditProblem(ctx, p.ID, rectify.ProblemEdit{Revision: 1, Title: p.Title, State: rectify.Confirmed})
		ok(t, err)
		ids = append(ids, p.ID)
	}
	order, err := room.AddOrder(ctx, rectify.Order{Unit: unit, Title: "限期整改", Due: orderDue}, ids)
	ok(t, err)
	order, err = room.IssueOrder(ctx, order.ID, order.Revision)
	ok(t, err)
	order, tasks, err := room.Order(ctx, order.ID)
	ok(t, err)
	return order, tasks
}

// kindsToldOf lists the events that the channels have not taken in yet.
func (o *office) kindsTold(t testing.TB) string {
	t.Helper()
	events, err := o.store.People.Events(ctx, o.now(), time.Minute, 100)
	ok(t, err)
	var kinds []string
	for _, e := range events {
		kinds = append(kinds, strings.TrimSpace(string(e.Kind)+" "+e.Unit))
		if e.Order == "" || e.Title.In("zh") == "" || e.Kind != survey.OrderIssued && e.Task == "" {
			t.Errorf("event %+v", e)
		}
	}
	return strings.Join(kinds, ", ")
}

func TestOrderFromProblemToClosed(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		order, tasks := o.issueOrder(t, "u0", 2)
		if order.Number != "整改通知〔2026〕1号" || len(tasks) != 2 || tasks[0].State != rectify.Issued || tasks[1].No != 2 || tasks[0].Due != orderDue {
			t.Fatalf("issued %+v, %+v", order, tasks)
		}
		other, _ := o.issueOrder(t, "u1", 1)
		if other.Number != "整改通知〔2026〕2号" {
			t.Errorf("the second order is %s", other.Number)
		}

		// The unit's own people see and work on what is theirs alone.
		own := orderRoom(o, "u0", survey.ReadOrders, survey.WorkOrders)
		mine, _, err := own.Tasks(ctx)
		ok(t, err)
		if len(mine) != 2 {
			t.Errorf("the unit sees %d tasks", len(mine))
		}
		if _, _, err := own.Order(ctx, other.ID); !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("the order of another unit: %v", err)
		}
		worker := survey.WithActor(ctx, survey.Actor{ID: "wen", Name: "闻以澄", Via: survey.ViaSession})
		id := tasks[0].ID
		for i, m := range []rectify.Move{
			{Do: rectify.Claim, Person: "闻以澄"},
			{Do: rectify.Plan, Cause: "没有规定", Measure: "定规定"},
			{Do: rectify.Submit, Why: "定了", Evidence: []rectify.Evidence{{Name: "规定.pdf"}}},
		} {
			task, err := own.Move(worker, id, int64(2+i), m)
			ok(t, err)
			if task.Revision != int64(3+i) {
				t.Errorf("%s: revision %d", m.Do, task.Revision)
			}
		}
		if _, err := own.Move(worker, id, 5, rectify.Move{Do: rectify.Check, Why: "好"}); !errors.Is(err, survey.ErrForbidden) {
			t.Errorf("a unit checks itself: %v", err)
		}
		inspector := orderRoom(o, "city", survey.ReadOrders, survey.CheckOrders)
		for i, m := range []rectify.Move{{Do: rectify.Check, Why: "属实"}, {Do: rectify.Close}} {
			_, err := inspector.Move(ctx, id, int64(5+i), m)
			ok(t, err)
		}
		closed, _, err := inspector.Task(ctx, id)
		ok(t, err)
		if closed.State != rectify.Closed || closed.Cause != "没有规定" || len(closed.Steps) != 6 || closed.Steps[1].Name != "闻以澄" {
			t.Errorf("closed %+v", closed)
		}
		if may, _, err := own.May(ctx, tasks[1]); err != nil || !slices.Equal(may, []rectify.Do{rectify.Claim, rectify.Ask}) {
			t.Errorf("the unit may %v, %v", may, err)
		}
		if got := o.kindsTold(t); got != "order.issued u0, order.issued u1, order.submitted u0, order.closed u0" {
			t.Errorf("told %s", got)
		}
		if n := strings.Count(o.kinds(t), string(survey.ActTaskMoved)); n != 5 {
			t.Errorf("%d steps are noted", n)
		}

		// A stranger, and somebody elsewhere.
		for name, room := range map[string]rectify.Room{"a stranger": orderRoom(o, ""), "elsewhere": organiserOf(o, "u2")} {
			if _, _, err := room.Task(ctx, id); !errors.Is(err, survey.ErrNotFound) {
				t.Errorf("%s: %v", name, err)
			}
			if _, err := room.Move(ctx, id, closed.Revision, rectify.Move{Do: rectify.Held, Why: "好"}); !errors.Is(err, survey.ErrNotFound) {
				t.Errorf("%s moves: %v", name, err)
			}
		}
	})
}

// Drafts are seen by those who look after them alone, and can be dropped.
func TestOrderDrafts(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		room := organiserOf(o, "city")
		a, err := room.AddProblem(ctx, rectify.Problem{Unit: "u0", Title: " 公示 时间短 ", Advice: []rectify.Advice{{Text: "五天"}, {Text: " "}}})
		ok(t, err)
		b, err := room.AddProblem(ctx, rectify.Problem{Unit: "u0", Title: "公示范围窄", Detail: "只在县城"})
		ok(t, err)
		if a.Title != "公示 时间短" || len(a.Advice) != 1 || a.State != rectify.Drafted {
			t.Errorf("added %+v", a)
		}
		if _, err := organiserOf(o, "u1").AddProblem(ctx, rectify.Problem{Unit: "u0", Title: "x"}); keysOf(err) != "unit order_unit" {
			t.Errorf("outside: %v", err)
		}
		if _, err := room.AddOrder(ctx, rectify.Order{Unit: "u0", Title: "通知", Due: orderDue}, []string{a.ID}); keysOf(err) != "problems[0] order_problem" {
			t.Errorf("unconfirmed: %v", err)
		}
		merged, err := room.EditProblem(ctx, a.ID, rectify.ProblemEdit{Revision: 1, Title: a.Title, Advice: a.Advice, State: rectify.Confirmed, Merge: []string{b.ID}})
		ok(t, err)
		if merged.Detail != "公示范围窄\n只在县城" || len(merged.Origins) != 2 {
			t.Errorf("merged %+v", merged)
		}
		if _, err := room.EditProblem(ctx, a.ID, rectify.ProblemEdit{Revision: 1, Title: "旧的", State: rectify.Drafted}); !errors.Is(err, survey.ErrStale) {
			t.Errorf("an edit of what it was before: %v", err)
		}
		gone, err := room.Problem(ctx, b.ID)
		ok(t, err)
		if gone.State != rectify.Merged || gone.Into != a.ID {
			t.Errorf("merged into: %+v", gone)
		}
		order, err := room.AddOrder(ctx, rectify.Order{Unit: "u0", Title: "通知", Due: orderDue, Pattern: "棠组〔{year}〕{n}号"}, []string{a.ID})
		ok(t, err)
		reader := orderRoom(o, "city", survey.ReadOrders)
		if orders, err := reader.Orders(ctx); err != nil || len(orders) != 0 {
			t.Errorf("a reader sees %d drafts, %v", len(orders), err)
		}
		order.Due = "2026-05-01"
		order, err = room.EditOrder(ctx, order)
		ok(t, err)
		_, tasks, err := room.Order(ctx, order.ID)
		ok(t, err)
		if tasks[0].Due != "2026-05-01" || tasks[0].Detail != merged.Detail || tasks[0].Problem != a.ID {
			t.Errorf("task %+v", tasks[0])
		}
		task, err := room.EditTask(ctx, tasks[0].ID, rectify.TaskEdit{
			Revision: tasks[0].Revision, Title: "公示时间短、范围窄", Due: "2026-04-20", Lead: "卓砚青", Cooperating: []string{"县融媒体中心", ""},
		})
		ok(t, err)
		if !slices.Equal(task.Cooperating, []string{"县融媒体中心"}) {
			t.Errorf("with %q", task.Cooperating)
		}
		if _, err := room.EditTask(ctx, task.ID, rectify.TaskEdit{Revision: tasks[0].Revision, Title: "x", Due: orderDue}); !errors.Is(err, survey.ErrStale) {
			t.Errorf("a task as it was before: %v", err)
		}
		_, err = room.EditTask(ctx, task.ID, rectify.TaskEdit{Revision: task.Revision, Title: task.Title, Due: "2020-04-20"})
		ok(t, err)
		if _, err := room.IssueOrder(ctx, order.ID, order.Revision); keysOf(err) != "tasks[0].due order_task_past" || !strings.Contains(err.Error(), task.Title) || !strings.Contains(err.Error(), "2020-04-20") {
			t.Errorf("a task that is overdue before it is issued: %v", err)
		}
		ok(t, room.DropOrder(ctx, order.ID, order.Revision))
		if free, err := room.Problem(ctx, a.ID); err != nil || free.State != rectify.Confirmed || free.Task != "" {
			t.Errorf("after the draft was dropped: %+v, %v", free, err)
		}
		if _, _, err := room.Task(ctx, task.ID); !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("its task: %v", err)
		}
	})
}

// Two people edit one task at once: one step is kept whole, whoever came
// second is told, and takes his after having read it anew.
func TestTaskEditedAtOnce(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		_, tasks := o.issueOrder(t, "u0", 1)
		id := tasks[0].ID
		own := orderRoom(o, "u0", survey.ReadOrders, survey.WorkOrders)
		task, err := own.Move(ctx, id, 2, rectify.Move{Do: rectify.Claim, Person: "闻以澄"})
		ok(t, err)
		task, err = own.Move(ctx, id, task.Revision, rectify.Move{Do: rectify.Plan, Cause: "因", Measure: "法"})
		ok(t, err)
		const people = 8
		results := make([]error, people)
		said := func(i int) rectify.Move {
			return rectify.Move{Do: rectify.Report, Why: fmt.Sprintf("进展 %d", i), Share: 10 * i}
		}
		var wg sync.WaitGroup
		for i := range people {
			wg.Go(func() { _, results[i] = own.Move(ctx, id, task.Revision, said(i)) })
		}
		wg.Wait()
		winner := slices.Index(results, nil)
		for i, err := range results {
			if i != winner && !errors.Is(err, survey.ErrStale) {
				t.Errorf("person %d is told %v", i, err)
			}
		}
		now, _, err := own.Task(ctx, id)
		ok(t, err)
		if winner < 0 || len(now.Steps) != 4 || now.Steps[3].Why != said(winner).Why || now.Share != 10*winner {
			t.Fatalf("winner %d, kept %+v", winner, now)
		}
		for i := range people {
			if i == winner {
				continue
			}
			_, err := own.Move(ctx, id, now.Revision, said(i))
			ok(t, err)
			now, _, err = own.Task(ctx, id)
			ok(t, err)
		}
		var words []string
		for _, s := range now.Steps[3:] {
			words = append(words, s.Why)
		}
		slices.Sort(words)
		if len(slices.Compact(words)) != people {
			t.Errorf("kept %q", words)
		}
	})
}

// Orders issued at once have different numbers, and none is left out.
func TestNumbersAtOnce(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		room := organiserOf(o, "")
		const n = 5
		drafts := make([]rectify.Order, n)
		for i := range drafts {
			p, err := room.AddProblem(ctx, rectify.Problem{Unit: "u0", Title: "问题"})
			ok(t, err)
			p, err = room.EditProblem(ctx, p.ID, rectify.ProblemEdit{Revision: 1, Title: p.Title, State: rectify.Confirmed})
			ok(t, err)
			drafts[i], err = room.AddOrder(ctx, rectify.Order{Unit: "u0", Title: "通知", Due: orderDue}, []string{p.ID})
			ok(t, err)
		}
		var wg sync.WaitGroup
		numbers, errs := make([]string, n), make([]error, n)
		for i := range drafts {
			wg.Go(func() {
				order, err := room.IssueOrder(ctx, drafts[i].ID, 1)
				numbers[i], errs[i] = order.Number, err
			})
		}
		wg.Wait()
		ok(t, errors.Join(errs...))
		slices.Sort(numbers)
		for i, number := range numbers {
			if number != fmt.Sprintf("整改通知〔2026〕%d号", i+1) {
				t.Errorf("numbers %q", numbers)
			}
		}
		if _, err := room.IssueOrder(ctx, drafts[0].ID, 1); !errors.Is(err, survey.ErrStale) {
			t.Errorf("issued twice: %v", err)
		}
	})
}

// A task past its deadline is escalated and told of once on each level.
func TestOverdueIsChased(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		_, tasks := o.issueOrder(t, "u0", 1)
		o.kindsTold(t)
		desk := o.rectifying()
		for _, tt := range []struct {
			day  int // after start, 2 March; due on 1 April, day 30
			want string
		}{{29, ""}, {30, ""}, {31, "order.overdue u0"}, {32, ""}, {37, "order.overdue u0"}, {46, "order.overdue u0"}, {90, ""}} {
			o.move(start.AddDate(0, 0, tt.day).Sub(o.now()))
			ok(t, desk.Chase(ctx))
			events, err := o.store.People.Events(ctx, o.now(), 1000*time.Hour, 100)
			ok(t, err)
			var got []string
			for _, e := range events {
				if e.Kind == survey.OrderOverdue {
					got = append(got, string(e.Kind)+" "+e.Unit)
				}
				_ = o.store.People.QueueEvent(ctx, e.ID, nil)
			}
			if strings.Join(got, ", ") != tt.want {
				t.Errorf("day %d: %q, want %q", tt.day, got, tt.want)
			}
		}
		room := organiserOf(o, "")
		task, _, err := room.Task(ctx, tasks[0].ID)
		ok(t, err)
		if task.Level != 3 || len(task.Steps) != 4 || task.Revision != 5 {
			t.Errorf("%+v", task)
		}
	})
}

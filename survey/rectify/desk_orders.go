package rectify

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"minping/survey"
)

// tries is how often a number is looked for again, when others issue at the
// same time.
const tries = 20

// AddOrder drafts an order of confirmed problems of its unit, which become its
// tasks. It belongs to the poll that all of them came of, if there is one.
func (r Room) AddOrder(ctx context.Context, o Order, problems []string) (Order, error) {
	reach, err := r.reach(ctx, survey.ManageOrders)
	if err != nil {
		return Order{}, err
	}
	o = o.clean()
	o.ID, o.Number, o.Issued, o.Revision, o.Made = newID("or_"), "", time.Time{}, 0, r.desk.moment(ctx).At.UTC().Truncate(time.Millisecond)
	o.Poll = ""
	errs := o.check()
	if len(problems) > MostTasks {
		errs = append(errs, survey.FieldError{Field: "problems", Key: "order_many", Args: survey.Args("max", MostTasks)})
		problems = nil
	}
	var c Change
	for i, id := range problems {
		p, err := r.Problem(ctx, id)
		if err != nil && !isNotFound(err) {
			return Order{}, err
		}
		if err != nil || p.State != Confirmed || p.Unit != o.Unit || slices.ContainsFunc(c.Problems, func(q Problem) bool { return q.ID == p.ID }) {
			errs = append(errs, survey.FieldError{Field: indexed("problems", i), Key: "order_problem", Args: survey.Args("problem", survey.Clip(id))})
			continue
		}
		t := o.task(p, i+1)
		t.ID = newID("ta_")
		p.State, p.Task = Ordered, t.ID
		c.Tasks, c.Problems = append(c.Tasks, t), append(c.Problems, p)
	}
	o.Poll = pollOf(c.Tasks)
	if o.Unit != "" && !reach.Holds(survey.ManageOrders, o.Unit, o.Poll) {
		errs = append(errs, survey.FieldError{Field: "unit", Key: "order_unit", Args: survey.Args("unit", survey.Clip(o.Unit))})
	}
	if len(errs) > 0 {
		return Order{}, errs
	}
	c.Orders = []Order{o}
	c.Acts = []survey.Act{orderAct(survey.ActOrderDrafted, o, "tasks", strconv.Itoa(len(problems)))}
	if err := r.desk.store.ChangeOrders(ctx, c); err != nil {
		return Order{}, err
	}
	o.Revision++
	return o, nil
}

// pollOf is the poll that all tasks came of; "": they came of several, or of none.
func pollOf(tasks []Task) string {
	if len(tasks) == 0 || slices.ContainsFunc(tasks, func(t Task) bool { return t.Poll != tasks[0].Poll }) {
		return ""
	}
	return tasks[0].Poll
}

// managedOrder returns an order that whoever asks looks after, at a revision.
func (r Room) managedOrder(ctx context.Context, id string, revision int64) (Order, []Task, error) {
	o, tasks, err := r.Order(ctx, id)
	if err != nil {
		return o, nil, err
	}
	reach, err := r.v.Reach(ctx)
	switch {
	case err != nil:
		return o, nil, err
	case !reach.Holds(survey.ManageOrders, o.Unit, o.Poll):
		return o, nil, survey.ErrForbidden
	case o.Revision != revision:
		return o, nil, survey.ErrStale
	}
	return o, tasks, nil
}

// EditOrder changes the words and the deadline of a draft; its tasks that had
// the deadline of the order have the new one.
func (r Room) EditOrder(ctx context.Context, o Order) (Order, error) {
	was, tasks, err := r.managedOrder(ctx, o.ID, o.Revision)
	if err != nil {
		return Order{}, err
	}
	if !was.Issued.IsZero() {
		return Order{}, survey.ErrConflict
	}
	is := was
	is.Title, is.Issuer, is.Pattern, is.Preamble, is.Due = o.Title, o.Issuer, o.Pattern, o.Preamble, o.Due
	is = is.clean()
	if errs := is.check(); len(errs) > 0 {
		return Order{}, errs
	}
	c := Change{Orders: []Order{is}, Acts: []survey.Act{orderAct(survey.ActOrderChanged, is)}}
	for _, t := range tasks {
		if t.Due == was.Due && t.Due != is.Due {
			t.Due = is.Due
			c.Tasks = append(c.Tasks, t)
		}
	}
	if err := r.desk.store.ChangeOrders(ctx, c); err != nil {
		return Order{}, err
	}
	is.Revision++
	return is, nil
}

// A TaskEdit is what somebody changes of a task before it is issued.
type TaskEdit struct {
	Revision    int64      `json:"revision"`
	Title       string     `json:"title"`
	Detail      string     `json:"detail,omitempty"`
	Kind        string     `json:"kind,omitempty"`
	Lead        string     `json:"lead,omitempty"`
	Person      string     `json:"person,omitempty"`
	Cooperating []string   `json:"cooperating"`
	Due         survey.Day `json:"due"`
	Measure     string     `json:"measure,omitempty"`
}

// EditTask changes a task of a draft.
func (r Room) EditTask(ctx context.Context, id string, e TaskEdit) (Task, error) {
	t, _, err := r.Task(ctx, id)
	switch {
	case err != nil:
		return Task{}, err
	case t.State != Draft:
		return Task{}, survey.ErrConflict
	case t.Revision != e.Revision:
		return Task{}, survey.ErrStale
	}
	t.Title, t.Detail, t.Kind, t.Lead, t.Person = plain(e.Title), strings.TrimSpace(e.Detail), plain(e.Kind), plain(e.Lead), plain(e.Person)
	t.Cooperating, t.Due, t.Measure = names(e.Cooperating), e.Due, strings.TrimSpace(e.Measure)
	if errs := t.check(); len(errs) > 0 {
		return Task{}, errs
	}
	act := survey.Act{Kind: survey.ActOrderChanged, Object: t.Order, Poll: t.Poll, Unit: t.Unit, Detail: map[string]string{"task": t.ID}}
	if err := r.desk.store.ChangeOrders(ctx, Change{Tasks: []Task{t}, Acts: []survey.Act{act}}); err != nil {
		return Task{}, err
	}
	t.Revision++
	return t, nil
}

// IssueOrder gives a draft its number and issues all its tasks.
func (r Room) IssueOrder(ctx context.Context, id string, revision int64) (Order, error) {
	for range tries {
		o, err := r.issue(ctx, id, revision)
		if !errors.Is(err, errNumbers) {
			return o, err
		}
	}
	return Order{}, survey.ErrConflict
}

// errNumbers says that others gave numbers meanwhile.
var errNumbers = errors.New("numbers were given meanwhile")

func (r Room) issue(ctx context.Context, id string, revision int64) (Order, error) {
	o, tasks, err := r.managedOrder(ctx, id, revision)
	switch {
	case err != nil:
		return Order{}, err
	case !o.Issued.IsZero():
		return Order{}, survey.ErrConflict
	case len(tasks) == 0:
		return Order{}, survey.FieldErrors{{Field: "tasks", Key: "order_no_tasks"}}
	}
	numbers, err := r.desk.store.OrdersRevision(ctx)
	if err != nil {
		return Order{}, err
	}
	all, err := r.desk.store.Orders(ctx)
	if err != nil {
		return Order{}, err
	}
	taken := make([]string, len(all))
	for i, other := range all {
		taken[i] = other.Number
	}
	now := r.desk.moment(ctx)
	if o.Due < now.Today {
		return Order{}, survey.FieldErrors{{Field: "due", Key: "order_past"}}
	}
	o.Number, o.Issued = nextNumber(o.Pattern, now.At.In(r.desk.Zone).Year(), taken), now.At.UTC().Truncate(time.Millisecond)
	c := Change{Seen: &numbers, Orders: []Order{o}, Events: []survey.Event{event(survey.OrderIssued, o, Task{}, now.At)}}
	c.Acts = []survey.Act{orderAct(survey.ActOrderIssued, o, "number", o.Number, "tasks", strconv.Itoa(len(tasks)))}
	for i, t := range tasks {
		after, err := t.Apply(Move{Do: Issue}, now)
		if err != nil {
			return Order{}, err
		}
		errs := after.check()
		if after.Due.Valid() && after.Due < now.Today {
			errs = append(errs, survey.FieldError{Field: "due", Key: "order_task_past", Args: survey.Args("task", survey.Clip(after.Title), "due", string(after.Due))})
		}
		if len(errs) > 0 {
			for j := range errs {
				errs[j].Field = indexed("tasks", i) + "." + errs[j].Field
			}
			return Order{}, errs
		}
		c.Tasks = append(c.Tasks, after)
	}
	if r.desk.Write != nil {
		if c.Notices, err = r.desk.Write(ctx, r.v, o, c.Tasks); err != nil {
			return Order{}, err
		}
	}
	err = r.desk.store.ChangeOrders(ctx, c)
	if errors.Is(err, survey.ErrConflict) {
		return Order{}, errNumbers
	}
	o.Revision++
	return o, err
}

// DropOrder drops a draft; its problems may be put into another order.
func (r Room) DropOrder(ctx context.Context, id string, revision int64) error {
	o, tasks, err := r.managedOrder(ctx, id, revision)
	if err != nil {
		return err
	}
	if !o.Issued.IsZero() {
		return survey.ErrConflict
	}
	c := Change{Dropped: []Order{o}, Acts: []survey.Act{orderAct(survey.ActOrderDropped, o)}}
	for _, t := range tasks {
		p, err := r.desk.store.Problem(ctx, t.Problem)
		if isNotFound(err) {
			continue
		}
		if err != nil {
			return err
		}
		p.State, p.Task = Confirmed, ""
		c.Problems = append(c.Problems, p)
	}
	return r.desk.store.ChangeOrders(ctx, c)
}

// orderAct is an entry about an order, with details by name in turn.
func orderAct(kind survey.ActKind, o Order, details ...string) survey.Act {
	act := survey.Act{Kind: kind, Object: o.ID, Poll: o.Poll, Unit: o.Unit, Detail: map[string]string{}}
	for i := 0; i+1 < len(details); i += 2 {
		act.Detail[details[i]] = details[i+1]
	}
	return act
}

func isNotFound(err error) bool { return errors.Is(err, survey.ErrNotFound) }

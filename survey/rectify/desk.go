package rectify

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"minping/survey"
	"minping/survey/evidence"
)

// A Desk is where orders are kept. It is safe for concurrent use.
type Desk struct {
	// Now is the clock, Zone where days begin.
	Now  func() time.Time
	Zone *time.Location
	// Files is where the contents of evidence lie; nil: no files are taken.
	Files *evidence.Folder
	// Write writes the notices of an order that is being issued; nil: none are kept.
	Write func(ctx context.Context, v survey.Scoped, o Order, tasks []Task) ([]Notice, error)

	store  Store
	chased atomic.Value // Date of the last day on which Chase was done here
	swept  atomic.Value // Date of the last day on which Sweep was done here
}

// Tick chases what is overdue, once a day; the server calls it often.
func (d *Desk) Tick(ctx context.Context) error {
	today := d.Today()
	if last, _ := d.chased.Load().(survey.Day); last == today {
		return nil
	}
	if err := d.Chase(ctx); err != nil {
		return err
	}
	d.chased.Store(today)
	return nil
}

// Tidy sweeps the folder of evidence once a day, or when the server starts;
// where that fails, it is tried again the next day.
func (d *Desk) Tidy(ctx context.Context) error {
	today := d.Today()
	if last, _ := d.swept.Swap(today).(survey.Day); last == today {
		return nil
	}
	_, err := d.Sweep(ctx)
	return err
}

// New returns a desk over the store, with the system's clock and zone.
func New(store Store) *Desk { return &Desk{Now: time.Now, Zone: time.Local, store: store} }

// Today is the day by which deadlines go.
func (d *Desk) Today() survey.Day { return survey.DayOf(d.Now(), d.Zone) }

func (d *Desk) moment(ctx context.Context) Moment {
	now := d.Now()
	return Moment{At: now, Today: survey.DayOf(now, d.Zone), Actor: survey.ActorOf(ctx)}
}

// Within returns the desk for somebody: what he may not see is
// survey.ErrNotFound, as what does not exist.
func (d *Desk) Within(v survey.Scoped) Room { return Room{d, v} }

// A Room is the Desk for somebody with certain rights.
type Room struct {
	desk *Desk
	v    survey.Scoped
}

// Today is Desk.Today.
func (r Room) Today() survey.Day { return r.desk.Today() }

// Zone is where days begin.
func (r Room) Zone() *time.Location { return r.desk.Zone }

// newID returns a random id.
func newID(prefix string) string { return prefix + strings.ToLower(rand.Text()[:12]) }

// reach returns where the rights of whoever asks hold; survey.ErrNotFound
// where none of these holds anywhere.
func (r Room) reach(ctx context.Context, rights ...survey.Right) (survey.Reach, error) {
	reach, err := r.v.Reach(ctx)
	if err == nil && !slices.ContainsFunc(rights, reach.Anywhere) {
		err = survey.ErrNotFound
	}
	return reach, err
}

// orderRights are those by which somebody sees tasks.
var orderRights = []survey.Right{survey.ReadOrders, survey.ManageOrders, survey.WorkOrders, survey.CheckOrders}

// sees reports whether whoever asks sees what is kept of a unit: what is not
// issued yet only if he looks after it.
func sees(reach survey.Reach, unit, poll string, draft bool) bool {
	if draft {
		return reach.Holds(survey.ManageOrders, unit, poll)
	}
	return slices.ContainsFunc(orderRights, func(right survey.Right) bool { return reach.Holds(right, unit, poll) })
}

// Tasks lists the tasks that whoever asks sees, with their orders by id.
func (r Room) Tasks(ctx context.Context) ([]Task, map[string]Order, error) {
	reach, err := r.reach(ctx, orderRights...)
	if err != nil {
		return nil, nil, err
	}
	orders, err := r.desk.store.Orders(ctx)
	if err != nil {
		return nil, nil, err
	}
	byID := make(map[string]Order, len(orders))
	for _, o := range orders {
		if sees(reach, o.Unit, o.Poll, o.Issued.IsZero()) {
			byID[o.ID] = o
		}
	}
	tasks, err := r.desk.store.Tasks(ctx)
	tasks = slices.DeleteFunc(tasks, func(t Task) bool {
		_, there := byID[t.Order]
		return !there || !sees(reach, t.Unit, t.Poll, t.State == Draft)
	})
	return tasks, byID, err
}

// Orders lists the orders that whoever asks sees, the one made last first.
func (r Room) Orders(ctx context.Context) ([]Order, error) {
	reach, err := r.reach(ctx, orderRights...)
	if err != nil {
		return nil, err
	}
	orders, err := r.desk.store.Orders(ctx)
	orders = slices.DeleteFunc(orders, func(o Order) bool { return !sees(reach, o.Unit, o.Poll, o.Issued.IsZero()) })
	slices.Reverse(orders)
	return orders, err
}

// Order returns one of them with its tasks, in their order.
func (r Room) Order(ctx context.Context, id string) (Order, []Task, error) {
	tasks, orders, err := r.Tasks(ctx)
	if err != nil {
		return Order{}, nil, err
	}
	o, there := orders[id]
	if !there {
		return Order{}, nil, fmt.Errorf("order %s: %w", id, survey.ErrNotFound)
	}
	tasks = slices.DeleteFunc(tasks, func(t Task) bool { return t.Order != id })
	slices.SortFunc(tasks, func(a, b Task) int { return a.No - b.No })
	return o, tasks, nil
}

// Task returns one task with its order.
func (r Room) Task(ctx context.Context, id string) (Task, Order, error) {
	reach, err := r.reach(ctx, orderRights...)
	if err != nil {
		return Task{}, Order{}, err
	}
	t, err := r.desk.store.Task(ctx, id)
	if err == nil && !sees(reach, t.Unit, t.Poll, t.State == Draft) {
		err = survey.ErrNotFound
	}
	if err != nil {
		return Task{}, Order{}, fmt.Errorf("task %s: %w", id, err)
	}
	o, err := r.desk.store.Order(ctx, t.Order)
	return t, o, err
}

// May lists the steps that a task may take next and that whoever asks may take;
// own: others would be among them, were it not his own work.
func (r Room) May(ctx context.Context, t Task) (dos []Do, own bool, err error) {
	reach, err := r.v.Reach(ctx)
	for _, d := range t.Next() {
		switch {
		case !reach.Holds(d.Right(), t.Unit, t.Poll):
		case t.OwnWork(d, survey.ActorOf(ctx).ID):
			own = true
		default:
			dos = append(dos, d)
		}
	}
	return dos, own, err
}

// Move takes a step with a task that was read at a revision. A task that has
// changed since is survey.ErrStale, and nothing is kept; what is wrong with the
// step is survey.FieldErrors.
func (r Room) Move(ctx context.Context, id string, revision int64, m Move) (Task, error) {
	t, o, err := r.Task(ctx, id)
	if err != nil {
		return Task{}, err
	}
	reach, err := r.v.Reach(ctx)
	if err != nil {
		return Task{}, err
	}
	rule, there := rules[m.Do]
	switch {
	case there && !reach.Holds(rule.right, t.Unit, t.Poll):
		return Task{}, survey.ErrForbidden
	case t.Revision != revision:
		return Task{}, survey.ErrStale
	}
	if m.Evidence, err = r.attached(ctx, t, m.Evidence); err != nil {
		return Task{}, err
	}
	after, err := t.Apply(m, r.desk.moment(ctx))
	if err != nil {
		return Task{}, err
	}
	c := Change{Tasks: []Task{after}, Acts: []survey.Act{moved(after)}}
	if kind, told := told[m.Do]; told {
		c.Events = append(c.Events, event(kind, o, after, r.desk.Now()))
	}
	if err := r.desk.store.ChangeOrders(ctx, c); err != nil {
		return Task{}, err
	}
	after.Revision++
	return after, nil
}

// moved is the entry of a task's last step in the log of acts.
func moved(t Task) survey.Act {
	s := t.Steps[len(t.Steps)-1]
	return survey.Act{
		Kind: survey.ActTaskMoved, Object: t.ID, Poll: t.Poll, Unit: t.Unit,
		Detail: map[string]string{"do": string(s.Do), "from": string(s.From), "to": string(s.To)},
	}
}

// told are the steps that others are told of.
var told = map[Do]survey.EventKind{
	Submit: survey.OrderSubmitted, Return: survey.OrderReturned, FellBack: survey.OrderReturned, Close: survey.OrderClosed,
	Remind: survey.OrderReminded,
}

// event tells of an order, and of a task of it where there is one.
func event(kind survey.EventKind, o Order, t Task, now time.Time) survey.Event {
	title := cmpTitle(o.Number, o.Title)
	if t.Title != "" {
		title = cmpTitle(o.Number, t.Title)
	}
	return survey.Event{
		ID: survey.NewEventID(), Kind: kind, Poll: o.Poll, Order: o.ID, Task: t.ID, Unit: o.Unit,
		Title: survey.Text{"zh": title}, At: now.UTC().Truncate(time.Millisecond),
	}
}

func cmpTitle(number, title string) string { return strings.TrimSpace(number + " " + title) }

// Chase escalates the tasks whose deadlines have passed, each level once, and
// tells of it. Tasks that change meanwhile are left to the next time.
func (d *Desk) Chase(ctx context.Context) error {
	tasks, err := d.store.Tasks(ctx)
	if err != nil {
		return err
	}
	var all error
	for _, t := range tasks {
		after, due := t.Chase(d.moment(ctx))
		if !due {
			continue
		}
		o, err := d.store.Order(ctx, t.Order)
		if err == nil {
			err = d.store.ChangeOrders(ctx, Change{
				Tasks: []Task{after}, Acts: []survey.Act{moved(after)}, Events: []survey.Event{event(survey.OrderOverdue, o, after, d.Now())},
			})
		}
		if err != nil && !errors.Is(err, survey.ErrStale) {
			all = errors.Join(all, fmt.Errorf("task %s: %w", t.ID, err))
		}
	}
	return all
}

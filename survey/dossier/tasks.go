package dossier

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"minping/survey"
	"minping/survey/rectify"
)

// taskBook are the tasks that whoever asks sees.
type taskBook struct {
	holds func(unit string) bool // whether he sees those of a unit
	tasks []rectify.Task
	order map[string]rectify.Order
	room  rectify.Room
}

func (r Room) tasks(ctx context.Context) (taskBook, error) {
	book := taskBook{room: r.orders}
	reach, err := r.v.Reach(ctx)
	if err != nil {
		return book, err
	}
	book.holds = func(unit string) bool {
		return slices.ContainsFunc([]survey.Right{survey.ReadOrders, survey.ManageOrders, survey.WorkOrders, survey.CheckOrders},
			func(right survey.Right) bool { return reach.Holds(right, unit, "") })
	}
	book.tasks, book.order, err = r.orders.Tasks(ctx)
	if errors.Is(err, survey.ErrNotFound) {
		err = nil
	}
	return book, err
}

// of returns the tasks of a unit, or those of his team in which somebody is
// named; nil where whoever asks may not see all of them.
func (b taskBook) of(id string, people []survey.Person) *Orders {
	team, name := "", ""
	if i := slices.IndexFunc(people, func(p survey.Person) bool { return p.ID == id }); i >= 0 {
		team, name = people[i].Team, people[i].Name
	}
	if !b.holds(cmp.Or(team, id)) {
		return nil
	}
	o := &Orders{Tasks: []Task{}}
	for _, t := range b.tasks {
		if t.State == rectify.Draft || t.State == rectify.Withdrawn || t.Unit != id && (name == "" || t.Unit != team || t.Person != name) {
			continue
		}
		line := Task{ID: t.ID, Order: t.Order, Number: b.order[t.Order].Number, Title: t.Title, State: t.State, Due: t.Due, Evidence: t.Evidence}
		line.Alert, line.Late = t.Alert(b.room.Today(), b.room.Zone()), t.Late(b.room.Today())
		if s := t.ClosedBy(); s != nil {
			line.Closed = survey.DayOf(s.At, b.room.Zone())
		}
		switch {
		case t.State == rectify.Closed:
			o.Closed++
		case line.Late > 0:
			o.Overdue++
			fallthrough
		default:
			o.Open++
		}
		o.Tasks = append(o.Tasks, line)
	}
	slices.SortStableFunc(o.Tasks, func(a, b Task) int {
		return cmp.Or(cmp.Compare(closedLast(a), closedLast(b)), cmp.Compare(a.Due, b.Due))
	})
	return o
}

func closedLast(t Task) int {
	if t.State == rectify.Closed {
		return 1
	}
	return 0
}

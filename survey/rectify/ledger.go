package rectify

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"minping/survey"
)

// A Filter chooses tasks of the ledger; what is empty chooses nothing.
type Filter struct {
	Unit  string // and those below it
	State State
	Open  bool // something is still to be done
	Alert Alert
	Text  string // in the number, the problem, or a name
}

// Ledger lists the tasks that whoever asks sees and the filter lets through,
// with their orders by id: those with the gravest alert first, then by deadline.
func (r Room) Ledger(ctx context.Context, f Filter) ([]Task, map[string]Order, error) {
	tasks, orders, err := r.Tasks(ctx)
	if err != nil {
		return nil, nil, err
	}
	reach, err := r.v.Reach(ctx)
	if err != nil {
		return nil, nil, err
	}
	today := r.desk.Today()
	below := map[string]bool{}
	if f.Unit != "" {
		for _, u := range reach.Below(f.Unit) {
			below[u] = true
		}
	}
	text := strings.ToLower(plain(f.Text))
	tasks = slices.DeleteFunc(tasks, func(t Task) bool {
		return f.Unit != "" && !below[t.Unit] ||
			f.State != "" && t.State != f.State ||
			f.Open && !t.State.Open() ||
			f.Alert != "" && t.Alert(today, r.desk.Zone) != f.Alert ||
			text != "" && !t.holds(text, orders[t.Order])
	})
	gravity := func(t Task) int { // none is after all others
		if i := slices.Index(Alerts, t.Alert(today, r.desk.Zone)); i >= 0 {
			return i
		}
		if t.State.Open() || t.State == Draft {
			return len(Alerts)
		}
		return len(Alerts) + 1
	}
	slices.SortStableFunc(tasks, func(a, b Task) int { return cmp.Or(gravity(a)-gravity(b), cmp.Compare(a.Due, b.Due)) })
	return tasks, orders, nil
}

func (t *Task) holds(text string, o Order) bool {
	return slices.ContainsFunc(append([]string{o.Number, o.Title, t.Title, t.Detail, t.Kind, t.Lead, t.Person}, t.Cooperating...), func(s string) bool {
		return strings.Contains(strings.ToLower(s), text)
	})
}

// A Summary counts tasks that are issued.
type Summary struct {
	Issued int           // and not withdrawn
	Closed int           //
	OnTime int           // of those closed
	Back   int           // that were returned at least once
	Alerts map[Alert]int // of the open ones
}

// Rate is the share of tasks that are closed, 0–1: 整改率; 0 where none is issued.
func (s Summary) Rate() float64 {
	if s.Issued == 0 {
		return 0
	}
	return float64(s.Closed) / float64(s.Issued)
}

// Summarise counts tasks as of today.
func (r Room) Summarise(tasks []Task) Summary {
	s := Summary{Alerts: map[Alert]int{}}
	for _, t := range tasks {
		if t.State == Draft || t.State == Withdrawn {
			continue
		}
		s.Issued++
		if t.State == Closed {
			s.Closed++
		}
		if t.OnTime(r.desk.Zone) {
			s.OnTime++
		}
		if t.last(Return) != nil {
			s.Back++
		}
		if a := t.Alert(r.desk.Today(), r.desk.Zone); a != NoAlert {
			s.Alerts[a]++
		}
	}
	return s
}

// Units lists the units whose orders whoever asks looks after.
func (r Room) Units(ctx context.Context) ([]survey.Unit, error) {
	reach, err := r.reach(ctx, survey.ManageOrders)
	return reach.Units(survey.ManageOrders), err
}

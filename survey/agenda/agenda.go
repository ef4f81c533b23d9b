package agenda

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"minping/survey"
	"minping/survey/awards"
	"minping/survey/casework"
	"minping/survey/duty"
	"minping/survey/points"
	"minping/survey/projects"
	"minping/survey/rectify"
)

// A Due is something that has to be done by a day.
type Due struct {
	Kind   Kind        `json:"kind"`
	ID     string      `json:"id"`
	Unit   string      `json:"unit,omitempty"` // that answers for it; "": a poll
	Person string      `json:"person,omitempty"`
	What   survey.Text `json:"what"`
	Day    survey.Day  `json:"day"`
	Late   bool        `json:"late"` // the day has passed
	Path   string      `json:"path"` // of its page
}

// A Kind says what is due.
type Kind string

// The kinds.
const (
	Task  Kind = "task"  // of an order, to be handed in
	Claim Kind = "claim" // of a task
	Check Kind = "check" // of what a unit handed in or asked for, by whoever decides
	Case  Kind = "case"  // to be taken on, or answered
	Poll  Kind = "poll"  // ends

	Project  Kind = "project"  // to be finished
	Progress Kind = "progress" // of a project, to be reported

	Report    Kind = "report"    // on a duty, to be handed in
	Round     Kind = "round"     // of an award or of duty reports, to be decided
	Marks     Kind = "marks"     // of a judge, to be handed in
	Objection Kind = "objection" // to an award or to points, to be ruled on
	Notice    Kind = "notice"    // of an award or of points, ends, and with it objecting
)

// A Desk knows what is due. It is safe for concurrent use.
type Desk struct {
	// Now is the clock, Zone where days begin.
	Now  func() time.Time
	Zone *time.Location
	// URL is where people reach the server, without a slash at the end.
	URL string
	// These are asked for what they keep; nil: there is none.
	Orders   *rectify.Desk
	Cases    *casework.Desk
	Projects *projects.Desk
	Points   *points.Desk
	Awards   *awards.Desk
	Duty     *duty.Desk
	// Service is asked with the rights of an account, as Rights tells them;
	// survey.ErrNotFound of one that may not sign in.
	Service interface {
		Within(r survey.Rights) survey.Scoped
	}
	Rights func(ctx context.Context, account string) (survey.Rights, error)
	// Name names an account, by which awards know their judges; nil: no mail and no
	// feed tells judges of their sheets.
	Name func(ctx context.Context, account string) (string, error)
	// Post takes a letter to the mail queue, once an id; nil: nothing is mailed.
	Post func(ctx context.Context, l Letter) error

	store Store

	mu     sync.Mutex
	judged time.Time // when judges were looked for last
}

// New returns a desk over the store, with the system's clock and zone.
func New(store Store) *Desk { return &Desk{Now: time.Now, Zone: time.Local, store: store} }

// Today is the day by which deadlines go.
func (d *Desk) Today() survey.Day { return survey.DayOf(d.Now(), d.Zone) }

// A Filter chooses what is due; what is empty chooses all.
type Filter struct {
	From, To survey.Day // both included
	Unit     string     // and those below it
	Person   string
}

// Dues lists what is due within the days for whoever asks, by day; with today
// among them also what is late, first.
func (d *Desk) Dues(ctx context.Context, v survey.Scoped, f Filter) ([]Due, error) {
	reach, err := v.Reach(ctx)
	if err != nil {
		return nil, err
	}
	var all []Due
	for _, of := range []func(context.Context, survey.Scoped) ([]Due, error){d.tasks, d.cases, d.projects, d.reports, d.polls, d.points, d.awards, d.marks, d.panels} {
		list, err := of(ctx, v)
		if err != nil && !errors.Is(err, survey.ErrNotFound) { // no right there
			return nil, err
		}
		all = append(all, list...)
	}
	today := d.Today()
	now := f.From <= today && today <= f.To
	var below []string
	if f.Unit != "" {
		below = reach.Below(f.Unit)
	}
	for i := range all {
		all[i].Late = all[i].Day < today
	}
	all = slices.DeleteFunc(all, func(x Due) bool {
		within := f.From <= x.Day && x.Day <= f.To || x.Late && now
		return !within || f.Unit != "" && !slices.Contains(below, x.Unit) || f.Person != "" && x.Person != f.Person
	})
	slices.SortStableFunc(all, func(a, b Due) int { return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.Unit, b.Unit)) })
	return all, nil
}

func (d *Desk) tasks(ctx context.Context, v survey.Scoped) (list []Due, err error) {
	if d.Orders == nil {
		return nil, nil
	}
	reach, err := v.Reach(ctx)
	if err != nil {
		return nil, err
	}
	tasks, _, err := d.Orders.Within(v).Tasks(ctx)
	for i := range tasks {
		t := &tasks[i]
		due := func(kind Kind, id, person string, day survey.Day, zh, en string) {
			list = append(list, Due{
				Kind: kind, ID: id, Unit: t.Unit, Person: person, Day: day, Path: "/orders/tasks/" + t.ID, What: survey.Text{"zh": zh + "：" + t.Title, "en": en + ": " + t.Title},
			})
		}
		if by := t.ClaimBy(d.Zone); by != "" {
			due(Claim, t.ID, t.Person, by, "认领", "Claim")
		}
		if t.State.WithUnit() && t.Due != "" {
			due(Task, t.ID, t.Person, t.Due, "整改", "Put right")
		}
		for _, w := range t.Waits(d.Zone) {
			if reach.Holds(w.Right, t.Unit, t.Poll) && !t.OwnWork(w.Do, survey.ActorOf(ctx).ID) {
				due(Check, t.ID+"-"+string(w.Do), "", w.By, waits[w.Do]["zh"], waits[w.Do]["en"])
			}
		}
	}
	return list, err
}

// waits are the words of decisions on a task.
var waits = map[rectify.Do]survey.Text{
	rectify.Grant: {"zh": "答复延期申请", "en": "Answer the request for more time"},
	rectify.Check: {"zh": "核验整改", "en": "Check what was done"},
	rectify.Close: {"zh": "核验已通过，待销号", "en": "Checked, to be closed"},
}

func (d *Desk) cases(ctx context.Context, v survey.Scoped) (list []Due, err error) {
	if d.Cases == nil {
		return nil, nil
	}
	reach, err := v.Reach(ctx)
	if err != nil {
		return nil, err
	}
	room := d.Cases.Within(v)
	set, err := room.Rules(ctx)
	if err != nil {
		return nil, err
	}
	cases, err := room.Cases(ctx, casework.Filter{Open: true})
	for i := range cases {
		c := &cases[i]
		day, what := c.Due, survey.Text{"zh": "答复" + c.Kind.Words()["zh"], "en": "Answer a " + c.Kind.Words()["en"]}
		switch {
		case !c.State.WithUnit():
			if waits := c.State.Waits(); reach.Holds(survey.CheckOrders, c.Unit, "") {
				list = append(list, Due{Kind: Check, ID: c.ID, Unit: c.Unit, Day: c.WaitsBy(set), Path: "/cases/" + c.ID, What: survey.Text{
					"zh": c.Kind.Words()["zh"] + "待" + waits["zh"], "en": "A " + c.Kind.Words()["en"] + " waits for " + waits["en"],
				}})
			}
			continue
		case c.State == casework.Received:
			day, what = c.StartBy, survey.Text{"zh": "受理" + c.Kind.Words()["zh"], "en": "Take on a " + c.Kind.Words()["en"]}
		}
		list = append(list, Due{Kind: Case, ID: c.ID, Unit: c.Unit, Person: c.Person, Day: day, Path: "/cases/" + c.ID, What: what})
	}
	slices.SortFunc(list, func(a, b Due) int { return cmp.Compare(a.ID, b.ID) })
	return list, err
}

func (d *Desk) polls(ctx context.Context, v survey.Scoped) (list []Due, err error) {
	polls, err := v.ManagedPolls(ctx)
	for _, p := range polls {
		if p.State != survey.Open || p.Closes.IsZero() {
			continue
		}
		list = append(list, Due{
			Kind: Poll, ID: p.ID, Day: survey.DayOf(p.Closes, d.Zone), Path: "/manage/" + p.ID,
			What: survey.Text{"zh": "测评结束：" + p.Title.In("zh"), "en": "Poll ends: " + p.Title.In("en")},
		})
	}
	return list, err
}

// Week returns the Monday of a day's week, and its Sunday.
func Week(day survey.Day) (monday, sunday survey.Day) {
	monday = day.Add(-(int(day.Time().Weekday()) + 6) % 7)
	return monday, monday.Add(6)
}

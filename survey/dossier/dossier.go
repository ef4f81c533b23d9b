package dossier

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"minping/survey"
	"minping/survey/awards"
	"minping/survey/casework"
	"minping/survey/duty"
	"minping/survey/evidence"
	"minping/survey/points"
	"minping/survey/projects"
	"minping/survey/rectify"
)

// A Shelf is where dossiers are put together and candidate lists are kept. It is
// safe for concurrent use.
type Shelf struct {
	Now func() time.Time
	// Projects, Points, Awards, Duty, Cases and Files are where those are kept; nil: no dossier tells of them.
	Projects *projects.Desk
	Points   *points.Desk
	Awards   *awards.Desk
	Duty     *duty.Desk
	Cases    *casework.Desk
	Files    *evidence.Cabinet

	store  Store
	orders *rectify.Desk
}

// New returns a shelf over the store, with the orders of a desk.
func New(store Store, orders *rectify.Desk) *Shelf {
	return &Shelf{Now: time.Now, store: store, orders: orders}
}

// Within returns the shelf for somebody: what he may not see is
// survey.ErrNotFound, as what does not exist.
func (s *Shelf) Within(v survey.Scoped) Room { return Room{s, v, s.orders.Within(v)} }

// A Room is the Shelf for somebody with certain rights.
type Room struct {
	shelf  *Shelf
	v      survey.Scoped
	orders rectify.Room
}

// A Dossier is what is kept of a unit or person, as far as whoever asks may read
// it.
type Dossier struct {
	ID       string          `json:"id"`
	Name     survey.Text     `json:"name"`
	Tier     string          `json:"tier,omitempty"`
	Above    []Named         `json:"above"`                // what it belongs to, the highest first
	Person   *survey.Person  `json:"person,omitempty"`     // absent: nobody, or not to be read; without mail and telephone
	Members  []Named         `json:"members,omitempty"`    // people whose team it is
	Results  []Result        `json:"results"`              // of each poll, the one created last first
	Orders   *Orders         `json:"orders,omitempty"`     // absent: not to be read
	Problems []Problem       `json:"problems,omitempty"`   // that are in no order yet, for those who make orders
	Projects []Project       `json:"projects,omitempty"`   // that it has taken on
	Cards    []Card          `json:"cards,omitempty"`      // of points, this year
	Graded   []points.Graded `json:"appraisals,omitempty"` // that are shown, the latest year first
	Awards   []awards.Won    `json:"awards,omitempty"`     // conferred, the latest first
	Duty     []duty.Told     `json:"duty,omitempty"`       // published rounds of duty reports, the latest first
	Files    []File          `json:"files,omitempty"`      // of its projects and duty reports; those of tasks stand there
	Cases    *Cases          `json:"cases,omitempty"`      // absent: none, or not to be read
}

// A Named is a unit or person by name.
type Named struct {
	ID   string      `json:"id"`
	Name survey.Text `json:"name"`
	Post string      `json:"post,omitempty"`
}

// Orders are the tasks that a unit answers for, or somebody is named in as the
// one responsible.
type Orders struct {
	Open    int    `json:"open"`
	Overdue int    `json:"overdue"`
	Closed  int    `json:"closed"`
	Tasks   []Task `json:"tasks"` // open ones first, by deadline
}

// A Task is a line of the ledger.
type Task struct {
	ID     string        `json:"id"`
	Order  string        `json:"order"`
	Number string        `json:"number,omitempty"` // of the order
	Title  string        `json:"title"`
	State  rectify.State `json:"state"`
	Alert  rectify.Alert `json:"alert,omitempty"`
	Due    survey.Day    `json:"due,omitempty"`
	Late   int           `json:"late,omitempty"` // days past the deadline
	Closed survey.Day    `json:"closed,omitempty"`

	Evidence []rectify.Evidence `json:"evidence,omitempty"` // of what was done
}

// A Problem is one on the list from which orders are made.
type Problem struct {
	ID    string               `json:"id"`
	Title string               `json:"title"`
	State rectify.ProblemState `json:"state"`
}

// Dossier returns what whoever asks may read of a unit or person.
func (r Room) Dossier(ctx context.Context, id string) (Dossier, error) {
	d := Dossier{ID: id, Above: []Named{}, Results: []Result{}}
	units, err := r.units(ctx)
	if err != nil {
		return d, err
	}
	people, err := r.people(ctx)
	if err != nil {
		return d, err
	}
	there := d.attributes(units, people)
	polls, err := r.polls(ctx)
	if err != nil {
		return d, err
	}
	for _, p := range polls {
		if result, ok := resultOf(p, id); ok {
			d.Results = append(d.Results, result)
			if !there {
				u := p.release.Unit(id)
				d.Name, d.Tier, there = u.Name, u.Tier, true
			}
		}
	}
	if !there {
		return d, fmt.Errorf("unit %s: %w", id, survey.ErrNotFound)
	}
	tasks, err := r.tasks(ctx)
	if err != nil {
		return d, err
	}
	d.Orders = tasks.of(id, people)
	if d.Problems, err = r.problems(ctx, id); err != nil {
		return d, err
	}
	if d.Projects, err = r.projects(ctx, id); err != nil {
		return d, err
	}
	if d.Cards, err = r.cards(ctx, id, d.Tier); err != nil {
		return d, err
	}
	graded, err := r.graded(ctx)
	if err != nil {
		return d, err
	}
	d.Graded = graded[id]
	if r.shelf.Duty != nil {
		if d.Duty, err = r.shelf.Duty.Within(r.v).Of(ctx, id); err != nil {
			return d, err
		}
	}
	if d.Files, err = r.files(ctx, d.Projects, d.Duty, id); err != nil {
		return d, err
	}
	cases, err := r.cases(ctx)
	if err != nil {
		return d, err
	}
	d.Cases = cases[id]
	won, err := r.won(ctx)
	d.Awards = won[id]
	return d, err
}

// rights are those of whoever has to do with a unit; whoever looks after accounts
// sees it in lists, and has no business with its dossier.
var rights = []survey.Right{
	survey.ReadResults, survey.ReadUnpublished, survey.ManagePolls, survey.ManageUnits,
	survey.ReadOrders, survey.ManageOrders, survey.WorkOrders, survey.CheckOrders,
}

// Units lists the units of which whoever asks sees a dossier by his office, in
// the directory's order; survey.ErrNotFound where he holds no right that brings any.
func (r Room) Units(ctx context.Context) ([]survey.Unit, error) {
	reach, err := r.v.Reach(ctx)
	if err == nil && !slices.ContainsFunc(rights, reach.Anywhere) {
		err = survey.ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	return r.units(ctx)
}

func (r Room) units(ctx context.Context) ([]survey.Unit, error) {
	reach, err := r.v.Reach(ctx)
	if err != nil {
		return nil, err
	}
	units, err := r.v.Units(ctx)
	return slices.DeleteFunc(units, func(u survey.Unit) bool {
		return !slices.ContainsFunc(rights, func(right survey.Right) bool { return reach.Holds(right, u.ID, "") })
	}), err
}

// attributes fills in what directory and roster say, and reports whether that
// is anything.
func (d *Dossier) attributes(units []survey.Unit, people []survey.Person) (there bool) {
	unit := make(map[string]survey.Unit, len(units))
	for _, u := range units {
		unit[u.ID] = u
	}
	above := ""
	if u, ok := unit[d.ID]; ok {
		d.Name, d.Tier, above, there = u.Name, u.Tier, u.Parent, true
	}
	for _, p := range people {
		switch {
		case p.ID == d.ID:
			p.Mail, p.Phone = "", "" // to reach somebody, not to judge him by
			d.Person, d.Tier, above = &p, cmp.Or(d.Tier, p.Tier), cmp.Or(above, p.Team)
			if !there {
				d.Name, there = survey.Text{"zh": p.Name}, true
			}
		case p.Team == d.ID:
			d.Members = append(d.Members, Named{p.ID, survey.Text{"zh": p.Name}, p.Post})
		}
	}
	for range len(units) + 1 { // no circle lasts longer
		u, ok := unit[above]
		if !ok {
			break
		}
		d.Above = append(d.Above, Named{ID: u.ID, Name: u.Name})
		above = u.Parent
	}
	slices.Reverse(d.Above)
	return there
}

// people are those on the roster that whoever asks looks after; none where he
// looks after no roster.
func (r Room) people(ctx context.Context) ([]survey.Person, error) {
	people, err := r.v.People(ctx)
	if errors.Is(err, survey.ErrNotFound) {
		return nil, nil
	}
	return people, err
}

// problems are those of a unit that are in no order yet.
func (r Room) problems(ctx context.Context, unit string) (open []Problem, err error) {
	all, err := r.orders.Problems(ctx)
	if errors.Is(err, survey.ErrNotFound) {
		return nil, nil
	}
	for _, p := range all {
		if p.Unit == unit && (p.State == rectify.Drafted || p.State == rectify.Confirmed) {
			open = append(open, Problem{p.ID, p.Title, p.State})
		}
	}
	return open, err
}

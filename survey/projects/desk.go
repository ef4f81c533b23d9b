package projects

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"strings"
	"time"

	"minping/survey"
)

// A Store keeps projects. What is not there is survey.ErrNotFound.
type Store interface {
	// Projects lists all of them, in the order in which they were first kept.
	Projects(ctx context.Context) ([]Project, error)
	Project(ctx context.Context, id string) (Project, error)
	// PutProjects keeps projects, all or none: those of revision 0 are new, others
	// replace what was read at their revision, which rises; survey.ErrStale where
	// one of them is no longer as it was read.
	PutProjects(ctx context.Context, projects []Project, acts []survey.Act) error
}

// A Desk is where projects are kept. It is safe for concurrent use.
type Desk struct {
	// Now is the clock, Zone where days begin.
	Now  func() time.Time
	Zone *time.Location

	store Store
}

// New returns a desk over the store, with the system's clock and zone.
func New(store Store) *Desk { return &Desk{Now: time.Now, Zone: time.Local, store: store} }

// Within returns the desk for somebody: what he may not see is
// survey.ErrNotFound, as what does not exist.
func (d *Desk) Within(v survey.Scoped) Room { return Room{d, v} }

// A Room is the Desk for somebody with certain rights.
type Room struct {
	desk *Desk
	v    survey.Scoped
}

// Today is the day by which deadlines go.
func (r Room) Today() survey.Day { return survey.DayOf(r.desk.Now(), r.desk.Zone) }

var rights = []survey.Right{survey.ReadOrders, survey.ManageOrders, survey.WorkOrders, survey.CheckOrders}

// reach returns where the rights of whoever asks hold; survey.ErrNotFound where
// none of these holds anywhere.
func (r Room) reach(ctx context.Context, rights ...survey.Right) (survey.Reach, error) {
	reach, err := r.v.Reach(ctx)
	if err == nil && !slices.ContainsFunc(rights, reach.Anywhere) {
		err = survey.ErrNotFound
	}
	return reach, err
}

// sees reports whether whoever asks sees a project: one that a unit has where he
// sees the unit's orders, one that is offered where he has such a right for a
// unit to which it is offered.
func sees(reach survey.Reach, p *Project) bool {
	return slices.ContainsFunc(rights, func(right survey.Right) bool {
		if p.Unit != "" {
			return reach.Holds(right, p.Unit, "")
		}
		return reach.Holds(right, p.Home, "") || len(offered(reach, right, p)) > 0
	})
}

// offered lists the units to which a project is offered and for which a right holds.
func offered(reach survey.Reach, right survey.Right, p *Project) []survey.Unit {
	units := reach.Units(right)
	below := map[string]bool{}
	if p.Home != "" {
		for _, u := range reach.Below(p.Home) {
			below[u] = true
		}
	}
	return slices.DeleteFunc(units, func(u survey.Unit) bool { return p.Home != "" && !below[u.ID] || !reach.Holds(right, u.ID, "") })
}

// shown leaves out what others wished: of the asks of a project only those of
// units that whoever asks may see, unless he answers them.
func shown(reach survey.Reach, p Project) Project {
	if manages(reach, &p) {
		return p
	}
	see := func(unit string) bool {
		return unit == "" || slices.ContainsFunc(rights, func(right survey.Right) bool { return reach.Holds(right, unit, "") })
	}
	p.Asks = slices.DeleteFunc(slices.Clone(p.Asks), func(a Ask) bool { return !see(a.Unit) })
	p.Steps = slices.DeleteFunc(slices.Clone(p.Steps), func(s Step) bool { return !see(s.Unit) })
	return p
}

// manages reports whether whoever asks looks after a project.
func manages(reach survey.Reach, p *Project) bool {
	return reach.Holds(survey.ManageOrders, p.Home, "") || p.Unit != "" && reach.Holds(survey.ManageOrders, p.Unit, "")
}

// A Filter chooses projects; what is empty chooses nothing.
type Filter struct {
	Programme string
	Unit      string // and those below it
	State     State
	Alert     Alert
	Text      string // in the title, a name, or the measures
}

// Projects lists the projects that whoever asks sees and the filter lets
// through: those of a programme together, in the order in which programmes were
// first kept.
func (r Room) Projects(ctx context.Context, f Filter) ([]Project, error) {
	reach, err := r.reach(ctx, rights...)
	if err != nil {
		return nil, err
	}
	all, err := r.desk.store.Projects(ctx)
	if err != nil {
		return nil, err
	}
	below := map[string]bool{}
	for _, u := range reach.Below(f.Unit) {
		below[u] = true
	}
	today, text := r.Today(), strings.ToLower(line(f.Text))
	var kept []Project
	first := map[string]int{}
	for i := range all {
		p := &all[i]
		if _, seen := first[p.Programme]; !seen {
			first[p.Programme] = i
		}
		if sees(reach, p) && (f.Programme == "" || p.Programme == f.Programme) && (f.Unit == "" || below[p.Unit]) &&
			(f.State == "" || p.State == f.State) && (f.Alert == "" || slices.Contains(p.Alerts(today), f.Alert)) && (text == "" || p.holds(text)) {
			kept = append(kept, shown(reach, *p))
		}
	}
	slices.SortStableFunc(kept, func(a, b Project) int { return cmp.Compare(first[a.Programme], first[b.Programme]) })
	return kept, nil
}

func (p *Project) holds(text string) bool {
	return slices.ContainsFunc([]string{p.Programme, p.Title, p.Lead, p.Person, p.Measures}, func(s string) bool {
		return strings.Contains(strings.ToLower(s), text)
	})
}

// Project returns one of them.
func (r Room) Project(ctx context.Context, id string) (Project, error) {
	reach, err := r.reach(ctx, rights...)
	if err != nil {
		return Project{}, err
	}
	p, err := r.desk.store.Project(ctx, id)
	if err == nil && !sees(reach, &p) {
		err = survey.ErrNotFound
	}
	if err != nil {
		return Project{}, fmt.Errorf("project %s: %w", id, err)
	}
	return shown(reach, p), nil
}

// Add offers a project below a unit that whoever asks looks after.
func (r Room) Add(ctx context.Context, p Project) (Project, error) {
	reach, err := r.reach(ctx, survey.ManageOrders)
	if err != nil {
		return Project{}, err
	}
	p = fresh(p.clean())
	errs := p.check()
	named := reach.Named()
	if _, there := named[p.Home]; p.Home != "" && !there || !reach.Holds(survey.ManageOrders, p.Home, "") {
		errs = append(errs, survey.FieldError{Field: "home", Key: "project_home", Args: survey.Args("unit", survey.Clip(p.Home))})
	}
	if p.Due.Valid() && p.Due < r.Today() {
		errs = append(errs, survey.FieldError{Field: "due", Key: "project_past"})
	}
	if len(errs) > 0 {
		return Project{}, errs
	}
	act := survey.Act{Kind: survey.ActProjectOffered, Object: p.ID, Unit: p.Home}
	if err := r.desk.store.PutProjects(ctx, []Project{p}, []survey.Act{act}); err != nil {
		return Project{}, err
	}
	p.Revision++
	return p, nil
}

// fresh is a project as it is offered: of what was said only what it is about.
func fresh(p Project) Project {
	return Project{
		ID: "pj_" + strings.ToLower(rand.Text()[:12]), Programme: p.Programme, Title: p.Title, Home: p.Home, State: Offered,
		Lead: p.Lead, Person: p.Person, Measures: p.Measures, Due: p.Due, Asks: []Ask{}, Reports: []Report{}, Visits: []Visit{}, Steps: []Step{},
	}
}

// may reports whether whoever asks may take a step with a project, for a unit
// where it is about one.
func may(reach survey.Reach, p *Project, do Do, unit string) bool {
	right := do.Right()
	switch {
	case right == survey.ManageOrders:
		return manages(reach, p)
	case do == Asking || do == Retract:
		return slices.ContainsFunc(offered(reach, right, p), func(u survey.Unit) bool { return unit == "" || u.ID == unit })
	}
	return reach.Holds(right, p.Unit, "")
}

// May lists the steps that a project may take next and that whoever asks may take.
func (r Room) May(ctx context.Context, p Project) ([]Do, error) {
	reach, err := r.v.Reach(ctx)
	actor := survey.ActorOf(ctx).ID
	return slices.DeleteFunc(p.Next(), func(d Do) bool { return !may(reach, &p, d, "") || p.OwnWork(d, actor) }), err
}

// Askers lists the units for which whoever asks may claim a project.
func (r Room) Askers(ctx context.Context, p Project) ([]survey.Unit, error) {
	reach, err := r.v.Reach(ctx)
	if err != nil {
		return nil, err
	}
	return offered(reach, survey.WorkOrders, &p), nil
}

// Homes lists the units below which whoever asks may offer projects, and
// whether he may offer them to all.
func (r Room) Homes(ctx context.Context) (units []survey.Unit, all bool, err error) {
	reach, err := r.reach(ctx, survey.ManageOrders)
	return reach.Units(survey.ManageOrders), reach.Holds(survey.ManageOrders, "", ""), err
}

// Move takes a step with a project that was read at a revision. A project that
// has changed since is survey.ErrStale, and nothing is kept; what is wrong with
// the step is survey.FieldErrors.
func (r Room) Move(ctx context.Context, id string, revision int64, m Move) (Project, error) {
	reach, err := r.reach(ctx, rights...)
	if err != nil {
		return Project{}, err
	}
	p, err := r.desk.store.Project(ctx, id) // whole: with the asks of others
	if err == nil && !sees(reach, &p) {
		err = survey.ErrNotFound
	}
	if err != nil {
		return Project{}, fmt.Errorf("project %s: %w", id, err)
	}
	_, known := rules[m.Do]
	switch {
	case known && !may(reach, &p, m.Do, m.Unit):
		return Project{}, survey.ErrForbidden
	case p.Revision != revision:
		return Project{}, survey.ErrStale
	}
	now := r.desk.Now()
	after, err := p.Apply(m, Moment{At: now, Today: survey.DayOf(now, r.desk.Zone), Actor: survey.ActorOf(ctx)})
	if err != nil {
		return Project{}, err
	}
	act := survey.Act{
		Kind: survey.ActProjectMoved, Object: p.ID, Unit: cmp.Or(m.Unit, p.Unit),
		Detail: map[string]string{"do": string(m.Do), "from": string(p.State), "to": string(after.State)},
	}
	if err := r.desk.store.PutProjects(ctx, []Project{after}, []survey.Act{act}); err != nil {
		return Project{}, err
	}
	after.Revision++
	return shown(reach, after), nil
}

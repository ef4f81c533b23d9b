package survey

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// MaxPeople is how many people a roster holds at most.
const MaxPeople = 100_000

// persons returns everybody as the directory has them: it says the name, team
// and kind of whoever is evaluated.
func (s *Service) persons(ctx context.Context, units []Unit) ([]Person, error) {
	people, err := s.definitions.Persons(ctx)
	if err != nil {
		return nil, err
	}
	byID := make(map[string]Unit, len(units))
	for _, u := range units {
		byID[u.ID] = u
	}
	for i := range people {
		p := &people[i]
		if u, is := byID[p.ID]; is && p.Tier != "" {
			p.Name, p.Tier, p.Team = u.Name.In("zh"), u.Tier, u.Parent
		}
	}
	return people, nil
}

// rosterScope is where whoever asks looks after the roster: where he looks
// after the directory.
func (v Scoped) rosterScope() (Scope, error) {
	scope := slices.DeleteFunc(slices.Clone(v.rights[ManageUnits]), func(a Area) bool { return a.Poll != "" })
	if len(scope) == 0 {
		return nil, ErrNotFound
	}
	return scope, nil
}

// A rosterView is the roster as whoever asks sees it.
type rosterView struct {
	units  []Unit // all
	all    []Person
	people []Person // those seen, sorted; a superior outside is not named
	scope  Scope
	d      *directory
}

func (v Scoped) viewRoster(ctx context.Context) (rosterView, error) {
	scope, err := v.rosterScope()
	if err != nil {
		return rosterView{}, err
	}
	units, err := v.s.definitions.Units(ctx)
	if err != nil {
		return rosterView{}, err
	}
	all, err := v.s.persons(ctx, units)
	if err != nil {
		return rosterView{}, err
	}
	view := rosterView{units: units, all: all, scope: scope, d: newDirectory(units)}
	seen := make(map[string]bool, len(all))
	for _, p := range all {
		if seen[p.ID] = scope.holds(view.d, p.Team, ""); seen[p.ID] {
			view.people = append(view.people, p)
		}
	}
	for i := range view.people {
		if !seen[view.people[i].Superior] {
			view.people[i].Superior = ""
		}
	}
	sortRoster(units, view.people)
	return view, nil
}

// People lists the people in the subtrees that whoever asks looks after, by
// team and place in it. A superior outside them is not named.
func (v Scoped) People(ctx context.Context) ([]Person, error) {
	view, err := v.viewRoster(ctx)
	return view.people, err
}

// A RosterFilter narrows a list of people down. Empty fields narrow nothing.
type RosterFilter struct {
	Search string // stands in id, name, post, former post, mail or telephone; in any case of letters
	Team   string // id of the team, or of what it belongs to
	Rank   string
	Kind   string // what they are evaluated as; "-": not at all
}

// Of returns those of the people that it lets through; above tells what a team
// belongs to.
func (f RosterFilter) Of(people []Person, above func(team string) string) []Person {
	search := strings.ToLower(f.Search)
	return slices.DeleteFunc(slices.Clone(people), func(p Person) bool {
		return search != "" && !slices.ContainsFunc([]string{p.ID, p.Name, p.Post, p.Former, p.Mail, p.Phone}, func(s string) bool { return strings.Contains(strings.ToLower(s), search) }) ||
			f.Team != "" && f.Team != p.Team && f.Team != above(p.Team) ||
			f.Rank != "" && f.Rank != p.Rank || f.Kind != "" && f.Kind != cmp.Or(p.Tier, "-")
	})
}

// PeopleOf lists the people that a filter lets through, of those that People
// lists.
func (v Scoped) PeopleOf(ctx context.Context, f RosterFilter) ([]Person, error) {
	view, err := v.viewRoster(ctx)
	if err != nil {
		return nil, err
	}
	parent := make(map[string]string, len(view.units))
	for _, u := range view.units {
		parent[u.ID] = u.Parent
	}
	return f.Of(view.people, func(team string) string { return parent[team] }), nil
}

// Person returns one of the people.
func (v Scoped) Person(ctx context.Context, id string) (Person, error) {
	people, err := v.People(ctx)
	if err != nil {
		return Person{}, err
	}
	if i := slices.IndexFunc(people, func(p Person) bool { return p.ID == id }); i >= 0 {
		return people[i], nil
	}
	return Person{}, fmt.Errorf("person %s: %w", id, ErrNotFound)
}

// ChangeRoster makes a change, all or none, if holds has nothing against the
// people as they are (those that People returns). New people get ids. What lies
// outside of what whoever asks looks after is answered as what does not exist.
func (v Scoped) ChangeRoster(ctx context.Context, change RosterChange, holds func([]Person) error) (RosterChange, error) {
	return v.changeRoster(ctx, holds, func(rosterView) (RosterChange, error) { return change, nil })
}

// changeRoster makes the change that choose returns, given the roster as it is;
// an empty one is none.
func (v Scoped) changeRoster(ctx context.Context, holds func([]Person) error, choose func(rosterView) (RosterChange, error)) (done RosterChange, err error) {
	s := v.s
	s.moving.Lock()
	defer s.moving.Unlock()
	defer s.units.forget()
	return done, again(func() error {
		roster, err := s.definitions.RosterRevision(ctx)
		if err != nil {
			return err
		}
		directory, err := s.definitions.UnitsRevision(ctx)
		if err != nil {
			return err
		}
		view, err := v.viewRoster(ctx)
		if err != nil {
			return err
		}
		if err := expected(holds, view.people); err != nil {
			return err
		}
		if done, err = choose(view); err != nil {
			return err
		}
		if done, err = v.settle(view, done); err != nil {
			return err
		}
		if len(done.Units)+len(done.People)+len(done.Gone) == 0 {
			return nil
		}
		drop, err := s.unitsToDrop(ctx, view, done)
		if err != nil {
			return err
		}
		return s.definitions.ChangeRoster(ctx, done, done.units(view.units), drop, roster, directory)
	})
}

// settle makes a change whole, ids of new people and superiors outside
// included, and checks it.
func (v Scoped) settle(view rosterView, change RosterChange) (RosterChange, error) {
	check := newRosterCheck(view.units, view.all, v.s.now())
	change.People = slices.Clone(change.People)
	seen := make(map[string]bool, len(view.people))
	for _, p := range view.people {
		seen[p.ID] = true
	}
	var errs FieldErrors
	for i, u := range change.Units {
		if _, taken := check.units[u.ID]; taken {
			errs = append(errs, FieldError{Field: indexed("units", i) + ".id", Key: "duplicate", Args: Args("value", u.ID)})
		}
	}
	errs = append(errs, checkUnits(view.units, change.Units)...)
	if !view.scope.whole() {
		errs = append(errs, checkScope(view.d, view.scope, change.Units)...)
	}
	added := make(map[string]bool, len(change.Units))
	for _, u := range change.Units {
		added[u.ID] = true
	}
	put := make(map[string]bool, len(change.People))
	for _, p := range change.People {
		put[p.ID] = true
	}
	next := 1
	for i := range change.People {
		p := change.People[i].Clean()
		if p.ID == "" {
			p.ID, next = check.freeID(put, next)
		}
		was, there := check.people[p.ID]
		switch {
		case there && !seen[p.ID]:
			errs = append(errs, FieldError{Field: indexed("people", i) + ".id", Key: "duplicate", Args: Args("value", p.ID)})
		case p.Superior == "" && was.Superior != "" && !seen[was.Superior]:
			p.Superior = was.Superior // one that is not shown stays
		case p.Superior != "" && !seen[p.Superior] && check.rated(p.Superior):
			errs = append(errs, FieldError{Field: indexed("people", i) + ".superior", Key: "roster_unknown_superior", Args: Args("name", p.Superior)})
		}
		if _, known := check.units[p.Team]; known && !added[p.Team] && !view.scope.holds(view.d, p.Team, "") {
			errs = append(errs, FieldError{Field: indexed("people", i) + ".team", Key: "roster_unknown_team", Args: Args("team", p.Team)})
		}
		change.People[i] = p
	}
	for i, id := range change.Gone {
		if !seen[id] {
			errs = append(errs, FieldError{Field: indexed("gone", i), Key: "unknown_person", Args: Args("person", id)})
		}
	}
	if len(view.all)+len(change.People) > MaxPeople {
		errs = append(errs, FieldError{Field: "people", Key: "items_max", Args: Args("max", MaxPeople)})
	}
	if errs = append(errs, check.of(change)...); len(errs) > 0 {
		return change, errs
	}
	change.People = slices.Concat(change.People, view.orphans(change))
	return change, nil
}

// orphans are those left whose superior goes: they have none then.
func (view rosterView) orphans(change RosterChange) (left []Person) {
	if len(change.Gone) == 0 {
		return nil
	}
	put, gone := make(map[string]bool, len(change.People)), make(map[string]bool, len(change.Gone))
	for _, p := range change.People {
		put[p.ID] = true
	}
	for _, id := range change.Gone {
		gone[id] = true
	}
	for _, p := range view.all {
		if gone[p.Superior] && !put[p.ID] && !gone[p.ID] {
			p.Superior = ""
			left = append(left, p)
		}
	}
	return left
}

// freeID returns an id that nobody and nothing has, from p1 on.
func (c rosterCheck) freeID(put map[string]bool, next int) (string, int) {
	for ; ; next++ {
		id := "p" + strconv.Itoa(next)
		if _, unit := c.units[id]; !unit && !c.rated(id) && !put[id] {
			return id, next + 1
		}
	}
}

// unitsToDrop are the units of people who leave, or are evaluated no longer:
// those that no poll is about and nothing lies below.
func (s *Service) unitsToDrop(ctx context.Context, view rosterView, change RosterChange) (drop []string, err error) {
	leaving := slices.Clone(change.Gone)
	for _, p := range change.People {
		if p.Tier == "" {
			leaving = append(leaving, p.ID)
		}
	}
	if len(leaving) == 0 {
		return nil, nil
	}
	polls, err := s.definitions.Polls(ctx)
	if err != nil {
		return nil, err
	}
	used := map[string]bool{}
	for _, p := range polls {
		for _, u := range p.Units {
			used[u] = true
		}
	}
	for _, u := range slices.Concat(view.units, change.units(nil)) {
		used[u.Parent] = true
	}
	for _, id := range leaving {
		if _, there := view.d.parent[id]; there && !used[id] {
			drop = append(drop, id)
		}
	}
	return drop, nil
}

// ImportRoster puts a table into the roster, all of it or nothing, and says
// what that changes; with check it says so, and what is wrong, and stores
// nothing. What is as it was is not stored again. Mistakes are FieldErrors, as
// "rows[i].field".
func (v Scoped) ImportRoster(ctx context.Context, table RosterTable, check bool, holds func([]Person) error) (diff RosterDiff, err error) {
	if check {
		view, err := v.viewRoster(ctx)
		if err != nil {
			return diff, err
		}
		change, diff, err := v.readRoster(view, table)
		if err == nil {
			_, err = v.settle(view, change)
		}
		return diff, err
	}
	_, err = v.changeRoster(ctx, holds, func(view rosterView) (change RosterChange, err error) {
		change, diff, err = v.readRoster(view, table)
		return change, err
	})
	return diff, err
}

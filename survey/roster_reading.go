package survey

import (
	"maps"
	"slices"
	"strings"
)

// A rosterReading finds out whom and what a table means.
type rosterReading struct {
	table  RosterTable
	view   rosterView
	check  rosterCheck
	diff   RosterDiff
	errs   FieldErrors
	put    []Person
	taken  map[string]bool     // ids of units and people, old and new
	named  map[string][]Unit   // seen units that are no people, by plain name
	people map[string][]Person // seen, by plain name
	met    map[string]int      // person → row that is about him
}

// readRoster resolves a table against the roster. What is wrong is FieldErrors, as
// "rows[i].field".
func (v Scoped) readRoster(view rosterView, table RosterTable) (RosterChange, RosterDiff, error) {
	r := &rosterReading{
		table: table, view: view, check: newRosterCheck(view.units, view.all, v.s.now()),
		taken: map[string]bool{}, named: map[string][]Unit{}, people: map[string][]Person{}, met: map[string]int{},
	}
	for _, u := range view.units {
		r.taken[u.ID] = true
		if view.scope.holds(view.d, u.ID, "") && !r.check.rated(u.ID) {
			r.name(u)
		}
	}
	for _, p := range view.all {
		r.taken[p.ID] = true
	}
	for _, p := range view.people {
		r.people[plainName(p.Name)] = append(r.people[plainName(p.Name)], p)
	}
	if into := table.Options.Into; into != "" && (!view.scope.holds(view.d, into, "") || r.check.units[into].ID == "" || r.check.rated(into)) {
		return RosterChange{}, RosterDiff{}, FieldErrors{{Field: "into", Key: "roster_unknown_team", Args: Args("team", into)}}
	}
	for i, row := range table.Rows {
		if row.ID != "" {
			r.taken[row.ID] = true
		}
		r.put = append(r.put, r.person(i, row))
	}
	r.superiors()
	if len(r.errs) == 0 {
		r.errs = r.wrong()
	}
	if len(r.errs) > 0 {
		return RosterChange{}, RosterDiff{}, r.errs
	}
	change := r.compare()
	r.doubt()
	return change, r.diff, nil
}

func (r *rosterReading) name(u Unit) {
	name := plainName(u.Name.In("zh"))
	r.named[name] = append(r.named[name], u)
}

func (r *rosterReading) says(f RosterField) bool { return slices.Contains(r.table.Fields, f) }

func (r *rosterReading) fault(row int, field RosterField, key string, args ...any) {
	r.errs = append(r.errs, FieldError{Field: indexed("rows", row) + "." + string(field), Key: key, Args: Args(args...)})
}

func (r *rosterReading) doubtful(row int, field RosterField, key string, args ...any) {
	r.diff.Doubts = append(r.diff.Doubts, FieldError{Field: indexed("rows", row) + "." + string(field), Key: key, Args: Args(args...), Soft: true})
}

// person returns whom a row means, as it says he is.
func (r *rosterReading) person(i int, row RosterRow) Person {
	p := row.Clean()
	p.Team, p.Superior = "", ""
	if was := r.check.people[p.ID]; p.ID != "" && was.Team != "" && [2]string{row.Office, row.Division} == r.home(was) {
		p.Team = was.Team // also where others are called the same
	} else {
		p.Team = r.team(i, row)
	}
	was, known := r.known(i, p)
	if !known {
		if p.Team == "" && strings.TrimSpace(row.Office+row.Division) == "" {
			r.fault(i, FieldTeam, "roster_no_team")
		}
		if p.ID == "" {
			p.ID, _ = r.check.freeID(r.taken, len(r.met)+1)
		}
		if !r.says(FieldTier) && r.table.Options.Rated {
			p.Tier = TierOfRank(p.Rank)
		}
	} else {
		p = r.keep(p, was)
	}
	r.taken[p.ID] = true
	if first, twice := r.met[p.ID]; twice {
		r.fault(i, FieldName, "roster_twice", "row", r.table.Rows[first].Line, "name", p.Name)
	} else {
		r.met[p.ID] = i
	}
	return p
}

// home names the organisation and team of a person, as tables are written.
func (r *rosterReading) home(p Person) [2]string {
	office, team := Home(p, func(id string) (Unit, bool) {
		u, there := r.check.units[id]
		return u, there && r.view.scope.holds(r.view.d, id, "")
	})
	return [2]string{office.In("zh"), team.In("zh")}
}

// Home names the organisation and the team of a person; without a unit above
// it the team is the organisation.
func Home(p Person, unit func(id string) (Unit, bool)) (office, team Text) {
	u, _ := unit(p.Team)
	if above, there := unit(u.Parent); there && u.Parent != "" {
		return above.Name, u.Name
	}
	return u.Name, nil
}

// known returns who of the roster a row is about: by id; else of the same name
// and team, or the same name and month of birth.
func (r *rosterReading) known(i int, p Person) (Person, bool) {
	if p.ID != "" {
		j := slices.IndexFunc(r.view.people, func(q Person) bool { return q.ID == p.ID })
		if j < 0 {
			return Person{}, false
		}
		return r.view.people[j], true
	}
	free := func(q Person) bool { _, met := r.met[q.ID]; return !met }
	same := r.people[plainName(p.Name)]
	if p.Team == "" && len(same) == 1 {
		return same[0], true
	}
	for _, fits := range []func(Person) bool{
		func(q Person) bool { return q.Team == p.Team && q.Born == p.Born && free(q) },
		func(q Person) bool { return q.Team == p.Team && (q.Born == "" || p.Born == "") && free(q) },
		func(q Person) bool { return q.Born == p.Born && p.Born != "" && free(q) },
		func(q Person) bool { return q.Team == p.Team && q.Born == p.Born }, // a second row about him
	} {
		if j := slices.IndexFunc(same, fits); j >= 0 {
			if q := same[j]; q.Team != p.Team && p.Team != "" {
				r.doubtful(i, FieldName, "roster_moved", "name", p.Name, "other", r.check.units[q.Team].Name)
			}
			return same[j], true
		}
	}
	return Person{}, false
}

// keep takes over what the table says nothing of.
func (r *rosterReading) keep(p, was Person) Person {
	is := was
	for field, set := range map[RosterField]func(){
		FieldName: func() { is.Name = p.Name }, FieldOrder: func() { is.Order = p.Order }, FieldGender: func() { is.Gender = p.Gender },
		FieldBorn: func() { is.Born = p.Born }, FieldPost: func() { is.Post = p.Post }, FieldSince: func() { is.Since = p.Since },
		FieldFormer: func() { is.Former = p.Former }, FieldRank: func() { is.Rank = p.Rank }, FieldTier: func() { is.Tier = p.Tier },
		FieldPromoted: func() { is.Promoted = p.Promoted }, FieldMail: func() { is.Mail = p.Mail }, FieldPhone: func() { is.Phone = p.Phone },
	} {
		if r.says(field) {
			set()
		}
	}
	if p.Team != "" {
		is.Team = p.Team
	}
	return is
}

// team returns the unit that a row belongs to, a new one where there is none
// of that name; "" where the row says nothing, or it cannot be told.
func (r *rosterReading) team(i int, row RosterRow) string {
	office, division := strings.TrimSpace(row.Office), strings.TrimSpace(row.Division)
	at := r.table.Options.Into
	if office == "" && division == "" {
		return at
	}
	if office != "" {
		if at = r.unit(i, FieldOffice, office, at, "office"); at == "" || division == "" || plainName(office) == plainName(division) {
			return at
		}
	}
	return r.unit(i, FieldTeam, division, at, "team")
}

// unit finds a unit by name, first among those right below another one.
func (r *rosterReading) unit(i int, field RosterField, name, below, tier string) string {
	all := r.named[plainName(name)]
	near := slices.DeleteFunc(slices.Clone(all), func(u Unit) bool { return u.Parent != below && u.ID != below })
	switch {
	case len(near) == 1:
		return near[0].ID
	case len(all) == 1 && (field == FieldOffice || below == "" || below == r.table.Options.Into):
		return all[0].ID
	case len(near) > 1, len(all) > 1 && below == "":
		r.fault(i, field, "roster_which_team", "name", name, "count", max(len(near), len(all)))
		return ""
	}
	if below == "" && !r.view.scope.whole() {
		if below = r.top(); below == "" {
			r.fault(i, field, "roster_nowhere", "name", name)
			return ""
		}
	}
	u := Unit{Name: Text{"zh": name}, Tier: tier, Parent: below}
	u.ID = ProposeUnitID(u.Name, func(id string) bool { return r.taken[id] })
	r.taken[u.ID] = true
	r.diff.Units = append(r.diff.Units, u)
	r.name(u)
	return u.ID
}

// top is the one unit at the top of what whoever asks looks after; "" where
// there are several.
func (r *rosterReading) top() (top string) {
	for _, a := range r.view.scope {
		if a.Inside != "" || top != "" && a.Unit != top {
			return ""
		}
		top = a.Unit
	}
	return top
}

// superiors finds the superiors that rows name: by id, or by name in the same
// team, the same organisation, everywhere.
func (r *rosterReading) superiors() {
	if !r.says(FieldSuperior) {
		return
	}
	after := map[string]Person{}
	for _, p := range r.view.people {
		after[p.ID] = p
	}
	byName := map[string][]Person{}
	for _, p := range r.put {
		after[p.ID] = p
	}
	for _, id := range slices.Sorted(maps.Keys(after)) {
		name := plainName(after[id].Name)
		byName[name] = append(byName[name], after[id])
	}
	for i, row := range r.table.Rows {
		p := &r.put[i]
		above := strings.TrimSpace(row.Above)
		if p.Superior = ""; above == "" {
			continue
		}
		if q, is := after[above]; is {
			p.Superior = q.ID
			continue
		}
		all := byName[plainName(above)]
		office := r.parent(p.Team)
		for _, near := range []func(Person) bool{
			func(q Person) bool { return q.Team == p.Team },
			func(q Person) bool { return q.Team == office || r.parent(q.Team) == office && office != "" },
			func(Person) bool { return true },
		} {
			found := slices.DeleteFunc(slices.Clone(all), func(q Person) bool { return q.ID == p.ID || !near(q) })
			if len(found) == 1 {
				p.Superior = found[0].ID
			}
			if len(found) > 1 {
				r.fault(i, FieldSuperior, "roster_which_superior", "name", above, "count", len(found))
			}
			if len(found) > 0 {
				break
			}
		}
		if p.Superior == "" && !slices.ContainsFunc(all, func(q Person) bool { return q.ID != p.ID }) {
			r.fault(i, FieldSuperior, "roster_unknown_superior", "name", above)
		}
	}
}

func (r *rosterReading) parent(unit string) string {
	if u, old := r.check.units[unit]; old {
		return u.Parent
	}
	for _, u := range r.diff.Units {
		if u.ID == unit {
			return u.Parent
		}
	}
	return ""
}

// wrong says what the roster's own rules have against the table.
func (r *rosterReading) wrong() (errs FieldErrors) {
	for _, e := range r.check.of(RosterChange{Units: r.diff.Units, People: r.put}) {
		e.Field = strings.Replace(e.Field, "people[", "rows[", 1)
		errs = append(errs, e)
	}
	return errs
}

// compare says what the table changes.
func (r *rosterReading) compare() RosterChange {
	change := RosterChange{Units: r.diff.Units}
	was := make(map[string]Person, len(r.view.people))
	for _, p := range r.view.people {
		was[p.ID] = p
	}
	teams := map[string]bool{}
	for _, p := range r.put {
		teams[p.Team] = true
		old, known := was[p.ID]
		switch fields := changedFields(old, p); {
		case !known:
			r.diff.Added = append(r.diff.Added, p)
		case len(fields) == 0:
			r.diff.Same++
			continue
		default:
			r.diff.Changed = append(r.diff.Changed, PersonChange{old, p, fields})
		}
		change.People = append(change.People, p)
	}
	for _, p := range r.view.people {
		if _, met := r.met[p.ID]; !met && teams[p.Team] {
			r.diff.Gone = append(r.diff.Gone, p)
		}
	}
	if r.diff.Left = r.table.Options.Leave; r.diff.Left {
		for _, p := range r.diff.Gone {
			change.Gone = append(change.Gone, p.ID)
		}
	}
	return change
}

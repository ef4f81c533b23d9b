package store_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"minping/survey"
)

// rosterAt is the service for somebody who looks after a subtree.
func rosterAt(o *office, unit string) survey.Scoped {
	r := survey.Rights{}
	r.Add(survey.ManageUnits, survey.Area{Unit: unit})
	return o.Within(r)
}

func putOffices(t *testing.T, o *office) {
	t.Helper()
	zh := func(id, name, tier, parent string) survey.Unit {
		return survey.Unit{ID: id, Name: survey.Text{"zh": name}, Tier: tier, Parent: parent}
	}
	ok(t, o.PutUnits(ctx, []survey.Unit{
		zh("civil", "民政局", "office", ""), zh("civil-team", "领导班子", "team", "civil"),
		zh("tax", "税务局", "office", ""), zh("tax-team", "领导班子", "team", "tax"),
	}))
}

func person(name, team, tier string) survey.Person {
	return survey.Person{Name: name, Team: team, Tier: tier, Born: "1975-03", Rank: "正职"}
}

// keysOf lists what is wrong as "field key".
func keysOf(err error) string {
	var wrong survey.FieldErrors
	if !errors.As(err, &wrong) {
		return ""
	}
	var list []string
	for _, e := range wrong {
		list = append(list, e.Field+" "+e.Key)
	}
	return strings.Join(list, ", ")
}

func TestRosterOfPeople(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		putOffices(t, o)
		all, civil, nobody := rosterAt(o, ""), rosterAt(o, "civil"), o.Within(nil)
		done, err := all.ChangeRoster(ctx, survey.RosterChange{People: []survey.Person{person("王 伟", "civil-team", "head"), person("李晓燕", "tax-team", "")}}, nil)
		ok(t, err)
		wang, li := done.People[0], done.People[1]
		if wang.ID != "p1" || wang.Name != "王伟" || li.ID != "p2" {
			t.Errorf("put %+v", done.People)
		}
		zhao := person("赵建国", "civil-team", "deputy")
		zhao.Superior, zhao.Mail = li.ID, "zhao@example.org"
		_, err = all.ChangeRoster(ctx, survey.RosterChange{People: []survey.Person{zhao}}, nil)
		ok(t, err)

		// Whoever is evaluated is a unit, whoever only rates is none.
		units, err := o.Units(ctx)
		ok(t, err)
		var of []string
		for _, u := range units {
			if strings.HasPrefix(u.ID, "p") {
				of = append(of, u.ID+" "+u.Tier+" "+u.Parent)
			}
		}
		if !slices.Equal(of, []string{"p1 head civil-team", "p3 deputy civil-team"}) {
			t.Errorf("units %q", of)
		}

		// An organiser sees and changes his subtree alone; a superior outside is not
		// named, and stays.
		seen, err := civil.People(ctx)
		ok(t, err)
		if len(seen) != 2 || seen[1].Superior != "" {
			t.Fatalf("seen %+v", seen)
		}
		seen[1].Post = "副局长"
		_, err = civil.ChangeRoster(ctx, survey.RosterChange{People: seen[1:]}, nil)
		ok(t, err)
		if p, err := all.Person(ctx, "p3"); err != nil || p.Superior != "p2" || p.Post != "副局长" {
			t.Errorf("%+v, %v", p, err)
		}
		outside := seen[1]
		outside.Superior = "p2"
		for name, tt := range map[string]struct {
			change survey.RosterChange
			want   string
		}{
			"somebody outside": {survey.RosterChange{People: []survey.Person{{ID: "p2", Name: "李", Team: "civil-team"}}}, "people[0].id duplicate"},
			"a team outside":   {survey.RosterChange{People: []survey.Person{person("孙", "tax-team", "")}}, "people[0].team roster_unknown_team"},
			"a superior":       {survey.RosterChange{People: []survey.Person{outside}}, "people[0].superior roster_unknown_superior"},
			"gone":             {survey.RosterChange{Gone: []string{"p2"}}, "gone[0] unknown_person"},
			"no name, a bad month": {
				survey.RosterChange{People: []survey.Person{{Team: "civil-team", Born: "1975-3"}}},
				"people[0].name missing, people[0].born roster_month",
			},
			"his own superior": {survey.RosterChange{People: []survey.Person{{ID: "p1", Name: "王", Team: "civil-team", Superior: "p1"}}}, "people[0].superior roster_circle"},
			"a unit's id":      {survey.RosterChange{People: []survey.Person{{ID: "civil", Name: "王", Team: "civil-team"}}}, "people[0].id duplicate"},
			"a person's team":  {survey.RosterChange{People: []survey.Person{{Name: "孙", Team: "p1"}}}, "people[0].team roster_unknown_team"},
		} {
			if _, err := civil.ChangeRoster(ctx, tt.change, nil); keysOf(err) != tt.want {
				t.Errorf("%s: %v, want %s", name, keysOf(err), tt.want)
			}
		}
		if _, err := nobody.People(ctx); !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("a stranger: %v", err)
		}
		if _, err := civil.Person(ctx, "p2"); !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("outside: %v", err)
		}
		if _, err := all.ChangeRoster(ctx, survey.RosterChange{Gone: []string{"p1"}}, func([]survey.Person) error { return survey.ErrStale }); !errors.Is(err, survey.ErrStale) {
			t.Errorf("stale: %v", err)
		}

		// Whoever leaves is gone, with his unit unless a poll is about it.
		_, err = all.ChangeRoster(ctx, survey.RosterChange{Gone: []string{"p1", "p2"}}, nil)
		ok(t, err)
		left, err := all.People(ctx)
		ok(t, err)
		if len(left) != 1 || left[0].Superior != "" {
			t.Errorf("left %+v", left)
		}
		if _, err := o.Unit(ctx, "p1"); !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("the unit of somebody who left: %v", err)
		}
		if n := strings.Count(o.kinds(t), string(survey.ActRosterChanged)); n != 4 {
			t.Errorf("%d changes of the roster are noted", n)
		}
	})
}

func row(line int, office, team, name, born string) survey.RosterRow {
	return survey.RosterRow{Person: survey.Person{Name: name, Born: born, Rank: "副职"}, Office: office, Division: team, Line: line}
}

func TestRosterImport(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		putOffices(t, o)
		all := rosterAt(o, "")
		fields := []survey.RosterField{survey.FieldOffice, survey.FieldTeam, survey.FieldName, survey.FieldBorn, survey.FieldRank, survey.FieldSuperior}
		table := survey.RosterTable{Fields: fields, Options: survey.RosterOptions{Rated: true}, Rows: []survey.RosterRow{
			row(2, "民政局", "领导班子", "王伟", "1975-03"), row(3, "民政局", "办公室", "李晓燕", "1980-10"), row(4, "民政局", "办公室", "李晓雁", ""),
		}, Remarks: []string{"合计 4 人", "年龄：35岁以下 2 人，35岁以上 2 人"}}
		table.Rows[1].Above = "王伟"
		diff, err := all.ImportRoster(ctx, table, true, nil)
		ok(t, err)
		if len(diff.Added) != 3 || len(diff.Units) != 1 || diff.Units[0].Parent != "civil" || diff.Added[0].Tier != "deputy" || diff.Added[1].Superior != diff.Added[0].ID {
			t.Errorf("%+v", diff)
		}
		if got := keysOf(survey.FieldErrors(diff.Doubts)); got != "rows[2].name roster_alike, remarks roster_total, remarks roster_parts" {
			t.Errorf("doubts %s", got)
		}
		if people, err := all.People(ctx); err != nil || len(people) != 0 {
			t.Errorf("a check stored %v, %v", people, err)
		}
		_, err = all.ImportRoster(ctx, table, false, nil)
		ok(t, err)
		again, err := all.ImportRoster(ctx, table, false, nil)
		ok(t, err)
		if again.Same != 3 || len(again.Added)+len(again.Changed)+len(again.Gone)+len(again.Units) != 0 {
			t.Errorf("again: %+v", again)
		}

		// Somebody moved, somebody changed, somebody is missing.
		table.Rows = []survey.RosterRow{row(2, "税务局", "", "王伟", "1975-03"), row(3, "民政局", "办公室", "李晓燕", "1980-11")}
		table.Remarks, table.Options.Leave = nil, true
		diff, err = all.ImportRoster(ctx, table, false, nil)
		ok(t, err)
		if len(diff.Changed) != 1 || diff.Changed[0].Is.Team != "tax" || !slices.Equal(diff.Changed[0].Fields, []survey.RosterField{"team"}) {
			t.Errorf("changed %+v", diff.Changed)
		}
		if len(diff.Added) != 1 || diff.Added[0].Name != "李晓燕" || len(diff.Gone) != 2 { // another month of birth is a namesake
			t.Errorf("added %+v, gone %+v", diff.Added, diff.Gone)
		}

		for name, tt := range map[string]struct {
			rows []survey.RosterRow
			v    survey.Scoped
			want string
		}{
			"twice":            {[]survey.RosterRow{row(2, "税务局", "", "王伟", "1975-03"), row(3, "税务局", "", "王伟", "1975-03")}, all, "rows[1].name roster_twice"},
			"nowhere":          {[]survey.RosterRow{row(2, "", "", "孙", "")}, all, "rows[0].team roster_no_team"},
			"which team":       {[]survey.RosterRow{row(2, "", "领导班子", "孙", "")}, all, "rows[0].team roster_which_team"},
			"no name":          {[]survey.RosterRow{row(2, "税务局", "", "", "")}, all, "rows[0].name missing"},
			"unknown superior": {[]survey.RosterRow{{Person: survey.Person{Name: "孙"}, Office: "税务局", Above: "谁"}}, all, "rows[0].superior roster_unknown_superior"},
		} {
			table := survey.RosterTable{Fields: fields, Rows: tt.rows}
			if _, err := tt.v.ImportRoster(ctx, table, false, nil); keysOf(err) != tt.want {
				t.Errorf("%s: %v %s, want %s", name, err, keysOf(err), tt.want)
			}
		}
		// A new office of somebody with a subtree comes to lie below its top.
		diff, err = rosterAt(o, "civil").ImportRoster(ctx, survey.RosterTable{Fields: fields, Rows: []survey.RosterRow{row(2, "税务局", "", "周", "")}}, true, nil)
		ok(t, err)
		if len(diff.Units) != 1 || diff.Units[0].Parent != "civil" {
			t.Errorf("in a subtree: %+v", diff.Units)
		}
	})
}

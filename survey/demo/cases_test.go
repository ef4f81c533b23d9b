package demo_test

import (
	"testing"
	"time"

	"minping/survey"
	"minping/survey/casework"
	"minping/survey/demo"
	"minping/survey/form"
	"minping/survey/store"
)

// province is a service that knows the units of the example alone, and the rights
// of somebody who sees all of it.
func province(t *testing.T) (*store.Store, *survey.Service, survey.Rights) {
	t.Helper()
	st, err := store.OpenSQLite(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	svc := survey.NewService(st.People, st.Ballots, form.Parse)
	if err := svc.PutUnits(t.Context(), demo.Units()); err != nil {
		t.Fatal(err)
	}
	rights := survey.Rights{}
	for _, r := range []survey.Right{survey.ReadOrders, survey.ManageOrders} {
		rights.Add(r, survey.Area{})
	}
	return st, svc, rights
}

// On whatever day of the week the example starts, there is a case at every stage
// and alert, exactly one overdue, a letter, a visit and a call; good reviews beside
// bad ones; and one unit is to be talked with, since it was late in two months.
func TestCases(t *testing.T) {
	for day := 22; day < 29; day++ {
		now := time.Date(2026, 11, day, 9, 0, 0, 0, time.UTC)
		st, svc, rights := province(t)
		desk := casework.New(st.People)
		desk.Zone, desk.Now = time.UTC, func() time.Time { return now }
		if err := demo.Cases(t.Context(), svc, desk, []string{"zh", "en"}[day%2], now); err != nil {
			t.Fatalf("%s: %v", now.Weekday(), err)
		}
		if !desk.Now().Equal(now) {
			t.Error("the clock is not as it was")
		}
		if err := desk.Tick(t.Context()); err != nil {
			t.Fatal(err)
		}
		wantCases(t, desk.Within(svc.Within(rights)), now)
	}
}

func wantCases(t *testing.T, room casework.Room, now time.Time) {
	t.Helper()
	cases, err := room.Cases(t.Context(), casework.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	set, err := room.Rules(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	states, kinds, alerts, escalated := map[casework.State]int{}, map[casework.Kind]int{}, map[casework.Alert]int{}, 0
	for _, c := range cases {
		states[c.State]++
		kinds[c.Kind]++
		alerts[c.Alert(room.Today(), set)]++
		if c.Level > 0 && c.State.Open() {
			escalated++
		}
	}
	for _, s := range casework.States {
		if states[s] == 0 {
			t.Errorf("%s: no case is %s: %v", now.Weekday(), s, states)
		}
	}
	for _, k := range casework.Kinds {
		if kinds[k] == 0 {
			t.Errorf("%s: no case is a %s: %v", now.Weekday(), k, kinds)
		}
	}
	if alerts[casework.Red] != 1 || escalated != 1 || alerts[casework.Yellow] == 0 || alerts[casework.Blue] == 0 {
		t.Errorf("%s: alerts %v, %d escalated", now.Weekday(), alerts, escalated)
	}
	m, err := room.Metrics(t.Context(), room.Today().Add(-91), room.Today())
	if err != nil {
		t.Fatal(err)
	}
	talks := []string{}
	for _, f := range m.Units {
		if f.Talk {
			talks = append(talks, f.Unit)
		}
	}
	if len(talks) != 1 || talks[0] != "x26" {
		t.Errorf("%s: to be talked with: %v", now.Weekday(), talks)
	}
	if w := m.Whole; w.Reviews < 500 || w.Handled <= w.Reviews || w.Void == 0 || w.Imputed == 0 || float64(w.Satisfied.Share) < .9 {
		t.Errorf("%s: %+v", now.Weekday(), w)
	}
	if len(m.Themes) == 0 {
		t.Error("no theme came up twice")
	}
	words := 0
	reviews, err := room.Reviews(t.Context(), "", room.Today().Add(-91), room.Today())
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range reviews {
		if !r.Bad() && r.Words != "" {
			words++
		}
	}
	if words < 10 {
		t.Errorf("%d reviews praise in words", words)
	}
}

// The same day makes the same example.
func TestCasesTwice(t *testing.T) {
	now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	var first casework.Metrics
	for i := range 2 {
		st, svc, rights := province(t)
		desk := casework.New(st.People)
		desk.Zone, desk.Now = time.UTC, func() time.Time { return now }
		if err := demo.Cases(t.Context(), svc, desk, "zh", now); err != nil {
			t.Fatal(err)
		}
		room := desk.Within(svc.Within(rights))
		m, err := room.Metrics(t.Context(), room.Today().Add(-29), room.Today())
		if err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			first = m
			continue
		}
		for j, f := range m.Units {
			if g := first.Units[j]; f.Unit != g.Unit || f.Grades != g.Grades || f.InTime.N != g.InTime.N || f.Handled != g.Handled {
				t.Errorf("%+v the first time, %+v the second", g, f)
			}
		}
	}
}

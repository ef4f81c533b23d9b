package demo_test

import (
	"slices"
	"testing"
	"time"

	"minping/survey/demo"
	"minping/survey/projects"
)

// In whatever month the example starts: a project in every state, one behind, one
// of which nothing was told, one for which two counties ask; an accepted one whose
// months add up to the whole.
func TestProjects(t *testing.T) {
	for month := time.January; month <= time.December; month++ {
		now := time.Date(2026, month, []int{1, 15, 28}[month%3], 9, 0, 0, 0, time.UTC)
		st, svc, rights := province(t)
		desk := projects.New(st.People)
		desk.Zone, desk.Now = time.UTC, func() time.Time { return now }
		if err := demo.Projects(t.Context(), svc, desk, "zh", now); err != nil {
			t.Fatalf("%s: %v", now.Format(time.DateOnly), err)
		}
		room := desk.Within(svc.Within(rights))
		all, err := room.Projects(t.Context(), projects.Filter{})
		if err != nil {
			t.Fatal(err)
		}
		states, alerts, asked := map[projects.State]int{}, map[projects.Alert]int{}, 0
		for _, p := range all {
			states[p.State]++
			for _, a := range p.Alerts(room.Today()) {
				alerts[a]++
			}
			asked = max(asked, len(p.Asks))
			if p.State == projects.Accepted && (p.Share() != 100 || len(p.Reports) < 5 || len(p.Visits) == 0) {
				t.Errorf("%s: accepted with %+v, visits %v", now.Format(time.DateOnly), p.Reports, p.Visits)
			}
			if slices.Contains(p.Alerts(room.Today()), projects.Behind) && p.Unit != "x26" && p.Unit != "x07" {
				t.Errorf("%s: %s is behind", now.Format(time.DateOnly), p.Unit)
			}
		}
		for _, s := range projects.States {
			if states[s] == 0 {
				t.Errorf("%s: none is %s: %v", now.Format(time.DateOnly), s, states)
			}
		}
		if alerts[projects.Behind] == 0 || alerts[projects.Unreported] != 1 || alerts[projects.Overdue] != 0 || asked != 2 {
			t.Errorf("%s: alerts %v, %d ask", now.Format(time.DateOnly), alerts, asked)
		}
	}
}

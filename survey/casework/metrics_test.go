package casework

import (
	"math"
	"testing"

	"minping/survey"
)

// answered is a case that came in and was answered on these days, called back
// with an outcome.
func answered(unit string, day, due, reply survey.Day, outcome Outcome) Case {
	c := Case{Kind: ByReview, Unit: unit, Day: day, Due: due, State: Accepted, Named: outcome != "", Theme: "等候时间长"}
	if reply != "" {
		c.State = Replied
		c.Steps = append(c.Steps, Step{Do: Reply, Day: reply, Due: due})
	}
	if outcome != "" {
		c.State, c.Outcome = Closed, outcome
		c.Steps = append(c.Steps, Step{Do: CallBack, Day: reply, Outcome: outcome})
	}
	return c
}

func TestMetrics(t *testing.T) {
	counts := []Count{
		{Unit: "a", Month: "2026-10", About: Window, Grade: 5, N: 90, Invited: true},
		{Unit: "a", Month: "2026-10", About: Window, Grade: 1, N: 6},
		{Unit: "a", Month: "2026-10", About: Site, Grade: 2, N: 4},
		{Unit: "a", Month: "2026-10", About: Window, Grade: 3, N: 880, Imputed: true},
		{Unit: "a", Month: "2026-10", About: Window, Grade: 1, N: 3, Void: true},
		{Unit: "a", Month: "2026-10", N: 1000},
		{Unit: "b", Month: "2026-10", About: Window, Grade: 4, N: 10},
		{Unit: "b", Month: "2026-10", N: 4}, // fewer than were reviewed: the list is not whole
	}
	cases := []Case{
		answered("a", "2026-10-05", "2026-10-12", "2026-10-09", Satisfied),
		answered("a", "2026-10-06", "2026-10-13", "2026-10-20", Dissatisfied),
		answered("a", "2026-09-07", "2026-09-14", "2026-09-30", Satisfied),
		answered("b", "2026-10-06", "2026-10-13", "2026-10-13", Unreachable),
		answered("b", "2026-10-28", "2026-11-04", "", ""), // not due yet
		answered("c", "2026-10-28", "2026-11-04", "", ""),
	}
	m := measure(counts, cases, Usual(), "2026-10-01", "2026-10-31", "2026-10-31")
	if len(m.Units) != 3 || m.Units[0].Unit != "b" || m.Units[1].Unit != "a" || m.Units[2].Unit != "c" || m.Units[2].Rank != 0 || m.Units[1].Rank != 2 {
		t.Fatalf("ranked %+v", m.Units)
	}
	a, b := m.Units[1], m.Units[0]
	for _, tt := range []struct {
		name  string
		share Share
		n, of int
	}{
		{"rate", a.Rate, 100, 1000},
		{"active", a.Active, 10, 1000},
		{"satisfied", a.Satisfied, 90, 100},
		{"bad", a.Bad, 10, 100},
		{"in time", a.InTime, 1, 2},
		{"called", a.Called, 2, 2},
		{"pleased", a.Pleased, 1, 2},
		{"pleased of nobody reached", b.Pleased, 0, 0},
		{"of no whole list", b.Rate, 10, 0},
		{"in time of b", b.InTime, 1, 1},
		{"whole", m.Whole.Satisfied, 100, 110},
	} {
		if tt.share.N != tt.n || tt.share.Of != tt.of || math.IsNaN(float64(tt.share.Share)) != (tt.of == 0) {
			t.Errorf("%s: %+v", tt.name, tt.share)
		}
	}
	if a.Imputed != 880 || a.Void != 3 || a.Grades != [5]int{6, 4, 0, 0, 90} || a.BadBy[Site] != 4 {
		t.Errorf("%+v", a)
	}
	if !(a.Satisfied.Low < 0.9 && 0.9 < a.Satisfied.High) || !math.IsNaN(float64(a.Rate.Low)) {
		t.Errorf("intervals %+v, %+v", a.Satisfied, a.Rate)
	}
	if !a.Talk || b.Talk || m.Whole.Talk { // September 0 of 1, October 1 of 2
		t.Errorf("talks: %v, %v", a.Low, b.Low)
	}
	if len(m.Themes) != 2 || m.Themes[0] != (ThemeCount{"a", "等候时间长", 2}) {
		t.Errorf("themes %v", m.Themes)
	}
}

func TestLastMonths(t *testing.T) {
	for _, tt := range []struct {
		to   survey.Day
		want [2]string
	}{{"2026-10-31", [2]string{"2026-09", "2026-10"}}, {"2026-10-30", [2]string{"2026-08", "2026-09"}}, {"2026-01-15", [2]string{"2025-11", "2025-12"}}} {
		if got := lastMonths(tt.to); [2]string(got) != tt.want {
			t.Errorf("%s: %v", tt.to, got)
		}
	}
}

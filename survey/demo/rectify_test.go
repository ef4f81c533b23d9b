package demo_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"minping/survey"
	"minping/survey/demo"
	"minping/survey/evidence"
	"minping/survey/form"
	"minping/survey/library"
	"minping/survey/rectify"
	"minping/survey/store"
)

// The example shows the whole loop: tasks at every stage, with every alert and a
// file of evidence; each problem says which figures of which release it rests on;
// and of what was put right before the second round it is told which was a real
// improvement, which would have come by itself, and which was only noise.
func TestRectify(t *testing.T) {
	st, err := store.OpenSQLite(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	svc := survey.NewService(st.People, st.Ballots, form.Parse)
	src, err := library.Source("organisation-work")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	ex, err := demo.Fill(t.Context(), svc, src, now)
	if err != nil {
		t.Fatal(err)
	}
	desk := rectify.New(st.People)
	desk.Zone, desk.Now = time.UTC, func() time.Time { return now }
	if desk.Files, err = evidence.OpenFolder(t.TempDir(), evidence.DefaultLimits, nil); err != nil {
		t.Fatal(err)
	}
	if err := demo.Rectify(t.Context(), svc, desk, ex, "zh", now); err != nil {
		t.Fatal(err)
	}
	rights := survey.Rights{}
	for _, r := range []survey.Right{survey.ReadResults, survey.ReadOrders, survey.ManageOrders} {
		rights.Add(r, survey.Area{})
	}
	room := desk.Within(svc.Within(rights))
	tasks, _, err := room.Tasks(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	states, alerts, files := map[rectify.State]int{}, map[rectify.Alert]int{}, 0
	for _, task := range tasks {
		states[task.State]++
		alerts[task.Alert(desk.Today(), desk.Zone)]++
		for _, e := range task.Evidence {
			if e.Hash != "" {
				files++
			}
		}
		traceable(t, svc, task.Origins)
	}
	for _, s := range rectify.States {
		if states[s] == 0 {
			t.Errorf("no task is %s: %v", s, states)
		}
	}
	for _, a := range rectify.Alerts {
		if alerts[a] == 0 {
			t.Errorf("no task stands at %s: %v", a, alerts)
		}
	}
	if alerts[rectify.Red] != 1 {
		t.Errorf("%d tasks are overdue, not one", alerts[rectify.Red])
	}
	if files == 0 {
		t.Error("no evidence is kept")
	}
	problems, err := room.Problems(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		traceable(t, svc, p.Origins)
	}

	proof, err := room.Proof(t.Context(), ex.Finished)
	if err != nil {
		t.Fatal(err)
	}
	effects := map[string]string{}
	for _, it := range proof.Items {
		effects[it.Unit+" "+it.Node] = it.Effect
		if it.Closed.IsZero() {
			t.Errorf("%s %s is not closed", it.Unit, it.Node)
		}
	}
	for at, want := range map[string]string{
		"x38 D4": "improved", "x13 A2": "improved", // what the simulation lifted
		"x51 C4": "regression", "x26 D3": "noise", "x39 D3": "noise",
	} {
		if effects[at] != want {
			t.Errorf("%s: %s, want %s", at, effects[at], want)
		}
	}
}

// traceable demands that what a problem rests on stands in the release it names.
func traceable(t *testing.T, svc *survey.Service, origins []rectify.Origin) {
	t.Helper()
	if len(origins) == 0 {
		t.Error("a problem rests on nothing")
	}
	for _, o := range origins {
		r, err := svc.Release(t.Context(), o.Poll)
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(r.Findings, func(f survey.Finding) bool { return f.ID == o.Finding })
		if i < 0 {
			t.Errorf("%s has no finding %s", o.Poll, o.Finding)
			continue
		}
		f := r.Findings[i]
		if s := r.Unit(f.Unit).Nodes[f.Node]; o.Node != f.Node || o.Score == nil || math.Abs(float64(s.Score-o.Score.Score)) > 0 {
			t.Errorf("%s %s: %v, the release has %v", o.Poll, o.Finding, o.Score, s.Score)
		}
	}
}

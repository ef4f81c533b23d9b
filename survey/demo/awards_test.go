package demo_test

import (
	"testing"
	"time"

	"minping/survey"
	"minping/survey/awards"
	"minping/survey/demo"
	"minping/survey/form"
	"minping/survey/library"
	"minping/survey/store"
)

// One award is conferred, with a tie decided, and an objection ruled on; another
// waits for two of its judges.
func TestAwards(t *testing.T) {
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
	desk := awards.New(st.People)
	desk.Zone, desk.Now = time.UTC, func() time.Time { return now }
	if err := demo.Awards(t.Context(), svc, desk, ex, "zh", now); err != nil {
		t.Fatal(err)
	}
	rights := survey.Rights{}
	rights.Add(survey.ManageOrders, survey.Area{})
	room := desk.Within(svc.Within(rights))
	all, err := room.Awards(t.Context())
	if err != nil || len(all) != 2 {
		t.Fatalf("%d awards, %v", len(all), err)
	}
	given := all[1]
	won, ties := map[int]int{}, 0
	for i := range given.Candidates {
		won[given.Candidates[i].Won()]++
	}
	for _, l := range given.Rounds[1].Lines {
		if l.Tied {
			ties++
		}
	}
	if given.State != awards.Conferred || won[1] != 2 || won[2] != 3 || won[3] != 4 || ties != 2 || given.Objections[0].State != awards.Dismissed {
		t.Errorf("%s, prizes %v, %d tied", given.State, won, ties)
	}
	stood, err := room.Progress(t.Context(), all[0].ID, 1)
	if err != nil || all[0].State != awards.Running {
		t.Fatalf("%s, %v", all[0].State, err)
	}
	in := 0
	for _, j := range stood {
		if j.State == awards.Typed {
			in++
		}
	}
	if in != 3 || len(stood) != 5 || stood[3].Recused != 1 {
		t.Errorf("progress %+v", stood)
	}
}

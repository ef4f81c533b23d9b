package demo_test

import (
	"testing"
	"time"

	"minping/survey"
	"minping/survey/demo"
	"minping/survey/duty"
	"minping/survey/form"
	"minping/survey/library"
	"minping/survey/store"
)

// The published round tells the first city from the last and not from the second;
// the one under way has a report in each state, of which three are late.
func TestDuty(t *testing.T) {
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
	if _, err := demo.Fill(t.Context(), svc, src, now); err != nil {
		t.Fatal(err)
	}
	desk := duty.New(st.People)
	desk.Zone, desk.Now = time.UTC, func() time.Time { return now }
	if err := demo.Duty(t.Context(), svc, desk, "zh", now); err != nil {
		t.Fatal(err)
	}
	rights := survey.Rights{}
	rights.Add(survey.ManageOrders, survey.Area{})
	room := desk.Within(svc.Within(rights))
	all, err := room.Reviews(t.Context())
	if err != nil || len(all) != 2 {
		t.Fatalf("%d rounds, %v", len(all), err)
	}
	results := all[1].Results
	first, last := results[0], results[len(results)-1]
	if all[1].State != duty.Published || first.N != 7 || first.Overall != duty.Good || first.LastRank < 2 || first.LastRank >= 13 || last.FirstRank <= 1 {
		t.Errorf("%s: %+v, %+v", all[1].State, first, last)
	}
	r, reports, err := room.Reports(t.Context(), all[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	states, late := map[duty.ReportState]int{}, 0
	for i := range reports {
		states[reports[i].State]++
		if reports[i].Late(&r, survey.DayOf(now, time.UTC)) {
			late++
		}
	}
	if states[duty.Accepted] != 1 || states[duty.Handed] != 2 || states[duty.Returned] != 1 || states[duty.Awaited] != 2 || late != 3 || len(r.Sheets) != 1 {
		t.Errorf("%v, %d late, %d sheets", states, late, len(r.Sheets))
	}
}

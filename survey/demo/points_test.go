package demo_test

import (
	"math"
	"testing"
	"time"

	"minping/survey"
	"minping/survey/demo"
	"minping/survey/form"
	"minping/survey/library"
	"minping/survey/points"
	"minping/survey/store"
)

// The example's cards show a bonus, a cap, a deduction at its cap, an entry that
// waits, a published quarter with two objections and learning; its appraisal has
// every grade of the four, places that are full, and grades that people decided
// as suggested, otherwise, and not yet. That of the year before is shown.
func TestPoints(t *testing.T) {
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
	desk := points.New(st.People, form.ParseScheme)
	desk.Zone, desk.Now = time.UTC, func() time.Time { return now }
	if err := demo.Points(t.Context(), svc, desk, ex, "zh", now); err != nil {
		t.Fatal(err)
	}
	rights := survey.Rights{}
	for _, r := range []survey.Right{survey.ReadResults, survey.ReadOrders, survey.ManageOrders} {
		rights.Add(r, survey.Area{})
	}
	room := desk.Within(svc.Within(rights))
	card := func(card, unit, year string) *survey.PointBalance {
		t.Helper()
		c, err := room.Card(t.Context(), "performance", card, unit, year)
		if err != nil {
			t.Fatal(err)
		}
		return c.Balance
	}
	if b := card("year", "c01", "2025"); b.Balance != 88 || !b.Items[0].Capped {
		t.Errorf("a bonus at its cap: %+v", b)
	}
	if b := card("year", "c07", "2025"); b.Balance != 54 || !b.Items[0].Capped {
		t.Errorf("a deduction at its cap: %+v", b)
	}
	if b := card("year", "c03", "2026"); b.Waiting != 1 {
		t.Errorf("nothing waits: %+v", b)
	}
	if b := card("learning", "c02", "2026"); b.Balance != 20 || b.Short != 20 {
		t.Errorf("learning: %+v", b)
	}
	published, err := room.Publications(t.Context())
	if err != nil || len(published) != 1 || published[0].From != "2026-07-01" || published[0].To != "2026-09-30" || !published[0].Takes(desk.Today()) {
		t.Fatalf("published %+v, %v", published, err)
	}
	if objections, err := room.Objections(t.Context(), published[0].ID); err != nil || len(objections) != 2 || objections[0].State != points.Raised || objections[1].State != points.Upheld || objections[1].Correction == "" {
		t.Errorf("objections %+v, %v", objections, err)
	}
	if b := card("year", "c04", "2026"); b.Balance != 59 {
		t.Errorf("a deduction put right after an objection: %+v", b)
	}
	all, err := room.Appraisals(t.Context())
	if err != nil || len(all) != 2 {
		t.Fatalf("%d appraisals, %v", len(all), err)
	}
	a := all[0]
	grades, open, otherwise, agreed := map[string]int{}, 0, 0, 0
	for i := range a.Result.Units {
		u := &a.Result.Units[i]
		grades[u.Grade]++
		switch d := a.Decisions[u.Unit]; {
		case d.Grade == "":
			open++
		case d.Grade != u.Grade:
			otherwise++
		case d.Second != nil:
			agreed++
		}
	}
	if len(a.Result.Units) != 13 || grades["best"] != 3 || grades["better"] == 0 || grades["fair"] == 0 || grades["poor"] == 0 {
		t.Errorf("suggested %v of %d", grades, len(a.Result.Units))
	}
	if open == 0 || otherwise != 1 || agreed < 5 {
		t.Errorf("%d open, %d otherwise, %d agreed", open, otherwise, agreed)
	}
	shownToLeaders(t, svc, desk)
	if v, err := room.Verify(t.Context(), a.ID); err != nil || !v.Same {
		t.Errorf("verified %+v, %v", v, err)
	}
}

// shownToLeaders demands one appraisal that whoever only reads results sees, of
// four parts, one of them made of two, each with what it adds to the total; full
// places of the best grade, one unit beyond them, and one that a veto bars from two
// grades.
func shownToLeaders(t *testing.T, svc *survey.Service, desk *points.Desk) {
	t.Helper()
	rights := survey.Rights{}
	rights.Add(survey.ReadResults, survey.Area{})
	seen, err := desk.Within(svc.Within(rights)).Appraisals(t.Context())
	if err != nil || len(seen) != 1 || !seen[0].Shown || seen[0].Year != "2024" {
		t.Fatalf("a leader sees %d appraisals, %v", len(seen), err)
	}
	graded, err := desk.Within(svc.Within(rights)).Graded(t.Context())
	if g := graded["c01"]; err != nil || len(g) != 1 || g[0].Appraisal != seen[0].ID || g[0].Place == 0 || g[0].Grade.In("zh") == "" {
		t.Errorf("its dossier tells of %+v, %v", g, err)
	}
	best, vetoed, beyond := 0, 0, 0
	for _, u := range seen[0].Result.Units {
		sum := 0.0
		for _, part := range u.Parts {
			sum += float64(part.Adds)
		}
		if len(u.Parts) != 4 || len(u.Parts[1].Parts) != 2 || math.Abs(sum-float64(u.Total)) > 0.01 {
			t.Errorf("%s: its parts add up to %.3f of %v", u.Unit, sum, u.Total)
		}
		if d := seen[0].Decisions[u.Unit]; d.Second == nil {
			t.Errorf("%s: %+v", u.Unit, d)
		} else if d.Grade == "best" {
			best++
		}
		for _, step := range u.Steps {
			switch step.Kind {
			case survey.StepVeto:
				vetoed++
			case survey.StepQuota:
				beyond++
			}
		}
	}
	if places := seen[0].Result.Tiers[0].Grades[0].Places; places == nil || *places != best || beyond != 1 || vetoed != 2 {
		t.Errorf("%d best of %v places, %d beyond them, vetoed in %d steps", best, places, beyond, vetoed)
	}
}

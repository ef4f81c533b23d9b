package demo_test

import (
	"testing"
	"time"

	"minping/survey"
	"minping/survey/demo"
	"minping/survey/form"
	"minping/survey/library"
	"minping/survey/store"
)

// The team of nine and the sixty people have results, with what tells of their
// raters.
func TestEvaluate(t *testing.T) {
	st, err := store.OpenSQLite(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = st.Close() }()
	svc := survey.NewService(st.People, st.Ballots, form.Parse)
	src, err := library.Source("leadership-360")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	team, err := demo.Evaluate(t.Context(), svc, now)
	if err != nil {
		t.Fatal(err)
	}
	all, err := demo.Evaluate360(t.Context(), svc, src, now)
	if err != nil {
		t.Fatal(err)
	}
	for poll, units := range map[string]int{team: 10, all: 60} {
		r, err := svc.Release(t.Context(), poll)
		if err != nil {
			t.Fatal(err)
		}
		shown, graded, self, left := 0, 0, 0, 0
		for _, u := range r.Evaluation.Units {
			if _, ok := r.Unit(u.Unit).Nodes["overall"]; ok {
				shown++
			}
			if u.Grades != nil {
				graded++
			}
			if u.Self != nil {
				self++
			}
			for _, g := range u.Groups {
				if g.Standing == survey.GroupTooFew {
					left++
				}
			}
		}
		if shown != units || poll == team && graded != units || poll == all && (self == 0 || left == 0) {
			t.Errorf("%s: %d shown, %d graded, %d saw themselves, %d groups left out", poll, shown, graded, self, left)
		}
		t.Logf("%s: tiers %+v", poll, r.Evaluation.Tiers)
	}
}

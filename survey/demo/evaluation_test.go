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

// What raters of the 360 wrote is told apart by group: some groups by name, the
// others together, and those whom everybody knows by themselves.
func TestEvaluate360Comments(t *testing.T) {
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
	poll, err := demo.Evaluate360(t.Context(), svc, src, time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	index, err := svc.CommentIndex(t.Context(), poll)
	if err != nil {
		t.Fatal(err)
	}
	lists := map[string]int{}
	for _, l := range index.Lists {
		if l.Comments > 0 {
			lists[l.Group]++
		}
	}
	for _, group := range []string{"self", "superior", "peer", "subordinate", ""} {
		if lists[group] == 0 {
			t.Errorf("no list of %q: %v", group, lists)
		}
	}
	if lists["recipient"] > 0 {
		t.Errorf("four people served have %d lists of their own", lists["recipient"])
	}
}

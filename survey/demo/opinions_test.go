package demo_test

import (
	"testing"
	"time"

	"minping/survey/demo"
	"minping/survey/library"
	"minping/survey/theme"
)

// TestConsultation: 386 forms come to about as many opinions as they were
// merged into by hand (20), with all that was said beside them.
func TestConsultation(t *testing.T) {
	svc, _ := fill(t)
	svc.Reader = theme.Reader{}
	src, err := library.Source("opinion-form")
	if err != nil {
		t.Fatal(err)
	}
	poll, err := demo.Consult(t.Context(), svc, src, time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	r, err := svc.Release(t.Context(), poll)
	if err != nil {
		t.Fatal(err)
	}
	if r.Units[0].Ballots != 386 {
		t.Errorf("%d forms", r.Units[0].Ballots)
	}
	opinions, statements := 0, 0
	for _, q := range r.Open {
		l, err := svc.MergedOpinions(t.Context(), poll, q.ID)
		if err != nil {
			t.Fatal(err)
		}
		if !l.Shown || len(l.Unmerged) > 0 {
			t.Errorf("%s: shown %t, %d not merged", q.ID, l.Shown, len(l.Unmerged))
		}
		opinions += len(l.Opinions)
		for _, o := range l.Opinions {
			statements += len(o.Statements)
		}
	}
	if opinions < 18 || opinions > 30 || statements < 386 {
		t.Errorf("%d statements, merged into %d opinions", statements, opinions)
	}
	t.Logf("%d statements, %d opinions", statements, opinions)
}

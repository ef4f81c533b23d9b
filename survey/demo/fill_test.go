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

// fill makes the example in a fresh SQLite folder.
func fill(t testing.TB) (*survey.Service, demo.Example) {
	t.Helper()
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
	ex, err := demo.Fill(t.Context(), svc, src, time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	return svc, ex
}

func TestExampleHasWhatThePollOfTheSourceGave(t *testing.T) {
	svc, ex := fill(t)
	r, err := svc.Release(t.Context(), ex.Finished)
	if err != nil {
		t.Fatal(err)
	}
	if !r.Simulated || r.Previous == nil {
		t.Error("the example must say that it is simulated, and have a round before")
	}
	ranked := map[string]int{}
	for _, tier := range r.Tiers {
		ranked[tier.ID] = tier.Ranked
	}
	if ranked["city"] != 13 || ranked["county"] != 64 {
		t.Errorf("ranked %v, want 13 cities and 64 counties", ranked)
	}
	actions := map[survey.Action]int{}
	for _, f := range r.Flags {
		if f.Kind == "last" {
			actions[f.Action]++
		}
	}
	if actions[survey.Supervision] != 3 || actions[survey.Inspection] != 10 {
		t.Errorf("%v, want 3 cities under supervision and 10 counties under inspection", actions)
	}
	given := 0
	for _, f := range r.Findings {
		given += len(f.Suggestions)
	}
	kinds := map[string]int{}
	for _, f := range r.Flags {
		kinds[f.Kind]++
	}
	t.Logf("%d ballots, %d flags %v, %d problems, %d suggestions given, %d different", r.Method.Ballots, len(r.Flags), kinds, len(r.Findings), given, len(r.Suggestions))
	if n := len(r.Findings); n < 60 || n > 120 {
		t.Errorf("%d problems; the poll of the source gave 86", n)
	}
	if p, err := svc.Poll(t.Context(), ex.Open); err != nil || p.State != survey.Open {
		t.Errorf("the third round is %s (%v), want open", p.State, err)
	}
}

func TestExampleIsTheSameEveryTime(t *testing.T) {
	src, err := library.Source("organisation-work")
	if err != nil {
		t.Fatal(err)
	}
	q, err := form.Parse(src)
	if err != nil {
		t.Fatal(err)
	}
	count := func() (n int, first, last string) {
		for b := range demo.Ballots(q, 1) {
			n++
			if n == 1 {
				first = b.Answers["A1"][0] + b.Answers["D4"][0]
			}
			last = b.Answers["A1"][0] + b.Answers["D4"][0]
		}
		return n, first, last
	}
	n, a, b := count()
	m, c, d := count()
	if n != m || a != c || b != d {
		t.Errorf("%d %s %s, then %d %s %s", n, a, b, m, c, d)
	}
}

func BenchmarkFill(b *testing.B) {
	for b.Loop() {
		fill(b)
	}
}

package store_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"minping/survey"
)

// Of many who race for the last seats, exactly as many are stored as there
// are, and whoever was stored is recognised when he comes again.
func TestQuotas(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t, "x", "y")
		p := draft("p")
		p.Quotas = []survey.Quota{{Unit: "u0", Target: 12}, {Group: "y", Target: 9}}
		p = o.openPoll(t, p)
		about := func(group string, units ...string) survey.Submission {
			s := submission(p.ID)
			s.Ballots = nil
			for _, u := range units {
				s.Ballots = append(s.Ballots, survey.Ballot{Unit: u, Group: group, Answers: survey.Answers{"a": {"5"}}})
			}
			return s
		}
		kinds := make(map[string]int)
		var mu sync.Mutex
		var racers sync.WaitGroup
		for i := range 60 {
			s := about("x", "u0")
			if i%2 == 0 {
				s = about("y", "u0", "u1") // two seats of the second quota
			}
			for range 2 { // each comes twice
				racers.Go(func() {
					_, err := o.Accept(ctx, s)
					mu.Lock()
					defer mu.Unlock()
					kinds[kind(err)]++
				})
			}
		}
		racers.Wait()
		stored := map[string]int{}
		for _, r := range o.records(t, p.ID) {
			stored[r[:4]]++
		}
		about0 := stored["u0/x"] + stored["u0/y"]
		if about0 != 12 || stored["u0/y"] > 4 || stored["u0/y"] != stored["u1/y"] {
			t.Errorf("stored %v; want 12 about u0, at most 4 sheets of y, each whole", stored)
		}
		if kinds["-"] != 2*12 || kinds["full"] != 120-2*12 {
			t.Errorf("outcomes %v", kinds)
		}
		if _, err := o.Accept(ctx, about("x", "u1")); err != nil {
			t.Errorf("a unit without quota: %v", err)
		}
		progress, err := o.Quotas(ctx, p.ID)
		ok(t, err)
		want := []survey.QuotaProgress{
			{Quota: p.Quotas[0], Taken: 12, Full: true},
			{Quota: p.Quotas[1], Taken: 2 * stored["u0/y"] / 5 * 5},
		}
		if diff := cmp.Diff(want, progress); diff != "" {
			t.Error(diff)
		}
		if n := submissions(t, o, p.ID); n != 13 {
			t.Errorf("%d markers are spent, want 13: a refused submission may come again elsewhere", n)
		}
	})
}

func submissions(t *testing.T, o *office, poll string) int {
	n, err := o.store.Ballots.Submissions(ctx, poll)
	ok(t, err)
	return n
}

func TestQuotaMistakes(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t, "x", "y")
		for i, tt := range []struct {
			quotas []survey.Quota
			want   string
		}{
			{[]survey.Quota{{Unit: "u0", Target: 5}}, "-"},
			{[]survey.Quota{{Unit: "city", Target: 5}}, "unknown_unit"},
			{[]survey.Quota{{Group: "z", Target: 5}}, "unknown_group"},
			{[]survey.Quota{{Unit: "u0", Target: 4}}, "quota_target"},
			{[]survey.Quota{{Where: map[string]string{"a": "5"}, Target: 5}}, "quota_item"},
			{[]survey.Quota{{Unit: "u0", Target: 5}, {Unit: "u0", Target: 6}}, "duplicate_quota"},
		} {
			p := draft(fmt.Sprintf("p%d", i))
			p.Quotas = tt.quotas
			if _, err := o.CreatePoll(ctx, p); kind(err) != tt.want {
				t.Errorf("%+v: %s, want %s", tt.quotas, kind(err), tt.want)
			}
		}
	})
}

package store_test

import (
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"minping/survey"
)

// Turnout moves in steps of k while the poll is open.
func TestTurnout(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		p := o.openPoll(t, draft(""))
		seen := map[int]bool{}
		for range 12 {
			_, err := o.Accept(ctx, submission(p.ID))
			ok(t, err)
			o.move(time.Minute)
			n, err := o.Turnout(ctx, p.ID)
			ok(t, err)
			seen[n] = true
		}
		if len(seen) != 3 || !seen[0] || !seen[5] || !seen[10] {
			t.Errorf("turnout was seen as %v", seen)
		}
		ok(t, o.ClosePoll(ctx, p.ID))
		if n, err := o.Turnout(ctx, p.ID); err != nil || n != 12 {
			t.Errorf("turnout %d, %v", n, err)
		}
	})
}

func TestTurnouts(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t, "x", "y")
		p := o.openPoll(t, draft(""))
		for unit, groups := range map[string]map[string]int{"u0": {"x": 12, "y": 4}, "u1": {"y": 5}} {
			for group, n := range groups {
				for range n {
					s := submission(p.ID)
					s.Ballots[0].Unit, s.Ballots[0].Group = unit, group
					_, err := o.Accept(ctx, s)
					ok(t, err)
				}
			}
		}
		want := []survey.UnitTurnout{
			{Unit: "u0", Ballots: 10, Groups: []survey.GroupTurnout{{Group: "x", Ballots: 10}, {Group: "y"}}},
			{Unit: "u1", Ballots: 5, Groups: []survey.GroupTurnout{{Group: "x"}, {Group: "y", Ballots: 5}}},
			{Unit: "u2", Groups: []survey.GroupTurnout{{Group: "x"}, {Group: "y"}}},
		}
		for range 2 { // open, then closed: a unit that is hidden stays so
			got, err := o.Turnouts(ctx, p.ID)
			ok(t, err)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
			ok(t, o.ClosePoll(ctx, p.ID))
		}
	})
}

// Whoever watches turnout all the time sees no step below k: not of the whole,
// a unit or a group, nor of the difference of any two of them (trust test 31).
func TestTurnoutWatched(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t, "x", "y")
		p := o.openPoll(t, draft(""))
		var clients sync.WaitGroup
		for i := range 8 {
			rnd := rand.New(rand.NewPCG(31, uint64(i)))
			clients.Go(func() {
				for range 30 {
					s := submission(p.ID)
					s.Ballots[0].Unit = []string{"u0", "u1", "u2"}[rnd.IntN(3)]
					s.Ballots[0].Group = []string{"x", "y"}[rnd.IntN(2)]
					if _, err := o.Accept(ctx, s); err != nil {
						t.Error(err)
					}
				}
			})
		}
		ended := make(chan struct{})
		go func() { clients.Wait(); close(ended) }()
		var before []int
		looks, steps := 0, 0
		for done := false; !done; {
			select {
			case <-ended:
				done = true // one more look, at all of them
			default:
			}
			o.move(time.Minute)
			now := o.watch(t, p.ID)
			for i := range now {
				if now[i]%5 != 0 || before != nil && now[i] < before[i] {
					t.Fatalf("look %d: %v after %v", looks, now, before)
				}
			}
			if before != nil && !slices.Equal(now, before) {
				steps++
			}
			before = now
			looks++
		}
		if steps < 3 || before[0] != 240 {
			t.Errorf("%d steps in %d looks, at last %v: the test sees nothing", steps, looks, before)
		}
	})
}

// watch returns all the numbers there are about turnout.
func (o *office) watch(t *testing.T, poll string) []int {
	t.Helper()
	n, err := o.Turnout(ctx, poll)
	ok(t, err)
	units, err := o.Turnouts(ctx, poll)
	ok(t, err)
	all := []int{n}
	for _, u := range units {
		all = append(all, u.Ballots)
		for _, g := range u.Groups {
			all = append(all, g.Ballots)
		}
	}
	return all
}

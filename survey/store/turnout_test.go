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
			seen[n.Submissions] = true
		}
		if len(seen) != 3 || !seen[0] || !seen[5] || !seen[10] {
			t.Errorf("turnout was seen as %v", seen)
		}
		ok(t, o.ClosePoll(ctx, p.ID))
		if n, err := o.Turnout(ctx, p.ID); err != nil || n.Submissions != 12 {
			t.Errorf("turnout %+v, %v", n, err)
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
		turns := make(chan struct{}, 240) // some after each look, so that there are looks in between
		for i := range 8 {
			rnd := rand.New(rand.NewPCG(31, uint64(i)))
			clients.Go(func() {
				for range 30 {
					<-turns
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
			for range min(20, 240-20*looks) {
				turns <- struct{}{}
			}
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
	all := []int{n.Submissions}
	for _, u := range units {
		all = append(all, u.Ballots)
		for _, g := range u.Groups {
			all = append(all, g.Ballots)
		}
	}
	return all
}

// Of a unit of 15 codes of which 14 are spent only a band is told, while the
// poll is open and for ever: in the turnout of the poll, the unit and the group,
// and of the batch; nor does a batch of many beside it give it away by
// subtraction (trust test 42).
func TestTurnoutOfFewIsBanded(t *testing.T) {
	high := &survey.Band{Low: .8, High: 1}
	for _, many := range []int{0, 23} {
		onEach(t, func(t *testing.T, o *office) {
			o.prepare(t, "x")
			p := o.openPoll(t, byCode("p"))
			o.spend(t, p.ID, "u0", 15, 14)
			if many > 0 {
				o.spend(t, p.ID, "u1", many, many-1)
			}
			for _, state := range []string{"open", "closed"} {
				total, err := o.Turnout(ctx, p.ID)
				ok(t, err)
				units, err := o.Turnouts(ctx, p.ID)
				ok(t, err)
				batches, err := o.CodeBatches(ctx, p.ID)
				ok(t, err)
				want := survey.PollTurnout{Band: high}
				if many > 0 {
					want = survey.PollTurnout{Submissions: 35} // 36 came: less 22 that are 14
				}
				if diff := cmp.Diff(want, total); diff != "" {
					t.Errorf("%s: %s", state, diff)
				}
				few := survey.UnitTurnout{Unit: "u0", Band: high, Groups: []survey.GroupTurnout{{Group: "x", Band: high}}}
				if diff := cmp.Diff(few, units[0]); diff != "" {
					t.Errorf("%s: %s", state, diff)
				}
				if many > 0 && (units[1].Ballots != 20 || units[1].Band != nil) {
					t.Errorf("%s: the unit of many is told as %+v", state, units[1])
				}
				for _, b := range batches {
					if b.Issued == 15 && (b.Spent != 0 || !cmp.Equal(b.Band, high)) || b.Issued == 23 && (b.Spent != 20 || b.Band != nil) {
						t.Errorf("%s: a batch is told as %+v", state, b)
					}
				}
				ok(t, o.ClosePoll(ctx, p.ID))
			}
		})
	}
}

// spend issues codes for a unit and hands in ballots with some of them.
func (o *office) spend(t *testing.T, poll, unit string, issued, spent int) {
	t.Helper()
	_, codes, err := o.IssueCodes(ctx, poll, survey.CodeBatch{Group: "x", Units: []string{unit}}, issued)
	ok(t, err)
	for _, code := range codes[:spent] {
		_, err := o.Accept(ctx, survey.Submission{
			Poll: poll, Code: code, Salt: make([]byte, 32),
			Ballots: []survey.Ballot{{Unit: unit, Group: "x", Answers: survey.Answers{"a": {"5"}}}},
		})
		ok(t, err)
	}
}

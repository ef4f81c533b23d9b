package store_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"testing"
	"time"

	"minping/survey"
	"minping/survey/store"
)

// fill hands in ballots: n about each unit, the first unit the happiest.
func (o *office) fill(t testing.TB, poll string, n int) {
	t.Helper()
	for i := range n {
		s := submission(poll)
		s.Ballots = nil
		for u := range 3 {
			answer := "5"
			if i%4 < u {
				answer = "1"
			}
			s.Ballots = append(s.Ballots, survey.Ballot{Unit: fmt.Sprintf("u%d", u), Answers: survey.Answers{"a": {answer}, "b": {"3"}}})
		}
		_, err := o.Accept(ctx, s)
		ok(t, err)
	}
}

func TestRelease(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		first := o.openPoll(t, draft("first"))
		if _, err := o.Release(ctx, first.ID); kind(err) != "not_found" {
			t.Errorf("release before the end: %v", err)
		}
		o.fill(t, first.ID, 20)
		ok(t, o.ClosePoll(ctx, first.ID))
		r, err := o.Release(ctx, first.ID)
		ok(t, err)
		if r.Poll.ID != "first" || r.Method.Ballots != 60 || r.Method.MinGroup != 5 || len(r.Units) != 3 {
			t.Fatalf("release %+v", r)
		}
		for i, want := range []float64{100, 75, 50} {
			if u := r.Units[i]; u.Ballots != 20 || math.Abs(float64(u.Nodes["na"].Score)-want) > 1e-9 {
				t.Errorf("unit %s: %d ballots, node na %+v, want %g", u.Unit, u.Ballots, u.Nodes["na"], want)
			}
		}
		again, err := o.Release(ctx, first.ID)
		ok(t, err)
		if again != r {
			t.Error("the release was read twice")
		}
		second := draft("second")
		second.Previous = "first"
		o.openPoll(t, second)
		o.fill(t, "second", 10)
		ok(t, o.ClosePoll(ctx, "second"))
		if r, err = o.Release(ctx, "second"); err != nil || r.Previous == nil || r.Previous.ID != "first" || r.Units[0].Nodes["na"].Change == nil {
			t.Errorf("second release %+v, %v", r, err)
		}
	})
}

// errKilled stands for the end of a process in the middle of closing.
var errKilled = errors.New("killed")

// A faulty pair of stores fails once a step of closing is reached, before the
// step (at even numbers) or after it.
type faulty struct {
	survey.Definitions
	survey.BallotBox
	step int
	fail func() error // nil: errKilled
}

func (f *faulty) around(do func() error) error {
	if err := f.reached(); err != nil {
		return err
	}
	err := do()
	return errors.Join(err, f.reached())
}

// reached fails where the step has come.
func (f *faulty) reached() error {
	f.step--
	switch {
	case f.step != -1:
		return nil
	case f.fail != nil:
		return f.fail()
	default:
		return errKilled
	}
}

func (f *faulty) Fence(ctx context.Context, poll string) error {
	return f.around(func() error { return f.BallotBox.Fence(ctx, poll) })
}

func (f *faulty) ReplacePoll(ctx context.Context, p survey.Poll, from survey.State, roster []survey.Unit, events ...survey.Event) error {
	return f.around(func() error { return f.Definitions.ReplacePoll(ctx, p, from, roster, events...) })
}

func (f *faulty) PutRelease(ctx context.Context, poll string, document []byte, events ...survey.Event) error {
	return f.around(func() error { return f.Definitions.PutRelease(ctx, poll, document, events...) })
}

func (f *faulty) Seal(ctx context.Context, poll string) error {
	return f.around(func() error { return f.BallotBox.Seal(ctx, poll) })
}

// Wherever closing breaks off, a Tick of the next process finishes it, with
// the same release, and no ballot comes in between.
func TestClosingBrokenOff(t *testing.T) {
	onEachStore(t, func(t *testing.T, reopen func() *store.Store) {
		o := newOffice(reopen())
		o.prepare(t)
		var want string
		for step := range 9 {
			p := o.openPoll(t, draft(fmt.Sprint("p", step)))
			o.fill(t, p.ID, 8)
			f := &faulty{Definitions: o.store.People, BallotBox: o.store.Ballots, step: step}
			broken := survey.NewService(f, f, parse)
			broken.Now = o.now
			err := broken.ClosePoll(ctx, p.ID)
			if last := step == 8; errors.Is(err, errKilled) == last {
				t.Fatalf("step %d: %v", step, err)
			}
			if step > 0 {
				if _, err := o.Accept(ctx, submission(p.ID)); kind(err) != "closed" {
					t.Errorf("step %d: a ballot after the fence: %v", step, err)
				}
			}
			o = newOffice(reopen())
			ok(t, o.Tick(ctx))
			now, err := o.Poll(ctx, p.ID)
			ok(t, err)
			r, err := o.Release(ctx, p.ID)
			ok(t, err)
			figures, err := json.Marshal(r.Units)
			ok(t, err)
			if want == "" {
				want = string(figures)
			}
			if now.State != survey.Closed || string(figures) != want {
				t.Errorf("step %d: poll is %s, release %s, want %s", step, now.State, figures, want)
			}
			left, err := o.store.Ballots.Unsealed(ctx)
			ok(t, err)
			if len(left) > 0 {
				t.Errorf("step %d: unsealed boxes %q", step, left)
			}
		}
	})
}

// A poll that cannot be counted holds up no other.
func TestTickGoesOn(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		for _, id := range []string{"a", "b", "c"} {
			p := draft(id)
			p.Closes = start.Add(time.Hour)
			o.openPoll(t, p)
		}
		f := &faulty{Definitions: o.store.People, BallotBox: o.store.Ballots, step: 9} // in the middle of the second
		broken := survey.NewService(f, f, parse)
		o.move(2 * time.Hour)
		broken.Now = o.now
		if err := broken.Tick(ctx); !errors.Is(err, errKilled) {
			t.Errorf("tick: %v", err)
		}
		released := 0
		for _, id := range []string{"a", "b", "c"} {
			if _, err := o.Release(ctx, id); err == nil {
				released++
			}
		}
		if released < 2 {
			t.Errorf("%d releases, want at least 2", released)
		}
		ok(t, o.Tick(ctx))
		if _, err := o.Release(ctx, "b"); err != nil {
			t.Error(err)
		}
	})
}

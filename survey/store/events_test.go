package store_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"minping/survey"
	"minping/survey/store"
)

// taken returns the events that are there for a consumer as "kind poll", and
// finishes them.
func (o *office) taken(t *testing.T) (all []string) {
	t.Helper()
	for {
		events, err := o.store.People.TakeEvents(ctx, store.WebhookConsumer, time.Now(), time.Minute, 5)
		ok(t, err)
		if len(events) == 0 {
			return all
		}
		for _, e := range events {
			all = append(all, fmt.Sprintf("%s %s", e.Kind, e.Poll))
			if mine, err := o.store.People.FinishEvent(ctx, store.WebhookConsumer, e.ID); !mine || err != nil {
				t.Errorf("finishing %s: %v, %v", e.ID, mine, err)
			}
		}
	}
}

// Each step of a poll's life is told once, in order, and what changes nothing
// is not told.
func TestEventsOfAPoll(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		_, err := o.CreatePoll(ctx, draft("p"))
		ok(t, err)
		for _, step := range []string{"publish", "open", "open", "close", "close", "publish", "publish", "archive", "tick"} {
			_ = o.step(step) // publishing a draft is refused
		}
		want := "poll.opened p, poll.closed p, poll.released p, poll.published p"
		if got := strings.Join(o.taken(t), ", "); got != want {
			t.Errorf("told %s\nwant %s", got, want)
		}
	})
}

func TestEventHolds(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		o.openPoll(t, draft("p"))
		events, err := o.store.People.TakeEvents(ctx, store.WebhookConsumer, start, time.Minute, 5)
		ok(t, err)
		if len(events) != 1 {
			t.Fatalf("%d events", len(events))
		}
		e := events[0]
		if e.Kind != survey.PollOpened || e.Title["zh"] != "测评" || !e.At.Equal(start) || !strings.HasPrefix(e.ID, "evt_") {
			t.Errorf("event %+v", e)
		}
	})
}

// An event belongs to one taker until its lease ends, then to the next; once it
// is finished nobody gets it.
func TestEventLease(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		for i := range 6 {
			o.openPoll(t, draft(fmt.Sprint("p", i)))
		}
		var mu sync.Mutex
		var got []string
		var takers sync.WaitGroup
		for range 4 {
			takers.Go(func() {
				events, err := o.store.People.TakeEvents(ctx, store.WebhookConsumer, start, time.Minute, 2)
				mu.Lock()
				defer mu.Unlock()
				if err != nil {
					t.Error(err)
				}
				for _, e := range events {
					got = append(got, e.ID)
				}
			})
		}
		takers.Wait()
		slices.Sort(got)
		if n := len(slices.Compact(slices.Clone(got))); n != len(got) || n == 0 {
			t.Errorf("%d taken, %d different", len(got), n)
		}
		again, err := o.store.People.TakeEvents(ctx, store.WebhookConsumer, start.Add(time.Minute), time.Minute, 9)
		ok(t, err)
		if len(again) != 6 || again[0].Poll != "p0" || again[5].Poll != "p5" {
			t.Errorf("after the lease: %+v", again)
		}
		for _, want := range []bool{true, false} {
			if mine, err := o.store.People.FinishEvent(ctx, store.WebhookConsumer, again[0].ID); mine != want || err != nil {
				t.Errorf("finished: %v, %v; want %v", mine, err, want)
			}
		}
		if again, err = o.store.People.TakeEvents(ctx, store.WebhookConsumer, start.Add(time.Hour), time.Minute, 9); len(again) != 5 || err != nil {
			t.Errorf("%d left, %v", len(again), err)
		}
	})
}

// Wherever closing breaks off, each event is there once in the end.
func TestEventsOfAClosingBrokenOff(t *testing.T) {
	onEachStore(t, func(t *testing.T, reopen func() *store.Store) {
		o := newOffice(reopen())
		o.prepare(t)
		var want []string
		for step := range 9 {
			p := o.openPoll(t, draft(fmt.Sprint("p", step)))
			want = append(want, "poll.opened "+p.ID, "poll.closed "+p.ID, "poll.released "+p.ID)
			f := &faulty{Definitions: o.store.People, BallotBox: o.store.Ballots, step: step}
			broken := survey.NewService(f, f, parse)
			broken.Now = o.now
			if err := broken.ClosePoll(ctx, p.ID); err != nil && !errors.Is(err, errKilled) {
				t.Fatal(err)
			}
			o = newOffice(reopen())
			if err := o.ClosePoll(ctx, p.ID); err != nil {
				t.Fatal(err)
			}
		}
		if got := o.taken(t); !slices.Equal(got, want) {
			t.Errorf("told %q", got)
		}
	})
}

// Four servers close the same poll: it is told once.
func TestFourServersEvents(t *testing.T) {
	o, servers, _ := fourServers(t)
	o.prepare(t)
	p := o.openPoll(t, draft("p"))
	closedBy(t, servers, p.ID, func() {})
	if got := strings.Join(o.taken(t), ", "); got != "poll.opened p, poll.closed p, poll.released p" {
		t.Errorf("told %s", got)
	}
}

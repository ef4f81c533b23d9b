package store_test

import (
	"flag"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"minping/survey"
	"minping/survey/store"
	"minping/survey/store/pgtest"
)

var silence = flag.Duration("cut", 3*time.Second, "how long TestPostgresSilent keeps the way to PostgreSQL silent; from 60s on, with the time limits of the product")

// When the way to PostgreSQL falls silent, nothing is acknowledged and nobody
// waits for ever; when it is back, each submission is accepted, once, whatever
// had become of the commits under way (trust test 72).
func TestPostgresSilent(t *testing.T) {
	people, ballots := pgtest.Databases(t)
	ways := []*wire{nil, nil}
	ways[0], people = layWire(t, t.TempDir(), people)
	ways[1], ballots = layWire(t, t.TempDir(), ballots)
	ballots += fmt.Sprintf(" idle_in_transaction_session_timeout=%d", min(10*time.Second, *silence/6).Milliseconds())
	o := newOffice(reopener(t, func() (*store.Store, error) { return store.OpenPostgres(people, ballots) })())
	o.Patience = min(survey.DefaultPatience, *silence/3)
	o.store.LimitSilence(*silence / 4)
	o.prepare(t)
	p := o.openPoll(t, draft("p"))

	var accepted sync.Map
	var done, refused atomic.Int64
	stop := make(chan struct{})
	var busy sync.WaitGroup
	for range 64 {
		busy.Go(func() {
			for {
				s := submission(p.ID)
				s.Ballots = append(s.Ballots, survey.Ballot{Unit: "u1", Answers: survey.Answers{"a": {"1"}}})
				acceptAtLast(t, o, s, func() { refused.Add(1) })
				accepted.Store(string(s.Key), s)
				done.Add(1)
				select {
				case <-stop:
					return
				default:
				}
			}
		})
	}
	busy.Go(func() { // what a server does beside
		for {
			_ = o.Tick(ctx) // fails in silence
			select {
			case <-stop:
				return
			case <-time.After(100 * time.Millisecond):
			}
		}
	})
	flowing := func() {
		t.Helper()
		for from := done.Load(); done.Load() < from+500 && !t.Failed(); {
			time.Sleep(time.Millisecond)
		}
	}
	flowing()
	for _, w := range ways {
		w.fallSilent()
	}
	before := refused.Load()
	time.Sleep(*silence)
	for refused.Load() < before+64 { // each client once at least; for ever if acceptance waits for ever
		time.Sleep(time.Millisecond)
	}
	for _, w := range ways {
		w.mend()
	}
	flowing()
	close(stop)
	busy.Wait()

	n := length(&accepted)
	if stored := len(o.records(t, p.ID)); stored != 2*n {
		t.Errorf("%d ballots of %d submissions, two each", stored, n)
	}
	accepted.Range(func(_, s any) bool {
		if r, err := o.Accept(ctx, s.(survey.Submission)); err != nil || r.Fresh {
			t.Errorf("an acknowledged submission again: %+v, %v", r, err)
		}
		return true
	})
	t.Logf("silent for %v: %d accepted, %d refusals", *silence, n, refused.Load())
}

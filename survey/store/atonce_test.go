package store_test

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"minping/survey"
	"minping/survey/store"
	"minping/survey/store/pgtest"
	"minping/survey/webhook"
)

// fourStores opens the same PostgreSQL four times, as four servers do.
func fourStores(t *testing.T) (all []*store.Store) {
	t.Helper()
	people, ballots := pgtest.Databases(t)
	for range 4 {
		all = append(all, reopener(t, func() (*store.Store, error) { return store.OpenPostgres(people, ballots) })())
	}
	return all
}

// Servers that rewrite at the same time wait for one another: they are none of
// the readers for whose sake rewriting is put off.
func TestRewritingAtOnce(t *testing.T) {
	stores := fourStores(t)
	o := newOffice(stores[0])
	o.prepare(t)
	o.openPoll(t, draft("p"))
	o.fill(t, "p", 8)
	_, err := stores[0].People.Count(`
		WITH long AS (INSERT INTO setups SELECT md5(i::text), 0 FROM generate_series(1, 300000) i RETURNING 1)
		SELECT count(*) FROM long`) // a table that takes longer than readers are given
	ok(t, err)
	var rewriting sync.WaitGroup
	for _, s := range stores {
		rewriting.Go(func() {
			for range 2 {
				if err := s.People.Scrub(ctx); err != nil {
					t.Error("scrubbing:", err)
				}
				if err := s.Ballots.Rewrite(ctx); err != nil {
					t.Error("rewriting:", err)
				}
			}
		})
	}
	rewriting.Wait()
}

// Servers that take events and deliveries at the same time, of which all leases
// have ended, do not wait for one another in a circle.
func TestTakingAtOnce(t *testing.T) {
	const n, rounds = 64, 60
	stores := fourStores(t)
	o := newOffice(stores[0])
	o.hooked(t, n, 0)
	hooks, err := o.hooks().Hooks(ctx)
	ok(t, err)
	hook := hooks[0].ID
	var taking sync.WaitGroup
	var taken, claimed atomic.Int64
	for i, s := range stores {
		taking.Go(func() {
			for round := range rounds {
				later := start.Add(time.Duration(4*round+i) * time.Hour)
				events, err := s.People.TakeEvents(ctx, store.WebhookConsumer, later, time.Minute, n)
				if err != nil {
					t.Error("taking events:", err)
				}
				taken.Add(int64(len(events)))
				if i > 0 || round%2 > 0 {
					continue
				}
				var made []webhook.Made
				for _, e := range events[:min(len(events), 2)] {
					made = append(made, webhook.Made{Event: e.ID, Deliveries: []webhook.Delivery{
						{Hook: hook, Event: e.ID, Kind: survey.PollOpened, Body: []byte("{}"), Progress: webhook.Waiting, Due: start, Created: start},
					}})
				}
				if err := s.People.TakeInEvents(ctx, made); err != nil {
					t.Error("taking events in:", err)
				}
			}
			for round := range rounds {
				later := start.Add(time.Duration(4*round+i) * time.Hour)
				claims, err := s.People.ClaimDeliveries(ctx, hook, later, time.Minute, n)
				if err != nil {
					t.Error("claiming:", err)
				}
				claimed.Add(int64(len(claims)))
			}
		})
	}
	taking.Wait()
	if taken.Load() < n || claimed.Load() < n/2 {
		t.Errorf("%d events taken and %d deliveries claimed, of %d", taken.Load(), claimed.Load(), n)
	}
}

package store_test

import (
	"errors"
	"testing"
	"time"

	"minping/survey"
	"minping/survey/store"
	"minping/survey/store/pgtest"
)

// onEachOrigin runs a test on both engines, with an office and what a backup
// beside it is made of.
func onEachOrigin(t *testing.T, test func(t *testing.T, o *office, origin *store.Origin)) {
	run := func(name string, place func(t *testing.T) (*store.Store, func() (*store.Origin, error))) {
		t.Run(name, func(t *testing.T) {
			st, open := place(t)
			origin, err := open()
			ok(t, err)
			t.Cleanup(func() { ok(t, origin.Close()) })
			test(t, newOffice(st), origin)
		})
	}
	run("sqlite", func(t *testing.T) (*store.Store, func() (*store.Origin, error)) {
		o, dir := sqliteOffice(t)
		return o.store, func() (*store.Origin, error) { return store.OriginSQLite(dir) }
	})
	run("postgres", func(t *testing.T) (*store.Store, func() (*store.Origin, error)) {
		people, ballots := pgtest.Databases(t)
		st := reopener(t, func() (*store.Store, error) { return store.OpenPostgres(people, ballots) })()
		return st, func() (*store.Origin, error) { return store.OriginPostgres(people, ballots) }
	})
}

// While somebody else backs the data up, a poll ends and is counted, ballots of
// others are taken, and nothing is lost of what is read; once the backup is
// done the poll is sealed.
func TestBackupHoldsSeal(t *testing.T) {
	onEachOrigin(t, func(t *testing.T, o *office, origin *store.Origin) {
		o.prepare(t)
		for _, id := range []string{"p", "other"} {
			o.openPoll(t, draft(id))
			o.fill(t, id, 8)
		}
		stop, err := origin.View(ctx)
		ok(t, err)
		ok(t, o.ClosePoll(ctx, "p"))
		if _, err := o.Release(ctx, "p"); err != nil {
			t.Errorf("no release while a backup is made: %v", err)
		}
		for range 2 {
			if err := o.Tick(ctx); !errors.Is(err, survey.ErrRead) || errors.Is(err, survey.ErrUnavailable) {
				t.Errorf("a tick while a backup is made: %v", err)
			}
			if _, err := o.Accept(ctx, submission("other")); err != nil {
				t.Errorf("a ballot while a backup is made: %v", err)
			}
		}
		if v := verified(t, o, "p"); len(v.Differences) != 0 || len(v.Problems) != 1 || v.Problems[0].Key != "verify_unsealed" {
			t.Errorf("a recount while a backup is made finds %+v", v)
		}
		stop()
		ok(t, o.Tick(ctx))
		if v := verified(t, o, "p"); !v.Sound() || v.Ballots != 24 {
			t.Errorf("after the backup a recount finds %+v", v)
		}
		stop, err = origin.View(ctx)
		ok(t, err)
		o.move(24 * time.Hour)
		if err := o.Tick(ctx); !errors.Is(err, survey.ErrRead) {
			t.Errorf("the nightly rewrite while a backup is made: %v", err)
		}
		stop()
		o.move(time.Hour)
		ok(t, o.Tick(ctx))
	})
}

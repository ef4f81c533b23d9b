package store_test

import (
	"testing"

	"minping/survey/store"
	"minping/survey/store/pgtest"
)

// Of two restores into the same databases, or only one of them the same, the
// second is refused and leaves alone what the first has begun.
func TestBackupRestoredTwiceAtOnce(t *testing.T) {
	o, _ := sqliteOffice(t)
	o.furnish(t)
	path := backup(t, o.store)
	people, ballots := pgtest.Databases(t)
	for _, dsn := range []string{people, ballots} {
		release, err := store.LockRestore(ctx, dsn)
		ok(t, err)
		if _, err := store.RestorePostgres(ctx, path, people, ballots, nil); backupKind(err) != "restoring" {
			t.Errorf("while another restores: %v", err)
		}
		release()
	}
	errs := make(chan error)
	for range 2 {
		go func() {
			_, err := store.RestorePostgres(ctx, path, people, ballots, nil)
			errs <- err
		}()
	}
	first, second := <-errs, <-errs
	if (first == nil) == (second == nil) {
		t.Errorf("two at once: %v; %v", first, second)
	}
	o = newOffice(reopener(t, func() (*store.Store, error) { return store.OpenPostgres(people, ballots) })())
	if v := verified(t, o, "codes"); !v.Sound() {
		t.Errorf("a recount finds %+v", v)
	}
}

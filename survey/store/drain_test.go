package store_test

import (
	"os"
	"path/filepath"
	"sync"
	"testing"

	"minping/survey/store"
)

// However many ballots come in without a pause, the log stays short: it is
// moved into the file beside them, and used anew. What is read meanwhile is not
// disturbed, and all ballots are there.
func TestLogStaysShort(t *testing.T) {
	dir := t.TempDir()
	st, err := store.OpenSQLite(dir)
	ok(t, err)
	defer st.Close()
	st.DrainEvery(50)
	o := newOffice(st)
	o.prepare(t)
	p := o.openPoll(t, draft(""))
	const clients, each = 4, 300
	var all sync.WaitGroup
	for range clients {
		all.Go(func() {
			for range each {
				if _, err := o.Accept(ctx, submission(p.ID)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if n := len(o.records(t, p.ID)); n != clients*each {
		t.Errorf("%d ballots, want %d", n, clients*each)
	}
	log, err := os.Stat(filepath.Join(dir, "ballots.db-wal"))
	ok(t, err)
	if pages := log.Size() / 4096; pages > clients*each/2 {
		t.Errorf("the log took %d pages for %d ballots", pages, clients*each)
	}
}

package store_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"minping/survey/store"
)

func sqliteOffice(t testing.TB) (*office, string) {
	dir := t.TempDir()
	return newOffice(reopener(t, func() (*store.Store, error) { return store.OpenSQLite(dir) })()), dir
}

// A folder serves one process at a time, and is free once that has ended.
func TestFolderInUse(t *testing.T) {
	dir := t.TempDir()
	first, err := store.OpenSQLite(dir)
	ok(t, err)
	if _, err := store.OpenSQLite(dir); !errors.Is(err, store.ErrInUse) || !strings.Contains(err.Error(), dir) {
		t.Errorf("opened twice: %v", err)
	}
	ok(t, first.Close())
	second, err := store.OpenSQLite(dir)
	ok(t, err)
	ok(t, second.Close())
}

func TestFolderUnusable(t *testing.T) {
	dir := t.TempDir()
	people, ballots := filepath.Join(dir, "people.db"), filepath.Join(dir, "ballots.db")
	ok(t, os.WriteFile(ballots, []byte(strings.Repeat("no database ", 100)), 0o600))
	if _, err := store.OpenSQLite(dir); err == nil || !strings.Contains(err.Error(), "database of people is gone") {
		t.Errorf("ballots without people: %v", err)
	}
	ok(t, os.WriteFile(people, nil, 0o600))
	if _, err := store.OpenSQLite(dir); err == nil || !strings.Contains(err.Error(), "ballots.db") {
		t.Errorf("opened: %v", err)
	}
	ok(t, os.Remove(ballots))
	st, err := store.OpenSQLite(dir) // the lock was let go
	ok(t, err)
	ok(t, st.Close())
	if _, err := store.OpenSQLite(people); err == nil {
		t.Error("opened a file as a folder")
	}
}

func TestPragmasAreReadBack(t *testing.T) {
	for _, tt := range []struct{ pragma, value string }{
		{"journal_mode", "DELETE"}, {"synchronous", "NORMAL"}, {"foreign_keys", "OFF"}, {"secure_delete", "OFF"},
	} {
		err := store.CheckSQLite(filepath.Join(t.TempDir(), "x.db"), tt.pragma, tt.value)
		if err == nil || !strings.Contains(err.Error(), tt.pragma) {
			t.Errorf("%s(%s): %v", tt.pragma, tt.value, err)
		}
	}
	ok(t, store.CheckSQLite(filepath.Join(t.TempDir(), "x.db"), "", ""))
}

// On a full disk nothing is acknowledged, nothing half is stored; when there
// is room again, the same submission is taken.
func TestFullDisk(t *testing.T) {
	o, _ := sqliteOffice(t)
	o.prepare(t)
	p := o.openPoll(t, draft(""))
	ok(t, o.store.FillDisk())
	stored := 0
	for {
		s := submission(p.ID)
		_, err := o.Accept(ctx, s)
		if err == nil {
			stored++
			continue
		}
		if kind(err) != "unavailable" {
			t.Fatal(err)
		}
		// The writer has taken a new connection, which has room.
		r, err := o.Accept(ctx, s)
		ok(t, err)
		if !r.Fresh {
			t.Error("a submission was half there")
		}
		break
	}
	if n := len(o.records(t, p.ID)); n != stored+1 {
		t.Errorf("%d ballots, want %d", n, stored+1)
	}
}

// While another connection holds the write lock nothing is acknowledged;
// afterwards all goes on.
func TestLockedDatabase(t *testing.T) {
	o, dir := sqliteOffice(t)
	o.prepare(t)
	p := o.openPoll(t, draft(""))
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, "ballots.db")+"?_txlock=immediate")
	ok(t, err)
	defer db.Close()
	tx, err := db.Begin()
	ok(t, err)
	s := submission(p.ID)
	hurried, cancel := context.WithTimeout(ctx, 100*time.Millisecond)
	defer cancel()
	if _, err := o.Accept(hurried, s); kind(err) != "unavailable" {
		t.Errorf("while locked: %v", err)
	}
	ok(t, tx.Rollback())
	_, err = o.Accept(ctx, s)
	ok(t, err)
	if n := len(o.records(t, p.ID)); n != 1 {
		t.Errorf("%d ballots", n)
	}
}

// After the store has closed, a submission is refused, not lost silently.
func TestClosedStore(t *testing.T) {
	onEachStore(t, func(t *testing.T, reopen func() *store.Store) {
		o := newOffice(reopen())
		o.prepare(t)
		p := o.openPoll(t, draft(""))
		s := submission(p.ID)
		_, err := o.Accept(ctx, s)
		ok(t, err)
		reopen()
		if _, err := o.Accept(ctx, submission(p.ID)); kind(err) != "unavailable" {
			t.Errorf("after the end: %v", err)
		}
	})
}

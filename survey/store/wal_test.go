package store_test

import (
	"database/sql"
	"encoding/hex"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"minping/survey"
)

var cuts = flag.Int("cuts", 100, "at how many random places TestLogCut cuts the write-ahead log, and flips a bit of it")

// Wherever the write-ahead log ends, and whichever bit of it has flipped, the
// database opens and holds the first so many submissions, each whole (trust test 4).
func TestLogCut(t *testing.T) {
	o, dir := sqliteOffice(t)
	o.prepare(t)
	p := o.openPoll(t, draft("p"))
	ok(t, o.store.Ballots.Checkpoint())
	const n = 40
	order := make(map[string]int, n) // leaf → place
	for i := range n {
		s := submission(p.ID)
		s.Ballots = append(s.Ballots, survey.Ballot{Unit: "u1", Answers: survey.Answers{"a": {"1"}}})
		r, err := o.Accept(ctx, s)
		ok(t, err)
		order[r.Leaf] = i
	}
	file, err := os.ReadFile(filepath.Join(dir, "ballots.db"))
	ok(t, err)
	log, err := os.ReadFile(filepath.Join(dir, "ballots.db-wal"))
	ok(t, err)
	const header, frame = 32, 24 + 4096
	lengths := map[int]bool{}
	try := func(name string, log []byte) {
		t.Helper()
		lengths[checkPrefix(t, name, file, log, order)] = true
	}
	for at := header; at <= len(log); at += frame {
		try(fmt.Sprintf("cut at frame %d", (at-header)/frame), log[:at])
	}
	rnd := rand.New(rand.NewPCG(4, 4))
	for range *cuts {
		at := rnd.IntN(len(log))
		try(fmt.Sprintf("cut at byte %d", at), log[:at])
		flipped := append([]byte(nil), log...)
		bit := rnd.IntN(8)
		flipped[at] ^= 1 << bit
		try(fmt.Sprintf("bit %d of byte %d flipped", bit, at), flipped)
	}
	if !lengths[0] || !lengths[n] || len(lengths) < n {
		t.Errorf("only %d of %d prefixes were seen", len(lengths), n+1)
	}
}

// checkPrefix opens a copy of the database with this log, checks that it holds
// the first so many submissions, two ballots each, and returns how many.
func checkPrefix(t *testing.T, name string, file, log []byte, order map[string]int) int {
	t.Helper()
	copied := filepath.Join(t.TempDir(), "ballots.db")
	ok(t, os.WriteFile(copied, file, 0o600))
	ok(t, os.WriteFile(copied+"-wal", log, 0o600))
	db, err := sql.Open("sqlite", "file:"+copied)
	ok(t, err)
	defer db.Close()
	stored := texts(t, db, `SELECT lower(hex(leaf)) FROM spent`)
	last := -1
	for _, leaf := range stored {
		if _, err := hex.DecodeString(leaf); err != nil {
			t.Fatal(err)
		}
		place, known := order[leaf]
		if !known {
			t.Fatalf("%s: a marker that nobody spent", name)
		}
		last = max(last, place)
	}
	var ballots int
	ok(t, db.QueryRow(`SELECT count(*) FROM ballots`).Scan(&ballots))
	if last+1 != len(stored) || ballots != 2*len(stored) {
		t.Errorf("%s: %d submissions up to the %dth, %d ballots", name, len(stored), last+1, ballots)
	}
	if found := texts(t, db, `PRAGMA integrity_check`); len(found) != 1 || found[0] != "ok" {
		t.Errorf("%s: %q", name, found)
	}
	return len(stored)
}

package store_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"minping/survey"
	"minping/survey/store"
	"minping/survey/store/pgtest"
)

// backupPlan is for a backup of the first day.
func backupPlan(to string) store.BackupPlan {
	return store.BackupPlan{To: to, Now: start, Program: "test", MinGroup: func(source []byte) (int, error) {
		q, err := parse(source)
		if err != nil {
			return 0, err
		}
		return q.MinGroup(), nil
	}}
}

// backup writes a backup of an open store into a new folder.
func backup(t testing.TB, st *store.Store) (path string) {
	t.Helper()
	r, err := st.Origin().Backup(ctx, backupPlan(t.TempDir()))
	ok(t, err)
	return r.Path
}

// engines restore a backup to an empty place and open it.
var engines = map[string]func(t testing.TB, backup string) *store.Store{
	"sqlite": func(t testing.TB, backup string) *store.Store {
		dir := filepath.Join(t.TempDir(), "new")
		_, err := store.RestoreSQLite(ctx, backup, dir, nil)
		ok(t, err)
		return reopener(t, func() (*store.Store, error) { return store.OpenSQLite(dir) })()
	},
	"postgres": func(t testing.TB, backup string) *store.Store {
		people, ballots := pgtest.Databases(t)
		_, err := store.RestorePostgres(ctx, backup, people, ballots, nil)
		ok(t, err)
		return reopener(t, func() (*store.Store, error) { return store.OpenPostgres(people, ballots) })()
	},
}

// A load is clients that hand in sheets of two ballots without end.
type load struct {
	mu           sync.Mutex
	acknowledged []survey.Submission
	stop         func()
}

func (l *load) soFar() []survey.Submission {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.acknowledged)
}

// await returns once so many are acknowledged.
func (l *load) await(n int) {
	for len(l.soFar()) < n {
		time.Sleep(time.Millisecond)
	}
}

func startLoad(t *testing.T, o *office, poll string, clients int) *load {
	l := new(load)
	var running sync.WaitGroup
	over := make(chan struct{})
	for range clients {
		running.Go(func() {
			for {
				select {
				case <-over:
					return
				default:
				}
				s := submission(poll)
				s.Ballots = append(s.Ballots, survey.Ballot{Unit: "u1", Answers: survey.Answers{"a": {"1"}}})
				if _, err := o.Accept(ctx, s); err != nil {
					t.Error(err)
					return
				}
				l.mu.Lock()
				l.acknowledged = append(l.acknowledged, s)
				l.mu.Unlock()
			}
		})
	}
	l.stop = sync.OnceFunc(func() { close(over); running.Wait() })
	t.Cleanup(l.stop)
	return l
}

// A backup taken while 64 clients hand in: every ballot acknowledged before it
// began is in it, each sheet whole, and once it is restored and closed a
// recount agrees (trust test 10).
func TestBackupUnderLoad(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		p := o.openPoll(t, draft("p"))
		l := startLoad(t, o, p.ID, 64)
		l.await(200)
		before := l.soFar()
		path := backup(t, o.store)
		l.await(len(before) + 100)
		l.stop()
		for name, restore := range engines {
			t.Run("to "+name, func(t *testing.T) {
				got := newOffice(restore(t, path))
				ballots := len(got.records(t, p.ID))
				submissions, err := got.store.Ballots.Submissions(ctx, p.ID)
				ok(t, err)
				if ballots != 2*submissions || submissions < len(before) || submissions > len(l.soFar()) {
					t.Errorf("%d ballots of %d submissions; %d were acknowledged before, %d at all", ballots, submissions, len(before), len(l.soFar()))
				}
				for _, s := range before {
					if r, err := got.Accept(ctx, s); err != nil || r.Fresh {
						t.Fatalf("acknowledged before the backup, and not in it: %v, %v", r, err)
					}
				}
				ok(t, got.ClosePoll(ctx, p.ID))
				if v := verified(t, got, p.ID); !v.Sound() {
					t.Errorf("a recount finds %+v", v)
				}
				ok(t, got.store.Inspect(ctx))
			})
		}
	})
}

// Whatever happens to a poll between the looks at the two databases, what is
// restored is one state of both (trust test 10).
func TestBackupBetweenTwoLooks(t *testing.T) {
	for _, tt := range []struct {
		name string
		do   func(t *testing.T, o *office)
	}{
		{"opened", func(t *testing.T, o *office) {
			o.openPoll(t, draft("q"))
			o.fill(t, "q", 5)
		}},
		{"closed", func(t *testing.T, o *office) {
			o.fill(t, "p", 3)
			ok(t, o.ClosePoll(ctx, "p"))
		}},
		{"answered", func(t *testing.T, o *office) { o.fill(t, "p", 3) }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			onEach(t, func(t *testing.T, o *office) {
				o.prepare(t)
				o.openPoll(t, draft("p"))
				o.fill(t, "p", 8)
				origin := o.store.Origin()
				origin.Between(sync.OnceFunc(func() { tt.do(t, o) }))
				r, err := origin.Backup(ctx, backupPlan(t.TempDir()))
				ok(t, err)
				got := newOffice(engines["sqlite"](t, r.Path))
				for _, id := range []string{"p", "q"} {
					want, err := o.Poll(ctx, id)
					if kind(err) == "not_found" {
						continue
					}
					ok(t, err)
					is, err := got.Poll(ctx, id)
					ok(t, err)
					if is.State != want.State || !slices.Equal(got.records(t, id), o.records(t, id)) {
						t.Errorf("poll %s is %s with %d ballots, want %s with %d", id, is.State, len(got.records(t, id)), want.State, len(o.records(t, id)))
					}
					ok(t, got.ClosePoll(ctx, id))
					if v := verified(t, got, id); !v.Sound() {
						t.Errorf("a recount of %s finds %+v", id, v)
					}
				}
			})
		})
	}
	o, _ := sqliteOffice(t)
	o.prepare(t)
	origin, n := o.store.Origin(), 0
	origin.Between(func() { n++; o.openPoll(t, draft(fmt.Sprint("p", n))) })
	if _, err := origin.Backup(ctx, backupPlan(t.TempDir())); backupKind(err) != "unrest" {
		t.Errorf("polls open without end: %v", err)
	}
}

// A backup of a poll whose closing has come to any step is finished by the
// next server, with the same release (trust test 10).
func TestBackupOfClosing(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		for step := range 8 {
			p := o.openPoll(t, draft(fmt.Sprint("p", step)))
			o.fill(t, p.ID, 8)
			f := &faulty{Definitions: o.store.People, BallotBox: o.store.Ballots, step: step}
			broken := survey.NewService(f, f, parse)
			broken.Now = o.now
			if err := broken.ClosePoll(ctx, p.ID); !errors.Is(err, errKilled) {
				t.Fatalf("step %d: %v", step, err)
			}
			got := newOffice(engines["sqlite"](t, backup(t, o.store)))
			ok(t, got.Tick(ctx))
			if step == 0 {
				ok(t, got.ClosePoll(ctx, p.ID)) // nothing had happened yet
			}
			if v := verified(t, got, p.ID); !v.Sound() || v.Ballots != 24 {
				t.Errorf("step %d: a recount finds %+v", step, v)
			}
			ok(t, o.Tick(ctx))
		}
	})
}

// sums are the fingerprints of a backup's databases.
func sums(t testing.TB, path string) (all [2]string) {
	t.Helper()
	for i, name := range []string{"people.db", "ballots.db"} {
		b, err := os.ReadFile(filepath.Join(path, name))
		ok(t, err)
		sum := sha256.Sum256(b)
		all[i] = hex.EncodeToString(sum[:])
	}
	return all
}

// The same content is the same bytes: restored to either engine and backed up
// again, both files are what they were.
func TestBackupRoundTrip(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.furnish(t)
		path := backup(t, o.store)
		want := sums(t, path)
		for name, restore := range engines {
			st := restore(t, path)
			if got := sums(t, backup(t, st)); got != want {
				t.Errorf("by way of %s: %v, want %v", name, got, want)
			}
		}
		if again := sums(t, backup(t, o.store)); again != want {
			t.Errorf("the same once more: %v, want %v", again, want)
		}
	})
}

// furnish puts rows into every table.
func (o *office) furnish(t testing.TB) {
	t.Helper()
	o.prepare(t, "甲", "乙")
	ok(t, o.PutUnits(ctx, []survey.Unit{{ID: "a-first", Name: survey.Text{"zh": "县"}, Tier: "county", Parent: "city"}})) // parents after children, by key
	codes := byCode("codes")
	codes.Quotas = []survey.Quota{{Unit: "u0", Target: 30}}
	o.openPoll(t, codes)
	_, list, err := o.IssueCodes(ctx, "codes", survey.CodeBatch{Group: "甲", Label: "第一批"}, 150)
	ok(t, err)
	for i, code := range list[:130] {
		s := submission("codes")
		s.Key, s.Code = nil, code
		s.Ballots[0].Unit, s.Ballots[0].Answers["why"] = fmt.Sprint("u", i%3), []string{label(i) + " 因为"}
		if _, err := o.Accept(ctx, s); err != nil && kind(err) != "full" {
			t.Fatal(err)
		}
	}
	ok(t, o.ClosePoll(ctx, "codes"))
	o.openPoll(t, draft("p"))
	for _, q := range []string{
		`INSERT INTO accounts (id, name, folded, hash, epoch, created) VALUES ('a', 'Ä', 'ä', 'h', 3, 9007199254740993), ('Z', 'z', 'z', 'h', 1, 0)`,
		`INSERT INTO tokens (id, account, label, hash, created, expires) VALUES ('t', 'a', 'l', 'h', 1, 2)`,
		`INSERT INTO paper (poll, number, revision, state, totals, work) VALUES ('p', 10, 1, 'typing', '{}', '{}'), ('p', 9, 1, 'done', '{}', '')`,
	} {
		ok(t, o.store.People.Exec(q))
	}
}

// What must not come back does not: sessions, setup links and chores.
func TestBackupLeavesBehind(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.furnish(t)
		ok(t, o.store.People.Sessions().Commit("hash-of-a-cookie", []byte("data"), time.Now().Add(time.Hour)))
		ok(t, o.store.People.AddSetup(ctx, "hash-of-a-link", time.Now().Add(time.Hour)))
		if mine, err := o.store.People.TakeOn(ctx, "rewrite", "1999-01-02"); err != nil || !mine {
			t.Fatal(mine, err)
		}
		path := backup(t, o.store)
		for _, name := range []string{"people.db", "ballots.db"} {
			b, err := os.ReadFile(filepath.Join(path, name))
			ok(t, err)
			for _, gone := range []string{"hash-of-a-cookie", "hash-of-a-link", "1999-01-02"} {
				if bytes.Contains(b, []byte(gone)) {
					t.Errorf("%s holds %q", name, gone)
				}
			}
		}
		st := engines["sqlite"](t, path)
		for table, want := range map[string]int{"sessions": 0, "setups": 0, "chores": 0, "accounts": 2, "tokens": 1, "paper": 2, "releases": 1, "polls": 2} {
			if n, err := st.People.Count(`SELECT count(*) FROM ` + table); err != nil || n != want {
				t.Errorf("%s: %d rows, want %d, %v", table, n, want, err)
			}
		}
	})
}

// backupKind names an error of backups.
func backupKind(err error) string {
	if known, ok := errors.AsType[*store.BackupError](err); ok {
		return known.Key
	}
	return fmt.Sprint(err)
}

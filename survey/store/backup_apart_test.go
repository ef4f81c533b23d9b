package store_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"minping/survey"
	"minping/survey/store"
)

// Which backups stay: no two that differ by fewer than k = 5 ballots of a unit.
func TestBackupsStayApart(t *testing.T) {
	o, _ := sqliteOffice(t)
	o.prepare(t)
	for _, id := range []string{"p", "q"} {
		o.openPoll(t, draft(id))
	}
	plan := backupPlan(filepath.Join(t.TempDir(), "new", "folder"))
	plan.Keep = 3
	for i, tt := range []struct {
		name  string
		votes string // poll/unit/number …
		days  int    // passed since the start
		want  string // names without 2026-03-
	}{
		{"the first", "", 0, "02"},
		{"nothing new", "", 0, "02 02-2"},
		{"few, of which the older holds none", "p/u0/3", 0, "02 02-2 02-3"},
		{"two more: in place of the last", "p/u0/2", 1, "02 02-2 03"},
		{"four of another unit", "p/u1/4 p/u0/5", 2, "02 02-2 04"},
		{"five of each unit", "p/u0/5 p/u1/5", 3, "02-2 04 05"},
		{"another poll's first", "q/u2/1", 3, "04 05 05-2"},
		{"the clock set back, few of that", "q/u2/1", 0, "04 05 05-3"},
		{"enough", "q/u2/6", 4, "05 05-3 06"},
	} {
		for vote := range strings.FieldsSeq(tt.votes) {
			parts := strings.Split(vote, "/")
			var n int
			_, err := fmt.Sscan(parts[2], &n)
			ok(t, err)
			for range n {
				s := submission(parts[0])
				s.Ballots[0].Unit = parts[1]
				_, err := o.Accept(ctx, s)
				ok(t, err)
			}
		}
		plan.Now = start.AddDate(0, 0, tt.days)
		_, err := o.store.Origin().Backup(ctx, plan)
		ok(t, err)
		if got := strings.ReplaceAll(strings.Join(names2026(t, plan.To), " "), "2026-03-", ""); got != tt.want {
			t.Errorf("%d, %s: %q stay, want %q", i, tt.name, got, tt.want)
		}
	}
	ok(t, o.store.Ballots.Exec(`DELETE FROM ballots WHERE poll = 'q'`))
	before := names2026(t, plan.To)
	if _, err := o.store.Origin().Backup(ctx, plan); backupKind(err) != "not_continued" || !slices.Equal(before, names2026(t, plan.To)) {
		t.Errorf("ballots were lost: %v, and %q stay", err, names2026(t, plan.To))
	}
}

// names2026 lists all in a folder but the lock; what is not a backup shows too.
func names2026(t *testing.T, dir string) (all []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	ok(t, err)
	for _, e := range entries {
		if e.Name() != ".lock" {
			all = append(all, e.Name())
		}
	}
	return all
}

// A backup that is not as it was written is refused, and nothing is restored.
func TestBackupDamaged(t *testing.T) {
	o, _ := sqliteOffice(t)
	o.furnish(t)
	path, other := backup(t, o.store), func() string {
		ok(t, o.PutUnits(ctx, []survey.Unit{{ID: "more", Name: survey.Text{"zh": "县"}, Tier: "county"}}))
		return backup(t, o.store)
	}()
	flip := func(name string, at int) func(string) error {
		return func(dir string) error {
			b, err := os.ReadFile(filepath.Join(dir, name))
			if err == nil {
				b[(at+len(b))%len(b)] ^= 4
				err = os.WriteFile(filepath.Join(dir, name), b, 0o600)
			}
			return err
		}
	}
	for _, tt := range []struct {
		name string
		do   func(dir string) error
		want string
	}{
		{"untouched", func(string) error { return nil }, "<nil>"},
		{"a bit of the ballots", flip("ballots.db", 9000), "damaged"},
		{"the last bit of the people", flip("people.db", -1), "damaged"},
		{"a bit of the manifest", flip("backup.json", 45), "damaged"},
		{"ballots cut", func(d string) error { return os.Truncate(filepath.Join(d, "ballots.db"), 8192) }, "damaged"},
		{"people gone", func(d string) error { return os.Remove(filepath.Join(d, "people.db")) }, "not_backup"},
		{"manifest gone", func(d string) error { return os.Remove(filepath.Join(d, "backup.json")) }, "not_backup"},
		{"people of another", func(d string) error {
			b, err := os.ReadFile(filepath.Join(other, "people.db"))
			if err == nil {
				err = os.WriteFile(filepath.Join(d, "people.db"), b, 0o600)
			}
			return err
		}, "damaged"},
	} {
		copied, into := filepath.Join(t.TempDir(), "copy"), filepath.Join(t.TempDir(), "into")
		ok(t, os.CopyFS(copied, os.DirFS(path)))
		ok(t, tt.do(copied))
		_, err := store.RestoreSQLite(ctx, copied, into, nil)
		if backupKind(err) != tt.want {
			t.Errorf("%s: %v, want %s", tt.name, err, tt.want)
		}
		if _, left := os.Stat(into); err != nil && left == nil {
			t.Errorf("%s: something was restored", tt.name)
		}
	}
}

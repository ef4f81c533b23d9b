package store_test

import (
	"bytes"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"minping/survey/store"
)

// backupWork tells a child process of these tests what to do: "backup" or
// "restore", from where and to where, with line breaks between them.
const backupWork = "MINPING_TEST_BACKUP_WORK"

// workOnBackup is the child.
func workOnBackup(work string) error {
	part := strings.Split(work, "\n")
	if part[0] == "restore" {
		_, err := store.RestoreSQLite(ctx, part[1], part[2], nil)
		return err
	}
	origin, err := store.OriginSQLite(part[1])
	if err != nil {
		return err
	}
	defer origin.Close()
	_, err = origin.Backup(ctx, backupPlan(part[2]))
	return err
}

// child starts this test binary for one piece of work.
func child(work ...string) *exec.Cmd {
	c := exec.Command(os.Args[0], "-test.run=^TestBackupKilled$")
	c.Env = append(os.Environ(), backupWork+"="+strings.Join(work, "\n"))
	return c
}

// took says how long a piece of work takes that is not disturbed.
func took(t *testing.T, work ...string) time.Duration {
	t.Helper()
	begun := time.Now()
	if out, err := child(work...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return time.Since(begun)
}

// killedWithin starts a piece of work and kills it at a random moment.
func killedWithin(t *testing.T, d time.Duration, work ...string) (finished bool) {
	t.Helper()
	c := child(work...)
	var said bytes.Buffer
	c.Stdout, c.Stderr = &said, &said
	ok(t, c.Start())
	timer := time.AfterFunc(time.Duration(rand.Int64N(int64(d))), func() { _ = c.Process.Kill() })
	defer timer.Stop()
	err := c.Wait()
	if err != nil && !c.ProcessState.Sys().(syscall.WaitStatus).Signaled() {
		t.Fatalf("the child failed by itself: %v: %s", err, said.Bytes())
	}
	return err == nil
}

// Killed at random moments, a backup leaves whole generations or none, and the
// data sound; a restore leaves a folder that is whole or is not opened, and
// that the next restore fills (trust test 10).
func TestBackupKilled(t *testing.T) {
	if work := os.Getenv(backupWork); work != "" {
		ok(t, workOnBackup(work))
		return
	}
	const kills = 12
	o, data := sqliteOffice(t)
	o.furnish(t)
	o.openPoll(t, draft("many"))
	ok(t, o.store.Ballots.Fill("many", 20_000, []string{"u0", "u1"}, func() []byte { return []byte{1, 2} }))
	want := len(o.records(t, "many"))
	to := t.TempDir()
	long := took(t, "backup", data, to)
	for range kills {
		killedWithin(t, long, "backup", data, to)
		whole := wholeIn(t, to)
		if len(whole) == 0 {
			t.Fatal("no generation is left")
		}
		ok(t, o.store.Inspect(ctx))
	}
	ok(t, workOnBackup("backup\n"+data+"\n"+to)) // and tidies up
	whole := wholeIn(t, to)
	if left, err := filepath.Glob(filepath.Join(to, ".2*")); len(left) > 0 || err != nil {
		t.Errorf("left behind: %q, %v", left, err)
	}

	dir := filepath.Join(t.TempDir(), "new")
	long = took(t, "restore", whole[0], filepath.Join(t.TempDir(), "new"))
	for range kills {
		if killedWithin(t, long, "restore", whole[0], dir) {
			ok(t, os.RemoveAll(dir))
			continue
		}
		if _, err := os.Stat(filepath.Join(dir, "people.db")); err == nil { // killed when all was there
			checkRestored(t, dir, want)
			ok(t, os.RemoveAll(dir))
		} else if _, err := os.Stat(filepath.Join(dir, "ballots.db")); err == nil {
			if _, err := store.OpenSQLite(dir); err == nil {
				t.Fatal("opened half of a restore")
			}
			ok(t, os.RemoveAll(dir)) // the owner must: it might be all that is left of the data
		}
	}
	ok(t, os.RemoveAll(dir))
	_, err := store.RestoreSQLite(ctx, whole[0], dir, nil)
	ok(t, err)
	checkRestored(t, dir, want)
}

// wholeIn returns the generations in a folder, each of which can be restored.
func wholeIn(t *testing.T, to string) []string {
	t.Helper()
	all, err := filepath.Glob(filepath.Join(to, "2*"))
	ok(t, err)
	for _, path := range all {
		_, err := store.RestoreSQLite(ctx, path, filepath.Join(t.TempDir(), "new"), nil)
		ok(t, err)
	}
	return all
}

func checkRestored(t *testing.T, dir string, ballots int) {
	t.Helper()
	st, err := store.OpenSQLite(dir)
	ok(t, err)
	defer st.Close()
	o := newOffice(st)
	if got := len(o.records(t, "many")); got != ballots {
		t.Errorf("%d ballots were restored, want %d", got, ballots)
	}
	if v := verified(t, o, "codes"); !v.Sound() {
		t.Errorf("a recount finds %+v", v)
	}
	ok(t, st.Inspect(ctx))
}

// On a full volume a backup fails, leaves nothing but what was there, and the
// same with a restore.
func TestBackupFullVolume(t *testing.T) {
	dir, _ := volume(t, 1<<20)
	o, _ := sqliteOffice(t)
	o.furnish(t)
	whole := backup(t, o.store)
	ok(t, os.WriteFile(filepath.Join(dir, "ballast"), make([]byte, 900<<10), 0o600))
	to, data := filepath.Join(dir, "backups"), filepath.Join(dir, "data")
	if _, err := o.store.Origin().Backup(ctx, backupPlan(to)); err == nil {
		t.Error("a backup fits on a full volume")
	}
	if _, err := store.RestoreSQLite(ctx, whole, data, nil); err == nil {
		t.Error("a restore fits on a full volume")
	}
	for _, place := range []string{to, data} {
		left, err := os.ReadDir(place)
		ok(t, err)
		for _, e := range left {
			if !strings.HasSuffix(e.Name(), "lock") {
				t.Errorf("left behind: %s/%s", place, e.Name())
			}
		}
	}
	ok(t, os.Remove(filepath.Join(dir, "ballast")))
	_, err := o.store.Origin().Backup(ctx, backupPlan(to))
	ok(t, err)
}

package store_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"minping/survey"
	"minping/survey/store"
)

// mountVolume, where this system lets us, mounts a volume of so many bytes that
// is gone after the test, and returns how to change its options, such as "ro".
var mountVolume func(t *testing.T, dir string, size int) (remount func(readOnly bool) error)

func volume(t *testing.T, size int) (dir string, remount func(readOnly bool) error) {
	t.Helper()
	dir = t.TempDir()
	if mountVolume == nil || os.Getuid() != 0 {
		t.Skip("a volume of its own is needed; to run this test, be root on Linux: sudo go test ./survey/store -run Volume")
	}
	return dir, mountVolume(t, dir, size)
}

// On a volume of 4 MiB that is full nothing is acknowledged; once there is room
// it goes on, and what was acknowledged is there, once (trust test 6).
func TestFullVolume(t *testing.T) {
	dir, _ := volume(t, 4<<20)
	ballast := filepath.Join(dir, "ballast")
	ok(t, os.WriteFile(ballast, make([]byte, 256<<10), 0o600))
	ok(t, prepareFolder(dir))
	st, err := store.OpenSQLite(dir)
	ok(t, err)
	defer st.Close()
	o := newOffice(st)
	ledger := newLedger()
	hand := func(name string) error {
		ledger.send(name)
		_, err := o.Accept(ctx, sheet("p", name))
		if err == nil {
			ledger.acknowledge(name)
		}
		return err
	}
	refused := 0
	for i := 0; refused < 20; i++ {
		switch err := hand(fmt.Sprint(i)); kind(err) {
		case "-":
		case "unavailable":
			refused++
		default:
			t.Fatal(err)
		}
		if i > 20_000 {
			t.Fatal("the volume is never full")
		}
	}
	ok(t, os.Remove(ballast))
	ok(t, hand("afterwards"))
	found, err := ledger.compare(o, "p")
	ok(t, err)
	if !found.sound() || found.acknowledged < 50 {
		t.Errorf("not sound: %s", found)
	}
	ok(t, st.Inspect(ctx))
	t.Logf("%s", found)
}

// A folder that cannot be written to is refused at start, in words; once it can
// be, all is there (trust test 8).
func TestReadOnlyVolume(t *testing.T) {
	dir, remount := volume(t, 8<<20)
	ok(t, prepareFolder(dir))
	ok(t, remount(true))
	_, err := store.OpenSQLite(dir)
	if !errors.Is(err, store.ErrReadOnly) || !strings.Contains(err.Error(), dir) {
		t.Errorf("opened: %v", err)
	}
	ok(t, remount(false))
	st, err := store.OpenSQLite(dir)
	ok(t, err)
	defer st.Close()
	if p, err := newOffice(st).Poll(ctx, "p"); err != nil || p.State != survey.Open {
		t.Errorf("poll %+v, %v", p, err)
	}
}

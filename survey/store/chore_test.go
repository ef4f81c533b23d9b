package store_test

import (
	"bufio"
	"bytes"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"minping/survey/store"
)

var chores = flag.Int("chores", 6, "how often TestKilledAtChores kills a process during each chore")

// choreFolder tells a child of this test what to do, and in which folder.
const choreFolder = "MINPING_TEST_CHORE_FOLDER"

// A process killed while it moves the log into the file, rewrites the open
// boxes, closes and counts a poll, or brings tables up to date, loses nothing:
// the next one starts clean and finishes (trust test 3).
func TestKilledAtChores(t *testing.T) {
	if place := os.Getenv(choreFolder); place != "" {
		doChore(place)
		return
	}
	for _, chore := range []string{"checkpoint", "rewrite", "close", "migrate"} {
		t.Run(chore, func(t *testing.T) {
			began := 0
			for range *chores {
				dir := t.TempDir()
				ok(t, prepareFolder(dir))
				ledger := newLedger()
				st, err := store.OpenSQLite(dir)
				ok(t, err)
				o := newOffice(st)
				for i := range 200 {
					name := fmt.Sprint(i)
					_, err := o.Accept(ctx, sheet("p", name))
					ok(t, err)
					ledger.acknowledge(name)
				}
				if chore == "migrate" {
					ok(t, st.Downgrade())
				}
				ok(t, st.Close())
				if killAtChore(t, chore, dir) {
					began++
				}
				st, err = store.OpenSQLite(dir)
				ok(t, err)
				o = newOffice(st)
				ok(t, o.Tick(ctx)) // finishes what was begun
				found, err := ledger.compare(o, "p")
				ok(t, err)
				if !found.sound() {
					t.Errorf("not sound: %s", found)
				}
				ok(t, o.ClosePoll(ctx, "p"))
				if v := verified(t, o, "p"); !v.Sound() {
					t.Errorf("a recount finds %+v", v)
				}
				ok(t, st.Inspect(ctx))
				ok(t, st.Close())
			}
			if began == 0 {
				t.Error("no process was killed at its chore")
			}
			t.Logf("%d of %d killed at it", began, *chores)
		})
	}
}

// killAtChore starts a child, kills it within a few milliseconds after it has
// begun its chore, and reports whether it was still at it.
func killAtChore(t *testing.T, chore, dir string) bool {
	t.Helper()
	child := exec.Command(os.Args[0], "-test.run=^TestKilledAtChores$")
	child.Env = append(os.Environ(), fmt.Sprint(choreFolder, "=", chore, " ", dir))
	var complaints bytes.Buffer
	child.Stderr = &complaints
	out, err := child.StdoutPipe()
	ok(t, err)
	ok(t, child.Start())
	lines := bufio.NewReader(out)
	if line, err := lines.ReadString('\n'); line != "begin\n" {
		t.Fatalf("the child said %q, %v: %s", line, err, complaints.Bytes())
	}
	time.Sleep(time.Duration(rand.IntN(12_000)) * time.Microsecond)
	_ = child.Process.Kill()
	rest, _ := lines.ReadString('\n')
	_ = child.Wait()
	if complaints.Len() > 0 {
		t.Fatalf("the child failed: %s", complaints.Bytes())
	}
	return !strings.HasPrefix(rest, "end")
}

// doChore is the child: it does its chore, again where it can be.
func doChore(place string) {
	chore, dir, _ := strings.Cut(place, " ")
	if chore == "migrate" {
		fmt.Println("begin")
	}
	st, err := store.OpenSQLite(dir)
	if err != nil {
		panic(err)
	}
	o := newOffice(st)
	if chore != "migrate" {
		fmt.Println("begin")
	}
	for i := 0; chore != "migrate" && (i == 0 || chore != "close"); i++ {
		switch chore {
		case "checkpoint":
			if _, err = o.Accept(ctx, sheet("p", "0")); err == nil { // one of those stored
				err = st.Ballots.Checkpoint()
			}
		case "rewrite":
			err = st.Ballots.Rewrite(ctx)
		case "close":
			err = o.ClosePoll(ctx, "p")
		}
		if err != nil {
			panic(err)
		}
	}
	fmt.Println("end")
	select {} // until killed
}

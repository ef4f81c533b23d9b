package store_test

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"minping/survey"
	"minping/survey/store"
)

var crashes = flag.Int("crashes", 20, "how often TestKill kills the process that accepts ballots")

// crashFolder tells a child process of this test where to accept ballots, and
// in which cycle.
const crashFolder = "MINPING_TEST_CRASH_FOLDER"

// Cycles of one folder: a box that grows for ever would be read for ever.
const cyclesPerFolder = 50

// TestKill runs a process that accepts ballots of 64 clients and says so, and
// kills it at random moments, some while it starts: what was acknowledged is
// there, once, and nothing is half there (trust test 1).
func TestKill(t *testing.T) {
	if place := os.Getenv(crashFolder); place != "" {
		acceptUntilKilled(place)
		return
	}
	folders := make(chan int, *crashes)
	for left := *crashes; left > 0; left -= cyclesPerFolder {
		folders <- min(left, cyclesPerFolder)
	}
	close(folders)
	var all tally
	var mu sync.Mutex
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for cycles := range folders {
				found, err := crash(t.TempDir(), cycles)
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				all.add(found)
				mu.Unlock()
			}
		})
	}
	workers.Wait()
	t.Logf("%d kills: %s", *crashes, all)
	if !all.sound() || all.acknowledged == 0 {
		t.Errorf("not sound: %s", all)
	}
}

// crash kills so often in one folder, then looks what is there.
func crash(dir string, cycles int) (found tally, err error) {
	if err := prepareFolder(dir); err != nil {
		return found, err
	}
	ledger := newLedger()
	for cycle := range cycles {
		if err := killOne(ledger, dir, cycle); err != nil {
			return found, err
		}
	}
	st, err := store.OpenSQLite(dir)
	if err != nil {
		return found, err
	}
	defer st.Close()
	return ledger.compare(newOffice(st), "p")
}

// prepareFolder makes an open poll p in a folder.
func prepareFolder(dir string) error {
	st, err := store.OpenSQLite(dir)
	if err != nil {
		return err
	}
	o := newOffice(st)
	if _, err = o.AddQuestionnaire(ctx, questionnaire("1")); err != nil {
		return err
	}
	var units []survey.Unit
	for _, id := range []string{"u0", "u1", "u2"} {
		units = append(units, survey.Unit{ID: id, Name: survey.Text{"zh": "县"}, Tier: "county"})
	}
	if err = o.PutUnits(ctx, units); err != nil {
		return err
	}
	if _, err = o.CreatePoll(ctx, draft("p")); err != nil {
		return err
	}
	if err = o.OpenPoll(ctx, "p"); err != nil {
		return err
	}
	return st.Close()
}

// sheet is the submission of that name: two ballots that carry it.
func sheet(poll, name string) survey.Submission {
	key, salt := sha256.Sum256([]byte("key "+name)), sha256.Sum256([]byte("salt "+name))
	answers := survey.Answers{"a": {"5"}, "why": {name}}
	return survey.Submission{
		Poll: poll, Key: key[:], Salt: salt[:],
		Ballots: []survey.Ballot{{Unit: "u0", Answers: answers}, {Unit: "u1", Answers: answers}},
	}
}

// killOne starts a child, kills it within a twentieth of a second of its first
// acknowledgement, or while it starts, and notes what it had said.
func killOne(l *ledger, dir string, cycle int) error {
	child := exec.Command(os.Args[0], "-test.run=^TestKill$")
	child.Env = append(os.Environ(), fmt.Sprint(crashFolder, "=", cycle, " ", dir))
	var complaints bytes.Buffer
	child.Stderr = &complaints
	out, err := child.StdoutPipe()
	if err != nil {
		return err
	}
	if err := child.Start(); err != nil {
		return err
	}
	var once sync.Once
	killWithin := func(ms int) {
		once.Do(func() {
			time.AfterFunc(time.Duration(rand.IntN(ms))*time.Millisecond, func() { _ = child.Process.Kill() })
		})
	}
	if rand.IntN(10) == 0 {
		killWithin(100)
	}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		verb, name, _ := strings.Cut(lines.Text(), " ")
		switch verb {
		case "send":
			l.send(name)
		case "done":
			l.acknowledge(name)
			killWithin(50)
		default:
			return fmt.Errorf("the child said %q: %s", lines.Text(), complaints.Bytes())
		}
	}
	if err := child.Wait(); err == nil || complaints.Len() > 0 {
		return fmt.Errorf("the child ended by itself: %s", complaints.Bytes())
	}
	return nil
}

// acceptUntilKilled is the child: 64 clients hand in sheets and tell their
// names, before and after.
func acceptUntilKilled(place string) {
	cycle, dir, _ := strings.Cut(place, " ")
	st, err := store.OpenSQLite(dir)
	if err != nil {
		panic(err)
	}
	o := newOffice(st)
	var clients sync.WaitGroup
	for client := range 64 {
		clients.Go(func() {
			for i := 0; ; i++ {
				name := fmt.Sprintf("%s-%d-%d", cycle, client, i)
				fmt.Printf("send %s\n", name) // one write, which a pipe takes whole
				if _, err := o.Accept(ctx, sheet("p", name)); err != nil {
					panic(err)
				}
				fmt.Printf("done %s\n", name)
			}
		})
	}
	clients.Wait()
}

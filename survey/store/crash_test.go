package store_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"

	"minping/survey"
	"minping/survey/store"
)

var crashes = flag.Int("crashes", 20, "how often TestKill kills the process that accepts ballots")

// crashFolder tells a child process of this test where to accept ballots.
const crashFolder = "MINPING_TEST_CRASH_FOLDER"

// TestKill runs a process that accepts ballots and says so, and kills it at
// random moments: what was acknowledged is there, once, and nothing is half there.
func TestKill(t *testing.T) {
	if dir := os.Getenv(crashFolder); dir != "" {
		acceptUntilKilled(t, dir)
		return
	}
	dir := t.TempDir()
	open := func() *store.Store {
		st, err := store.OpenSQLite(dir)
		ok(t, err)
		return st
	}
	st := open()
	o := newOffice(st)
	o.prepare(t)
	o.openPoll(t, draft("p"))
	ok(t, st.Close())
	sent, acknowledged := map[string]survey.Submission{}, map[string]bool{}
	for cycle := range *crashes {
		for _, line := range killOne(t, dir) {
			sent[string(line.Sent.Key)] = line.Sent
			if line.Done {
				acknowledged[string(line.Sent.Key)] = true
			}
		}
		st := open()
		o := newOffice(st)
		stored := len(o.records(t, "p"))
		if stored%2 != 0 || stored < 2*len(acknowledged) || stored > 2*len(sent) {
			t.Fatalf("cycle %d: %d ballots stored of %d submissions acknowledged, %d sent, two ballots each", cycle, stored, len(acknowledged), len(sent))
		}
		if cycle == *crashes-1 {
			checkAll(t, o, sent, acknowledged)
		}
		ok(t, st.Close())
	}
	t.Logf("%d kills, %d submissions sent, %d acknowledged", *crashes, len(sent), len(acknowledged))
}

// A crashLine is what the child says about a submission: before it calls
// Accept, and after it was accepted.
type crashLine struct {
	Sent survey.Submission
	Done bool
}

// killOne starts a child, kills it within a fifth of a second of its first
// acknowledgement, and returns what it had said.
func killOne(t *testing.T, dir string) (lines []crashLine) {
	t.Helper()
	child := exec.Command(os.Args[0], "-test.run=^TestKill$")
	child.Env = append(os.Environ(), crashFolder+"="+dir)
	var complaints bytes.Buffer
	child.Stderr = &complaints
	out, err := child.StdoutPipe()
	ok(t, err)
	ok(t, child.Start())
	r := bufio.NewReader(out)
	var killed sync.Once
	for {
		text, err := r.ReadBytes('\n')
		if err == io.EOF {
			break
		}
		ok(t, err)
		var line crashLine
		if err := json.Unmarshal(text, &line); err != nil {
			t.Fatalf("the child said %q: %s", text, complaints.Bytes())
		}
		lines = append(lines, line)
		if line.Done {
			killed.Do(func() {
				time.AfterFunc(time.Duration(rand.IntN(200))*time.Millisecond, func() { child.Process.Kill() })
			})
		}
	}
	if err := child.Wait(); err == nil || len(lines) == 0 {
		t.Fatalf("the child ended by itself: %v\n%s", err, complaints.Bytes())
	}
	return lines
}

// checkAll sends all again: those acknowledged are recognised.
func checkAll(t *testing.T, o *office, sent map[string]survey.Submission, acknowledged map[string]bool) {
	t.Helper()
	for key, s := range sent {
		r, err := o.Accept(ctx, s)
		ok(t, err)
		if acknowledged[key] && r.Fresh {
			t.Errorf("an acknowledged submission is lost: receipt %s", r.Leaf)
		}
	}
	if stored := len(o.records(t, "p")); stored != 2*len(sent) {
		t.Errorf("%d ballots after all were sent again, want %d", stored, 2*len(sent))
	}
}

// acceptUntilKilled is the child: eight clients hand in sheets of two ballots.
func acceptUntilKilled(t *testing.T, dir string) {
	st, err := store.OpenSQLite(dir)
	ok(t, err)
	o := newOffice(st)
	var mu sync.Mutex
	say := func(line crashLine) {
		text, err := json.Marshal(line)
		if err != nil {
			panic(err)
		}
		mu.Lock()
		defer mu.Unlock()
		fmt.Printf("%s\n", text)
	}
	var clients sync.WaitGroup
	for range 8 {
		clients.Go(func() {
			for {
				s := submission("p")
				s.Ballots = append(s.Ballots, survey.Ballot{Unit: "u1", Answers: survey.Answers{"a": {"1"}}})
				say(crashLine{Sent: s})
				if _, err := o.Accept(ctx, s); err != nil {
					panic(err)
				}
				say(crashLine{Sent: s, Done: true})
			}
		})
	}
	clients.Wait()
}

package store_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"minping/survey"
)

var (
	races    = flag.Int("races", 1000, "how many attempts to spend a marker twice TestRaces makes, on each engine")
	lostacks = flag.Int("lostacks", 200, "how many answers TestLostAcknowledgements loses, on each engine")
)

// A door takes requests: a service in this process, or a process of its own.
type door interface{ send(request) <-chan answer }

// A here is a door to an office of this process.
type here struct{ *office }

func (h here) send(r request) <-chan answer {
	done := make(chan answer, 1)
	go func() { done <- h.serve(r, nil) }()
	return done
}

// onDoors runs a test on SQLite, which one process has open, and on PostgreSQL
// with four server processes.
func onDoors(t *testing.T, test func(t *testing.T, o *office, doors []door)) {
	t.Run("sqlite", func(t *testing.T) {
		o, _ := sqliteOffice(t)
		test(t, o, []door{here{o}})
	})
	t.Run("postgres", func(t *testing.T) {
		o, servers, _ := fourServers(t)
		var doors []door
		for _, s := range servers {
			doors = append(doors, s)
		}
		test(t, o, doors)
	})
}

// A hundred at a time race with one code or one key, half of them with other
// answers: one is stored, the same again is recognised, and others conflict
// (trust test 12).
func TestRaces(t *testing.T) {
	const racers = 100
	onDoors(t, func(t *testing.T, o *office, doors []door) {
		o.prepare(t)
		rounds := max(2, *races/racers)
		coded, open := o.openPoll(t, byCode("coded")), o.openPoll(t, draft("open"))
		_, codes, err := o.IssueCodes(ctx, coded.ID, survey.CodeBatch{}, (rounds+1)/2)
		ok(t, err)
		outcomes := map[string]int{}
		for round := range rounds {
			same := submission(open.ID)
			if round%2 == 0 {
				same.Poll, same.Key, same.Code = coded.ID, nil, codes[round/2]
			}
			racing := make([]<-chan answer, racers)
			for i := range racing {
				s := same
				if i%2 == 1 {
					s.Salt = random32()
				}
				racing[i] = doors[i%len(doors)].send(request{Do: "accept", Sub: s})
			}
			fresh := 0
			for _, done := range racing {
				a := <-done
				outcome := strings.TrimSpace(a.Kind + map[bool]string{true: " fresh"}[a.Fresh])
				outcomes[outcome]++
				if a.Fresh {
					fresh++
				}
			}
			if fresh != 1 {
				t.Fatalf("round %d: %d fresh receipts", round, fresh)
			}
		}
		if outcomes["- fresh"] != rounds || outcomes["- fresh"]+outcomes["-"]+outcomes["conflict"] != rounds*racers {
			t.Errorf("outcomes %v", outcomes)
		}
		stored := len(o.records(t, coded.ID)) + len(o.records(t, open.ID))
		if stored != rounds {
			t.Errorf("%d ballots after %d rounds", stored, rounds)
		}
		t.Logf("%d attempts on %d markers by %d servers: %d ballots; outcomes %v", rounds*racers, rounds, len(doors), stored, outcomes)
	})
}

// Answers are lost on their way, and clients send the same again, to another
// server too and while the first attempt is under way: each is stored once,
// under one receipt.
func TestLostAcknowledgements(t *testing.T) {
	onDoors(t, func(t *testing.T, o *office, doors []door) {
		o.prepare(t)
		p := o.openPoll(t, draft("p"))
		left := make(chan int, *lostacks)
		for i := range *lostacks {
			left <- i
		}
		close(left)
		var clients sync.WaitGroup
		for range 16 {
			clients.Go(func() {
				for i := range left {
					if err := loseAnswers(doors, sheet(p.ID, fmt.Sprint(i))); err != nil {
						t.Errorf("sheet %d: %v", i, err)
					}
				}
			})
		}
		clients.Wait()
		ledger := newLedger()
		for i := range *lostacks {
			ledger.acknowledge(fmt.Sprint(i))
		}
		found, err := ledger.compare(o, p.ID)
		ok(t, err)
		if !found.sound() {
			t.Error("not sound")
		}
		t.Logf("%d answers lost, %d servers: %s", *lostacks, len(doors), found)
	})
}

// loseAnswers sends a sheet, does not wait for the answer or drops it, and
// sends it again.
func loseAnswers(doors []door, s survey.Submission) error {
	pick := func() door { return doors[rand.IntN(len(doors))] }
	lost := pick().send(request{Do: "accept", Sub: s})
	time.Sleep(time.Duration(rand.IntN(4)) * time.Millisecond)
	again := <-pick().send(request{Do: "accept", Sub: s})
	first := <-lost
	switch {
	case first.Kind != "-" || again.Kind != "-":
		return fmt.Errorf("errors %s and %s", first.Kind, again.Kind)
	case first.Leaf != again.Leaf:
		return fmt.Errorf("receipts %s and %s", first.Leaf, again.Leaf)
	case first.Fresh == again.Fresh:
		return fmt.Errorf("stored by the first: %t, by the second: %t", first.Fresh, again.Fresh)
	}
	return nil
}

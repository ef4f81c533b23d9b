package store_test

import (
	"fmt"
	"testing"

	"minping/survey"
	"minping/survey/store"
	"minping/survey/store/pgtest"
)

// fourServers starts four server processes on one PostgreSQL, beside an office
// of the test's own.
func fourServers(t *testing.T) (o *office, servers []*process, place string) {
	t.Helper()
	people, ballots := pgtest.Databases(t)
	o = newOffice(reopener(t, func() (*store.Store, error) { return store.OpenPostgres(people, ballots) })())
	place = people + "\n" + ballots
	for range 4 {
		servers = append(servers, startProcess(t, place))
	}
	return o, servers, place
}

// closedBy has all servers close a poll and tick at the same time. A tick that
// finds readers in its way comes again, as those of a server do.
func closedBy(t *testing.T, servers []*process, poll string, meanwhile func()) {
	t.Helper()
	var closing, ticking []<-chan answer
	for _, s := range servers {
		closing = append(closing, s.send(request{Do: "close", Poll: poll}))
		ticking = append(ticking, s.send(request{Do: "tick"}))
	}
	meanwhile()
	for i, s := range servers {
		if a := <-closing[i]; a.Kind != "-" {
			t.Errorf("closing %s: %s", poll, a.Kind)
		}
		a := <-ticking[i]
		for tries := 0; a.Kind == "read" && tries < 20; tries++ {
			a = s.ask(request{Do: "tick"})
		}
		if a.Kind != "-" {
			t.Errorf("a tick while %s is closed: %s", poll, a.Kind)
		}
	}
}

// One process closes a poll and is killed at one step of it; three others
// close it at the same time: there is one release, the same for all, and a
// process that starts afterwards finds nothing left to do.
func TestFourServersClose(t *testing.T) {
	o, servers, place := fourServers(t)
	o.prepare(t)
	for step := range 8 {
		p := o.openPoll(t, draft(fmt.Sprint("p", step)))
		o.fill(t, p.ID, 8)
		victim := startProcess(t, place)
		victim.send(request{Do: "close up to", Poll: p.ID, Step: step})
		<-victim.stuck
		closedBy(t, servers, p.ID, victim.kill)
		var shown []string
		for _, s := range append(servers, startProcess(t, place)) {
			a := s.ask(request{Do: "release", Poll: p.ID})
			if a.Kind != "-" {
				t.Errorf("step %d: release: %s", step, a.Kind)
			}
			shown = append(shown, a.Text)
		}
		for i, text := range shown {
			if text != shown[0] {
				t.Errorf("step %d: process %d shows another release", step, i)
			}
		}
		if n, err := o.store.People.Count(`SELECT count(*) FROM releases WHERE poll = $1`, p.ID); err != nil || n != 1 {
			t.Errorf("step %d: %d releases, %v", step, n, err)
		}
		if v := verified(t, o, p.ID); !v.Sound() || v.Ballots != 24 {
			t.Errorf("step %d: a recount finds %+v", step, v)
		}
	}
}

// All processes are killed while they count, each a step further than the one
// before: whichever starts next finishes.
func TestServerRestartsCounting(t *testing.T) {
	o, servers, place := fourServers(t)
	o.prepare(t)
	p := o.openPoll(t, draft("p"))
	o.fill(t, p.ID, 8)
	// What is done already is no step of the next: the poll is marked closed by
	// the first, the release put by the third.
	for i, step := range []int{4, 2, 3, 2} {
		servers[i].send(request{Do: "close up to", Poll: p.ID, Step: step})
		<-servers[i].stuck
	}
	for _, s := range servers {
		s.kill()
	}
	next := startProcess(t, place)
	if a := next.ask(request{Do: "tick"}); a.Kind != "-" {
		t.Fatalf("tick: %s", a.Kind)
	}
	if a := next.ask(request{Do: "release", Poll: p.ID}); a.Kind != "-" {
		t.Errorf("release: %s", a.Kind)
	}
	if v := verified(t, o, p.ID); !v.Sound() {
		t.Errorf("a recount finds %+v", v)
	}
}

// Four processes race for the seats of quotas: each is filled and none is
// exceeded.
func TestFourServersQuotas(t *testing.T) {
	o, servers, _ := fourServers(t)
	o.prepare(t)
	p := draft("p")
	p.Quotas = []survey.Quota{{Unit: "u0", Target: 12}, {Unit: "u1", Target: 7}}
	p = o.openPoll(t, p)
	var racing []<-chan answer
	for i := range 120 {
		s := submission(p.ID)
		if i%3 == 0 { // a seat of each
			s.Ballots = append(s.Ballots, survey.Ballot{Unit: "u1", Answers: survey.Answers{"a": {"1"}}})
		}
		racing = append(racing, servers[i%4].send(request{Do: "accept", Sub: s}))
	}
	kinds := map[string]int{}
	for _, done := range racing {
		kinds[(<-done).Kind]++
	}
	if kinds["-"] != 12 || kinds["full"] != 108 {
		t.Errorf("outcomes %v", kinds)
	}
	if a := servers[0].ask(request{Do: "close", Poll: p.ID}); a.Kind != "-" {
		t.Fatalf("closing: %s", a.Kind)
	}
	if v := verified(t, o, p.ID); !v.Sound() || v.Submissions != 12 {
		t.Errorf("a recount finds %+v", v)
	}
}

// A process that is killed between COMMIT and reply has accepted: the retry is
// recognised, and there is one ballot (trust test 2).
func TestKilledBeforeReply(t *testing.T) {
	check := func(t *testing.T, open func() (*store.Store, error), place string) {
		st, err := open()
		ok(t, err)
		o := newOffice(st)
		o.prepare(t)
		p := o.openPoll(t, draft(""))
		ok(t, st.Close())
		for i := range 3 {
			s := submission(p.ID)
			victim := startProcess(t, place)
			victim.send(request{Do: "lose the answer", Sub: s})
			<-victim.stuck
			victim.kill()
			next := startProcess(t, place)
			if a := next.ask(request{Do: "accept", Sub: s}); a.Kind != "-" || a.Fresh || len(a.Leaf) != 64 {
				t.Errorf("the retry: %+v", a)
			}
			next.kill()
			st, err := open()
			ok(t, err)
			if n := len(newOffice(st).records(t, p.ID)); n != i+1 {
				t.Errorf("%d ballots of %d", n, i+1)
			}
			ok(t, st.Close())
		}
	}
	t.Run("sqlite", func(t *testing.T) {
		dir := t.TempDir()
		check(t, func() (*store.Store, error) { return store.OpenSQLite(dir) }, dir)
	})
	t.Run("postgres", func(t *testing.T) {
		people, ballots := pgtest.Databases(t)
		check(t, func() (*store.Store, error) { return store.OpenPostgres(people, ballots) }, people+"\n"+ballots)
	})
}

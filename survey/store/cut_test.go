package store_test

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"minping/survey"
	"minping/survey/store"
	"minping/survey/store/pgtest"
)

// While the way to PostgreSQL is cut, in the middle of transactions too,
// nothing is acknowledged; when it is back, each submission is accepted, once
// (trust test 11).
func TestPostgresCut(t *testing.T) {
	people, ballots := pgtest.Databases(t)
	w, ballots := layWire(t, t.TempDir(), ballots)
	o := newOffice(reopener(t, func() (*store.Store, error) { return store.OpenPostgres(people, ballots) })())
	o.prepare(t)
	p := o.openPoll(t, draft(""))
	var accepted sync.Map
	var refused atomic.Int64
	stop := make(chan struct{})
	var busy sync.WaitGroup
	for range 8 {
		busy.Go(func() {
			for {
				s := submission(p.ID)
				s.Ballots = append(s.Ballots, survey.Ballot{Unit: "u1", Answers: survey.Answers{"a": {"1"}}})
				acceptAtLast(t, o, s, func() { refused.Add(1) })
				accepted.Store(string(s.Key), s)
				select {
				case <-stop:
					return
				default:
				}
			}
		})
	}
	for range 5 { // cuts, each until somebody has noticed and some were accepted again
		w.cut()
		for noticed := refused.Load(); refused.Load() == noticed; {
			time.Sleep(time.Millisecond)
		}
		w.mend()
		for before := length(&accepted); length(&accepted) < before+50 && !t.Failed(); {
			time.Sleep(time.Millisecond)
		}
	}
	close(stop)
	busy.Wait()
	n := length(&accepted)
	if stored := len(o.records(t, p.ID)); stored != 2*n {
		t.Errorf("%d ballots of %d submissions, two each", stored, n)
	}
	accepted.Range(func(_, s any) bool {
		if r, err := o.Accept(ctx, s.(survey.Submission)); err != nil || r.Fresh {
			t.Errorf("an acknowledged submission again: %+v, %v", r, err)
		}
		return true
	})
	t.Logf("%d accepted, %d refusals", n, refused.Load())
}

// acceptAtLast hands a submission in until it is accepted, as clients do.
func acceptAtLast(t *testing.T, o *office, s survey.Submission, refused func()) {
	for {
		_, err := o.Accept(ctx, s)
		switch kind(err) {
		case "-":
			return
		case "unavailable":
			refused()
			time.Sleep(time.Millisecond)
		default:
			t.Error(err)
			return
		}
	}
}

func length(m *sync.Map) (n int) {
	m.Range(func(any, any) bool { n++; return true })
	return n
}

// A code that cannot be looked up is not unknown: the respondent is told to
// try again.
func TestCodeWhileCut(t *testing.T) {
	people, ballots := pgtest.Databases(t)
	w, ballots := layWire(t, t.TempDir(), ballots)
	o := newOffice(reopener(t, func() (*store.Store, error) { return store.OpenPostgres(people, ballots) })())
	o.prepare(t)
	p := o.openPoll(t, byCode("p"))
	_, codes, err := o.IssueCodes(ctx, p.ID, survey.CodeBatch{}, 1)
	ok(t, err)
	s := submission(p.ID)
	s.Key, s.Code = nil, codes[0]
	w.cut()
	if _, err := o.Accept(ctx, s); kind(err) != "unavailable" {
		t.Errorf("while cut: %v", err)
	}
	w.mend()
	acceptAtLast(t, o, s, func() {})
	if n := len(o.records(t, p.ID)); n != 1 {
		t.Errorf("%d ballots", n)
	}
}

package store_test

import (
	"context"
	"io"
	"net"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"minping/survey"
	"minping/survey/store"
	"minping/survey/store/pgtest"
)

// A wire is the way to a PostgreSQL server, which can be cut.
type wire struct {
	mu       sync.Mutex
	listener net.Listener
	open     map[net.Conn]bool
	down     bool
}

// layWire returns a wire to the server of a DSN, and the DSN by that way.
func layWire(t *testing.T, folder string, dsn string) (*wire, string) {
	t.Helper()
	host, _, _ := strings.Cut(strings.TrimPrefix(dsn, "host="), " ")
	const socket = ".s.PGSQL.5432"
	l, err := net.Listen("unix", filepath.Join(folder, socket))
	ok(t, err)
	w := &wire{listener: l, open: make(map[net.Conn]bool)}
	t.Cleanup(func() { l.Close(); w.cut() })
	go func() {
		for {
			near, err := l.Accept()
			if err != nil {
				return
			}
			far, err := net.Dial("unix", filepath.Join(host, socket))
			if err != nil || !w.add(near, far) {
				near.Close()
				continue
			}
			for _, way := range [][2]net.Conn{{near, far}, {far, near}} {
				go func() {
					_, _ = io.Copy(way[0], way[1]) // until one end is closed
					near.Close()
					far.Close()
				}()
			}
		}
	}()
	return w, strings.Replace(dsn, host, folder, 1)
}

// add notes a connection, unless the wire is cut.
func (w *wire) add(near, far net.Conn) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.down {
		far.Close()
		return false
	}
	w.open[near], w.open[far] = true, true
	return true
}

// cut breaks all connections and refuses new ones, until mend.
func (w *wire) cut() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.down = true
	for c := range w.open {
		c.Close()
	}
	clear(w.open)
}

func (w *wire) mend() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.down = false
}

// While the way to PostgreSQL is cut, in the middle of transactions too,
// nothing is acknowledged; when it is back, each submission is accepted, once
// (trust tests 11 and 72, with shorter cuts).
func TestPostgresCut(t *testing.T) {
	people, ballots := pgtest.Databases(t)
	w, ballots := layWire(t, t.TempDir(), ballots)
	o := newOffice(reopener(t, func() (*store.Store, error) { return store.OpenPostgres(people, ballots) })())
	o.prepare(t)
	p := o.openPoll(t, draft(""))
	const clients, each = 8, 100
	var refused, accepted sync.Map
	var busy sync.WaitGroup
	for i := range clients {
		busy.Go(func() {
			for j := range each {
				s := submission(p.ID)
				s.Ballots = append(s.Ballots, survey.Ballot{Unit: "u1", Answers: survey.Answers{"a": {"1"}}})
				acceptAtLast(t, o, s, func() { refused.Store([2]int{i, j}, true) })
				accepted.Store(string(s.Key), s)
			}
		})
	}
	stop := make(chan struct{})
	cutting := make(chan int)
	go func() {
		cuts := 0
		for {
			select {
			case <-stop:
				cutting <- cuts
				return
			case <-time.After(250 * time.Millisecond):
				w.cut()
				cuts++
				time.Sleep(10 * time.Millisecond)
				w.mend()
			}
		}
	}()
	busy.Wait()
	close(stop)
	if n := <-cutting; n == 0 || length(&refused) == 0 {
		t.Errorf("%d cuts, %d refusals: the test sees nothing", n, length(&refused))
	}
	if n := len(o.records(t, p.ID)); n != 2*clients*each {
		t.Errorf("%d ballots, want %d", n, 2*clients*each)
	}
	accepted.Range(func(_, s any) bool {
		if r, err := o.Accept(ctx, s.(survey.Submission)); err != nil || r.Fresh {
			t.Errorf("an acknowledged submission again: %+v, %v", r, err)
		}
		return true
	})
}

// acceptAtLast hands a submission in until it is accepted, as clients do.
func acceptAtLast(t *testing.T, o *office, s survey.Submission, refused func()) {
	for {
		patient, cancel := context.WithTimeout(ctx, 10*time.Second)
		_, err := o.Accept(patient, s)
		cancel()
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

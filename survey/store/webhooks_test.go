package store_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"minping/survey"
	"minping/survey/outbound"
	"minping/survey/store"
	"minping/survey/store/pgtest"
	"minping/survey/webhook"
)

// hooks returns the webhooks of an office, whose receivers are on loopback.
func (o *office) hooks() *webhook.Service {
	client := outbound.New(netip.MustParsePrefix("127.0.0.0/8"))
	s := webhook.New(o.store.People, client.Check, func(ctx context.Context, to string, h http.Header, body []byte) (int, []byte, error) {
		a, err := client.Post(ctx, to, h, body)
		return a.Status, a.Body, err
	})
	s.Now = o.now
	return s
}

// tell tells hooks of events for ever.
func (o *office) tell() {
	o.hooks().Run(context.Background(), slog.New(slog.NewTextHandler(os.Stderr, nil)))
}

// A counter of messages is a receiver that says how often it got each.
type messageCounter struct {
	mu    sync.Mutex
	got   map[string]int
	grown chan struct{}
	wait  time.Duration // of an answer
}

func (m *messageCounter) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	m.mu.Lock()
	m.got[r.Header.Get("Webhook-Id")]++
	m.mu.Unlock()
	select {
	case m.grown <- struct{}{}:
	default:
	}
	time.Sleep(m.wait)
	w.WriteHeader(http.StatusNoContent)
}

// counts returns how many messages came, and how many of them more than once.
func (m *messageCounter) counts() (different, again int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, n := range m.got {
		if n > 1 {
			again++
		}
	}
	return len(m.got), again
}

// until waits for so many different messages.
func (m *messageCounter) until(t *testing.T, n int) {
	t.Helper()
	deadline := time.After(time.Minute)
	for {
		if different, _ := m.counts(); different >= n {
			return
		}
		select {
		case <-m.grown:
		case <-deadline:
			different, _ := m.counts()
			t.Fatalf("%d messages of %d", different, n)
		}
	}
}

// hooked starts a receiver, adds a hook for it and stores n events.
func (o *office) hooked(t *testing.T, n int, wait time.Duration) *messageCounter {
	t.Helper()
	m := &messageCounter{got: map[string]int{}, grown: make(chan struct{}, 1), wait: wait}
	server := httptest.NewServer(m)
	t.Cleanup(server.Close)
	o.prepare(t)
	p := o.openPoll(t, draft("p")) // nobody is told of this
	for {
		events, err := o.store.People.TakeEvents(ctx, store.WebhookConsumer, start, time.Minute, 9)
		ok(t, err)
		if len(events) == 0 {
			break
		}
		for _, e := range events {
			_, err := o.store.People.FinishEvent(ctx, store.WebhookConsumer, e.ID)
			ok(t, err)
		}
	}
	p, err := o.Poll(ctx, p.ID)
	ok(t, err)
	_, _, err = o.hooks().Add(ctx, webhook.Settings{URL: server.URL})
	ok(t, err)
	events := make([]survey.Event, n)
	for i := range events {
		events[i] = survey.Event{ID: survey.NewEventID(), Kind: survey.PollOpened, Poll: p.ID, At: start}
	}
	ok(t, o.store.People.ReplacePoll(ctx, p, p.State, nil, events...))
	return m
}

// A server that is killed in the middle of deliveries loses none: the next one
// sends what is left once the leases have ended. What was under way may come
// twice, and nothing else.
func TestKilledWhileTelling(t *testing.T) {
	const n, atOnce = 60, 8
	check := func(t *testing.T, open func() (*store.Store, error), place string) {
		st, err := open()
		ok(t, err)
		m := newOffice(st).hooked(t, n, 20*time.Millisecond)
		ok(t, st.Close())
		kills := 0
		for done := 0; done < n && kills < 5; kills++ {
			victim := startProcess(t, place)
			victim.send(request{Do: "tell", Step: 2 * kills})
			m.until(t, min(done+10, n))
			victim.kill()
			done, _ = m.counts()
		}
		last := startProcess(t, place)
		last.send(request{Do: "tell", Step: 2 * kills})
		m.until(t, n)
		last.kill()
		different, again := m.counts()
		t.Logf("killed %d times: %d of %d came, %d more than once", kills, different, n, again)
		if different != n || again > kills*2*atOnce {
			t.Errorf("%d of %d came, %d more than once", different, n, again)
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

// Four servers share the work: each message comes once, as long as no lease ends.
func TestFourServersTell(t *testing.T) {
	const n = 200
	o, servers, _ := fourServers(t)
	m := o.hooked(t, n, 0)
	for _, s := range servers {
		s.send(request{Do: "tell"})
	}
	m.until(t, n)
	deadline := time.Now().Add(time.Minute)
	for left := 1; left > 0; {
		var err error
		left, err = o.store.People.Count(`SELECT count(*) FROM deliveries WHERE state <> 'delivered'`)
		ok(t, err)
		if time.Now().After(deadline) {
			t.Fatalf("%d deliveries came and were not noted; see what the servers said", left)
		}
		time.Sleep(10 * time.Millisecond)
	}
	if different, again := m.counts(); different != n || again != 0 {
		t.Errorf("%d of %d came, %d more than once", different, n, again)
	}
	if attempts, err := o.store.People.Count(`SELECT count(*) FROM attempts`); err != nil || attempts != n {
		t.Errorf("%d attempts, %v", attempts, err)
	}
}

// A backup carries hooks without their secrets, and nothing of what is to be
// sent: a restored copy calls nobody until it gets new ones.
func TestRestoredHooksAreSilent(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		m := o.hooked(t, 3, 0)
		dir := filepath.Join(t.TempDir(), "restored")
		_, err := store.RestoreSQLite(ctx, backup(t, o.store), dir, nil)
		ok(t, err)
		st, err := store.OpenSQLite(dir)
		ok(t, err)
		defer st.Close()
		copied := newOffice(st)
		hooks, err := copied.hooks().Hooks(ctx)
		ok(t, err)
		if len(hooks) != 1 || hooks[0].Sealed {
			t.Fatalf("hooks %+v", hooks)
		}
		b, err := os.ReadFile(filepath.Join(dir, "people.db"))
		ok(t, err)
		if strings.Contains(string(b), "whsec_") {
			t.Error("a secret is in the backup")
		}
		running, stop := context.WithTimeout(ctx, 100*time.Millisecond)
		defer stop()
		copied.openPoll(t, draft("other"))
		copied.hooks().Run(running, slog.New(slog.DiscardHandler))
		if n, _ := m.counts(); n != 0 {
			t.Errorf("%d messages", n)
		}
		if _, err := copied.hooks().Try(ctx, hooks[0].ID); kind(err) != "conflict" {
			t.Errorf("trying it: %v", fmt.Sprint(err))
		}
	})
}

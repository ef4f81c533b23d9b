package webhook

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"minping/survey"
)

// The vector is that of the libraries of Standard Webhooks.
func TestSignature(t *testing.T) {
	h, err := sign("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek",
		time.Unix(1614265330, 0), []byte(`{"test": 2432232314}`))
	if err != nil {
		t.Fatal(err)
	}
	if got := h.Get("webhook-signature"); got != "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=" {
		t.Errorf("signature %s", got)
	}
	if h.Get("webhook-id") != "msg_p5jXN8AQM9LWM0D4loKWxJek" || h.Get("webhook-timestamp") != "1614265330" {
		t.Errorf("headers %v", h)
	}
	if _, err := sign("whsec_?", "id", time.Unix(0, 0), nil); err == nil {
		t.Error("a broken secret was taken")
	}
	if a, b := newSecret(), newSecret(); a == b || !strings.HasPrefix(a, "whsec_") || len(a) != 6+44 {
		t.Errorf("secrets %q, %q", a, b)
	}
}

func TestWaits(t *testing.T) {
	var all time.Duration
	for n := 1; n < maxTries; n++ {
		least, most := wait(n, 0), wait(n, 1)
		if least >= most || n > 1 && least <= wait(n-1, 1) {
			t.Errorf("try %d: from %v to %v", n, least, most)
		}
		all += wait(n, 0.5)
	}
	if all < 24*time.Hour || all > 30*time.Hour {
		t.Errorf("%v in all", all)
	}
	if got := wait(1, 0.5); got != firstWait {
		t.Errorf("first wait %v", got)
	}
}

func TestOutcome(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		name    string
		status  int
		tries   int
		failing time.Duration // before now; 0: not
		kind    survey.EventKind
		want    Progress
		stop    State
	}{
		{"taken", 204, 1, time.Hour, survey.PollOpened, Delivered, ""},
		{"redirected", 302, 1, 0, survey.PollOpened, Waiting, ""},
		{"refused", 400, 1, 0, survey.PollOpened, Waiting, ""},
		{"no answer", 0, 9, 0, survey.PollOpened, Waiting, ""},
		{"last try", 500, 10, 27 * time.Hour, survey.PollOpened, GivenUp, ""},
		{"last try after three days", 500, 10, 72 * time.Hour, survey.PollOpened, GivenUp, Failed},
		{"three days, more tries", 500, 3, 72 * time.Hour, survey.PollOpened, Waiting, ""},
		{"gone", 410, 1, 0, survey.PollOpened, GivenUp, Gone},
		{"test refused", 500, 1, 0, Test, GivenUp, ""},
		{"test gone", 410, 1, 0, Test, GivenUp, ""},
	} {
		h := Hook{State: Active}
		if tt.failing > 0 {
			h.Failing = now.Add(-tt.failing)
		}
		o := outcome(h, Delivery{Kind: tt.kind, Tries: tt.tries}, Attempt{Status: tt.status, At: now}, now, 0.5)
		if o.Progress != tt.want || o.Stop != tt.stop {
			t.Errorf("%s: %+v", tt.name, o)
		}
		if waits := o.Due.After(now); waits != (tt.want == Waiting) {
			t.Errorf("%s: due %v", tt.name, o.Due)
		}
		if fails := !o.Failing.IsZero(); fails != (tt.want != Delivered && tt.kind != Test) {
			t.Errorf("%s: failing %v", tt.name, o.Failing)
		}
	}
}

func TestLegible(t *testing.T) {
	for give, want := range map[string]string{
		"ok":                        "ok",
		"a\r\nb\tc":                 "a\nb\tc",
		"\x00\x1b[31mred":           "\uFFFD\uFFFD[31mred",
		"caf\xe9":                   "caf\uFFFD",
		"收到":                        "收到",
		strings.Repeat("x", 70_000): strings.Repeat("x", 1024),
	} {
		if got := legible([]byte(give)); got != want {
			t.Errorf("%.20q: %.20q", give, got)
		}
	}
}

// What is sent holds these fields and no other.
func TestBody(t *testing.T) {
	at := time.Date(2026, 3, 2, 9, 0, 0, 1e6, time.UTC)
	for _, tt := range []struct {
		event survey.Event
		link  string
		want  string
	}{
		{
			survey.Event{ID: "evt_x", Kind: survey.PollClosed, Poll: "spring", Title: survey.Text{"zh": "测评"}, At: at},
			"/manage/spring",
			`{"type":"poll.closed","timestamp":"2026-03-02T09:00:00.001Z","data":{"poll":"spring","title":{"zh":"测评"},"link":"https://survey.example.org/manage/spring"}}`,
		},
		{
			survey.Event{ID: "evt_x", Kind: survey.OrderOverdue, Poll: "spring", Order: "or_1", Task: "ta_1", Unit: "north", Title: survey.Text{"zh": "〔2026〕1号"}, At: at},
			"/orders/tasks/ta_1",
			`{"type":"order.overdue","timestamp":"2026-03-02T09:00:00.001Z","data":{"poll":"spring","order":"or_1","task":"ta_1","unit":"north","title":{"zh":"〔2026〕1号"},"link":"https://survey.example.org/orders/tasks/ta_1"}}`,
		},
		{
			survey.Event{ID: "evt_x", Kind: survey.CaseOpened, Case: "ca_1", Unit: "north", Title: survey.Text{"zh": "差评 ca_1", "en": "Bad review ca_1"}, At: at.Truncate(24 * time.Hour)},
			"/cases/ca_1",
			`{"type":"case.opened","timestamp":"2026-03-02T00:00:00Z","data":{"case":"ca_1","unit":"north","title":{"en":"Bad review ca_1","zh":"差评 ca_1"},"link":"https://survey.example.org/cases/ca_1"}}`,
		},
	} {
		b, err := bodyOf(tt.event, "https://survey.example.org"+tt.link)
		if err != nil || !json.Valid(b) {
			t.Fatal(err)
		}
		if string(b) != tt.want {
			t.Errorf("%s: body %s", tt.event.Kind, b)
		}
	}
}

// A busyStore fails a few times before it notes what has ended.
type busyStore struct {
	Store
	fails, noted int
}

func (s *busyStore) FinishAttempts(_ context.Context, list []Finished) error {
	if s.fails > 0 {
		s.fails--
		return errors.New("busy")
	}
	s.noted += len(list)
	return nil
}

// What has ended is noted by a store that fails for a while; one that goes on
// failing is left to the lease.
func TestNoteIsTriedAgain(t *testing.T) {
	for fails, want := range map[int]int{0: 3, 2: 3, noteTries: 3, noteTries + 1: 0} {
		s := &busyStore{fails: fails}
		d := &dispatch{Service: &Service{store: s}, log: slog.New(slog.DiscardHandler), finished: make(chan Finished, 3)}
		for range 3 {
			d.finished <- Finished{}
		}
		close(d.finished)
		d.note(t.Context())
		if s.noted != want {
			t.Errorf("after %d failures %d of 3 were noted, want %d", fails, s.noted, want)
		}
	}
}

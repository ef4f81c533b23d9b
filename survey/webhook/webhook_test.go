package webhook_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"minping/survey"
	"minping/survey/webhook"
)

// A receiver gets the events that it wants, once each, signed, in their order.
func TestDelivery(t *testing.T) {
	d, all, some, off := newDesk(t), newReceiver(t), newReceiver(t), newReceiver(t)
	d.Link = func(e survey.Event) string { return "https://survey.example.org/p/" + e.Poll }
	d.poll(t, "spring")
	d.poll(t, "autumn")
	first := d.hook(t, all)
	wanted := d.hook(t, some, survey.PollPublished)
	_, err := d.Change(ctx, wanted.ID, webhook.Settings{URL: some.URL, Kinds: wanted.Kinds, Poll: "autumn"}, true)
	ok(t, err)
	paused := d.hook(t, off)
	_, err = d.Change(ctx, paused.ID, paused.Settings, false)
	ok(t, err)
	d.happen(t, "spring", survey.PollOpened, survey.PollPublished)
	d.happen(t, "autumn", survey.PollOpened, survey.PollPublished)
	d.run(t, d.noted(t, first, 4))
	d.run(t, d.noted(t, wanted, 1))
	for _, tt := range []struct {
		name string
		r    *receiver
		want int
	}{{"all", all, 4}, {"some", some, 1}, {"paused", off, 0}} {
		got := tt.r.messages()
		if len(got) != tt.want {
			t.Errorf("%s: %d messages", tt.name, len(got))
		}
		seen := map[string]bool{}
		for _, m := range got {
			if !m.verified || seen[m.id] || !strings.Contains(m.body, `"link":"https://survey.example.org/p/`) {
				t.Errorf("%s: message %+v", tt.name, m)
			}
			seen[m.id] = true
		}
	}
	if got := some.messages(); len(got) == 1 && !strings.Contains(got[0].body, `"poll":"autumn"`) {
		t.Errorf("some: %s", got[0].body)
	}
}

// A receiver that is down for a while gets everything in the end; its log says
// what happened.
func TestReceiverDown(t *testing.T) {
	d, r := newDesk(t), newReceiver(t)
	d.poll(t, "p")
	h := d.hook(t, r)
	r.answers(func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, "<b>维护中</b>\x00", http.StatusServiceUnavailable)
	})
	d.happen(t, "p", survey.PollOpened)
	for i := range 3 {
		d.run(t, d.noted(t, h, i+1))
		d.move(10 * time.Minute)
	}
	if h, err := d.Hook(ctx, h.ID); err != nil || h.Failing.IsZero() || h.State != webhook.Active {
		t.Errorf("hook %+v, %v", h, err)
	}
	r.answers(nil)
	d.run(t, d.noted(t, h, 4))
	list, err := d.Deliveries(ctx, h.ID)
	ok(t, err)
	if len(list) != 1 || list[0].Progress != webhook.Delivered || list[0].Attempts != 4 {
		t.Fatalf("log %+v", list)
	}
	_, attempts, err := d.Delivery(ctx, h.ID, list[0].Event)
	ok(t, err)
	var said []string
	for _, a := range attempts {
		said = append(said, fmt.Sprint(a.Number, " ", a.Status))
	}
	if got := strings.Join(said, ", "); got != "4 204, 3 503, 2 503, 1 503" {
		t.Errorf("attempts %s", got)
	}
	if got := attempts[1].Answer; got != "<b>维护中</b>\uFFFD\n" {
		t.Errorf("answer %q", got)
	}
	if h, err = d.Hook(ctx, h.ID); err != nil || !h.Failing.IsZero() {
		t.Errorf("hook %+v, %v", h, err)
	}
	for _, m := range r.messages() {
		if m.id != list[0].Event || !m.verified {
			t.Errorf("message %+v", m)
		}
	}
}

// A delivery is given up after about a day; a hook stops when nothing has
// succeeded for three, and is called again once somebody says so.
func TestStopsAfterLongFailure(t *testing.T) {
	d, r := newDesk(t), newReceiver(t)
	d.poll(t, "p")
	h := d.hook(t, r)
	r.answers(status(http.StatusInternalServerError))
	began := d.Now()
	d.happen(t, "p", survey.PollOpened)
	for try := range 10 {
		d.run(t, d.noted(t, h, try+1))
		d.move(24 * time.Hour)
	}
	h, err := d.Hook(ctx, h.ID)
	ok(t, err)
	if h.State != webhook.Failed || h.Since.Sub(began) < 72*time.Hour {
		t.Fatalf("hook %+v, since %v", h, h.Since.Sub(began))
	}
	before := len(r.messages())
	d.happen(t, "p", survey.PollClosed)
	other := newReceiver(t)
	d.run(t, d.noted(t, d.hook(t, other), 1))
	if n := len(r.messages()); n != before {
		t.Errorf("%d calls after it was stopped", n-before)
	}
	r.answers(nil)
	_, err = d.Change(ctx, h.ID, h.Settings, true)
	ok(t, err)
	d.happen(t, "p", survey.PollPublished)
	d.run(t, d.noted(t, h, 11))
	got := r.messages()[before:]
	if len(got) != 1 || !strings.Contains(got[0].body, "poll.published") {
		t.Errorf("messages %+v", got)
	}
}

// 410 stops a hook at once.
func TestGone(t *testing.T) {
	d, r := newDesk(t), newReceiver(t)
	d.poll(t, "p")
	h := d.hook(t, r)
	r.answers(status(http.StatusGone))
	d.happen(t, "p", survey.PollOpened)
	d.run(t, d.noted(t, h, 1))
	if h, err := d.Hook(ctx, h.ID); err != nil || h.State != webhook.Gone {
		t.Errorf("hook %+v, %v", h, err)
	}
}

// A receiver that answers slowly, without end, or not at all holds no other up.
func TestBadReceiverHoldsNobodyUp(t *testing.T) {
	d, good := newDesk(t), newReceiver(t)
	d.poll(t, "p")
	hang := make(chan struct{})
	defer close(hang)
	for range 3 {
		bad := newReceiver(t)
		bad.answers(func(http.ResponseWriter, *http.Request) { <-hang })
		d.hook(t, bad)
	}
	endless := newReceiver(t)
	endless.answers(func(w http.ResponseWriter, _ *http.Request) {
		for chunk := make([]byte, 32<<10); ; {
			if _, err := w.Write(chunk); err != nil {
				return
			}
		}
	})
	h := d.hook(t, endless)
	d.hook(t, good)
	for range 20 {
		d.happen(t, "p", survey.PollOpened)
	}
	d.run(t, func() bool { return len(good.messages()) == 20 })
	list, err := d.Deliveries(ctx, h.ID)
	ok(t, err)
	for _, l := range list {
		if l.Progress != webhook.Delivered { // 200, and what is read of it is kept
			continue
		}
		_, attempts, err := d.Delivery(ctx, h.ID, l.Event)
		ok(t, err)
		if len(attempts) != 1 || len(attempts[0].Answer) > 4*1024 {
			t.Errorf("attempts %+v", attempts)
		}
	}
}

// 10,000 events leave, each once.
func TestTenThousandEvents(t *testing.T) {
	d, r := newDesk(t), newReceiver(t)
	d.poll(t, "p")
	d.hook(t, r)
	const n = 10_000
	p, err := d.store.People.Poll(ctx, "p")
	ok(t, err)
	events := make([]survey.Event, n)
	for i := range events {
		events[i] = survey.Event{ID: survey.NewEventID(), Kind: survey.PollOpened, Poll: "p", At: d.Now()}
	}
	ok(t, d.store.People.ReplacePoll(ctx, p, p.State, nil, events...))
	began := time.Now()
	d.run(t, func() bool { return len(r.messages()) >= n })
	t.Logf("%d events in %v", n, time.Since(began).Round(time.Millisecond))
	seen := map[string]bool{}
	for _, m := range r.messages() {
		seen[m.id] = true
	}
	if len(seen) != n || len(r.messages()) != n {
		t.Errorf("%d messages, %d different", len(r.messages()), len(seen))
	}
}

// The end of a server waits for the call under way and keeps what came of it.
func TestGracefulStop(t *testing.T) {
	d, r := newDesk(t), newReceiver(t)
	d.poll(t, "p")
	h := d.hook(t, r)
	called, answer := make(chan struct{}), make(chan struct{})
	r.answers(func(http.ResponseWriter, *http.Request) { close(called); <-answer })
	d.happen(t, "p", survey.PollOpened)
	running, stop := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		d.Run(running, slog.New(slog.DiscardHandler))
	}()
	<-called
	stop()
	close(answer)
	<-done
	list, err := d.Deliveries(ctx, h.ID)
	ok(t, err)
	if len(list) != 1 || list[0].Progress != webhook.Delivered {
		t.Errorf("log %+v", list)
	}
}

// Trying out a hook says what came of it; sending again keeps the id.
func TestTryAndSendAgain(t *testing.T) {
	d, r := newDesk(t), newReceiver(t)
	d.poll(t, "p")
	h := d.hook(t, r)
	for code, want := range map[int]webhook.Progress{204: webhook.Delivered, 500: webhook.GivenUp} {
		r.answers(status(code))
		a, err := d.Try(ctx, h.ID)
		ok(t, err)
		list, err := d.Deliveries(ctx, h.ID)
		ok(t, err)
		if a.Status != code || list[0].Kind != webhook.Test || a.OK() != (want == webhook.Delivered) {
			t.Errorf("%d: attempt %+v, log %+v", code, a, list[0])
		}
		d.move(time.Second)
	}
	if h, err := d.Hook(ctx, h.ID); err != nil || !h.Failing.IsZero() {
		t.Errorf("a test that failed makes the hook fail: %+v, %v", h, err)
	}
	r.answers(nil)
	d.happen(t, "p", survey.PollOpened)
	d.run(t, d.noted(t, h, 3))
	list, err := d.Deliveries(ctx, h.ID)
	ok(t, err)
	ok(t, d.SendAgain(ctx, h.ID, list[0].Event))
	d.run(t, d.noted(t, h, 4))
	got := r.messages()
	if a, b := got[len(got)-2], got[len(got)-1]; a.id != b.id || a.body != b.body {
		t.Errorf("sent %+v, again %+v", a, b)
	}
	for _, err := range []error{d.SendAgain(ctx, h.ID, "evt_none"), d.SendAgain(ctx, "none", list[0].Event)} {
		if !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("sending again what is not there: %v", err)
		}
	}
}

func TestMistakes(t *testing.T) {
	d := newDesk(t)
	d.poll(t, "p")
	for _, tt := range []struct {
		wanted webhook.Settings
		want   string
	}{
		{webhook.Settings{URL: "http://10.0.0.1/"}, "url outbound_address"},
		{webhook.Settings{URL: "http://2130706433/"}, "url outbound_host"},
		{webhook.Settings{URL: "x", Label: strings.Repeat("长", 101), Kinds: []survey.EventKind{"x"}, Poll: "x"}, "url outbound_url, label too_long, kinds unknown_event, poll unknown_poll"},
		{webhook.Settings{URL: "https://example.org/", Label: "a\nb"}, "label bad_characters"},
		{webhook.Settings{URL: " https://example.org/ ", Poll: "p", Kinds: []survey.EventKind{survey.OrderOverdue}}, "-"},
	} {
		_, _, err := d.Add(ctx, tt.wanted)
		if got := mistakes(err); got != tt.want {
			t.Errorf("%+v: %s", tt.wanted, got)
		}
	}
	hooks, err := d.Hooks(ctx)
	ok(t, err)
	if len(hooks) != 1 || hooks[0].URL != "https://example.org/" {
		t.Fatalf("hooks %+v", hooks)
	}
	if _, err := d.Change(ctx, hooks[0].ID, webhook.Settings{URL: "http://[::1]/"}, true); mistakes(err) != "url outbound_address" {
		t.Errorf("changing: %v", err)
	}
}

// Removing leaves nothing; what is not there is not found.
func TestRemove(t *testing.T) {
	d, r := newDesk(t), newReceiver(t)
	d.poll(t, "p")
	h := d.hook(t, r)
	d.happen(t, "p", survey.PollOpened)
	d.run(t, d.noted(t, h, 1))
	ok(t, d.Remove(ctx, h.ID))
	_, renewing := d.Renew(ctx, h.ID)
	_, listing := d.Deliveries(ctx, h.ID)
	_, trying := d.Try(ctx, h.ID)
	for _, err := range []error{d.Remove(ctx, h.ID), renewing, listing, trying} {
		if !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("after it was removed: %v", err)
		}
	}
}

// The log is kept for thirty days.
func TestLogIsDropped(t *testing.T) {
	d, r := newDesk(t), newReceiver(t)
	d.poll(t, "p")
	h := d.hook(t, r)
	d.happen(t, "p", survey.PollOpened)
	d.run(t, d.noted(t, h, 1))
	for _, tt := range []struct {
		days, want int
	}{{29, 1}, {2, 0}} {
		d.move(time.Duration(tt.days) * 24 * time.Hour)
		d.run(t, func() bool {
			list, err := d.Deliveries(ctx, h.ID)
			ok(t, err)
			return len(list) == tt.want
		})
	}
}

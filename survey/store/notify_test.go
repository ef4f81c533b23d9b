package store_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"minping/survey"
	"minping/survey/notify"
	"minping/survey/store"
)

// A post is a mail server and the robots of chat groups, for tests.
type post struct {
	mu    sync.Mutex
	mail  []notify.Mail
	posts []string // addresses and bodies
	fail  map[string]error
	each  func()
}

// Send implements notify.Courier.
func (p *post) Send(_ context.Context, m notify.Mail) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.each != nil {
		p.each()
	}
	if err := p.fail[m.To.Address]; err != nil {
		return err
	}
	p.mail = append(p.mail, m)
	return nil
}

// Check implements notify.Poster.
func (p *post) Check(string) error { return nil }

// Post implements notify.Poster.
func (p *post) Post(_ context.Context, url string, _ http.Header, body []byte) (int, []byte, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.posts = append(p.posts, url+" "+string(body))
	return http.StatusOK, []byte(`{"errcode":0}`), nil
}

func (p *post) to() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var all []string
	for _, m := range p.mail {
		all = append(all, m.To.Address)
	}
	slices.Sort(all)
	return all
}

// invitation is a mailing that goes out now.
var invitation = notify.Order{Kind: notify.Invitation, When: notify.Now}

// notifier returns a service over the office's stores.
func notifier(o *office, p *post) *notify.Service {
	s := notify.New(o.store.People, o.Service)
	s.Now, s.Zone, s.URL, s.Mailer, s.Poster = o.now, time.UTC, "https://survey.example.org", p, p
	return s
}

// recipients is a list of so many.
func recipients(n int) []survey.Recipient {
	all := make([]survey.Recipient, n)
	for i := range all {
		all[i] = survey.Recipient{Address: fmt.Sprintf("p%03d@example.org", i), Name: fmt.Sprint("第", i, "人"), Lang: "zh"}
	}
	return all
}

func (o *office) tick(t *testing.T, s *notify.Service) {
	t.Helper()
	ok(t, o.Tick(ctx))
	ok(t, s.Tick(ctx))
}

// Channels are told of events once, however many servers look for them; their
// secrets come back from the store and from nowhere else.
func TestChannelsAreTold(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		p := &post{}
		s := notifier(o, p)
		robot, err := s.SaveChannel(ctx, notify.Channel{Name: "值班群", Kind: notify.WeCom, Lang: "zh", URL: "https://robot.example.org/?key=secret-key", Events: []survey.EventKind{survey.PollOpened}})
		ok(t, err)
		staff, err := s.SaveChannel(ctx, notify.Channel{Name: "Staff", Kind: notify.ByMail, Lang: "en", To: []string{"a@example.org", "b@example.org"}})
		ok(t, err)
		_, err = s.SaveChannel(ctx, notify.Channel{Name: "off", Kind: notify.ByMail, Lang: "zh", To: []string{"never@example.org"}, Paused: true})
		ok(t, err)

		poll := o.openPoll(t, draft("spring"))
		servers := []*notify.Service{s, notifier(o, p), notifier(o, p)}
		var all sync.WaitGroup
		for _, server := range servers {
			all.Go(func() { ok(t, server.Tick(ctx)) })
		}
		all.Wait()
		o.tick(t, s)
		if got := p.to(); !slices.Equal(got, []string{"a@example.org", "b@example.org"}) {
			t.Errorf("mail went to %q", got)
		}
		if len(p.posts) != 1 || !strings.HasPrefix(p.posts[0], robot.URL+" ") || !strings.Contains(p.posts[0], "https://survey.example.org/manage/spring") {
			t.Errorf("posted: %q", p.posts)
		}
		ok(t, o.ClosePoll(ctx, poll.ID))
		o.tick(t, s)
		if got := len(p.to()); got != 6 || len(p.posts) != 1 { // closed and released, to both of the staff alone
			t.Errorf("%d mails, %d posts", got, len(p.posts))
		}

		log, err := s.Messages(ctx, notify.LogQuery{Channel: staff.ID})
		ok(t, err)
		for _, m := range log {
			if m.State != notify.Sent || m.Text != "" || m.To != "" || m.Masked != "a***@example.org" && m.Masked != "b***@example.org" {
				t.Errorf("logged: %+v", m)
			}
		}
		if len(log) != 6 {
			t.Errorf("%d lines", len(log))
		}

		robot.URL, robot.Name = "", "新名字"
		_, err = s.SaveChannel(ctx, robot)
		ok(t, err)
		again, err := s.Channel(ctx, robot.ID)
		if ok(t, err); again.URL != "https://robot.example.org/?key=secret-key" || again.Name != "新名字" {
			t.Errorf("it is %+v", again)
		}
		ok(t, s.RemoveChannel(ctx, robot.ID))
		if err := s.RemoveChannel(ctx, robot.ID); !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("removed twice: %v", err)
		}
	})
}

// A mailing goes out when its time has come, to each recipient once, at the
// pace that all servers share.
func TestMailingsGoOutOnce(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		p := &post{}
		s := notifier(o, p)
		s.PerMinute = 25
		poll := draft("spring")
		poll.Opens, poll.Closes = start.Add(time.Hour), start.AddDate(0, 0, 10)
		poll, err := o.CreatePoll(ctx, poll)
		ok(t, err)
		ok(t, s.AddRecipients(ctx, poll.ID, recipients(40), false))
		ok(t, s.AddRecipients(ctx, poll.ID, []survey.Recipient{{Address: "P000@example.org", Name: "改名"}}, false))
		roll, err := s.Roll(ctx, poll.ID)
		if ok(t, err); roll.All != 40 {
			t.Errorf("%d recipients", roll.All)
		}
		for _, order := range []notify.Order{{Kind: notify.Invitation, When: notify.AtOpening}, {Kind: notify.Reminder, When: notify.AtClosing, Days: 2}} {
			_, err := s.Plan(ctx, poll.ID, order)
			ok(t, err)
		}
		o.tick(t, s)
		if got := p.to(); len(got) > 0 {
			t.Errorf("too early: %q", got)
		}

		o.move(time.Hour)
		ok(t, o.Tick(ctx))
		servers := []*notify.Service{s, notifier(o, p), notifier(o, p)}
		round := func() {
			var all sync.WaitGroup
			for _, server := range servers {
				server.PerMinute = 25
				all.Go(func() { ok(t, server.Tick(ctx)) })
			}
			all.Wait()
		}
		round()
		round()
		if got := p.to(); len(got) != 25 {
			t.Errorf("%d went out in the first minute", len(got))
		}
		o.move(time.Minute)
		round()
		round()
		want := make([]string, 40)
		for i, r := range recipients(40) {
			want[i] = r.Address
		}
		want[0] = "P000@example.org"
		if got := p.to(); !slices.Equal(got, want) {
			t.Errorf("went to %q", got)
		}
		for _, m := range p.mail {
			if m.Link != "https://survey.example.org/p/spring" || !strings.Contains(m.Text, m.To.Name) {
				t.Errorf("%+v", m)
			}
		}

		o.move(8 * 24 * time.Hour)
		o.tick(t, s)
		o.move(time.Minute)
		o.tick(t, s)
		o.move(time.Minute)
		o.tick(t, s)
		if got := len(p.to()); got != 80 {
			t.Errorf("%d after the reminder", got)
		}
	})
}

// What fails is tried again with growing pauses, or not at all where that is of
// no use; the log tells why without telling whom.
func TestMessagesAreTriedAgain(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		poll := o.openPoll(t, draft("spring"))
		p := &post{fail: map[string]error{
			"p000@example.org": errors.New("451 later, p000@example.org"),
			"p001@example.org": fmt.Errorf("wrapped: %w", notify.PermanentError{Err: errors.New("550 no p001@example.org")}),
		}}
		s := notifier(o, p)
		ok(t, s.AddRecipients(ctx, poll.ID, recipients(3), false))
		m, err := s.Plan(ctx, poll.ID, invitation)
		if ok(t, err); m.State != notify.GoneOut {
			t.Errorf("it is %s", m.State)
		}
		attempts := 0
		p.each = func() { attempts++ }
		ok(t, s.Tick(ctx))
		if attempts != 3 {
			t.Errorf("%d attempts at first", attempts)
		}
		for i, pause := range []time.Duration{time.Minute, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 8 * time.Hour} {
			o.move(pause - time.Second)
			ok(t, s.Tick(ctx))
			before := attempts
			o.move(time.Second)
			ok(t, s.Tick(ctx))
			if before != 3+i || attempts != 4+i {
				t.Errorf("%d attempts before %s, %d after", before, pause, attempts)
			}
		}
		log, err := s.Messages(ctx, notify.LogQuery{Poll: poll.ID, State: notify.Failed})
		ok(t, err)
		if len(log) != 2 {
			t.Fatalf("%d failed: %+v", len(log), log)
		}
		for _, l := range log {
			if strings.Contains(fmt.Sprintf("%+v", l), "p000@") || l.Masked != "p***@example.org" {
				t.Errorf("the log tells %+v", l)
			}
		}
		list, err := s.Mailings(ctx, poll.ID)
		if ok(t, err); len(list) != 1 || list[0].Counts[notify.Sent] != 1 || list[0].Counts[notify.Failed] != 2 {
			t.Errorf("%+v", list)
		}
	})
}

// A lease ends: what a server took and did not finish is sent by another.
func TestLeasesEnd(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		poll := o.openPoll(t, draft("spring"))
		p := &post{}
		s := notifier(o, p)
		ok(t, s.AddRecipients(ctx, poll.ID, recipients(2), false))
		_, err := s.Plan(ctx, poll.ID, invitation)
		ok(t, err)
		taken, err := o.store.People.Claim(ctx, o.now(), 5*time.Minute, 60, 20)
		if ok(t, err); len(taken) != 2 {
			t.Fatalf("%d taken", len(taken))
		}
		ok(t, s.Tick(ctx))
		if got := p.to(); len(got) > 0 {
			t.Errorf("sent under another's lease: %q", got)
		}
		o.move(6 * time.Minute)
		ok(t, s.Tick(ctx))
		if got := p.to(); len(got) != 2 {
			t.Errorf("sent %q", got)
		}
	})
}

// A mailing that is called off stops what is still queued, and a list that is
// removed takes along what was queued for it.
func TestMailingsAreStopped(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		poll := o.openPoll(t, draft("spring"))
		p := &post{}
		s := notifier(o, p)
		s.PerMinute = 4
		ok(t, s.AddRecipients(ctx, poll.ID, recipients(10), false))
		m, err := s.Plan(ctx, poll.ID, notify.Order{Kind: notify.Reminder, When: notify.Now})
		ok(t, err)
		ok(t, s.Tick(ctx))
		ok(t, s.StopMailing(ctx, poll.ID, m.ID))
		o.move(time.Hour)
		ok(t, s.Tick(ctx))
		list, err := s.Mailings(ctx, poll.ID)
		ok(t, err)
		if list[0].State != notify.CalledOff || list[0].Counts[notify.Sent] != 4 || list[0].Counts[notify.Stopped] != 6 || len(p.to()) != 4 {
			t.Errorf("%+v, %d sent", list[0], len(p.to()))
		}
		if err := s.StopMailing(ctx, "other", m.ID); !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("of another poll: %v", err)
		}

		_, err = s.Plan(ctx, poll.ID, notify.Order{Kind: notify.Reminder, When: notify.Now})
		ok(t, err)
		ok(t, s.RemoveRecipient(ctx, poll.ID, "P009@example.org"))
		if n, err := s.Waiting(ctx); err != nil || n != 9 {
			t.Errorf("%d wait, %v", n, err)
		}
		ok(t, s.RemoveRecipients(ctx, poll.ID))
		if n, err := s.Waiting(ctx); err != nil || n != 0 {
			t.Errorf("%d wait, %v", n, err)
		}
		if _, err := s.Plan(ctx, poll.ID, notify.Order{Kind: notify.Reminder, When: notify.Now}); err == nil {
			t.Error("a mailing to nobody")
		}
	})
}

// Lists go 90 days after their poll was archived, lines of the log 90 days
// after their message was finished.
func TestOldListsAreForgotten(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		poll := o.openPoll(t, draft("spring"))
		s := notifier(o, &post{})
		ok(t, s.AddRecipients(ctx, poll.ID, recipients(2), false))
		_, err := s.Plan(ctx, poll.ID, invitation)
		ok(t, err)
		ok(t, s.Tick(ctx))
		ok(t, o.ClosePoll(ctx, poll.ID))
		ok(t, o.PublishPoll(ctx, poll.ID))
		o.move(200 * 24 * time.Hour)
		ok(t, s.Tick(ctx)) // not archived yet
		ok(t, o.ArchivePoll(ctx, poll.ID))
		for _, tt := range []struct {
			after time.Duration
			want  int
		}{{time.Hour, 2}, {89 * 24 * time.Hour, 2}, {25 * time.Hour, 0}} {
			o.move(tt.after)
			ok(t, s.Tick(ctx))
			roll, err := s.Roll(ctx, poll.ID)
			if ok(t, err); roll.All != tt.want {
				t.Errorf("%s later: %d recipients, want %d", tt.after, roll.All, tt.want)
			}
		}
		if log, err := s.Messages(ctx, notify.LogQuery{Poll: poll.ID}); err != nil || len(log) > 0 {
			t.Errorf("log: %+v, %v", log, err)
		}
	})
}

// The texts of a poll are its own, and go back to the default when they are it.
func TestTextsOfPolls(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		poll := o.openPoll(t, draft("spring"))
		p := &post{}
		s := notifier(o, p)
		own := notify.Text{Kind: notify.Invitation, Lang: "zh", Subject: "来吧，{name}", Body: "{link}"}
		ok(t, s.SaveText(ctx, poll.ID, own))
		ok(t, s.AddRecipients(ctx, poll.ID, recipients(1), false))
		_, err := s.Plan(ctx, poll.ID, invitation)
		ok(t, err)
		ok(t, s.Tick(ctx))
		if len(p.mail) != 1 || p.mail[0].Subject != "来吧，第0人" || p.mail[0].Text != "https://survey.example.org/p/spring" {
			t.Errorf("%+v", p.mail)
		}
		d := notify.DefaultText(notify.Invitation, "zh")
		ok(t, s.SaveText(ctx, poll.ID, d))
		texts, err := s.Texts(ctx, poll.ID)
		if ok(t, err); len(texts) != 2*len(notify.PollKinds) || slices.ContainsFunc(texts, func(t notify.Text) bool { return t.Own }) {
			t.Errorf("%+v", texts)
		}
		if err := s.SaveText(ctx, "nowhere", own); !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("of no poll: %v", err)
		}
	})
}

// No backup holds recipients, messages or what is secret of channels; the
// channels themselves are there, and say that their address is missing.
func TestBackupsHoldNoRecipients(t *testing.T) {
	o, _ := sqliteOffice(t)
	o.prepare(t)
	poll := o.openPoll(t, draft("spring"))
	s := notifier(o, &post{})
	_, err := s.SaveChannel(ctx, notify.Channel{Name: "值班群", Kind: notify.DingTalk, Lang: "zh", URL: "https://robot.example.org/?token=url-secret", Secret: "SECsecret"})
	ok(t, err)
	ok(t, s.AddRecipients(ctx, poll.ID, []survey.Recipient{{Address: "somebody@example.org", Name: "某某人"}}, false))
	_, err = s.Plan(ctx, poll.ID, invitation)
	ok(t, err)
	to := t.TempDir()
	r, err := o.store.Origin().Backup(ctx, store.BackupPlan{To: to, Now: start, Program: "test", MinGroup: func([]byte) (int, error) { return 5, nil }})
	ok(t, err)
	for _, trace := range []string{"url-secret", "SECsecret", "somebody@example.org", "某某人"} {
		if inFiles(t, r.Path, trace) {
			t.Errorf("%q is in the backup", trace)
		}
	}
	if !inFiles(t, r.Path, "值班群") {
		t.Error("the channel is not in the backup")
	}
}

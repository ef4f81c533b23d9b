package client_test

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"minping/api/client"
)

// Answers are lost, and the server is not there for a while: the submission is
// sent again and counted once.
func TestSubmitIsSentAgain(t *testing.T) {
	s := newServer()
	defer s.stop()
	target, err := url.Parse(s.address)
	must(t, err)
	var tries atomic.Int32
	proxy := httputil.NewSingleHostReverseProxy(target)
	lossy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch tries.Add(1) {
		case 1: // it was stored, but the answer never came
			proxy.ServeHTTP(httptest.NewRecorder(), r)
			panic(http.ErrAbortHandler)
		case 2:
			w.WriteHeader(http.StatusBadGateway)
		default:
			proxy.ServeHTTP(w, r)
		}
	}))
	defer lossy.Close()
	ctx := t.Context()
	direct, err := client.New(s.address, s.token)
	must(t, err)
	must(t, newPoll(ctx, direct, "autumn"))
	c, err := client.New(lossy.URL, "", client.Patience(time.Millisecond))
	must(t, err)
	in := client.SubmissionInput{Ballots: []client.BallotInput{{Unit: "north", Answers: client.Answers{"attitude": "3"}}}}
	receipt, err := c.Submit(ctx, "autumn", in)
	must(t, err)
	if len(receipt.Receipt) != 64 || tries.Load() != 3 {
		t.Errorf("receipt %q after %d tries, want one after 3", receipt.Receipt, tries.Load())
	}
	_, err = direct.ClosePollWithResponse(ctx, "autumn", nil)
	must(t, err)
	if answer, err := direct.GetTurnoutWithResponse(ctx, "autumn", nil); err != nil || answer.JSON200.Submissions != 1 {
		t.Errorf("%+v, %v: want one submission", answer, err)
	}
}

func TestSubmitGivesUpWithItsContext(t *testing.T) {
	down := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "60")
		w.WriteHeader(http.StatusServiceUnavailable)
	}))
	defer down.Close()
	c, err := client.New(down.URL, "")
	must(t, err)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err = c.Submit(ctx, "autumn", client.SubmissionInput{})
	var problem *client.Problem
	if !errors.Is(err, context.DeadlineExceeded) || !errors.As(err, &problem) || problem.RetryAfter != time.Minute {
		t.Errorf("%v, want the deadline and the problem, with its wait", err)
	}
}

func TestProblemsAreErrors(t *testing.T) {
	s := newServer()
	defer s.stop()
	for _, tt := range []struct {
		token, want string
		call        func(*client.Client) error
	}{
		{"", "not-signed-in", func(c *client.Client) error { _, err := c.ListTokensWithResponse(t.Context(), nil); return err }},
		{s.token, "not-found", func(c *client.Client) error { _, err := c.GetPollWithResponse(t.Context(), "none", nil); return err }},
		{s.token, "invalid", func(c *client.Client) error {
			_, err := c.PublishQuestionnaire(t.Context(), []byte("id: x"))
			return err
		}},
	} {
		c, err := client.New(s.address, tt.token)
		must(t, err)
		var problem *client.Problem
		if err := tt.call(c); !errors.As(err, &problem) || problem.Name() != tt.want {
			t.Errorf("%v, want problem %s", err, tt.want)
		}
	}
	if _, err := client.New("minping.example.org", ""); err == nil {
		t.Error("an address without scheme is taken")
	}
}

// A list in pages of one is whole, and can be left at any place.
func TestPages(t *testing.T) {
	s := newServer()
	defer s.stop()
	c, err := client.New(s.address, s.token, client.HTTP(&http.Client{Transport: short{}}))
	must(t, err)
	must(t, newPoll(t.Context(), c, "autumn"))
	var got []string
	for unit, err := range c.PollUnits(t.Context(), "autumn") {
		must(t, err)
		got = append(got, unit.ID)
	}
	if !slices.Equal(got, []string{"north", "south"}) {
		t.Errorf("units %v", got)
	}
	for range c.Units(t.Context()) {
		break
	}
	for _, err := range c.Flags(t.Context(), "none", client.ListFlagsParams{}) {
		if err == nil {
			t.Error("a poll that is not there has flags")
		}
	}
}

// The lists of administration go on after a page, too.
func TestMorePages(t *testing.T) {
	s := newServer()
	defer s.stop()
	c, err := client.New(s.address, s.token, client.HTTP(&http.Client{Transport: short{}}))
	must(t, err)
	must(t, newPoll(t.Context(), c, "autumn"))
	for _, name := range []string{"zhao", "qian"} {
		_, err := c.AddProgramWithResponse(t.Context(), client.NewProgram{Name: name})
		must(t, err)
	}
	listed[client.Profile](t, "accounts", 3, c.Accounts(t.Context()))
	listed[client.Token](t, "tokens", 1, c.Tokens(t.Context()))
	listed[client.Webhook](t, "webhooks", 0, c.Webhooks(t.Context()))
	listed[client.Channel](t, "channels", 0, c.Channels(t.Context()))
	listed[client.Recipient](t, "recipients", 0, c.Recipients(t.Context(), "autumn"))
	listed[client.Mailing](t, "mailings", 0, c.Mailings(t.Context(), "autumn"))
	listed[client.Notification](t, "notifications", 0, c.Notifications(t.Context(), client.ListNotificationsParams{}))
	kind := "poll.created"
	listed[client.AuditEntry](t, "audit", 1, c.Audit(t.Context(), client.ListAuditParams{Kind: &kind}))
}

func listed[T any](t *testing.T, what string, want int, all iter.Seq2[T, error]) {
	t.Helper()
	n := 0
	for _, err := range all {
		must(t, err)
		n++
	}
	if n != want {
		t.Errorf("%d %s, want %d", n, what, want)
	}
}

// Weights in the address arrive as they were given.
func TestWhatIf(t *testing.T) {
	s := newServer()
	defer s.stop()
	c, err := client.New(s.address, s.token)
	must(t, err)
	must(t, newPoll(t.Context(), c, "autumn"))
	for i := range 24 {
		_, err := c.Submit(t.Context(), "autumn", client.SubmissionInput{
			Ballots: []client.BallotInput{{Unit: []string{"north", "south"}[i%2], Answers: client.Answers{"attitude": 1 + 2*(i%2)}}},
		})
		must(t, err)
	}
	_, err = c.ClosePollWithResponse(t.Context(), "autumn", nil)
	must(t, err)
	answer, err := c.GetWhatIfWithResponse(t.Context(), "autumn", &client.GetWhatIfParams{Nodes: &[]string{"attitude:0.5"}})
	must(t, err)
	if is := answer.JSON200; is.Nodes["attitude"] != 0.5 || len(is.Tiers) != 1 || len(is.Tiers[0].Units) != 2 {
		t.Errorf("%+v", is)
	}
}

// short asks for pages of one.
type short struct{}

func (short) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Method == http.MethodGet {
		q := r.URL.Query()
		q.Set("limit", "1")
		r.URL.RawQuery = q.Encode()
	}
	return http.DefaultTransport.RoundTrip(r)
}

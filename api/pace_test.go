package api

import (
	"fmt"
	"net/http"
	"testing"
	"time"
)

// An account has so many requests a minute, whatever it signs in with; nobody
// else's are counted with them, and those who hand in ballots have none.
func TestPace(t *testing.T) {
	f := newFixture(t)
	f.prepare()
	f.server.Pace.PerMinute, f.server.Pace.Now, f.server.Pace.buckets = 3, f.clock, nil
	ask := call{method: "GET", path: "/session", signed: true}
	for left := 2; left >= 0; left-- {
		w := f.do(ask)
		if h := w.Header(); w.Code != http.StatusOK || h.Get("RateLimit-Policy") != `"account";q=3;w=60` || h.Get("RateLimit") != fmt.Sprintf(`"account";r=%d;t=%d`, left, 20*(3-left)) {
			t.Errorf("%d left: %d %v", left, w.Code, h)
		}
	}
	f.advance(5 * time.Second)
	if w := f.do(ask); w.Code != http.StatusTooManyRequests || w.Header().Get("Retry-After") != "15" {
		t.Errorf("too fast: %d, Retry-After %q", w.Code, w.Header().Get("Retry-After"))
	}
	stranger := call{method: "GET", path: "/polls"}
	ballot := call{method: "POST", path: "/polls/spring/submissions", body: submissionBody(1, "north", `{"s1":3}`)}
	for _, c := range []call{stranger, ballot} {
		if w := f.do(c); w.Code >= 300 || w.Header().Get("RateLimit") != "" {
			t.Errorf("%s: %d, RateLimit %q", c.path, w.Code, w.Header().Get("RateLimit"))
		}
	}
	f.advance(15 * time.Second)
	if w := f.do(ask); w.Code != http.StatusOK {
		t.Errorf("after the wait: %d", w.Code)
	}
}

// Accounts at rest are forgotten; those that are busy are not.
func TestPaceForgets(t *testing.T) {
	now := time.Unix(0, 0)
	p := Pace{PerMinute: 60, Now: func() time.Time { return now }}
	for i := range mostPaced {
		p.take(fmt.Sprint(i))
	}
	now = now.Add(time.Second)
	p.take("0")
	p.take("0")
	p.take("new")
	if len(p.buckets) != 2 || p.buckets["0"] == nil {
		t.Errorf("%d accounts are remembered", len(p.buckets))
	}
}

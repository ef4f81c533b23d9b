package store_test

import (
	"testing"
	"time"

	"minping/survey/access"
	"minping/survey/store"
)

// A clock set back at login, when a token has expired, or after a poll has
// closed, brings nothing back to life, over a restart neither; who signs in
// meanwhile stays signed in as long as ever (trust test 71).
func TestClockSetBack(t *testing.T) {
	const password, idle = "quiet river stones", 30 * time.Minute
	onEachStore(t, func(t *testing.T, reopen func() *store.Store) {
		o := newOffice(reopen())
		clock, err := o.store.People.Clock(ctx, o.now)
		ok(t, err)
		accounts, sessions := access.New(o.store.People), clock.Sessions()
		accounts.Now = clock.Now
		setup, err := accounts.Setup(ctx)
		ok(t, err)
		_, err = accounts.Claim(ctx, setup, "li", password)
		ok(t, err)
		secret, _, err := accounts.CreateToken(ctx, "li", "import", idle, access.Narrowed{})
		ok(t, err)
		ok(t, sessions.Commit("old", []byte("x"), o.now().Add(idle)))
		o.prepare(t)
		p := draft("p")
		p.Closes = start.Add(idle)
		o.openPoll(t, p)
		ended := func(when string) {
			t.Helper()
			if _, found, err := sessions.Find("old"); found || err != nil {
				t.Errorf("%s: the session lives, %v", when, err)
			}
			if _, _, err := accounts.Bearer(ctx, secret); err == nil {
				t.Errorf("%s: the token lives", when)
			}
			if _, err := o.Accept(ctx, submission("p")); kind(err) != "closed" {
				t.Errorf("%s: a ballot: %v", when, err)
			}
		}

		o.move(time.Hour)
		ok(t, o.Tick(ctx))
		ok(t, clock.Keep(ctx))
		ended("after an hour")
		o.move(-time.Hour)
		ok(t, o.Tick(ctx))
		ended("set back")

		wall := o.clock
		o = newOffice(reopen())
		o.clock, o.Now = wall, wall.now
		clock, err = o.store.People.Clock(ctx, o.now)
		ok(t, err)
		accounts, sessions = access.New(o.store.People), clock.Sessions()
		accounts.Now = clock.Now
		ended("set back, after a restart")
		if clock.Ahead() != time.Hour {
			t.Errorf("ahead by %v", clock.Ahead())
		}

		_, err = accounts.Login(ctx, "here", "li", password)
		ok(t, err)
		ok(t, sessions.Commit("new", []byte("x"), o.now().Add(idle)))
		o.move(idle - time.Minute)
		if _, found, err := sessions.Find("new"); !found || err != nil {
			t.Errorf("a session of today is over: %v", err)
		}
		o.move(time.Minute)
		if _, found, err := sessions.Find("new"); found || err != nil {
			t.Errorf("it lives longer than it should: %v", err)
		}
	})
}

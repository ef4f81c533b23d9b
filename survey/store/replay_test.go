package store_test

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"minping/survey/replay"
	"minping/survey/store"
)

// A key is taken once at a time, over all servers; its answer is kept for a day
// and over restarts, one that showed a secret is not, and what failed gives it back.
func TestReplay(t *testing.T) {
	onEachStore(t, func(t *testing.T, reopen func() *store.Store) {
		c := &clock{t: start}
		book := replay.Book{Store: reopen().People, Now: c.now}
		claim := func(key, body string) replay.Claim { return replay.NewClaim("wei", key, []byte(body)) }
		made := &replay.Answer{Status: 201, Header: map[string]string{"Location": "/x"}, Body: []byte{0, 1, 0xff}}
		begin := func(what string, cl replay.Claim, want error) *replay.Answer {
			t.Helper()
			a, err := book.Begin(ctx, cl)
			if !errors.Is(err, want) {
				t.Fatalf("%s: %v, want %v", what, err, want)
			}
			return a
		}
		first := claim("k", "a")
		begin("first", first, nil)
		begin("while it is under way", claim("k", "a"), replay.ErrBusy)
		begin("another request meanwhile", claim("k", "b"), replay.ErrReused)
		begin("of another account", replay.NewClaim("li", "k", []byte("b")), nil)
		ok(t, book.Drop(ctx, claim("k", "a"))) // of another turn: nothing happens
		ok(t, book.Settle(ctx, first, made))
		book.Store = reopen().People
		if a := begin("again", claim("k", "a"), nil); a == nil || a.Status != 201 || a.Header["Location"] != "/x" || string(a.Body) != string(made.Body) {
			t.Errorf("replayed %+v", a)
		}
		begin("another request later", claim("k", "b"), replay.ErrReused)
		c.move(replay.Kept + time.Second)
		if a := begin("after a day", claim("k", "b"), nil); a != nil {
			t.Errorf("still there: %+v", a)
		}

		secret := claim("s", "a")
		begin("a secret", secret, nil)
		ok(t, book.Settle(ctx, secret, nil))
		begin("a secret again", claim("s", "a"), replay.ErrSecret)

		failed := claim("f", "a")
		begin("one that fails", failed, nil)
		ok(t, book.Drop(ctx, failed))
		begin("once more", claim("f", "b"), nil)
		c.move(time.Hour) // the server is gone
		begin("given up", claim("f", "b"), nil)
		ok(t, book.Settle(ctx, failed, made)) // too late
		begin("and busy again", claim("f", "b"), replay.ErrBusy)

		var taken atomic.Int32
		var all sync.WaitGroup
		for range 10 {
			all.Go(func() {
				if a, err := book.Begin(ctx, claim("race", "a")); a == nil && err == nil {
					taken.Add(1)
				} else if !errors.Is(err, replay.ErrBusy) {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if taken.Load() != 1 {
			t.Errorf("%d have the key", taken.Load())
		}
	})
}

package store_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"minping/survey"
	"minping/survey/access"
)

func TestAccounts(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		ctx, people := t.Context(), o.store.People
		first := access.Account{ID: "a1", Name: "Admin", Hash: "h1", Epoch: 1, Created: start}
		for _, hash := range []string{"link", "older link"} {
			if err := people.AddSetup(ctx, hash, start.Add(time.Hour)); err != nil {
				t.Fatal(err)
			}
		}
		for _, tt := range []struct {
			hash string
			at   time.Time
			want bool
		}{{"link", start, true}, {"older link", start, true}, {"link", start.Add(time.Hour), false}, {"guess", start, false}} {
			if ok, err := people.Setup(ctx, tt.hash, tt.at); ok != tt.want || err != nil {
				t.Errorf("%+v: %v, %v", tt, ok, err)
			}
		}
		if err := people.ClaimSetup(ctx, "guess", start, first, nil); !errors.Is(err, access.ErrSetup) {
			t.Errorf("guessed link: %v", err)
		}
		if err := people.ClaimSetup(ctx, "link", start, first, nil); err != nil {
			t.Fatal(err)
		}
		if err := people.ClaimSetup(ctx, "older link", start, access.Account{ID: "a2", Name: "b"}, nil); !errors.Is(err, access.ErrSetup) {
			t.Errorf("second claim: %v", err)
		}
		if got, err := people.AccountNamed(ctx, "admin"); err != nil || got != first {
			t.Errorf("named: %+v, %v, want %+v", got, err, first)
		}
		if _, err := people.AccountNamed(ctx, "nobody"); !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("nobody: %v", err)
		}
		if err := people.Rehash(ctx, "a1", "another", "h2"); err != nil {
			t.Fatal(err)
		}
		if err := people.SetPassword(ctx, "a1", "h3", ""); err != nil {
			t.Fatal(err)
		}
		if err := people.SetPassword(ctx, "a9", "h3", ""); !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("password of nobody: %v", err)
		}
		if got, err := people.Account(ctx, "a1"); err != nil || got.Hash != "h3" || got.Epoch != 2 {
			t.Errorf("after a new password: %+v, %v", got, err)
		}
	})
}

func TestClaimsAtOnce(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		people := o.store.People
		if err := people.AddSetup(t.Context(), "link", start.Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		errs := make([]error, 8)
		var wg sync.WaitGroup
		for i := range errs {
			wg.Go(func() {
				name := string(rune('a' + i))
				errs[i] = people.ClaimSetup(context.Background(), "link", start, access.Account{ID: name, Name: name, Created: start}, nil)
			})
		}
		wg.Wait()
		won := 0
		for _, err := range errs {
			switch {
			case err == nil:
				won++
			case !errors.Is(err, access.ErrSetup):
				t.Error(err)
			}
		}
		if accounts, err := people.Accounts(t.Context()); won != 1 || len(accounts) != 1 || err != nil {
			t.Errorf("%d claims won; accounts %+v, %v", won, accounts, err)
		}
	})
}

func TestTokens(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		ctx, people := t.Context(), o.store.People
		if err := people.AddSetup(ctx, "link", start.Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		if err := people.ClaimSetup(ctx, "link", start, access.Account{ID: "a1", Name: "Admin", Created: start}, nil); err != nil {
			t.Fatal(err)
		}
		token := access.Token{ID: "t1", Account: "a1", Label: "导入", Hash: "h", Created: start, Expires: start.Add(time.Hour)}
		if err := people.AddToken(ctx, token); err != nil {
			t.Fatal(err)
		}
		if err := people.AddToken(ctx, access.Token{ID: "t2", Account: "nobody", Hash: "h2"}); err == nil {
			t.Error("a token of nobody is kept")
		}
		if got, err := people.TokenHashed(ctx, "h"); err != nil || got != token {
			t.Errorf("hashed: %+v, %v", got, err)
		}
		if list, err := people.Tokens(ctx); err != nil || len(list) != 1 {
			t.Errorf("list: %+v, %v", list, err)
		}
		if err := people.RemoveToken(ctx, "t1"); err != nil {
			t.Fatal(err)
		}
		if _, err := people.TokenHashed(ctx, "h"); !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("removed: %v", err)
		}
		if err := people.RemoveToken(ctx, "t1"); !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("removed again: %v", err)
		}
	})
}

func TestSessions(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		sessions := o.store.People.Sessions()
		sessions.Now = o.now
		data := []byte{0, 1, 0xff, '\n'}
		if err := sessions.Commit("s", []byte("first"), start.Add(time.Minute)); err != nil {
			t.Fatal(err)
		}
		if err := sessions.Commit("s", data, start.Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		if got, ok, err := sessions.Find("s"); string(got) != string(data) || !ok || err != nil {
			t.Errorf("found %q, %v, %v", got, ok, err)
		}
		if _, ok, err := sessions.Find("none"); ok || err != nil {
			t.Errorf("found none: %v, %v", ok, err)
		}
		o.move(time.Hour)
		if _, ok, err := sessions.Find("s"); ok || err != nil {
			t.Errorf("found when expired: %v, %v", ok, err)
		}
		if err := sessions.Commit("t", data, start.Add(2*time.Hour)); err != nil { // sweeps
			t.Fatal(err)
		}
		o.move(-time.Hour)
		if _, ok, err := sessions.Find("s"); ok || err != nil {
			t.Errorf("found when swept: %v, %v", ok, err)
		}
		for range 2 { // twice is no error
			if err := sessions.Delete("t"); err != nil {
				t.Fatal(err)
			}
		}
		if _, ok, err := sessions.Find("t"); ok || err != nil {
			t.Errorf("found when deleted: %v, %v", ok, err)
		}
	})
}

func TestReady(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		if err := o.store.Ready(t.Context()); err != nil {
			t.Error(err)
		}
		late, cancel := context.WithCancel(t.Context())
		cancel()
		if err := o.store.Ready(late); err == nil {
			t.Error("ready without waiting for an answer")
		}
	})
}

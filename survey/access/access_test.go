package access_test

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/crypto/argon2"

	"minping/survey"
	"minping/survey/access"
	"minping/survey/store"
)

const password = "correct horse battery"

// open returns accounts on a real SQLite file, and their clock.
func open(t testing.TB) (*access.Service, *store.People, *time.Time) {
	t.Helper()
	st, err := store.OpenSQLite(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	now := time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC)
	s := access.New(st.People)
	s.Now = func() time.Time { return now }
	return s, st.People, &now
}

// claimed returns accounts with one administrator.
func claimed(t testing.TB) (*access.Service, *store.People, access.Account, *time.Time) {
	t.Helper()
	s, people, now := open(t)
	token, err := s.Setup(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	a, err := s.Claim(t.Context(), token, " Admin ", password)
	if err != nil {
		t.Fatal(err)
	}
	return s, people, a, now
}

func TestSetup(t *testing.T) {
	s, _, now := open(t)
	ctx := t.Context()
	old, err := s.Setup(ctx)
	if err != nil || len(old) < 40 {
		t.Fatalf("token %q, %v", old, err)
	}
	token, err := s.Setup(ctx) // a restart makes another link
	if err != nil || token == old {
		t.Fatalf("token %q, %v", token, err)
	}
	for _, tt := range []struct {
		name, token, user, password string
		want                        string // key of a mistake; "": the link
	}{
		{"no token", "", "admin", password, ""},
		{"guessed token", token + "x", "admin", password, ""},
		{"no name", token, " ", password, "required"},
		{"long name", token, strings.Repeat("民", 65), password, "too_long"},
		{"short password", token, "admin", "elevenchars", "password_short"},
		{"long password", token, "admin", strings.Repeat("ab", 129), "password_long"},
		{"name in password", token, "admin", "my-ADMIN-password", "password_weak"},
		{"one character", token, "admin", strings.Repeat("密", 12), "password_weak"},
	} {
		_, err := s.Claim(ctx, tt.token, tt.user, tt.password)
		var wrong survey.FieldErrors
		if tt.want == "" && !errors.Is(err, access.ErrSetup) || tt.want != "" && (!errors.As(err, &wrong) || wrong[0].Key != tt.want) {
			t.Errorf("%s: %v, want %q", tt.name, err, tt.want)
		}
	}
	*now = now.Add(24*time.Hour + time.Second)
	if err := s.CheckSetup(ctx, token); !errors.Is(err, access.ErrSetup) {
		t.Errorf("after a day: %v", err)
	}
	*now = now.Add(-2 * time.Second)
	if _, err := s.Claim(ctx, token, "admin", "一个够长的中文密码示例吧"); err != nil {
		t.Errorf("claim: %v", err)
	}
	for _, spent := range []string{token, old} {
		if _, err := s.Claim(ctx, spent, "second", password); !errors.Is(err, access.ErrSetup) {
			t.Errorf("claim again: %v", err)
		}
	}
	if again, err := s.Setup(ctx); again != "" || err != nil {
		t.Errorf("setup with an account: %q, %v", again, err)
	}
}

func TestOnlyOneClaimWins(t *testing.T) {
	s, _, _ := open(t)
	var tokens []string
	for range 4 {
		token, err := s.Setup(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		tokens = append(tokens, token, token)
	}
	var wg sync.WaitGroup
	errs := make([]error, len(tokens))
	for i, token := range tokens {
		wg.Go(func() { _, errs[i] = s.Claim(context.Background(), token, "admin", password) })
	}
	wg.Wait()
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
		} else if !errors.Is(err, access.ErrSetup) {
			t.Error(err)
		}
	}
	if accounts, err := s.Accounts(t.Context()); won != 1 || len(accounts) != 1 || err != nil {
		t.Errorf("%d claims won, accounts %v, %v", won, accounts, err)
	}
}

func TestLogin(t *testing.T) {
	s, _, a, _ := claimed(t)
	ctx := t.Context()
	for _, name := range []string{"Admin", "admin", " ADMIN "} {
		if got, err := s.Login(ctx, "here", name, password); err != nil || got.ID != a.ID {
			t.Errorf("%q: %v, %v", name, got, err)
		}
	}
	for _, tt := range [][2]string{{"admin", "wrong"}, {"admin", ""}, {"nobody", password}, {"", ""}} {
		if _, err := s.Login(ctx, "here", tt[0], tt[1]); !errors.Is(err, access.ErrLogin) {
			t.Errorf("%q: %v", tt, err)
		}
	}
}

func TestLoginThrottle(t *testing.T) {
	s, _, _, now := claimed(t)
	ctx := t.Context()
	var throttled access.ThrottledError
	attempts := 0
	for ; attempts < 100; attempts++ {
		if _, err := s.Login(ctx, "there", "admin", "wrong"); errors.As(err, &throttled) {
			break
		}
	}
	if attempts != 10 {
		t.Errorf("throttled after %d attempts, want 10", attempts)
	}
	if _, err := s.Login(ctx, "here", "admin", password); err != nil {
		t.Errorf("from another network: %v", err)
	}
	*now = now.Add(throttled.After)
	if _, err := s.Login(ctx, "there", "admin", password); err != nil {
		t.Errorf("after the wait of %v: %v", throttled.After, err)
	}
	// From many networks: the name is throttled, whether it exists or not.
	for _, name := range []string{"admin", "nobody"} {
		attempts = 0
		for ; attempts < 100; attempts++ {
			if _, err := s.Login(ctx, name+string(rune('a'+attempts)), name, "wrong"); errors.As(err, &throttled) {
				break
			}
		}
		if attempts != 20 {
			t.Errorf("%s: throttled after %d attempts, want 20", name, attempts)
		}
	}
}

func TestPasswordChange(t *testing.T) {
	s, _, a, _ := claimed(t)
	ctx := t.Context()
	in, err := s.Begin(ctx, a, access.ByPassword, false, "")
	if err != nil {
		t.Fatal(err)
	}
	if got, _, err := s.Session(ctx, in.ID); err != nil || got.Name != "Admin" {
		t.Errorf("session: %v, %v", got, err)
	}
	if err := s.SetPassword(ctx, "admin", "short"); err == nil {
		t.Error("a short password is taken")
	}
	if err := s.SetPassword(ctx, "nobody", "another good password"); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("no such account: %v", err)
	}
	if err := s.SetPassword(ctx, "admin", "another good password"); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Session(ctx, in.ID); !errors.Is(err, access.ErrDenied) {
		t.Errorf("a session from before: %v", err)
	}
	// One that begins at the same moment, by the old password, is over too.
	if late, err := s.Begin(ctx, a, access.ByPassword, false, ""); err != nil {
		t.Error(err)
	} else if _, _, err := s.Session(ctx, late.ID); !errors.Is(err, access.ErrDenied) {
		t.Errorf("a session by the old password: %v", err)
	}
	if _, _, err := s.Session(ctx, "nobody"); !errors.Is(err, access.ErrDenied) {
		t.Errorf("a session of nobody: %v", err)
	}
	if _, err := s.Login(ctx, "here", "admin", password); !errors.Is(err, access.ErrLogin) {
		t.Errorf("the old password: %v", err)
	}
	if _, err := s.Login(ctx, "here", "admin", "another good password"); err != nil {
		t.Errorf("the new password: %v", err)
	}
}

func TestRehashAtLogin(t *testing.T) {
	s, people, a, _ := claimed(t)
	ctx := t.Context()
	salt := []byte("somesalt12345678")
	key := argon2.IDKey([]byte(password), salt, 1, 1024, 1, 32) // another cost than today
	weak := fmt.Sprintf("$argon2id$v=19$m=1024,t=1,p=1$%s$%s",
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(key))
	if err := people.Rehash(ctx, a.ID, a.Hash, weak); err != nil {
		t.Fatal(err)
	}
	got, err := s.Login(ctx, "here", "admin", password)
	if err != nil {
		t.Fatal(err)
	}
	stored, err := people.Account(ctx, a.ID)
	if err != nil || stored.Hash != got.Hash || stored.Hash == weak || stored.Epoch != a.Epoch {
		t.Errorf("stored %+v, %v", stored, err)
	}
	if _, err := s.Login(ctx, "here", "admin", password); err != nil {
		t.Errorf("with the new hash: %v", err)
	}
}

func TestTokens(t *testing.T) {
	s, _, a, now := claimed(t)
	ctx := t.Context()
	for _, tt := range []struct {
		label string
		life  time.Duration
		field string
	}{{" ", time.Hour, "label"}, {"x", 0, "expires"}, {"x", 367 * 24 * time.Hour, "expires"}} {
		_, _, err := s.CreateToken(ctx, "admin", tt.label, tt.life, access.Narrowed{})
		var wrong survey.FieldErrors
		if !errors.As(err, &wrong) || wrong[0].Field != tt.field {
			t.Errorf("%+v: %v", tt, err)
		}
	}
	secret, made, err := s.CreateToken(ctx, "admin", "import", time.Hour, access.Narrowed{})
	if err != nil || !strings.HasPrefix(secret, "minping_") || strings.Contains(made.Hash, secret) {
		t.Fatalf("%q, %+v, %v", secret, made, err)
	}
	if got, _, err := s.Bearer(ctx, secret); err != nil || got.ID != a.ID {
		t.Errorf("bearer: %v, %v", got, err)
	}
	*now = now.Add(time.Hour)
	if _, _, err := s.Bearer(ctx, secret); !errors.Is(err, access.ErrDenied) {
		t.Errorf("expired: %v", err)
	}
	*now = now.Add(-time.Minute)
	if list, err := s.Tokens(ctx); err != nil || len(list) != 1 || list[0] != made {
		t.Errorf("list %+v, %v, want %+v", list, err, made)
	}
	if err := s.RevokeToken(ctx, made.ID); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Bearer(ctx, secret); !errors.Is(err, access.ErrDenied) {
		t.Errorf("revoked: %v", err)
	}
	if err := s.RevokeToken(ctx, made.ID); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("revoked again: %v", err)
	}
}

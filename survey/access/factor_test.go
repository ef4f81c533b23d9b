package access_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"minping/survey"
	"minping/survey/access"
	"minping/survey/store"
)

// codeAt is what an authenticator shows.
func codeAt(t *testing.T, secret string, at time.Time) string {
	t.Helper()
	code, err := totp.GenerateCode(secret, at)
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// enrolled returns accounts with one that has a second factor.
func enrolled(t *testing.T) (s *access.Service, people *store.People, a access.Account, now *time.Time, secret string, recovery []string) {
	t.Helper()
	s, people, a, now = claimed(t)
	offered, err := s.Offer(a)
	if err != nil {
		t.Fatal(err)
	}
	if recovery, err = s.Enrol(t.Context(), a, "", offered.Secret, codeAt(t, offered.Secret, *now), ""); err != nil {
		t.Fatal(err)
	}
	*now = now.Add(time.Minute)
	return s, people, a, now, offered.Secret, recovery
}

func TestOffer(t *testing.T) {
	s, _, a, _ := claimed(t)
	f, err := s.Offer(a)
	if err != nil || len(f.Secret) != 32 || !strings.HasPrefix(f.URL, "otpauth://totp/") || !strings.Contains(f.URL, "secret="+f.Secret) || !strings.Contains(f.URL, "Admin") {
		t.Fatalf("%+v, %v", f, err)
	}
	if again, err := s.Reoffer(a, f.Secret); err != nil || again.Secret != f.Secret || again.URL != f.URL {
		t.Errorf("again: %+v, %v", again, err)
	}
	for _, secret := range []string{"", "AAAA", f.Secret[1:], strings.ToLower(f.Secret), strings.Repeat("1", 32)} {
		if _, err := s.Enrol(t.Context(), a, "", secret, "000000", ""); !errors.Is(err, access.ErrCode) {
			t.Errorf("a secret %q that was not offered: %v", secret, err)
		}
	}
	if on, err := s.Enrolled(t.Context(), a.ID); on || err != nil {
		t.Errorf("enrolled without a code: %v, %v", on, err)
	}
}

// A code is good once, in its step and those beside it; no older one after it.
func TestCodes(t *testing.T) {
	s, _, a, now, secret, _ := enrolled(t)
	ctx := t.Context()
	for _, tt := range []struct {
		name string
		code string
		err  error
	}{
		{"two steps ago", codeAt(t, secret, now.Add(-time.Minute)), access.ErrCode},
		{"the step before", codeAt(t, secret, now.Add(-30*time.Second)), nil},
		{"the same again", codeAt(t, secret, now.Add(-30*time.Second)), access.ErrCode},
		{"spaced", codeAt(t, secret, *now)[:3] + " " + codeAt(t, secret, *now)[3:], nil},
		{"the next step", codeAt(t, secret, now.Add(30*time.Second)), nil},
		{"this one, once the next was used", codeAt(t, secret, *now), access.ErrCode},
		{"after the next", codeAt(t, secret, now.Add(time.Minute)), access.ErrCode},
		{"none", "", access.ErrCode},
		{"no digits", "abcdef", access.ErrCode},
	} {
		if err := s.GiveCode(ctx, a, tt.code); !errors.Is(err, tt.err) {
			t.Errorf("%s: %v, want %v", tt.name, err, tt.err)
		}
	}
}

func TestRecoveryCodes(t *testing.T) {
	s, _, a, now, secret, codes := enrolled(t)
	ctx := t.Context()
	if len(codes) != 10 || len(slices.Compact(slices.Sorted(slices.Values(codes)))) != 10 {
		t.Fatalf("codes %q", codes)
	}
	other, err := s.Add(ctx, "other", password)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.GiveCode(ctx, other, codes[0]); !errors.Is(err, access.ErrCode) {
		t.Errorf("of another account: %v", err)
	}
	for range 30 { // guesses lock nobody out of a right one
		if err := s.GiveCode(ctx, a, "AAAA-AAAA-AAAA-AAAA"); err == nil {
			t.Fatal("a guess is taken")
		}
	}
	var throttled access.ThrottledError
	if err := s.GiveCode(ctx, a, "AAAA-AAAA-AAAA-AAAA"); !errors.As(err, &throttled) {
		t.Errorf("after 30 guesses: %v", err)
	}
	if err := s.GiveCode(ctx, a, strings.ToLower(codes[0])); err != nil {
		t.Errorf("in small letters: %v", err)
	}
	if err := s.GiveCode(ctx, a, codes[0]); err == nil {
		t.Error("a recovery code is good twice")
	}
	if left, err := s.RecoveryLeft(ctx, a.ID); left != 9 || err != nil {
		t.Errorf("%d left, %v", left, err)
	}
	fresh, err := s.RenewRecovery(ctx, a, codeAt(t, secret, *now))
	if err != nil || len(fresh) != 10 {
		t.Fatalf("%q, %v", fresh, err)
	}
	if err := s.GiveCode(ctx, a, codes[1]); err == nil {
		t.Error("a recovery code of the old set is taken")
	}
	if err := s.GiveCode(ctx, a, fresh[1]); err != nil {
		t.Errorf("of the new set: %v", err)
	}
}

// Guesses at codes wait, and a right one with them: the account is throttled,
// from wherever they come.
func TestCodeThrottle(t *testing.T) {
	s, _, a, now, secret, _ := enrolled(t)
	ctx := t.Context()
	var throttled access.ThrottledError
	attempts := 0
	for ; attempts < 100; attempts++ {
		if err := s.GiveCode(ctx, a, "000000"); errors.As(err, &throttled) {
			break
		}
	}
	if attempts != 10 {
		t.Errorf("throttled after %d attempts, want 10", attempts)
	}
	if err := s.GiveCode(ctx, a, codeAt(t, secret, *now)); !errors.As(err, &throttled) {
		t.Errorf("a right code: %v", err)
	}
	*now = now.Add(throttled.After)
	if err := s.GiveCode(ctx, a, codeAt(t, secret, *now)); err != nil {
		t.Errorf("after the wait: %v", err)
	}
}

// A session is half without a second factor that the account has or must have.
func TestHalfSessions(t *testing.T) {
	s, _, a, now := claimed(t)
	ctx := t.Context()
	half := func(second, want bool) access.Signin {
		t.Helper()
		in, err := s.Begin(ctx, a, access.ByPassword, second, "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0")
		if err != nil || in.Half != want {
			t.Fatalf("second %v: %+v, %v", second, in, err)
		}
		if _, got, err := s.Session(ctx, in.ID); err != nil || got.Half != want || got.Agent != "Firefox, Windows" {
			t.Fatalf("second %v: %+v, %v", second, got, err)
		}
		return in
	}
	half(false, false)
	s.Policy = access.FactorRequired
	mine := half(false, true)
	half(true, false)
	offered, err := s.Offer(a)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Enrol(ctx, a, mine.ID, offered.Secret, codeAt(t, offered.Secret, *now), ""); err != nil {
		t.Fatal(err)
	}
	if list, err := s.Sessions(ctx, a.ID); err != nil || len(list) != 1 || list[0].ID != mine.ID || !list[0].Second {
		t.Errorf("after enrolment: %+v, %v", list, err)
	}
	s.Policy = access.FactorOptional
	in := half(false, true) // it has one now
	if err := s.Pass(ctx, in.ID); err != nil {
		t.Fatal(err)
	}
	if _, got, err := s.Session(ctx, in.ID); err != nil || got.Half {
		t.Errorf("after the code: %+v, %v", got, err)
	}
}

// Whoever replaces a second factor has a code of the one before.
func TestReplaceFactor(t *testing.T) {
	s, _, a, now, secret, codes := enrolled(t)
	ctx := t.Context()
	offered, err := s.Offer(a)
	if err != nil {
		t.Fatal(err)
	}
	fresh := codeAt(t, offered.Secret, *now)
	for _, current := range []string{"", "000000", fresh} {
		if _, err := s.Enrol(ctx, a, "", offered.Secret, fresh, current); !errors.Is(err, access.ErrCode) {
			t.Errorf("current code %q: %v", current, err)
		}
	}
	if _, err := s.Enrol(ctx, a, "", offered.Secret, fresh, codeAt(t, secret, *now)); err != nil {
		t.Fatal(err)
	}
	*now = now.Add(time.Minute)
	if err := s.GiveCode(ctx, a, codeAt(t, secret, *now)); err == nil {
		t.Error("a code of the old one is taken")
	}
	if err := s.GiveCode(ctx, a, codes[0]); err == nil {
		t.Error("a recovery code of the old one is taken")
	}
	if err := s.GiveCode(ctx, a, codeAt(t, offered.Secret, *now)); err != nil {
		t.Errorf("the new one: %v", err)
	}
	*now = now.Add(time.Minute)
	s.Policy = access.FactorRequired
	if err := s.Unenrol(ctx, a, codeAt(t, offered.Secret, *now)); !errors.Is(err, survey.ErrForbidden) {
		t.Errorf("removed though required: %v", err)
	}
	s.Policy = access.FactorOptional
	if err := s.Unenrol(ctx, a, codeAt(t, offered.Secret, *now)); err != nil {
		t.Error(err)
	}
	if on, err := s.Enrolled(ctx, a.ID); on || err != nil {
		t.Errorf("removed: %v, %v", on, err)
	}
}

package access_test

import (
	"errors"
	"testing"
	"time"

	"minping/survey"
	"minping/survey/access"
)

func TestSessions(t *testing.T) {
	s, _, a, now := claimed(t)
	ctx := t.Context()
	other, err := s.Add(ctx, "other", password)
	if err != nil {
		t.Fatal(err)
	}
	begin := func(a access.Account) access.Signin {
		t.Helper()
		in, err := s.Begin(ctx, a, access.ByPassword, false, "")
		if err != nil {
			t.Fatal(err)
		}
		return in
	}
	first, theirs := begin(a), begin(other)
	*now = now.Add(10 * time.Minute)
	second := begin(a)
	if list, err := s.Sessions(ctx, a.ID); err != nil || len(list) != 2 || list[0].ID != second.ID {
		t.Errorf("list %+v, %v", list, err)
	}
	if err := s.End(ctx, a.ID, theirs.ID); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("a session of somebody else: %v", err)
	}
	*now = now.Add(10 * time.Minute)
	if _, got, err := s.Session(ctx, first.ID); err != nil || !got.Used.Equal(first.Used) {
		t.Errorf("as it was: %+v, %v", got, err)
	}
	if _, got, err := s.Session(ctx, first.ID); err != nil || !got.Used.Equal(*now) {
		t.Errorf("its use is not noted: %+v, %v", got, err)
	}
	if err := s.EndOthers(ctx, a.ID, first.ID); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Session(ctx, second.ID); !errors.Is(err, access.ErrDenied) {
		t.Errorf("an ended session: %v", err)
	}
	if _, _, err := s.Session(ctx, theirs.ID); err != nil {
		t.Errorf("a session of somebody else: %v", err)
	}
	*now = now.Add(32 * time.Minute)
	if list, err := s.Sessions(ctx, a.ID); err != nil || len(list) != 0 {
		t.Errorf("idle ones are listed: %+v, %v", list, err)
	}
	*now = first.Ends
	if _, _, err := s.Session(ctx, first.ID); !errors.Is(err, access.ErrDenied) {
		t.Errorf("after its life: %v", err)
	}
}

func TestChangePassword(t *testing.T) {
	s, _, a, _ := claimed(t)
	ctx := t.Context()
	mine, err := s.Begin(ctx, a, access.ByPassword, false, "")
	if err != nil {
		t.Fatal(err)
	}
	other, err := s.Begin(ctx, a, access.ByPassword, false, "")
	if err != nil {
		t.Fatal(err)
	}
	const fresh = "another good password"
	if err := s.ChangePassword(ctx, a, mine.ID, "wrong", fresh); !errors.Is(err, access.ErrLogin) {
		t.Errorf("a wrong password: %v", err)
	}
	var wrong survey.FieldErrors
	if err := s.ChangePassword(ctx, a, mine.ID, password, "short"); !errors.As(err, &wrong) {
		t.Errorf("a short password: %v", err)
	}
	if err := s.ChangePassword(ctx, a, mine.ID, password, fresh); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Session(ctx, mine.ID); err != nil {
		t.Errorf("the session that changed it: %v", err)
	}
	if _, _, err := s.Session(ctx, other.ID); !errors.Is(err, access.ErrDenied) {
		t.Errorf("another session: %v", err)
	}
	if _, err := s.Login(ctx, "here", "admin", fresh); err != nil {
		t.Error(err)
	}
	var throttled access.ThrottledError
	for range 30 {
		err = s.ChangePassword(ctx, a, mine.ID, "wrong", fresh)
	}
	if !errors.As(err, &throttled) {
		t.Errorf("after 30 guesses: %v", err)
	}
}

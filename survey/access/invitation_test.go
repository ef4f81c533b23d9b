package access_test

import (
	"errors"
	"testing"
	"time"

	"minping/survey"
	"minping/survey/access"
)

func TestInvite(t *testing.T) {
	s, _, _, now := claimed(t)
	ctx := t.Context()
	_, err := s.Invite(ctx, []access.Invitee{
		{Name: " "},
		{Name: "ADMIN"},
		{Name: "li"},
		{Name: "Li"},
		{Name: "wang", Grants: []access.Grant{{Role: "king"}}},
		{Name: "zhao", Grants: []access.Grant{{Role: access.Leader, Unit: "nowhere", Ends: *now}}},
	})
	var wrong survey.FieldErrors
	if !errors.As(err, &wrong) {
		t.Fatal(err)
	}
	var got []string
	for _, e := range wrong {
		got = append(got, e.Field+" "+e.Key)
	}
	want := []string{"[0].name required", "[1].name account_taken", "[3].name account_taken", "[4].role grant_role", "[5].unit grant_unit", "[5].ends grant_past"}
	if len(got) != len(want) {
		t.Fatalf("%q, want %q", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%q, want %q", got[i], want[i])
		}
	}
	if list, err := s.Accounts(ctx); err != nil || len(list) != 1 {
		t.Errorf("%d accounts were made, %v", len(list)-1, err)
	}

	made, err := s.Invite(ctx, []access.Invitee{{Name: "li", Grants: []access.Grant{{Role: access.Leader}}}, {Name: "wang"}})
	if err != nil || len(made) != 2 {
		t.Fatalf("%+v, %v", made, err)
	}
	if grants, err := s.GrantsOf(ctx, made[0].Account); err != nil || len(grants) != 1 || grants[0].Role != access.Leader {
		t.Errorf("grants %+v, %v", grants, err)
	}
	if _, err := s.Login(ctx, "here", "li", ""); !errors.Is(err, access.ErrLogin) {
		t.Errorf("before there is a password: %v", err)
	}
	if _, err := s.Accept(ctx, "here", made[0].Secret, "short"); !errors.As(err, &wrong) {
		t.Errorf("a short password: %v", err)
	}
	if a, err := s.Accept(ctx, "here", made[0].Secret, password); err != nil || a.Name != "li" {
		t.Errorf("%+v, %v", a, err)
	}
	if _, err := s.Login(ctx, "here", "li", password); err != nil {
		t.Error(err)
	}
	if _, err := s.Accept(ctx, "here", made[0].Secret, password); !errors.Is(err, access.ErrInvitation) {
		t.Errorf("twice: %v", err)
	}
	if list, err := s.Invitations(ctx); err != nil || len(list) != 1 || list[0] != made[1].Invitation {
		t.Errorf("left: %+v, %v, want %+v", list, err, made[1].Invitation)
	}
	*now = now.Add(access.InvitationLife)
	if _, err := s.CheckInvitation(ctx, "here", made[1].Secret); !errors.Is(err, access.ErrInvitation) {
		t.Errorf("after its life: %v", err)
	}
	if list, err := s.Invitations(ctx); err != nil || len(list) != 0 {
		t.Errorf("expired ones are listed: %+v, %v", list, err)
	}
}

// A link for a forgotten password ends what the old one began; all links of
// the account are spent with it.
func TestReset(t *testing.T) {
	s, _, a, now, _, _ := enrolled(t)
	ctx := t.Context()
	in, err := s.Begin(ctx, a, access.ByPassword, true, "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Reset(ctx, "nobody", false); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("nobody: %v", err)
	}
	plain, err := s.Reset(ctx, "admin", false)
	if err != nil {
		t.Fatal(err)
	}
	whole, err := s.Reset(ctx, "admin", true)
	if err != nil {
		t.Fatal(err)
	}
	withdrawn, err := s.Reset(ctx, "admin", true)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Withdraw(ctx, withdrawn.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Accept(ctx, "here", withdrawn.Secret, password); !errors.Is(err, access.ErrInvitation) {
		t.Errorf("withdrawn: %v", err)
	}
	if _, _, err := s.Session(ctx, in.ID); err != nil {
		t.Errorf("a link alone ends a session: %v", err)
	}
	if _, err := s.Accept(ctx, "here", whole.Secret, "another good password"); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Session(ctx, in.ID); !errors.Is(err, access.ErrDenied) {
		t.Errorf("a session goes on: %v", err)
	}
	if on, err := s.Enrolled(ctx, a.ID); on || err != nil {
		t.Errorf("the second factor is still there: %v, %v", on, err)
	}
	if _, err := s.Accept(ctx, "here", plain.Secret, password); !errors.Is(err, access.ErrInvitation) {
		t.Errorf("another link of the account: %v", err)
	}
	var throttled access.ThrottledError
	for range 30 {
		_, err = s.CheckInvitation(ctx, "there", "guess")
	}
	if !errors.As(err, &throttled) {
		t.Errorf("after 30 guesses: %v", err)
	}
	last, err := s.Reset(ctx, "admin", false)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.CheckInvitation(ctx, "there", last.Secret); err != nil {
		t.Errorf("a right one waits for somebody's guesses: %v", err)
	}
	*now = now.Add(24 * time.Hour)
	if _, err := s.CheckInvitation(ctx, "there", last.Secret); err == nil {
		t.Error("a reset link is good after a day")
	}
}

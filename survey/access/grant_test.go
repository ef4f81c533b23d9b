package access_test

import (
	"errors"
	"testing"
	"time"

	"minping/survey"
	"minping/survey/access"
)

// The first account may do everything, a further one nothing.
func TestFirstAccountMayDoEverything(t *testing.T) {
	s, _, a, _ := claimed(t)
	rights, err := s.Rights(t.Context(), a.ID, access.Narrowed{})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range []survey.Right{
		survey.ReadResults, survey.ReadUnpublished, survey.ReadTurnout, survey.Moderate, survey.ManagePolls, survey.EnterPaper,
		survey.ManageUnits, survey.ReadQuestionnaires, survey.ManageQuestionnaires, survey.ManageAccounts, survey.ManageSystem, survey.ReadAudit,
		survey.ReadOrders, survey.ManageOrders, survey.WorkOrders, survey.CheckOrders,
	} {
		if !rights.Whole(r) {
			t.Errorf("%s is missing", r)
		}
	}
	b, err := s.Add(t.Context(), "second", password)
	if err != nil {
		t.Fatal(err)
	}
	if rights, err := s.Rights(t.Context(), b.ID, access.Narrowed{}); err != nil || len(rights) > 0 {
		t.Errorf("%v, %v", rights, err)
	}
}

func TestGrantIsChecked(t *testing.T) {
	s, people, a, now := claimed(t)
	if err := people.PutUnits(t.Context(), []survey.Unit{{ID: "east", Name: survey.Text{"zh": "东"}}}, 0); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		grant access.Grant
		field string
	}{
		{access.Grant{}, "role"},
		{access.Grant{Role: "king"}, "role"},
		{access.Grant{Role: access.Operator, Unit: "east"}, "role"},
		{access.Grant{Role: access.Leader, Unit: "nowhere"}, "unit"},
		{access.Grant{Role: access.Leader, Poll: "none"}, "poll"},
		{access.Grant{Role: access.Leader, Ends: *now}, "ends"},
		{access.Grant{Role: access.Leader, Unit: "east", Ends: now.Add(time.Hour)}, ""},
	} {
		tt.grant.Account = a.ID
		_, err := s.Grant(t.Context(), tt.grant)
		var wrong survey.FieldErrors
		if tt.field == "" && err != nil || tt.field != "" && (!errors.As(err, &wrong) || wrong[0].Field != tt.field) {
			t.Errorf("%+v: %v", tt.grant, err)
		}
	}
	if _, err := s.Grant(t.Context(), access.Grant{Account: "nobody", Role: access.Leader}); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("nobody: %v", err)
	}
}

// What is granted counts until it ends, is revoked, or its account is disabled.
func TestGrantEnds(t *testing.T) {
	s, _, _, now := claimed(t)
	ctx := t.Context()
	b, err := s.Add(ctx, "li", password)
	if err != nil {
		t.Fatal(err)
	}
	may := func(want bool) {
		t.Helper()
		if r, err := s.Rights(ctx, b.ID, access.Narrowed{}); err != nil || r.Anywhere(survey.ReadResults) != want {
			t.Errorf("%v, %v, want %v", r, err, want)
		}
	}
	g, err := s.Grant(ctx, access.Grant{Account: b.ID, Role: access.Leader, Ends: now.Add(time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	may(true)
	*now = now.Add(time.Hour)
	may(false)
	*now = now.Add(-time.Minute)
	if err := s.Revoke(ctx, b.ID, g.ID); err != nil {
		t.Fatal(err)
	}
	may(false)
	in, err := s.Begin(ctx, b, access.ByPassword, false, "")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.SetDisabled(ctx, b.ID, true); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Session(ctx, in.ID); !errors.Is(err, access.ErrDenied) {
		t.Errorf("session: %v", err)
	}
	if _, err := s.Login(ctx, "here", "li", password); !errors.Is(err, access.ErrLogin) {
		t.Errorf("login: %v", err)
	}
	if err := s.SetDisabled(ctx, b.ID, false); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Session(ctx, in.ID); !errors.Is(err, access.ErrDenied) {
		t.Errorf("its session goes on once the account does: %v", err)
	}
}

// A token has the part of its account's rights to which it is narrowed, at
// that moment; a program's account has tokens alone.
func TestNarrowedToken(t *testing.T) {
	s, people, _, _ := claimed(t)
	ctx := t.Context()
	if err := people.PutUnits(ctx, []survey.Unit{{ID: "east", Name: survey.Text{"zh": "东"}}}, 0); err != nil {
		t.Fatal(err)
	}
	program, err := s.AddClient(ctx, "warehouse")
	if err != nil {
		t.Fatal(err)
	}
	for _, role := range []access.Role{access.Client, access.Moderator} {
		if _, err := s.Grant(ctx, access.Grant{Account: program.ID, Role: role}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Login(ctx, "here", "warehouse", ""); !errors.Is(err, access.ErrLogin) {
		t.Errorf("a program signs in: %v", err)
	}
	if _, _, err := s.CreateToken(ctx, "warehouse", "x", time.Hour, access.Narrowed{Unit: "nowhere"}); err == nil {
		t.Error("narrowed to nowhere")
	}
	secret, _, err := s.CreateToken(ctx, "warehouse", "x", time.Hour, access.Narrowed{Role: access.Client, Unit: "east"})
	if err != nil {
		t.Fatal(err)
	}
	a, token, err := s.Bearer(ctx, secret)
	if err != nil {
		t.Fatal(err)
	}
	r, err := s.Rights(ctx, a.ID, token.Narrowed)
	if err != nil || !r.Anywhere(survey.ReadResults) || r.Whole(survey.ReadResults) || r.Anywhere(survey.Moderate) {
		t.Errorf("%v, %v", r, err)
	}
	if err := s.SetDisabled(ctx, a.ID, true); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Bearer(ctx, secret); !errors.Is(err, access.ErrDenied) {
		t.Errorf("disabled: %v", err)
	}
}

package access_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"minping/survey"
	"minping/survey/access"
)

const issuerURL = "https://id.example.org"

func TestLink(t *testing.T) {
	s, _, a, _ := claimed(t)
	ctx := t.Context()
	b, err := s.Add(ctx, "Li", password)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Identified(ctx, issuerURL, "1"); !errors.Is(err, access.ErrNobody) {
		t.Errorf("of nobody: %v", err)
	}
	for range 2 {
		if err := s.Link(ctx, b, issuerURL, "1", "李 雷"); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Link(ctx, a, issuerURL, "1", "李 雷"); !errors.Is(err, survey.ErrConflict) {
		t.Errorf("another account's: %v", err)
	}
	if got, err := s.Identified(ctx, issuerURL, "1"); err != nil || got.ID != b.ID {
		t.Errorf("%+v, %v", got, err)
	}
	if err := s.SetDisabled(ctx, b.ID, true); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Identified(ctx, issuerURL, "1"); !errors.Is(err, access.ErrNobody) {
		t.Errorf("of an account that is disabled: %v", err)
	}
	if err := s.SetDisabled(ctx, b.ID, false); err != nil {
		t.Fatal(err)
	}
	if err := s.Unlink(ctx, a.ID, issuerURL, "1"); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("unlinked by another: %v", err)
	}
	if err := s.Unlink(ctx, b.ID, issuerURL, "1"); err != nil {
		t.Error(err)
	}
	if list, err := s.Identities(ctx, b.ID); err != nil || len(list) != 0 {
		t.Errorf("%+v, %v", list, err)
	}
}

// The log says by which way somebody signed in; who has no password and an
// identity is no program.
func TestWay(t *testing.T) {
	s, people, a, _ := claimed(t)
	ctx := t.Context()
	for _, by := range []access.Way{access.ByPassword, access.ByProvider} {
		if _, err := s.Begin(ctx, a, by, false, ""); err != nil {
			t.Fatal(err)
		}
	}
	var ways []string
	if err := people.EachAudit(ctx, 0, func(e survey.AuditEntry) error {
		if e.Kind == survey.ActSignedIn {
			ways = append(ways, e.Detail["by"])
		}
		return nil
	}); err != nil || !slices.Equal(ways, []string{"password", "provider"}) {
		t.Errorf("%q, %v", ways, err)
	}
	b, err := s.AddClient(ctx, "warehouse", access.Grant{Role: access.Client})
	if err != nil {
		t.Fatal(err)
	}
	for _, linked := range []bool{false, true} {
		if linked {
			if err := s.Link(ctx, b, issuerURL, "7", ""); err != nil {
				t.Fatal(err)
			}
		}
		one, err := s.Profile(ctx, b.ID)
		if err != nil || one.SingleSignOn != linked || one.Program() == linked {
			t.Errorf("linked %v: %+v, %v", linked, one, err)
		}
		all, err := s.Profiles(ctx)
		if err != nil || len(all) != 2 || all[0].SingleSignOn || all[1].SingleSignOn != linked {
			t.Errorf("linked %v: %+v, %v", linked, all, err)
		}
	}
}

// Who has another way in removed by the operator has none left by an identity
// that somebody else may have linked.
func TestResetUnlinks(t *testing.T) {
	for _, factor := range []bool{false, true} {
		s, people, a, _ := claimed(t)
		ctx := t.Context()
		if err := s.Link(ctx, a, issuerURL, "1", ""); err != nil {
			t.Fatal(err)
		}
		link, err := s.Reset(ctx, a.Name, factor)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Accept(ctx, "here", link.Secret, "three other words here"); err != nil {
			t.Fatal(err)
		}
		if list, err := s.Identities(ctx, a.ID); err != nil || (len(list) == 0) != factor {
			t.Errorf("with the second factor %v: %+v, %v", factor, list, err)
		}
		noted := false
		if err := people.EachAudit(ctx, 0, func(e survey.AuditEntry) error {
			noted = noted || e.Kind == survey.ActIdentityUnlinked && e.Object == a.ID && e.Detail["issuer"] == issuerURL
			return nil
		}); err != nil || noted != factor {
			t.Errorf("with the second factor %v: in the log %v, %v", factor, noted, err)
		}
	}
}

func TestSetOut(t *testing.T) {
	s, _, _, now := claimed(t)
	refused := 0
	for range 70 {
		if err := s.SetOut("here"); errors.As(err, new(access.ThrottledError)) {
			refused++
		}
	}
	if refused != 10 {
		t.Errorf("%d of 70 refused", refused)
	}
	if err := s.SetOut("there"); err != nil {
		t.Errorf("from elsewhere: %v", err)
	}
	*now = now.Add(5 * time.Second)
	if err := s.SetOut("here"); err != nil {
		t.Errorf("later: %v", err)
	}
}

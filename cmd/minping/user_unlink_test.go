package main

import (
	"context"
	"strings"
	"testing"

	"minping/survey/access"
)

// Identities of an account are unlinked, all or those of one provider; list
// says who signs in by them alone.
func TestUserUnlink(t *testing.T) {
	f := withAdministrator(t)
	err := f.withAccounts(func(ctx context.Context, s *access.Service) error {
		a, err := s.AddClient(ctx, "li")
		for _, issuer := range []string{"https://one.example", "https://two.example"} {
			if err == nil {
				err = s.Link(ctx, a, issuer, "1", "")
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := printedBy(t, userListCmd{storageFlags: f}.Run); strings.Count(got, "signs in by single sign-on") != 1 {
		t.Errorf("list prints %s", got)
	}
	if got := printedBy(t, userUnlinkCmd{storageFlags: f, Name: "LI", Issuer: "https://two.example"}.Run); got != "https://two.example 1\n" {
		t.Errorf("prints %q", got)
	}
	if got := printedBy(t, userUnlinkCmd{storageFlags: f, Name: "li"}.Run); got != "https://one.example 1\n" {
		t.Errorf("prints %q", got)
	}
	for name, want := range map[string]string{"li": "no such identity", "nobody": "minping user list"} {
		if err := (userUnlinkCmd{storageFlags: f, Name: name}).Run(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", name, err, want)
		}
	}
}

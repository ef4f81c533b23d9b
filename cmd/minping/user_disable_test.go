package main

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"

	"minping/survey/access"
)

// A stopped account cannot sign in until it goes on; the last operator cannot
// be stopped.
func TestUserDisable(t *testing.T) {
	f := withAdministrator(t)
	stdin := os.Stdin
	t.Cleanup(func() { os.Stdin = stdin })
	os.Stdin = file(t, "quiet river stones\n")
	if err := (userAddCmd{storageFlags: f, Name: "li"}).Run(); err != nil {
		t.Fatal(err)
	}
	login := func() error {
		return f.withAccounts(func(ctx context.Context, s *access.Service) error {
			_, err := s.Login(ctx, "test", "li", "quiet river stones")
			return err
		})
	}
	if err := (userDisableCmd{storageFlags: f, Name: " LI "}).Run(); err != nil {
		t.Fatal(err)
	}
	if err := login(); !errors.Is(err, access.ErrLogin) {
		t.Errorf("stopped: %v", err)
	}
	if got := printedBy(t, userListCmd{storageFlags: f}.Run); strings.Count(got, "disabled") != 1 {
		t.Errorf("list prints %s", got)
	}
	if err := (userEnableCmd{storageFlags: f, Name: "li"}).Run(); err != nil {
		t.Fatal(err)
	}
	if err := login(); err != nil {
		t.Errorf("goes on: %v", err)
	}
	for name, want := range map[string]string{"admin": "last operator", "nobody": "minping user list"} {
		if err := (userDisableCmd{storageFlags: f, Name: name}).Run(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", name, err, want)
		}
	}
}

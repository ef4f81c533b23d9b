package main

import (
	"context"
	"encoding/csv"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"minping/survey/access"
)

// accepted spends a printed link, and signs in with the password that it set.
func accepted(t *testing.T, f storageFlags, link, name, password string) {
	t.Helper()
	u, err := url.Parse(strings.TrimSpace(link))
	if err != nil || u.Host != "survey.example.org" || u.Path != "/invite" {
		t.Fatalf("link %q, %v", link, err)
	}
	err = f.withAccounts(func(ctx context.Context, s *access.Service) error {
		a, err := s.Accept(ctx, "here", u.Query().Get("token"), password)
		if err != nil || a.Name != name {
			t.Errorf("%s accepts as %q: %v", name, a.Name, err)
		}
		if _, err = s.Accept(ctx, "here", u.Query().Get("token"), password); !errors.Is(err, access.ErrInvitation) {
			t.Errorf("%s accepts twice: %v", name, err)
		}
		_, err = s.Login(ctx, "here", name, password)
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// accountGrants returns the names of all accounts and how many grants there are.
func accountGrants(t *testing.T, f storageFlags) (names string, grants int) {
	t.Helper()
	err := f.withAccounts(func(ctx context.Context, s *access.Service) error {
		accounts, err := s.Accounts(ctx)
		if err != nil {
			return err
		}
		for _, a := range accounts {
			names += a.Name + " "
		}
		all, err := s.Grants(ctx)
		grants = len(all)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names, grants
}

// A link is printed alone; it sets the password of a new account, and a new one
// of an account that there is.
func TestUserInviteAndReset(t *testing.T) {
	f := linkFlags{storageFlags: withAdministrator(t), URL: "https://survey.example.org"}
	invite := userInviteCmd{linkFlags: f, Name: "li", Role: "leader", Ends: "2999-01-01"}
	accepted(t, f.storageFlags, printedBy(t, invite.Run), "li", "quiet river stones")
	if names, grants := accountGrants(t, f.storageFlags); !strings.Contains(names, "li ") || grants != 3 {
		t.Errorf("accounts %s with %d grants", names, grants)
	}
	accepted(t, f.storageFlags, printedBy(t, userResetCmd{linkFlags: f, Name: "LI"}.Run), "li", "another good password")
	for _, tt := range []struct {
		run  func() error
		want string
	}{
		{invite.Run, "already"},
		{userInviteCmd{linkFlags: f, Name: "wang", Role: "king"}.Run, "king"},
		{userInviteCmd{linkFlags: f, Name: "wang", Unit: "north"}.Run, "--role"},
		{userInviteCmd{linkFlags: f, Name: "wang", Role: "leader", Ends: "tomorrow"}.Run, "2027-01-01"},
		{userInviteCmd{linkFlags: linkFlags{storageFlags: f.storageFlags, URL: "no address"}, Name: "wang"}.Run, "no address"},
		{userResetCmd{linkFlags: f, Name: "nobody"}.Run, "minping user list"},
	} {
		if err := tt.run(); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%v, want %s", err, tt.want)
		}
	}
	if names, _ := accountGrants(t, f.storageFlags); strings.Contains(names, "wang") {
		t.Errorf("a mistake made an account: %s", names)
	}
}

// All accounts of a table are made or none; a dry run makes none.
func TestUserImport(t *testing.T) {
	f := linkFlags{storageFlags: withAdministrator(t), URL: "https://survey.example.org"}
	table := func(text string) string {
		name := filepath.Join(t.TempDir(), "accounts.csv")
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	before, _ := accountGrants(t, f.storageFlags)
	good := userImportCmd{linkFlags: f, File: table("姓名,角色,截止\n王小明,领导,2999.1.31\n王小明,审计员,\n=1+1,,\n")}
	dry := good
	dry.DryRun = true
	if got := printedBy(t, dry.Run); !strings.Contains(got, "2999-01-31") || strings.Count(got, "王小明") != 2 || strings.Contains(got, "http") {
		t.Errorf("dry run prints\n%s", got)
	}
	dry.JSON = true
	if got := printedBy(t, dry.Run); !strings.Contains(got, `"auditor"`) {
		t.Errorf("dry run prints\n%s", got)
	}
	err := userImportCmd{linkFlags: f, File: table("name,role\nzhao,leader\nsun,king\n")}.Run()
	if err == nil || !strings.Contains(err.Error(), "row 3, column 2 (role): There is no role “king”") {
		t.Errorf("a mistake: %v", err)
	}
	if after, _ := accountGrants(t, f.storageFlags); after != before {
		t.Fatalf("accounts %s were made, before %s", after, before)
	}

	text, _ := strings.CutPrefix(printedBy(t, good.Run), "\ufeff")
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || len(rows) != 3 || rows[1][0] != "王小明" || rows[2][0] != "'=1+1" {
		t.Fatalf("%q, %v", rows, err)
	}
	accepted(t, f.storageFlags, rows[1][1], "王小明", "quiet river stones")
	if _, grants := accountGrants(t, f.storageFlags); grants != 4 {
		t.Errorf("%d grants", grants)
	}
	if err := good.Run(); err == nil || !strings.Contains(err.Error(), "already") {
		t.Errorf("twice: %v", err)
	}
	good.File, good.JSON = table("name\nqian\n"), true
	if got := printedBy(t, good.Run); !strings.Contains(got, `"link":"https://survey.example.org/invite?token=`) {
		t.Errorf("JSON: %s", got)
	}
	good.File = filepath.Join(t.TempDir(), "none.csv")
	if err := good.Run(); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
}

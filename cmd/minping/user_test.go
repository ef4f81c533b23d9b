package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"minping/survey/access"
)

// withAdministrator returns a folder in which there is an account.
func withAdministrator(t *testing.T) storageFlags {
	t.Helper()
	f := storageFlags{Data: t.TempDir()}
	err := f.withAccounts(func(ctx context.Context, s *access.Service) error {
		token, err := s.Setup(ctx)
		if err == nil {
			_, err = s.Claim(ctx, token, "admin", "correct horse battery")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// file returns a file with the text, for reading.
func file(t *testing.T, text string) *os.File {
	t.Helper()
	name := filepath.Join(t.TempDir(), "in")
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	in, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { in.Close() })
	return in
}

// printedBy returns what a command prints to standard output.
func printedBy(t *testing.T, run func() error) string {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout := os.Stdout
	os.Stdout = w
	err = run()
	os.Stdout = stdout
	w.Close()
	if err != nil {
		t.Fatal(err)
	}
	b := make([]byte, 1<<16)
	n, _ := r.Read(b) // one write of less than a pipe holds
	r.Close()
	return string(b[:n])
}

func TestUserSetPassword(t *testing.T) {
	f := withAdministrator(t)
	stdin := os.Stdin
	t.Cleanup(func() { os.Stdin = stdin })
	for _, tt := range []struct {
		name, password, want string
	}{
		{"admin", "another good password\n", ""},
		{"Admin", "a third good password", ""},
		{"admin", "short\n", "12"},
		{"nobody", "another good password\n", "minping user list"},
	} {
		os.Stdin = file(t, tt.password)
		err := userPasswordCmd{storageFlags: f, Name: tt.name}.Run()
		if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
			t.Errorf("%s %q: %v, want %q", tt.name, tt.password, err, tt.want)
		}
	}
	err := f.withAccounts(func(ctx context.Context, s *access.Service) error {
		_, err := s.Login(ctx, "here", "admin", "a third good password")
		return err
	})
	if err != nil {
		t.Error(err)
	}
	if got := printedBy(t, userListCmd{storageFlags: f}.Run); !strings.Contains(got, "admin") {
		t.Errorf("list prints %s", got)
	}
}

func TestTokenCommands(t *testing.T) {
	f := withAdministrator(t)
	secret := strings.TrimSpace(printedBy(t, tokenCreateCmd{storageFlags: f, User: "admin", Label: "import", Days: 2}.Run))
	var id string
	bearer := func() error {
		return f.withAccounts(func(ctx context.Context, s *access.Service) error {
			tokens, err := s.Tokens(ctx)
			if err != nil {
				return err
			}
			if len(tokens) > 0 {
				id = tokens[0].ID
			}
			_, _, err = s.Bearer(ctx, secret)
			return err
		})
	}
	if err := bearer(); err != nil {
		t.Fatalf("%q: %v", secret, err)
	}
	if got := printedBy(t, tokenListCmd{storageFlags: f, JSON: true}.Run); !strings.Contains(got, id) || strings.Contains(got, secret) {
		t.Errorf("list prints %s", got)
	}
	if err := (tokenRevokeCmd{storageFlags: f, ID: id}).Run(); err != nil {
		t.Fatal(err)
	}
	if err := bearer(); !errors.Is(err, access.ErrDenied) {
		t.Errorf("revoked: %v", err)
	}
	if err := (tokenRevokeCmd{storageFlags: f, ID: id}).Run(); err == nil || !strings.Contains(err.Error(), "minping token list") {
		t.Errorf("revoked again: %v", err)
	}
	if err := (tokenCreateCmd{storageFlags: f, User: "nobody", Label: "x", Days: 2}).Run(); err == nil || !strings.Contains(err.Error(), "minping user list") {
		t.Errorf("nobody's token: %v", err)
	}
}

func TestStorageFlags(t *testing.T) {
	for db, want := range map[string]string{
		"postgres://u@h/minping":            "postgres://u@h/minping_ballots",
		"postgresql://u:p@h:1/a?sslmode=on": "postgresql://u:p@h:1/a_ballots?sslmode=on",
		"postgres://u@h/":                   "",
		"mysql://u@h/x":                     "",
		"dbname=x":                          "",
	} {
		got, err := storageFlags{DB: db}.ballots()
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%s: %q, %v, want %q", db, got, err, want)
		}
	}
	if got := (storageFlags{DB: "postgres://u:secret@h/x"}).where(); strings.Contains(got, "secret") {
		t.Errorf("prints the password: %s", got)
	}
}

// A second account is added once, and can sign in.
func TestUserAdd(t *testing.T) {
	f := withAdministrator(t)
	stdin := os.Stdin
	t.Cleanup(func() { os.Stdin = stdin })
	for _, tt := range []struct {
		name, password string
		fails          string
	}{
		{"li", "short", "password"},
		{"li", "quiet river stones", ""},
		{"LI", "quiet river stones", "already"},
	} {
		os.Stdin = file(t, tt.password+"\n")
		err := userAddCmd{storageFlags: f, Name: tt.name}.Run()
		if tt.fails == "" && err != nil || tt.fails != "" && (err == nil || !strings.Contains(err.Error(), tt.fails)) {
			t.Errorf("%+v: %v", tt, err)
		}
	}
	err := f.withAccounts(func(ctx context.Context, s *access.Service) error {
		_, err := s.Login(ctx, "test", "li", "quiet river stones")
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

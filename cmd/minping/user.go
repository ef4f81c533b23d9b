package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"golang.org/x/term"

	"minping/survey"
	"minping/survey/access"
)

// userCmd looks after accounts, while the server is stopped.
type userCmd struct {
	List        userListCmd     `cmd:"" help:"List the accounts."`
	Add         userAddCmd      `cmd:"" help:"Add an account; its password is read from the terminal or standard input."`
	Invite      userInviteCmd   `cmd:"" help:"Add an account and print a one-time link by which its owner sets a password; good for seven days."`
	Import      userImportCmd   `cmd:"" help:"Add the accounts of a table, CSV or XLSX, all or none, and print their one-time links as CSV."`
	Reset       userResetCmd    `cmd:"" help:"Print a one-time link by which an account sets a new password; good for a day."`
	Grant       userGrantCmd    `cmd:"" help:"Grant an account a role, for all units and polls or for some."`
	Revoke      userRevokeCmd   `cmd:"" help:"End a grant at once."`
	Unlink      userUnlinkCmd   `cmd:"" help:"Unlink the identities at providers by which an account signs in."`
	Disable     userDisableCmd  `cmd:"" help:"Stop an account: its sessions end, its tokens are refused; nothing of it is lost."`
	Enable      userEnableCmd   `cmd:"" help:"Let a stopped account go on."`
	SetPassword userPasswordCmd `cmd:"" help:"Set a new password, read from the terminal or standard input; ends the account's sessions."`
}

// withAccounts opens the accounts for one command.
func (f storageFlags) withAccounts(do func(context.Context, *access.Service) error) (err error) {
	st, err := f.open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	return do(commandContext(), access.New(st.People))
}

// userListCmd lists the accounts.
type userListCmd struct {
	storageFlags
	Grants bool `help:"List who may do what, one line a grant."`
	JSON   bool `name:"json" help:"Print JSON."`
}

// Run prints name and age of every account, or the grants.
func (u userListCmd) Run() error {
	return u.withAccounts(func(ctx context.Context, s *access.Service) error {
		if u.Grants {
			return printGrants(ctx, s, u.JSON)
		}
		accounts, err := s.Profiles(ctx)
		if err != nil {
			return err
		}
		type line struct {
			Name     string `json:"name"`
			Created  string `json:"created"`
			Disabled bool   `json:"disabled,omitempty"`
			Single   bool   `json:"single_sign_on,omitempty"`
		}
		lines := make([]line, len(accounts))
		t := newTable("NAME", "CREATED", "STATE")
		for i, a := range accounts {
			lines[i] = line{a.Name, a.Created.Format("2006-01-02"), a.Disabled, a.SingleSignOn}
			state := ""
			switch {
			case a.Disabled:
				state = "disabled"
			case a.Hash == "" && a.SingleSignOn:
				state = "signs in by single sign-on"
			}
			t.AppendRow(table.Row{lines[i].Name, lines[i].Created, state})
		}
		return printed(os.Stdout, u.JSON, lines, t)
	})
}

// userAddCmd adds an account.
type userAddCmd struct {
	storageFlags
	Name string   `arg:"" help:"Name of the account."`
	Role []string `help:"Roles that it gets over everything, such as operator,organiser; without any it may do nothing until minping user grant."`
}

// Run reads the password and adds the account.
func (u userAddCmd) Run() error {
	password, err := readPassword(os.Stdin, os.Stderr)
	if err != nil {
		return err
	}
	return u.withAccounts(func(ctx context.Context, s *access.Service) error {
		for _, role := range u.Role {
			if !access.Role(role).Known() {
				return usageError{fmt.Errorf("--role: there is no role %q; there are %v", role, access.Roles)}
			}
		}
		a, err := s.Add(ctx, u.Name, password)
		if errors.Is(err, survey.ErrConflict) {
			return fmt.Errorf("there is an account %q already", u.Name)
		}
		for _, role := range u.Role {
			if err == nil {
				_, err = s.Grant(ctx, access.Grant{Account: a.ID, Role: access.Role(role)})
			}
		}
		return err
	})
}

// userPasswordCmd sets a password.
type userPasswordCmd struct {
	storageFlags
	Name string `arg:"" help:"Name of the account."`
}

// Run reads the new password and sets it.
func (u userPasswordCmd) Run() error {
	password, err := readPassword(os.Stdin, os.Stderr)
	if err != nil {
		return err
	}
	return u.withAccounts(func(ctx context.Context, s *access.Service) error {
		err := s.SetPassword(ctx, u.Name, password)
		if errors.Is(err, survey.ErrNotFound) {
			return fmt.Errorf("there is no account %q; minping user list shows those there are", u.Name)
		}
		return err
	})
}

// readPassword reads a password twice from a terminal, without showing it, or
// once as a line from anything else.
func readPassword(in *os.File, prompt io.Writer) (string, error) {
	fd := int(in.Fd())
	if !term.IsTerminal(fd) {
		line, err := bufio.NewReader(io.LimitReader(in, 4096)).ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return "", err
		}
		return strings.TrimRight(line, "\r\n"), nil
	}
	var entered [2]string
	for i, question := range []string{"New password: ", "Once more: "} {
		fmt.Fprint(prompt, question)
		b, err := term.ReadPassword(fd)
		fmt.Fprintln(prompt)
		if err != nil {
			return "", err
		}
		entered[i] = string(b)
	}
	if entered[0] != entered[1] {
		return "", errors.New("the two passwords differ; nothing was changed")
	}
	return entered[0], nil
}

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"

	"minping/survey"
	"minping/survey/access"
)

// accountNamed returns the account of a name.
func accountNamed(ctx context.Context, s *access.Service, name string) (access.Account, error) {
	accounts, err := s.Accounts(ctx)
	if err != nil {
		return access.Account{}, err
	}
	i := slices.IndexFunc(accounts, func(a access.Account) bool { return strings.EqualFold(a.Name, strings.TrimSpace(name)) })
	if i < 0 {
		return access.Account{}, fmt.Errorf("there is no account %q; minping user list shows those there are", name)
	}
	return accounts[i], nil
}

// userGrantCmd grants a role.
type userGrantCmd struct {
	storageFlags
	Name string `arg:"" help:"Name of the account."`
	Role string `arg:"" enum:"operator,organiser,moderator,leader,assessor,auditor,client" help:"operator, organiser, moderator, leader, assessor, auditor or client."`
	Unit string `help:"Only for this unit and all below it."`
	Poll string `help:"Only in this poll."`
	Ends string `placeholder:"DATE" help:"Ends before this day, such as 2027-01-01."`
}

// Run grants the role and prints the grant's id.
func (u userGrantCmd) Run() error {
	g := access.Grant{Role: access.Role(u.Role), Unit: u.Unit, Poll: u.Poll}
	if u.Ends != "" {
		day, err := time.ParseInLocation(time.DateOnly, u.Ends, time.Local)
		if err != nil {
			return usageError{fmt.Errorf("--ends must be like 2027-01-01, not %q", u.Ends)}
		}
		g.Ends = day
	}
	return u.withAccounts(func(ctx context.Context, s *access.Service) error {
		a, err := accountNamed(ctx, s, u.Name)
		if err != nil {
			return err
		}
		g.Account = a.ID
		made, err := s.Grant(ctx, g)
		if err == nil {
			fmt.Println(made.ID)
		}
		return err
	})
}

// userRevokeCmd ends a grant.
type userRevokeCmd struct {
	storageFlags
	Name  string `arg:"" help:"Name of the account."`
	Grant string `arg:"" help:"Id of the grant; minping user list --grants shows it."`
}

// Run ends the grant.
func (u userRevokeCmd) Run() error {
	return u.withAccounts(func(ctx context.Context, s *access.Service) error {
		a, err := accountNamed(ctx, s, u.Name)
		if err == nil {
			err = s.Revoke(ctx, a.ID, u.Grant)
		}
		switch {
		case errors.Is(err, survey.ErrNotFound):
			return fmt.Errorf("%s has no grant %q; minping user list --grants shows those there are", u.Name, u.Grant)
		case errors.Is(err, access.ErrLastOperator):
			return errors.New("this is the last operator; make another account operator first")
		}
		return err
	})
}

// printGrants prints who may do what, one line a grant.
func printGrants(ctx context.Context, s *access.Service, asJSON bool) error {
	accounts, err := s.Accounts(ctx)
	if err != nil {
		return err
	}
	grants, err := s.Grants(ctx)
	if err != nil {
		return err
	}
	names := make(map[string]string, len(accounts))
	for _, a := range accounts {
		names[a.ID] = a.Name
	}
	type line struct {
		ID    string `json:"id"`
		Name  string `json:"name"`
		Role  string `json:"role"`
		Unit  string `json:"unit,omitempty"`
		Poll  string `json:"poll,omitempty"`
		Ends  string `json:"ends,omitempty"`
		Ended bool   `json:"ended,omitempty"`
	}
	lines := make([]line, len(grants))
	shown := newTable("NAME", "ROLE", "UNIT", "POLL", "ENDS", "GRANT")
	for i, g := range grants {
		lines[i] = line{ID: g.ID, Name: names[g.Account], Role: string(g.Role), Unit: g.Unit, Poll: g.Poll}
		if !g.Ends.IsZero() {
			lines[i].Ends, lines[i].Ended = g.Ends.Local().Format(time.DateOnly), !s.Now().Before(g.Ends)
		}
		shown.AppendRow(table.Row{lines[i].Name, g.Role, g.Unit, g.Poll, lines[i].Ends, g.ID})
	}
	return printed(os.Stdout, asJSON, lines, shown)
}

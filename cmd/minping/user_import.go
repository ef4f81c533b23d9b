package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"

	"minping/survey/access"
	"minping/survey/intake"
)

// userImportCmd makes the accounts of a table.
type userImportCmd struct {
	linkFlags
	File   string `arg:"" type:"existingfile" help:"CSV or XLSX with the columns name, role, unit, poll and ends; name is needed, rows of one name are grants of one account."`
	DryRun bool   `help:"Print what would be made, and change nothing."`
}

// Run makes all accounts or none, and prints their links.
func (u userImportCmd) Run() error {
	base, err := serveCmd{URL: u.URL}.base()
	if err != nil {
		return usageError{err}
	}
	sheet, err := intake.Table(u.File)
	if err != nil {
		return err
	}
	return u.withAccounts(func(ctx context.Context, s *access.Service) error {
		list, wrong, err := s.ReadList(ctx, sheet.Header, sheet.Rows, time.Local)
		if err != nil {
			return err
		}
		if len(wrong) > 0 {
			return sheet.Wrong(u.File, wrong)
		}
		if u.DryRun {
			return printInvitees(os.Stdout, u.JSON, list)
		}
		made, err := s.Invite(ctx, list)
		if err != nil {
			return err
		}
		fmt.Fprintf(os.Stderr, "%d links, each good once, until %s. They cannot be shown again.\n", len(made), made[0].Expires.Local().Format("2006-01-02 15:04"))
		link := func(i access.Invited) string { return inviteLink(base, i) }
		if u.JSON {
			return printLinks(os.Stdout, made, link)
		}
		return access.WriteLinks(os.Stdout, made, link, time.Local)
	})
}

// printLinks prints invitations as JSON.
func printLinks(w io.Writer, made []access.Invited, link func(access.Invited) string) error {
	type line struct {
		ID      string    `json:"id"`
		Name    string    `json:"name"`
		Link    string    `json:"link"`
		Expires time.Time `json:"expires"`
	}
	lines := make([]line, len(made))
	for i, m := range made {
		lines[i] = line{m.ID, m.Name, link(m), m.Expires}
	}
	return json.NewEncoder(w).Encode(lines)
}

// printInvitees prints accounts that would be made, one line a grant.
func printInvitees(w io.Writer, asJSON bool, list []access.Invitee) error {
	type line struct {
		Name string `json:"name"`
		Role string `json:"role,omitempty"`
		Unit string `json:"unit,omitempty"`
		Poll string `json:"poll,omitempty"`
		Ends string `json:"ends,omitempty"` // the last day
	}
	lines := make([]line, 0, len(list))
	shown := newTable("NAME", "ROLE", "UNIT", "POLL", "LAST DAY")
	for _, who := range list {
		if len(who.Grants) == 0 {
			lines = append(lines, line{Name: who.Name})
		}
		for _, g := range who.Grants {
			l := line{Name: who.Name, Role: string(g.Role), Unit: g.Unit, Poll: g.Poll}
			if !g.Ends.IsZero() {
				l.Ends = g.Ends.Local().AddDate(0, 0, -1).Format(time.DateOnly)
			}
			lines = append(lines, l)
		}
	}
	for _, l := range lines {
		shown.AppendRow(table.Row{l.Name, l.Role, l.Unit, l.Poll, l.Ends})
	}
	return printed(w, asJSON, lines, shown)
}

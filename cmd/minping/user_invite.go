package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"time"

	"minping/survey"
	"minping/survey/access"
)

// linkFlags say where a link leads.
type linkFlags struct {
	storageFlags
	URL  string `name:"url" env:"MINPING_URL" placeholder:"URL" default:"http://localhost:8080" help:"Address under which people reach the server."`
	JSON bool   `name:"json" help:"Print JSON."`
}

// give makes a link and prints it, and nothing else, to standard output.
func (l linkFlags) give(make func(context.Context, *access.Service) (access.Invited, error)) error {
	base, err := serveCmd{URL: l.URL}.base()
	if err != nil {
		return usageError{err}
	}
	return l.withAccounts(func(ctx context.Context, s *access.Service) error {
		made, err := make(ctx, s)
		if err != nil {
			return err
		}
		link := inviteLink(base, made)
		if l.JSON {
			return json.NewEncoder(os.Stdout).Encode(map[string]any{"id": made.ID, "name": made.Name, "link": link, "expires": made.Expires})
		}
		fmt.Fprintf(os.Stderr, "The link for %s is good once, until %s. It cannot be shown again.\n", made.Name, made.Expires.Local().Format("2006-01-02 15:04"))
		fmt.Println(link)
		return nil
	})
}

// inviteLink is where an invitation leads.
func inviteLink(base string, i access.Invited) string {
	return base + "/invite?token=" + url.QueryEscape(i.Secret)
}

// userInviteCmd makes an account and a link for its owner.
type userInviteCmd struct {
	linkFlags
	Name string `arg:"" help:"Name of the account."`
	Role string `placeholder:"ROLE" help:"Grant this role: operator, organiser, moderator, leader, assessor, auditor or client."`
	Unit string `help:"Only for this unit and all below it."`
	Poll string `help:"Only in this poll."`
	Ends string `placeholder:"DATE" help:"The role ends before this day, such as 2027-01-01."`
}

// Run makes the account and prints the link.
func (u userInviteCmd) Run() error {
	who := access.Invitee{Name: u.Name}
	if u.Role == "" && u.Unit+u.Poll+u.Ends != "" {
		return usageError{errors.New("--unit, --poll and --ends bound a role: give --role too")}
	}
	if u.Role != "" {
		g := access.Grant{Role: access.Role(u.Role), Unit: u.Unit, Poll: u.Poll}
		if u.Ends != "" {
			day, err := time.ParseInLocation(time.DateOnly, u.Ends, time.Local)
			if err != nil {
				return usageError{fmt.Errorf("--ends must be like 2027-01-01, not %q", u.Ends)}
			}
			g.Ends = day
		}
		who.Grants = []access.Grant{g}
	}
	return u.give(func(ctx context.Context, s *access.Service) (access.Invited, error) {
		made, err := s.Invite(ctx, []access.Invitee{who})
		if err != nil {
			return access.Invited{}, err
		}
		return made[0], nil
	})
}

// userResetCmd makes a link for somebody who has forgotten his password.
type userResetCmd struct {
	linkFlags
	Name         string `arg:"" help:"Name of the account."`
	SecondFactor bool   `help:"Also remove the second factor."`
}

// Run prints the link.
func (u userResetCmd) Run() error {
	return u.give(func(ctx context.Context, s *access.Service) (access.Invited, error) {
		made, err := s.Reset(ctx, u.Name, u.SecondFactor)
		if errors.Is(err, survey.ErrNotFound) {
			err = fmt.Errorf("there is no account %q; minping user list shows those there are", u.Name)
		}
		return made, err
	})
}

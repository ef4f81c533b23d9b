package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"

	"minping/survey"
	"minping/survey/access"
)

// tokenCmd looks after API tokens, while the server is stopped. A running
// server makes them by POST /api/v1/tokens.
type tokenCmd struct {
	Create tokenCreateCmd `cmd:"" help:"Make a token; it is shown this once."`
	List   tokenListCmd   `cmd:"" help:"List the tokens."`
	Revoke tokenRevokeCmd `cmd:"" help:"End a token at once."`
}

// tokenCreateCmd makes a token.
type tokenCreateCmd struct {
	storageFlags
	User  string `required:"" help:"Account that the token acts for."`
	Label string `required:"" help:"What the token is for."`
	Days  int    `default:"90" help:"It expires after so many days, at most 366."`
	Role  string `help:"Narrow it to one role of the account."`
	Unit  string `help:"Narrow it to a unit and all below it."`
	Poll  string `help:"Narrow it to one poll."`
	JSON  bool   `name:"json" help:"Print JSON."`
}

func (t tokenCreateCmd) narrowed() access.Narrowed {
	return access.Narrowed{Role: access.Role(t.Role), Unit: t.Unit, Poll: t.Poll}
}

// Run prints the token, and nothing else, to standard output.
func (t tokenCreateCmd) Run() error {
	return t.withAccounts(func(ctx context.Context, s *access.Service) error {
		secret, made, err := s.CreateToken(ctx, t.User, t.Label, time.Duration(t.Days)*24*time.Hour, t.narrowed())
		if errors.Is(err, survey.ErrNotFound) {
			return fmt.Errorf("there is no account %q; minping user list shows those there are", t.User)
		}
		if err != nil {
			return err
		}
		if t.JSON {
			return json.NewEncoder(os.Stdout).Encode(map[string]any{"id": made.ID, "secret": secret, "expires": made.Expires})
		}
		fmt.Fprintf(os.Stderr, "Token %s expires on %s. Keep it safe; it cannot be shown again.\n", made.ID, made.Expires.Format("2006-01-02"))
		fmt.Println(secret)
		return nil
	})
}

// tokenListCmd lists tokens.
type tokenListCmd struct {
	storageFlags
	JSON bool `name:"json" help:"Print JSON."`
}

// Run prints id, label and expiry of every token.
func (t tokenListCmd) Run() error {
	return t.withAccounts(func(ctx context.Context, s *access.Service) error {
		tokens, err := s.Tokens(ctx)
		if err != nil {
			return err
		}
		type line struct {
			ID      string    `json:"id"`
			Label   string    `json:"label"`
			Expires time.Time `json:"expires"`
			Expired bool      `json:"expired"`
		}
		lines := make([]line, len(tokens))
		shown := newTable("ID", "LABEL", "EXPIRES")
		for i, k := range tokens {
			lines[i] = line{k.ID, k.Label, k.Expires, !s.Now().Before(k.Expires)}
			expires := k.Expires.Format("2006-01-02")
			if lines[i].Expired {
				expires += " (expired)"
			}
			shown.AppendRow(table.Row{k.ID, k.Label, expires})
		}
		return printed(os.Stdout, t.JSON, lines, shown)
	})
}

// tokenRevokeCmd ends a token.
type tokenRevokeCmd struct {
	storageFlags
	ID string `arg:"" help:"Id of the token."`
}

// Run ends the token.
func (t tokenRevokeCmd) Run() error {
	return t.withAccounts(func(ctx context.Context, s *access.Service) error {
		err := s.RevokeToken(ctx, t.ID)
		if errors.Is(err, survey.ErrNotFound) {
			return fmt.Errorf("there is no token %q; minping token list shows those there are", t.ID)
		}
		return err
	})
}

// newTable returns a plain table with a heading.
func newTable(heading ...any) table.Writer {
	t := table.NewWriter()
	t.SetStyle(table.StyleLight)
	t.AppendHeader(heading)
	return t
}

// printed writes lines as JSON, or as the table.
func printed(out io.Writer, asJSON bool, lines any, t table.Writer) error {
	if asJSON {
		return json.NewEncoder(out).Encode(lines)
	}
	_, err := fmt.Fprintln(out, t.Render())
	return err
}

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"

	"minping/survey"
	"minping/survey/outbound"
	"minping/survey/webhook"
)

// webhookCmd looks after webhooks, while the server is stopped. A running
// server has /admin/webhooks and the API.
type webhookCmd struct {
	List   webhookListCmd   `cmd:"" help:"List the webhooks."`
	Add    webhookAddCmd    `cmd:"" help:"Add a webhook; its secret is shown this once."`
	Remove webhookRemoveCmd `cmd:"" help:"Remove a webhook and its log."`
	Test   webhookTestCmd   `cmd:"" help:"Send a test to a webhook and print what it answers."`
}

// withWebhooks opens the webhooks for one command.
func (f storageFlags) withWebhooks(out outboundFlags, do func(context.Context, *webhook.Service) error) (err error) {
	client, err := out.client()
	if err != nil {
		return err
	}
	st, err := f.open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	return do(commandContext(), newWebhooks(st, client))
}

// noWebhook says that there is no webhook of an id, where that is what is wrong.
func noWebhook(id string, err error) error {
	if errors.Is(err, survey.ErrNotFound) {
		return fmt.Errorf("there is no webhook %q; minping webhook list shows those there are", id)
	}
	return err
}

// webhookListCmd lists webhooks.
type webhookListCmd struct {
	storageFlags
	JSON bool `name:"json" help:"Print JSON."`
}

// Run prints id, state, what is told and to whom.
func (w webhookListCmd) Run() error {
	return w.withWebhooks(outboundFlags{}, func(ctx context.Context, s *webhook.Service) error {
		hooks, err := s.Hooks(ctx)
		if err != nil {
			return err
		}
		type line struct {
			ID     string   `json:"id"`
			Label  string   `json:"label"`
			URL    string   `json:"url"`
			Events []string `json:"events"`
			Poll   string   `json:"poll"`
			State  string   `json:"state"`
			Secret bool     `json:"secret"`
		}
		lines := make([]line, len(hooks))
		t := newTable("ID", "LABEL", "URL", "EVENTS", "POLL", "STATE")
		for i, h := range hooks {
			lines[i] = line{h.ID, h.Label, h.URL, []string{}, h.Poll, string(h.State), h.Sealed}
			for _, k := range h.Kinds {
				lines[i].Events = append(lines[i].Events, string(k))
			}
			state := lines[i].State
			if !h.Sealed {
				state += ", no secret"
			}
			t.AppendRow(table.Row{h.ID, h.Label, h.URL, strings.Join(lines[i].Events, " "), h.Poll, state})
		}
		return printed(os.Stdout, w.JSON, lines, t)
	})
}

// webhookAddCmd adds a webhook.
type webhookAddCmd struct {
	storageFlags
	outboundFlags
	URL    string   `arg:"" name:"url" help:"Address that is called, such as https://example.org/minping."`
	Label  string   `help:"What the receiver is."`
	Events []string `placeholder:"KIND" help:"What it is told of: poll.opened, poll.closed, poll.released, poll.published, order.issued, order.submitted, order.returned, order.closed, order.reminded, order.overdue, case.opened, case.due, case.overdue, case.reminded, case.appealed, case.returned, case.answered, case.closed; by default everything."`
	Poll   string   `help:"Id of the poll that it is told of; by default all."`
	JSON   bool     `name:"json" help:"Print JSON."`
}

// Run prints the secret, and nothing else, to standard output.
func (w webhookAddCmd) Run() error {
	return w.withWebhooks(w.outboundFlags, func(ctx context.Context, s *webhook.Service) error {
		wanted := webhook.Settings{URL: w.URL, Label: w.Label, Poll: w.Poll}
		for _, k := range w.Events {
			wanted.Kinds = append(wanted.Kinds, survey.EventKind(k))
		}
		h, secret, err := s.Add(ctx, wanted)
		if err != nil {
			return err
		}
		if w.JSON {
			return json.NewEncoder(os.Stdout).Encode(map[string]any{"id": h.ID, "secret": secret})
		}
		fmt.Fprintf(os.Stderr, "Webhook %s. Give the receiver this secret; it cannot be shown again.\n", h.ID)
		fmt.Println(secret)
		return nil
	})
}

// webhookRemoveCmd removes a webhook.
type webhookRemoveCmd struct {
	storageFlags
	ID string `arg:"" help:"Id of the webhook."`
}

// Run removes it.
func (w webhookRemoveCmd) Run() error {
	return w.withWebhooks(outboundFlags{}, func(ctx context.Context, s *webhook.Service) error {
		return noWebhook(w.ID, s.Remove(ctx, w.ID))
	})
}

// webhookTestCmd tries a webhook out.
type webhookTestCmd struct {
	storageFlags
	outboundFlags
	ID   string `arg:"" help:"Id of the webhook."`
	JSON bool   `name:"json" help:"Print JSON."`
}

// errTest says that the receiver did not take the test.
var errTest = errors.New("the receiver did not take it")

// Run prints what came of it; a status from 200 to 299 is a success.
func (w webhookTestCmd) Run() error {
	return w.withWebhooks(w.outboundFlags, func(ctx context.Context, s *webhook.Service) error {
		a, err := s.Try(ctx, w.ID)
		if errors.Is(err, survey.ErrConflict) {
			return fmt.Errorf("webhook %s has no secret, since it came out of a backup; give it a new one on /admin/webhooks", w.ID)
		}
		if err != nil {
			return noWebhook(w.ID, err)
		}
		wrong := ""
		if a.Wrong != "" {
			wrong = outbound.Message(a.Wrong, "en")
		}
		if w.JSON {
			err = json.NewEncoder(os.Stdout).Encode(map[string]any{"status": a.Status, "ms": a.Took.Milliseconds(), "answer": a.Answer, "error": wrong})
		} else {
			fmt.Printf("status %d after %s\n%s\n", a.Status, a.Took.Round(time.Millisecond), a.Answer+wrong)
		}
		if err == nil && !a.OK() {
			err = errTest
		}
		return err
	})
}

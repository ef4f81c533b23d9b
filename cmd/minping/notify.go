package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"

	"minping/survey"
	"minping/survey/form"
	"minping/survey/notify"
)

// notifyCmd looks after messages, while the server is stopped (PostgreSQL: at
// any time). A running server has /admin/notifications.
type notifyCmd struct {
	Test notifyTestCmd `cmd:"" help:"Send a test message by a channel, or by mail to an address, and say what became of it."`
	Send notifySendCmd `cmd:"" help:"Send the messages that are due."`
	Log  notifyLogCmd  `cmd:"" help:"List what was sent and what waits."`
}

// notifyFlags are what commands that send need.
type notifyFlags struct {
	storageFlags
	smtpFlags
	outboundFlags
	URL string `name:"url" env:"MINPING_URL" placeholder:"URL" help:"Address under which people reach the server, for links in messages."`
}

// withNotifier opens the messages for one command.
func (f notifyFlags) withNotifier(do func(context.Context, *notify.Service) error) (err error) {
	client, err := f.client()
	if err != nil {
		return err
	}
	defer client.Close()
	st, err := f.open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	service := survey.NewService(st.People, st.Ballots, form.Parse)
	n, err := f.notifier(st, service, client, f.URL, nil)
	if err != nil {
		return err
	}
	return do(commandContext(), n)
}

// notifyTestCmd sends a test message.
type notifyTestCmd struct {
	notifyFlags
	To   string `arg:"" help:"Id or name of a channel, or a mail address."`
	JSON bool   `name:"json" help:"Print JSON."`
}

// Run sends the message and fails if it was not taken.
func (c notifyTestCmd) Run() error {
	return c.withNotifier(func(ctx context.Context, s *notify.Service) error {
		sent, err := c.test(ctx, s)
		if err != nil {
			return err
		}
		if err := printMessages(c.JSON, sent); err != nil {
			return err
		}
		for _, m := range sent {
			if m.State != notify.Sent {
				return errors.New("a test message was not taken; the table says why")
			}
		}
		return nil
	})
}

func (c notifyTestCmd) test(ctx context.Context, s *notify.Service) ([]notify.Message, error) {
	if survey.CheckAddress(c.To) == nil {
		m, err := s.TestMail(ctx, c.To, "zh")
		return []notify.Message{m}, err
	}
	channels, err := s.Channels(ctx)
	if err != nil {
		return nil, err
	}
	for _, ch := range channels {
		if ch.ID == c.To || ch.Name == c.To {
			return s.TestChannel(ctx, ch.ID)
		}
	}
	return nil, fmt.Errorf("there is no channel %q, nor is it a mail address; /admin/notifications shows the channels there are", c.To)
}

// notifySendCmd sends what is due.
type notifySendCmd struct{ notifyFlags }

// Run prints how many attempts were made.
func (c notifySendCmd) Run() error {
	return c.withNotifier(func(ctx context.Context, s *notify.Service) error {
		n, err := s.Send(ctx)
		fmt.Printf("%d tried\n", n)
		if err != nil {
			return err
		}
		waiting, err := s.Waiting(ctx)
		if waiting > 0 {
			fmt.Fprintf(os.Stderr, "%d wait: for their time, or for the next minute (--notify-rate)\n", waiting)
		}
		return err
	})
}

// notifyLogCmd lists messages.
type notifyLogCmd struct {
	notifyFlags
	Poll  string `placeholder:"ID" help:"Only of this poll."`
	State string `enum:"queued,sent,failed,stopped," default:"" help:"Only in this state: queued, sent, failed or stopped."`
	Limit int    `default:"100" help:"How many, the latest first."`
	JSON  bool   `name:"json" help:"Print JSON."`
}

// Run prints time, kind, receiver and result of each.
func (c notifyLogCmd) Run() error {
	return c.withNotifier(func(ctx context.Context, s *notify.Service) error {
		list, err := s.Messages(ctx, notify.LogQuery{Poll: c.Poll, State: notify.State(c.State), Limit: c.Limit})
		if err != nil {
			return err
		}
		return printMessages(c.JSON, list)
	})
}

// printMessages prints what the log has of messages.
func printMessages(asJSON bool, list []notify.Message) error {
	type line struct {
		ID      string    `json:"id"`
		Created time.Time `json:"created"`
		Kind    string    `json:"kind"`
		Poll    string    `json:"poll,omitempty"`
		Channel string    `json:"channel,omitempty"`
		To      string    `json:"to"`
		State   string    `json:"state"`
		Tries   int       `json:"tries"`
		Result  string    `json:"result,omitempty"`
	}
	lines := make([]line, len(list))
	t := newTable("CREATED", "KIND", "POLL", "TO", "STATE", "TRIES", "RESULT")
	for i, m := range list {
		lines[i] = line{m.ID, m.Created, string(m.Kind), m.Poll, m.Channel, m.Masked, string(m.State), m.Tries, m.Result}
		t.AppendRow(table.Row{m.Created.Local().Format("2006-01-02 15:04"), m.Kind, m.Poll, m.Masked, m.State, m.Tries, m.Result})
	}
	return printed(os.Stdout, asJSON, lines, t)
}

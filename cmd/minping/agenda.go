package main

import (
	"context"

	"minping/survey/access"
	"minping/survey/agenda"
	"minping/survey/casework"
	"minping/survey/notify"
	"minping/survey/rectify"

	"minping/survey"
)

// newAgenda returns the desk of what is due, which mails by the notifier where
// there is a mail server.
func newAgenda(store agenda.Store, s *survey.Service, a *access.Service, orders *rectify.Desk, cases *casework.Desk, n *notify.Service, url string) *agenda.Desk {
	d := agenda.New(store)
	d.Now, d.URL, d.Orders, d.Cases, d.Service, d.Rights = orders.Now, url, orders, cases, s, a.RightsOf
	if n != nil && n.CanMail() {
		d.Post = func(ctx context.Context, l agenda.Letter) error { return n.PostLetter(ctx, letter(l)) }
	}
	d.Name = func(ctx context.Context, account string) (string, error) {
		p, err := a.Profile(ctx, account)
		return p.Name, err
	}
	return d
}

// letter is one of the desk for the notifier.
func letter(l agenda.Letter) notify.Letter {
	return notify.Letter{Kind: notify.Kind(l.Kind), ID: l.ID, To: l.To, Lang: l.Lang, Subject: l.Subject, Text: l.Text, Link: l.Link}
}

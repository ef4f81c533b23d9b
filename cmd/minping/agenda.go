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
		d.Post = func(ctx context.Context, l agenda.Letter) error { return n.PostWeekly(ctx, notify.Letter(l)) }
	}
	return d
}

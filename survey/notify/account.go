package notify

import (
	"context"
	"time"

	"minping/survey"
)

// An AccountInvitation is a link by which somebody comes to an account.
type AccountInvitation struct {
	Address, Name, Lang string
	Link                string // whole, a secret
	Expires             time.Time
}

// InviteToAccount mails an invitation at once. The link never lies in the
// queue or the log, so that no copy of the database holds it; the log has the
// masked address and whether the server took it. Errors: survey.FieldErrors
// (fields "address", "mail"), or why the server did not take it.
func (s *Service) InviteToAccount(ctx context.Context, in AccountInvitation) error {
	if e := survey.CheckAddress(in.Address); e != nil {
		return survey.FieldErrors{*e}
	}
	if s.Mailer == nil {
		return survey.FieldErrors{{Field: "mail", Key: "no_mail_server"}}
	}
	if in.Lang != "en" {
		in.Lang = "zh"
	}
	note := DefaultText(Account, in.Lang).note(survey.Args(
		"name", oneLine(in.Name), "link", in.Link, "expires", moment(in.Lang, in.Expires, s.Zone),
	))
	now := s.Now()
	m := Message{
		ID: newID("msg_"), Note: note, To: in.Address, Name: in.Name, Masked: survey.MaskAddress(in.Address),
		Created: now, Due: now,
	}
	sent, err := s.once(ctx, m)
	if err == nil && sent.State == Failed {
		err = MailError{sent.Result}
	}
	return err
}

// A MailError says why a mail server did not take a message.
type MailError struct{ Reason string }

// Error implements error.
func (e MailError) Error() string { return "the mail was not sent: " + e.Reason }

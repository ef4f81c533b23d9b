package notify

import (
	"context"
	"errors"
	"net/mail"
	"strconv"
	"sync"
	"time"

	"minping/survey"
)

// MaxBundles is how many bundles Dispatch sends: as many as can go while
// somebody waits, for nothing keeps them until later.
const MaxBundles = 500

// dispatchers send bundles at the same time, each bundle dispatchTries times
// with a pause between, where the mail server says that it may work later.
const (
	dispatchers   = 4
	dispatchTries = 3
)

// CanDispatch says what is in the way of sending n bundles by mail.
func (s *Service) CanDispatch(n int) (errs survey.FieldErrors) {
	if s.Mailer == nil {
		errs = append(errs, survey.FieldError{Field: "mail", Key: "no_mail_server"})
	}
	if n > MaxBundles {
		errs = append(errs, survey.FieldError{Field: "mail", Key: "bundles_max", Args: survey.Args("max", MaxBundles, "count", n)})
	}
	return errs
}

// Dispatch mails its bundle to each rater who has an address, link being where
// it opens with the secret, and returns those that did not go. Which secret is
// whose is in memory until the mail server has taken it: unlike other messages
// these are never queued, and neither the log nor an error names anybody.
func (s *Service) Dispatch(ctx context.Context, poll, lang string, bundles []survey.Bundle, link func(secret string) string) (left []survey.Bundle, err error) {
	p, err := s.polls.Poll(ctx, poll)
	if err != nil {
		return bundles, err
	}
	return dispatchAll(bundles, func(b survey.Bundle) bool {
		args := s.args(Bundle, lang, p, survey.Recipient{Name: b.Rater.Name})
		args["link"], args["sheets"] = link(b.Secret), strconv.Itoa(b.Sheets)
		return s.dispatch(ctx, p.ID, b.Rater, DefaultText(Bundle, lang).note(args))
	}), nil
}

// DispatchNominations mails to each who is asked for nominations what opens
// them, until being when the call ends, and returns those that did not go; as
// Dispatch does.
func (s *Service) DispatchNominations(ctx context.Context, poll, lang string, until time.Time, invited []survey.NominationInvitation, link func(secret string) string) (left []survey.NominationInvitation, err error) {
	p, err := s.polls.Poll(ctx, poll)
	if err != nil {
		return invited, err
	}
	return dispatchAll(invited, func(one survey.NominationInvitation) bool {
		args := s.args(Nomination, lang, p, survey.Recipient{Name: one.Person.Name})
		args["link"], args["until"] = link(one.Secret), moment(lang, until, s.Zone)
		return s.dispatch(ctx, p.ID, one.Person, DefaultText(Nomination, lang).note(args))
	}), nil
}

// dispatchAll sends some at the same time and returns those that did not go.
func dispatchAll[T any](all []T, send func(T) bool) (left []T) {
	went := make([]bool, len(all))
	next := make(chan int)
	var sending sync.WaitGroup
	for range dispatchers {
		sending.Go(func() {
			for i := range next {
				went[i] = send(all[i])
			}
		})
	}
	for i := range all {
		next <- i
	}
	close(next)
	sending.Wait()
	for i, one := range all {
		if !went[i] {
			left = append(left, one)
		}
	}
	return left
}

// dispatch sends somebody a secret and reports whether the mail server took it;
// nobody without an address gets anything.
func (s *Service) dispatch(ctx context.Context, poll string, to survey.Person, n Note) bool {
	if to.Mail == "" {
		return false
	}
	ctx = context.WithoutCancel(ctx) // what was not sent is lost with the request
	m := Mail{ID: newID("msg_"), To: mail.Address{Name: to.Name, Address: to.Mail}, Date: s.Now().In(s.Zone), Note: n}
	for try := range dispatchTries {
		if try > 0 {
			time.Sleep(s.DispatchPause)
		}
		err := s.Mailer.Send(ctx, m)
		if err == nil {
			return true
		}
		if _, final := errors.AsType[PermanentError](err); final {
			break
		}
	}
	s.Log.Warn("a secret could not be mailed", "poll", poll)
	return false
}

// JoinRaters adds the raters of bundles who have an address to the recipients
// of a poll, so that they can be reminded. It is no list of who has answered:
// reminders go to all of them.
func (s *Service) JoinRaters(ctx context.Context, poll string, bundles []survey.Bundle) error {
	var list []survey.Recipient
	for _, b := range bundles {
		r := survey.Recipient{Address: b.Rater.Mail, Name: b.Rater.Name}.Clean()
		if len(r.Check(nil)) == 0 {
			list = append(list, r)
		}
	}
	if len(list) == 0 {
		return nil
	}
	return s.AddRecipients(ctx, poll, list, false)
}

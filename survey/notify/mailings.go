package notify

import (
	"context"
	"errors"
	"fmt"
	"time"

	"minping/survey"
)

// maxDays is how many days before the end a mailing may be planned.
const maxDays = 60

// An Order asks for a mailing.
type Order struct {
	Kind   Kind
	When   When
	Days   int    // before the end, for AtClosing
	Group  string // "": all
	Absent bool   // only to those who have not taken part
}

// Plan orders a mailing. One that goes out now is queued before it returns.
// Errors: survey.FieldErrors (fields "kind", "when", "days", "group", "absent",
// "recipients", "mail"), survey.ErrNotFound.
func (s *Service) Plan(ctx context.Context, poll string, o Order) (Mailing, error) {
	p, err := s.polls.Poll(ctx, poll)
	if err != nil {
		return Mailing{}, err
	}
	groups, err := s.store.CountRecipients(ctx, poll)
	if err != nil {
		return Mailing{}, err
	}
	if o.When != AtClosing {
		o.Days = 0
	}
	now := s.Now()
	if errs := s.checkOrder(&p, o, groups, now); len(errs) > 0 {
		return Mailing{}, errs
	}
	m := Mailing{
		ID: newID("mail_"), Poll: poll, Kind: o.Kind, When: o.When, Days: o.Days, Group: o.Group,
		Created: now.UTC().Truncate(time.Millisecond), State: Planned,
	}
	if err := s.store.PutMailing(ctx, m); err != nil {
		return Mailing{}, err
	}
	if m.When == Now {
		m.State, err = s.send(ctx, m, p)
	}
	return m, err
}

func (s *Service) checkOrder(p *survey.Poll, o Order, groups map[string]int, now time.Time) (errs survey.FieldErrors) {
	wrong := func(field, key string, args ...any) {
		errs = append(errs, survey.FieldError{Field: field, Key: key, Args: survey.Args(args...)})
	}
	if !o.Kind.ToRespondents() {
		wrong("kind", "unknown_text", "kind", string(o.Kind), "kinds", kindNames([]Kind{Invitation, Reminder}))
	}
	if o.Absent && !p.Access.KnowsWhoTookPart() {
		wrong("absent", "absent_unknown")
	}
	if s.Mailer == nil {
		wrong("mail", "no_mail_server")
	}
	if n := groups[o.Group]; len(groups) == 0 || o.Group != "" && n == 0 {
		wrong("recipients", "no_recipients")
	}
	if p.State != survey.Draft && p.State != survey.Open {
		wrong("when", "mailing_closed")
		return errs
	}
	switch o.When {
	case Now:
		if p.State == survey.Draft {
			wrong("when", "mailing_draft")
		}
	case AtOpening:
		if p.State != survey.Draft {
			wrong("when", "mailing_past")
		}
	case AtClosing:
		switch {
		case o.Days < 1 || o.Days > maxDays:
			wrong("days", "mailing_days", "min", 1, "max", maxDays)
		case p.Closes.IsZero():
			wrong("when", "mailing_no_end")
		case !beforeEnd(p, o.Days).After(now):
			wrong("when", "mailing_past")
		}
	default:
		wrong("when", "mailing_when", "when", string(o.When))
	}
	return errs
}

func beforeEnd(p *survey.Poll, days int) time.Time { return p.Closes.AddDate(0, 0, -days) }

// Mailings lists the mailings of a poll, the latest first.
func (s *Service) Mailings(ctx context.Context, poll string) ([]Mailing, error) {
	return s.store.Mailings(ctx, poll)
}

// StopMailing calls a mailing off: what of it is still queued stays unsent.
func (s *Service) StopMailing(ctx context.Context, poll, id string) error {
	return s.store.StopMailing(ctx, poll, id, s.Now())
}

// due returns what a planned mailing is to become now: Planned if it has to wait.
func (m *Mailing) due(p *survey.Poll, now time.Time) MailingState {
	switch p.State {
	case survey.Draft:
		return Planned
	case survey.Open:
	default:
		return Overtaken
	}
	if m.When == AtClosing && (p.Closes.IsZero() || now.Before(beforeEnd(p, m.Days))) {
		return Planned // its end may have been moved
	}
	return GoneOut
}

// sendDue queues the mailings whose time has come.
func (s *Service) sendDue(ctx context.Context) error {
	planned, err := s.store.PlannedMailings(ctx)
	errs := []error{err}
	for _, m := range planned {
		p, err := s.polls.Poll(ctx, m.Poll)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		switch m.due(&p, s.Now()) {
		case GoneOut:
			_, err = s.send(ctx, m, p)
		case Overtaken:
			err = s.store.SendMailing(ctx, m.ID, Overtaken, nil)
		}
		if !errors.Is(err, survey.ErrConflict) { // another server was faster
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// send queues the messages of a mailing.
func (s *Service) send(ctx context.Context, m Mailing, p survey.Poll) (MailingState, error) {
	list, err := s.store.Recipients(ctx, m.Poll, m.Group, 0, MaxRecipients)
	if err != nil {
		return m.State, err
	}
	texts, err := s.store.PollTexts(ctx, m.Poll)
	if err != nil {
		return m.State, err
	}
	bundled, err := s.polls.Bundled(ctx, m.Poll)
	if err != nil {
		return m.State, err
	}
	now := s.Now()
	messages := make([]Message, len(list))
	for i, r := range list {
		lang := r.Lang
		if lang == "" {
			lang = "zh"
		}
		n := textOf(texts, m.Kind, lang).note(s.argsTo(m.Kind, lang, p, r, bundled))
		n.Poll = m.Poll
		messages[i] = Message{
			ID: newID("msg_"), Mailing: m.ID, Note: n,
			To: r.Address, Name: r.Name, Masked: survey.MaskAddress(r.Address), State: Queued, Created: now, Due: now,
		}
	}
	state := GoneOut
	if len(messages) == 0 {
		state = NobodyThere
	}
	if err := s.store.SendMailing(ctx, m.ID, state, messages); err != nil {
		return m.State, fmt.Errorf("mailing %s: %w", m.ID, err)
	}
	return state, nil
}

package notify

import (
	"context"
	"errors"
	"fmt"

	"minping/survey"
)

// MaxRecipients is how many recipients a poll may have.
const MaxRecipients = 50_000

// ErrTooMany says that a poll would have more recipients than it may.
var ErrTooMany = errors.New("too many recipients")

// A Roll is the recipients of a poll in figures.
type Roll struct {
	All    int
	Groups map[string]int // by group; "" is without one
}

// Groups returns the groups that recipients of a poll may be of.
func (s *Service) Groups(ctx context.Context, poll string) ([]string, error) {
	p, err := s.polls.Poll(ctx, poll)
	if err != nil {
		return nil, err
	}
	q, err := s.polls.Questionnaire(ctx, p.Questionnaire.ID, p.Questionnaire.Version)
	if err != nil {
		return nil, err
	}
	groups := make([]string, len(q.Groups))
	for i, g := range q.Groups {
		groups[i] = g.ID
	}
	return groups, nil
}

// AddRecipients adds recipients to a poll, all or none; whoever is there
// already is replaced. With anew the list before is dropped. Errors:
// survey.FieldErrors (fields "recipients[0].address", …), survey.ErrNotFound.
func (s *Service) AddRecipients(ctx context.Context, poll string, list []survey.Recipient, anew bool) error {
	groups, err := s.Groups(ctx, poll)
	if err != nil {
		return err
	}
	var errs survey.FieldErrors
	if len(list) == 0 {
		errs = append(errs, survey.FieldError{Field: "recipients", Key: "missing"})
	}
	clean := make([]survey.Recipient, len(list))
	for i, r := range list {
		clean[i] = r.Clean()
		for _, e := range clean[i].Check(groups) {
			e.Field = fmt.Sprintf("recipients[%d].%s", i, e.Field)
			errs = append(errs, e)
		}
	}
	if len(errs) > 0 {
		return errs
	}
	err = s.store.PutRecipients(ctx, poll, clean, anew, MaxRecipients)
	if errors.Is(err, ErrTooMany) {
		return survey.FieldErrors{{Field: "recipients", Key: "recipients_max", Args: survey.Args("max", MaxRecipients)}}
	}
	return err
}

// Recipients lists recipients of a poll from an offset on, by address.
func (s *Service) Recipients(ctx context.Context, poll string, offset, limit int) ([]survey.Recipient, error) {
	return s.store.Recipients(ctx, poll, "", offset, limit)
}

// Roll counts the recipients of a poll.
func (s *Service) Roll(ctx context.Context, poll string) (r Roll, err error) {
	r.Groups, err = s.store.CountRecipients(ctx, poll)
	for _, n := range r.Groups {
		r.All += n
	}
	return r, err
}

// RemoveRecipient drops one address of a poll.
func (s *Service) RemoveRecipient(ctx context.Context, poll, address string) error {
	return s.store.RemoveRecipient(ctx, poll, address)
}

// RemoveRecipients drops the list of a poll.
func (s *Service) RemoveRecipients(ctx context.Context, poll string) error {
	return s.store.RemoveRecipients(ctx, poll)
}

package notify

import (
	"context"

	"minping/survey"
)

// A Letter is a mail to one account that is worded already.
type Letter struct {
	Kind                              Kind // Weekly or Judging
	ID, To, Lang, Subject, Text, Link string
}

// PostLetter queues what an account is told. One whose id is there already stays
// as it is.
func (s *Service) PostLetter(ctx context.Context, l Letter) error {
	now := s.Now()
	return s.store.Queue(ctx, []Message{{
		ID: l.ID, Note: Note{Kind: l.Kind, Lang: l.Lang, Subject: oneLine(l.Subject), Text: tidy(l.Text), Link: l.Link},
		To: l.To, Masked: survey.MaskAddress(l.To), State: Queued, Created: now, Due: now,
	}})
}

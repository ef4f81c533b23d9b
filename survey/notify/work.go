package notify

import (
	"context"
	"errors"
	"time"

	"minping/survey"
)

// atOnce is how many messages one Tick sends at most.
const atOnce = 20

// sweepEvery is how often old lists and log lines are looked for.
const sweepEvery = time.Hour

// Tick queues what channels are to say of new events and the mailings whose
// time has come, sends what is due, and drops
// what has been kept long enough; the server calls it often.
func (s *Service) Tick(ctx context.Context) error {
	return errors.Join(s.tellAll(ctx), s.sendDue(ctx), s.work(ctx), s.sweep(ctx))
}

// work sends messages that are due.
func (s *Service) work(ctx context.Context) error {
	messages, err := s.store.Claim(ctx, s.Now(), leaseTime, s.PerMinute, atOnce)
	errs := []error{err}
	for _, m := range messages {
		if ctx.Err() != nil {
			break // others of the batch are taken up when their lease ends
		}
		errs = append(errs, s.attempt(ctx, m))
	}
	return errors.Join(errs...)
}

// attempt sends one message and notes what became of it, even if the server
// is told to stop meanwhile.
func (s *Service) attempt(ctx context.Context, m Message) error {
	wrong := s.deliver(ctx, m)
	ctx = context.WithoutCancel(ctx)
	now := s.Now()
	_, final := errors.AsType[PermanentError](wrong)
	switch {
	case wrong == nil:
		return s.store.Finish(ctx, m.ID, Sent, "", now)
	case final || m.Tries > len(pauses):
		s.Log.Warn("message failed", "id", m.ID, "kind", string(m.Kind), "channel", m.Channel, "error", m.told(wrong))
		return s.store.Finish(ctx, m.ID, Failed, m.told(wrong), now)
	default:
		return s.store.Again(ctx, m.ID, m.told(wrong), now.Add(pauses[m.Tries-1]))
	}
}

// sweep drops lists of recipients whose poll was archived long ago, and old
// lines of the log.
func (s *Service) sweep(ctx context.Context) error {
	now := s.Now()
	if now.Sub(s.swept) < sweepEvery {
		return nil
	}
	s.swept = now
	lists, err := s.store.RecipientLists(ctx)
	errs := []error{err, s.store.ForgetLog(ctx, now.Add(-s.Keep))}
	for _, l := range lists {
		errs = append(errs, s.sweepList(ctx, l, now))
	}
	return errors.Join(errs...)
}

func (s *Service) sweepList(ctx context.Context, l List, now time.Time) error {
	p, err := s.polls.Poll(ctx, l.Poll)
	switch {
	case err != nil || p.State != survey.Archived:
		return err
	case l.Archived.IsZero():
		return s.store.NoteArchived(ctx, l.Poll, now)
	case now.Sub(l.Archived) >= s.Keep:
		return s.store.RemoveRecipients(ctx, l.Poll)
	}
	return nil
}

// Send sends what is due now, until nothing is or the minute's share is used
// up; for a command beside no server. It returns how many attempts it made.
func (s *Service) Send(ctx context.Context) (n int, err error) {
	if err := errors.Join(s.tellAll(ctx), s.sendDue(ctx)); err != nil {
		return 0, err
	}
	for ctx.Err() == nil {
		messages, err := s.store.Claim(ctx, s.Now(), leaseTime, s.PerMinute, atOnce)
		if err != nil || len(messages) == 0 {
			return n, err
		}
		for _, m := range messages {
			if err := s.attempt(ctx, m); err != nil {
				return n, err
			}
			n++
		}
	}
	return n, ctx.Err()
}

// Messages lists the log with what is still queued, the latest first.
func (s *Service) Messages(ctx context.Context, q LogQuery) ([]Message, error) {
	return s.store.Log(ctx, q)
}

// Waiting counts the messages that are still queued.
func (s *Service) Waiting(ctx context.Context) (int, error) { return s.store.Waiting(ctx) }

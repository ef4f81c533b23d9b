package survey

import (
	"context"
	"errors"
	"fmt"
)

// OpenPoll opens a draft: from now on its rules are frozen. An open poll stays as it is.
func (s *Service) OpenPoll(ctx context.Context, id string) error {
	s.moving.Lock()
	defer s.moving.Unlock()
	p, err := s.definitions.Poll(ctx, id)
	if err != nil {
		return fmt.Errorf("poll %s: %w", id, err)
	}
	now := s.now()
	if st := p.stateAt(now); st != Draft && st != Open {
		return ErrClosed
	}
	if !p.Closes.IsZero() && !now.Before(p.Closes) {
		return FieldErrors{{Field: "closes", Key: "closes_past"}}
	}
	if len(p.Units) == 0 {
		return errNoUnits
	}
	_, err = s.open(ctx, p)
	return err
}

// open moves a draft to open and freezes its units; the caller holds moving.
func (s *Service) open(ctx context.Context, p Poll) (Poll, error) {
	if p.State != Draft {
		return p, nil
	}
	form, err := s.form(ctx, p.Questionnaire.ID, p.Questionnaire.Version)
	if err != nil {
		return p, err
	}
	units, err := s.definitions.Units(ctx)
	if err != nil {
		return p, err
	}
	if err := s.createBox(ctx, p.ID); err != nil {
		return p, err
	}
	if err := s.box.PutQuotas(ctx, p.ID, p.targets()); err != nil {
		return p, err
	}
	p.State = Open
	if now := s.now(); p.Opens.IsZero() || p.Opens.After(now) {
		p.Opens = milliseconds(now)
	}
	defer s.polls.forget()
	return p, s.move(ctx, p, Draft, RosterOf(units, p.Units, form.Scoring.RollUp))
}

// move stores a poll's next state and, with it, the event. Where another process
// was faster, nothing is left to do.
func (s *Service) move(ctx context.Context, p Poll, from State, roster []Unit) error {
	err := s.definitions.ReplacePoll(ctx, p, from, roster, p.moved(s.now())...)
	if errors.Is(err, ErrConflict) {
		if now, e := s.definitions.Poll(ctx, p.ID); e == nil && now.State == p.State {
			return nil
		}
	}
	return err
}

// ClosePoll ends acceptance, then makes the release. A poll that was closed
// before stays as it is; one whose counting was broken off is finished.
// UnresolvedPaperError: sheets of paper are not in the box yet; nothing is
// changed.
func (s *Service) ClosePoll(ctx context.Context, id string) error { return s.close(ctx, id, false) }

// ClosePollWithoutPaper closes a poll as ClosePoll does, but leaves out the
// batches of paper that are still being typed; the release says how many.
func (s *Service) ClosePollWithoutPaper(ctx context.Context, id string) error {
	return s.close(ctx, id, true)
}

func (s *Service) close(ctx context.Context, id string, leaveOut bool) error {
	s.moving.Lock()
	p, err := s.definitions.Poll(ctx, id)
	if err == nil {
		switch p.stateAt(s.now()) {
		case Draft:
			err = ErrNotOpen
		default:
			p, err = s.open(ctx, p)
		}
	}
	s.moving.Unlock()
	if err == nil && p.State == Open {
		err = s.definitions.ClosePaper(ctx, id, leaveOut)
	}
	if err != nil {
		return fmt.Errorf("poll %s: %w", id, err)
	}
	if err := s.finish(ctx, id); !errors.Is(err, ErrRead) {
		return err
	}
	return nil // it has ended and is counted; Tick seals it
}

// finish fences the box, marks the poll closed, makes its release, draws its
// comments, drops what was deleted from the files of people, and seals the box.
// Each step can be repeated: after a crash, finish finishes.
func (s *Service) finish(ctx context.Context, id string) error {
	s.counting.Lock()
	defer s.counting.Unlock()
	if err := s.box.Fence(ctx, id); err != nil {
		return fmt.Errorf("poll %s: closing: %w", id, err)
	}
	p, err := s.markClosed(ctx, id)
	if err != nil {
		return fmt.Errorf("poll %s: closing: %w", id, err)
	}
	if err := s.makeRelease(ctx, p); err != nil {
		return fmt.Errorf("poll %s: counting: %w", id, err)
	}
	if err := s.drawComments(ctx, p); err != nil {
		return fmt.Errorf("poll %s: comments: %w", id, err)
	}
	if err := s.definitions.Scrub(ctx); err != nil {
		return fmt.Errorf("poll %s: scrubbing: %w", id, err)
	}
	if err := s.box.Seal(ctx, id); err != nil {
		return fmt.Errorf("poll %s: sealing: %w", id, err)
	}
	return nil
}

func (s *Service) markClosed(ctx context.Context, id string) (Poll, error) {
	s.moving.Lock()
	defer s.moving.Unlock()
	p, err := s.definitions.Poll(ctx, id)
	if err != nil || p.State != Open {
		return p, err
	}
	p.State = Closed
	if now := s.now(); p.Closes.IsZero() || p.Closes.After(now) {
		p.Closes = milliseconds(now)
	}
	defer s.polls.forget()
	return p, s.move(ctx, p, Open, nil)
}

// PublishPoll shows a closed poll's release.
func (s *Service) PublishPoll(ctx context.Context, id string) error {
	p, err := s.Poll(ctx, id)
	if err != nil {
		return err
	}
	if p.State == Closed {
		if _, err := s.Release(ctx, id); isNotFound(err) {
			if err := s.ClosePoll(ctx, id); err != nil {
				return err
			}
		}
	}
	return s.advance(ctx, id, Closed, Published)
}

// ArchivePoll puts a published poll away.
func (s *Service) ArchivePoll(ctx context.Context, id string) error {
	return s.advance(ctx, id, Published, Archived)
}

// advance moves a poll from one state to the next; one that is there stays.
func (s *Service) advance(ctx context.Context, id string, from, to State) error {
	s.moving.Lock()
	defer s.moving.Unlock()
	p, err := s.definitions.Poll(ctx, id)
	if err != nil {
		return fmt.Errorf("poll %s: %w", id, err)
	}
	switch p.State {
	case to:
		return nil
	case from:
		p.State = to
		defer s.polls.forget()
		return s.move(ctx, p, from, nil)
	default:
		return fmt.Errorf("poll %s is %s, not %s: %w", id, p.State, from, ErrConflict)
	}
}

// finishAll finishes what is left of closing the polls of a list.
func (s *Service) finishAll(ctx context.Context, list func(context.Context) ([]string, error)) error {
	unfinished, err := list(ctx)
	errs := []error{err}
	for _, id := range unfinished {
		errs = append(errs, s.finish(ctx, id))
	}
	return errors.Join(errs...)
}

// Tick opens and closes polls whose time has come, finishes the closing and counting
// that a crash broke off, and rewrites open boxes at night; the server calls it often. A poll that fails holds up no other.
func (s *Service) Tick(ctx context.Context) error {
	s.polls.forget()
	s.units.forget()
	polls, err := s.definitions.Polls(ctx)
	if err != nil {
		return err
	}
	var errs []error
	for _, p := range polls {
		switch st := p.stateAt(s.now()); {
		case st == Open && p.State == Draft:
			errs = append(errs, s.OpenPoll(ctx, p.ID))
		case st == Closed && p.State != Closed:
			err := s.ClosePoll(ctx, p.ID)
			if errors.As(err, new(UnresolvedPaperError)) { // it waits, as long as it takes
				continue
			}
			errs = append(errs, err)
		}
	}
	errs = append(errs, s.finishAll(ctx, s.definitions.Closing), s.finishAll(ctx, s.box.Unsealed))
	errs = append(errs, s.rewriteNightly(ctx))
	return errors.Join(errs...)
}

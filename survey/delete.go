package survey

import (
	"context"
	"fmt"
)

// DeletePoll takes back a draft, with its codes, texts, recipients and mailings,
// if holds has nothing against the poll as it is. ErrFrozen once it has opened;
// FieldErrors where another poll names it as its round before.
//
// Codes lie in another database: they are void before the draft goes, so that
// wherever this is broken off none is good for a later poll of the same id.
func (s *Service) DeletePoll(ctx context.Context, id string, holds func(was Poll) error) error {
	s.moving.Lock()
	defer s.moving.Unlock()
	defer s.polls.forget()
	err := again(func() error { return s.deletePoll(ctx, id, holds) })
	if err != nil {
		return fmt.Errorf("poll %s: %w", id, err)
	}
	return s.box.DropBox(ctx, id)
}

func (s *Service) deletePoll(ctx context.Context, id string, holds func(was Poll) error) error {
	all, err := s.definitions.Polls(ctx)
	if err != nil {
		return err
	}
	stored, err := s.definitions.Poll(ctx, id)
	if err != nil {
		return err
	}
	if err := expected(holds, stored.asOf(s.now())); err != nil {
		return err
	}
	if stored.stateAt(s.now()) != Draft {
		return ErrFrozen
	}
	for _, p := range all {
		if p.Previous == id {
			return FieldErrors{{Field: "poll", Key: "poll_is_previous", Args: Args("poll", p.ID)}}
		}
	}
	if err := s.voidAll(ctx, id); err != nil {
		return err
	}
	return s.definitions.DeletePoll(ctx, id, stored.Revision)
}

// voidAll voids all codes of a poll.
func (s *Service) voidAll(ctx context.Context, poll string) error {
	batches, err := s.box.CodeBatches(ctx, poll)
	if err != nil {
		return err
	}
	for _, b := range batches {
		if b.Void {
			continue
		}
		if err := s.noted(ctx, codesAct(ActCodesVoided, poll, b), func() error { return s.box.VoidCodes(ctx, poll, b.ID) }); err != nil {
			return err
		}
	}
	return nil
}

// DeletePoll is Service.DeletePoll.
func (v Scoped) DeletePoll(ctx context.Context, id string, holds func(was Poll) error) error {
	return v.managed(ctx, id, func(ctx context.Context, id string) error { return v.s.DeletePoll(ctx, id, holds) })
}

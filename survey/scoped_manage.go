package survey

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"
)

// CreatePoll makes a draft over units in the scope of ManagePolls; others are
// answered as units that do not exist.
func (v Scoped) CreatePoll(ctx context.Context, p Poll) (Poll, error) {
	if !v.rights.Anywhere(ManagePolls) {
		return Poll{}, ErrNotFound
	}
	if p.ID == "" {
		p.ID = strings.ToLower(rand.Text()[:10])
	}
	if err := v.manageable(ctx, p); err != nil {
		return Poll{}, err
	}
	return v.s.CreatePoll(ctx, p)
}

// UpdatePoll changes a draft, over such units; UpdatePollIf does if holds has
// nothing against the poll as it is.
func (v Scoped) UpdatePoll(ctx context.Context, p Poll) error { return v.UpdatePollIf(ctx, p, nil) }

// UpdatePollIf is Service.UpdatePollIf.
func (v Scoped) UpdatePollIf(ctx context.Context, p Poll, holds func(Poll) error) error {
	if err := v.whole(ctx, p.ID, ManagePolls); err != nil {
		return err
	}
	if err := v.manageable(ctx, p); err != nil {
		return err
	}
	return v.s.UpdatePollIf(ctx, p, holds)
}

// manageable is nil where whoever asks may look after a poll as it is to be:
// its units and the round before lie in the scope of ManagePolls.
func (v Scoped) manageable(ctx context.Context, p Poll) error {
	d, err := v.s.directory(ctx)
	if err != nil {
		return err
	}
	scope := v.rights[ManagePolls]
	if scope.whole() {
		return nil
	}
	var errs FieldErrors
	for i, u := range p.Units {
		if !scope.holds(d, u, p.ID) {
			errs = append(errs, unknownPollUnit(i, u))
		}
	}
	if p.Previous != "" {
		err := v.whole(ctx, p.Previous, ManagePolls)
		if err != nil && !isNotFound(err) {
			return err
		}
		if err != nil {
			errs = append(errs, FieldError{Field: "previous", Key: "unknown_poll", Args: Args("poll", p.Previous)})
		}
	}
	if len(errs) > 0 {
		return errs
	}
	if !scope.covers(d, &p) { // no units
		return errNoUnits
	}
	return nil
}

// managed does something to a poll that whoever asks looks after.
func (v Scoped) managed(ctx context.Context, id string, do func(context.Context, string) error) error {
	if err := v.whole(ctx, id, ManagePolls); err != nil {
		return err
	}
	return do(ctx, id)
}

// OpenPoll is Service.OpenPoll.
func (v Scoped) OpenPoll(ctx context.Context, id string) error {
	return v.managed(ctx, id, v.s.OpenPoll)
}

// ClosePoll is Service.ClosePoll, for those who may close the whole poll.
func (v Scoped) ClosePoll(ctx context.Context, id string) error {
	if err := v.whole(ctx, id, ClosePolls); err != nil {
		return err
	}
	return v.s.ClosePoll(ctx, id)
}

// ClosingPoll returns a poll for whoever may close it.
func (v Scoped) ClosingPoll(ctx context.Context, id string) (Poll, error) {
	if err := v.whole(ctx, id, ClosePolls); err != nil {
		return Poll{}, err
	}
	return v.s.Poll(ctx, id)
}

// ClosePollWithoutPaper is Service.ClosePollWithoutPaper.
func (v Scoped) ClosePollWithoutPaper(ctx context.Context, id string) error {
	return v.managed(ctx, id, v.s.ClosePollWithoutPaper)
}

// PublishPoll is Service.PublishPoll.
func (v Scoped) PublishPoll(ctx context.Context, id string) error {
	return v.managed(ctx, id, v.s.PublishPoll)
}

// ArchivePoll is Service.ArchivePoll.
func (v Scoped) ArchivePoll(ctx context.Context, id string) error {
	return v.managed(ctx, id, v.s.ArchivePoll)
}

// IssueCodes is Service.IssueCodes.
func (v Scoped) IssueCodes(ctx context.Context, poll string, batch CodeBatch, n int) (CodeBatch, []string, error) {
	if err := v.whole(ctx, poll, ManagePolls); err != nil {
		return CodeBatch{}, nil, err
	}
	return v.s.IssueCodes(ctx, poll, batch, n)
}

// ReplaceCodes is Service.ReplaceCodes.
func (v Scoped) ReplaceCodes(ctx context.Context, poll, batch string, n int) (CodeBatch, []string, error) {
	if err := v.whole(ctx, poll, ManagePolls); err != nil {
		return CodeBatch{}, nil, err
	}
	return v.s.ReplaceCodes(ctx, poll, batch, n)
}

// CodeBatches is Service.CodeBatches.
func (v Scoped) CodeBatches(ctx context.Context, poll string) ([]CodeBatch, error) {
	if err := v.whole(ctx, poll, ManagePolls); err != nil {
		return nil, err
	}
	return v.s.CodeBatches(ctx, poll)
}

// VoidCodes is Service.VoidCodes.
func (v Scoped) VoidCodes(ctx context.Context, poll, batch string) error {
	return v.managed(ctx, poll, func(ctx context.Context, poll string) error { return v.s.VoidCodes(ctx, poll, batch) })
}

// Questionnaire is Service.Questionnaire, for those who may read the library.
func (v Scoped) Questionnaire(ctx context.Context, id, version string) (*Questionnaire, error) {
	if !v.rights.Anywhere(ReadQuestionnaires) {
		return nil, fmt.Errorf("questionnaire %s: %w", id, ErrNotFound)
	}
	return v.s.Questionnaire(ctx, id, version)
}

// Questionnaires is Service.Questionnaires, for those who may read the library.
func (v Scoped) Questionnaires(ctx context.Context) ([]*Questionnaire, error) {
	if !v.rights.Anywhere(ReadQuestionnaires) {
		return nil, ErrNotFound
	}
	return v.s.Questionnaires(ctx)
}

// AddQuestionnaire is Service.AddQuestionnaire. The library is one for all, so
// only those may publish whose right holds for everything.
func (v Scoped) AddQuestionnaire(ctx context.Context, src []byte) (*Questionnaire, error) {
	if err := v.Require(ManageQuestionnaires); err != nil {
		return nil, err
	}
	return v.s.AddQuestionnaire(ctx, src)
}

// PaperPoll is nil where whoever asks may enter paper of a poll.
func (v Scoped) PaperPoll(ctx context.Context, id string) error { return v.whole(ctx, id, EnterPaper) }

// WaitsForPaper is Service.WaitsForPaper, for those who enter it or close the poll.
func (v Scoped) WaitsForPaper(ctx context.Context, id string) (bool, error) {
	if err := v.whole(ctx, id, EnterPaper, ManagePolls); err != nil {
		return false, err
	}
	return v.s.WaitsForPaper(ctx, id)
}

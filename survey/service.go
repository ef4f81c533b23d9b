package survey

import (
	"context"
	"time"
)

// A Service is the one way in for pages, API and commands.
type Service struct {
	// Now is the clock, so that deadlines can be tested.
	Now func() time.Time
	// Parse reads a questionnaire file.
	Parse func(src []byte) (*Questionnaire, error)
}

// Questionnaires.

// AddQuestionnaire publishes a questionnaire for good. The same id, version
// and hash again is no error; the same id and version with another hash is
// ErrConflict.
func (s *Service) AddQuestionnaire(ctx context.Context, src []byte) (*Questionnaire, error) {
	panic("survey: not written yet")
}

// Questionnaire returns one version; version "" is the one published last.
func (s *Service) Questionnaire(ctx context.Context, id, version string) (*Questionnaire, error) {
	panic("survey: not written yet")
}

// Questionnaires lists all versions.
func (s *Service) Questionnaires(ctx context.Context) ([]*Questionnaire, error) {
	panic("survey: not written yet")
}

// Units.

// PutUnits adds or replaces units, all or none; parents must exist and form no circle.
func (s *Service) PutUnits(ctx context.Context, units []Unit) error { panic("survey: not written yet") }

// Units returns all units, in the order in which they were first put.
func (s *Service) Units(ctx context.Context) ([]Unit, error) { panic("survey: not written yet") }

// Unit returns one unit.
func (s *Service) Unit(ctx context.Context, id string) (Unit, error) {
	panic("survey: not written yet")
}

// Polls.

// CreatePoll makes a draft.
func (s *Service) CreatePoll(ctx context.Context, p Poll) (Poll, error) {
	panic("survey: not written yet")
}

// UpdatePoll changes a draft; ErrFrozen once it has opened (but Closes may move later while open).
func (s *Service) UpdatePoll(ctx context.Context, p Poll) error { panic("survey: not written yet") }

// Poll returns one poll, its state as of now (the window is applied).
func (s *Service) Poll(ctx context.Context, id string) (Poll, error) {
	panic("survey: not written yet")
}

// Polls lists all polls, the newest first.
func (s *Service) Polls(ctx context.Context) ([]Poll, error) { panic("survey: not written yet") }

// OpenPoll, ClosePoll, PublishPoll and ArchivePoll move a poll along its life.
// Closing ends acceptance, then makes the release.
func (s *Service) OpenPoll(ctx context.Context, id string) error    { panic("survey: not written yet") }
func (s *Service) ClosePoll(ctx context.Context, id string) error   { panic("survey: not written yet") }
func (s *Service) PublishPoll(ctx context.Context, id string) error { panic("survey: not written yet") }
func (s *Service) ArchivePoll(ctx context.Context, id string) error { panic("survey: not written yet") }

// Tick opens and closes polls whose time has come; the server calls it often.
func (s *Service) Tick(ctx context.Context) error { panic("survey: not written yet") }

// Codes.

// IssueCodes makes n one-time codes for a poll, each for the group and units
// (none: all of the poll); only their keyed hashes are kept.
func (s *Service) IssueCodes(ctx context.Context, poll, group string, units []string, n int) ([]string, error) {
	panic("survey: not written yet")
}

// CodeGrant tells what a code entitles to, or ErrNotFound; Spent says that it was used.
func (s *Service) CodeGrant(ctx context.Context, poll, code string) (CodeGrant, error) {
	panic("survey: not written yet")
}

// A CodeGrant is what a code entitles its bearer to.
type CodeGrant struct {
	Group string
	Units []string
	Spent bool
}

// Ballots.

// Accept takes a submission, durably, once. The same again gives the same
// receipt with Fresh false. Errors: FieldErrors, ErrNotFound (poll or code),
// ErrConflict (marker spent by other ballots), ErrClosed, ErrNotOpen,
// ErrUnavailable.
func (s *Service) Accept(ctx context.Context, sub Submission) (Receipt, error) {
	panic("survey: not written yet")
}

// Turnout returns the number of ballots of a poll, in steps of k while it is open.
func (s *Service) Turnout(ctx context.Context, poll string) (int, error) {
	panic("survey: not written yet")
}

// Results.

// Release returns a poll's release, or ErrNotFound before it is closed. It is
// shared: callers must not change it.
func (s *Service) Release(ctx context.Context, poll string) (*Release, error) {
	panic("survey: not written yet")
}

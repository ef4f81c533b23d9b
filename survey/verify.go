package survey

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
)

// A Verification is what recounting the stored ballots of a closed poll showed.
type Verification struct {
	Poll        string
	Submissions int
	Ballots     int
	Figures     int          // leaves of the release that were compared
	Differences []Difference // between the release and the recount
	Problems    FieldErrors  // of the ballot box
}

// Sound reports whether nothing was found.
func (v *Verification) Sound() bool { return len(v.Differences) == 0 && len(v.Problems) == 0 }

// Verify recounts a closed poll in the way in which its release was made,
// compares every field of the two documents, and checks that the ballot box
// agrees with itself. It changes nothing. What was altered alike in ballots and
// release, and answers that no figure rests on, it cannot see. ErrNotOpen and
// ErrConflict: the poll is a draft, or open still.
func (s *Service) Verify(ctx context.Context, poll string) (*Verification, error) {
	p, err := s.poll(ctx, poll)
	if err != nil {
		return nil, err
	}
	switch p.stateAt(s.now()) {
	case Draft:
		return nil, fmt.Errorf("poll %s: %w", poll, ErrNotOpen)
	case Open:
		return nil, fmt.Errorf("poll %s is open: %w", poll, ErrConflict)
	}
	v := &Verification{Poll: poll}
	if err := s.verifyBox(ctx, p, v); err != nil {
		return nil, fmt.Errorf("poll %s: ballot box: %w", poll, err)
	}
	if err := s.verifyRelease(ctx, p, v); err != nil {
		return nil, fmt.Errorf("poll %s: recount: %w", poll, err)
	}
	switch err := s.verifyComments(ctx, p, v); {
	case isUnreadable(err): // and so are the lists that the comments follow from
		v.Problems = append(v.Problems, FieldError{Field: "release", Key: "verify_unreadable"})
	case err != nil:
		return nil, fmt.Errorf("poll %s: comments: %w", poll, err)
	}
	return v, nil
}

// isUnreadable reports whether a stored document has a value where it has
// another kind of value by right.
func isUnreadable(err error) bool {
	_, wrong := errors.AsType[*json.UnmarshalTypeError](err)
	return wrong
}

// verifyRelease compares the stored release with a recount.
func (s *Service) verifyRelease(ctx context.Context, p *livePoll, v *Verification) error {
	document, err := s.definitions.Release(ctx, p.ID)
	if isNotFound(err) {
		v.Problems = append(v.Problems, FieldError{Field: "release", Key: "verify_no_release"})
		return nil
	}
	if err != nil {
		return err
	}
	var named struct{ Previous *PollRef }
	if json.Unmarshal(document, &named) != nil {
		v.Problems = append(v.Problems, FieldError{Field: "release", Key: "verify_unreadable"})
		return nil //nolint:nilerr // a finding, not a failure
	}
	past, err := s.pastThen(ctx, p.Poll, named.Previous)
	if err != nil {
		return err
	}
	again, err := s.recount(ctx, p.Poll, past)
	if err != nil {
		return err
	}
	again.recall(document)
	recounted, err := json.Marshal(again)
	if err != nil {
		return err
	}
	v.Differences, v.Figures, err = compareDocuments(document, recounted)
	return err
}

// pastThen returns the earlier rounds that a release can have seen. A round
// that ended no earlier than p may have been counted after it: then the release
// names another as the one before.
func (s *Service) pastThen(ctx context.Context, p Poll, named *PollRef) ([]*Release, error) {
	past, err := s.past(ctx, p)
	for err == nil && len(past) > 0 && (named == nil || named.ID != past[0].Poll.ID) {
		before, err := s.definitions.Poll(ctx, past[0].Poll.ID)
		if err != nil || before.Closes.Before(p.Closes) {
			return past, err
		}
		past = past[1:]
	}
	return past, err
}

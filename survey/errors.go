package survey

import "errors"

// What a call on the Service may answer. A status is chosen in api/problem.go
// and web/site/errors.go only.
var (
	ErrNotFound  = errors.New("not found")
	ErrConflict  = errors.New("conflict")
	ErrClosed    = errors.New("poll is closed")
	ErrNotOpen   = errors.New("poll is not open yet")
	ErrFull      = errors.New("a quota of the poll is full")
	ErrForbidden = errors.New("forbidden")
	ErrStale     = errors.New("changed since it was read")
	ErrFrozen    = errors.New("rules are frozen once a poll has opened")
	// ErrUnavailable: nothing is known to be stored; try again with the same body.
	ErrUnavailable = errors.New("storage is unavailable")
	// ErrRead: ballots cannot be put into another order as long as they are
	// being read; nothing has changed.
	ErrRead = errors.New("waiting until nobody reads the ballots, such as for a backup")
)

// A FieldError is one thing wrong with an input. Key is a message key that
// pages and API translate; Args fill it in.
type FieldError struct {
	Field string         // "s1", "ballots[0].answers.s1"
	Key   string         // "required", "too_many", …
	Args  map[string]any // "max": 3
	Soft  bool           // a doubt, not a mistake: may be confirmed
}

// FieldErrors is an input's mistakes, all at once.
type FieldErrors []FieldError

package casework

import (
	"context"

	"minping/survey"
)

// A Store keeps service points, reviews and cases. What is not there is
// survey.ErrNotFound.
type Store interface {
	// Points and Cases list all of them, in the order in which they were first kept.
	Points(ctx context.Context) ([]Point, error)
	Cases(ctx context.Context) ([]Case, error)
	Point(ctx context.Context, id string) (Point, error)
	Case(ctx context.Context, id string) (Case, error)
	// CaseOf returns the case of a receipt by its hash.
	CaseOf(ctx context.Context, receipt string) (Case, error)
	// CaseRules returns the settings; those of Usual where there are none.
	CaseRules(ctx context.Context) (Settings, error)
	// Reviews lists the reviews from a day to a day, both included, by day and id.
	Reviews(ctx context.Context, from, to survey.Day) ([]Review, error)
	// CountReviews counts them, and the matters, by all that a Count says.
	CountReviews(ctx context.Context, from, to survey.Day) ([]Count, error)
	// MatterReview returns what was said of a matter, imputed or not.
	MatterReview(ctx context.Context, number string) (Review, error)
	// Contact returns how to reach whoever a case is of, and notes the act.
	Contact(ctx context.Context, id string, act survey.Act) (string, error)
	// ChangeCases keeps a change, all or nothing: survey.ErrStale where one of
	// them is no longer as it was read, survey.ErrConflict where a matter was
	// reviewed meanwhile.
	ChangeCases(ctx context.Context, c Change) error
	// Impute puts a review of a grade for each matter up to a day of which there
	// is none, dated that day, and returns how many.
	Impute(ctx context.Context, until, day survey.Day, grade int) (int64, error)
	// EraseContacts drops the contacts whose time is over, and returns how many.
	EraseContacts(ctx context.Context, today survey.Day) (int64, error)
}

// A Change is what happens to points, reviews and cases together. Points, cases
// and settings of revision 0 are new, others replace what was read at their
// revision, which rises.
type Change struct {
	Points   []Point
	Cases    []Case
	Reviews  []Review          // new ones; an imputed one of the same matter goes
	Void     map[string]bool   // by review: whether it counts no more
	Charged  map[string]Charge // by review: for whom it counts from now on, and so does its matter
	Matters  []Matter          // new ones; known numbers stay as they are
	Contacts map[string]string // by case
	Settings *Settings
	Acts     []survey.Act
	Events   []survey.Event
}

// A Charge is for whom a review counts.
type Charge struct {
	Unit  string
	Point string // "": for none of the unit's points
}

// A Count is how many reviews are alike, or how many matters there are.
type Count struct {
	Unit    string
	Month   string    // 2026-11
	About   PointKind // "": these are matters
	Grade   int
	Invited bool
	Imputed bool
	Void    bool
	N       int
}

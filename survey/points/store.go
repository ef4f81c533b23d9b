package points

import (
	"context"

	"minping/survey"
)

// A Store keeps schemes, entries, publications, objections and appraisals. What
// is not there is survey.ErrNotFound.
type Store interface {
	// Schemes lists the latest revision of each, in the order in which they were
	// first kept; SchemeRevisions those of one, the latest first.
	Schemes(ctx context.Context) ([]Plan, error)
	SchemeRevisions(ctx context.Context, id string) ([]Plan, error)
	// PointEntries lists the entries of a scheme in a year; "": all. In the order
	// in which they were entered.
	PointEntries(ctx context.Context, scheme, year string) ([]Entry, error)
	PointEntry(ctx context.Context, id string) (Entry, error)
	Publications(ctx context.Context) ([]Publication, error)
	Publication(ctx context.Context, id string) (Publication, error)
	Objections(ctx context.Context, publication string) ([]Objection, error)
	Appraisals(ctx context.Context) ([]Appraisal, error)
	Appraisal(ctx context.Context, id string) (Appraisal, error)
	// ChangePoints keeps a change, all or nothing: survey.ErrStale where one of
	// them is no longer as it was read, survey.ErrConflict where there is a live
	// mark or veto of the same kind already.
	ChangePoints(ctx context.Context, c Change) error
}

// A Change is what happens together. Entries, objections and decisions of
// revision 0 are new; others replace what was read at their revision, which
// rises. Plans are kept at the revision after theirs.
type Change struct {
	Plans        []Plan
	Entries      []Entry
	Publications []Publication
	Objections   []Objection
	Appraisals   []Appraisal
	Acts         []survey.Act
}

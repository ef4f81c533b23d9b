package survey

import "context"

// A RosterStore keeps people beside units.
type RosterStore interface {
	// Persons lists all people, in the order in which they were first put.
	Persons(ctx context.Context) ([]Person, error)
	// RosterRevision returns a number that rises with every change of the roster.
	RosterRevision(ctx context.Context) (int64, error)
	// ChangeRoster makes a change, all or none, if roster and units are at these
	// revisions, else ErrConflict: people, the units that they are, and the
	// units added. drop are units that go with people who leave.
	ChangeRoster(ctx context.Context, change RosterChange, units []Unit, drop []string, roster, directory int64) error
}

package clerk

import (
	"context"
	"slices"

	"minping/survey"
)

// Correct changes what was said of a batch, as it was at a revision, until it is settled. What was typed
// stays; where the number of sheets changes, both who typed must look at it
// again. Errors: survey.FieldErrors, survey.ErrConflict (settled, or changed
// since), those of Open.
func (d *Desk) Correct(ctx context.Context, poll string, number, revision int, label string, t Totals) error {
	label, errs, err := d.declared(ctx, poll, label, t)
	if err != nil {
		return err
	}
	if len(errs) > 0 {
		return errs
	}
	return d.change(ctx, poll, number, revision, func(b *Batch) error {
		b.Label, b.Totals = label, plain(t)
		return nil
	})
}

// Remove takes a batch off the list, with what was typed; its number stays
// taken. Errors: survey.ErrConflict (settled, or changed since that revision).
func (d *Desk) Remove(ctx context.Context, poll string, number, revision int) error {
	return d.change(ctx, poll, number, revision, func(b *Batch) error {
		b.State, b.Work = Removed, nil
		return nil
	})
}

// Withdraw takes back an entry that the account typed, so that another one may
// type it. Errors: survey.ErrNotFound (it typed none), survey.ErrConflict
// (settled, or changed since that revision).
func (d *Desk) Withdraw(ctx context.Context, poll string, number, revision int, who Clerk) error {
	return d.change(ctx, poll, number, revision, func(b *Batch) error {
		n := len(b.Work.Entries)
		b.Work.Entries = slices.DeleteFunc(b.Work.Entries, func(e Entry) bool { return e.Account == who.Account })
		if len(b.Work.Entries) == n {
			return survey.ErrNotFound
		}
		return nil
	})
}

// change replaces a batch that is still typed and at a revision.
func (d *Desk) change(ctx context.Context, poll string, number, revision int, how func(*Batch) error) error {
	b, err := d.store.Paper(ctx, poll, number)
	switch {
	case err != nil:
		return err
	case b.State != Typing || b.Revision != revision:
		return survey.ErrConflict
	}
	if err := how(&b); err != nil {
		return err
	}
	return d.store.ReplacePaper(ctx, b)
}

package clerk

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"strconv"

	"minping/survey"
)

// HandIn puts a batch, as it was at a revision, into the box, sheet by sheet under keys that follow from
// the batch: tried again, no sheet counts twice. second decides the
// differences, in the order of Compare: true where the second entry is right.
// From the first sheet on the batch is settled for good; once all are in, what
// was typed is deleted. Errors: ErrUneven, survey.ErrConflict (changed
// since that revision), and those of survey.Service.Accept.
func (d *Desk) HandIn(ctx context.Context, poll string, number, revision int, second []bool) error {
	b, err := d.store.Paper(ctx, poll, number)
	if err != nil {
		return err
	}
	if b.State == Typing {
		if b.Revision != revision { // the differences are other ones now
			return survey.ErrConflict
		}
		if b, err = d.settled(ctx, b, second); err != nil {
			return err
		}
	}
	if b.State == Done {
		return nil
	}
	for _, i := range rand.Perm(len(b.Work.Final)) {
		if err := d.cast(ctx, b, i); err != nil {
			return fmt.Errorf("batch %d: %w", number, err)
		}
	}
	b.Totals = b.Totals.count(b.Work.Final)
	b.State, b.Work = Done, nil
	return d.store.ReplacePaper(ctx, b)
}

// settled decides the differences and fixes the batch.
func (d *Desk) settled(ctx context.Context, b Batch, second []bool) (Batch, error) {
	_, q, err := d.poll(ctx, b.Poll)
	if err != nil {
		return b, err
	}
	if len(b.Work.Entries) != 2 {
		return b, ErrUneven
	}
	first := b.Work.Entries[0].Sheets
	differences := Compare(Columns(q), first, b.Work.Entries[1].Sheets)
	if len(differences) != len(second) {
		return b, ErrUneven
	}
	b.Work.Final = settle(first, differences, second)
	if errs := Check(q, b.Work.Final); len(errs) > 0 {
		return b, errs
	}
	b.State = Handing
	if err := d.store.ReplacePaper(ctx, b); err != nil {
		return b, err
	}
	b.Revision++
	return b, nil
}

// cast hands in one sheet; a void one, or one that abstains, is only counted.
func (d *Desk) cast(ctx context.Context, b Batch, i int) error {
	s := b.Work.Final[i]
	if s.Void || len(s.Answers) == 0 {
		return nil
	}
	_, err := d.polls.Accept(ctx, survey.Submission{
		Poll: b.Poll, Paper: true,
		Key:     derive(b.Work.Secret, "key", i),
		Salt:    derive(b.Work.Secret, "salt", i),
		Ballots: []survey.Ballot{{Unit: b.Totals.Unit, Group: b.Totals.Group, Answers: s.Answers}},
	})
	return err
}

// derive makes 32 bytes for a sheet. Once the secret is deleted nothing ties
// them to the batch.
func derive(secret []byte, what string, sheet int) []byte {
	h := hmac.New(sha256.New, secret)
	h.Write([]byte(what + "/" + strconv.Itoa(sheet)))
	return h.Sum(nil)
}

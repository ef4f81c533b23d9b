package clerk

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
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
	switch b.State {
	case Done:
		return nil
	case Handing:
	default: // removed, or left out
		return survey.ErrConflict
	}
	f, err := d.Form(ctx, b)
	if err != nil {
		return err
	}
	verdicts := f.Judge(b.Totals.Group, b.Work.Final)
	for _, i := range rand.Perm(len(verdicts)) {
		if err := d.cast(ctx, b, i, &verdicts[i]); err != nil {
			return fmt.Errorf("batch %d: %w", number, err)
		}
	}
	count(&b.Totals, verdicts)
	b.State, b.Work = Done, nil
	return d.store.ReplacePaper(ctx, b)
}

// A Verdict is what becomes of a sheet.
type Verdict struct {
	Reason  string          // why it is invalid; "": it is valid
	Ballots []survey.Ballot // of a valid one, also about units of which it says nothing; none: it abstains
}

// Judge says what becomes of sheets of a group under the questionnaire's rules.
func (f Form) Judge(group string, sheets []Sheet) []Verdict {
	verdicts := make([]Verdict, len(sheets))
	for i, s := range sheets {
		switch {
		case s.Void:
			verdicts[i].Reason = s.void()[0]
		case len(s.Answers) > 0:
			verdicts[i].Ballots, verdicts[i].Reason, _ = f.judge(group, s.Answers) // Check found nothing wrong
		}
	}
	return verdicts
}

// count fills in what became of the sheets that were returned.
func count(t *Totals, verdicts []Verdict) {
	*t = plain(*t)
	for _, v := range verdicts {
		switch {
		case v.Reason != "":
			t.Add(Totals{Invalid: 1, Reasons: map[string]int{v.Reason: 1}})
		case len(v.Ballots) == 0:
			t.Add(Totals{Valid: 1, Abstained: 1})
		default:
			t.Add(Totals{Valid: 1})
		}
	}
}

// settled decides the differences and fixes the batch.
func (d *Desk) settled(ctx context.Context, b Batch, second []bool) (Batch, error) {
	if _, _, err := d.poll(ctx, b.Poll); err != nil {
		return b, err
	}
	f, err := d.Form(ctx, b)
	if err != nil {
		return b, err
	}
	entries := b.Complete()
	if len(entries) != 2 {
		return b, ErrUneven
	}
	first := entries[0].Sheets
	differences := Compare(f.Columns(), first, entries[1].Sheets)
	if len(differences) != len(second) {
		return b, ErrUneven
	}
	b.Work.Final = settle(first, differences, second)
	if errs := f.Check(b.Work.Final); len(errs) > 0 {
		return b, errs
	}
	b.State = Handing
	if err := d.store.ReplacePaper(ctx, b); err != nil {
		return b, err
	}
	b.Revision++
	return b, nil
}

// cast hands in one sheet; an invalid one, or one that abstains, is only
// counted, and so is one for which a quota of the poll has no room.
func (d *Desk) cast(ctx context.Context, b Batch, i int, v *Verdict) error {
	if v.Reason != "" || len(v.Ballots) == 0 {
		return nil
	}
	_, err := d.polls.Accept(ctx, survey.Submission{
		Poll: b.Poll, Paper: true,
		Key:     derive(b.Work.Secret, "key", i),
		Salt:    derive(b.Work.Secret, "salt", i),
		Ballots: v.Ballots,
	})
	if errors.Is(err, survey.ErrFull) {
		*v = Verdict{Reason: survey.VoidFull}
		return nil
	}
	return err
}

// derive makes 32 bytes for a sheet. Once the secret is deleted nothing ties
// them to the batch.
func derive(secret []byte, what string, sheet int) []byte {
	h := hmac.New(sha256.New, secret)
	h.Write([]byte(what + "/" + strconv.Itoa(sheet)))
	return h.Sum(nil)
}

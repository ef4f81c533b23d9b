package clerk

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"minping/survey"
)

// What a call on the Desk may answer beside survey's errors.
var (
	ErrCodes  = errors.New("a poll by code takes no paper: the code is on the slip")
	ErrTwice  = errors.New("two other accounts have typed this batch")
	ErrUneven = errors.New("the entries still differ, or there is only one")
)

// polls is what the desk needs of survey.Service.
type polls interface {
	Poll(ctx context.Context, id string) (survey.Poll, error)
	Questionnaire(ctx context.Context, id, version string) (*survey.Questionnaire, error)
	Accept(ctx context.Context, sub survey.Submission) (survey.Receipt, error)
	TakesPaper(ctx context.Context, id string) error
	LandingUnits(ctx context.Context, id string) ([]survey.Unit, error)
}

// A Desk is where paper is entered. It is safe for concurrent use.
type Desk struct {
	store Store
	polls polls
}

// New returns a desk over the store; ballots go to the polls, a *survey.Service.
func New(store Store, service polls) *Desk { return &Desk{store: store, polls: service} }

// A Clerk is the account that types.
type Clerk struct{ Account, Name string }

// Batches lists a poll's batches.
func (d *Desk) Batches(ctx context.Context, poll string) ([]Batch, error) {
	return d.store.Papers(ctx, poll)
}

// Batch returns one batch.
func (d *Desk) Batch(ctx context.Context, poll string, number int) (Batch, error) {
	return d.store.Paper(ctx, poll, number)
}

// Open begins a batch: what it is called, unit, group and the numbers of sheets
// eligible, issued and returned. Errors: survey.FieldErrors, ErrCodes,
// survey.ErrNotOpen, survey.ErrClosed.
func (d *Desk) Open(ctx context.Context, poll, label string, t Totals) (Batch, error) {
	label, errs, err := d.declared(ctx, poll, label, t)
	if err != nil {
		return Batch{}, err
	}
	if len(errs) > 0 {
		return Batch{}, errs
	}
	secret := make([]byte, 32)
	_, _ = rand.Read(secret) // never fails: crypto/rand
	b := Batch{Poll: poll, Number: 1, Label: label, State: Typing, Totals: plain(t), Work: &Work{Secret: secret}}
	for {
		all, err := d.store.Papers(ctx, poll)
		if err != nil {
			return Batch{}, err
		}
		if len(all) > 0 {
			b.Number = all[len(all)-1].Number + 1
		}
		// Somebody else may have taken the number meanwhile.
		if err := d.store.AddPaper(ctx, b); !errors.Is(err, survey.ErrConflict) {
			return b, err
		}
	}
}

// maxLabel is how many characters a batch's name may have.
const maxLabel = 60

// declared checks what is said of a batch, and returns its name as it is kept.
func (d *Desk) declared(ctx context.Context, poll, label string, t Totals) (string, survey.FieldErrors, error) {
	p, q, err := d.poll(ctx, poll)
	if err != nil {
		return "", nil, err
	}
	errs := check(t)
	if label = strings.Join(strings.Fields(label), " "); utf8.RuneCountInString(label) > maxLabel {
		errs = append(errs, survey.FieldError{Field: "label", Key: "long", Args: survey.Args("max", maxLabel)})
	}
	if known := slices.ContainsFunc(q.Groups, func(g survey.Group) bool { return g.ID == t.Group }); !known && (t.Group != "" || len(q.Groups) > 0) {
		errs = append(errs, survey.FieldError{Field: "group", Key: "unknown"})
	}
	units, err := d.units(ctx, p)
	if err != nil {
		return "", nil, err
	}
	return label, append(errs, about(q, units, t)...), nil
}

// about checks what the sheets of a batch are about: one unit, or all where
// teams and people are evaluated. A limit of best grades counts whole sheets.
func about(q *survey.Questionnaire, units []survey.Unit, t Totals) survey.FieldErrors {
	f := NewForm(q, units, t.Unit, t.Group)
	wrong := func(field, key string) survey.FieldErrors { return survey.FieldErrors{{Field: field, Key: key}} }
	switch {
	case t.Unit == "" && !q.Evaluates(), t.Unit != "" && len(f.Units) == 0:
		return wrong("unit", "unknown")
	case len(f.Units) == 0, !q.MayRate(t.Group, f.Units[0].Tier):
		return wrong("group", "rates")
	case t.Unit != "" && len(units) > 1 && q.CapsBest(f.Units[0].Tier):
		return wrong("unit", "whole")
	}
	return nil
}

// units are the units of a poll, with the tiers by which sheets are judged.
func (d *Desk) units(ctx context.Context, p survey.Poll) ([]survey.Unit, error) {
	units, err := d.polls.LandingUnits(ctx, p.ID)
	return slices.DeleteFunc(units, func(u survey.Unit) bool { return !slices.Contains(p.Units, u.ID) }), err
}

// Form returns what the sheets of a batch ask.
func (d *Desk) Form(ctx context.Context, b Batch) (Form, error) {
	p, err := d.polls.Poll(ctx, b.Poll)
	if err != nil {
		return Form{}, err
	}
	q, err := d.polls.Questionnaire(ctx, p.Questionnaire.ID, p.Questionnaire.Version)
	if err != nil {
		return Form{}, err
	}
	units, err := d.units(ctx, p)
	return NewForm(q, units, b.Totals.Unit, b.Totals.Group), err
}

// plain is what clerks say of a batch; the rest is counted.
func plain(t Totals) Totals {
	return Totals{Unit: t.Unit, Group: t.Group, Eligible: t.Eligible, Issued: t.Issued, Returned: t.Returned}
}

// poll returns a poll that takes paper now.
func (d *Desk) poll(ctx context.Context, id string) (survey.Poll, *survey.Questionnaire, error) {
	p, err := d.polls.Poll(ctx, id)
	switch {
	case err != nil:
		return p, nil, err
	case p.Access != survey.OpenLink:
		return p, nil, ErrCodes
	}
	if err := d.polls.TakesPaper(ctx, id); err != nil {
		return p, nil, err
	}
	q, err := d.polls.Questionnaire(ctx, p.Questionnaire.ID, p.Questionnaire.Version)
	return p, q, err
}

// Enter keeps what an account typed, in place of what it typed before; a draft
// is unfinished, and so is an entry with an open sheet. The fields of its
// FieldErrors are "<sheet from 0>.<column>". Further errors: ErrTwice,
// survey.ErrConflict (settled or removed).
func (d *Desk) Enter(ctx context.Context, poll string, number int, who Clerk, sheets []Sheet, draft bool) error {
	return d.typed(ctx, poll, number, sheets, 0, func(b *Batch) error {
		return b.enter(Entry{Account: who.Account, Name: who.Name, Sheets: sheets, Draft: draft || anyOpen(sheets)})
	})
}

// EnterSheet keeps one sheet, from 0, of what an account types; its others stay
// as they are, or open. Errors are those of Enter; survey.ErrNotFound where the
// batch has no such sheet.
func (d *Desk) EnterSheet(ctx context.Context, poll string, number int, who Clerk, at int, sheet Sheet) error {
	return d.typed(ctx, poll, number, []Sheet{sheet}, at, func(b *Batch) error {
		if b.State == Typing && (at < 0 || at >= b.Totals.Returned) {
			return survey.ErrNotFound
		}
		return b.enterSheet(who, at, sheet)
	})
}

// typed checks sheets, of which the first is number first of the batch, and
// has them kept.
func (d *Desk) typed(ctx context.Context, poll string, number int, sheets []Sheet, first int, keep func(*Batch) error) error {
	if _, _, err := d.poll(ctx, poll); err != nil {
		return err
	}
	b, err := d.store.Paper(ctx, poll, number)
	if err != nil {
		return err
	}
	f, err := d.Form(ctx, b)
	if err != nil {
		return err
	}
	if errs := f.check(sheets, first); len(errs) > 0 {
		return errs
	}
	for {
		b, err := d.store.Paper(ctx, poll, number)
		if err == nil {
			err = keep(&b)
		}
		if err != nil {
			return err
		}
		// The other clerk may have saved meanwhile.
		if err := d.store.ReplacePaper(ctx, b); !errors.Is(err, survey.ErrConflict) {
			return err
		}
	}
}

func anyOpen(sheets []Sheet) bool {
	return slices.ContainsFunc(sheets, func(s Sheet) bool { return s.Open })
}

// enterSheet puts one sheet among those that the account typed.
func (b *Batch) enterSheet(who Clerk, at int, sheet Sheet) error {
	if b.State != Typing {
		return survey.ErrConflict
	}
	e := Entry{Account: who.Account, Name: who.Name}
	for _, own := range b.Work.Entries {
		if own.Account == who.Account {
			e.Sheets = slices.Clone(own.Sheets)
		}
	}
	// The number of sheets may have been corrected meanwhile.
	e.Sheets = e.Sheets[:min(len(e.Sheets), b.Totals.Returned)]
	for len(e.Sheets) < b.Totals.Returned {
		e.Sheets = append(e.Sheets, Sheet{Open: true})
	}
	e.Sheets[at] = sheet
	e.Draft = anyOpen(e.Sheets)
	return b.enter(e)
}

// enter puts an entry in the place of the account's own, or beside the other's.
func (b *Batch) enter(e Entry) error {
	switch {
	case b.State != Typing:
		return survey.ErrConflict
	case len(e.Sheets) != b.Totals.Returned:
		return survey.FieldErrors{{Field: "returned", Key: "sheets", Args: survey.Args("n", b.Totals.Returned)}}
	}
	at := slices.IndexFunc(b.Work.Entries, func(o Entry) bool { return o.Account == e.Account })
	switch {
	case at >= 0:
		b.Work.Entries[at] = e
	case len(b.Work.Entries) == 2:
		return ErrTwice
	default:
		b.Work.Entries = append(b.Work.Entries, e)
	}
	return nil
}

// Check returns what cannot be on a sheet: no option of the questionnaire, a
// text that is too long. Blank is fine, a void mark is, and so is what makes a
// question or the sheet void by the questionnaire's rules.
func (f Form) Check(sheets []Sheet) (errs survey.FieldErrors) { return f.check(sheets, 0) }

// check is Check of sheets of which the first is called by that number.
func (f Form) check(sheets []Sheet, first int) (errs survey.FieldErrors) {
	for i, s := range sheets {
		name := strconv.Itoa(first + i)
		if s.Void {
			if s.Reason != "" && !slices.Contains(survey.ClerkReasons, s.Reason) {
				errs = append(errs, survey.FieldError{Field: name + ".void!", Key: "unknown_option", Args: survey.Args("option", survey.Clip(s.Reason), "options", survey.ClerkReasons)})
			}
			continue
		}
		_, _, wrong := f.judge("", s.Answers)
		for _, e := range wrong {
			e.Field = name + "." + e.Field
			errs = append(errs, e)
		}
	}
	return errs
}

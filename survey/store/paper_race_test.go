package store_test

import (
	"errors"
	"slices"
	"sync"
	"testing"

	"minping/survey"
	"minping/survey/clerk"
	"minping/survey/store"
	"minping/survey/store/pgtest"
)

// typedTwice puts a batch of sheets that both clerks have typed, and of which
// the last is invalid.
func (o *office) typedTwice(t *testing.T, poll string, number, sheets int) {
	t.Helper()
	typed := make([]clerk.Sheet, sheets)
	for i := range typed {
		typed[i].Answers = survey.Answers{"a": {"5"}}
	}
	typed[sheets-1] = clerk.Sheet{Void: true, Reason: survey.VoidOther}
	entries := []clerk.Entry{{Account: "1", Name: "wei", Sheets: typed}, {Account: "2", Name: "li", Sheets: slices.Clone(typed)}}
	ok(t, o.store.People.AddPaper(ctx, clerk.Batch{
		Poll: poll, Number: number, State: clerk.Typing,
		Totals: clerk.Totals{Unit: "u0", Eligible: sheets, Issued: sheets, Returned: sheets},
		Work:   &clerk.Work{Secret: random32(), Entries: entries},
	}))
}

// Clerks hand in at three servers while two others close the poll without what
// is still typed: a batch is in the box whole or left out whole, and the
// release says the same as the box.
func TestClosingWhileClerksHandIn(t *testing.T) {
	people, ballots := pgtest.Databases(t)
	var offices []*office
	for range 5 {
		st, err := store.OpenPostgres(people, ballots)
		ok(t, err)
		t.Cleanup(func() { ok(t, st.Close()) })
		offices = append(offices, newOffice(st))
	}
	first := offices[0]
	first.prepare(t)
	for _, id := range []string{"p0", "p1", "p2", "p3"} {
		p := first.openPoll(t, draft(id))
		const batches, sheets = 6, 4
		for number := 1; number <= batches; number++ {
			first.typedTwice(t, p.ID, number, sheets)
		}
		var racing sync.WaitGroup
		for i, o := range offices[:3] {
			racing.Go(func() {
				desk := clerk.New(o.store.People, o.Service)
				for number := 1 + i; number <= batches; number += 3 {
					if err := desk.HandIn(ctx, p.ID, number, 0, nil); err != nil && !errors.Is(err, survey.ErrConflict) && !errors.Is(err, survey.ErrClosed) {
						t.Errorf("batch %d: %v", number, err)
					}
				}
			})
		}
		for _, o := range offices[3:] {
			racing.Go(func() {
				err := o.ClosePollWithoutPaper(ctx, p.ID)
				for errors.As(err, new(survey.UnresolvedPaperError)) { // one is on its way into the box
					err = o.ClosePollWithoutPaper(ctx, p.ID)
				}
				if err != nil {
					t.Errorf("closing: %v", err)
				}
			})
		}
		racing.Wait()
		left, err := first.store.People.ClosedPaper(ctx, p.ID)
		ok(t, err)
		done := 0
		for _, b := range left {
			switch b.State {
			case survey.PaperDone:
				done++
			case survey.PaperLeftOut:
			default:
				t.Errorf("batch %d is %s", b.Number, b.State)
			}
		}
		t.Logf("%d of %d batches are in", done, batches)
		if n := len(first.records(t, p.ID)); len(left) != batches || n != done*(sheets-1) {
			t.Errorf("%d batches, %d of them done; %d ballots", len(left), done, n)
		}
		if v := verified(t, first, p.ID); !v.Sound() || v.Ballots != done*(sheets-1) {
			t.Errorf("a recount finds %+v", v)
		}
	}
}

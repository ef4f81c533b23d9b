package store_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"minping/survey"
	"minping/survey/clerk"
)

func TestPaper(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		o.openPoll(t, draft("p"))
		people := o.store.People
		b := clerk.Batch{
			Poll: "p", Number: 1, State: clerk.Typing, Totals: clerk.Totals{Unit: "u0", Eligible: 9, Issued: 5, Returned: 1},
			Work: &clerk.Work{Secret: random32(), Entries: []clerk.Entry{{Account: "1", Name: "wei", Sheets: []clerk.Sheet{{Answers: survey.Answers{"a": {"!"}}}}}}},
		}
		ok(t, people.AddPaper(ctx, b))
		if err := people.AddPaper(ctx, b); !errors.Is(err, survey.ErrConflict) {
			t.Errorf("the same number again: %v", err)
		}
		got, err := people.Paper(ctx, "p", 1)
		ok(t, err)
		if diff := cmp.Diff(b, got); diff != "" {
			t.Errorf("-put +got\n%s", diff)
		}

		// Of two who read the same, one replaces.
		ok(t, people.ReplacePaper(ctx, got))
		if err := people.ReplacePaper(ctx, got); !errors.Is(err, survey.ErrConflict) {
			t.Errorf("an old revision: %v", err)
		}
		done := b
		done.Revision, done.State, done.Work = 1, clerk.Done, nil
		ok(t, people.ReplacePaper(ctx, done))
		all, err := people.Papers(ctx, "p")
		ok(t, err)
		if len(all) != 1 || all[0].Work != nil || all[0].Revision != 2 || all[0].State != clerk.Done {
			t.Errorf("what stays is %+v", all)
		}
		if _, err := people.Paper(ctx, "p", 2); !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("no such batch: %v", err)
		}
	})
}

// Paper is closed once and for good, on both engines: not while sheets are
// typed, unless they are left out, and never while a batch is partly in the box.
func TestClosePaper(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		o.openPoll(t, draft("p"))
		people := o.store.People
		for i, state := range []survey.PaperState{clerk.Typing, clerk.Handing, clerk.Done, clerk.Removed} {
			ok(t, people.AddPaper(ctx, clerk.Batch{Poll: "p", Number: i + 1, Label: "L", State: state, Totals: clerk.Totals{Unit: "u0", Returned: 3}, Work: &clerk.Work{}}))
		}
		for _, leaveOut := range []bool{false, true} {
			var rest survey.UnresolvedPaperError
			if err := people.ClosePaper(ctx, "p", leaveOut); !errors.As(err, &rest) || !rest.Handing || len(rest.Batches) == 0 {
				t.Fatalf("leaving out %v: %v", leaveOut, err)
			}
		}
		b, err := people.Paper(ctx, "p", 2)
		ok(t, err)
		b.State, b.Work = clerk.Done, nil
		ok(t, people.ReplacePaper(ctx, b))
		typed, err := people.Paper(ctx, "p", 1)
		ok(t, err)
		if closed, err := people.ClosedPaper(ctx, "p"); err != nil || len(closed) > 0 || typed.State != clerk.Typing || typed.Label != "L" {
			t.Fatalf("changed by a refusal: %v, %v, %v", closed, typed, err)
		}
		ok(t, people.ClosePaper(ctx, "p", true))
		ok(t, people.ClosePaper(ctx, "p", false))
		closed, err := people.ClosedPaper(ctx, "p")
		ok(t, err)
		if len(closed) != 4 || closed[0].State != clerk.LeftOut || closed[1].State != clerk.Done {
			t.Errorf("closed: %+v", closed)
		}
		if err := people.ReplacePaper(ctx, typed); !errors.Is(err, survey.ErrConflict) {
			t.Errorf("settled after it was left out: %v", err)
		}
		if err := people.AddPaper(ctx, clerk.Batch{Poll: "p", Number: 9, State: clerk.Typing}); !errors.Is(err, survey.ErrClosed) {
			t.Errorf("a batch after the end: %v", err)
		}
	})
}

package store_test

import (
	"errors"
	"testing"

	"minping/survey"
	"minping/survey/notify"
)

// A draft goes with all that hangs on it: no code that was printed for it is
// good for a later poll of the same id.
func TestDeletedDraft(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		coded := draft("p")
		coded.Access = survey.ByCode
		_, err := o.CreatePoll(ctx, coded)
		ok(t, err)
		_, codes, err := o.IssueCodes(ctx, "p", survey.CodeBatch{}, 3)
		ok(t, err)
		ok(t, o.store.People.PutText(ctx, "p", notify.Text{Kind: "reminder", Lang: "zh", Subject: "s", Body: "b"}, func([]notify.Text) error { return nil }))

		stale := errors.New("somebody was faster")
		if err := o.DeletePoll(ctx, "p", func(survey.Poll) error { return stale }); !errors.Is(err, stale) {
			t.Fatalf("on an older revision: %v", err)
		}
		after := draft("after")
		after.Previous = "p"
		_, err = o.CreatePoll(ctx, after)
		ok(t, err)
		var wrong survey.FieldErrors
		if err := o.DeletePoll(ctx, "p", nil); !errors.As(err, &wrong) || wrong[0].Key != "poll_is_previous" {
			t.Fatalf("the round before another: %v", err)
		}
		ok(t, o.DeletePoll(ctx, "after", nil))
		ok(t, o.DeletePoll(ctx, "p", nil))
		if _, err := o.Poll(ctx, "p"); kind(err) != "not_found" {
			t.Errorf("the draft: %v", err)
		}

		_, err = o.CreatePoll(ctx, coded)
		ok(t, err)
		if batches, err := o.CodeBatches(ctx, "p"); err != nil || len(batches) != 0 {
			t.Errorf("codes of the draft before: %v, %v", batches, err)
		}
		ok(t, o.OpenPoll(ctx, "p"))
		if _, err := o.CodeGrant(ctx, "p", codes[0]); kind(err) != "not_found" {
			t.Errorf("a code of the draft before: %v", err)
		}
		if err := o.DeletePoll(ctx, "p", nil); !errors.Is(err, survey.ErrFrozen) {
			t.Errorf("an open poll: %v", err)
		}
		if err := o.store.Ballots.Fence(ctx, "p"); err != nil {
			t.Fatal(err)
		}
		if err := o.store.Ballots.DropBox(ctx, "p"); kind(err) != "conflict" {
			t.Errorf("a box that was in use: %v", err)
		}
	})
}

// A draft may be without units as long as it does not open by itself; it opens
// once it has some.
func TestDraftWithoutUnits(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		p := draft("p")
		units := p.Units
		p.Units = nil
		_, err := o.CreatePoll(ctx, p)
		ok(t, err)
		var wrong survey.FieldErrors
		if err := o.OpenPoll(ctx, "p"); !errors.As(err, &wrong) || wrong[0].Field != "units" {
			t.Fatalf("opened without units: %v", err)
		}
		p.Units = units
		ok(t, o.UpdatePoll(ctx, p))
		ok(t, o.OpenPoll(ctx, "p"))
	})
}

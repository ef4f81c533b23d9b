package demo_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"minping/survey"
	"minping/survey/demo"
	"minping/survey/form"
	"minping/survey/library"
	"minping/survey/store"
)

// The committee carries three of four proposals, and loses the fourth twice.
func TestVote(t *testing.T) {
	st, err := store.OpenSQLite(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = st.Close() }()
	svc := survey.NewService(st.People, st.Ballots, form.Parse)
	src, err := library.Source("decision")
	if err != nil {
		t.Fatal(err)
	}
	poll, err := demo.Vote(t.Context(), svc, src, time.Date(2026, 1, 22, 9, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	second, err := svc.Release(t.Context(), poll)
	if err != nil {
		t.Fatal(err)
	}
	if c := second.Votes[0].Candidates; len(c) != 1 || !c[0].TwiceLost() {
		t.Errorf("the second vote: %+v", c)
	}
	first, err := svc.Release(t.Context(), second.Previous.ID)
	if err != nil {
		t.Fatal(err)
	}
	var verdicts []string
	for _, c := range first.Votes[0].Candidates {
		verdicts = append(verdicts, c.Verdict)
	}
	if len(verdicts) != 4 || verdicts[2] != "carried" || verdicts[3] != "lost" {
		t.Errorf("the first vote: %v", verdicts)
	}

	// A vote again on two of the four, by whoever looks after the poll and may
	// publish nothing.
	organiser := svc.Within(survey.Rights{survey.ManagePolls: survey.Everything})
	next, err := organiser.NextRound(t.Context(), second.Previous.ID, survey.NextRound{Item: "vote", Listed: []string{"appointment-shang", "appointment-lin"}}, form.Nominate)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(next.Units, []string{"appointment-lin", "appointment-shang"}) || next.State != survey.Draft || next.Previous != second.Previous.ID || next.Expected != 25 || !next.Opens.IsZero() {
		t.Errorf("%+v", next)
	}
	if _, err := svc.Within(nil).NextRound(t.Context(), second.Previous.ID, survey.NextRound{}, form.Nominate); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("anybody makes the next round: %v", err)
	}
}

package bench

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"minping/survey"
	"minping/survey/demo"
	"minping/survey/form"
	"minping/survey/library"
	"minping/survey/store"
)

// questionnaire is the bundled one that is answered: 19 scored items.
const questionnaire = "organisation-work"

// PollPrefix begins the ids of all polls that are made here.
const PollPrefix = "bench-"

// A world is what a poll is made of, and answers such as people give.
type world struct {
	source  []byte
	form    *survey.Questionnaire
	units   []survey.Unit
	rated   []string        // ids of the units that ballots are about
	ballots []survey.Ballot // one round of the demonstration, shuffled
	quiet   time.Time       // when servers rewrite their boxes: never while they are measured
}

func newWorld() (*world, error) {
	source, err := library.Source(questionnaire)
	if err != nil {
		return nil, err
	}
	w := &world{source: source, units: demo.Units(), quiet: time.Now().Add(12 * time.Hour)}
	if w.form, err = form.Parse(source); err != nil {
		return nil, err
	}
	seen := make(map[string]bool)
	for b := range demo.Ballots(w.form, 1) {
		w.ballots = append(w.ballots, b)
		if !seen[b.Unit] {
			seen[b.Unit] = true
			w.rated = append(w.rated, b.Unit)
		}
	}
	r := rand.New(rand.NewPCG(1, 2))
	r.Shuffle(len(w.ballots), func(i, j int) { w.ballots[i], w.ballots[j] = w.ballots[j], w.ballots[i] })
	return w, nil
}

// openPoll makes an open poll that needs no code, and has the night's chores
// over with.
func (w *world) openPoll(ctx context.Context, st *store.Store, id string) error {
	s := survey.NewService(st.People, st.Ballots, form.Parse)
	if _, err := s.AddQuestionnaire(ctx, w.source); err != nil {
		return fmt.Errorf("questionnaire: %w", err)
	}
	if err := s.PutUnits(ctx, w.units); err != nil {
		return fmt.Errorf("units: %w", err)
	}
	_, err := s.CreatePoll(ctx, survey.Poll{
		ID: id, Title: survey.Text{"zh": "性能测量（模拟）", "en": "Benchmark (simulated)"},
		Questionnaire: survey.QuestionnaireRef{ID: w.form.ID, Version: w.form.Version},
		Units:         w.rated, Access: survey.OpenLink, Simulated: true,
	})
	if err != nil {
		return err
	}
	if err := s.OpenPoll(ctx, id); err != nil {
		return err
	}
	s.Quiet = time.Duration(w.quiet.Hour())*time.Hour + time.Duration(w.quiet.Minute())*time.Minute
	return s.Tick(ctx)
}

// records returns the ballots as the product stores them.
func (w *world) records(ctx context.Context, st *store.Store, poll string) ([]survey.Record, error) {
	box := &sieve{BallotBox: st.Ballots}
	s := survey.NewService(st.People, box, form.Parse)
	random := make([]byte, 32)
	for _, b := range w.ballots {
		if _, err := s.Accept(ctx, survey.Submission{Poll: poll, Key: random, Salt: random, Ballots: []survey.Ballot{b}}); err != nil {
			return nil, err
		}
	}
	return box.caught, nil
}

// A sieve keeps what was to be stored, and stores nothing.
type sieve struct {
	survey.BallotBox
	caught []survey.Record
}

// Deposit implements survey.BallotBox.
func (s *sieve) Deposit(_ context.Context, d survey.Deposit) (survey.Outcome, error) {
	s.caught = append(s.caught, slices.Clone(d.Records)...)
	return survey.Stored, nil
}

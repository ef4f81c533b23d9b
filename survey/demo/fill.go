package demo

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"iter"
	"strconv"
	"sync"
	"time"

	"minping/survey"
)

// An Example names what Fill has made.
type Example struct {
	Finished   string // the poll to look at, published
	Earlier    string // the round before it
	Open       string // the poll to answer
	Opinions   string // the consultation, with merged opinions
	Vote       string // the last of two votes of a committee
	Evaluation string // of a department's team and its members
	Feedback   string // 360 degrees, of sixty people
	Ballots    int    // in the two finished rounds together
}

// feeders submit at the same time, as people would: the store commits what has
// queued together.
const feeders = 256

// Fill publishes the questionnaire, puts the units, runs two finished rounds in
// the two years before now, and opens this year's. It sets the service's clock
// to the time of each round and leaves it at time.Now.
func Fill(ctx context.Context, svc *survey.Service, questionnaire []byte, now time.Time) (Example, error) {
	defer func() { svc.Now = time.Now }()
	q, err := svc.AddQuestionnaire(ctx, questionnaire)
	if err != nil {
		return Example{}, fmt.Errorf("questionnaire: %w", err)
	}
	if err := svc.PutUnits(ctx, Units()); err != nil {
		return Example{}, fmt.Errorf("units: %w", err)
	}
	ex := Example{}
	for round, back := range []int{2, 1} {
		opens := now.AddDate(-back, 0, -20)
		svc.Now = func() time.Time { return opens }
		p := poll(q, opens, ex.Finished)
		if p, err = svc.CreatePoll(ctx, p); err != nil {
			return ex, fmt.Errorf("poll %s: %w", p.ID, err)
		}
		n, err := run(ctx, svc, q, p.ID, round)
		if err != nil {
			return ex, fmt.Errorf("poll %s: %w", p.ID, err)
		}
		ex.Earlier, ex.Finished, ex.Ballots = ex.Finished, p.ID, ex.Ballots+n
	}
	svc.Now = func() time.Time { return now }
	p := poll(q, now.AddDate(0, 0, -2), ex.Finished)
	p.Closes = time.Date(now.Year(), now.Month(), now.Day()+8, 18, 0, 0, 0, now.Location())
	if p, err = svc.CreatePoll(ctx, p); err != nil {
		return ex, fmt.Errorf("poll %s: %w", p.ID, err)
	}
	ex.Open = p.ID
	return ex, svc.OpenPoll(ctx, p.ID)
}

// Who asks in all polls.
var (
	organiser = survey.Text{"zh": "澄川省民意调查中心（虚构）", "en": "Chengchuan Opinion Centre (invented)"}
	contact   = survey.Text{"zh": "0000-12340（示例）", "en": "0000-12340 (example)"}
)

// poll describes the round of the year in which it opens.
func poll(q *survey.Questionnaire, opens time.Time, previous string) survey.Poll {
	year := strconv.Itoa(opens.Year())
	ids := []string{}
	for _, u := range Units() {
		if u.Tier != province.Tier {
			ids = append(ids, u.ID)
		}
	}
	return survey.Poll{
		ID: "satisfaction-" + year,
		Title: survey.Text{
			"zh": province.Name["zh"] + q.Title.In("zh") + "（" + year + "\u00a0年）",
			"en": province.Name["en"] + ": " + q.Title.In("en") + " (" + year + ")",
		},
		Questionnaire: survey.QuestionnaireRef{ID: q.ID, Version: q.Version},
		Units:         ids,
		Access:        survey.OpenLink,
		Opens:         opens,
		Previous:      previous,
		PublicResults: true,
		Simulated:     true,
		Organiser:     organiser,
		Contact:       contact,
	}
}

// run opens a poll, hands in a round's ballots and publishes the result.
func run(ctx context.Context, svc *survey.Service, q *survey.Questionnaire, id string, round int) (int, error) {
	if err := svc.OpenPoll(ctx, id); err != nil {
		return 0, err
	}
	n, err := hand(ctx, svc, id, Ballots(q, round))
	if err != nil {
		return n, err
	}
	if err := svc.ClosePoll(ctx, id); err != nil {
		return n, err
	}
	return n, svc.PublishPoll(ctx, id)
}

// hand hands in ballots and returns how many.
func hand(ctx context.Context, svc *survey.Service, id string, ballots iter.Seq[survey.Ballot]) (int, error) {
	queue := make(chan survey.Ballot, feeders)
	failed := make(chan error, feeders)
	var wg sync.WaitGroup
	for range feeders {
		wg.Go(func() {
			var first error
			for b := range queue {
				if first == nil {
					_, first = svc.Accept(ctx, survey.Submission{
						Poll: id, Key: randomBytes(), Salt: randomBytes(), Ballots: []survey.Ballot{b},
					})
				}
			}
			failed <- first
		})
	}
	n := 0
	for b := range ballots {
		queue <- b
		n++
	}
	close(queue)
	wg.Wait()
	close(failed)
	var errs []error
	for err := range failed {
		errs = append(errs, err)
	}
	return n, errors.Join(errs...)
}

func randomBytes() []byte {
	b := make([]byte, 32)
	rand.Read(b) // never fails: crypto/rand
	return b
}

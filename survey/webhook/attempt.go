package webhook

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"strings"
	"time"
	"unicode"

	"minping/survey"
)

// How long it is tried: after 10 s, 30 s, 90 s and so on, each wait three times
// the one before, a fifth more or less; ten times in about 27 hours.
const (
	maxTries  = 10
	firstWait = 10 * time.Second
	growth    = 3
	spread    = 0.2
)

// stopAfter is how long nothing must have succeeded for a hook to be stopped
// when a delivery is given up.
const stopAfter = 72 * time.Hour

// keptAnswer is how much of an answer the log keeps, in bytes.
const keptAnswer = 1 << 10

// wait returns the time from the end of a try to the next; chance is from 0 to 1.
func wait(tries int, chance float64) time.Duration {
	d := float64(firstWait)
	for range tries - 1 {
		d *= growth
	}
	return time.Duration(d * (1 - spread + 2*spread*chance))
}

// attempt makes the call that a claim has begun. A server that stops waits for it.
func (s *Service) attempt(ctx context.Context, h Hook, c Claim) Finished {
	ctx = context.WithoutCancel(ctx)
	a, began := Attempt{Number: c.Attempts, At: s.Now().UTC().Truncate(time.Millisecond)}, time.Now()
	header, err := sign(c.Secret, c.Event, a.At, c.Body)
	var answer []byte
	if err == nil {
		a.Status, answer, err = s.Post(ctx, c.URL, header, c.Body)
	}
	a.Took, a.Answer, a.Wrong = time.Since(began), legible(answer), reason(err)
	return Finished{c, a, outcome(h, c.Delivery, a, s.Now(), rand.Float64())}
}

// outcome returns what follows from an attempt at a delivery to a hook.
func outcome(h Hook, d Delivery, a Attempt, now time.Time, chance float64) Outcome {
	if a.OK() {
		return Outcome{Progress: Delivered}
	}
	o := Outcome{Progress: Waiting, Failing: h.Failing}
	if d.Kind == Test {
		o.Progress = GivenUp // whoever tries it out sees so
		return o
	}
	if o.Failing.IsZero() {
		o.Failing = a.At
	}
	switch {
	case a.Status == http.StatusGone:
		o.Progress, o.Stop = GivenUp, Gone
	case d.Tries >= maxTries:
		o.Progress = GivenUp
		if now.Sub(o.Failing) >= stopAfter {
			o.Stop = Failed
		}
	default:
		o.Due = now.Add(wait(d.Tries, chance))
	}
	return o
}

// reason returns the message key of what went wrong; "": nothing.
func reason(err error) string {
	var keyed interface{ Key() string }
	switch {
	case err == nil:
		return ""
	case errors.As(err, &keyed):
		return keyed.Key()
	default:
		return "outbound_answer"
	}
}

// legible returns the beginning of an answer as text that can be stored and
// shown: what cannot is a replacement character.
func legible(answer []byte) string {
	s := strings.ToValidUTF8(string(answer[:min(len(answer), keptAnswer)]), "\uFFFD")
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return '\uFFFD'
		}
		return r
	}, strings.ReplaceAll(s, "\r\n", "\n"))
}

// Try sends a message of the kind Test at once, also to a hook that is not
// active, and returns what came of it. Errors: survey.ErrNotFound;
// survey.ErrConflict: the hook has no secret.
func (s *Service) Try(ctx context.Context, id string) (Attempt, error) {
	h, err := s.store.Hook(ctx, id)
	if err != nil {
		return Attempt{}, err
	}
	if !h.Sealed {
		return Attempt{}, survey.ErrConflict
	}
	now := s.Now().UTC().Truncate(time.Millisecond)
	e := survey.Event{ID: survey.NewEventID(), Kind: Test, At: now}
	body, err := bodyOf(e, "")
	if err != nil {
		return Attempt{}, err
	}
	c, err := s.store.BeginDelivery(ctx, Delivery{
		Hook: id, Event: e.ID, Kind: e.Kind, Body: body, Progress: Waiting, Attempts: 1, Tries: 1, Due: now.Add(lease), Created: now,
	})
	if err != nil {
		return Attempt{}, err
	}
	done := s.attempt(ctx, h, c)
	return done.Attempt, s.store.FinishAttempts(context.WithoutCancel(ctx), []Finished{done})
}

package client

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"time"
)

// longest is how long a submission waits between two tries at most.
const longest = time.Minute

// Submit hands in ballots, whole or not at all, and returns the receipt. A key
// and a salt are made where there is none (no key where there is a code). As
// long as nothing is known to be stored (no answer, or 502, 503, 504) the same
// submission is sent again, after a while that grows, until ctx is done: it is
// counted once. All else is a *Problem.
func (c *Client) Submit(ctx context.Context, poll string, in SubmissionInput) (Receipt, error) {
	if in.Key == nil && in.Code == "" {
		in.Key = random()
	}
	if in.Salt == nil {
		in.Salt = random()
	}
	for wait := c.patience; ; wait = min(2*wait, longest) {
		answer, err := c.SubmitWithResponse(ctx, poll, in)
		if err == nil {
			return receipt(answer)
		}
		pause, again := retry(err, wait)
		if !again || ctx.Err() != nil {
			return Receipt{}, err
		}
		select {
		case <-ctx.Done():
			return Receipt{}, errors.Join(ctx.Err(), err)
		case <-time.After(pause):
		}
	}
}

// random is 32 random bytes.
func random() []byte {
	b := make([]byte, 32)
	_, _ = rand.Read(b) // never fails
	return b
}

func receipt(answer *SubmitResponse) (Receipt, error) {
	switch {
	case answer.JSON201 != nil:
		return *answer.JSON201, nil
	case answer.JSON200 != nil:
		return *answer.JSON200, nil
	default:
		return Receipt{}, errors.New("client: " + answer.Status() + " is no receipt")
	}
}

// retry says whether a submission is sent again after an error, and when.
func retry(err error, wait time.Duration) (time.Duration, bool) {
	var p *Problem
	if !errors.As(err, &p) {
		return wait, true // no answer
	}
	switch p.Status {
	case http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return max(wait, p.RetryAfter), true
	default:
		return 0, false
	}
}

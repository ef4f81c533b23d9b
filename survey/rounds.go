package survey

import (
	"context"
	"errors"
	"slices"
	"time"
)

// MostRounds is how many rounds a trend goes back.
const MostRounds = 12

// A Round is one poll of a chain of rounds (Poll.Previous) with its release, as
// whoever asks may read it.
type Round struct {
	Poll    PollRef
	Closes  time.Time // zero: it was closed by hand
	Release *Release  // shared: callers must not change it
}

// Rounds returns a poll and those before it, the earliest first, at most
// MostRounds. Rounds that whoever asks may not read, and those without results,
// are passed over.
func (v Scoped) Rounds(ctx context.Context, poll string) ([]Round, error) {
	var rounds []Round
	seen := map[string]bool{}
	for id := poll; id != "" && !seen[id] && len(rounds) < MostRounds; {
		seen[id] = true
		p, err := v.s.poll(ctx, id)
		if err != nil {
			return nil, err
		}
		switch r, err := v.Release(ctx, id); {
		case err == nil:
			rounds = append(rounds, Round{PollRef{ID: id, Title: p.Title}, p.Closes, r})
		case id == poll || !errors.Is(err, ErrNotFound):
			return nil, err
		}
		id = p.Previous
	}
	slices.Reverse(rounds)
	return rounds, nil
}

package survey

import (
	"context"
	"fmt"
)

// Proof holds what was done against the results of a poll and those of the round
// before it (Poll.Previous), of the units that whoever asks may read in both. It
// rests on all units; see Proof.Within for what is told of the others. A poll
// without a round before, or one whose results are not shown, is ErrNotFound.
func (v Scoped) Proof(ctx context.Context, poll string, entries []Rectified) (*Proof, error) {
	now, scope, err := v.round(ctx, poll)
	if err != nil {
		return nil, err
	}
	p, err := v.s.poll(ctx, poll)
	if err != nil {
		return nil, err
	}
	if p.Previous == "" {
		return nil, fmt.Errorf("round before poll %s: %w", poll, ErrNotFound)
	}
	then, before, err := v.round(ctx, p.Previous)
	if err != nil {
		return nil, err
	}
	proof := ProofOf(then, now, entries)
	if scope.whole() && before.whole() {
		return proof, nil
	}
	d, err := v.s.directory(ctx)
	if err != nil {
		return nil, err
	}
	return proof.Within(func(unit string) bool {
		return (scope.whole() || scope.holds(d, unit, poll)) && (before.whole() || before.holds(d, unit, p.Previous))
	}), nil
}

// round returns a poll with its whole release, and where whoever asks may read it.
func (v Scoped) round(ctx context.Context, poll string) (Round, Scope, error) {
	p, scope, err := v.readable(ctx, poll)
	if err != nil {
		return Round{}, nil, err
	}
	r, err := v.s.Release(ctx, poll)
	return Round{PollRef{ID: poll, Title: p.Title}, p.Closes, r}, scope, err
}

package survey

import (
	"context"
	"slices"
)

// ReadablePoll returns a poll whose results whoever asks may read, once there
// are any; of one that he may read in part, only these units.
func (v Scoped) ReadablePoll(ctx context.Context, id string) (Poll, error) {
	p, _, err := v.readable(ctx, id)
	return p, err
}

// ReadablePolls lists these polls, with those whose results are yet to come.
func (v Scoped) ReadablePolls(ctx context.Context) ([]Poll, error) {
	return v.list(ctx, func(d *directory, p Poll) (Poll, bool) {
		if !v.readers(d, &p).touches(d, &p) {
			return p, false
		}
		return v.shown(d, p)
	})
}

// readable returns a poll and where whoever asks may read its results.
func (v Scoped) readable(ctx context.Context, id string) (Poll, Scope, error) {
	live, d, err := v.find(ctx, id)
	if err != nil {
		return Poll{}, nil, err
	}
	p := live.asOf(v.s.now())
	scope := v.readers(d, &p)
	if !scope.touches(d, &p) {
		return Poll{}, nil, v.absent(ctx, id)
	}
	p, _ = v.shown(d, p)
	return p, scope, nil
}

// Release returns what whoever asks may read of a poll's release: see
// Release.Within. It is shared: callers must not change it.
func (v Scoped) Release(ctx context.Context, poll string) (*Release, error) {
	_, scope, err := v.readable(ctx, poll)
	if err != nil {
		return nil, err
	}
	return v.release(ctx, poll, scope)
}

// ReleaseHash is Service.ReleaseHash, for those who may read the release.
func (v Scoped) ReleaseHash(ctx context.Context, poll string) (string, error) {
	if _, _, err := v.readable(ctx, poll); err != nil {
		return "", err
	}
	return v.s.ReleaseHash(ctx, poll)
}

// release returns the part of a release that lies in a scope.
func (v Scoped) release(ctx context.Context, poll string, scope Scope) (*Release, error) {
	r, err := v.s.Release(ctx, poll)
	if err != nil || scope.whole() {
		return r, err
	}
	d, err := v.s.directory(ctx)
	if err != nil {
		return nil, err
	}
	return v.s.parts.of(r, func(unit string) bool { return scope.holds(d, unit, poll) }), nil
}

// Turnout is Service.Turnout. Where whoever asks sees some units only, it is the
// sum of the numbers that Turnouts tells of them.
func (v Scoped) Turnout(ctx context.Context, poll string) (PollTurnout, error) {
	p, d, err := v.find(ctx, poll)
	if err != nil {
		return PollTurnout{}, err
	}
	if v.has(d, &p.Poll, ReadTurnout) {
		return v.s.Turnout(ctx, poll)
	}
	units, err := v.Turnouts(ctx, poll)
	var sum PollTurnout
	for _, u := range units {
		sum.Submissions += u.Ballots
	}
	return sum, err
}

// Turnouts is Service.Turnouts, of the units that whoever asks may see.
func (v Scoped) Turnouts(ctx context.Context, poll string) ([]UnitTurnout, error) {
	p, d, err := v.find(ctx, poll)
	if err != nil {
		return nil, err
	}
	scope := v.rights[ReadTurnout]
	whole := scope.covers(d, &p.Poll)
	if !whole && (p.stateAt(v.s.now()) == Draft || !scope.touches(d, &p.Poll)) {
		return nil, v.absent(ctx, poll)
	}
	all, err := v.s.Turnouts(ctx, poll)
	if err != nil || whole {
		return all, err
	}
	return slices.DeleteFunc(slices.Clone(all), func(u UnitTurnout) bool { return !scope.holds(d, u.Unit, poll) }), nil
}

// Quotas is Service.Quotas, of whole polls.
func (v Scoped) Quotas(ctx context.Context, poll string) ([]QuotaProgress, error) {
	if err := v.whole(ctx, poll, ReadTurnout); err != nil {
		return nil, err
	}
	return v.s.Quotas(ctx, poll)
}

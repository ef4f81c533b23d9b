package survey

import (
	"context"
	"fmt"
	"slices"
)

// A Scoped is the Service for somebody with certain rights: every method looks
// whether he has the right that it needs, where it needs it, and leaves out of
// what it returns all units that he may not see. What lies outside is answered
// exactly as what does not exist: ErrNotFound, after the same work.
//
// A right holds for a poll as a whole where all its units lie in its scope.
// Whoever has it for some of them sees those, and of them no more than reading
// takes: turnout, published results, what was written about them.
type Scoped struct {
	s      *Service
	rights Rights
}

// Within returns the service for somebody with these rights; nil: a stranger,
// who sees what everybody may see.
func (s *Service) Within(r Rights) Scoped { return Scoped{s, r} }

// Require is nil where a right holds for everything, else ErrNotFound.
func (v Scoped) Require(r Right) error {
	if !v.rights.Whole(r) {
		return ErrNotFound
	}
	return nil
}

// absent answers for a poll that is not there for whoever asks. It looks for a
// poll in vain, as for one that does not exist.
func (v Scoped) absent(ctx context.Context, id string) error {
	if _, err := v.s.definitions.Poll(ctx, ""); err != nil && !isNotFound(err) {
		return err
	}
	return fmt.Errorf("poll %s: %w", id, ErrNotFound)
}

// find returns a poll and the directory.
func (v Scoped) find(ctx context.Context, id string) (*livePoll, *directory, error) {
	p, err := v.s.poll(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	d, err := v.s.directory(ctx)
	return p, d, err
}

// whole is nil where one of the rights holds for a poll as a whole.
func (v Scoped) whole(ctx context.Context, id string, rights ...Right) error {
	p, d, err := v.find(ctx, id)
	if err != nil {
		return err
	}
	if !v.has(d, &p.Poll, rights...) {
		return v.absent(ctx, id)
	}
	return nil
}

// has reports whether one of the rights holds for a poll as a whole.
func (v Scoped) has(d *directory, p *Poll, rights ...Right) bool {
	return slices.ContainsFunc(rights, func(r Right) bool { return v.rights[r].covers(d, p) })
}

// public reports whether everybody may know of a poll: it is open, or its
// results are for all.
func public(p *Poll) bool { return p.State == Open || p.PublicResults && isShown(p) }

// isShown reports whether a poll's release may be seen by its readers.
func isShown(p *Poll) bool { return p.State == Published || p.State == Archived }

// isCounted reports whether a poll has ended.
func isCounted(p *Poll) bool { return p.State == Closed || isShown(p) }

// readers is where whoever asks reads the results of a poll in its state.
func (v Scoped) readers(d *directory, p *Poll) Scope {
	switch {
	case isShown(p) && p.PublicResults:
		return Everything
	case isShown(p):
		return slices.Concat(v.rights[ReadResults], v.rights[ReadUnpublished])
	case isCounted(p) && v.has(d, p, ReadUnpublished): // before the others do: only of a whole poll
		return v.rights[ReadUnpublished]
	}
	return nil
}

// part is where whoever asks sees something of a poll in its state.
func (v Scoped) part(d *directory, p *Poll) Scope {
	seen := v.readers(d, p)
	if p.State != Draft {
		seen = slices.Concat(seen, v.rights[ReadTurnout])
	}
	if isCounted(p) {
		seen = slices.Concat(seen, v.rights[Moderate])
	}
	return seen
}

// shown returns what whoever asks may see of a poll, and whether that is anything.
func (v Scoped) shown(d *directory, p Poll) (Poll, bool) {
	if public(&p) || v.has(d, &p, ManagePolls, EnterPaper) {
		return p, true
	}
	seen := v.part(d, &p)
	if seen.covers(d, &p) {
		return p, true
	}
	p.Units = seen.within(d, &p)
	p.Quotas, p.Sample, p.Previous = nil, nil, "" // these are about other units too
	return p, len(p.Units) > 0
}

// Poll returns a poll, its state as of now. Of one that whoever asks may see in
// part, only these units.
func (v Scoped) Poll(ctx context.Context, id string) (Poll, error) {
	p, d, err := v.find(ctx, id)
	if err != nil {
		return Poll{}, err
	}
	if p, ok := v.shown(d, p.asOf(v.s.now())); ok {
		return p, nil
	}
	return Poll{}, v.absent(ctx, id)
}

// Polls lists the polls that whoever asks may see, the one created last first.
func (v Scoped) Polls(ctx context.Context) ([]Poll, error) { return v.list(ctx, v.shown) }

// list lists the polls of which something is shown.
func (v Scoped) list(ctx context.Context, shown func(*directory, Poll) (Poll, bool)) ([]Poll, error) {
	all, err := v.s.Polls(ctx)
	if err != nil {
		return nil, err
	}
	d, err := v.s.directory(ctx)
	if err != nil {
		return nil, err
	}
	var polls []Poll
	for _, p := range all {
		if p, ok := shown(d, p); ok {
			polls = append(polls, p)
		}
	}
	return polls, nil
}

// ManagedPoll returns a poll that whoever asks looks after, ManagedPolls lists them.
func (v Scoped) ManagedPoll(ctx context.Context, id string) (Poll, error) {
	if err := v.whole(ctx, id, ManagePolls); err != nil {
		return Poll{}, err
	}
	return v.s.Poll(ctx, id)
}

// ManagedPolls lists the polls that whoever asks looks after.
func (v Scoped) ManagedPolls(ctx context.Context) ([]Poll, error) {
	return v.list(ctx, func(d *directory, p Poll) (Poll, bool) { return p, v.has(d, &p, ManagePolls) })
}

// PollUnits lists the units of a poll that whoever asks may see, in the
// directory's order.
func (v Scoped) PollUnits(ctx context.Context, id string) ([]Unit, error) {
	p, err := v.Poll(ctx, id)
	if err != nil {
		return nil, err
	}
	d, err := v.s.directory(ctx)
	if err != nil {
		return nil, err
	}
	units := RosterOf(d.units, p.Units, false)
	if !public(&p) {
		units = v.topped(d, units)
	}
	return units, nil
}

// PollQuestionnaire returns what a poll asks.
func (v Scoped) PollQuestionnaire(ctx context.Context, id string) (*Questionnaire, error) {
	p, err := v.Poll(ctx, id)
	if err != nil {
		return nil, err
	}
	return v.s.Questionnaire(ctx, p.Questionnaire.ID, p.Questionnaire.Version)
}

// Named lists all polls by id and title alone, for those who read the log, or look after accounts
// or the system and name one in a grant or a hook.
func (v Scoped) Named(ctx context.Context) ([]Poll, error) {
	if !v.rights.Whole(ManageAccounts) && !v.rights.Whole(ManageSystem) && !v.rights.Whole(ReadAudit) {
		return nil, ErrNotFound
	}
	all, err := v.s.Polls(ctx)
	for i, p := range all {
		all[i] = Poll{ID: p.ID, Title: p.Title, State: p.State}
	}
	return all, err
}

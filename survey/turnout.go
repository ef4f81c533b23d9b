package survey

import (
	"context"
	"sync"
	"time"
)

// A UnitTurnout is how many ballots about a unit are in, at least: the sum of
// its groups' numbers. Each of these is rounded down to a step of k, the least
// group shown, while the poll is open and for ever; a sum of its own would,
// watched beside them, tell more.
type UnitTurnout struct {
	Unit    string
	Ballots int
	Band    *Band          // the share of the eligible, where few are; Ballots is 0 then
	Groups  []GroupTurnout // in the questionnaire's order; none: it has no groups
}

// A GroupTurnout is how many of a unit's ballots are of a group, at least.
type GroupTurnout struct {
	Group   string
	Ballots int
	Band    *Band // as a unit's
}

// A PollTurnout is how many submissions a poll has.
type PollTurnout struct {
	Submissions int
	Band        *Band // the share of the eligible, where few are; Submissions is 0 then
}

// Turnout returns the number of submissions of a poll. While it is open, and
// for ever where few are eligible somewhere, the number is rounded down to steps
// of k, the least group shown, and up to turnoutAge old, so that watching it
// tells nobody when a ballot came.
func (s *Service) Turnout(ctx context.Context, poll string) (PollTurnout, error) {
	p, err := s.poll(ctx, poll)
	if err != nil {
		return PollTurnout{}, err
	}
	now := s.now()
	return s.turnouts.get(p, now, func() (PollTurnout, error) {
		e, err := s.eligible(ctx, p)
		if err != nil {
			return PollTurnout{}, err
		}
		n, err := s.box.Submissions(ctx, poll)
		if band := bandOfFew(n, e.all); band != nil {
			return PollTurnout{Band: band}, err
		}
		if p.stateAt(now) == Open || e.few() {
			n -= n % p.form.MinGroup()
		}
		return PollTurnout{Submissions: n}, err
	})
}

// Turnouts returns the turnout of each of a poll's units, in the poll's order;
// up to turnoutAge old. It is shared: callers must not change it.
func (s *Service) Turnouts(ctx context.Context, poll string) ([]UnitTurnout, error) {
	p, err := s.poll(ctx, poll)
	if err != nil {
		return nil, err
	}
	return s.cells.get(p, s.now(), func() ([]UnitTurnout, error) {
		e, err := s.eligible(ctx, p)
		if err != nil {
			return nil, err
		}
		cells, err := s.box.Cells(ctx, poll)
		return p.turnouts(cells, e), err
	})
}

// turnouts rounds the cells down to steps of k and adds them up. Where few are
// eligible it tells a band alone, and no number that such a cell is part of.
func (p *livePoll) turnouts(cells []Cell, e eligibility) []UnitTurnout {
	k := p.form.MinGroup()
	came, all := make(map[Cell]int, len(cells)), make(map[string]int, len(p.Units))
	for _, c := range cells {
		came[Cell{Unit: c.Unit, Group: c.Group}] = c.Ballots
		all[c.Unit] += c.Ballots
	}
	units := make([]UnitTurnout, len(p.Units))
	for i, unit := range p.Units {
		u := UnitTurnout{Unit: unit, Band: bandOfFew(all[unit], e.units[unit])}
		if len(p.form.Groups) == 0 && u.Band == nil {
			u.Ballots = all[unit] - all[unit]%k
		}
		for _, g := range p.form.Groups {
			cell := Cell{Unit: unit, Group: g.ID}
			n, t := came[cell], GroupTurnout{Group: g.ID, Band: bandOfFew(came[cell], e.cells[cell])}
			if t.Band == nil && u.Band == nil {
				t.Ballots = n - n%k
			}
			u.Ballots += t.Ballots
			u.Groups = append(u.Groups, t)
		}
		units[i] = u
	}
	return units
}

// turnoutAge is how old a turnout may be: counting a large poll takes time.
const turnoutAge = 10 * time.Second

// A turnoutCache holds turnouts as they were last counted.
type turnoutCache[T any] struct {
	mu   sync.Mutex
	byID map[string]turnout[T]
}

type turnout[T any] struct {
	state State
	at    time.Time
	value T
}

// get returns a poll's turnout, counted anew where it is too old or of another
// state of the poll.
func (c *turnoutCache[T]) get(p *livePoll, now time.Time, count func() (T, error)) (T, error) {
	state := p.stateAt(now)
	c.mu.Lock()
	t, ok := c.byID[p.ID]
	c.mu.Unlock()
	if ok && t.state == state && now.Sub(t.at) < turnoutAge {
		return t.value, nil
	}
	value, err := count()
	if err != nil {
		return value, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.byID == nil {
		c.byID = make(map[string]turnout[T])
	}
	c.byID[p.ID] = turnout[T]{state, now, value}
	return value, nil
}

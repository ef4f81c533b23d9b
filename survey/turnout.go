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
	Groups  []GroupTurnout // in the questionnaire's order; none: it has no groups
}

// A GroupTurnout is how many of a unit's ballots are of a group, at least.
type GroupTurnout struct {
	Group   string
	Ballots int
}

// Turnout returns the number of submissions of a poll. While it is open the
// number is rounded down to steps of k, the least group shown, and up to
// turnoutAge old, so that watching it tells nobody when a ballot came.
func (s *Service) Turnout(ctx context.Context, poll string) (int, error) {
	p, err := s.poll(ctx, poll)
	if err != nil {
		return 0, err
	}
	now := s.now()
	return s.turnouts.get(p, now, func() (int, error) {
		n, err := s.box.Submissions(ctx, poll)
		if p.stateAt(now) == Open {
			n -= n % p.form.MinGroup()
		}
		return n, err
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
		cells, err := s.box.Cells(ctx, poll)
		return p.turnouts(cells), err
	})
}

// turnouts rounds the cells down to steps of k and adds them up.
func (p *livePoll) turnouts(cells []Cell) []UnitTurnout {
	type key struct{ unit, group string }
	k := p.form.MinGroup()
	shown := make(map[key]int, len(cells))
	for _, c := range cells {
		shown[key{c.Unit, c.Group}] = c.Ballots - c.Ballots%k
	}
	units := make([]UnitTurnout, len(p.Units))
	for i, unit := range p.Units {
		u := UnitTurnout{Unit: unit, Ballots: shown[key{unit, ""}]}
		for _, g := range p.form.Groups {
			n := shown[key{unit, g.ID}]
			u.Ballots += n
			u.Groups = append(u.Groups, GroupTurnout{g.ID, n})
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

package survey

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/singleflight"
)

// A livePoll is a stored poll with what accepting ballots needs of it.
type livePoll struct {
	Poll
	form   *questionnaireForm
	units  map[string]bool
	tiers  map[string]string // of the units, where these are not all asked the same; else nil
	groups map[string]bool
	key    atomic.Pointer[[]byte]
	room   atomic.Pointer[Room]
}

// poll returns a poll as it is stored, from memory where it was read since the
// last change here and the last Tick.
func (s *Service) poll(ctx context.Context, id string) (*livePoll, error) {
	p, turn := s.polls.get(id)
	if p != nil {
		return p, nil
	}
	return shared(ctx, &s.reading, fmt.Sprint("poll ", turn, " ", id), func(ctx context.Context) (*livePoll, error) {
		return s.readPoll(ctx, id, turn)
	})
}

// shared has those who ask for the same at the same time wait for one reading:
// after a start and after each Tick, all respondents ask at once. Whoever stops
// waiting does not stop the reading.
func shared[T any](ctx context.Context, reading *singleflight.Group, what string, read func(context.Context) (T, error)) (T, error) {
	ready := reading.DoChan(what, func() (any, error) { return read(context.WithoutCancel(ctx)) })
	select {
	case r := <-ready:
		return r.Val.(T), r.Err
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
}

// readPoll reads a poll for a turn of the cache.
func (s *Service) readPoll(ctx context.Context, id string, turn int) (*livePoll, error) {
	stored, err := s.definitions.Poll(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("poll %s: %w", id, err)
	}
	form, err := s.form(ctx, stored.Questionnaire.ID, stored.Questionnaire.Version)
	if err != nil {
		return nil, fmt.Errorf("poll %s: %w", id, err)
	}
	p := &livePoll{Poll: stored, form: form, units: make(map[string]bool), groups: make(map[string]bool)}
	for _, u := range stored.Units {
		p.units[u] = true
	}
	for _, g := range form.Groups {
		p.groups[g.ID] = true
	}
	if form.Evaluates() || form.Tiered() {
		if p.tiers, err = s.tiersOf(ctx, stored); err != nil {
			return nil, fmt.Errorf("poll %s: %w", id, err)
		}
	}
	s.polls.put(turn, p)
	return p, nil
}

// tiersOf returns the tiers of a poll's units: as they were when it opened or,
// before, as they are.
func (s *Service) tiersOf(ctx context.Context, p Poll) (map[string]string, error) {
	units, err := s.definitions.Roster(ctx, p.ID)
	if p.State == Draft {
		units, err = s.definitions.Units(ctx)
	}
	tiers := make(map[string]string, len(p.Units))
	for _, u := range units {
		tiers[u.ID] = u.Tier
	}
	return tiers, err
}

// tier returns the tier of a unit, "" where that is of no account.
func (p *livePoll) tier(unit string) string { return p.tiers[unit] }

// checkRater says whether the group may rate the unit.
func (p *livePoll) checkRater(field, group, unit string) FieldErrors {
	if p.form.MayRate(group, p.tier(unit)) {
		return nil
	}
	raters := p.form.EvaluationType(p.tier(unit)).Raters
	return FieldErrors{{Field: field, Key: "may_not_rate", Args: Args("group", group, "unit", unit, "groups", raters)}}
}

// checkGroup says whether respondents may come as this group.
func (p *livePoll) checkGroup(field, group string) FieldErrors {
	switch {
	case group == "" && len(p.groups) > 0:
		return FieldErrors{{Field: field, Key: "missing"}}
	case group != "" && !p.groups[group]:
		return FieldErrors{{Field: field, Key: "unknown_group", Args: Args("group", group, "groups", p.groupIDs())}}
	}
	return nil
}

func (p *livePoll) groupIDs() []string {
	ids := make([]string, len(p.form.Groups))
	for i, g := range p.form.Groups {
		ids[i] = g.ID
	}
	return ids
}

// A pollCache holds polls as they are stored. A change takes a new turn, so
// that a poll read before it is not kept after it.
type pollCache struct {
	mu   sync.RWMutex
	turn int
	byID map[string]*livePoll
}

func (c *pollCache) get(id string) (*livePoll, int) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.byID[id], c.turn
}

func (c *pollCache) put(turn int, p *livePoll) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if turn != c.turn {
		return
	}
	if c.byID == nil {
		c.byID = make(map[string]*livePoll)
	}
	c.byID[p.ID] = p
}

func (c *pollCache) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.turn++
	clear(c.byID)
}

func isNotFound(err error) bool { return errors.Is(err, ErrNotFound) }

// indexed writes the field of one of a list: "units[3]".
func indexed(field string, i int) string { return field + "[" + strconv.Itoa(i) + "]" }

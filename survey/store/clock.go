package store

import (
	"context"
	"database/sql"
	"errors"
	"sync"
	"time"
)

// A Clock never runs backwards: where that of the machine is set back, it goes
// on from the latest time seen, after a restart too. Sessions and tokens that
// have expired by it stay so.
type Clock struct {
	people *People
	wall   func() time.Time

	mu     sync.Mutex
	latest time.Time // what Now returned last
	read   time.Time // what the wall clock said then
	kept   time.Time // what is stored
}

// keepEvery is how much of the time seen a crash may forget.
const keepEvery = time.Minute

const selectClock = `SELECT latest FROM clock WHERE id = 'clock'`

// Clock returns the clock of the database; wall is that of the machine.
func (p *People) Clock(ctx context.Context, wall func() time.Time) (*Clock, error) {
	var latest int64
	err := p.db.Reader.QueryRowContext(ctx, selectClock).Scan(&latest)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return nil, err
	}
	c := &Clock{people: p, wall: wall, latest: time.UnixMilli(latest), read: wall()}
	c.kept = c.latest
	return c, nil
}

// Now returns the time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	wall := c.wall()
	if passed := wall.Sub(c.read); passed > 0 { // by the steady clock of the machine, if it has one
		c.latest = c.latest.Add(passed)
	}
	c.read = wall
	if wall.After(c.latest) {
		c.latest = wall.Round(0)
	}
	return c.latest
}

// Ahead returns how far the clock is ahead of that of the machine.
func (c *Clock) Ahead() time.Duration { return c.Now().Sub(c.wall().Round(0)) }

const upsertClock = `
	INSERT INTO clock (id, latest) VALUES ('clock', $1)
	ON CONFLICT (id) DO UPDATE SET latest = excluded.latest WHERE clock.latest < excluded.latest`

// Keep stores the time where a minute has passed since it was stored last; a
// server calls it often.
func (c *Clock) Keep(ctx context.Context) error {
	now := c.Now()
	c.mu.Lock()
	due := now.Sub(c.kept) >= keepEvery
	c.mu.Unlock()
	if !due {
		return nil
	}
	return c.Stop(ctx)
}

// Stop stores the time, for a server that ends.
func (c *Clock) Stop(ctx context.Context) error {
	now := c.Now()
	if _, err := c.people.db.Writer.ExecContext(ctx, upsertClock, now.UnixMilli()); err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.kept = now
	return nil
}

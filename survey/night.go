package survey

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// DefaultQuiet is when the chores of the night are done: at 03:00.
const DefaultQuiet = 3 * time.Hour

// choreAgain is how long after a chore that failed it is tried again.
const choreAgain = time.Hour

// A night remembers how far this process is with the chores of each night.
type night struct {
	mu              sync.Mutex
	rewrite, backup chore
}

// A chore is done once a day, by one of several processes.
type chore struct {
	taken string    // the last day whose chore fell to this process
	over  string    // the last day with nothing left to do here
	again time.Time // not before
}

// chores rewrites the open boxes, then has a backup made, once a day, from the
// quiet hour on: a server that is off at night does so when it starts.
func (s *Service) chores(ctx context.Context) error {
	if s.Quiet < 0 || !s.night.mu.TryLock() {
		return nil
	}
	defer s.night.mu.Unlock()
	err := s.chore(ctx, &s.night.rewrite, "rewrite", s.box.Rewrite)
	if err != nil {
		err = fmt.Errorf("rewriting the open ballot boxes: %w", err)
	}
	if s.Backup == nil {
		return err
	}
	if e := s.chore(ctx, &s.night.backup, "backup", s.Backup); e != nil {
		err = errors.Join(err, fmt.Errorf("the nightly backup: %w", e))
	}
	return err
}

// chore does what is to be done today, if it falls to this process.
func (s *Service) chore(ctx context.Context, c *chore, name string, do func(context.Context) error) error {
	now := s.now().Local()
	day := now.Add(-s.Quiet).Format(time.DateOnly)
	if day == c.over || now.Before(c.again) {
		return nil
	}
	if day != c.taken {
		mine, err := s.definitions.TakeOn(ctx, name, day)
		if err != nil {
			return err
		}
		if !mine {
			c.over = day
			return nil
		}
		c.taken = day
	}
	if err := do(ctx); err != nil {
		c.again = now.Add(choreAgain)
		return err
	}
	c.over = day
	return nil
}

package survey

import (
	"context"
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
	rewriting, backingUp sync.Mutex // held while it is at it
	rewrite, backup      chore
}

// A chore is done once a day.
type chore struct {
	taken string    // the last day whose chore fell to this process
	over  string    // the last day with nothing left to do here
	again time.Time // not before
}

// due returns the day whose chore is to be done now, "" if there is nothing
// to do: a server that is off at night does it when it starts.
func (c *chore) due(now time.Time, quiet time.Duration) string {
	day := now.Add(-quiet).Format(time.DateOnly)
	if quiet < 0 || day == c.over || now.Before(c.again) {
		return ""
	}
	return day
}

// rewriteNightly rewrites the open boxes, and the files of people without what
// was deleted, once a day, from the quiet hour on.
// Of several processes one does it.
func (s *Service) rewriteNightly(ctx context.Context) error {
	if !s.night.rewriting.TryLock() {
		return nil
	}
	defer s.night.rewriting.Unlock()
	c, now := &s.night.rewrite, s.now().Local()
	day := c.due(now, s.Quiet)
	if day == "" {
		return nil
	}
	if day != c.taken {
		mine, err := s.definitions.TakeOn(ctx, "rewrite", day)
		if err != nil {
			return err
		}
		if !mine {
			c.over = day
			return nil
		}
		c.taken = day
	}
	err := s.definitions.Scrub(ctx)
	if err == nil {
		err = s.box.Rewrite(ctx)
	}
	if err != nil {
		c.again = now.Add(choreAgain)
		return fmt.Errorf("rewriting the open ballot boxes: %w", err)
	}
	c.over = day
	return nil
}

// BackUp has a backup made, once a day, from the quiet hour on; the server
// calls it often, beside Tick, which never waits for it and does the rewriting
// first. A day counts as done once its backup is there, whichever process made
// it, so that one that is stopped meanwhile is made by the next.
func (s *Service) BackUp(ctx context.Context) error {
	if s.Backup == nil || !s.night.backingUp.TryLock() {
		return nil
	}
	defer s.night.backingUp.Unlock()
	c, now := &s.night.backup, s.now().Local()
	day := c.due(now, s.Quiet)
	if day == "" || s.rewritesFirst(now) {
		return nil
	}
	last, err := s.LastBackup(ctx)
	if err != nil {
		return err
	}
	if last >= day {
		c.over = day
		return nil
	}
	if err := s.Backup(ctx); err != nil {
		c.again = now.Add(choreAgain)
		return fmt.Errorf("the nightly backup failed, the last one is of %q: %w", last, err)
	}
	// Whoever stops the server between the two leaves a backup that is noted.
	if _, err := s.definitions.TakeOn(context.WithoutCancel(ctx), "backup", day); err != nil {
		return err
	}
	c.over = day
	return nil
}

// rewritesFirst reports whether boxes are being rewritten or about to be, which
// a backup would keep from being done.
func (s *Service) rewritesFirst(now time.Time) bool {
	if !s.night.rewriting.TryLock() {
		return true
	}
	defer s.night.rewriting.Unlock()
	return s.night.rewrite.due(now, s.Quiet) != ""
}

// LastBackup returns the night of the last nightly backup that succeeded, such
// as 2026-11-22; "": there was none.
func (s *Service) LastBackup(ctx context.Context) (string, error) {
	day, err := s.definitions.ChoreDay(ctx, "backup")
	if isNotFound(err) {
		return "", nil
	}
	return day, err
}

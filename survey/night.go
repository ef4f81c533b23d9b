package survey

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// DefaultQuiet is when open ballot boxes are rewritten: at 03:00.
const DefaultQuiet = 3 * time.Hour

// rewriteAgain is how long after a rewrite that failed it is tried again.
const rewriteAgain = time.Hour

// A night remembers how far this process is with the nightly rewrite.
type night struct {
	mu    sync.Mutex
	taken string    // the last day whose rewrite fell to this process
	over  string    // the last day with nothing left to do here
	again time.Time // not before
}

// rewriteNightly rewrites the open boxes once a day, from the quiet hour on: a
// server that is off at night does so when it starts. Of several processes one
// does it.
func (s *Service) rewriteNightly(ctx context.Context) error {
	if s.Quiet < 0 || !s.night.mu.TryLock() {
		return nil
	}
	defer s.night.mu.Unlock()
	n, now := &s.night, s.now().Local()
	day := now.Add(-s.Quiet).Format(time.DateOnly)
	if day == n.over || now.Before(n.again) {
		return nil
	}
	if day != n.taken {
		mine, err := s.definitions.TakeOn(ctx, "rewrite", day)
		if err != nil {
			return err
		}
		if !mine {
			n.over = day
			return nil
		}
		n.taken = day
	}
	if err := s.box.Rewrite(ctx); err != nil {
		n.again = now.Add(rewriteAgain)
		return fmt.Errorf("rewriting the open ballot boxes: %w", err)
	}
	n.over = day
	return nil
}

package store_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"minping/survey"
)

// A nightly backup that takes long holds up no closing, no second one is begun
// meanwhile; one that was broken off is made by the next server, and a night
// whose backup is there is done for all servers.
func TestNightlyBackup(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		p := o.openPoll(t, draft("p"))
		o.fill(t, p.ID, 6)
		begun, made := make(chan struct{}), 0
		o.Backup = func(ctx context.Context) error {
			close(begun)
			<-ctx.Done()
			return ctx.Err()
		}
		ok(t, o.Tick(ctx)) // the rewriting comes first
		stopping, stop := context.WithCancel(ctx)
		defer stop()
		ended := make(chan error)
		go func() { ended <- o.BackUp(stopping) }()
		<-begun
		ok(t, o.BackUp(ctx)) // it would close begun again
		ok(t, o.ClosePoll(ctx, p.ID))
		ok(t, o.Tick(ctx))
		stop()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("broken off: %v", err)
		}
		if last, err := o.LastBackup(ctx); last != "" || err != nil {
			t.Errorf("a backup of %q, %v", last, err)
		}
		broken := errors.New("disk full")
		next := survey.NewService(o.store.People, o.store.Ballots, parse)
		next.Now = o.now
		next.Backup = func(context.Context) error { made++; return broken }
		ok(t, next.BackUp(ctx)) // not before the rewriting
		for _, step := range []struct {
			after time.Duration
			made  int
			err   error
		}{{0, 1, broken}, {59 * time.Minute, 1, nil}, {time.Minute, 2, broken}, {time.Hour, 3, nil}, {time.Hour, 3, nil}, {24 * time.Hour, 4, nil}} {
			o.move(step.after)
			ok(t, next.Tick(ctx))
			if step.made >= 3 {
				next.Backup = func(context.Context) error { made++; return nil }
			}
			if err := next.BackUp(ctx); !errors.Is(err, step.err) || made != step.made {
				t.Errorf("after %v: %d backups, want %d, %v", step.after, made, step.made, err)
			}
		}
		other := survey.NewService(o.store.People, o.store.Ballots, parse)
		other.Now, other.Backup = o.now, next.Backup
		ok(t, other.Tick(ctx))
		if err := other.BackUp(ctx); err != nil || made != 4 {
			t.Errorf("a second server made another: %d, %v", made, err)
		}
		if last, err := other.LastBackup(ctx); last != o.now().Local().Add(-o.Quiet).Format(time.DateOnly) || err != nil {
			t.Errorf("the last backup is of %q, %v", last, err)
		}
	})
}

package webhook

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"minping/survey"
)

// How much is done at once, in one process.
const (
	workers = 16                  // calls
	perHook = 8                   // of them to one hook; to one that fails, one
	lease   = time.Minute         // of what is begun: twelve times what a call takes
	atOnce  = 64                  // rows in a transaction
	pause   = time.Second         // between looks, where nothing rouses
	keep    = 30 * 24 * time.Hour // the log
	tidy    = time.Hour           // between two times that the log is shortened

	noteTries = 4 // to store what has ended, after the first
	notePause = 50 * time.Millisecond
)

// A dispatch is what one process has under way.
type dispatch struct {
	*Service
	log      *slog.Logger
	running  sync.WaitGroup
	finished chan Finished
	tidied   time.Time
	said     string // the last error that was logged

	mu    sync.Mutex
	busy  map[string]int // calls by hook
	total int
}

// Run tells hooks of events until ctx ends, and returns once the calls under
// way have ended, which they do within seconds.
func (s *Service) Run(ctx context.Context, log *slog.Logger) {
	d := &dispatch{Service: s, log: log, finished: make(chan Finished, workers), busy: map[string]int{}}
	var noting sync.WaitGroup
	noting.Go(func() { d.note(context.WithoutCancel(ctx)) })
	ticker := time.NewTicker(pause)
	defer ticker.Stop()
	for due := true; ctx.Err() == nil; {
		var err error
		if due {
			err = errors.Join(d.takeIn(ctx), d.shorten(ctx))
		}
		d.report(ctx, errors.Join(err, d.send(ctx)))
		due = false
		select {
		case <-ctx.Done():
		case <-ticker.C:
			due = true
		case <-s.wake:
		}
	}
	d.running.Wait()
	close(d.finished)
	noting.Wait()
}

// note stores what has ended, whatever has queued in one transaction. What it
// cannot store in a few tries is called again once the lease has ended.
func (d *dispatch) note(ctx context.Context) {
	for f := range d.finished {
		list := []Finished{f}
		for len(list) < atOnce && len(d.finished) > 0 {
			list = append(list, <-d.finished)
		}
		err := d.store.FinishAttempts(ctx, list)
		for wait := notePause; err != nil && wait < notePause<<noteTries; wait *= 2 {
			time.Sleep(wait)
			err = d.store.FinishAttempts(ctx, list)
		}
		if err != nil {
			d.log.Error("webhooks", "error", err)
		}
	}
}

// report logs an error once, not every second.
func (d *dispatch) report(ctx context.Context, err error) {
	if err == nil {
		d.said = ""
	} else if now := err.Error(); now != d.said && ctx.Err() == nil {
		d.log.Error("webhooks", "error", err)
		d.said = now
	}
}

// takeIn makes deliveries of the events that are there.
func (d *dispatch) takeIn(ctx context.Context) error {
	for {
		events, err := d.store.UntoldEvents(ctx, d.Now(), lease, atOnce)
		if err != nil || len(events) == 0 {
			return err
		}
		hooks, err := d.store.Hooks(ctx)
		if err != nil {
			return err
		}
		made := make([]Made, len(events))
		for i, e := range events {
			if made[i], err = d.made(e, hooks); err != nil {
				return err
			}
		}
		if err := d.store.TakeInEvents(ctx, made); err != nil {
			return err
		}
	}
}

// made returns what an event makes.
func (s *Service) made(e survey.Event, hooks []Hook) (Made, error) {
	m, link := Made{Event: e.ID}, ""
	if s.Link != nil {
		link = s.Link(e)
	}
	body, err := bodyOf(e, link)
	if err != nil {
		return m, err
	}
	now := s.Now().UTC().Truncate(time.Millisecond)
	for _, h := range hooks {
		if h.wants(e) {
			m.Deliveries = append(m.Deliveries, Delivery{Hook: h.ID, Event: e.ID, Kind: e.Kind, Body: body, Progress: Waiting, Due: now, Created: now})
		}
	}
	return m, nil
}

// send begins as many calls as there are free workers for.
func (d *dispatch) send(ctx context.Context) error {
	hooks, err := d.store.DueHooks(ctx, d.Now())
	for _, h := range hooks {
		n := d.room(h)
		if n == 0 {
			continue
		}
		claims, err := d.store.ClaimDeliveries(ctx, h.ID, d.Now(), lease, n)
		if err != nil && !errors.Is(err, survey.ErrNotFound) { // not there: it was removed meanwhile
			return err
		}
		for _, c := range claims {
			d.begin(ctx, h, c)
		}
	}
	return err
}

// room returns how many calls to a hook may begin.
func (d *dispatch) room(h Hook) int {
	d.mu.Lock()
	defer d.mu.Unlock()
	most := perHook
	if !h.Failing.IsZero() {
		most = 1
	}
	return max(0, min(workers-d.total, most-d.busy[h.ID]))
}

// begin makes a call in a worker of its own.
func (d *dispatch) begin(ctx context.Context, h Hook, c Claim) {
	d.count(h.ID, 1)
	d.running.Go(func() {
		defer d.rouse()
		defer d.count(h.ID, -1)
		d.finished <- d.attempt(ctx, h, c)
	})
}

func (d *dispatch) count(hook string, by int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.total += by
	if d.busy[hook] += by; d.busy[hook] == 0 {
		delete(d.busy, hook)
	}
}

// shorten forgets what is older than the log is kept, from time to time.
func (d *dispatch) shorten(ctx context.Context) error {
	now := d.Now()
	if now.Sub(d.tidied) < tidy {
		return nil
	}
	d.tidied = now
	return d.store.DropLog(ctx, now.Add(-keep))
}

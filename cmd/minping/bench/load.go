package bench

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"time"
)

// A load is what was sent to a server, and what came back.
type load struct {
	rate         float64 // submissions answered per second
	p50, p99     time.Duration
	acknowledged int // in all, those outside the measured time too
	refused      int
}

// openConnections is how many connections an open loop may use at once.
const openConnections = 256

// closedLoop has so many connections each send one letter as soon as the last
// was answered, for a time; what is answered after warming up is measured. Then,
// if again is set, each sends its last letter once more, which must be
// recognised.
func closedLoop(ctx context.Context, addr string, connections int, letters []letter, t timing, again bool) (load, error) {
	senders, err := dial(addr, connections, letters)
	if err != nil {
		return load{}, err
	}
	defer hangUp(senders)
	stop := context.AfterFunc(ctx, func() { hangUp(senders) })
	defer stop()
	from := time.Now().Add(t.warm)
	until := from.Add(t.measured)
	err = each(senders, func(s *sender) error {
		for begun := time.Now(); begun.Before(until); {
			if err := s.handIn(); err != nil {
				return err
			}
			now := time.Now()
			if !now.Before(from) {
				s.times = append(s.times, now.Sub(begun))
			}
			begun = now
		}
		return nil
	})
	took := time.Since(from)
	if err == nil && again {
		err = each(senders, (*sender).repeat)
	}
	if err != nil {
		return load{}, errors.Join(ctx.Err(), err)
	}
	return summary(senders, took)
}

// repeat sends the last letter once more: it must be known.
func (s *sender) repeat() error {
	switch status, err := s.exchange(); {
	case err != nil:
		return err
	case status == http.StatusCreated:
		return errors.New("a submission was accepted as a new one twice")
	case status != http.StatusOK && s.refused == 0:
		return fmt.Errorf("a submission sent again is answered %d: %s", status, s.why)
	}
	return nil
}

// openLoop sends letters at times that do not depend on the answers: at so many
// a second, independently of one another (a Poisson process). A letter that
// finds all connections waiting waits too, and its time runs from when it was
// due.
func openLoop(ctx context.Context, addr string, rate int, letters []letter, t timing) (load, error) {
	senders, err := dial(addr, openConnections, letters)
	if err != nil {
		return load{}, err
	}
	defer hangUp(senders)
	stop := context.AfterFunc(ctx, func() { hangUp(senders) })
	defer stop()
	whole := t.warm + t.measured
	due := make(chan time.Time, 2*int(float64(rate)*whole.Seconds())+100) // never full: nothing waits to be sent late
	from := time.Now().Add(t.warm)
	go func() {
		defer close(due)
		r := rand.New(rand.NewPCG(uint64(rate), 1))
		at := time.Now()
		for until := at.Add(whole); ; {
			at = at.Add(time.Duration(r.ExpFloat64() / float64(rate) * float64(time.Second)))
			if !at.Before(until) || ctx.Err() != nil {
				return
			}
			sleepUntil(at)
			due <- at
		}
	}()
	err = each(senders, func(s *sender) error {
		for at := range due {
			if err := s.handIn(); err != nil {
				return err
			}
			if !at.Before(from) {
				s.times = append(s.times, time.Since(at))
			}
		}
		return nil
	})
	if err != nil {
		return load{}, errors.Join(ctx.Err(), err)
	}
	return summary(senders, time.Since(from))
}

// summary adds up what the senders saw.
func summary(senders []*sender, took time.Duration) (load, error) {
	var l load
	var times []time.Duration
	var why string
	for _, s := range senders {
		l.acknowledged += s.acknowledged
		l.refused += s.refused
		times = append(times, s.times...)
		if why == "" {
			why = s.why
		}
	}
	if l.acknowledged == 0 || len(times) == 0 {
		return l, fmt.Errorf("nothing was accepted: %s", why)
	}
	slices.Sort(times)
	l.rate = float64(len(times)) / took.Seconds()
	l.p50, l.p99 = quantile(times, 0.5), quantile(times, 0.99)
	return l, nil
}

// quantile returns the least of sorted times that a share of them does not exceed.
func quantile(sorted []time.Duration, share float64) time.Duration {
	return sorted[min(int(share*float64(len(sorted))), len(sorted)-1)]
}

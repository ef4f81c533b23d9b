package bench

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"minping/survey/store"
)

// measure takes one measurement.
func (b *bench) measure(ctx context.Context, name string) (Sample, error) {
	what, size, _ := strings.Cut(name, "-")
	n, _ := strconv.Atoi(size) // none: 0
	switch what {
	case bare:
		return b.bare(ctx, n)
	case durable:
		return b.onSQLite(ctx, b.empty, b.closed(n))
	case single:
		return b.onSQLite(ctx, b.empty, b.closed(n), "--batch", "1")
	case filled:
		dir, err := b.filled(ctx, b.plan.Ballots)
		if err != nil {
			return Sample{}, err
		}
		return b.onSQLite(ctx, dir, b.closed(n))
	case postgres:
		return b.onPostgres(ctx, n)
	case "open":
		return b.onSQLite(ctx, b.empty, func(ctx context.Context, addr string, letters []letter) (load, error) {
			return openLoop(ctx, addr, n, letters, b.timing())
		})
	case "page":
		return b.page(ctx)
	case "release":
		if size != "" {
			return b.closing(ctx, 10*b.plan.Ballots)
		}
		return b.closing(ctx, b.plan.Ballots)
	}
	return Sample{}, fmt.Errorf("no such measurement")
}

func (b *bench) timing() timing { return timing{b.plan.Measure / 5, b.plan.Measure} }

// A sending sends a load to a server.
type sending func(ctx context.Context, addr string, letters []letter) (load, error)

func (b *bench) closed(connections int) sending {
	return func(ctx context.Context, addr string, letters []letter) (load, error) {
		return closedLoop(ctx, addr, connections, letters, b.timing(), true)
	}
}

// bare measures a server that keeps nothing.
func (b *bench) bare(ctx context.Context, connections int) (Sample, error) {
	p, err := b.start(ctx, "bench-part", "bare")
	if err != nil {
		return Sample{}, err
	}
	used := p.usage()
	l, err := closedLoop(ctx, p.addr, connections, b.letters, b.timing(), false)
	s := l.sample(used, p.usage())
	s.Acknowledged = 0 // nothing was promised
	return s, errors.Join(err, p.stop())
}

// onSQLite sends a load to minping serve on a copy of a folder, and counts
// what is in the box afterwards.
func (b *bench) onSQLite(ctx context.Context, from string, send sending, more ...string) (Sample, error) {
	dir, remove, err := b.folder(from)
	if err != nil {
		return Sample{}, err
	}
	defer remove()
	var before contents
	err = inStore(dir, func(st *store.Store) (err error) {
		before, err = contentsOf(ctx, st, emptyPoll)
		return err
	})
	if err != nil {
		return Sample{}, err
	}
	s, err := b.serve(ctx, b.letters, send, append([]string{"--data", dir}, more...)...)
	if err != nil {
		return s, err
	}
	return s, inStore(dir, func(st *store.Store) error { return s.compare(ctx, st, emptyPoll, before) })
}

// serve sends a load to minping serve with the flags.
func (b *bench) serve(ctx context.Context, letters []letter, send sending, flags ...string) (Sample, error) {
	p, err := b.start(ctx, append([]string{
		"serve", "--lang", "en", "--addr", "127.0.0.1:0",
		"--proxy", "127.0.0.1/32", // the letters come from many networks
		"--rewrite-at", b.world.quiet.Format("15:04"),
	}, flags...)...)
	if err != nil {
		return Sample{}, err
	}
	used := p.usage()
	l, err := send(ctx, p.addr, letters)
	s := l.sample(used, p.usage())
	return s, errors.Join(err, p.stop())
}

// page measures the page on which people answer.
func (b *bench) page(ctx context.Context) (s Sample, err error) {
	_, err = b.onSQLite(ctx, b.empty, func(ctx context.Context, addr string, _ []letter) (load, error) {
		about := b.world.ballots[0]
		s.Bytes, s.Requests, err = answerPage(ctx, addr, emptyPoll, about.Unit, about.Group)
		return load{}, err
	})
	return s, err
}

// sample is a load as it is reported, with what the server used before and
// after it.
func (l load) sample(before, after usage) Sample {
	ms := func(d time.Duration) float64 { return d.Seconds() * 1000 }
	s := Sample{Rate: l.rate, P50: ms(l.p50), P99: ms(l.p99), Acknowledged: l.acknowledged, Refused: l.refused, Peak: after.peak}
	if n := l.acknowledged + l.refused; n > 0 {
		s.CPU = (after.cpu - before.cpu) / float64(n) * 1e6
	}
	return s
}

// The contents of a box, in numbers.
type contents struct{ submissions, ballots int }

func contentsOf(ctx context.Context, st *store.Store, poll string) (c contents, err error) {
	if c.submissions, err = st.Ballots.Submissions(ctx, poll); err != nil {
		return c, err
	}
	cells, err := st.Ballots.Cells(ctx, poll)
	for _, cell := range cells {
		c.ballots += cell.Ballots
	}
	return c, err
}

// compare notes how many of the acknowledged submissions are not in the box,
// and how many are there that should not be.
func (s *Sample) compare(ctx context.Context, st *store.Store, poll string, before contents) error {
	after, err := contentsOf(ctx, st, poll)
	submissions, ballots := after.submissions-before.submissions, after.ballots-before.ballots
	s.Lost = max(0, s.Acknowledged-submissions, s.Acknowledged-ballots)
	s.Doubled = max(0, submissions-s.Acknowledged, ballots-s.Acknowledged)
	return err
}

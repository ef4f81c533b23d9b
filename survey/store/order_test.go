package store_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"minping/survey"
)

// Before it is sealed, the file of ballots tells their order: cells within a
// page stand in the order in which they came. Once it is sealed it does not:
// neither the file nor the log beside it (trust test 29).
func TestPhysicalOrder(t *testing.T) {
	o, dir := sqliteOffice(t)
	o.prepare(t)
	p := o.openPoll(t, draft(""))
	const n = 1500
	for i := range n {
		s := submission(p.ID)
		s.Ballots[0].Answers["why"] = []string{label(i)}
		_, err := o.Accept(ctx, s)
		ok(t, err)
	}
	// One by one: with many at once, those of a commit would be in no order.
	ok(t, o.store.Ballots.Checkpoint())
	if r := arrival(t, dir, n); math.Abs(r) < 0.2 {
		t.Errorf("before sealing, arrival and neighbours correlate by %.3f only: the test sees nothing", r)
	}
	ok(t, o.ClosePoll(ctx, p.ID))
	// For independent ranks, r is about normal with variance 1/n: 5 sigma.
	if r := arrival(t, dir, n); math.Abs(r) > 5/math.Sqrt(n) {
		t.Errorf("after sealing, arrival and neighbours correlate by %.3f", r)
	}
	for _, s := range []string{"ballots.db-wal", "ballots.db-journal"} {
		if b, _ := os.ReadFile(filepath.Join(dir, s)); bytes.Contains(b, []byte("ballot #")) {
			t.Errorf("%s still holds ballots", s)
		}
	}
}

// The same holds of a poll that is open still, after the night (trust test 29).
func TestPhysicalOrderAfterTheNight(t *testing.T) {
	o, dir := sqliteOffice(t)
	o.prepare(t)
	p := o.openPoll(t, draft(""))
	ok(t, o.Tick(ctx)) // that of today, with nothing in the box
	const n = 1500
	for i := range n {
		s := submission(p.ID)
		s.Ballots[0].Answers["why"] = []string{label(i)}
		_, err := o.Accept(ctx, s)
		ok(t, err)
	}
	ok(t, o.store.Ballots.Checkpoint())
	if r := arrival(t, dir, n); math.Abs(r) < 0.2 {
		t.Errorf("before the night, arrival and neighbours correlate by %.3f only: the test sees nothing", r)
	}
	o.move(24 * time.Hour)
	ok(t, o.Tick(ctx))
	if r := arrival(t, dir, n); math.Abs(r) > 5/math.Sqrt(n) {
		t.Errorf("after the night, arrival and neighbours correlate by %.3f", r)
	}
	if b, _ := os.ReadFile(filepath.Join(dir, "ballots.db-wal")); bytes.Contains(b, []byte("ballot #")) {
		t.Error("the log still holds ballots")
	}
	_, err := o.Accept(ctx, submission(p.ID))
	ok(t, err)
	if got := len(o.records(t, p.ID)); got != n+1 {
		t.Errorf("%d ballots after the night, want %d", got, n+1)
	}
}

// A counting box counts how often it is rewritten, and can fail at it.
type countingBox struct {
	survey.BallotBox
	rewrites int
	err      error
}

func (b *countingBox) Rewrite(ctx context.Context) error {
	b.rewrites++
	if b.err != nil {
		return b.err
	}
	return b.BallotBox.Rewrite(ctx)
}

// Once a day from the quiet hour on, by one of two servers, again an hour after
// it has failed.
func TestNightlyRewrite(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		p := o.openPoll(t, draft(""))
		o.fill(t, p.ID, 6)
		before := o.records(t, p.ID)
		box := &countingBox{BallotBox: o.store.Ballots}
		servers := []*survey.Service{survey.NewService(o.store.People, box, parse), survey.NewService(o.store.People, box, parse)}
		midnight := time.Date(2026, 3, 3, 0, 0, 0, 0, time.Local)
		at := midnight
		for _, s := range servers {
			s.Now = func() time.Time { return at }
			s.Quiet = 90 * time.Minute
		}
		broken := errors.New("disk full")
		for _, tt := range []struct {
			after time.Duration // midnight
			err   error
			want  int // rewrites so far
		}{
			{0, nil, 1}, // at the start, that of the day before
			{89 * time.Minute, nil, 1},
			{90 * time.Minute, nil, 2},
			{91 * time.Minute, nil, 2},
			{25 * time.Hour, nil, 2},
			{25*time.Hour + 30*time.Minute, broken, 3},
			{26 * time.Hour, nil, 3},
			{26*time.Hour + 30*time.Minute, nil, 4},
			{40 * time.Hour, nil, 4},
			{80 * time.Hour, nil, 5}, // off for a night
		} {
			at, box.err = midnight.Add(tt.after), tt.err
			for _, s := range servers {
				if err := s.Tick(ctx); err != nil && !errors.Is(err, broken) || errors.Is(err, broken) && tt.err == nil {
					t.Errorf("after %v: %v", tt.after, err)
				}
			}
			if box.rewrites != tt.want {
				t.Errorf("after %v: %d rewrites, want %d", tt.after, box.rewrites, tt.want)
			}
		}
		if after := o.records(t, p.ID); !slices.Equal(slices.Sorted(slices.Values(before)), slices.Sorted(slices.Values(after))) {
			t.Errorf("ballots %q became %q", before, after)
		}
	})
}

func label(i int) string { return fmt.Sprintf("ballot #%06d", i) }

// arrival returns the correlation of the numbers of ballots that are
// neighbours in the file.
func arrival(t *testing.T, dir string, n int) float64 {
	t.Helper()
	file, err := os.ReadFile(filepath.Join(dir, "ballots.db"))
	ok(t, err)
	var numbers []float64
	for _, part := range bytes.Split(file, []byte("ballot #"))[1:] {
		var i int
		if _, err := fmt.Sscanf(string(part[:6]), "%06d", &i); err == nil {
			numbers = append(numbers, float64(i))
		}
	}
	if len(numbers) < n {
		t.Fatalf("found %d of %d ballots in the file", len(numbers), n)
	}
	return correlation(numbers[1:], numbers[:len(numbers)-1])
}

func correlation(x, y []float64) float64 {
	mx, my := mean(x), mean(y)
	var xy, xx, yy float64
	for i := range x {
		xy += (x[i] - mx) * (y[i] - my)
		xx += (x[i] - mx) * (x[i] - mx)
		yy += (y[i] - my) * (y[i] - my)
	}
	return xy / math.Sqrt(xx*yy)
}

func mean(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v
	}
	return sum / float64(len(x))
}

// Ballots stream in the same parts, whatever their number.
func TestStreamParts(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		p := o.openPoll(t, draft(""))
		o.fill(t, p.ID, 30)
		for _, parts := range []int{1, 2, 3, 7, 256, 1000} {
			n := 0
			for part := range parts {
				ok(t, o.store.Ballots.Stream(ctx, p.ID, part, parts, func(*survey.Record) error {
					n++
					return nil
				}))
			}
			if n != 90 {
				t.Errorf("%d parts hold %d ballots, want 90", parts, n)
			}
		}
	})
}

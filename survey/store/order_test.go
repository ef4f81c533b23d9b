package store_test

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"testing"

	"minping/survey"
)

// Before it is sealed, the file of ballots tells their order: cells within a
// page stand in the order in which they came. Once it is sealed it does not:
// neither the file nor the log beside it.
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

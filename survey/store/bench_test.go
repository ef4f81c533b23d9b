package store_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"minping/survey"
)

// BenchmarkClose measures closing a poll of a million ballots of 19 items
// about 77 units, from the fence to the sealed box:
//
//	go test ./survey/store -run - -bench Close -benchtime 1x
func BenchmarkClose(b *testing.B) {
	o, _ := sqliteOffice(b)
	q, units := largeQuestionnaire(19), []survey.Unit{}
	_, err := o.AddQuestionnaire(ctx, q)
	ok(b, err)
	p := draft("")
	p.Units = nil
	for i := range 77 {
		units = append(units, survey.Unit{ID: fmt.Sprintf("unit%02d", i), Name: survey.Text{"zh": "县"}, Tier: "county"})
		p.Units = append(p.Units, units[i].ID)
	}
	ok(b, o.PutUnits(ctx, units))
	for b.Loop() {
		b.StopTimer()
		random := rand.New(rand.NewPCG(1, 2))
		poll := o.openPoll(b, p)
		ok(b, o.store.Ballots.Fill(poll.ID, 1_000_000, p.Units, func() []byte {
			scored := make([]byte, 19)
			for j := range scored {
				scored[j] = byte(1 + random.IntN(4))
			}
			return scored
		}))
		b.StartTimer()
		started := time.Now()
		n := 0
		ok(b, o.store.Ballots.Stream(ctx, poll.ID, 0, 1, func(*survey.Record) error { n++; return nil }))
		b.ReportMetric(time.Since(started).Seconds(), "stream-s")
		started = time.Now()
		ok(b, o.ClosePoll(ctx, poll.ID))
		b.ReportMetric(time.Since(started).Seconds(), "close-s")
		r, err := o.Release(ctx, poll.ID)
		ok(b, err)
		if r.Method.Ballots != 1_000_000 {
			b.Fatal(r.Method.Ballots)
		}
	}
}

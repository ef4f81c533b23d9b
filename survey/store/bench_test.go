package store_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"minping/survey"
	"minping/survey/store"
	"minping/survey/store/pgtest"
)

// BenchmarkAccept measures Service.Accept from 64 clients at once, with group
// commit and with one transaction a ballot:
//
//	go test ./survey/store -run - -bench Accept -benchtime 3s
func BenchmarkAccept(b *testing.B) {
	for _, limit := range []int{256, 1} {
		b.Run(fmt.Sprintf("sqlite/batch=%d", limit), func(b *testing.B) {
			dir := b.TempDir()
			benchmarkAccept(b, limit, reopener(b, func() (*store.Store, error) { return store.OpenSQLite(dir) })())
		})
	}
	for _, limit := range []int{256, 1} {
		b.Run(fmt.Sprintf("postgres/batch=%d", limit), func(b *testing.B) {
			people, ballots := pgtest.Databases(b)
			benchmarkAccept(b, limit, reopener(b, func() (*store.Store, error) { return store.OpenPostgres(people, ballots) })())
		})
	}
}

func benchmarkAccept(b *testing.B, limit int, st *store.Store) {
	st.LimitBatch(limit)
	o := newOffice(st)
	o.prepare(b)
	p := o.openPoll(b, draft(""))
	submissions := make([]survey.Submission, b.N)
	for i := range submissions {
		submissions[i] = submission(p.ID)
	}
	var next atomic.Int64
	var clients sync.WaitGroup
	b.ResetTimer()
	for range 64 {
		clients.Go(func() {
			for i := next.Add(1) - 1; i < int64(b.N); i = next.Add(1) - 1 {
				if _, err := o.Accept(ctx, submissions[i]); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	clients.Wait()
	b.StopTimer()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "ballots/s")
}

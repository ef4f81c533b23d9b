//go:build unix

package store_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"minping/survey"
	"minping/survey/store"
	"minping/survey/store/pgtest"
)

// BenchmarkAccept measures Service.Accept from 64 and 256 clients at once,
// with group commit and with one transaction a ballot:
//
//	go test ./survey/store -run - -bench Accept -benchtime 3s
func BenchmarkAccept(b *testing.B) {
	for _, c := range []struct{ clients, batch int }{{256, 256}, {256, 1}, {64, 256}, {64, 1}} {
		name := fmt.Sprintf("clients=%d/batch=%d", c.clients, c.batch)
		b.Run("sqlite/"+name, func(b *testing.B) {
			dir := b.TempDir()
			benchmarkAccept(b, c.clients, c.batch, reopener(b, func() (*store.Store, error) { return store.OpenSQLite(dir) })())
		})
		b.Run("postgres/"+name, func(b *testing.B) {
			people, ballots := pgtest.Databases(b)
			benchmarkAccept(b, c.clients, c.batch, reopener(b, func() (*store.Store, error) { return store.OpenPostgres(people, ballots) })())
		})
	}
}

func benchmarkAccept(b *testing.B, parallel, batch int, st *store.Store) {
	st.LimitBatch(batch)
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
	spent := cpuTime()
	for range parallel {
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
	b.ReportMetric(float64((cpuTime()-spent).Microseconds())/float64(b.N), "cpu-µs/ballot")
}

// cpuTime is the processor time that this process has used so far.
func cpuTime() time.Duration {
	var u syscall.Rusage
	syscall.Getrusage(0, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

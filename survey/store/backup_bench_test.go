package store_test

import (
	"math/rand/v2"
	"testing"

	"minping/survey/store"
)

// BenchmarkBackup measures a backup of 300,000 ballots of 19 items in SQLite
// and its restore, by the processor's time:
//
//	go test ./survey/store -run - -bench Backup -benchtime 1x
func BenchmarkBackup(b *testing.B) {
	const ballots = 300_000
	o, _ := sqliteOffice(b)
	o.prepare(b)
	poll := o.openPoll(b, draft("p"))
	random := rand.New(rand.NewPCG(1, 2))
	ok(b, o.store.Ballots.Fill(poll.ID, ballots, poll.Units, func() []byte {
		scored := make([]byte, 19)
		for j := range scored {
			scored[j] = byte(1 + random.IntN(4))
		}
		return scored
	}))
	to := b.TempDir()
	var path string
	b.Run("write", func(b *testing.B) {
		before := computed(b)
		for b.Loop() {
			r, err := o.store.Origin().Backup(ctx, backupPlan(to))
			ok(b, err)
			path = r.Path
		}
		b.ReportMetric((computed(b)-before).Seconds()/float64(b.N), "cpu-s/op")
	})
	b.Run("restore", func(b *testing.B) {
		var st *store.Store
		before := computed(b)
		for b.Loop() {
			st = engines["sqlite"](b, path)
		}
		b.ReportMetric((computed(b)-before).Seconds()/float64(b.N), "cpu-s/op")
		if n, err := st.Ballots.Submissions(ctx, poll.ID); n != ballots || err != nil {
			b.Fatal(n, err)
		}
	})
}

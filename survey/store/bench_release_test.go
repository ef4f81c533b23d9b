package store_test

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	"minping/survey"
	"minping/survey/form"
	"minping/survey/library"
	"minping/survey/store"
)

// BenchmarkRelease measures the way from stored ballots of the bundled public
// poll (19 items, two groups, 77 units) to a stored release, and the peak
// memory of the process. The boxes, of a million ballots or as many as
// MINPING_BENCH_BALLOTS says, are kept among the temporary files for the next
// run: the peak of a run that fills them is that of the filling.
//
//	go test ./survey/store -run - -bench Release -benchtime 5x -cpuprofile cpu.out
func BenchmarkRelease(b *testing.B) {
	ballots, err := strconv.Atoi(cmp.Or(os.Getenv("MINPING_BENCH_BALLOTS"), "1000000"))
	ok(b, err)
	for _, access := range []survey.Access{survey.OpenLink, survey.ByCode} {
		b.Run(string(access), func(b *testing.B) {
			dir := fullBox(b, access, ballots)
			open := reopener(b, func() (*store.Store, error) { return store.OpenSQLite(dir) })
			st := open()
			b.ReportAllocs()
			b.ResetTimer()
			before := computed(b)
			for b.Loop() {
				ok(b, st.People.Exec(`DELETE FROM releases`))
				ok(b, largeOffice(st).ClosePoll(ctx, "poll"))
			}
			b.ReportMetric((computed(b)-before).Seconds()/float64(b.N), "cpu-s/op")
			b.ReportMetric(peakMemory(b), "peak-MiB")
			r, err := largeOffice(st).Release(ctx, "poll")
			ok(b, err)
			if r.Method.Ballots != ballots {
				b.Fatalf("%d ballots", r.Method.Ballots)
			}
		})
	}
}

// largeOffice reads questionnaires as the server does.
func largeOffice(st *store.Store) *office {
	o := newOffice(st)
	o.Parse = form.Parse
	return o
}

// fullBox returns a folder with the box of a closed poll, its ballots in the
// order that the rewrite at closing leaves; it is filled unless it is there.
func fullBox(b *testing.B, access survey.Access, ballots int) string {
	dir := filepath.Join(os.TempDir(), fmt.Sprintf("minping-bench-%s-%d", access, ballots))
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		ok(b, err)
		return dir
	}
	fresh, err := os.MkdirTemp(os.TempDir(), "minping-bench-filling-")
	ok(b, err)
	st, err := store.OpenSQLite(fresh)
	ok(b, err)
	o := largeOffice(st)
	source, err := library.Source("organisation-work")
	ok(b, err)
	q, err := o.AddQuestionnaire(ctx, source)
	ok(b, err)
	p := survey.Poll{
		ID: "poll", Title: survey.Text{"zh": "测评"}, Access: access,
		Questionnaire: survey.QuestionnaireRef{ID: q.ID, Version: q.Version},
	}
	var units []survey.Unit
	for i := range 77 {
		units = append(units, survey.Unit{ID: fmt.Sprintf("county%02d", i), Name: survey.Text{"zh": "县"}, Tier: "county"})
		p.Units = append(p.Units, units[i].ID)
	}
	ok(b, o.PutUnits(ctx, units))
	o.openPoll(b, p)
	ok(b, o.store.Ballots.Load("poll", ballots, madeUp(ballots, p.Units)))
	ok(b, o.ClosePoll(ctx, "poll"))
	ok(b, st.Close())
	ok(b, os.Rename(fresh, dir))
	return dir
}

// madeUp returns a source of ballots with ascending random ids. Who answers
// leans on a general opinion, knows nothing of a twentieth of the items, and
// says something of himself.
func madeUp(ballots int, units []string) func(i int, id []byte, r *survey.Record) {
	random := rand.New(rand.NewPCG(1, 2))
	step := ^uint64(0) / uint64(ballots)
	return func(i int, id []byte, r *survey.Record) {
		binary.BigEndian.PutUint64(id, uint64(i)*step+random.Uint64N(step))
		binary.BigEndian.PutUint64(id[8:], random.Uint64())
		r.Unit = append(r.Unit[:0], units[random.IntN(len(units))]...)
		r.Group = append(r.Group[:0], []string{"cadres", "public"}[random.IntN(2)]...)
		opinion := 1 + random.IntN(5)
		r.Scored = r.Scored[:0]
		for range 19 {
			answer := opinion
			switch u := random.Float64(); {
			case u < .05:
				answer = 6
			case u < .6:
				answer = 1 + random.IntN(5)
			}
			r.Scored = append(r.Scored, byte(answer))
		}
		r.Rest = fmt.Appendf(r.Rest[:0], `{"age":["a%d"],"sector":["g%d"],"years":["y6"]}`, 30+15*random.IntN(3), 1+random.IntN(7))
	}
}

// computed returns the time for which this process has computed.
func computed(b *testing.B) time.Duration {
	var usage syscall.Rusage
	ok(b, syscall.Getrusage(syscall.RUSAGE_SELF, &usage))
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// peakMemory returns the largest resident memory of this process in MiB; Linux
// counts it in KiB.
func peakMemory(b *testing.B) float64 {
	var usage syscall.Rusage
	ok(b, syscall.Getrusage(syscall.RUSAGE_SELF, &usage))
	return float64(usage.Maxrss) / 1024
}

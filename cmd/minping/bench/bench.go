package bench

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"minping/survey"
	"minping/survey/store"
)

// A Plan says what to measure, and how long.
type Plan struct {
	Dir     string        // a folder on the disk to measure; what is made in it is removed
	Rounds  int           // of all measurements in turn
	Measure time.Duration // each measurement of a server, after a fifth of it for warming up
	Ballots int           // in the filled box, and to release
	Full    bool          // release ten times as many too
	Only    []string      // figures, by name or by what their names begin with; none: all
	People  string        // DSN of a PostgreSQL database of people; "": not measured
	Box     string        // DSN of the database of ballots that goes with it
	Force   bool          // use these databases though they hold polls of others

	// Command makes a process that runs this program with arguments.
	Command func(ctx context.Context, args ...string) *exec.Cmd
	// Progress is told what begins; nil: nobody is.
	Progress func(round int, measurement string)
}

// A Report is what was measured.
type Report struct {
	Machine      Machine       `json:"machine"`
	Rounds       int           `json:"rounds"`
	Seconds      float64       `json:"seconds"` // of each measurement of a server
	Ballots      int           `json:"ballots"` // in the filled box, and to release
	Figures      []Figure      `json:"figures"`
	Measurements []Measurement `json:"measurements"`
}

// A Measurement is what the figures follow from, a sample a round.
type Measurement struct {
	Name   string   `json:"name"`
	Rounds []Sample `json:"rounds"`
}

// A Sample is one measurement; what does not belong to its kind is 0.
type Sample struct {
	Rate         float64 `json:"rate,omitempty"`        // submissions answered a second
	P50          float64 `json:"p50_ms,omitempty"`      // milliseconds
	P99          float64 `json:"p99_ms,omitempty"`      // milliseconds
	Acknowledged int     `json:"acknowledged"`          // submissions
	Refused      int     `json:"refused"`               // submissions
	Lost         int     `json:"lost"`                  // acknowledged, but not in the box
	Doubled      int     `json:"doubled"`               // in the box, but not acknowledged, or more than once
	Peak         float64 `json:"peak,omitempty"`        // largest resident memory of the process, MiB; 0: the system does not tell
	CPU          float64 `json:"cpu_us,omitempty"`      // processor time of the server, microseconds a submission; 0: the system does not tell
	Bytes        int     `json:"bytes,omitempty"`       // of the answer page and its files, as they travel
	Requests     int     `json:"requests,omitempty"`    // of the answer page
	Release      float64 `json:"release,omitempty"`     // seconds
	ReleaseCPU   float64 `json:"release_cpu,omitempty"` // processor seconds; 0: the system does not tell
	Closing      float64 `json:"closing,omitempty"`     // seconds
}

// Sound reports whether no acknowledged ballot was lost, and none counted twice.
func (r *Report) Sound() bool {
	for _, f := range r.Figures {
		if (f.Name == "lost" || f.Name == "doubled") && f.Max > 0 {
			return false
		}
	}
	return true
}

// Missed lists the figures that do not reach their aims.
func (r *Report) Missed() (names []string) {
	for _, f := range r.Figures {
		if f.Met != nil && !*f.Met {
			names = append(names, f.Name)
		}
	}
	return names
}

// A bench is a plan at work.
type bench struct {
	plan    Plan
	dir     string // all that is written lies here
	world   *world
	letters []letter
	empty   string         // a folder with an open poll
	full    map[int]string // folders with an open poll of so many ballots
}

// emptyPoll is the poll in all folders.
const emptyPoll = PollPrefix + "poll"

// timing is how long a load is sent.
type timing struct{ warm, measured time.Duration }

// Run measures as planned. It returns early when ctx ends, and leaves nothing
// behind but what it wrote into the databases of the plan.
func Run(ctx context.Context, p Plan) (report *Report, err error) {
	b := &bench{plan: p, full: make(map[int]string)}
	if b.dir, err = os.MkdirTemp(p.Dir, "minping-bench-"); err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(b.dir)) }()
	machine, err := thisMachine(b.dir)
	if err != nil {
		return nil, err
	}
	if err := b.prepare(ctx); err != nil {
		return nil, err
	}
	list := p.chosen()
	names := measurements(list)
	if slices.Contains(names, "postgres-256") {
		if machine.Postgres, err = b.checkPostgres(ctx); err != nil {
			return nil, err
		}
	}
	rounds := make([]round, p.Rounds)
	for i := range rounds {
		rounds[i] = make(round)
		for _, name := range names {
			if p.Progress != nil {
				p.Progress(i+1, name)
			}
			sample, err := b.measure(ctx, name)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", name, errors.Join(ctx.Err(), err))
			}
			rounds[i][name] = sample
		}
	}
	report = &Report{Machine: machine, Rounds: p.Rounds, Seconds: p.Measure.Seconds(), Ballots: p.Ballots, Figures: figures(list, rounds)}
	for _, name := range names {
		m := Measurement{Name: name}
		for _, r := range rounds {
			m.Rounds = append(m.Rounds, r[name])
		}
		report.Measurements = append(report.Measurements, m)
	}
	return report, nil
}

// order is all measurements as a round takes them: those that are compared
// with one another close together.
var order = []string{
	"bare-64", "durable-64",
	"bare-256", "durable-256", "filled-256", "postgres-256", "single-256",
	"bare-1000", "durable-1000",
	"open-1000", "open-3000", "page", "release", "release-10x",
}

// measurements returns what the figures need.
func measurements(list []kind) []string {
	var names []string
	for _, name := range order {
		if slices.ContainsFunc(list, func(k kind) bool { return slices.Contains(k.needs, name) }) {
			names = append(names, name)
		}
	}
	return names
}

// prepare makes the empty folder and the letters.
func (b *bench) prepare(ctx context.Context) (err error) {
	if b.world, err = newWorld(); err != nil {
		return err
	}
	const variety = 4096 // ballots, which the senders repeat under ever new keys
	if b.letters, err = lettersOf(emptyPoll, b.world.ballots[:variety]); err != nil {
		return err
	}
	b.empty = filepath.Join(b.dir, "empty")
	return inStore(b.empty, func(st *store.Store) error { return b.world.openPoll(ctx, st, emptyPoll) })
}

// filled returns a folder whose box holds so many ballots; it is made once.
func (b *bench) filled(ctx context.Context, ballots int) (string, error) {
	if dir, ok := b.full[ballots]; ok {
		return dir, nil
	}
	dir := filepath.Join(b.dir, "filled-"+strconv.Itoa(ballots))
	if err := copyFolder(b.empty, dir); err != nil {
		return "", err
	}
	var records []survey.Record
	err := inStore(dir, func(st *store.Store) (err error) {
		records, err = b.world.records(ctx, st, emptyPoll)
		return err
	})
	if err == nil {
		err = fill(ctx, dir, emptyPoll, ballots, records)
	}
	if err != nil {
		return "", err
	}
	b.full[ballots] = dir
	return dir, nil
}

// folder returns a fresh copy of a folder, and how to remove it.
func (b *bench) folder(from string) (dir string, remove func(), err error) {
	dir = filepath.Join(b.dir, "now")
	return dir, func() { _ = os.RemoveAll(dir) }, copyFolder(from, dir) // what stays goes with b.dir
}

// inStore opens the store of a folder for a while.
func inStore(dir string, do func(*store.Store) error) error {
	st, err := store.OpenSQLite(dir)
	if err != nil {
		return err
	}
	return errors.Join(do(st), st.Close())
}

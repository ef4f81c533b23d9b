package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"minping/cmd/minping/bench"
	"minping/survey/access"
	"minping/survey/store/pgtest"
)

// commandLine makes the test binary behave as minping, so that commands that
// start the program again can be tested.
const commandLine = "MINPING_TEST_COMMAND"

func TestMain(m *testing.M) {
	if os.Getenv(commandLine) != "" {
		os.Exit(run(os.Args[1:]))
	}
	os.Exit(pgtest.Main(m))
}

func thisProgram(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, os.Args[0], args...)
	cmd.Env = append(os.Environ(), commandLine+"=1")
	return cmd
}

// shortBench measures hardly anything, of what is chosen.
func shortBench(t *testing.T, only ...string) benchCmd {
	return benchCmd{
		Rounds: 1, Seconds: 0.2, Ballots: 1000, Only: only, Dir: t.TempDir(), JSON: true, speech: speech{"en"},
	}
}

// measured runs the command and reads its report.
func measured(t *testing.T, c benchCmd) bench.Report {
	t.Helper()
	var out, logs bytes.Buffer
	if err := c.run(t.Context(), &out, &logs, thisProgram); err != nil {
		t.Fatal(err, logs.String())
	}
	var r bench.Report
	d := json.NewDecoder(&out)
	d.DisallowUnknownFields()
	if err := d.Decode(&r); err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(c.Dir); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	return r
}

// The whole way of a measurement: what is acknowledged is in the box, exactly
// once, in an empty box and in a filled one, and a release counts all of it.
func TestBench(t *testing.T) {
	r := measured(t, shortBench(t, "durable-64", "group-commit", "filled", "open-1000", "page", "release", "growth"))
	var names []string
	for _, f := range r.Figures {
		names = append(names, f.Name)
		if len(f.Rounds) != 1 || f.Median != f.Rounds[0] || f.Title["zh"] == "" || f.Title["en"] == "" || (f.Aim == nil) != (f.Met == nil) {
			t.Errorf("%+v", f)
		}
		zero := f.Name == "lost" || f.Name == "doubled" || f.Name == "open-1000-refused"
		if zero != (f.Median == 0) {
			t.Errorf("%s is %v", f.Name, f.Median)
		}
	}
	want := []string{
		"durable-64", "group-commit", "open-1000-p50", "open-1000-p99", "open-1000-refused", "filled",
		"page-bytes", "page-requests", "release", "growth", "growth-memory", "growth-closing", "lost", "doubled",
	}
	if !slices.Equal(names, want) {
		t.Errorf("figures %v, want %v", names, want)
	}
	for _, m := range r.Measurements {
		s := m.Rounds[0]
		switch {
		case strings.HasPrefix(m.Name, "release"):
			if s.Acknowledged < r.Ballots || s.Release <= 0 || s.Closing < s.Release {
				t.Errorf("%s: %+v", m.Name, s)
			}
		case m.Name == "page":
			if s.Requests < 2 || s.Bytes < 1000 {
				t.Errorf("page: %+v", s)
			}
		case !strings.HasPrefix(m.Name, "bare") && s.Acknowledged == 0 || s.Rate <= 0 || s.P50 <= 0 || s.P99 < s.P50 || s.Refused > 0:
			t.Errorf("%s: %+v", m.Name, s)
		}
	}
	if m := r.Machine; m.Cores < 1 || m.Go == "" || m.System == "" || m.Fsync <= 0 {
		t.Errorf("machine %+v", m)
	}
}

// The same over PostgreSQL; databases in which somebody works are refused.
func TestBenchPostgres(t *testing.T) {
	c := shortBench(t, "postgres")
	c.DB, c.BallotsDB = pgtest.Databases(t)
	for range 2 { // what it wrote itself does not keep it out
		r := measured(t, c)
		if !r.Sound() || r.Machine.Postgres == "" || r.Figures[0].Name != "postgres" || r.Figures[0].Median <= 0 {
			t.Errorf("%+v", r)
		}
	}
	st, err := (storageFlags{DB: c.DB, BallotsDB: c.BallotsDB}).open()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := access.New(st.People).Add(t.Context(), "admin", "correct horse battery"); err != nil {
		t.Fatal(err)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := c.run(t.Context(), &out, &out, thisProgram); err == nil || !strings.Contains(err.Error(), "1 accounts, 0 polls, 0 units") {
		t.Errorf("databases in use: %v", err)
	}
	c.Force = true
	measured(t, c)
}

// Wrong options are told in both languages, and nothing is measured.
func TestBenchUsage(t *testing.T) {
	for _, tt := range []struct {
		change func(*benchCmd)
		zh, en string
	}{
		{func(c *benchCmd) { c.Rounds = 0 }, "须大于零", "above zero"},
		{func(c *benchCmd) { c.Only = []string{"speed"} }, "没有“speed”这一项", "no figure speed"},
		{func(c *benchCmd) { c.Only = []string{"postgres"} }, "需要 --db", "give --db"},
		{func(c *benchCmd) { c.DB = "dbname=minping" }, "--db", "--db"},
	} {
		for lang, want := range map[string]string{"zh": tt.zh, "en": tt.en} {
			c := shortBench(t)
			tt.change(&c)
			c.Lang = lang
			err := c.run(t.Context(), &bytes.Buffer{}, &bytes.Buffer{}, thisProgram)
			if usage, ok := errors.AsType[usageError](err); !ok || !strings.Contains(usage.Error(), want) {
				t.Errorf("%v, want %s", err, want)
			}
		}
	}
}

// Whoever interrupts gets his disk back.
func TestBenchInterrupted(t *testing.T) {
	c := shortBench(t, "durable-64")
	c.Seconds = 3600
	ctx, cancel := context.WithCancel(t.Context())
	began := 0
	command := func(ctx context.Context, args ...string) *exec.Cmd {
		if began++; began == 1 {
			time.AfterFunc(300*time.Millisecond, cancel)
		}
		return thisProgram(ctx, args...)
	}
	err := c.run(ctx, &bytes.Buffer{}, &bytes.Buffer{}, command)
	if err == nil || err.Error() != "interrupted; what was made is removed" {
		t.Error(err)
	}
	if left, err := os.ReadDir(c.Dir); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// A missed aim is a figure like others, unless --check was given; a lost
// ballot never is.
func TestBenchVerdict(t *testing.T) {
	no := false
	missed := &bench.Report{Figures: []bench.Figure{{Name: "memory", Met: &no}}}
	lost := &bench.Report{Figures: []bench.Figure{{Name: "lost", Max: 1, Met: &no}}}
	if err := (benchCmd{}).verdict(missed); err != nil {
		t.Error(err)
	}
	if err := (benchCmd{Check: true, speech: speech{"en"}}).verdict(missed); err == nil || err.Error() != "aims missed: memory" {
		t.Error(err)
	}
	if err := (benchCmd{}).verdict(lost); err == nil {
		t.Error("a lost ballot passes")
	}
}

// The tables say in words what was met and missed.
func TestBenchTables(t *testing.T) {
	yes, no := true, false
	r := &bench.Report{
		Machine: bench.Machine{CPU: "Test", Cores: 2, Go: "go1", System: "linux", FileSystem: "ext4", Fsync: 0.25}, Rounds: 3, Seconds: 5, Ballots: 1000,
		Figures: []bench.Figure{
			{Name: "release", Title: map[string]string{"zh": "结果", "en": "release"}, Unit: "s", Aim: &bench.Aim{Bound: "most", Value: 1}, Median: 0.5, Min: 0.4, Max: 2, Met: &yes},
			{Name: "group-commit", Title: map[string]string{"zh": "合并", "en": "group"}, Unit: "ratio", Aim: &bench.Aim{Bound: "least", Value: 4}, Median: 3, Min: 2, Max: 5, Met: &no},
		},
		Measurements: []bench.Measurement{{Name: "durable-64", Rounds: []bench.Sample{{Rate: 1}, {Rate: 20000, P50: 2, P99: 8.25}, {Rate: 30000}}}},
	}
	for _, tt := range []struct {
		lang     string
		markdown bool
		want     []string
	}{
		{"en", false, []string{"Medians of 3 rounds", "release", "0.50 s", "0.40–2", "≤ 1 s", "met", "missed", "durable-64", "20000"}},
		{"zh", false, []string{"3 轮的中位数", "结果", "达标", "未达标"}},
		{"en", true, []string{"| group | 3 | 2–5 | ≥ 4 | missed |"}},
	} {
		var out bytes.Buffer
		if err := printBench(&out, r, speech{tt.lang}, tt.markdown); err != nil {
			t.Fatal(err)
		}
		for _, want := range tt.want {
			if !strings.Contains(out.String(), want) {
				t.Errorf("%q is not in\n%s", want, out.String())
			}
		}
	}
}

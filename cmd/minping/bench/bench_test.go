package bench

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"minping/api"
	"minping/survey"
	"minping/survey/form"
	"minping/survey/store"
)

// Letters are whole requests of one poll that differ in sender, key and salt.
func TestLetters(t *testing.T) {
	about := survey.Ballot{Unit: "north", Group: "public", Answers: survey.Answers{"A1": {"5"}}}
	letters, err := lettersOf("spring", []survey.Ballot{about})
	if err != nil {
		t.Fatal(err)
	}
	s := &sender{letters: letters, random: newRandom()}
	keys := make(map[string]bool)
	for range 100 {
		s.compose()
		head, body, _ := strings.Cut(string(s.out), "\r\n\r\n")
		var in api.SubmissionInput
		if err := json.Unmarshal([]byte(body), &in); err != nil {
			t.Fatal(err)
		}
		keys[string(in.Key)] = true
		if len(in.Key) != 32 || len(in.Salt) != 32 || bytes.Equal(in.Key, in.Salt) || in.Ballots[0].Unit != "north" || in.Ballots[0].Answers["A1"][0] != "5" {
			t.Fatalf("%+v", in)
		}
		if !strings.HasPrefix(head, "POST /api/v1/polls/spring/submissions HTTP/1.1\r\n") {
			t.Fatal(head)
		}
	}
	if len(keys) != 100 {
		t.Errorf("%d keys of 100", len(keys))
	}
}

// Every network has an address of its own.
func TestAddresses(t *testing.T) {
	l := letter{bytes: []byte(senderSpace)}
	seen := make(map[string]bool)
	for n := range uint64(networks) {
		l.address(l.bytes, n)
		seen[string(l.bytes[:strings.LastIndexByte(string(l.bytes), '.')])] = true
	}
	if len(seen) != networks || len(l.bytes) != len(senderSpace) {
		t.Errorf("%d networks, the last %s", len(seen), l.bytes)
	}
}

func TestReadAnswer(t *testing.T) {
	whole := "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: 2\r\nDate: x\r\n\r\n{}"
	for n := range len(whole) {
		if a, err := readAnswer([]byte(whole[:n])); err != nil || a.length != 0 {
			t.Fatalf("%d bytes: %+v, %v", n, a, err)
		}
	}
	if a, err := readAnswer([]byte(whole + "more")); err != nil || a != (answer{201, len(whole)}) {
		t.Errorf("%+v, %v", a, err)
	}
	for _, wrong := range []string{"SSH-2.0\r\n\r\n", "HTTP/1.1 2x1 No\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n"} {
		if a, err := readAnswer([]byte(wrong)); err == nil {
			t.Errorf("%q: %+v", wrong, a)
		}
	}
}

// Keys spread over all there are, in order.
func TestSpread(t *testing.T) {
	for _, n := range []int{1, 7, 1000} {
		var keys [][]byte
		for i := range n {
			keys = append(keys, spread(i, n, 16))
		}
		if !slices.IsSortedFunc(keys, bytes.Compare) {
			t.Errorf("%d keys are out of order", n)
		}
		if n == 1000 && (keys[0][0] != 0 || keys[n-1][0] < 0xfe || len(keys[0]) != 16) {
			t.Errorf("from %x to %x", keys[0], keys[n-1])
		}
	}
}

// A filled box is one that the product itself could have filled: a release
// follows from it, verifies, and says of each unit about what the ballots say
// that it was filled from.
func TestFill(t *testing.T) {
	ctx, dir := t.Context(), t.TempDir()
	w, err := newWorld()
	must(t, err)
	var records []survey.Record
	must(t, inStore(dir, func(st *store.Store) error {
		must(t, w.openPoll(ctx, st, emptyPoll))
		records, err = w.records(ctx, st, emptyPoll)
		return err
	}))
	const n = 5*rowsAtOnce*64 + 7
	must(t, fill(ctx, dir, emptyPoll, n, records))
	must(t, inStore(dir, func(st *store.Store) error {
		s := survey.NewService(st.People, st.Ballots, form.Parse)
		must(t, s.ClosePoll(ctx, emptyPoll))
		r, err := s.Release(ctx, emptyPoll)
		must(t, err)
		if r.Method.Ballots != n {
			t.Errorf("%d ballots, want %d", r.Method.Ballots, n)
		}
		v, err := s.Verify(ctx, emptyPoll)
		must(t, err)
		if !v.Sound() || v.Submissions != n || v.Ballots != n {
			t.Errorf("verified: %+v", v)
		}
		known := 0
		for _, u := range r.Units {
			if score := u.Nodes["overall"].Score; score.OK() && score > 60 && score < 95 {
				known++
			}
		}
		if known < len(w.rated) {
			t.Errorf("%d units of %d have a score as people give", known, len(w.rated))
		}
		return st.Inspect(ctx)
	}))
}

// Records that are made of others keep unit, group and rest, and hardly two
// are alike.
func TestMixer(t *testing.T) {
	var records []survey.Record
	for i := range 60 {
		scored := make([]byte, 19)
		for k := range scored {
			scored[k] = byte(1 + (i*7+k*i)%5)
		}
		records = append(records, survey.Record{Unit: []byte{byte('a' + i%2)}, Group: []byte("public"), Scored: scored, Rest: []byte{byte(i)}})
	}
	m := newMixer(records)
	seen := make(map[string]bool)
	for range 1000 {
		r := m.record()
		from := records[r.Rest[0]]
		if !bytes.Equal(r.Unit, from.Unit) || len(r.Scored) != 19 || slices.Contains(r.Scored, 0) {
			t.Fatalf("%+v from %+v", r, from)
		}
		seen[string(r.Unit)+string(r.Scored)] = true
	}
	if len(seen) < 500 {
		t.Errorf("%d of 1000 differ", len(seen))
	}
	if slices.Contains(records[0].Scored, 0) || records[0].Rest[0] != 0 {
		t.Error("the records themselves are changed")
	}
}

func TestFigures(t *testing.T) {
	list := []kind{
		perRate("group-commit", nil, 4, "durable-256", "single-256"),
		told("memory", nil, "MiB", most(128), "durable-256", Sample.peak),
		{name: "lost", aim: most(0), value: func(r round) float64 { return r.sum(func(s Sample) int { return s.Lost }) }},
	}
	var rounds []round
	for i, rate := range []float64{50, 20, 40} {
		r := round{"durable-256": {Rate: rate, Peak: 200}, "single-256": {Rate: 10}}
		if i == 1 {
			r["durable-256"] = Sample{Rate: rate, Peak: 100, Lost: 1}
		}
		rounds = append(rounds, r)
	}
	f := figures(list, rounds)
	if f[0].Median != 4 || f[0].Min != 2 || f[0].Max != 5 || !*f[0].Met {
		t.Errorf("%+v", f[0])
	}
	if f[1].Median != 200 || *f[1].Met {
		t.Errorf("%+v", f[1])
	}
	r := &Report{Figures: f}
	if f[2].Median != 1 || *f[2].Met || r.Sound() || !slices.Equal(r.Missed(), []string{"memory", "lost"}) {
		t.Errorf("one round that lost a ballot: %+v", f[2])
	}
	if m := Median([]float64{4, 1, 3, 2}); m != 2.5 {
		t.Errorf("median %v", m)
	}
	times := []time.Duration{1, 2, 3, 4}
	if quantile(times, 0.5) != 3 || quantile(times, 0.99) != 4 || quantile(times[:1], 0.5) != 1 {
		t.Error("quantiles are wrong")
	}
}

// Every figure has its words, and what it needs is measured.
func TestKinds(t *testing.T) {
	all := Plan{Full: true, People: "postgres://"}
	if len(all.chosen()) != len(kinds) || len(measurements(kinds)) != len(order) {
		t.Errorf("%d figures of %d, %d measurements of %d", len(all.chosen()), len(kinds), len(measurements(kinds)), len(order))
	}
	for _, k := range kinds {
		if k.title["zh"] == "" || k.title["en"] == "" || k.unit == "" {
			t.Errorf("%s lacks words", k.name)
		}
		for _, name := range k.needs {
			if !slices.Contains(order, name) {
				t.Errorf("%s needs %s, which is not measured", k.name, name)
			}
		}
	}
	some := Plan{Only: []string{"open", "durable-64"}}
	if got := measurements(some.chosen()); !slices.Equal(got, []string{"bare-64", "durable-64", "open-1000", "open-3000"}) {
		t.Errorf("measurements %v", got)
	}
}

// An open loop keeps to its times whatever the answers do, and counts waiting
// from when a letter was due.
func TestOpenLoopCountsWaiting(t *testing.T) {
	const stall = 300 * time.Millisecond
	addr := stalling(t, stall)
	letters := []letter{{bytes: []byte("GET / HTTP/1.1\r\nHost: x\r\nX: " + senderSpace + "\r\nKey: " + base64.StdEncoding.EncodeToString(make([]byte, 32)) + "\r\n\r\n")}}
	letters[0].sender = bytes.Index(letters[0].bytes, []byte(senderSpace))
	letters[0].key = bytes.Index(letters[0].bytes, []byte("AAAA"))
	letters[0].salt = letters[0].key
	l, err := openLoop(context.Background(), addr, 200, letters, timing{0, 500 * time.Millisecond})
	must(t, err)
	if l.p99 < stall/2 || l.acknowledged < 20 {
		t.Errorf("%d answered, p99 %v, though the server stalled for %v", l.acknowledged, l.p99, stall)
	}
}

func TestFileSystem(t *testing.T) {
	if content("/proc/self/mountinfo") == "" {
		t.Skip("this system does not tell")
	}
	if kind := FileSystem(filepath.Join(t.TempDir(), ".")); kind == "" {
		t.Error("the folder lies on no file system")
	}
	if kind := FileSystem("/proc"); kind != "proc" {
		t.Errorf("/proc lies on %s", kind)
	}
	if u := usageOf("self"); u.peak < 1 || u.peak > 1<<16 {
		t.Errorf("this process used %+v", u)
	}
}

package store_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"minping/survey"
	"minping/survey/store"
)

// processPlace tells a process of these tests where its databases are: a
// folder, or two DSNs with a line break between them.
const processPlace = "MINPING_TEST_PROCESS_PLACE"

// A process is a server in a process of its own: it does what it is asked, as
// many things at once as there are requests.
type process struct {
	t   *testing.T
	cmd *exec.Cmd

	mu      sync.Mutex
	out     *json.Encoder
	last    int
	waiting map[int]chan answer
	stuck   chan struct{} // closed once the process hangs where it was told to
}

// A request is one call; ID finds its answer.
type request struct {
	ID   int
	Do   string // see serve
	Poll string
	Step int
	Sub  survey.Submission
}

type answer struct {
	ID    int
	Stuck bool   // the process hangs: there will be no answer
	Kind  string // of the error, see kind
	Fresh bool
	Leaf  string
	Text  string
}

func startProcess(t *testing.T, place string) *process {
	t.Helper()
	p := &process{t: t, cmd: exec.Command(os.Args[0]), waiting: map[int]chan answer{}, stuck: make(chan struct{})}
	p.cmd.Env = append(os.Environ(), processPlace+"="+place)
	p.cmd.Stderr = os.Stderr
	in, err := p.cmd.StdinPipe()
	ok(t, err)
	out, err := p.cmd.StdoutPipe()
	ok(t, err)
	ok(t, p.cmd.Start())
	t.Cleanup(p.kill)
	p.out = json.NewEncoder(in)
	go func() {
		for d := json.NewDecoder(out); ; {
			var a answer
			if d.Decode(&a) != nil {
				return
			}
			if a.Stuck {
				close(p.stuck)
				continue
			}
			p.mu.Lock()
			p.waiting[a.ID] <- a
			p.mu.Unlock()
		}
	}()
	return p
}

// send asks and returns where the answer will come.
func (p *process) send(r request) <-chan answer {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.last++
	r.ID = p.last
	done := make(chan answer, 1)
	p.waiting[r.ID] = done
	if err := p.out.Encode(r); err != nil {
		p.t.Errorf("process: %v", err)
		done <- answer{Kind: err.Error()}
	}
	return done
}

func (p *process) ask(r request) answer { return <-p.send(r) }

// kill ends the process at once, as kill -9 does.
func (p *process) kill() {
	_ = p.cmd.Process.Kill()
	_ = p.cmd.Wait()
}

// serveParent is the process: a service over the databases of the place.
func serveParent(place string) int {
	open := func() (*store.Store, error) { return store.OpenSQLite(place) }
	if people, ballots, two := strings.Cut(place, "\n"); two {
		open = func() (*store.Store, error) { return store.OpenPostgres(people, ballots) }
	}
	st, err := open()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer st.Close()
	var mu sync.Mutex
	out := json.NewEncoder(os.Stdout)
	say := func(a answer) {
		mu.Lock()
		defer mu.Unlock()
		if err := out.Encode(a); err != nil {
			os.Exit(1)
		}
	}
	hang := func() error {
		say(answer{Stuck: true})
		select {}
	}
	o := newOffice(st)
	var calls sync.WaitGroup
	defer calls.Wait()
	for d := json.NewDecoder(bufio.NewReader(os.Stdin)); ; {
		var r request
		if d.Decode(&r) != nil {
			return 0
		}
		calls.Go(func() { say(o.serve(r, hang)) })
	}
}

func (o *office) serve(r request, hang func() error) answer {
	a := answer{ID: r.ID}
	var receipt survey.Receipt
	var err error
	switch r.Do {
	case "accept":
		receipt, err = o.Accept(ctx, r.Sub)
		a.Fresh, a.Leaf = receipt.Fresh, receipt.Leaf
	case "lose the answer": // the failpoint between COMMIT and reply
		s := survey.NewService(o.store.People, forgetful{o.store.Ballots, hang}, parse)
		s.Now = o.now
		_, err = s.Accept(ctx, r.Sub)
	case "close":
		err = o.ClosePoll(ctx, r.Poll)
	case "close up to": // the failpoints of closing
		f := &faulty{Definitions: o.store.People, BallotBox: o.store.Ballots, step: r.Step, fail: hang}
		s := survey.NewService(f, f, parse)
		s.Now = o.now
		err = s.ClosePoll(ctx, r.Poll)
	case "tell": // events to webhooks, until it is killed; Step is how many minutes it is later
		o.move(time.Duration(r.Step) * time.Minute)
		o.tell()
	case "break flushes":
		err = errors.New("only on Linux")
		if breakFlushes != nil {
			err = breakFlushes()
		}
	case "tick":
		err = o.Tick(ctx)
	case "release":
		var release *survey.Release
		if release, err = o.Release(ctx, r.Poll); err == nil {
			var text []byte
			text, err = json.Marshal(release)
			a.Text = string(text)
		}
	default:
		err = fmt.Errorf("unknown request %q", r.Do)
	}
	a.Kind = kind(err)
	return a
}

// breakFlushes makes all flushes to disk fail; nil where that cannot be done.
var breakFlushes func() error

// A forgetful box stores and never says so.
type forgetful struct {
	survey.BallotBox
	hang func() error
}

func (f forgetful) Deposit(ctx context.Context, d survey.Deposit) (survey.Outcome, error) {
	if outcome, err := f.BallotBox.Deposit(ctx, d); err != nil {
		return outcome, err
	}
	return 0, f.hang()
}

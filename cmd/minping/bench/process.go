package bench

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"strconv"
	"sync"
	"time"
)

// A process is a server that is measured.
type process struct {
	addr string // where it listens
	cmd  *exec.Cmd
	said *speaker

	ended chan struct{}
	err   error // once it has ended
}

// patience is how long a process may take to listen, or to end.
const patience = 60 * time.Second

// start runs a command of this program that says http://host:port when it
// listens; ctx ends it too.
func (b *bench) start(ctx context.Context, args ...string) (*process, error) {
	p := &process{cmd: b.command(ctx, args...), said: &speaker{addr: make(chan string, 1)}, ended: make(chan struct{})}
	p.cmd.Stdout, p.cmd.Stderr = p.said, p.said
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		p.err = p.cmd.Wait()
		close(p.ended)
	}()
	select {
	case p.addr = <-p.said.addr:
		return p, nil
	case <-p.ended:
		return nil, fmt.Errorf("%s: %w: %s", args[0], p.err, p.said.text())
	case <-ctx.Done():
		return nil, errors.Join(ctx.Err(), p.stop())
	case <-time.After(patience):
		return nil, errors.Join(fmt.Errorf("%s does not listen: %s", args[0], p.said.text()), p.stop())
	}
}

// command is a command of this program that ctx tells to stop.
func (b *bench) command(ctx context.Context, args ...string) *exec.Cmd {
	cmd := b.plan.Command(ctx, args...)
	if cmd.Env == nil {
		cmd.Env = os.Environ()
	}
	// What SQLite writes aside belongs on the disk that is measured.
	cmd.Env = append(cmd.Env, "SQLITE_TMPDIR="+b.dir, "TMPDIR="+b.dir)
	cmd.Cancel = func() error { return interrupt(cmd) }
	cmd.WaitDelay = patience
	return cmd
}

func interrupt(cmd *exec.Cmd) error {
	if runtime.GOOS == "windows" { // which knows no such signal
		return cmd.Process.Kill()
	}
	return cmd.Process.Signal(os.Interrupt)
}

// stop tells the process to end, and waits.
func (p *process) stop() error {
	_ = interrupt(p.cmd) // it may have ended by itself
	<-p.ended
	if p.err != nil && runtime.GOOS != "windows" {
		return fmt.Errorf("%w: %s", p.err, p.said.text())
	}
	return nil
}

// usage returns what the process has used so far.
func (p *process) usage() usage { return usageOf(strconv.Itoa(p.cmd.Process.Pid)) }

// A speaker listens to what a process says, for its address.
type speaker struct {
	addr chan string

	mu    sync.Mutex
	all   []byte
	found bool
}

var listening = regexp.MustCompile(`http://(\S+)\s`)

// Write implements io.Writer.
func (s *speaker) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	const most = 4096
	s.all = append(s.all, b[:min(len(b), max(0, most-len(s.all)))]...)
	if m := listening.FindSubmatch(s.all); m != nil && !s.found {
		s.found = true
		s.addr <- string(m[1])
	}
	return len(b), nil
}

func (s *speaker) text() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return string(bytes.TrimSpace(s.all))
}

// complaint is what a process that failed had said.
func complaint(err error) string {
	if failed, ok := errors.AsType[*exec.ExitError](err); ok {
		return string(bytes.TrimSpace(failed.Stderr))
	}
	return ""
}

package evidence

import (
	"context"
	"errors"
	"os/exec"
	"strings"
	"time"
)

// A Scanner looks for viruses in a file on disk. An error that is not
// ErrInfected means that it could not look.
type Scanner interface {
	Scan(ctx context.Context, path string) error
}

// ErrInfected says that a scanner found something.
var ErrInfected = errors.New("the scanner found something in the file")

// A Command is a scanner that is a program: exit code 0 means clean, 1 found,
// anything else that it could not look, as clamdscan and clamscan have it.
type Command struct {
	Args    []string      // program and arguments; {file} is the path, else it comes last
	Timeout time.Duration // it could not look
}

// Scan runs the program, which reads nothing and whose words are dropped.
func (c Command) Scan(ctx context.Context, path string) error {
	if len(c.Args) == 0 {
		return errors.New("scanner: no program")
	}
	ctx, stop := context.WithTimeout(ctx, c.Timeout)
	defer stop()
	args, named := make([]string, 0, len(c.Args)), false
	for _, a := range c.Args[1:] {
		named = named || strings.Contains(a, "{file}")
		args = append(args, strings.ReplaceAll(a, "{file}", path))
	}
	if !named {
		args = append(args, path)
	}
	cmd := exec.CommandContext(ctx, c.Args[0], args...) //nolint:gosec // whoever runs the server names it; the path is of our making
	cmd.WaitDelay = time.Second
	err := cmd.Run()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if exit, ok := errors.AsType[*exec.ExitError](err); ok && exit.ExitCode() == 1 {
		return ErrInfected
	}
	return err
}

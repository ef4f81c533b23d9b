package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/signal"
	"syscall"

	"minping/cmd/minping/bench"
)

// benchPartCmd is a process that minping bench starts and measures.
type benchPartCmd struct {
	Bare  benchBareCmd  `cmd:"" help:"Serve submissions, checked and forgotten."`
	Close benchCloseCmd `cmd:"" help:"Close a poll and say how long it took."`

	Evaluation benchEvaluationCmd `cmd:"" help:"Run a 360-degree evaluation from the roster to the reports."`
}

type benchBareCmd struct{}

// Run serves until it is told to stop.
func (benchBareCmd) Run() error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return serveBare(ctx, os.Stdout)
}

func serveBare(ctx context.Context, out io.Writer) error {
	e, err := bench.Bare()
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(out, "http://%s\n", listener.Addr()); err != nil {
		return errors.Join(err, listener.Close())
	}
	return serve(ctx, httpServer(e), listener)
}

type benchCloseCmd struct {
	Data string `type:"path" required:"" help:"Folder of the data."`
	Poll string `required:"" help:"Poll to close."`
}

// Run closes the poll.
func (c benchCloseCmd) Run() error {
	return bench.Close(context.Background(), c.Data, c.Poll, os.Stdout)
}

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/jedib0t/go-pretty/v6/table"

	"minping/cmd/minping/bench"
)

// benchEvaluationCmd measures an evaluation of many people, in this process.
type benchEvaluationCmd struct {
	People int    `default:"5000" help:"People who are evaluated, by eight raters each."`
	Dir    string `type:"path" placeholder:"FOLDER" help:"Folder on the disk to measure; what is made in it is removed. Default: that for temporary files."`
	JSON   bool   `name:"json" help:"Print JSON."`
	speech
}

// Run measures each step and prints the table.
func (c benchEvaluationCmd) Run() error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return c.run(ctx, os.Stdout, os.Stderr)
}

func (c benchEvaluationCmd) run(ctx context.Context, out, logs io.Writer) error {
	if c.People < 100 || c.People > 100_000 {
		return usageError{fmt.Errorf("--people: %s", c.say("须在 100 到 100000 之间", "100 to 100000"))}
	}
	done, err := bench.Evaluate(ctx, c.Dir, c.People, func(s bench.Step) {
		fmt.Fprintf(logs, "%s: %d, %.1f s, CPU %.1f s, %.0f MiB, %.1f MB\n", s.Name, s.Count, s.Seconds, s.CPU, s.Peak, float64(s.Bytes)/1e6)
	})
	if err != nil {
		return err
	}
	if c.JSON {
		return json.NewEncoder(out).Encode(done)
	}
	m := done.Machine
	fmt.Fprintf(out, c.say("%s，%d 核，%s，%s；开始时负载 %s\n%d 人，每人 %d 名评价人，%d 题\n\n", "%s, %d cores, %s, %s; load %s at the start\n%d people, %d raters each, %d items\n\n"),
		m.CPU, m.Cores, m.Go, m.System, number(m.Load), done.People, done.Raters, done.Items)
	t := newBenchTable(2, 6)
	t.AppendHeader(table.Row{c.say("步骤", "step"), c.say("数量", "made"), c.say("秒", "seconds"), c.say("CPU 秒", "CPU seconds"), c.say("内存峰值 MiB", "peak MiB"), c.say("文件 MB", "file MB")})
	for _, s := range done.Steps {
		size := "–"
		if s.Bytes > 0 {
			size = number(float64(s.Bytes) / 1e6)
		}
		t.AppendRow(table.Row{s.Name, s.Count, number(s.Seconds), number(s.CPU), number(s.Peak), size})
	}
	_, err = fmt.Fprintln(out, t.RenderMarkdown())
	return err
}

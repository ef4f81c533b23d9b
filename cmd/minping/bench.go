package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"

	"golang.org/x/term"

	"minping/cmd/minping/bench"
)

// benchCmd measures ballots and releases.
type benchCmd struct {
	Rounds    int      `default:"3" help:"Rounds of all measurements in turn; medians count."`
	Seconds   float64  `default:"5" help:"How long each measurement of a server lasts, after a fifth of that for warming up."`
	Ballots   int      `default:"1000000" help:"Ballots in the filled box, and to release."`
	Full      bool     `help:"Release ten times as many ballots too; needs 12 GB of disk and some minutes more."`
	Only      []string `placeholder:"NAME" help:"Only these figures, by name or by what their names begin with: ${figures}."`
	Dir       string   `type:"path" placeholder:"FOLDER" help:"Folder on the disk to measure; what is made in it is removed. Default: that for temporary files."`
	DB        string   `name:"db" placeholder:"URL" help:"PostgreSQL database of people to measure too: postgres://user@host/name. The command writes questionnaire, units, polls and ballots into it and its database of ballots, and removes nothing: make two databases for it, and drop them afterwards."`
	BallotsDB string   `name:"ballots-db" placeholder:"URL" help:"PostgreSQL database of ballots; by default the name of --db with _ballots."`
	Force     bool     `help:"Use the PostgreSQL databases though they hold accounts or polls of others."`
	JSON      bool     `name:"json" xor:"form" help:"Print all rounds as JSON."`
	Markdown  bool     `name:"markdown" xor:"form" help:"Print the tables as Markdown."`
	Check     bool     `help:"Exit with 1 where an aim is missed."`
	speech
}

// Help says in Chinese what the command measures.
func (benchCmd) Help() string {
	return "在本机测量收票和计票：每秒收多少票、等多久、占多少内存、一百万张票多快出结果，并核对一票不丢、一票不重。"
}

// Run measures and prints what came of it.
func (c benchCmd) Run() error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	program, err := os.Executable()
	if err != nil {
		return err
	}
	return c.run(ctx, os.Stdout, os.Stderr, func(ctx context.Context, args ...string) *exec.Cmd {
		return exec.CommandContext(ctx, program, args...) //nolint:gosec // this program itself
	})
}

func (c benchCmd) run(ctx context.Context, out, logs io.Writer, command func(context.Context, ...string) *exec.Cmd) error {
	plan, err := c.plan()
	if err != nil {
		return err
	}
	plan.Command, plan.Progress = command, c.progress(logs)
	c.warn(logs)
	report, err := bench.Run(ctx, plan)
	if inUse, ok := errors.AsType[bench.InUseError](err); ok {
		return errors.New(c.say(
			fmt.Sprintf("数据库已在使用（%d 个账号、%d 次测评、%d 个单位不属于本命令）；请为测量另建两个空数据库，或加 --force", inUse.Accounts, inUse.Polls, inUse.Units),
			inUse.Error()+" are not of minping bench; make two empty databases for it, or give --force"))
	}
	if ctx.Err() != nil {
		return errors.New(c.say("测量已中断，临时数据已删除", "interrupted; what was made is removed"))
	}
	if err != nil {
		return err
	}
	if err := c.print(out, report); err != nil {
		return err
	}
	return c.verdict(report)
}

// plan is what the options ask for, or a usageError.
func (c benchCmd) plan() (bench.Plan, error) {
	wrong := func(zh, en string) (bench.Plan, error) { return bench.Plan{}, usageError{errors.New(c.say(zh, en))} }
	if c.Rounds < 1 || c.Seconds <= 0 || c.Ballots < 1 {
		return wrong("--rounds、--seconds 和 --ballots 须大于零", "--rounds, --seconds and --ballots must be above zero")
	}
	p := bench.Plan{Rounds: c.Rounds, Measure: time.Duration(c.Seconds * float64(time.Second)), Ballots: c.Ballots, Full: c.Full, Only: c.Only, Dir: c.Dir, People: c.DB, Force: c.Force}
	for _, word := range c.Only {
		if !slices.ContainsFunc(bench.Names(), func(name string) bool { return bench.Matches(word, name) }) {
			return wrong("--only："+"没有“"+word+"”这一项；可选："+strings.Join(bench.Names(), "、"),
				"--only: there is no figure "+word+"; there are "+strings.Join(bench.Names(), ", "))
		}
		p.Full = p.Full || bench.Matches("growth", word)
	}
	if c.DB == "" && slices.Contains(c.Only, "postgres") {
		return wrong("--only postgres 需要 --db 指定数据库", "--only postgres needs databases: give --db")
	}
	if c.DB != "" {
		var err error
		if p.Box, err = (storageFlags{DB: c.DB, BallotsDB: c.BallotsDB}).ballots(); err != nil {
			return p, err
		}
	}
	if p.Dir == "" {
		p.Dir = os.TempDir()
	}
	if kind := bench.FileSystem(p.Dir); kind == "tmpfs" || kind == "ramfs" {
		return wrong(p.Dir+" 在内存中（"+kind+"），测不出磁盘；请用 --dir 指定磁盘上的文件夹",
			p.Dir+" lies in memory ("+kind+"), where nothing of a disk is measured; name a folder on a disk by --dir")
	}
	return p, nil
}

// warn says what will be written where others may look.
func (c benchCmd) warn(logs io.Writer) {
	if c.DB == "" {
		return
	}
	fmt.Fprintln(logs, c.say(
		"将向 "+(storageFlags{DB: c.DB}).where()+" 及其票库写入一份问卷、78 个单位、若干名为 bench-… 的模拟测评及其票；用后请自行删除这两个数据库。",
		"Into "+(storageFlags{DB: c.DB}).where()+" and its database of ballots go a questionnaire, units, simulated polls named bench-… and their ballots; drop both databases when you are done."))
}

// progress returns what tells a terminal how far it is; nil: nobody looks.
func (c benchCmd) progress(logs io.Writer) func(int, string) {
	f, ok := logs.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return nil
	}
	return func(round int, name string) {
		fmt.Fprintf(f, "\r\x1b[K"+c.say("第 %d/%d 轮：%s", "round %d of %d: %s"), round, c.Rounds, name)
	}
}

// print prints the report in the form asked for.
func (c benchCmd) print(out io.Writer, r *bench.Report) error {
	if c.JSON {
		enc := json.NewEncoder(out)
		enc.SetIndent("", "  ")
		return enc.Encode(r)
	}
	return printBench(out, r, c.speech, c.Markdown)
}

// verdict is the error with which the command ends.
func (c benchCmd) verdict(r *bench.Report) error {
	if !r.Sound() {
		return errors.New(c.say("有票丢失或多计", "ballots were lost or doubled"))
	}
	if missed := r.Missed(); c.Check && len(missed) > 0 {
		return errors.New(c.say("未达标：", "aims missed: ") + strings.Join(missed, ", "))
	}
	return nil
}

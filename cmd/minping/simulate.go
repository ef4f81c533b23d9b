package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/signal"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"minping/survey/simulation"
)

// simulateCmd tries the intervals, ranks and flags out on polls whose truth is
// known.
type simulateCmd struct {
	Questionnaire string    `short:"q" default:"library:organisation-work" placeholder:"FILE" help:"Questionnaire (YAML), or library:ID for a bundled one; default: ${default}."`
	Rounds        int       `default:"100" help:"Polls to simulate for each number of ballots."`
	Ballots       []int     `default:"5,10,20,30,50,100,400" help:"Ballots per unit."`
	Units         []int     `default:"13,64" help:"Units in each tier; flags look at the last tier."`
	Last          []int     `default:"3,10" help:"How many units \"the last k\" are, in each tier."`
	Seed          uint64    `default:"20260101" help:"The same seed gives the same figures."`
	DontKnow      float64   `default:"0.08" help:"Share of answers without a score."`
	Leniency      float64   `default:"0.45" help:"Correlation between the opinions of one respondent on two items."`
	Spread        float64   `default:"4" help:"Standard deviation of the units' true scores, in points."`
	Drop          float64   `default:"5" help:"True fall to be found, in points."`
	Cluster       int       `default:"0" help:"Ballots per cluster; 0: no clusters."`
	Shared        float64   `default:"0.1" help:"Share of a respondent's leniency that his cluster has in common."`
	Weights       float64   `default:"1" help:"Largest design weight over the smallest."`
	Proof         bool      `xor:"what" help:"Try the proof of rectifications out instead; the last tier counts."`
	Supervision   bool      `xor:"what" help:"Try rules of supervision over three polls out instead; the last tier counts."`
	Effects       []float64 `default:"0,4,8,12" help:"With --proof: true improvements to be found, in points."`
	Drift         float64   `default:"1" help:"With --proof and --supervision: standard deviation of what true scores move of themselves, in points."`
	Trend         float64   `default:"2" help:"With --proof: how far all units move, in points."`
	JSON          bool      `name:"json" help:"Print the figures as JSON."`
	speech
}

// Help says in Chinese what the command answers.
func (simulateCmd) Help() string {
	return "用真值已知的模拟调查检验：区间是否包含真值，名次区间是否可靠，没有差异时误报多少，真有下降时能否发现；整改成效、督导规则判断错多少。"
}

// Run simulates and prints what came of it.
func (c simulateCmd) Run() error { return c.run(os.Stdout, os.Stderr) }

func (c simulateCmd) run(stdout, stderr io.Writer) error {
	plan, err := c.plan()
	if err != nil {
		return err
	}
	cases := len(plan.Ballots)
	if c.Proof {
		cases *= len(c.Effects)
	}
	if bar := c.progress(stderr, cases*plan.Rounds); bar != nil {
		plan.Progress = func(done, _ int) { _ = bar.Set(done) }
		defer func() { _ = errors.Join(bar.Clear(), bar.Exit()) }() // it is only for show
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if c.Proof {
		r, err := simulation.RunProof(ctx, simulation.ProofPlan{Plan: plan, Effects: c.Effects, Drift: c.Drift, Trend: c.Trend})
		return c.print(stdout, r, err, func() error { return printProofs(stdout, r, c.language()) })
	}
	if c.Supervision {
		r, err := simulation.RunSupervision(ctx, simulation.SupervisionPlan{Plan: plan, Drift: c.Drift})
		return c.print(stdout, r, err, func() error { return printSupervision(stdout, r, c.language()) })
	}
	r, err := simulation.Run(ctx, plan)
	return c.print(stdout, r, err, func() error { return printSimulation(stdout, r, c.language()) })
}

// print prints a report as JSON or by tables, or returns what went wrong.
func (c simulateCmd) print(stdout io.Writer, report any, err error, tables func() error) error {
	if wrong, ok := errors.AsType[simulation.PlanError](err); ok {
		return usageError{errors.New(wrong.In(c.language()))}
	}
	if err != nil {
		return err
	}
	if c.JSON {
		enc := json.NewEncoder(stdout)
		enc.SetIndent("", "  ")
		return enc.Encode(report)
	}
	return tables()
}

// plan is the default plan, changed as the options say.
func (c simulateCmd) plan() (simulation.Plan, error) {
	q, err := scoreCmd{Questionnaire: c.Questionnaire, speech: c.speech}.questionnaire()
	if err != nil {
		return simulation.Plan{}, err
	}
	p := simulation.Default(q)
	p.Rounds, p.Ballots, p.Units, p.Last, p.Seed = c.Rounds, c.Ballots, c.Units, c.Last, c.Seed
	p.DontKnow, p.Leniency, p.Spread, p.Drop = c.DontKnow, c.Leniency, c.Spread, c.Drop
	p.Cluster, p.Shared, p.Weights = c.Cluster, c.Shared, c.Weights
	return p, nil
}

// progress returns a bar, or nil where nobody would see it.
func (c simulateCmd) progress(stderr io.Writer, rounds int) *progressbar.ProgressBar {
	f, ok := stderr.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return nil
	}
	return progressbar.NewOptions(rounds, progressbar.OptionSetWriter(stderr), progressbar.OptionClearOnFinish(),
		progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionSetDescription(c.say("模拟", "Simulating")))
}

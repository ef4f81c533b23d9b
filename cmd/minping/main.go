// Command minping is a satisfaction-survey and 360-degree evaluation engine:
// a server, a demonstration and tools over files, in one binary.
package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/alecthomas/kong"

	"minping/cmd/minping/bench"

	_ "time/tzdata" // Asia/Shanghai must exist everywhere
)

// cli lists the commands; each has a file of its own.
type cli struct {
	Demo           demoCmd           `cmd:"" help:"Serve an example with a finished poll to look at and an open one to answer."`
	Serve          serveCmd          `cmd:"" help:"Run the server."`
	Score          scoreCmd          `cmd:"" help:"Score a file of ballots: no server, no database."`
	Appraise       appraiseCmd       `cmd:"" help:"Combine results, points and marks into totals and grades by a scheme."`
	Document       documentCmd       `cmd:"" help:"Write official documents of orders and polls: notices, lists, circulars, feedback."`
	Analyze        analyzeCmd        `cmd:"" help:"One statistical method on a CSV or XLSX file; minping analyze --help lists them."`
	Check          checkCmd          `cmd:"" help:"Check a questionnaire file."`
	Questionnaires questionnairesCmd `cmd:"" help:"List the bundled questionnaires, or copy one out to start from."`
	Generate       generateCmd       `cmd:"" help:"Write a file of made-up ballots for benchmarks; score it with --map w=weight."`
	Codes          codesCmd          `cmd:"" help:"Make, list, void and replace one-time codes for a poll."`
	User           userCmd           `cmd:"" help:"Look after accounts."`
	Token          tokenCmd          `cmd:"" help:"Make, list and revoke API tokens."`
	Webhook        webhookCmd        `cmd:"" help:"List, add, remove and test webhooks, which tell other systems of polls."`
	Notify         notifyCmd         `cmd:"" help:"Send messages by mail and to chat groups, and list what was sent."`
	Verify         verifyCmd         `cmd:"" help:"Recount the stored ballots of ended polls and compare every released figure, and check the audit log, while the server is stopped (PostgreSQL: at any time)."`
	Audit          auditCmd          `cmd:"" help:"Print the log of administrative acts."`
	Bench          benchCmd          `cmd:"" help:"Measure ballots and releases on this machine."`
	BenchPart      benchPartCmd      `cmd:"" hidden:"" help:"A process that minping bench measures."`
	Backup         backupCmd         `cmd:"" help:"Write a backup, while the server runs or is stopped."`
	Restore        restoreCmd        `cmd:"" help:"Put a backup into an empty folder, or into empty databases of PostgreSQL."`
	Version        versionCmd        `cmd:"" help:"Print the version."`
}

func main() {
	os.Exit(run(os.Args[1:]))
}

// run carries out one command line and returns the exit code: 0, 1 (it
// failed) or 2 (used wrongly).
func run(args []string) int {
	parser := newParser()
	ctx, err := parser.Parse(args)
	if err != nil {
		if wrong, ok := errors.AsType[*kong.ParseError](err); ok && len(args) == 0 {
			parser.Stdout = os.Stderr
			_ = wrong.Context.PrintUsage(false)
		}
		fmt.Fprintln(os.Stderr, "minping:", err)
		return 2
	}
	if err := ctx.Run(); err != nil {
		fmt.Fprintln(os.Stderr, "minping:", err)
		var coded interface{ ExitCode() int }
		if errors.As(err, &coded) {
			return coded.ExitCode()
		}
		return 1
	}
	return 0
}

// newParser returns a parser of command lines.
func newParser() *kong.Kong {
	parser, err := kong.New(&cli{},
		kong.Name("minping"),
		kong.Description("民评 Minping: ask, count, rank, rectify. A satisfaction-survey and 360-degree evaluation engine."),
		abouts(), kong.Vars{"figures": strings.Join(bench.Names(), ", ")},
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, NoExpandSubcommands: true}),
	)
	if err != nil {
		panic(err)
	}
	return parser
}

// A usageError says that a command was used wrongly.
type usageError struct{ error }

// ExitCode is 2 by convention.
func (usageError) ExitCode() int { return 2 }

func (e usageError) Unwrap() error { return e.error }

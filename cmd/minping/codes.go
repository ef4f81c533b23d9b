package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"minping/survey"
	"minping/survey/form"
	"minping/survey/slips"
)

// codesCmd looks after one-time codes, while the server is stopped. A running
// server does so by /api/v1/polls/{poll}/codes and on the page /manage.
type codesCmd struct {
	Make    codesMakeCmd    `cmd:"" help:"Make a batch of codes, as slips to print and cut or as a table; they are shown this once."`
	List    codesListCmd    `cmd:"" help:"List the batches with how many codes were issued and spent, never the codes."`
	Void    codesVoidCmd    `cmd:"" help:"Void a batch: its unspent codes are worth nothing any more, what was handed in stands."`
	Replace codesReplaceCmd `cmd:"" help:"Void a batch and make new codes for the same group and units, in one act. Nobody can tell who has answered: whoever has and is handed a new code answers a second time."`
}

// handOut is where codes are written, this once.
type handOut struct {
	Out string `required:"" type:"path" help:"File to write, which must not exist: .pdf or .html for slips on A4, .csv for a table."`
	URL string `name:"url" env:"MINPING_URL" required:"" placeholder:"URL" help:"Address under which people reach the server, such as https://survey.example.org; it goes into links and QR codes."`
	speech
}

// codesMakeCmd makes a batch.
type codesMakeCmd struct {
	storageFlags
	Poll  string   `arg:"" help:"Id of the poll."`
	Group string   `help:"Group as which the bearers answer."`
	Units []string `placeholder:"UNIT,…" help:"Units that they rate; by default all of the poll."`
	Count int      `required:"" help:"How many."`
	Label string   `help:"What the batch is called: first batch, a department."`
	handOut
}

// Run issues the codes and writes them to the file.
func (c codesMakeCmd) Run() error {
	return c.give(c.storageFlags, c.Poll, c.Count, func(ctx context.Context, s *survey.Service) (survey.CodeBatch, []string, error) {
		return s.IssueCodes(ctx, c.Poll, survey.CodeBatch{Label: c.Label, Group: c.Group, Units: c.Units}, c.Count)
	})
}

// give issues codes and writes them to the file; a batch that could not be
// written is void.
func (h handOut) give(f storageFlags, poll string, count int, issue func(context.Context, *survey.Service) (survey.CodeBatch, []string, error)) error {
	format := strings.TrimPrefix(strings.ToLower(filepath.Ext(h.Out)), ".")
	if !slices.Contains(slips.Formats, format) {
		return usageError{errors.New(h.say("--out 的文件名须以 .pdf、.html 或 .csv 结尾", "--out must end in .pdf, .html or .csv"))}
	}
	base, err := serveCmd{URL: h.URL}.base()
	if err != nil {
		return usageError{err}
	}
	if errs := slips.Limit(format, count); len(errs) > 0 {
		return usageError{errors.New(errs[0].Message(h.language()))}
	}
	return f.withService(func(ctx context.Context, s *survey.Service) error {
		out, err := os.OpenFile(h.Out, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err != nil {
			return err
		}
		n, err := h.write(ctx, s, out, format, base, poll, issue)
		if err = errors.Join(err, out.Close()); err != nil {
			return errors.Join(err, os.Remove(h.Out))
		}
		fmt.Fprintf(os.Stderr, h.say("已把 %d 个测评码写入 %s。它们不会再次显示；发完请删除此文件。\n", "Wrote %d codes to %s. They cannot be shown again; delete the file once they are handed out.\n"), n, h.Out)
		return nil
	})
}

// write issues the codes, writes them out and returns how many there are.
func (h handOut) write(ctx context.Context, s *survey.Service, out io.Writer, format, base, poll string, issue func(context.Context, *survey.Service) (survey.CodeBatch, []string, error)) (int, error) {
	batch, codes, err := issue(ctx, s)
	if err != nil {
		return 0, explainCodes(h.speech, poll, err)
	}
	said, err := slips.Gather(ctx, s, poll, base, batch, codes)
	if err == nil {
		if lost := slips.Uncovered(said, h.language()); format == "pdf" && len(lost) > 0 {
			fmt.Fprintf(os.Stderr, h.say("字库中没有这些字，印作“〓”：%s\n", "The font lacks these characters, printed as 〓: %s\n"), string(lost))
		}
		err = slips.Write(out, format, h.language(), said)
	}
	if err != nil {
		err = errors.Join(err, s.VoidCodes(ctx, poll, batch.ID))
	}
	return len(codes), err
}

// explainCodes says in the user's language what is wrong with a request.
func explainCodes(c speech, poll string, err error) error {
	var wrong survey.FieldErrors
	switch {
	case errors.As(err, &wrong):
		flags := map[string]string{"n": "--count", "group": "--group", "label": "--label", "poll": poll}
		var lines []string
		for _, e := range wrong {
			name := flags[e.Field]
			if strings.HasPrefix(e.Field, "units") {
				name = "--units"
			}
			lines = append(lines, name+": "+e.Message(c.language()))
		}
		return usageError{errors.New(strings.Join(lines, "\n"))}
	case errors.Is(err, survey.ErrNotFound):
		return fmt.Errorf(c.say("没有测评 %q", "there is no poll %q"), poll)
	case errors.Is(err, survey.ErrConflict):
		return errors.New(c.say("这一批已经作废", "the batch is void already"))
	case errors.Is(err, survey.ErrClosed):
		return fmt.Errorf(c.say("测评 %q 已结束，不能再生成测评码", "poll %q is closed; it takes no more codes"), poll)
	}
	return err
}

// withService opens polls and ballots for one command.
func (f storageFlags) withService(do func(context.Context, *survey.Service) error) (err error) {
	st, err := f.open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	return do(commandContext(), survey.NewService(st.People, st.Ballots, form.Parse))
}

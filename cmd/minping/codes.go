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

// codesCmd makes codes, while the server is stopped. A running server makes
// them by POST /api/v1/polls/{poll}/codes.
type codesCmd struct {
	storageFlags
	Poll  string   `arg:"" help:"Id of the poll."`
	Group string   `help:"Group as which the bearers answer."`
	Units []string `placeholder:"UNIT,…" help:"Units that they rate; by default all of the poll."`
	Count int      `required:"" help:"How many."`
	Label string   `help:"What the batch is called: first batch, a department."`
	Out   string   `required:"" type:"path" help:"File to write, which must not exist: .pdf or .html for slips on A4, .csv for a table."`
	URL   string   `name:"url" env:"MINPING_URL" required:"" placeholder:"URL" help:"Address under which people reach the server, such as https://survey.example.org; it goes into links and QR codes."`
	speech
}

// Run issues the codes and writes them to the file, this once.
func (c codesCmd) Run() error {
	format := strings.TrimPrefix(strings.ToLower(filepath.Ext(c.Out)), ".")
	if !slices.Contains(slips.Formats, format) {
		return usageError{errors.New(c.say("--out 的文件名须以 .pdf、.html 或 .csv 结尾", "--out must end in .pdf, .html or .csv"))}
	}
	base, err := serveCmd{URL: c.URL}.base()
	if err != nil {
		return usageError{err}
	}
	if errs := slips.Limit(format, c.Count); len(errs) > 0 {
		return usageError{errors.New(errs[0].Message(c.language()))}
	}
	return c.withService(func(ctx context.Context, s *survey.Service) error {
		out, err := os.OpenFile(c.Out, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err != nil {
			return err
		}
		if err = errors.Join(c.write(ctx, s, out, format, base), out.Close()); err != nil {
			return errors.Join(err, os.Remove(c.Out))
		}
		fmt.Fprintf(os.Stderr, c.say("已把 %d 个测评码写入 %s。它们不会再次显示；发完请删除此文件。\n", "Wrote %d codes to %s. They cannot be shown again; delete the file once they are handed out.\n"), c.Count, c.Out)
		return nil
	})
}

// write issues the codes and writes them out; a batch that could not be
// written is void.
func (c codesCmd) write(ctx context.Context, s *survey.Service, out io.Writer, format, base string) error {
	batch, codes, err := s.IssueCodes(ctx, c.Poll, survey.CodeBatch{Label: c.Label, Group: c.Group, Units: c.Units}, c.Count)
	if err != nil {
		return c.explain(err)
	}
	said, err := slips.Gather(ctx, s, c.Poll, base, batch, codes)
	if err == nil {
		err = slips.Write(out, format, said, c.language())
	}
	if err != nil {
		err = errors.Join(err, s.VoidCodes(ctx, c.Poll, batch.ID))
	}
	return err
}

// explain says in the user's language what is wrong with the request.
func (c codesCmd) explain(err error) error {
	var wrong survey.FieldErrors
	switch {
	case errors.As(err, &wrong):
		flags := map[string]string{"n": "--count", "group": "--group", "label": "--label", "poll": c.Poll}
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
		return fmt.Errorf(c.say("没有测评 %q", "there is no poll %q"), c.Poll)
	case errors.Is(err, survey.ErrClosed):
		return fmt.Errorf(c.say("测评 %q 已结束，不能再生成测评码", "poll %q is closed; it takes no more codes"), c.Poll)
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
	return do(context.Background(), survey.NewService(st.People, st.Ballots, form.Parse))
}

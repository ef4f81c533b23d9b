package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"

	"minping/survey"
	"minping/survey/form"
	"minping/survey/intake"
	"minping/survey/report"
)

// appraiseFormats are what minping appraise writes.
var appraiseFormats = []string{"json", "csv", "docx", "pdf"}

// appraiseCmd combines results, points and marks into totals and grades.
type appraiseCmd struct {
	Scheme string            `arg:"" help:"The scheme (YAML)."`
	Units  string            `required:"" placeholder:"FILE" help:"Who is appraised, CSV or XLSX: unit, name, tier."`
	Poll   map[string]string `mapsep:"," placeholder:"ID=FILE" help:"Results of a poll of the scheme, as minping score --json or the API writes them."`
	Marks  string            `placeholder:"FILE" help:"Marks, CSV or XLSX: unit, and a column for each part that is marked."`
	Points string            `placeholder:"FILE" help:"Entries of point cards: unit, item, date, entered, reviewed; card, points, matter, basis."`
	Vetoes string            `placeholder:"FILE" help:"Vetoes: unit, veto, reason."`
	Format string            `short:"o" name:"format" placeholder:"json|csv|docx|pdf" help:"What to write; default: by the name of --out, else a short table."`
	JSON   bool              `name:"json" help:"The same as -o json."`
	Out    string            `placeholder:"FILE" help:"Where to write; default: standard output."`
	speech
}

// Help says in Chinese what the command answers.
func (appraiseCmd) Help() string {
	return "按考核方案把测评结果、积分和评分合成总分与建议等次，并逐步说明每个等次的由来。见 docs/schemes.md。"
}

// Run appraises and writes what came of it.
func (c appraiseCmd) Run() error { return c.run(os.Stdout) }

func (c appraiseCmd) run(stdout io.Writer) error {
	format, err := c.format()
	if err != nil {
		return err
	}
	s, in, err := c.read()
	if err != nil {
		return c.inLanguage(err)
	}
	a := s.Appraise(in)
	write := func(w io.Writer) error { return c.write(w, format, s, a) }
	if c.Out == "" {
		return write(stdout)
	}
	return writeFile(c.Out, write)
}

func (c appraiseCmd) format() (string, error) {
	format := strings.ToLower(c.Format)
	switch {
	case c.JSON:
		format = "json"
	case format == "" && c.Out != "":
		format = strings.ToLower(strings.TrimPrefix(filepath.Ext(c.Out), "."))
	}
	if format != "" && !slices.Contains(appraiseFormats, format) {
		return "", usageError{fmt.Errorf(c.say("没有 %q 这种格式；可用：%s", "there is no format %q; there are: %s"), format, strings.Join(appraiseFormats, ", "))}
	}
	return format, nil
}

func (c appraiseCmd) write(w io.Writer, format string, s *survey.Scheme, a *survey.Appraisal) error {
	switch lang := c.language(); format {
	case "":
		return c.print(w, s, a)
	case "json":
		enc := json.NewEncoder(w)
		enc.SetIndent("", "  ")
		return enc.Encode(a)
	case "csv":
		return report.AppraisalCSV(w, s, a, lang)
	default:
		return report.WriteDocument(w, format, report.AppraisalDocument(s, a, nil, lang))
	}
}

// print prints a short table.
func (c appraiseCmd) print(w io.Writer, s *survey.Scheme, a *survey.Appraisal) error {
	t := table.NewWriter()
	t.SetStyle(plainTable())
	t.SuppressTrailingSpaces()
	t.AppendHeader(table.Row{c.say("考核对象", "Appraised"), c.say("总分", "Total"), c.say("区间", "Interval"), c.say("名次", "Rank"), c.say("建议等次", "Suggested")})
	for _, u := range a.Units {
		total, interval, rank, grade := "—", "—", "—", "—"
		if u.Total.OK() {
			total, rank = fmt.Sprintf("%.2f", u.Total), fmt.Sprint(u.Rank)
		}
		if u.SE.OK() {
			interval = fmt.Sprintf("%.1f–%.1f", u.Low, u.High)
		}
		for _, g := range s.Grades {
			if g.ID == u.Grade {
				grade = g.Title.In(c.language())
			}
		}
		t.AppendRow(table.Row{u.Name.In(c.language()), total, interval, rank, grade})
	}
	_, err := fmt.Fprintf(w, "%s\n%s\n%s\n", a.Title.In(c.language()), t.Render(),
		c.say("等次是建议。每个等次的由来：加 --out 考核.docx 或 --json", "Grades are suggestions. How each came about: add --out appraisal.docx or --json"))
	return err
}

// read reads the scheme and all that it rests on.
func (c appraiseCmd) read() (*survey.Scheme, survey.SchemeInputs, error) {
	in := survey.SchemeInputs{Releases: map[string]*survey.Release{}}
	src, err := readLimited(c.Scheme)
	if err != nil {
		return nil, in, err
	}
	s, err := form.ParseScheme(src)
	if wrong, ok := errors.AsType[form.Errors](err); ok {
		return nil, in, fmt.Errorf("%s:%s", c.Scheme, strings.ReplaceAll(wrong.In(c.language()), "\n", "\n"+c.Scheme+":"))
	}
	if err != nil {
		return nil, in, err
	}
	if in.Units, err = intake.Units(c.Units); err != nil {
		return nil, in, err
	}
	polls := s.Polls()
	for id, path := range c.Poll {
		if !slices.Contains(polls, id) {
			return nil, in, usageError{fmt.Errorf(c.say("方案中没有测评 %q；有：%s", "the scheme has no poll %q; it has: %s"), id, strings.Join(polls, ", "))}
		}
		if in.Releases[id], err = c.release(path); err != nil {
			return nil, in, err
		}
	}
	for _, of := range []struct {
		path string
		read func(sheet *intake.Sheet) error
	}{
		{c.Marks, func(t *intake.Sheet) (err error) {
			in.Marks, err = intake.SchemeMarks(t, c.Marks, s, in.Units)
			return err
		}},
		{c.Points, func(t *intake.Sheet) (err error) {
			in.Points, err = intake.SchemePoints(t, c.Points, s, in.Units)
			return err
		}},
		{c.Vetoes, func(t *intake.Sheet) (err error) {
			in.Vetoes, err = intake.SchemeVetoes(t, c.Vetoes, s, in.Units)
			return err
		}},
	} {
		if of.path == "" {
			continue
		}
		sheet, err := intake.Table(of.path)
		if err == nil {
			err = of.read(sheet)
		}
		if err != nil {
			return nil, in, err
		}
	}
	return s, in, nil
}

// release reads the results of a poll.
func (c appraiseCmd) release(path string) (*survey.Release, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r := &survey.Release{}
	if err := json.NewDecoder(f).Decode(r); err != nil {
		return nil, fmt.Errorf(c.say("%s：不是 minping score --json 的结果：%w", "%s: no results of minping score --json: %w"), path, err)
	}
	return r, nil
}

// inLanguage says what is wrong with a table in the command's language.
func (c appraiseCmd) inLanguage(err error) error { return scoreCmd{speech: c.speech}.inLanguage(err) }

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"minping/survey"
	"minping/survey/form"
	"minping/survey/intake"
	"minping/survey/library"
	"minping/survey/report"
)

// scoreCmd scores a file of ballots: no server, no database.
type scoreCmd struct {
	Ballots       string            `arg:"" help:"Ballots, CSV or XLSX: one row a ballot, columns unit, group and one per item."`
	Questionnaire string            `short:"q" required:"" placeholder:"FILE" help:"Questionnaire (YAML), or library:ID for a bundled one."`
	Units         string            `placeholder:"FILE" help:"Roster of units, CSV or XLSX: unit, name, tier, parent."`
	Previous      string            `placeholder:"FILE" help:"The round before: its results (JSON) or its ballots."`
	Format        string            `short:"o" name:"format" placeholder:"json|csv|xlsx|html" help:"What to write; default: by the name of --out, else a short table."`
	JSON          bool              `name:"json" help:"The same as -o json."`
	Out           string            `placeholder:"FILE" help:"Where to write; default: standard output."`
	Lenient       bool              `help:"Score what is right and say what was left out."`
	MinGroup      int               `placeholder:"K" help:"Hide units and groups with fewer ballots; default: hide nothing."`
	Map           map[string]string `mapsep:"," placeholder:"COLUMN=NAME" help:"Take a column of the file for unit, group, weight, … or an item; COLUMN=- leaves it out."`
	Design        string            `placeholder:"FILE" help:"How the respondents were sampled (YAML): strata, clusters, weights, sizes and margins of the population."`
	Strata        string            `enum:"none,unit,group," default:"" help:"What was sampled by itself: none, unit or group; default: as the questionnaire says."`
	Expected      int               `placeholder:"N" help:"Of votes: how many are entitled to vote, absent ones among them; default: as many as voted."`
	speech
}

// Run scores the ballots and writes the results to standard output or --out.
func (c scoreCmd) Run() error { return c.run(os.Stdout, os.Stderr) }

func (c scoreCmd) run(stdout, stderr io.Writer) error {
	format, err := c.format(stdout)
	if err != nil {
		return err
	}
	release, err := c.release(stderr)
	if err != nil {
		return c.inLanguage(err)
	}
	if format == "" {
		return printRanking(stdout, release, c.language())
	}
	if c.Out == "" {
		return report.Write(stdout, format, release, c.language())
	}
	return writeFile(c.Out, func(w io.Writer) error { return report.Write(w, format, release, c.language()) })
}

// format returns the report format that was asked for; "" is the short table.
func (c scoreCmd) format(stdout io.Writer) (string, error) {
	format := strings.ToLower(c.Format)
	switch {
	case c.JSON && format != "" && format != "json":
		return "", usageError{errors.New(c.say("--json 与 -o "+format+" 不能同用", "--json and -o "+format+" exclude each other"))}
	case c.JSON:
		return "json", nil
	case format == "" && c.Out == "":
		return "", nil
	case format == "":
		format = strings.ToLower(strings.TrimPrefix(filepath.Ext(c.Out), "."))
	}
	for _, known := range report.Formats {
		if format != known {
			continue
		}
		if f, ok := stdout.(*os.File); ok && format == "xlsx" && c.Out == "" && term.IsTerminal(int(f.Fd())) {
			return "", usageError{errors.New(c.say("工作簿不能写到屏幕上；请加 --out 文件名.xlsx",
				"a workbook cannot go to the screen; add --out FILE.xlsx"))}
		}
		return format, nil
	}
	return "", usageError{fmt.Errorf(c.say("没有 %q 这种报告格式；可用：%s", "there is no report format %q; there are: %s"),
		format, strings.Join(report.Formats, ", "))}
}

// release reads all that was given and computes the results.
func (c scoreCmd) release(stderr io.Writer) (*survey.Release, error) {
	q, err := c.questionnaire()
	if err != nil {
		return nil, err
	}
	if c.Strata != "" {
		q.Scoring.Strata = c.Strata
	}
	in := survey.Inputs{Questionnaire: q, MinGroup: c.MinGroup}
	if c.Units != "" {
		if in.Units, err = intake.Units(c.Units); err != nil {
			return nil, err
		}
	}
	if in.Sample, err = c.design(q, in.Units); err != nil {
		return nil, err
	}
	if c.Previous != "" {
		past, err := c.previous(in, stderr)
		if err != nil {
			return nil, err
		}
		in.Past = []*survey.Release{past}
	}
	return c.compute(c.Ballots, in, stderr)
}

// compute counts a file of ballots and computes its results.
func (c scoreCmd) compute(path string, in survey.Inputs, stderr io.Writer) (*survey.Release, error) {
	count, err := c.count(path, in, stderr)
	if err != nil {
		return nil, err
	}
	in.Ballots, in.Votes, in.Weighted, in.LeftOut = count.Ballots, count.Votes, count.Weighted, count.LeftOut
	if in.Votes != nil && c.Expected > 0 {
		in.Expected = map[string]int{}
		for _, unit := range in.Votes.Units() {
			in.Expected[unit] = c.Expected
		}
	}
	in.Stratified, in.Clustered, in.Corrected = count.Stratified, count.Clustered, count.Corrected
	return survey.Compute(in), nil
}

// design reads the sample design, nil where there is none.
func (c scoreCmd) design(q *survey.Questionnaire, units []survey.Unit) (*survey.Sample, error) {
	if c.Design == "" {
		return nil, nil
	}
	src, err := readLimited(c.Design)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, u := range units {
		ids = append(ids, u.ID)
	}
	sample, err := form.ParseDesign(src, q, ids)
	if err != nil {
		return nil, c.mistakes(c.Design, err)
	}
	if sample.Strata != "" && c.Strata != "" {
		return nil, usageError{fmt.Errorf(c.say("--strata 与 %s 中的 strata 只能用一个", "--strata and the strata of %s exclude each other"), c.Design)}
	}
	return sample, nil
}

// questionnaire reads the questionnaire file or the bundled one.
func (c scoreCmd) questionnaire() (*survey.Questionnaire, error) {
	var src []byte
	var err error
	if id, bundled := strings.CutPrefix(c.Questionnaire, "library:"); bundled {
		src, err = library.Source(id)
		if errors.Is(err, survey.ErrNotFound) {
			return nil, usageError{fmt.Errorf(c.say(
				"没有编号为 %q 的问卷；可选：%s", "there is no bundled questionnaire %q; there are: %s",
			), id, bundledIDs())}
		}
	} else {
		src, err = readLimited(c.Questionnaire)
	}
	if err != nil {
		return nil, err
	}
	q, err := form.Parse(src)
	return q, c.mistakes(c.Questionnaire, err)
}

// mistakes says each mistake of a YAML file with its place; another error stays.
func (c scoreCmd) mistakes(path string, err error) error {
	wrong, ok := errors.AsType[form.Errors](err)
	if !ok {
		return err
	}
	lines := make([]string, len(wrong))
	for i, e := range wrong {
		lines[i] = path + ":" + e.In(c.language())
	}
	return errors.New(strings.Join(lines, "\n"))
}

// previous returns the results of the round before, computed where only its
// ballots are given.
func (c scoreCmd) previous(in survey.Inputs, stderr io.Writer) (*survey.Release, error) {
	f, err := os.Open(c.Previous)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	first := make([]byte, 1)
	if _, err := io.ReadFull(f, first); err != nil || first[0] != '{' {
		return c.compute(c.Previous, in, stderr)
	}
	past := &survey.Release{}
	if err := json.NewDecoder(io.MultiReader(bytes.NewReader(first), f)).Decode(past); err != nil {
		return nil, fmt.Errorf(c.say("%s：不是 minping score --json 的结果：%w", "%s: no results of minping score --json: %w"), c.Previous, err)
	}
	return past, nil
}

// count counts a file of ballots, with a progress bar where a person waits.
func (c scoreCmd) count(path string, in survey.Inputs, stderr io.Writer) (*intake.Count, error) {
	o := intake.Options{Name: path, Map: c.Map, Units: in.Units, Sample: in.Sample, Lenient: c.Lenient}
	if bar := c.progress(path, stderr); bar != nil {
		o.Progress = func(n int) { _ = bar.Add(n) }
		defer func() { _ = errors.Join(bar.Clear(), bar.Exit()) }() // it is only for show
	}
	count, err := intake.Ballots(path, in.Questionnaire, o)
	if err == nil && count.VoidSheets > 0 {
		fmt.Fprintf(stderr, c.say("%s：%d 张测评表违反整张表的规则，计为无效（原因见结果的 left_out）\n", "%s: %d sheets break a rule of the sheet and are void (left_out of the results says why)\n"), path, count.VoidSheets)
	}
	if err == nil && count.Problems != nil {
		fmt.Fprintln(stderr, count.Problems.In(c.language()))
		fmt.Fprintf(stderr, c.say("%s：计入 %d 张票，其余略去（见上）\n", "%s: %d ballots scored, the rest left out (see above)\n"),
			path, count.Ballots.Ballots())
	}
	return count, err
}

// longFile is from where a file is worth a progress bar.
const longFile = 8 << 20

// progress returns a bar, or nil where nobody would see it for long.
func (c scoreCmd) progress(path string, stderr io.Writer) *progressbar.ProgressBar {
	f, ok := stderr.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return nil
	}
	info, err := os.Stat(path)
	if err != nil || info.Size() < longFile {
		return nil
	}
	return progressbar.NewOptions64(info.Size(),
		progressbar.OptionSetWriter(stderr), progressbar.OptionShowBytes(true), progressbar.OptionClearOnFinish(), progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionSetDescription(c.say("读票", "Reading ballots")))
}

// inLanguage puts an error in the user's language where it knows how.
func (c scoreCmd) inLanguage(err error) error {
	var p interface{ In(lang string) string }
	if errors.As(err, &p) {
		return errors.New(p.In(c.language()))
	}
	return err
}

// writeFile writes a file whole or not at all.
func writeFile(path string, write func(io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if err := errors.Join(write(f), f.Chmod(0o644), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

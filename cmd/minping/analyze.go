package main

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/alecthomas/kong"

	"minping/survey"
	"minping/survey/analysis"
	"minping/survey/intake"
)

// analyzeCmd lists the statistical methods, each a command with its own
// options; what each answers is said by its About.
type analyzeCmd struct {
	Means       method[analysis.Means]       `cmd:"" help:"${about_means}"`
	Rake        method[analysis.Rake]        `cmd:"" help:"${about_rake}"`
	Rank        method[analysis.Rank]        `cmd:"" help:"${about_rank}"`
	Shrink      method[analysis.Shrink]      `cmd:"" help:"${about_shrink}"`
	Change      method[analysis.Change]      `cmd:"" help:"${about_change}"`
	Weights     method[analysis.Weights]     `cmd:"" help:"${about_weights}"`
	AHP         method[analysis.AHP]         `cmd:"" name:"ahp" help:"${about_ahp}"`
	Careless    method[analysis.Careless]    `cmd:"" help:"${about_careless}"`
	NPS         method[analysis.NPS]         `cmd:"" name:"nps" help:"${about_nps}"`
	Reliability method[analysis.Reliability] `cmd:"" help:"${about_reliability}"`
	Agreement   method[analysis.Agreement]   `cmd:"" help:"${about_agreement}"`
	ICC         method[analysis.ICC]         `cmd:"" name:"icc" help:"${about_icc}"`
	Severity    method[analysis.Severity]    `cmd:"" help:"${about_severity}"`
	Gap         method[analysis.Gap]         `cmd:"" help:"${about_gap}"`
	Drivers     method[analysis.Drivers]     `cmd:"" help:"${about_drivers}"`
	TOPSIS      method[analysis.TOPSIS]      `cmd:"" name:"topsis" help:"${about_topsis}"`
	Grey        method[analysis.Grey]        `cmd:"" help:"${about_grey}"`
	Fuzzy       method[analysis.Fuzzy]       `cmd:"" help:"${about_fuzzy}"`
	PLS         method[analysis.PLS]         `cmd:"" name:"pls" help:"${about_pls}"`
	Simulate    simulateCmd                  `cmd:"" help:"Try intervals, ranks and flags out on simulated polls whose truth is known."`
	Samplesize  samplesizeCmd                `cmd:"" help:"How many ballots a poll needs, before fieldwork; or what a number of them will tell."`
}

// abouts gives the help of the methods its text: what each answers.
func abouts() kong.Vars {
	vars := kong.Vars{}
	for name, m := range analysis.Methods() {
		vars["about_"+name] = m.About()["en"]
	}
	return vars
}

// A method is the command of one method: a file, the method's own options, and
// how to print.
type method[M analysis.Method] struct {
	File    string   `arg:"" help:"Table, CSV or XLSX: names of columns in the first row."`
	Options M        `embed:""`
	Missing []string `placeholder:"CODE" help:"Codes that stand for no answer, besides an empty cell and NA."`
	JSON    bool     `name:"json" help:"Print the figures as JSON."`
	speech
}

// Help says what the method answers in Chinese too.
func (m method[M]) Help() string { return m.Options.About()["zh"] }

// Run analyses the file and prints what was found.
func (m method[M]) Run() error { return m.run(os.Stdout) }

func (m method[M]) run(stdout io.Writer) error {
	result, err := m.analyze()
	if worded, ok := errors.AsType[interface {
		error
		In(lang string) string
	}](err); ok {
		return errors.New(worded.In(m.language()))
	}
	if err != nil {
		return err
	}
	if result.Save != nil {
		err := writeFile(result.Save.Path, func(w io.Writer) error { return csv.NewWriter(w).WriteAll(result.Save.Rows) })
		if err != nil {
			return err
		}
	}
	if m.JSON {
		enc := json.NewEncoder(stdout)
		enc.SetIndent("", "  ")
		enc.SetEscapeHTML(false)
		return enc.Encode(result.Figures)
	}
	return printAnalysis(stdout, m.Options.About(), result, m.language())
}

func (m method[M]) analyze() (*analysis.Result, error) {
	t, err := m.table(m.File)
	if err != nil {
		return nil, err
	}
	result, err := m.Options.Analyze(t)
	if wrong, ok := errors.AsType[*analysis.Problem](err); ok {
		return nil, wrong.At(m.File)
	}
	return result, err
}

// table reads a file as a table.
func (m method[M]) table(path string) (*analysis.Table, error) {
	sheet, err := intake.Table(path)
	if err != nil {
		return nil, err
	}
	return &analysis.Table{
		Header: sheet.Header, Rows: sheet.Rows, Lines: sheet.Lines, Missing: m.Missing, Open: m.table,
	}, nil
}

// printAnalysis prints a result for people: what the method answers, tables,
// and notes.
func printAnalysis(w io.Writer, about survey.Text, r *analysis.Result, lang string) error {
	var b strings.Builder
	fmt.Fprintln(&b, about.In(lang))
	for _, g := range r.Grids {
		fmt.Fprintf(&b, "\n%s\n", renderGrid(g, lang))
	}
	if len(r.Notes) > 0 {
		fmt.Fprintln(&b)
	}
	for _, note := range r.Notes {
		fmt.Fprintln(&b, note.In(lang))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"minping/survey"
	"minping/survey/form"
)

// checkCmd validates a questionnaire file, and with it a sample design; or a
// scheme of appraisal.
type checkCmd struct {
	File   string `arg:"" optional:"" help:"Questionnaire (YAML); - reads standard input."`
	Design string `placeholder:"FILE" help:"A sample design (YAML) to check against the questionnaire."`
	JSON   bool   `name:"json" help:"Print the result as JSON."`
	Scheme bool   `help:"The file is a scheme of appraisal, not a questionnaire."`
	speech
	Schema bool `help:"Print the JSON Schema of the format, for editors, and check nothing."`
}

// checked is what --json prints.
type checked struct {
	OK            bool                     `json:"ok"`
	File          string                   `json:"file"`
	Questionnaire *survey.QuestionnaireRef `json:"questionnaire,omitempty"`
	Languages     []string                 `json:"languages,omitempty"`
	Counts        *questionnaireCounts     `json:"counts,omitempty"`
	Errors        form.Errors              `json:"errors,omitempty"`
	Design        *checkedDesign           `json:"design,omitempty"`
}

// checkedDesign is what --json prints of a sample design.
type checkedDesign struct {
	OK     bool        `json:"ok"`
	File   string      `json:"file"`
	Errors form.Errors `json:"errors,omitempty"`
}

// questionnaireCounts says how large a questionnaire is.
type questionnaireCounts struct {
	Items       int `json:"items"`
	Scored      int `json:"scored"` // leaves of the index tree
	Nodes       int `json:"nodes"`
	Groups      int `json:"groups"`
	Flags       int `json:"flags"`
	Suggestions int `json:"suggestions"`
}

// Run checks the file: all mistakes go to standard error as file:line:column
// (or with --json to standard output), a summary to standard output.
func (c checkCmd) Run() error { return c.run(os.Stdout, os.Stderr) }

func (c checkCmd) run(stdout, stderr io.Writer) error {
	switch {
	case c.Schema && c.Scheme:
		_, err := stdout.Write(form.SchemeSchema())
		return err
	case c.Schema:
		_, err := stdout.Write(form.Schema())
		return err
	case c.File == "":
		return usageError{errors.New(c.say("请给出问卷文件", "name a questionnaire file"))}
	}
	src, err := readLimited(c.File)
	if err != nil {
		return err
	}
	if c.Scheme {
		return c.scheme(src, stdout, stderr)
	}
	q, err := form.Parse(src)
	var wrong form.Errors
	if err != nil && !errors.As(err, &wrong) {
		return err
	}
	design, err := c.design(q)
	if err != nil {
		return err
	}
	if c.JSON {
		if err := c.printJSON(stdout, q, wrong, design); err != nil {
			return err
		}
	} else {
		c.print(stdout, stderr, q, wrong)
		c.printDesign(stdout, stderr, design)
	}
	switch {
	case len(wrong) > 0:
		return fmt.Errorf(c.say("%s：%d 处错误", "%s: %d mistakes"), c.File, len(wrong))
	case design != nil && !design.OK:
		return fmt.Errorf(c.say("%s：%d 处错误", "%s: %d mistakes"), c.Design, len(design.Errors))
	}
	return nil
}

// scheme checks a scheme of appraisal.
func (c checkCmd) scheme(src []byte, stdout, stderr io.Writer) error {
	s, err := form.ParseScheme(src)
	var wrong form.Errors
	if err != nil && !errors.As(err, &wrong) {
		return err
	}
	switch {
	case c.JSON:
		enc := json.NewEncoder(stdout)
		enc.SetIndent("", "  ")
		enc.SetEscapeHTML(false)
		if err := enc.Encode(checked{OK: s != nil, File: c.File, Errors: wrong}); err != nil {
			return err
		}
	case s != nil:
		fmt.Fprintf(stdout, "%s: OK\n  %s: %s\n", c.File, c.say("方案", "scheme"), s.ID)
	default:
		for _, e := range wrong {
			fmt.Fprintf(stderr, "%s:%s\n", c.File, e.In(c.language()))
		}
	}
	if len(wrong) > 0 {
		return fmt.Errorf(c.say("%s：%d 处错误", "%s: %d mistakes"), c.File, len(wrong))
	}
	return nil
}

// design checks the sample design against a right questionnaire; nil: there is
// none of the two.
func (c checkCmd) design(q *survey.Questionnaire) (*checkedDesign, error) {
	if c.Design == "" || q == nil {
		return nil, nil
	}
	src, err := readLimited(c.Design)
	if err != nil {
		return nil, err
	}
	d := &checkedDesign{File: c.Design}
	if _, err = form.ParseDesign(src, q, nil); err != nil && !errors.As(err, &d.Errors) {
		return nil, err
	}
	d.OK = err == nil
	return d, nil
}

func (c checkCmd) printDesign(stdout, stderr io.Writer, d *checkedDesign) {
	if d == nil {
		return
	}
	for _, e := range d.Errors {
		fmt.Fprintf(stderr, "%s:%s\n", c.Design, e.In(c.language()))
	}
	if d.OK {
		fmt.Fprintf(stdout, "%s: OK\n", c.Design)
	}
}

// readLimited reads a YAML file, or - for standard input, up to what form
// accepts.
func readLimited(path string) ([]byte, error) {
	if path == "-" {
		return io.ReadAll(io.LimitReader(os.Stdin, form.MaxSize+1))
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, form.MaxSize+1))
}

func (c checkCmd) printJSON(w io.Writer, q *survey.Questionnaire, wrong form.Errors, design *checkedDesign) error {
	out := checked{OK: q != nil && (design == nil || design.OK), File: c.File, Errors: wrong, Design: design}
	if q != nil {
		counts := countQuestionnaire(q)
		out.Questionnaire = &survey.QuestionnaireRef{ID: q.ID, Version: q.Version, Hash: q.Hash}
		out.Languages, out.Counts = q.Languages, &counts
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(out)
}

func (c checkCmd) print(stdout, stderr io.Writer, q *survey.Questionnaire, wrong form.Errors) {
	for _, e := range wrong {
		fmt.Fprintf(stderr, "%s:%s\n", c.File, e.In(c.language()))
	}
	if q == nil {
		return
	}
	n := countQuestionnaire(q)
	fmt.Fprintf(stdout, "%s: OK\n", c.File)
	for _, line := range [][3]string{
		{"问卷", "questionnaire", q.ID},
		{"版本", "version", q.Version},
		{"校验值", "hash", q.Hash},
		{"语言", "languages", strings.Join(q.Languages, ", ")},
		{"题目", "items", fmt.Sprint(n.Items)},
		{"计分指标", "indicators", fmt.Sprint(n.Scored)},
		{"指标节点", "nodes", fmt.Sprint(n.Nodes)},
		{"测评主体", "groups", fmt.Sprint(n.Groups)},
		{"预警规则", "flag rules", fmt.Sprint(n.Flags)},
		{"整改建议", "suggestions", fmt.Sprint(n.Suggestions)},
	} {
		fmt.Fprintf(stdout, "  %s: %s\n", c.say(line[0], line[1]), line[2])
	}
}

// countQuestionnaire counts; the root of the index tree is a node.
func countQuestionnaire(q *survey.Questionnaire) questionnaireCounts {
	n := questionnaireCounts{
		Items: len(q.Items), Groups: len(q.Groups), Flags: len(q.Flags), Suggestions: len(q.Suggestions),
	}
	var walk func([]survey.Node)
	walk = func(nodes []survey.Node) {
		for _, node := range nodes {
			n.Nodes++
			if len(node.Children) == 0 {
				n.Scored++
			}
			walk(node.Children)
		}
	}
	if len(q.Index) > 0 {
		n.Nodes++
		walk(q.Index)
	}
	return n
}

package main

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"minping/survey"
)

// exampleAppraisal is the one of docs/schemes.md.
func exampleAppraisal() appraiseCmd {
	at := func(name string) string { return filepath.Join("../../docs/examples/appraisal", name) }
	return appraiseCmd{
		Scheme: at("scheme.yaml"), Units: at("departments.csv"), Marks: at("marks.csv"), Points: at("points.csv"), Vetoes: at("vetoes.csv"),
		Poll:   map[string]string{"evaluation": at("evaluation.json"), "satisfaction": at("satisfaction.json")},
		speech: speech{"en"},
	}
}

// The guide shows the file, and what the command prints of it.
func TestAppraiseAsTheGuideSays(t *testing.T) {
	guide, err := os.ReadFile("../../docs/schemes.md")
	if err != nil {
		t.Fatal(err)
	}
	c := exampleAppraisal()
	var out bytes.Buffer
	if err := c.run(&out); err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(c.Scheme)
	if err != nil {
		t.Fatal(err)
	}
	for what, want := range map[string]string{"the table": "```text\n" + out.String() + "```\n", "the file": "```yaml\n" + string(file) + "```\n"} {
		if !strings.Contains(string(guide), want) {
			t.Errorf("docs/schemes.md does not show %s:\n%s", what, want)
		}
	}
}

func TestAppraiseFormats(t *testing.T) {
	c := exampleAppraisal()
	c.JSON = true
	var out bytes.Buffer
	if err := c.run(&out); err != nil {
		t.Fatal(err)
	}
	var a survey.Appraisal
	if err := json.Unmarshal(out.Bytes(), &a); err != nil || len(a.Units) != 8 || a.Units[0].Grade != "best" || *a.Tiers[0].Grades[0].Places != 2 {
		t.Errorf("%+v, %v", a, err)
	}
	c.JSON = false
	for _, tt := range []struct{ format, lang, want string }{
		{"csv", "zh", "health,卫生处,department,90,92.5,85,88.9,90.17,"},
		{"csv", "zh", "“重大责任事故”：2026 年 8 月安全事故通报；不得评为“优秀”。"},
		{"csv", "en", "of those who reach it is beyond them"},
		{"pdf", "zh", "%PDF-"},
	} {
		c.Format, c.Lang = tt.format, tt.lang
		out.Reset()
		if err := c.run(&out); err != nil || !strings.Contains(out.String(), tt.want) {
			t.Errorf("%s %s: %v; lacks %q", tt.format, tt.lang, err, tt.want)
		}
	}
	c.Format, c.Out = "", filepath.Join(t.TempDir(), "x.docx")
	if err := c.run(&out); err != nil {
		t.Fatal(err)
	}
	z, err := zip.OpenReader(c.Out)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
}

func TestAppraiseMistakes(t *testing.T) {
	wrongScheme := filepath.Join(t.TempDir(), "s.yaml")
	if err := os.WriteFile(wrongScheme, []byte("id: x\ntitle: 考核\nparts: [{id: a, title: 甲, weight: 90, marks: true}]\ngrades: [{id: g, title: 好, from: 1}, {id: h, title: 差}]\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		change func(*appraiseCmd)
		want   string
		usage  bool
	}{
		"weights":   {func(c *appraiseCmd) { c.Scheme = wrongScheme }, wrongScheme + ":3:8: parts: the weights of these 1 parts add up to 90", false},
		"a poll":    {func(c *appraiseCmd) { c.Poll = map[string]string{"other": c.Units} }, "it has: evaluation, satisfaction", true},
		"a release": {func(c *appraiseCmd) { c.Poll["evaluation"] = c.Units }, "no results of minping score --json", false},
		"a table":   {func(c *appraiseCmd) { c.Marks = c.Vetoes }, `no column "quality, duty"`, false},
		"a format":  {func(c *appraiseCmd) { c.Format = "odt" }, "there are: json, csv, docx, pdf", true},
		"no file":   {func(c *appraiseCmd) { c.Points = "nowhere.csv" }, "nowhere.csv", false},
	} {
		c := exampleAppraisal()
		tt.change(&c)
		var out bytes.Buffer
		err := c.run(&out)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %s", name, err, tt.want)
		}
		if _, usage := errors.AsType[usageError](err); usage != tt.usage {
			t.Errorf("%s: used wrongly: %v", name, usage)
		}
	}
}

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"minping/survey/form"
)

// writeQuestionnaire puts a questionnaire into a temporary folder.
func writeQuestionnaire(t *testing.T, src string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "q.yaml")
	if err := os.WriteFile(name, []byte(src), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

const (
	goodQuestionnaire = "id: hall\nversion: 1\ntitle: 大厅\nitems:\n  - {id: c, type: longtext, text: 意见}\n"
	badQuestionnaire  = "id: hall\nversion: 1\ntitel: 大厅\nitems:\n  - {id: c, type: longtxt, text: 意见}\n"
)

func TestCheckGood(t *testing.T) {
	c := checkCmd{File: writeQuestionnaire(t, goodQuestionnaire), speech: speech{"en"}}
	var stdout, stderr bytes.Buffer
	if err := c.run(&stdout, &stderr); err != nil || stderr.Len() > 0 {
		t.Fatalf("error %v, stderr %q", err, &stderr)
	}
	for _, want := range []string{": OK\n", "  questionnaire: hall\n", "  version: 1\n", "  items: 1\n", "  hash: "} {
		if !strings.Contains(stdout.String(), want) {
			t.Errorf("output lacks %q:\n%s", want, &stdout)
		}
	}
}

func TestCheckBad(t *testing.T) {
	for lang, want := range map[string][]string{
		"en": {":1:1: title: “title” is missing", ":3:1: titel: there is no key “titel”; did you mean “title”?", ":5:19: items[0].type: “longtxt” cannot stand here; did you mean “longtext”?"},
		"zh": {":1:1: title：缺少“title”", ":3:1: titel：没有键“titel”；应为“title”", ":5:19: items[0].type：“longtxt”不可用；应为“longtext”吗？"},
	} {
		c := checkCmd{File: writeQuestionnaire(t, badQuestionnaire), speech: speech{lang}}
		var stdout, stderr bytes.Buffer
		if err := c.run(&stdout, &stderr); err == nil || stdout.Len() > 0 {
			t.Fatalf("error %v, stdout %q", err, &stdout)
		}
		lines := strings.Split(strings.TrimSpace(stderr.String()), "\n")
		if len(lines) != len(want) {
			t.Fatalf("%d lines, want %d:\n%s", len(lines), len(want), &stderr)
		}
		for i, line := range lines {
			if !strings.HasPrefix(line, c.File+want[i]) {
				t.Errorf("line %q does not begin with the file and %q", line, want[i])
			}
		}
	}
}

func TestCheckJSON(t *testing.T) {
	for src, want := range map[string]struct {
		ok     bool
		errors int
	}{goodQuestionnaire: {true, 0}, badQuestionnaire: {false, 3}} {
		c := checkCmd{File: writeQuestionnaire(t, src), JSON: true, speech: speech{"en"}}
		var stdout, stderr bytes.Buffer
		err := c.run(&stdout, &stderr)
		var got struct {
			OK            bool
			Questionnaire struct{ ID, Hash string }
			Errors        []struct{ Line, Column int }
		}
		if err := json.Unmarshal(stdout.Bytes(), &got); err != nil {
			t.Fatal(err)
		}
		if got.OK != want.ok || len(got.Errors) != want.errors || (err == nil) != want.ok || stderr.Len() > 0 {
			t.Errorf("ok %v, %d errors, error %v, stderr %q", got.OK, len(got.Errors), err, &stderr)
		}
		if want.ok && (got.Questionnaire.ID != "hall" || len(got.Questionnaire.Hash) != 64) {
			t.Errorf("questionnaire %+v", got.Questionnaire)
		}
	}
}

func TestCheckSchema(t *testing.T) {
	var stdout, stderr bytes.Buffer
	if err := (checkCmd{Schema: true}).run(&stdout, &stderr); err != nil || !bytes.Equal(stdout.Bytes(), form.Schema()) {
		t.Errorf("error %v, %d bytes", err, stdout.Len())
	}
}

func TestCheckUsedWrongly(t *testing.T) {
	var usage interface{ ExitCode() int }
	if err := (checkCmd{speech: speech{"en"}}).run(nil, nil); !errors.As(err, &usage) || usage.ExitCode() != 2 {
		t.Errorf("no file gives %v", err)
	}
	if err := (checkCmd{File: filepath.Join(t.TempDir(), "none.yaml")}).run(nil, nil); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a file that is not there gives %v", err)
	}
}

func TestCheckScheme(t *testing.T) {
	var stdout, stderr bytes.Buffer
	good := "../../docs/examples/appraisal/scheme.yaml"
	if err := (checkCmd{Scheme: true, File: good, speech: speech{Lang: "en"}}).run(&stdout, &stderr); err != nil || !strings.Contains(stdout.String(), "scheme: year-2026") {
		t.Errorf("a right file: %v\n%s%s", err, &stdout, &stderr)
	}
	stdout.Reset()
	bad := filepath.Join(t.TempDir(), "bad.yaml")
	if err := os.WriteFile(bad, []byte("id: x\ntitle: x\nparts: []\ngrades: []\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := (checkCmd{Scheme: true, File: bad, speech: speech{Lang: "en"}}).run(&stdout, &stderr); err == nil || !strings.Contains(stderr.String(), bad+":3:") {
		t.Errorf("a wrong file: %v\n%s", err, &stderr)
	}
	if err := (checkCmd{Scheme: true, File: bad, JSON: true}).run(&stdout, &stderr); err == nil || !strings.Contains(stdout.String(), `"line": 3`) {
		t.Errorf("a wrong file as JSON: %v\n%s", err, &stdout)
	}
	stdout.Reset()
	if err := (checkCmd{Scheme: true, Schema: true}).run(&stdout, &stderr); err != nil || !bytes.Equal(stdout.Bytes(), form.SchemeSchema()) {
		t.Errorf("the schema: %v", err)
	}
}

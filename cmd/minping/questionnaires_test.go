package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jedib0t/go-pretty/v6/text"

	"minping/survey/form"
	"minping/survey/library"
)

func TestQuestionnairesList(t *testing.T) {
	for lang, title := range map[string]string{"zh": "组织工作满意度民意调查", "en": "Public poll on organisation work"} {
		var out bytes.Buffer
		if err := (questionnairesCmd{speech: speech{lang}}).run(&out); err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(out.String(), "\n")
		column, rows := -1, 0
		for _, e := range library.List() {
			for _, line := range lines {
				before, _, ok := strings.Cut(line, e.About.In(lang))
				if !ok {
					continue
				}
				rows++
				if at := text.StringWidth(before); column < 0 {
					column = at
				} else if at != column {
					t.Errorf("%s: the last column of %s begins at %d, not %d:\n%s", lang, e.ID, at, column, out.String())
				}
			}
		}
		if rows != len(library.List()) || !strings.Contains(out.String(), title) {
			t.Errorf("%s: %d rows, or no %q:\n%s", lang, rows, title, out.String())
		}
	}
}

func TestQuestionnairesJSON(t *testing.T) {
	var out bytes.Buffer
	if err := (questionnairesCmd{JSON: true}).run(&out); err != nil {
		t.Fatal(err)
	}
	var entries []library.Entry
	if err := json.Unmarshal(out.Bytes(), &entries); err != nil {
		t.Fatal(err)
	}
	if len(entries) != len(library.List()) || entries[0].ID != "organisation-work" || entries[0].Items == 0 {
		t.Errorf("got %+v", entries)
	}
}

func TestQuestionnairesWrite(t *testing.T) {
	path := filepath.Join(t.TempDir(), "mine.yaml")
	cmd := questionnairesCmd{Write: "leadership-team", Out: path, speech: speech{"en"}}
	var out bytes.Buffer
	if err := cmd.run(&out); err != nil {
		t.Fatal(err)
	}
	src, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := form.Parse(src); err != nil {
		t.Errorf("what was written does not parse: %v", err)
	}
	if !strings.Contains(out.String(), "minping check "+path) {
		t.Errorf("said %q", out.String())
	}

	if err := os.WriteFile(path, []byte("mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := cmd.run(&out); err == nil || !strings.Contains(err.Error(), "--force") {
		t.Errorf("overwriting: %v", err)
	}
	if kept, _ := os.ReadFile(path); string(kept) != "mine" {
		t.Errorf("the file became %q", kept)
	}
	cmd.Force = true
	if err := cmd.run(&out); err != nil {
		t.Fatal(err)
	}
	if again, _ := os.ReadFile(path); !bytes.Equal(again, src) {
		t.Error("--force did not write the questionnaire")
	}
}

func TestQuestionnairesWriteToStandardOutput(t *testing.T) {
	var out bytes.Buffer
	if err := (questionnairesCmd{Write: "opinion-form", Out: "-"}).run(&out); err != nil {
		t.Fatal(err)
	}
	want, err := library.Source("opinion-form")
	if err != nil || !bytes.Equal(out.Bytes(), want) {
		t.Errorf("wrote %d bytes, want %d (%v)", out.Len(), len(want), err)
	}
}

func TestQuestionnairesUsedWrongly(t *testing.T) {
	for _, tt := range []struct {
		name string
		cmd  questionnairesCmd
		want string
	}{
		{"unknown id", questionnairesCmd{Write: "nosuch", speech: speech{"en"}}, `there is no bundled questionnaire "nosuch"; there are: organisation-work, `},
		{"unknown id, zh", questionnairesCmd{Write: "nosuch", speech: speech{"zh"}}, `没有编号为 "nosuch" 的问卷；可选：organisation-work, `},
		{"write and json", questionnairesCmd{Write: "opinion-form", JSON: true, speech: speech{"en"}}, "exclude each other"},
		{"file without write", questionnairesCmd{Out: "x.yaml", speech: speech{"en"}}, "go with --write"},
		{"force without write", questionnairesCmd{Force: true, speech: speech{"zh"}}, "须与 --write 同用"},
	} {
		err := tt.cmd.run(new(bytes.Buffer))
		var wrong usageError
		if !errors.As(err, &wrong) || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got %v, want a usage error with %q", tt.name, err, tt.want)
		}
	}
}

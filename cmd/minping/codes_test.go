package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"minping/survey"
)

// codesIn is a code as it is written in a file.
var codesIn = regexp.MustCompile(`#code=([0-9A-Z-]{33})`)

func TestCodesCommand(t *testing.T) {
	dir := t.TempDir()
	f := storageFlags{Data: filepath.Join(dir, "data")}
	err := f.withService(func(ctx context.Context, s *survey.Service) error {
		if _, err := s.AddQuestionnaire(ctx, []byte(goodQuestionnaire)); err != nil {
			return err
		}
		if err := s.PutUnits(ctx, []survey.Unit{{ID: "north", Name: survey.Text{"en": "North"}}}); err != nil {
			return err
		}
		q, err := s.Questionnaires(ctx)
		if err != nil {
			return err
		}
		_, err = s.CreatePoll(ctx, survey.Poll{ID: "staff", Title: survey.Text{"en": "Staff"}, Questionnaire: survey.QuestionnaireRef{ID: q[0].ID}, Units: []string{"north"}, Access: survey.ByCode})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	cmd := codesMakeCmd{storageFlags: f, Poll: "staff", Count: 3, Label: "first", handOut: handOut{Out: filepath.Join(dir, "codes.csv"), URL: "https://survey.example.org/", speech: speech{"en"}}}
	if err := cmd.Run(); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(cmd.Out)
	if err != nil {
		t.Fatal(err)
	}
	codes := codesIn.FindAllSubmatch(b, -1)
	if len(codes) != 3 {
		t.Fatalf("the file holds %d codes: %s", len(codes), b)
	}
	for _, tt := range []struct {
		name   string
		change func(*codesMakeCmd)
		want   string
		usage  bool
	}{
		{"the file is there", func(*codesMakeCmd) {}, "file exists", false},
		{"no such ending", func(c *codesMakeCmd) { c.Out = "codes.docx" }, ".pdf, .html or .csv", true},
		{"no such poll", func(c *codesMakeCmd) { c.Poll = "none" }, `no poll "none"`, false},
		{"no such unit", func(c *codesMakeCmd) { c.Units = []string{"west"} }, "--units: ", true},
		{"too many slips", func(c *codesMakeCmd) { c.Out, c.Count = filepath.Join(dir, "many.html"), 5001 }, "5000 slips", true},
		{"none", func(c *codesMakeCmd) { c.Count = 0 }, "--count: ", true},
		{"no address", func(c *codesMakeCmd) { c.URL = "survey.example.org" }, "--url must be like", true},
	} {
		wrong := cmd
		if tt.name != "the file is there" {
			wrong.Out = filepath.Join(dir, "other.csv")
		}
		tt.change(&wrong)
		err := wrong.Run()
		if err == nil || !strings.Contains(err.Error(), tt.want) || errors.As(err, new(usageError)) != tt.usage {
			t.Errorf("%s: %v", tt.name, err)
		}
		if _, err := os.Stat(filepath.Join(dir, "other.csv")); err == nil {
			t.Errorf("%s: an empty file is left", tt.name)
		}
	}
	err = f.withService(func(ctx context.Context, s *survey.Service) error {
		for _, c := range codes {
			if _, err := s.CodeGrant(ctx, "staff", string(c[1])); err != nil {
				t.Errorf("code %s: %v", c[1], err)
			}
		}
		batches, err := s.CodeBatches(ctx, "staff")
		if len(batches) != 1 || batches[0].Label != "first" || batches[0].Issued != 3 {
			t.Errorf("batches %+v", batches)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	batchesByCommand(t, f, dir, string(codes[0][1]))
}

// batchesByCommand lists, replaces and voids the one batch that is there.
func batchesByCommand(t *testing.T, f storageFlags, dir, code string) {
	t.Helper()
	english := speech{"en"}
	list := func() (batches []survey.CodeBatch) {
		t.Helper()
		out := printedBy(t, codesListCmd{storageFlags: f, Poll: "staff", JSON: true, speech: english}.Run)
		if err := json.Unmarshal([]byte(out), &batches); err != nil || strings.Contains(out, code) {
			t.Fatalf("%s: %v", out, err)
		}
		return batches
	}
	first := list()[0]
	if out := printedBy(t, codesListCmd{storageFlags: f, Poll: "staff", speech: english}.Run); !strings.Contains(out, first.ID) || !strings.Contains(out, "ISSUED") {
		t.Errorf("the list: %s", out)
	}
	replace := codesReplaceCmd{storageFlags: f, Poll: "staff", Batch: first.ID, handOut: handOut{Out: filepath.Join(dir, "new.pdf"), URL: "https://survey.example.org", speech: english}}
	if err := replace.Run(); !errors.Is(err, errKept) || list()[0].Void {
		t.Fatalf("not asked: %v", err)
	}
	if _, err := os.Stat(replace.Out); err == nil {
		t.Error("a file of no codes is left")
	}
	replace.Yes = true
	if err := replace.Run(); err != nil {
		t.Fatal(err)
	}
	if b, err := os.ReadFile(replace.Out); err != nil || !strings.HasPrefix(string(b), "%PDF-") {
		t.Errorf("the new slips: %v", err)
	}
	replace.Out = filepath.Join(dir, "again.pdf")
	if err := replace.Run(); err == nil || !strings.Contains(err.Error(), "void already") {
		t.Errorf("replacing it twice: %v", err)
	}
	for _, b := range list() {
		if b.Void != (b.ID == first.ID) || b.Issued != 3 {
			t.Errorf("batch %+v", b)
		}
		void := codesVoidCmd{storageFlags: f, Poll: "staff", Batch: b.ID, JSON: true, confirmation: confirmation{Yes: true}, speech: english}
		if out := printedBy(t, void.Run); !strings.Contains(out, `"void":true`) {
			t.Errorf("voiding: %s", out)
		}
	}
	missing := codesVoidCmd{storageFlags: f, Poll: "staff", Batch: "00", confirmation: confirmation{Yes: true}, speech: english}
	if err := missing.Run(); err == nil || !strings.Contains(err.Error(), `no batch "00"`) {
		t.Errorf("no such batch: %v", err)
	}
}

func TestConfirmation(t *testing.T) {
	for said, want := range map[string]error{"y\n": nil, "YES": nil, "是\n": nil, "\n": errKept, "": errKept, "n\n": errKept} {
		if err := answered(strings.NewReader(said), io.Discard, "?"); !errors.Is(err, want) {
			t.Errorf("%q: %v", said, err)
		}
	}
}

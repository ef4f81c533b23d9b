package main

import (
	"context"
	"errors"
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
	cmd := codesCmd{storageFlags: f, Poll: "staff", Count: 3, Label: "first", Out: filepath.Join(dir, "codes.csv"), URL: "https://survey.example.org/", speech: speech{"en"}}
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
		change func(*codesCmd)
		want   string
		usage  bool
	}{
		{"the file is there", func(*codesCmd) {}, "file exists", false},
		{"no such ending", func(c *codesCmd) { c.Out = "codes.docx" }, ".pdf, .html or .csv", true},
		{"no such poll", func(c *codesCmd) { c.Poll = "none" }, `no poll "none"`, false},
		{"no such unit", func(c *codesCmd) { c.Units = []string{"west"} }, "--units: ", true},
		{"too many slips", func(c *codesCmd) { c.Out, c.Count = filepath.Join(dir, "many.html"), 5001 }, "5000 slips", true},
		{"none", func(c *codesCmd) { c.Count = 0 }, "--count: ", true},
		{"no address", func(c *codesCmd) { c.URL = "survey.example.org" }, "--url must be like", true},
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
}

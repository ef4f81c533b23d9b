package main

import (
	"archive/zip"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"minping/survey"
	"minping/survey/demo"
	"minping/survey/evidence"
	"minping/survey/form"
	"minping/survey/library"
	"minping/survey/rectify"
	"minping/survey/store"
)

// The documents of the example: one of a poll, the lists of all its orders, and
// all notices and all reports as archives.
func TestDocumentCommand(t *testing.T) {
	f := storageFlags{Data: t.TempDir()}
	var ex demo.Example
	orders, now := 0, time.Date(2026, 11, 22, 9, 0, 0, 0, time.Local)
	withStore(t, f, func(st *store.Store) {
		src, err := library.Source("organisation-work")
		if err != nil {
			t.Fatal(err)
		}
		service := survey.NewService(st.People, st.Ballots, form.Parse)
		if ex, err = demo.Fill(t.Context(), service, src, now); err != nil {
			t.Fatal(err)
		}
		desk := rectify.New(st.People)
		desk.Now = func() time.Time { return now }
		if desk.Files, err = evidence.OpenFolder(t.TempDir(), evidence.DefaultLimits, nil); err != nil {
			t.Fatal(err)
		}
		if err := demo.Rectify(t.Context(), service, desk, ex, "zh", now); err != nil {
			t.Fatal(err)
		}
		all, _, err := desk.Within(service.Within(everything())).Tasks(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		of := map[string]bool{}
		for _, task := range all {
			if task.Poll == ex.Finished && task.State != rectify.Draft {
				of[task.Order] = true
			}
		}
		orders = len(of)
	})
	folder := os.Getenv("MINPING_TEST_FILES") // to look at them
	if folder == "" {
		folder = t.TempDir()
	}
	write := func(d documentCmd, name string) string {
		t.Helper()
		d.storageFlags, d.speech, d.Out, d.As = f, speech{"zh"}, filepath.Join(folder, name), "docx"
		if err := d.run(t.Context()); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		return d.Out
	}
	for name, kind := range map[string]string{"circular.docx": "circular", "supervision.xlsx": "supervision", "problems.pdf": "problems", "tasks.xlsx": "tasks", "responsibilities.docx": "responsibilities"} {
		path := write(documentCmd{Kind: kind, Poll: ex.Finished}, name)
		if info, err := os.Stat(path); err != nil || info.Size() < 2000 {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, want := range map[string]int{"notice": orders, "feedback": 78} {
		z, err := zip.OpenReader(write(documentCmd{Kind: name, Poll: ex.Finished, All: true}, name+".zip"))
		if err != nil {
			t.Fatal(err)
		}
		if len(z.File) != want || want < 2 || !strings.HasPrefix(z.File[0].Name, "001-") || !strings.HasSuffix(z.File[0].Name, ".docx") {
			t.Errorf("%s.zip holds %d files, want %d, the first %s", name, len(z.File), want, z.File[0].Name)
		}
		z.Close()
	}
	for _, tt := range []struct {
		cmd  documentCmd
		out  string
		used bool // used wrongly
		says string
	}{
		{documentCmd{Kind: "letter", Poll: ex.Finished}, "x.docx", true, "there are: [notice problems"},
		{documentCmd{Kind: "notice"}, "x.docx", true, "--order or --poll"},
		{documentCmd{Kind: "circular", Poll: ex.Finished}, "x.xlsx", true, `not written as "xlsx"; --out may end in: [docx pdf]`},
		{documentCmd{Kind: "circular", Poll: ex.Finished, All: true}, "x.zip", true, "--all is for notice or feedback"},
		{documentCmd{Kind: "notice", Poll: ex.Finished, All: true}, "x.docx", true, "end in .zip"},
		{documentCmd{Kind: "circular", Poll: "none"}, "x.docx", false, "there is nothing to write"},
		{documentCmd{Kind: "feedback", Poll: ex.Finished}, "x.docx", false, "there is nothing to write"},
	} {
		tt.cmd.storageFlags, tt.cmd.speech, tt.cmd.As, tt.cmd.Out = f, speech{"en"}, "docx", filepath.Join(folder, tt.out)
		err := tt.cmd.run(t.Context())
		if err == nil || !strings.Contains(err.Error(), tt.says) || errors.As(err, new(usageError)) != tt.used {
			t.Errorf("%+v: %v", tt.cmd, err)
		}
		if _, err := os.Stat(tt.cmd.Out); err == nil {
			t.Errorf("%s was written", tt.out)
		}
	}
}

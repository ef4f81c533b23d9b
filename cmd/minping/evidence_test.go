package main

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"minping/survey"
	"minping/survey/evidence"
	"minping/survey/form"
	"minping/survey/rectify"
	"minping/survey/store"
)

// evidencePDF is a file that is taken, another for each number.
func evidencePDF(n int) string {
	return "%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n%%EOF\n" + strings.Repeat("\n", n)
}

// withEvidence returns a folder of data with a task and so many files of it.
func withEvidence(t *testing.T, files int) (storageFlags, []rectify.File) {
	t.Helper()
	f := storageFlags{Data: filepath.Join(t.TempDir(), "data")}
	st, err := f.open()
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	ctx := t.Context()
	if err := st.People.PutUnits(ctx, []survey.Unit{{ID: "u", Name: survey.Text{"zh": "县"}, Tier: "county"}}, 0); err != nil {
		t.Fatal(err)
	}
	desk := rectify.New(st.People)
	if desk.Files, err = evidence.OpenFolder(f.evidence(), evidence.DefaultLimits, nil); err != nil {
		t.Fatal(err)
	}
	rights := survey.Rights{}
	rights.Add(survey.ManageOrders, survey.Area{})
	room := desk.Within(survey.NewService(st.People, st.Ballots, form.Parse).Within(rights))
	p, err := room.AddProblem(ctx, rectify.Problem{Unit: "u", Title: "公示时间短"})
	if err == nil {
		_, err = room.EditProblem(ctx, p.ID, rectify.ProblemEdit{Revision: 1, Title: p.Title, State: rectify.Confirmed})
	}
	if err != nil {
		t.Fatal(err)
	}
	o, err := room.AddOrder(ctx, rectify.Order{Unit: "u", Title: "限期整改", Due: "2099-01-01"}, []string{p.ID})
	if err == nil {
		o, err = room.IssueOrder(ctx, o.ID, o.Revision)
	}
	if err != nil {
		t.Fatal(err)
	}
	_, tasks, err := room.Order(ctx, o.ID)
	if err != nil {
		t.Fatal(err)
	}
	var all []rectify.File
	for i := range files {
		file, err := room.AddFile(ctx, tasks[0].ID, "办法.pdf", strings.NewReader(evidencePDF(i)))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, file)
	}
	return f, all
}

// contentsIn lists the files of evidence in a folder, by their hashes.
func contentsIn(t *testing.T, dir string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			found[d.Name()] = path
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func verifiedEvidence(t *testing.T, f storageFlags) (verifiedFiles, error) {
	t.Helper()
	var out bytes.Buffer
	err := verifyCmd{storageFlags: f, JSON: true}.run(&out)
	var v verified
	if wrong := json.Unmarshal(out.Bytes(), &v); wrong != nil {
		t.Fatalf("%s: %v, %v", out.Bytes(), wrong, err)
	}
	return v.Evidence, err
}

// Backups carry the files of evidence, once for all of them, bring them back,
// and drop what none of them names; verify names what is lost.
func TestEvidenceInBackups(t *testing.T) {
	f, files := withEvidence(t, 3)
	to := filepath.Join(t.TempDir(), "backups")
	beside := filepath.Join(to, store.EvidenceFolder)
	backup := func() backupOutput {
		t.Helper()
		var out bytes.Buffer
		if err := (backupCmd{storageFlags: f, To: to, Keep: 1, JSON: true}).run(t.Context(), &out); err != nil {
			t.Fatal(err)
		}
		var r backupOutput
		if err := json.Unmarshal(out.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
		return r
	}
	if r := backup(); r.Files != 3 || len(r.Missing) != 0 || len(contentsIn(t, beside)) != 3 {
		t.Fatalf("%+v, beside it %v", r, contentsIn(t, beside))
	}
	if found, err := verifiedEvidence(t, f); err != nil || found.Files != 3 || !found.Looked || len(found.Faults) != 0 {
		t.Errorf("%+v, %v", found, err)
	}

	// One file goes, by a person who may; with the backup that named it its content goes too.
	st, err := f.open()
	if err != nil {
		t.Fatal(err)
	}
	err = st.People.RemoveFile(t.Context(), files[0], survey.Act{Kind: survey.ActFileRemoved, Object: files[0].ID})
	if closed := st.Close(); err != nil || closed != nil {
		t.Fatal(err, closed)
	}
	r := backup()
	if got := contentsIn(t, beside); r.Files != 2 || len(got) != 2 || got[files[0].Hash] != "" {
		t.Errorf("%+v, beside it %v", r, got)
	}

	restored := storageFlags{Data: filepath.Join(t.TempDir(), "new")}
	if err := (restoreCmd{From: r.Path, storageFlags: restored}).run(t.Context(), new(bytes.Buffer)); err != nil {
		t.Fatal(err)
	}
	if found, err := verifiedEvidence(t, restored); err != nil || found.Files != 2 || len(found.Faults) != 0 {
		t.Errorf("restored: %+v, %v", found, err)
	}

	// What is damaged or lost is named, and stops neither a backup nor a restore.
	here := contentsIn(t, f.evidence())
	if err := os.WriteFile(here[files[1].Hash], []byte("other"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(here[files[2].Hash]); err != nil {
		t.Fatal(err)
	}
	found, err := verifiedEvidence(t, f)
	if err == nil || len(found.Faults) != 2 {
		t.Errorf("damaged: %+v, %v", found, err)
	}
	var words bytes.Buffer
	if err := (verifyCmd{storageFlags: f, speech: speech{"en"}}).run(&words); err == nil || !strings.Contains(words.String(), files[2].Hash+": it is not in the folder") || !strings.Contains(words.String(), files[1].Hash+": its content is another") {
		t.Errorf("verify says %s, %v", words.String(), err)
	}
	if err := os.RemoveAll(to); err != nil {
		t.Fatal(err)
	}
	if r = backup(); r.Files != 2 || len(r.Missing) != 2 {
		t.Errorf("backup of what is damaged: %+v", r)
	}
	var said bytes.Buffer
	if err := (restoreCmd{From: r.Path, storageFlags: storageFlags{Data: filepath.Join(t.TempDir(), "third")}, speech: speech{"zh"}}).run(t.Context(), &said); err != nil || !strings.Contains(said.String(), "备份中缺 2 件佐证文件") {
		t.Errorf("%s, %v", said.String(), err)
	}
}

// A server refuses flags that cannot be, and one whose scanner is away takes nothing.
func TestEvidenceFlags(t *testing.T) {
	for _, wrong := range []evidenceFlags{{EvidenceFile: -1}, {EvidenceFile: 501}, {EvidenceQuota: -1}, {ScanTimeout: time.Hour}, {ScanCommand: "/nonexistent/scanner --x"}} {
		if err := wrong.checkEvidence(); err == nil {
			t.Errorf("%+v is taken", wrong)
		}
	}
	right := evidenceFlags{EvidenceFile: 3, EvidenceQuota: 7, ScanCommand: "true"}
	if err := right.checkEvidence(); err != nil {
		t.Error(err)
	}
	if l := right.limits(); l.File != 3<<20 || l.Total != 7<<20 {
		t.Errorf("limits %+v", l)
	}
	if (evidenceFlags{}).limits() != evidence.DefaultLimits {
		t.Error("without flags the limits are not the default ones")
	}
	for dir, f := range map[string]storageFlags{"a/evidence": {Data: "a"}, "b": {Data: "a", Evidence: "b"}, "": {DB: "postgres://x/y"}, "c": {DB: "postgres://x/y", Evidence: "c"}} {
		if got := f.evidence(); got != dir {
			t.Errorf("%+v: %q, want %q", f, got, dir)
		}
	}
}

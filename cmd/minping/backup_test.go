package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"minping/survey/store/pgtest"
)

// A backup is written beside a running server, and restored it verifies (trust
// test 10); the server writes one of its own at night.
func TestBackupBesideServer(t *testing.T) {
	f := withExample(t)
	nightly, dir := filepath.Join(t.TempDir(), "nightly"), filepath.Join(t.TempDir(), "by-hand")
	r := start(t, serveCmd{storageFlags: f, BackupTo: nightly, BackupKeep: 3, speech: speech{"en"}})
	var out bytes.Buffer
	if err := (backupCmd{storageFlags: f, To: dir, JSON: true}).run(t.Context(), &out); err != nil {
		t.Fatal(err)
	}
	var report backupOutput
	if err := json.Unmarshal(out.Bytes(), &report); err != nil || report.Bytes == 0 {
		t.Fatalf("%s: %v", out.Bytes(), err)
	}
	for deadline := time.Now().Add(time.Minute); !strings.Contains(r.logs.String(), `"msg":"backup"`) && time.Now().Before(deadline); {
		time.Sleep(10 * time.Millisecond)
	}
	made, _ := filepath.Glob(filepath.Join(nightly, "2*", "backup.json"))
	if len(made) != 1 {
		t.Fatalf("the server's own backups: %q\n%s", made, r.logs)
	}
	if err := r.stop(); err != nil {
		t.Fatal(err)
	}
	var found bytes.Buffer
	if err := (verifyCmd{storageFlags: f, speech: speech{"en"}}).run(&found); err != nil || !strings.Contains(found.String(), "The last nightly backup that succeeded: 20") {
		t.Errorf("verify says %q, %v", found.String(), err)
	}
	for _, path := range []string{report.Path, filepath.Dir(made[0])} {
		restored := storageFlags{Data: filepath.Join(t.TempDir(), "new")}
		if err := (restoreCmd{From: path, storageFlags: restored}).run(t.Context(), new(bytes.Buffer)); err != nil {
			t.Fatal(err)
		}
		checkExample(t, restored)
	}
}

// What the two commands say, in both languages, with PostgreSQL on the way.
func TestBackupWords(t *testing.T) {
	f := withExample(t)
	people, ballots := pgtest.Databases(t)
	pg := storageFlags{DB: people, BallotsDB: ballots}
	to := filepath.Join(t.TempDir(), "backups")
	first := filepath.Join(to, time.Now().Format(time.DateOnly))
	for _, step := range []struct {
		name string
		run  func(s speech, out *bytes.Buffer) error
		want map[string]string
	}{
		{"backup", func(s speech, out *bytes.Buffer) error {
			return backupCmd{storageFlags: f, To: to, Keep: 1, speech: s}.run(t.Context(), out)
		}, map[string]string{"zh": "已备份到 " + first + "（", "en": "Removed " + filepath.Base(first) + ", the oldest"}},
		{"restore", func(s speech, out *bytes.Buffer) error {
			where := pg
			if s.language() == "en" {
				where = storageFlags{Data: filepath.Join(t.TempDir(), "new")}
			}
			return restoreCmd{From: first + "-2", storageFlags: where, speech: s}.run(t.Context(), out)
		}, map[string]string{"zh": "已把 " + filepath.Base(first) + " 的备份恢复到 ", "en": "Restored the backup of " + filepath.Base(first)}},
		{"restore to what is not empty", func(s speech, out *bytes.Buffer) error {
			return restoreCmd{From: first + "-2", storageFlags: pg, speech: s}.run(t.Context(), out)
		}, map[string]string{"zh": "只能恢复到空的位置", "en": "to an empty place only"}},
		{"backup of PostgreSQL", func(s speech, out *bytes.Buffer) error {
			return backupCmd{storageFlags: pg, To: t.TempDir(), speech: s}.run(t.Context(), out)
		}, map[string]string{"zh": "请像数据本身一样保管", "en": "guard it as you guard the data"}},
		{"backup of nothing", func(s speech, out *bytes.Buffer) error {
			return backupCmd{storageFlags: storageFlags{Data: t.TempDir()}, To: t.TempDir(), speech: s}.run(t.Context(), out)
		}, map[string]string{"zh": "没有民评的数据", "en": "no data of Minping"}},
		{"restore of a folder of backups", func(s speech, out *bytes.Buffer) error {
			return restoreCmd{From: to, storageFlags: storageFlags{Data: t.TempDir()}, speech: s}.run(t.Context(), out)
		}, map[string]string{"zh": "请指定其中一份，例如 " + first + "-2", "en": "name one of them, such as " + first + "-2"}},
		{"restore of no backup", func(s speech, out *bytes.Buffer) error {
			return restoreCmd{From: f.Data, storageFlags: storageFlags{Data: t.TempDir()}, speech: s}.run(t.Context(), out)
		}, map[string]string{"zh": "不是一份完整的民评备份", "en": "no whole backup of Minping"}},
	} {
		for _, lang := range []string{"zh", "en"} {
			var out bytes.Buffer
			if err := step.run(speech{lang}, &out); err != nil {
				out.WriteString(err.Error())
			}
			if !strings.Contains(out.String(), step.want[lang]) {
				t.Errorf("%s, %s: %q, want %q", step.name, lang, out.String(), step.want[lang])
			}
		}
	}
	var found bytes.Buffer
	if err := (verifyCmd{storageFlags: pg, JSON: true}).run(&found); err != nil {
		t.Errorf("in PostgreSQL: %v\n%.500s", err, found.String())
	}
	if info, err := os.Stat(first + "-2"); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the folder is %v, %v", info, err)
	}
}

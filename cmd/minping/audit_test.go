package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"minping/survey"
	"minping/survey/store"
)

// verifyLog returns what verify finds of the log.
func verifyLog(t *testing.T, f storageFlags, heads ...string) verifiedAudit {
	t.Helper()
	var out bytes.Buffer
	_ = (verifyCmd{storageFlags: f, Head: heads, JSON: true, speech: speech{"en"}}).run(&out)
	var found verified
	if err := json.Unmarshal(out.Bytes(), &found); err != nil {
		t.Fatalf("%s: %v", out.Bytes(), err)
	}
	if found.Sound && !found.Audit.Sound {
		t.Error("all is said to be sound, the log is not")
	}
	return found.Audit
}

// withStore opens the data for some acts.
func withStore(t *testing.T, f storageFlags, do func(*store.Store)) {
	t.Helper()
	st, err := f.open()
	if err != nil {
		t.Fatal(err)
	}
	do(st)
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
}

// Trust test 68: verify finds what was done to the log and to a release, and
// names the entry; also that the end was cut off and the head with it, by the
// heads that were signed, or one that somebody wrote down.
func TestVerifyAudit(t *testing.T) {
	f := withExample(t)
	sound := verifyLog(t, f)
	if !sound.Sound || sound.Entries < 10 || sound.Head == "" {
		t.Fatalf("the example: %+v", sound)
	}
	for _, tt := range []struct{ name, damage, mend, want string }{
		{"altered", `UPDATE audit SET poll = 'x' || poll WHERE sequence = 4`, `UPDATE audit SET poll = substr(poll, 2) WHERE sequence = 4`, "Entry 4 has been altered."},
		{"time", `UPDATE audit SET time = time + 1 WHERE sequence = 3`, `UPDATE audit SET time = time - 1 WHERE sequence = 3`, "Entry 3 has been altered."},
		{"detail", `UPDATE audit SET detail = detail || ' ' WHERE sequence = 2`, `UPDATE audit SET detail = rtrim(detail) WHERE sequence = 2`, "Entry 2 has been altered."},
		{"removed", `UPDATE audit SET sequence = -5 WHERE sequence = 5`, `UPDATE audit SET sequence = 5 WHERE sequence = -5`, "Entry 5 has been removed."},
		{"release", `UPDATE releases SET document = document || ' '`, `UPDATE releases SET document = rtrim(document)`, "The release is not the one"},
		{"head", `UPDATE audit_head SET hash = 'x' || hash`, `UPDATE audit_head SET hash = substr(hash, 2)`, "does not belong to its last entry"},
	} {
		tamper(t, f, "people.db", tt.damage)
		found := verifyLog(t, f)
		if text, _ := json.Marshal(found.Flaws); found.Sound || !strings.Contains(string(text), tt.want) {
			t.Errorf("%s: %+v", tt.name, found)
		}
		tamper(t, f, "people.db", tt.mend)
		if found := verifyLog(t, f); !found.Sound {
			t.Fatalf("%s, mended: %+v", tt.name, found)
		}
	}
	cutOff := `DELETE FROM audit WHERE sequence = (SELECT max(sequence) FROM audit);
		UPDATE audit_head SET (sequence, hash) = (SELECT sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1)`
	tamper(t, f, "people.db", cutOff)
	if found := verifyLog(t, f); !found.Sound { // nothing can tell
		t.Errorf("cut off: %+v", found)
	}
	if found := verifyLog(t, f, sound.Head); found.Sound || !strings.Contains(found.Flaws[0].Message, "is gone") {
		t.Errorf("cut off, with a head that was noted: %+v", found)
	}
	var lines bytes.Buffer
	if err := (auditCmd{storageFlags: f, JSON: true}).run(context.Background(), &lines); err != nil { // signs the head
		t.Fatal(err)
	}
	tamper(t, f, "people.db", cutOff)
	if found := verifyLog(t, f); found.Sound || found.Signed != 1 {
		t.Errorf("cut off, with a signed head: %+v", found)
	}
	if err := (verifyCmd{storageFlags: f, Head: []string{"nonsense"}}).run(new(bytes.Buffer)); err == nil || !strings.Contains(err.Error(), "--audit-head") {
		t.Errorf("a head that is none: %v", err)
	}
}

// The script in docs/audit.md checks an export by hand, and finds an alteration.
func TestAuditScript(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("no python3")
	}
	document, err := os.ReadFile("../../docs/audit.md")
	if err != nil {
		t.Fatal(err)
	}
	_, script, _ := strings.Cut(string(document), "```python\n")
	script, _, _ = strings.Cut(script, "```")
	f := withExample(t)
	var lines bytes.Buffer
	if err := (auditCmd{storageFlags: f, JSON: true}).run(context.Background(), &lines); err != nil {
		t.Fatal(err)
	}
	run := func(log string) (string, error) {
		file := filepath.Join(t.TempDir(), "audit.jsonl")
		if err := os.WriteFile(file, []byte(log), 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command(python, "-c", script, file).CombinedOutput()
		return string(out), err
	}
	head := verifyLog(t, f).Head
	if out, err := run(lines.String()); err != nil || !strings.Contains(out, head) {
		t.Errorf("%q, %v, want the head %s", out, err, head)
	}
	if out, err := run(strings.Replace(lines.String(), `"kind":"poll.opened"`, `"kind":"poll.closed"`, 1)); err == nil {
		t.Errorf("altered: %q", out)
	}
}

// A day's head is signed once; a key that is none is refused.
func TestAuditKeeper(t *testing.T) {
	f := storageFlags{Data: t.TempDir()}
	withStore(t, f, func(st *store.Store) {
		k, err := f.keeper(st.People)
		if err != nil {
			t.Fatal(err)
		}
		for i := range 3 {
			if err := k.tick(t.Context()); err != nil {
				t.Fatal(err)
			}
			if err := st.People.Note(t.Context(), survey.Act{Kind: survey.ActSetupMade}); err != nil {
				t.Fatal(err)
			}
			if lines, err := k.read(); err != nil || len(lines) != min(i, 1) {
				t.Errorf("round %d: %q, %v", i, lines, err)
			}
		}
	})
	if err := os.WriteFile(filepath.Join(f.Data, auditKeyName), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := f.keeper(nil); err == nil {
		t.Error("a key that is none was read")
	}
}

// The last signed head is told; one that was signed today is not signed again.
func TestSignedHead(t *testing.T) {
	f := storageFlags{Data: t.TempDir()}
	withStore(t, f, func(st *store.Store) {
		k, err := f.keeper(st.People)
		if err != nil {
			t.Fatal(err)
		}
		if day, _, err := k.SignedHead(); day != "" || err != nil {
			t.Errorf("before the first: %q, %v", day, err)
		}
		for n := range int64(2) {
			if err := st.People.Note(t.Context(), survey.Act{Kind: survey.ActSetupMade}); err != nil {
				t.Fatal(err)
			}
			for range 3 {
				if err := k.SignHead(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			if day, head, err := k.SignedHead(); day == "" || head.Sequence != n+1 || err != nil {
				t.Errorf("%q, %v, %v", day, head, err)
			}
		}
		if lines, err := k.read(); len(lines) != 2 || err != nil {
			t.Errorf("%q, %v", lines, err)
		}
	})
	var none *auditKeeper
	if err := none.SignHead(t.Context()); err != nil {
		t.Error(err)
	}
	if day, _, err := none.SignedHead(); day != "" || err != nil {
		t.Errorf("without a key: %q, %v", day, err)
	}
}

// The log is filtered by what the page and the API filter by too.
func TestAuditFilters(t *testing.T) {
	f := storageFlags{Data: t.TempDir()}
	withStore(t, f, func(st *store.Store) {
		for _, act := range []survey.Act{
			{Kind: survey.ActPollOpened, Poll: "p"}, {Kind: survey.ActPollOpened, Poll: "q"}, {Kind: survey.ActBackupMade, Object: "Evening"},
		} {
			if err := st.People.Note(survey.WithActor(t.Context(), survey.Actor{Name: "root", Via: survey.ViaCommand}), act); err != nil {
				t.Fatal(err)
			}
		}
	})
	today := time.Now().Format(time.DateOnly)
	for _, tt := range []struct {
		cmd  auditCmd
		want int
	}{
		{auditCmd{}, 3},
		{auditCmd{Kind: "poll.opened"}, 2},
		{auditCmd{Kind: "poll.opened", Last: 1}, 1},
		{auditCmd{Poll: "q", Actor: "root"}, 1},
		{auditCmd{Actor: "nobody", Last: 2}, 0},
		{auditCmd{Text: "evening"}, 1},
		{auditCmd{To: "2020-01-01"}, 0},
		{auditCmd{From: "2020-01-01", To: today}, 3},
	} {
		tt.cmd.storageFlags, tt.cmd.JSON = f, true
		var lines bytes.Buffer
		if err := tt.cmd.run(t.Context(), &lines); err != nil || strings.Count(lines.String(), "\n") != tt.want {
			t.Errorf("%+v: %v, want %d\n%s", tt.cmd, err, tt.want, lines.String())
		}
	}
	for _, cmd := range []auditCmd{{From: "today"}, {From: "2026-02-02", To: "2026-02-01"}, {Last: -1}} {
		cmd.storageFlags = f
		if err := cmd.run(t.Context(), new(bytes.Buffer)); !errors.As(err, new(usageError)) {
			t.Errorf("%+v: %v", cmd, err)
		}
	}
}

// What a backup restores is checked, and that it was restored is noted.
func TestBackupIsNoted(t *testing.T) {
	f := withExample(t)
	to := t.TempDir()
	withStore(t, f, func(st *store.Store) {
		r, err := st.Origin().Backup(t.Context(), backupPlan(to, 0))
		if err != nil {
			t.Fatal(err)
		}
		if err := st.People.Note(t.Context(), backupAct(r)); err != nil {
			t.Fatal(err)
		}
	})
	made, _ := filepath.Glob(filepath.Join(to, "2*"))
	restored := storageFlags{Data: filepath.Join(t.TempDir(), "new")}
	var out bytes.Buffer
	if err := (restoreCmd{From: made[0], storageFlags: restored, speech: speech{"en"}}).run(t.Context(), &out); err != nil || !strings.Contains(out.String(), "Audit log: sound") {
		t.Fatalf("%s, %v", out.String(), err)
	}
	var lines bytes.Buffer
	if err := (auditCmd{storageFlags: restored, JSON: true, Last: 1}).run(context.Background(), &lines); err != nil || !strings.Contains(lines.String(), `"kind":"backup.restored"`) {
		t.Errorf("%s, %v", lines.String(), err)
	}
	lines.Reset()
	if err := (auditCmd{storageFlags: f, Last: 1}).run(context.Background(), &lines); err != nil || !strings.Contains(lines.String(), "backup.made") {
		t.Errorf("%s, %v", lines.String(), err)
	}
}

package store_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"os"
	"path/filepath"
	"testing"
	"time"

	"minping/survey"
	"minping/survey/clerk"
	"minping/survey/guard"
)

// Trust test 27: what was deleted is in no byte of the files once a poll is
// closed: typed sheets, which say what was on which paper, devices, sessions, who was
// told of the poll.
func TestDeletedLeavesTheFiles(t *testing.T) {
	o, dir := sqliteOffice(t)
	o.prepare(t)
	p := o.openPoll(t, draft("p"))
	people := o.store.People
	o.Witness = &guard.Guard{Devices: people}
	device := guard.DeviceID([]byte("sixteen bytes of"))
	session := []byte("who is signed in, and since when")
	traces := map[string]string{
		"a typed sheet": "as it stood on the third sheet",
		"a device":      hex.EncodeToString(device[:]),
		"a session":     base64.StdEncoding.EncodeToString(session),
	}

	batch := clerk.Batch{
		Poll: p.ID, Number: 1, State: clerk.Typing, Totals: clerk.Totals{Unit: "u0", Eligible: 9, Issued: 5, Returned: 1},
		Work: &clerk.Work{Secret: random32(), Entries: []clerk.Entry{{Account: "1", Name: "wei", Sheets: []clerk.Sheet{{Answers: survey.Answers{"a": {traces["a typed sheet"]}}}}}}},
	}
	ok(t, people.AddPaper(ctx, batch))
	ok(t, people.NoteDevices(ctx, p.ID, map[guard.DeviceID]int{device: 1}))
	sessions := people.Sessions()
	ok(t, sessions.CommitCtx(ctx, "cookie", session, time.Now().Add(time.Hour)))
	traces["a recipient"], traces["a recipient's name"] = "somebody@example.org", "某某人"
	notify := notifier(o, &post{})
	ok(t, notify.AddRecipients(ctx, p.ID, []survey.Recipient{{Address: traces["a recipient"], Name: traces["a recipient's name"]}}, false))
	_, err := notify.Plan(ctx, p.ID, invitation)
	ok(t, err)
	for name, trace := range traces {
		if !inFiles(t, dir, trace) {
			t.Errorf("%s is not there to be deleted", name)
		}
	}
	ok(t, notify.Tick(ctx))
	ok(t, notify.RemoveRecipients(ctx, p.ID))

	batch.State, batch.Work = clerk.Done, nil
	ok(t, people.ReplacePaper(ctx, batch))
	ok(t, sessions.DeleteCtx(ctx, "cookie"))
	ok(t, o.ClosePoll(ctx, p.ID))
	for name, trace := range traces {
		if inFiles(t, dir, trace) {
			t.Errorf("%s is still in a file", name)
		}
	}
}

// inFiles reports whether a text stands in any file of a folder.
func inFiles(t *testing.T, dir, text string) bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	ok(t, err)
	for _, f := range files {
		content, err := os.ReadFile(f)
		ok(t, err)
		if bytes.Contains(content, []byte(text)) {
			return true
		}
	}
	return false
}

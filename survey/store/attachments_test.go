package store_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"minping/survey"
	"minping/survey/evidence"
	"minping/survey/projects"
)

// Files of a case and of a project: added by those who work on them, seen by
// those who see these, removed by who added them; their contents are named in
// backups and not swept while they are named.
func TestAttachments(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.counted(t)
		folder, _ := shelf(t)
		cases, claimed := o.counter(), projects.New(o.store.People)
		claimed.Now, claimed.Zone = o.now, time.UTC
		cabinet := evidence.NewCabinet(o.store.People)
		cabinet.Now, cabinet.Folder = o.now, folder
		cabinet.Owners = map[string]evidence.Owner{"case": cases.Place, "project": claimed.Place, "award": o.givingDesk().Place, "duty": o.dutyDesk().Place}
		within := func(unit string, rights ...survey.Right) evidence.Drawer {
			return cabinet.Within(o.Within(rightsBelow(unit, rights...)))
		}
		add := func(ctx context.Context, d evidence.Drawer, of evidence.Of, name string, n int) (evidence.Attachment, error) {
			return d.Add(ctx, of, name, " 2026-11 月 \n 进展 ", bytes.NewReader(photo(t, n)))
		}
		of := evidence.Of{Kind: "case", ID: o.complain(t, o.window(t, "u0").ID).Case}
		worker, reader, other := within("u0", survey.ReadOrders, survey.WorkOrders), within("u0", survey.ReadOrders), within("u1", survey.ReadOrders, survey.WorkOrders)

		a, err := add(gao, worker, of, "folder/照片.png", 1)
		ok(t, err)
		if a.Name != "照片.png" || a.Note != "2026-11 月 进展" || a.Kind != evidence.PNG || a.ByName != "高闻道" {
			t.Errorf("%+v", a)
		}
		again, err := add(wen, worker, of, "again.png", 1)
		ok(t, err)
		if again.ID != a.ID {
			t.Errorf("the same content twice: %+v", again)
		}
		if _, err = worker.Add(gao, of, "a.png", "", strings.NewReader("<svg>")); wrongFields(err) == "" {
			t.Error("what is no picture is taken")
		}
		if _, err = worker.Add(gao, of, "a.png", strings.Repeat("长", 121), bytes.NewReader(photo(t, 2))); wrongFields(err) != "note too_long" {
			t.Errorf("a long note: %v", err)
		}
		if all, place, err := reader.Attachments(gao, of); err != nil || len(all) != 1 || place.Adds || place.Unit != "u0" {
			t.Errorf("%v, %+v, %+v", err, all, place)
		}
		if _, err = add(gao, reader, of, "a.png", 3); !errors.Is(err, survey.ErrForbidden) {
			t.Errorf("a reader adds: %v", err)
		}
		for _, missing := range []evidence.Of{of, {Kind: "case", ID: "none"}, {Kind: "poll", ID: of.ID}, {Kind: "duty", ID: "none"}} {
			if _, _, err = other.Attachments(gao, missing); !errors.Is(err, survey.ErrNotFound) {
				t.Errorf("%+v to somebody else: %v", missing, err)
			}
		}
		if _, _, err = worker.Open(gao, of, "none"); !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("none: %v", err)
		}
		_, content, err := reader.Open(gao, of, a.ID)
		ok(t, err)
		text, err := io.ReadAll(content)
		ok(t, errors.Join(err, content.Close()))
		if !bytes.Equal(text, photo(t, 1)) {
			t.Error("it comes back as something else")
		}

		// The month's progress of a project, by the unit that has it.
		room := claimed.Within(o.Within(rightsBelow("", survey.ReadOrders, survey.ManageOrders, survey.WorkOrders)))
		p, err := room.Add(wen, projects.Project{Programme: "强基", Title: "村级阵地", Due: survey.DayOf(o.now().AddDate(1, 0, 0), time.UTC)})
		ok(t, err)
		month := evidence.Of{Kind: "project", ID: p.ID}
		if _, err = add(gao, worker, month, "a.png", 4); !errors.Is(err, survey.ErrForbidden) {
			t.Errorf("nobody has it yet: %v", err)
		}
		for _, m := range []projects.Move{{Do: projects.Asking, Unit: "u0", Why: "有条件"}, {Do: projects.Agree, Unit: "u0"}} {
			p, err = room.Move(wen, p.ID, p.Revision, m)
			ok(t, err)
		}
		b, err := add(gao, worker, month, "a.png", 4)
		ok(t, err)

		hashes, err := o.store.People.FileHashes(ctx)
		ok(t, err)
		if len(hashes) != 2 {
			t.Errorf("named: %v", hashes)
		}
		if used, err := o.store.People.FileInUse(ctx, b.Hash); err != nil || !used {
			t.Errorf("%v, %v", used, err)
		}
		if err = worker.Remove(wen, of, a.ID); !errors.Is(err, survey.ErrForbidden) {
			t.Errorf("somebody else removes it: %v", err)
		}
		ok(t, worker.Remove(gao, of, a.ID))
		if used, err := o.store.People.FileInUse(ctx, a.Hash); err != nil || used {
			t.Errorf("after it is removed: %v, %v", used, err)
		}
		if kinds := o.kinds(t); !strings.Contains(kinds, string(survey.ActFileAdded)) || !strings.Contains(kinds, string(survey.ActFileRemoved)) {
			t.Errorf("in the log: %s", kinds)
		}
	})
}

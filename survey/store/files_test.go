package store_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"minping/survey"
	"minping/survey/evidence"
	"minping/survey/rectify"
)

// photo is a picture whose content is its number.
func photo(t testing.TB, n int) []byte {
	t.Helper()
	var b bytes.Buffer
	ok(t, png.Encode(&b, image.NewGray(image.Rect(0, 0, 5, 5+n))))
	return b.Bytes()
}

// shelf gives a desk a folder of evidence.
func shelf(t testing.TB) (*evidence.Folder, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "evidence")
	f, err := evidence.OpenFolder(dir, evidence.DefaultLimits, nil)
	ok(t, err)
	return f, dir
}

func upload(t testing.TB, room rectify.Room, task, name string, n int) rectify.File {
	t.Helper()
	f, err := room.AddFile(ctx, task, name, bytes.NewReader(photo(t, n)))
	ok(t, err)
	return f
}

// planned brings an issued task to where its unit reports.
func planned(t testing.TB, room rectify.Room, id string) rectify.Task {
	t.Helper()
	task, _, err := room.Task(ctx, id)
	ok(t, err)
	for _, m := range []rectify.Move{{Do: rectify.Claim, Person: "闻以澄"}, {Do: rectify.Plan, Cause: "没有规定", Measure: "定规定"}} {
		task, err = room.Move(ctx, id, task.Revision, m)
		ok(t, err)
	}
	return task
}

func TestFilesOfATask(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		_, tasks := o.issueOrder(t, "u0", 2)
		desk := o.rectifying()
		desk.Files, _ = shelf(t)
		within := func(unit string, rights ...survey.Right) rectify.Room {
			r := survey.Rights{}
			for _, right := range rights {
				r.Add(right, survey.Area{Unit: unit})
			}
			return desk.Within(o.Within(r))
		}
		own, id := within("u0", survey.ReadOrders, survey.WorkOrders), tasks[0].ID
		reader, other := within("", survey.ReadOrders), within("u1", survey.WorkOrders, survey.ManageOrders, survey.CheckOrders)
		task := planned(t, own, id)

		f := upload(t, own, id, `C:\公示\照片.PNG`, 1)
		if f.Name != "照片.PNG" || f.Kind != evidence.PNG || f.Size == 0 || f.Used {
			t.Errorf("kept as %+v", f)
		}
		if again := upload(t, own, id, "same.png", 1); again.ID != f.ID || again.Name != f.Name {
			t.Errorf("the same content again is %+v", again)
		}
		loose := upload(t, own, id, "b.png", 2)
		for what, err := range map[string]error{
			"a reader uploads":       second(reader.AddFile(ctx, id, "c.png", bytes.NewReader(photo(t, 3)))),
			"another unit uploads":   second(other.AddFile(ctx, id, "c.png", bytes.NewReader(photo(t, 3)))),
			"a reader removes":       reader.RemoveFile(ctx, id, loose.ID),
			"another unit removes":   other.RemoveFile(ctx, id, loose.ID),
			"another unit lists":     second(other.Files(ctx, id)),
			"another unit reads":     third(other.OpenFile(ctx, id, f.ID)),
			"by another task's name": third(own.OpenFile(ctx, tasks[1].ID, f.ID)),
			"what is not there":      third(own.OpenFile(ctx, id, "fi_none")),
		} {
			want := survey.ErrNotFound
			if strings.HasPrefix(what, "a reader") {
				want = survey.ErrForbidden
			}
			if !errors.Is(err, want) {
				t.Errorf("%s: %v, want %v", what, err, want)
			}
		}
		_, content, err := reader.OpenFile(ctx, id, f.ID)
		ok(t, err)
		got, err := io.ReadAll(content)
		ok(t, errors.Join(err, content.Close()))
		if !bytes.Equal(got, photo(t, 1)) {
			t.Error("what comes out is not what went in")
		}

		// Steps refer to files of their own task and of no other.
		foreign := upload(t, own, tasks[1].ID, "foreign.png", 9)
		_, err = own.Move(ctx, id, task.Revision, rectify.Move{Do: rectify.Report, Why: "贴了", Evidence: []rectify.Evidence{{Name: "x", Hash: foreign.Hash}}})
		if errs, is := errors.AsType[survey.FieldErrors](err); !is || errs[0].Key != "order_evidence_file" || errs[0].Field != "evidence[0]" {
			t.Errorf("a file of another task: %v", err)
		}
		task, err = own.Move(ctx, id, task.Revision, rectify.Move{Do: rectify.Report, Why: "贴了", Evidence: []rectify.Evidence{{Name: "别名", Hash: f.Hash}}})
		ok(t, err)
		task, err = own.Move(ctx, id, task.Revision, rectify.Move{Do: rectify.Submit, Why: "办完", Evidence: []rectify.Evidence{{Hash: f.Hash}, {Name: "纸质台账，存档案室"}}})
		ok(t, err)
		if len(task.Evidence) != 2 || task.Evidence[0].Name != "照片.PNG" || task.Steps[3].Evidence[0].Name != "照片.PNG" {
			t.Errorf("evidence %+v", task.Evidence)
		}
		files, err := own.Files(ctx, id)
		ok(t, err)
		if len(files) != 2 || !files[0].Used || files[1].Used {
			t.Errorf("files %+v", files)
		}
		if err := own.RemoveFile(ctx, id, f.ID); !errors.Is(err, survey.ErrConflict) {
			t.Errorf("a file that a step refers to goes: %v", err)
		}
		ok(t, own.RemoveFile(ctx, id, loose.ID))

		inspector := within("city", survey.ReadOrders, survey.CheckOrders)
		seen := upload(t, inspector, id, "现场.png", 5)
		for i, m := range []rectify.Move{{Do: rectify.Check, Why: "属实", Evidence: []rectify.Evidence{{Hash: seen.Hash}}}, {Do: rectify.Close}} {
			task, err = inspector.Move(ctx, id, task.Revision, m)
			ok(t, err)
			if i == 0 && len(task.Evidence) != 2 {
				t.Errorf("what the inspector saw became the unit's: %+v", task.Evidence)
			}
		}
		if err := second(own.AddFile(ctx, id, "late.png", bytes.NewReader(photo(t, 6)))); keyOf(err) != "evidence_done" {
			t.Errorf("its unit uploads after it is closed: %v", err)
		}
		upload(t, inspector, id, "回头看.png", 7)
	})
}

func third[T, U any](_ T, _ U, err error) error { return err }

func keyOf(err error) string {
	if errs, is := errors.AsType[survey.FieldErrors](err); is {
		return errs[0].Key
	}
	return fmt.Sprint(err)
}

// failingStore fails where a file is to be named: the server was killed between
// its content and its row.
type failingStore struct {
	rectify.Store
	err error
}

func (f failingStore) AddFile(context.Context, rectify.File, survey.Act) (rectify.File, error) {
	return rectify.File{}, f.err
}

// A content without a row is swept once it is old; one with a row stays, however
// old; and no row comes before its content.
func TestSweepOfOrphans(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		_, tasks := o.issueOrder(t, "u0", 1)
		folder, dir := shelf(t)
		killed := rectify.New(failingStore{o.store.People, errors.New("killed")})
		desk := o.rectifying()
		killed.Files, desk.Files = folder, folder
		rights := survey.Rights{}
		rights.Add(survey.ManageOrders, survey.Area{})
		room := desk.Within(o.Within(rights))
		if _, err := killed.Within(o.Within(rights)).AddFile(ctx, tasks[0].ID, "a.png", bytes.NewReader(photo(t, 1))); err == nil {
			t.Fatal("named though the server was killed")
		}
		kept := upload(t, room, tasks[0].ID, "b.png", 2)
		if err := second(room.AddFile(ctx, tasks[0].ID, "c.png", strings.NewReader("<svg onload=alert(1)>"))); keyOf(err) != "evidence_content" {
			t.Errorf("a page under the name of a picture: %v", err)
		}
		left := func() (n int) {
			ok(t, filepath.WalkDir(dir, func(_ string, d os.DirEntry, err error) error {
				if err == nil && !d.IsDir() {
					n++
				}
				return err
			}))
			return n
		}
		if n := left(); n != 2 {
			t.Fatalf("%d files lie in the folder", n)
		}
		ok(t, desk.Tidy(ctx))
		if left() != 2 {
			t.Error("what is about to be named was swept")
		}
		old := time.Now().Add(-rectify.KeptFor - time.Hour)
		ok(t, filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			return os.Chtimes(path, old, old)
		}))
		ok(t, desk.Tidy(ctx)) // not again on the same day
		if left() != 2 {
			t.Error("swept twice a day")
		}
		removed, err := desk.Sweep(ctx)
		ok(t, err)
		hashes, err := o.store.People.FileHashes(ctx)
		ok(t, err)
		if removed != 1 || left() != 1 || len(hashes) != 1 || hashes[0] != kept.Hash {
			t.Errorf("%d removed, %d left, rows of %v", removed, left(), hashes)
		}
	})
}

// Of a step that refers to a file and of its removal at the same moment one wins:
// never does a step refer to what is gone.
func TestFileRemovedWhileSubmitted(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		o.prepare(t)
		_, tasks := o.issueOrder(t, "u0", 8)
		desk := o.rectifying()
		desk.Files, _ = shelf(t)
		rights := survey.Rights{}
		for _, r := range []survey.Right{survey.ReadOrders, survey.WorkOrders} {
			rights.Add(r, survey.Area{Unit: "u0"})
		}
		room := desk.Within(o.Within(rights))
		for i, task := range tasks {
			now := planned(t, room, task.ID)
			f := upload(t, room, task.ID, "a.png", i)
			var moved, removed error
			var wg sync.WaitGroup
			wg.Go(func() {
				_, moved = room.Move(ctx, task.ID, now.Revision, rectify.Move{Do: rectify.Submit, Why: "办完", Evidence: []rectify.Evidence{{Hash: f.Hash}}})
			})
			wg.Go(func() { removed = room.RemoveFile(ctx, task.ID, f.ID) })
			wg.Wait()
			if (moved == nil) == (removed == nil) {
				t.Errorf("task %d: submitted %v, removed %v", i, moved, removed)
			}
			files, err := room.Files(ctx, task.ID)
			ok(t, err)
			if (moved == nil) != (len(files) == 1) {
				t.Errorf("task %d: submitted %v, and %d files", i, moved, len(files))
			}
		}
	})
}

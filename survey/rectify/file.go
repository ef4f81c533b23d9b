package rectify

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"minping/survey"
	"minping/survey/evidence"
)

// A File is one that was uploaded for a task 佐证材料. Steps refer to it by its
// hash; its content lies in the desk's folder.
type File struct {
	ID     string        `json:"id"`
	Task   string        `json:"task"`
	Name   string        `json:"name"` // as it was uploaded, without folders
	Kind   evidence.Kind `json:"kind"` // media type, as found by its content
	Size   int64         `json:"size"` // bytes
	Hash   string        `json:"hash"` // SHA-256 of its content, hex
	At     time.Time     `json:"at"`   // UTC, to the millisecond
	By     string        `json:"by,omitempty"`
	ByName string        `json:"by_name,omitempty"`
	Used   bool          `json:"used"` // a step refers to it, so that it stays
}

// A FileStore keeps what files are. The content of whatever it names is kept
// already; no task refers to a file that it does not name.
type FileStore interface {
	// Files lists the files of a task, in the order in which they came.
	Files(ctx context.Context, task string) ([]File, error)
	// AddFile keeps a file. Where the task has one of that hash already, this is
	// returned and nothing is kept or noted.
	AddFile(ctx context.Context, f File, act survey.Act) (File, error)
	// RemoveFile drops a file; survey.ErrConflict where a step of its task refers to it.
	RemoveFile(ctx context.Context, f File, act survey.Act) error
	// FileInUse reports whether a file of that hash is kept.
	FileInUse(ctx context.Context, hash string) (bool, error)
}

// MostFiles is how many files a task may have.
const MostFiles = 100

// mayUpload reports whether whoever asks may add files to a task: its unit while
// it works on the task, those who look after it and check it also afterwards.
func mayUpload(reach survey.Reach, t Task) bool {
	if t.State == Draft || t.State == Withdrawn {
		return false
	}
	return reach.Holds(survey.ManageOrders, t.Unit, t.Poll) || reach.Holds(survey.CheckOrders, t.Unit, t.Poll) ||
		t.State.Open() && reach.Holds(survey.WorkOrders, t.Unit, t.Poll)
}

// MayUpload reports whether whoever asks may add files to a task now.
func (r Room) MayUpload(ctx context.Context, t Task) (bool, error) {
	reach, err := r.v.Reach(ctx)
	return err == nil && r.desk.Files != nil && mayUpload(reach, t), err
}

// UploadLimit is how many bytes a file may have; 0: the desk keeps none.
func (d *Desk) UploadLimit() int64 {
	if d.Files == nil {
		return 0
	}
	return d.Files.Limits().File
}

// UploadLimit is Desk.UploadLimit.
func (r Room) UploadLimit() int64 { return r.desk.UploadLimit() }

// Files lists the files of a task, in the order in which they came.
func (r Room) Files(ctx context.Context, task string) ([]File, error) {
	t, _, err := r.Task(ctx, task)
	if err != nil {
		return nil, err
	}
	files, err := r.desk.store.Files(ctx, task)
	for i := range files {
		files[i].Used = t.refersTo(files[i].Hash)
	}
	return files, err
}

// refersTo reports whether a step refers to a file.
func (t *Task) refersTo(hash string) bool {
	return slices.Contains(t.Hashes(), hash)
}

// Hashes are those of the files that a task and its steps refer to, each once.
func (t *Task) Hashes() (all []string) {
	add := func(list []Evidence) {
		for _, e := range list {
			if e.Hash != "" && !slices.Contains(all, e.Hash) {
				all = append(all, e.Hash)
			}
		}
	}
	add(t.Evidence)
	for _, s := range t.Steps {
		add(s.Evidence)
	}
	return all
}

// AddFile takes a file in for a task: first its content, durable, then what it
// is, so that whatever is named is there. What is wrong with the file is
// survey.FieldErrors; the same content again is the file that is there.
func (r Room) AddFile(ctx context.Context, task, name string, content io.Reader) (File, error) {
	t, _, err := r.Task(ctx, task)
	if err != nil {
		return File{}, err
	}
	reach, err := r.v.Reach(ctx)
	if err != nil {
		return File{}, err
	}
	switch {
	case !mayUpload(reach, t) && (t.State == Withdrawn || t.State == Closed):
		return File{}, fileError("evidence_done")
	case !mayUpload(reach, t):
		return File{}, survey.ErrForbidden
	case r.desk.Files == nil:
		return File{}, fileError("evidence_off")
	}
	have, err := r.desk.store.Files(ctx, task)
	if err != nil {
		return File{}, err
	}
	if len(have) >= MostFiles {
		return File{}, fileError("evidence_many", "max", MostFiles)
	}
	name = evidence.Name(name)
	kept, err := r.desk.Files.Put(ctx, name, content)
	if err != nil {
		return File{}, err
	}
	now := r.desk.moment(ctx)
	f := File{
		ID: newID("fi_"), Task: t.ID, Name: name, Kind: kept.Kind, Size: kept.Size, Hash: kept.Hash,
		At: now.At.UTC().Truncate(time.Millisecond), By: now.Actor.ID, ByName: now.Actor.Name,
	}
	f, err = r.desk.store.AddFile(ctx, f, fileAct(survey.ActFileAdded, t, f))
	f.Used = t.refersTo(f.Hash)
	return f, err
}

// TooLarge is what is wrong with a file above UploadLimit, wherever that was met.
func (d *Desk) TooLarge() error {
	return fileError("evidence_size", "max", float64(d.UploadLimit())/(1<<20))
}

func fileError(key string, args ...any) error {
	return survey.FieldErrors{{Field: "file", Key: key, Args: survey.Args(args...)}}
}

// fileAct is an entry in the log of acts. A name may say more than the log is to
// hold, so that it says the hash.
func fileAct(kind survey.ActKind, t Task, f File) survey.Act {
	return survey.Act{Kind: kind, Object: f.ID, Poll: t.Poll, Unit: t.Unit, Detail: map[string]string{"task": t.ID, "hash": f.Hash}}
}

// file returns a file of a task that whoever asks sees.
func (r Room) file(ctx context.Context, task, id string) (Task, File, error) {
	t, _, err := r.Task(ctx, task)
	if err != nil {
		return t, File{}, err
	}
	files, err := r.desk.store.Files(ctx, task)
	if err != nil {
		return t, File{}, err
	}
	i := slices.IndexFunc(files, func(f File) bool { return f.ID == id })
	if i < 0 {
		return t, File{}, fmt.Errorf("file %s: %w", survey.Clip(id), survey.ErrNotFound)
	}
	return t, files[i], nil
}

// OpenFile opens a file of a task; whoever opens it closes it.
func (r Room) OpenFile(ctx context.Context, task, id string) (File, io.ReadCloser, error) {
	_, f, err := r.file(ctx, task, id)
	if err != nil {
		return f, nil, err
	}
	if r.desk.Files == nil {
		return f, nil, errNoFolder
	}
	content, err := r.desk.Files.Open(f.Hash)
	if errors.Is(err, survey.ErrNotFound) { // it was lost from the folder, which is nobody's fault who asks
		err = fmt.Errorf("file %s: its content %s is not in the folder", f.ID, f.Hash)
	}
	if err != nil {
		return f, nil, err
	}
	return f, content, nil
}

// errNoFolder: the server was started without the folder that its files lie in.
var errNoFolder = errors.New("the folder of evidence is not set")

// RemoveFile drops a file of a task that no step refers to; else it is
// survey.ErrConflict. Its content goes with the next Sweep.
func (r Room) RemoveFile(ctx context.Context, task, id string) error {
	t, f, err := r.file(ctx, task, id)
	if err != nil {
		return err
	}
	reach, err := r.v.Reach(ctx)
	switch {
	case err != nil:
		return err
	case !mayUpload(reach, t):
		return survey.ErrForbidden
	case t.refersTo(f.Hash):
		return survey.ErrConflict
	}
	return r.desk.store.RemoveFile(ctx, f, fileAct(survey.ActFileRemoved, t, f))
}

// attached returns the evidence of a step, what names a file by the file's name;
// what is no file of the task is an error.
func (r Room) attached(ctx context.Context, t Task, list []Evidence) ([]Evidence, error) {
	if !slices.ContainsFunc(list, func(e Evidence) bool { return e.Hash != "" }) {
		return list, nil
	}
	files, err := r.desk.store.Files(ctx, t.ID)
	if err != nil {
		return nil, err
	}
	list = slices.Clone(list)
	var errs survey.FieldErrors
	for i, e := range list {
		if e.Hash == "" {
			continue
		}
		at := slices.IndexFunc(files, func(f File) bool { return f.Hash == e.Hash })
		if at < 0 {
			errs = append(errs, survey.FieldError{Field: indexed("evidence", i), Key: "order_evidence_file"})
			continue
		}
		list[i].Name = files[at].Name
	}
	if len(errs) > 0 {
		return nil, errs
	}
	return list, nil
}

// KeptFor is how long a content stays that nothing refers to: whoever uploaded
// it is about to.
const KeptFor = 24 * time.Hour

// Sweep removes the contents that no file names any more.
func (d *Desk) Sweep(ctx context.Context) (removed int, err error) {
	if d.Files == nil {
		return 0, nil
	}
	return d.Files.Sweep(ctx, time.Now().Add(-KeptFor), func(hash string) (bool, error) { return d.store.FileInUse(ctx, hash) })
}

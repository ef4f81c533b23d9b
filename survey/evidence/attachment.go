package evidence

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"minping/survey"
)

// An Attachment is a file that shows something about what it belongs to: a case,
// a project, an award, a duty report. Files of tasks are their own: steps refer
// to them.
type Attachment struct {
	ID     string    `json:"id"`
	Of     Of        `json:"of"`
	Name   string    `json:"name"`           // as it was uploaded, without folders
	Note   string    `json:"note,omitempty"` // what it shows, such as a month
	Kind   Kind      `json:"kind"`           // media type, as found by its content
	Size   int64     `json:"size"`           // bytes
	Hash   string    `json:"hash"`           // SHA-256 of its content, hex
	At     time.Time `json:"at"`             // UTC, to the millisecond
	By     string    `json:"by,omitempty"`
	ByName string    `json:"by_name,omitempty"`
}

// Of is what an attachment belongs to.
type Of struct {
	Kind string `json:"kind"` // case, project, award or duty
	ID   string `json:"id"`   // of a duty report the round and the unit, as dr_1:north
}

// A Place says what whoever asks may do with the attachments of something that
// he sees.
type Place struct {
	Unit string // that it belongs to, for the log of acts
	Adds bool   // he may add some, and remove his own
}

// An Owner finds something by its id for whoever asks; what he may not see is
// survey.ErrNotFound.
type Owner func(ctx context.Context, v survey.Scoped, id string) (Place, error)

// An AttachmentStore keeps what attachments are. The content of whatever it names
// is kept already.
type AttachmentStore interface {
	// Attachments lists those of one thing, in the order in which they came.
	Attachments(ctx context.Context, of Of) ([]Attachment, error)
	// AddAttachment keeps one. Where there is one of that hash already, this is
	// returned and nothing is kept or noted.
	AddAttachment(ctx context.Context, a Attachment, act survey.Act) (Attachment, error)
	RemoveAttachment(ctx context.Context, id string, act survey.Act) error
}

// A Cabinet keeps attachments. It is safe for concurrent use.
type Cabinet struct {
	// Now is the clock.
	Now func() time.Time
	// Folder is where contents lie; nil: none are taken.
	Folder *Folder
	// Owners find what attachments belong to, by kind.
	Owners map[string]Owner

	store AttachmentStore
}

// NewCabinet returns a cabinet over the store, with the system's clock.
func NewCabinet(store AttachmentStore) *Cabinet {
	return &Cabinet{Now: time.Now, Owners: map[string]Owner{}, store: store}
}

// UploadLimit is how many bytes a file may have; 0: none are taken.
func (c *Cabinet) UploadLimit() int64 {
	if c.Folder == nil {
		return 0
	}
	return c.Folder.Limits().File
}

// TooLarge is what is wrong with a file above UploadLimit, wherever that was met.
func (c *Cabinet) TooLarge() error {
	return attachmentError("file", "evidence_size", "max", float64(c.UploadLimit())/(1<<20))
}

// ErrNoFile says that a form came without a file.
var ErrNoFile = attachmentError("file", "evidence_none")

func attachmentError(field, key string, args ...any) error {
	return survey.FieldErrors{{Field: field, Key: key, Args: survey.Args(args...)}}
}

// Within returns the cabinet for somebody.
func (c *Cabinet) Within(v survey.Scoped) Drawer { return Drawer{c, v} }

// A Drawer is the Cabinet for somebody with certain rights.
type Drawer struct {
	cabinet *Cabinet
	v       survey.Scoped
}

// Place finds what attachments belong to.
func (d Drawer) Place(ctx context.Context, of Of) (Place, error) {
	find, known := d.cabinet.Owners[of.Kind]
	if !known {
		return Place{}, fmt.Errorf("attachments of %s: %w", survey.Clip(of.Kind), survey.ErrNotFound)
	}
	p, err := find(ctx, d.v, of.ID)
	p.Adds = p.Adds && d.cabinet.Folder != nil
	return p, err
}

// Attachments lists those of something, in the order in which they came.
func (d Drawer) Attachments(ctx context.Context, of Of) ([]Attachment, Place, error) {
	p, err := d.Place(ctx, of)
	if err != nil {
		return nil, p, err
	}
	all, err := d.cabinet.store.Attachments(ctx, of)
	return all, p, err
}

const (
	mostAttachments = 100 // of one thing
	mostNote        = 120 // characters
)

// Add takes a file in: first its content, durable, then what it is, so that
// whatever is named is there. What is wrong with it is survey.FieldErrors; the
// same content again is the attachment that is there.
func (d Drawer) Add(ctx context.Context, of Of, name, note string, content io.Reader) (Attachment, error) {
	have, p, err := d.Attachments(ctx, of)
	note = strings.Join(strings.Fields(note), " ")
	switch {
	case err != nil:
		return Attachment{}, err
	case d.cabinet.Folder == nil:
		return Attachment{}, attachmentError("file", "evidence_off")
	case !p.Adds:
		return Attachment{}, survey.ErrForbidden
	case len(have) >= mostAttachments:
		return Attachment{}, attachmentError("file", "evidence_many", "max", mostAttachments)
	case utf8.RuneCountInString(note) > mostNote:
		return Attachment{}, attachmentError("note", "too_long", "max", mostNote, "count", utf8.RuneCountInString(note))
	}
	name = Name(name)
	kept, err := d.cabinet.Folder.Put(ctx, name, content)
	if err != nil {
		return Attachment{}, err
	}
	actor := survey.ActorOf(ctx)
	a := Attachment{
		ID: "at_" + strings.ToLower(rand.Text()[:12]), Of: of, Name: name, Note: note, Kind: kept.Kind, Size: kept.Size, Hash: kept.Hash,
		At: d.cabinet.Now().UTC().Truncate(time.Millisecond), By: actor.ID, ByName: actor.Name,
	}
	return d.cabinet.store.AddAttachment(ctx, a, attachmentAct(survey.ActFileAdded, p, a))
}

// attachmentAct is an entry in the log of acts. A name may say more than the log
// is to hold, so that it says the hash.
func attachmentAct(kind survey.ActKind, p Place, a Attachment) survey.Act {
	return survey.Act{Kind: kind, Object: a.ID, Unit: p.Unit, Detail: map[string]string{"of": a.Of.Kind + " " + a.Of.ID, "hash": a.Hash}}
}

func (d Drawer) find(ctx context.Context, of Of, id string) (Attachment, Place, error) {
	all, p, err := d.Attachments(ctx, of)
	if err != nil {
		return Attachment{}, p, err
	}
	i := slices.IndexFunc(all, func(a Attachment) bool { return a.ID == id })
	if i < 0 {
		return Attachment{}, p, fmt.Errorf("attachment %s: %w", survey.Clip(id), survey.ErrNotFound)
	}
	return all[i], p, nil
}

// Open opens an attachment; whoever opens it closes it.
func (d Drawer) Open(ctx context.Context, of Of, id string) (Attachment, io.ReadCloser, error) {
	a, _, err := d.find(ctx, of, id)
	if err != nil {
		return a, nil, err
	}
	if d.cabinet.Folder == nil {
		return a, nil, errors.New("the folder of evidence is not set")
	}
	content, err := d.cabinet.Folder.Open(a.Hash)
	if errors.Is(err, survey.ErrNotFound) { // it was lost from the folder, which is nobody's fault who asks
		err = fmt.Errorf("attachment %s: its content %s is not in the folder", a.ID, a.Hash)
	}
	return a, content, err
}

// Remove drops an attachment that whoever asks added himself. Its content goes
// when contents that nothing names are next swept.
func (d Drawer) Remove(ctx context.Context, of Of, id string) error {
	a, p, err := d.find(ctx, of, id)
	if err != nil {
		return err
	}
	if !p.Adds || a.By != survey.ActorOf(ctx).ID {
		return survey.ErrForbidden
	}
	return d.cabinet.store.RemoveAttachment(ctx, a.ID, attachmentAct(survey.ActFileRemoved, p, a))
}

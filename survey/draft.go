package survey

import (
	"bytes"
	"context"
	"crypto/rand"
	"strings"
	"time"
)

// A QuestionnaireDraft is a questionnaire file that is being written. It may
// have mistakes; publishing it makes a version, which never changes.
type QuestionnaireDraft struct {
	ID       string           `json:"id"`
	Based    QuestionnaireRef `json:"based"`    // the version that it began from, without hash; zero: none
	Revision int64            `json:"revision"` // rises with every change
	Undoable int              `json:"undoable"` // changes that can be taken back
	Changed  time.Time        `json:"changed"`
	By       string           `json:"by"` // name of the account that changed it last
	Source   []byte           `json:"-"`  // YAML, perhaps with mistakes
}

// Limits of drafts.
const (
	DraftSteps   = 100     // of a draft that are kept, to go back to
	DraftMaxSize = 1 << 20 // bytes
)

// DraftStore keeps drafts of questionnaires. What is not there is ErrNotFound, a
// draft that is at another revision ErrStale.
type DraftStore interface {
	// AddDraft keeps a new draft; ErrConflict if its id is taken.
	AddDraft(ctx context.Context, d QuestionnaireDraft) error
	// Drafts lists all drafts, the one changed last first.
	Drafts(ctx context.Context) ([]QuestionnaireDraft, error)
	Draft(ctx context.Context, id string) (QuestionnaireDraft, error)
	// SaveDraft keeps a new source; what it was before can be gone back to.
	SaveDraft(ctx context.Context, d QuestionnaireDraft) error
	// UndoDraft takes back the last change, for good; ErrConflict where there is none.
	UndoDraft(ctx context.Context, id string, at int64) error
	RemoveDraft(ctx context.Context, id string, at int64) error
}

// Drafts lists the drafts of questionnaires, for those who may publish them.
func (v Scoped) Drafts(ctx context.Context) ([]QuestionnaireDraft, error) {
	if err := v.Require(ManageQuestionnaires); err != nil {
		return nil, err
	}
	return v.s.definitions.Drafts(ctx)
}

// Draft returns one draft.
func (v Scoped) Draft(ctx context.Context, id string) (QuestionnaireDraft, error) {
	if err := v.Require(ManageQuestionnaires); err != nil {
		return QuestionnaireDraft{}, err
	}
	return v.s.definitions.Draft(ctx, id)
}

// AddDraft begins a draft with a source, from a published version or none. An
// id is made up where it has none. Too large a source is FieldErrors.
func (v Scoped) AddDraft(ctx context.Context, d QuestionnaireDraft) (QuestionnaireDraft, error) {
	if err := v.Require(ManageQuestionnaires); err != nil {
		return d, err
	}
	if d.ID == "" {
		d.ID = strings.ToLower(rand.Text()[:10])
	}
	if d.Based.ID != "" {
		q, err := v.s.Questionnaire(ctx, d.Based.ID, d.Based.Version)
		if err != nil {
			return d, err
		}
		d.Based = QuestionnaireRef{ID: q.ID, Version: q.Version}
	}
	if err := v.sign(ctx, &d); err != nil {
		return d, err
	}
	if err := v.s.definitions.AddDraft(ctx, d); err != nil {
		return d, err
	}
	return v.s.definitions.Draft(ctx, d.ID)
}

// sign says who writes a source, and when.
func (v Scoped) sign(ctx context.Context, d *QuestionnaireDraft) error {
	if len(d.Source) > DraftMaxSize {
		return FieldErrors{{Field: "source", Key: "too_long", Args: Args("max", DraftMaxSize, "count", len(d.Source))}}
	}
	d.By, d.Changed = ActorOf(ctx).Name, v.s.now()
	return nil
}

// SaveDraft writes a draft anew if it is still at the revision, else ErrStale.
// The same source again is no change.
func (v Scoped) SaveDraft(ctx context.Context, id string, at int64, source []byte) (QuestionnaireDraft, error) {
	d, err := v.draftAt(ctx, id, at)
	if err != nil || bytes.Equal(d.Source, source) {
		return d, err
	}
	d.Source = source
	if err := v.sign(ctx, &d); err != nil {
		return d, err
	}
	if err := v.s.definitions.SaveDraft(ctx, d); err != nil {
		return d, err
	}
	return v.s.definitions.Draft(ctx, id)
}

// draftAt returns a draft if it is at the revision, else ErrStale.
func (v Scoped) draftAt(ctx context.Context, id string, at int64) (QuestionnaireDraft, error) {
	d, err := v.Draft(ctx, id)
	if err == nil && d.Revision != at {
		err = ErrStale
	}
	return d, err
}

// UndoDraft takes back the last change of a draft at the revision, byte by
// byte; ErrConflict where there is none.
func (v Scoped) UndoDraft(ctx context.Context, id string, at int64) (QuestionnaireDraft, error) {
	d, err := v.draftAt(ctx, id, at)
	if err != nil {
		return d, err
	}
	if err := v.s.definitions.UndoDraft(ctx, id, at); err != nil {
		return d, err
	}
	return v.s.definitions.Draft(ctx, id)
}

// RemoveDraft throws a draft away if it is at the revision, else ErrStale.
func (v Scoped) RemoveDraft(ctx context.Context, id string, at int64) error {
	if err := v.Require(ManageQuestionnaires); err != nil {
		return err
	}
	return v.s.definitions.RemoveDraft(ctx, id, at)
}

// PublishDraft publishes a draft at the revision as AddQuestionnaire does. What
// is published is no draft any more.
func (v Scoped) PublishDraft(ctx context.Context, id string, at int64) (*Questionnaire, error) {
	d, err := v.draftAt(ctx, id, at)
	if err != nil {
		return nil, err
	}
	q, err := v.s.AddQuestionnaire(ctx, d.Source)
	if err != nil {
		return nil, err
	}
	return q, v.s.definitions.RemoveDraft(ctx, id, at)
}

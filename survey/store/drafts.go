package store

import (
	"context"
	"database/sql"
	"errors"
	"strconv"

	"minping/survey"
)

const (
	insertDraft = `INSERT INTO drafts (id, based_id, based_version, revision) VALUES ($1, $2, $3, 1) ON CONFLICT DO NOTHING`
	insertStep  = `
		INSERT INTO draft_steps (draft, step, source, changed, actor)
		VALUES ($1, (SELECT coalesce(max(step), 0) + 1 FROM draft_steps WHERE draft = $1), $2, $3, $4)`
	forgetSteps = `
		DELETE FROM draft_steps WHERE draft = $1 AND step <= (SELECT max(step) FROM draft_steps WHERE draft = $1) - $2`
	selectDrafts = `
		SELECT d.id, d.based_id, d.based_version, d.revision, s.source, s.changed, s.actor,
			(SELECT count(*) FROM draft_steps o WHERE o.draft = d.id) - 1
		FROM drafts d JOIN draft_steps s ON s.draft = d.id
			AND s.step = (SELECT max(o.step) FROM draft_steps o WHERE o.draft = d.id)`
	raiseDraft  = `UPDATE drafts SET revision = revision + 1 WHERE id = $1 AND revision = $2`
	deleteStep  = `DELETE FROM draft_steps WHERE draft = $1 AND step = (SELECT max(step) FROM draft_steps WHERE draft = $1)`
	deleteDraft = `DELETE FROM drafts WHERE id = $1 AND revision = $2`
	selectDraft = `SELECT id FROM drafts WHERE id = $1`
)

// AddDraft implements survey.DraftStore.
func (p *People) AddDraft(ctx context.Context, d survey.QuestionnaireDraft) error {
	return p.did(ctx, survey.Act{Kind: survey.ActDraftAdded, Object: d.ID}, func(tx *sql.Tx) error {
		err := changed(tx.ExecContext(ctx, insertDraft, d.ID, d.Based.ID, d.Based.Version))
		if err == nil {
			_, err = tx.ExecContext(ctx, insertStep, d.ID, string(d.Source), unixMilli(d.Changed), d.By)
		}
		return err
	})
}

// Drafts implements survey.DraftStore.
func (p *People) Drafts(ctx context.Context) ([]survey.QuestionnaireDraft, error) {
	return list(ctx, p.db.Reader, func(rows *sql.Rows) (survey.QuestionnaireDraft, error) { return scanDraft(rows) },
		selectDrafts+` ORDER BY s.changed DESC, d.id`)
}

// Draft implements survey.DraftStore.
func (p *People) Draft(ctx context.Context, id string) (survey.QuestionnaireDraft, error) {
	return scanDraft(p.db.Reader.QueryRowContext(ctx, selectDrafts+` WHERE d.id = $1`, id))
}

func scanDraft(row interface{ Scan(...any) error }) (d survey.QuestionnaireDraft, err error) {
	var when int64
	err = row.Scan(&d.ID, &d.Based.ID, &d.Based.Version, &d.Revision, &d.Source, &when, &d.By, &d.Undoable)
	d.Changed = fromUnixMilli(when)
	return d, found(err)
}

// SaveDraft implements survey.DraftStore.
func (p *People) SaveDraft(ctx context.Context, d survey.QuestionnaireDraft) error {
	return p.draft(ctx, survey.ActDraftChanged, d.ID, d.Revision, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, insertStep, d.ID, string(d.Source), unixMilli(d.Changed), d.By)
		if err == nil {
			_, err = tx.ExecContext(ctx, forgetSteps, d.ID, survey.DraftSteps)
		}
		return err
	})
}

// UndoDraft implements survey.DraftStore.
func (p *People) UndoDraft(ctx context.Context, id string, at int64) error {
	return p.draft(ctx, survey.ActDraftUndone, id, at, func(tx *sql.Tx) error {
		d, err := scanDraft(tx.QueryRowContext(ctx, selectDrafts+` WHERE d.id = $1`, id))
		switch {
		case err != nil:
			return err
		case d.Undoable == 0:
			return survey.ErrConflict
		}
		return one(tx.ExecContext(ctx, deleteStep, id))
	})
}

// draft does something to a draft that is at a revision, and raises that.
func (p *People) draft(ctx context.Context, kind survey.ActKind, id string, at int64, fn func(tx *sql.Tx) error) error {
	act := survey.Act{Kind: kind, Object: id, Detail: map[string]string{"revision": strconv.FormatInt(at+1, 10)}}
	return p.did(ctx, act, func(tx *sql.Tx) error {
		if err := stale(ctx, tx, id, changed(tx.ExecContext(ctx, raiseDraft, id, at))); err != nil {
			return err
		}
		return fn(tx)
	})
}

// stale tells a draft that has changed from one that is not there.
func stale(ctx context.Context, tx *sql.Tx, id string, err error) error {
	if !errors.Is(err, survey.ErrConflict) {
		return err
	}
	if err := tx.QueryRowContext(ctx, selectDraft, id).Scan(&id); err != nil {
		return found(err)
	}
	return survey.ErrStale
}

// RemoveDraft implements survey.DraftStore.
func (p *People) RemoveDraft(ctx context.Context, id string, at int64) error {
	return p.did(ctx, survey.Act{Kind: survey.ActDraftRemoved, Object: id}, func(tx *sql.Tx) error {
		return stale(ctx, tx, id, changed(tx.ExecContext(ctx, deleteDraft, id, at)))
	})
}

package store

import (
	"context"
	"database/sql"
	"time"

	"minping/survey"
	"minping/survey/evidence"
)

var _ evidence.AttachmentStore = (*People)(nil)

const (
	selectAttachments = `SELECT id, of_kind, of_id, name, note, kind, size, hash, made, made_by, by_name FROM attachments`
	insertAttachment  = `
		INSERT INTO attachments (id, of_kind, of_id, name, note, kind, size, hash, made, made_by, by_name, position)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, (SELECT coalesce(max(position), 0) + 1 FROM attachments))
		ON CONFLICT (of_kind, of_id, hash) DO NOTHING`
	deleteAttachment = `DELETE FROM attachments WHERE id = $1`
)

func scanAttachment(row interface{ Scan(...any) error }) (a evidence.Attachment, err error) {
	var made int64
	err = row.Scan(&a.ID, &a.Of.Kind, &a.Of.ID, &a.Name, &a.Note, &a.Kind, &a.Size, &a.Hash, &made, &a.By, &a.ByName)
	a.At = time.UnixMilli(made).UTC()
	return a, found(err)
}

// Attachments implements evidence.AttachmentStore.
func (p *People) Attachments(ctx context.Context, of evidence.Of) ([]evidence.Attachment, error) {
	return list(ctx, p.db.Reader, func(rows *sql.Rows) (evidence.Attachment, error) { return scanAttachment(rows) },
		selectAttachments+` WHERE of_kind = $1 AND of_id = $2`+asKept, of.Kind, of.ID)
}

// AddAttachment implements evidence.AttachmentStore.
func (p *People) AddAttachment(ctx context.Context, a evidence.Attachment, act survey.Act) (evidence.Attachment, error) {
	err := p.act(ctx, func(tx *sql.Tx) ([]survey.Act, error) {
		n, err := affected(tx.ExecContext(ctx, insertAttachment, a.ID, a.Of.Kind, a.Of.ID, a.Name, a.Note, string(a.Kind), a.Size, a.Hash, a.At.UnixMilli(), a.By, a.ByName))
		if err != nil || n > 0 {
			return []survey.Act{act}, err
		}
		a, err = scanAttachment(tx.QueryRowContext(ctx, selectAttachments+` WHERE of_kind = $1 AND of_id = $2 AND hash = $3`, a.Of.Kind, a.Of.ID, a.Hash))
		return nil, err
	})
	return a, err
}

// RemoveAttachment implements evidence.AttachmentStore.
func (p *People) RemoveAttachment(ctx context.Context, id string, act survey.Act) error {
	return p.act(ctx, func(tx *sql.Tx) ([]survey.Act, error) {
		n, err := affected(tx.ExecContext(ctx, deleteAttachment, id))
		if err == nil && n == 0 {
			err = survey.ErrNotFound
		}
		return []survey.Act{act}, err
	})
}

package store

import (
	"context"
	"database/sql"
	"encoding/json"

	"minping/survey"
	"minping/survey/awards"
)

const (
	selectAwardDrafts = `SELECT revision, draft FROM award_drafts WHERE award = $1 ORDER BY round, account`
	// Of two first drafts of a judge at once one is kept, and the other is told.
	insertAwardDraft = `
		INSERT INTO award_drafts (award, round, account, revision, draft) VALUES ($1, $2, $3, 1, $4)
		ON CONFLICT (award, round, account) DO NOTHING`
	updateAwardDraft = `UPDATE award_drafts SET revision = revision + 1, draft = $4 WHERE award = $1 AND round = $2 AND account = $3 AND revision = $5`
)

// JudgeDrafts implements awards.Store.
func (p *People) JudgeDrafts(ctx context.Context, award string) ([]awards.Draft, error) {
	return list(ctx, p.db.Reader, func(rows *sql.Rows) (d awards.Draft, err error) {
		revision, err := document(rows, &d)
		d.Revision = revision
		return d, err
	}, selectAwardDrafts, award)
}

func putAwardDraft(ctx context.Context, tx *sql.Tx, d awards.Draft) error {
	text, err := json.Marshal(d)
	if err != nil {
		return err
	}
	if d.Revision == 0 {
		return asRead(tx.ExecContext(ctx, insertAwardDraft, d.Award, d.Round, d.Account, string(text)))
	}
	return asRead(tx.ExecContext(ctx, updateAwardDraft, d.Award, d.Round, d.Account, string(text), d.Revision))
}

// PutJudgeDraft implements awards.Store.
func (p *People) PutJudgeDraft(ctx context.Context, d awards.Draft) error {
	return p.db.write(ctx, func(tx *sql.Tx) error { return putAwardDraft(ctx, tx, d) })
}

// HandInSheet implements awards.Store.
func (p *People) HandInSheet(ctx context.Context, d awards.Draft, a awards.Award, act survey.Act) error {
	return p.act(ctx, func(tx *sql.Tx) ([]survey.Act, error) {
		if err := putAwardDraft(ctx, tx, d); err != nil {
			return nil, err
		}
		return []survey.Act{act}, putDocument(ctx, tx, insertAward, updateAward, a, a.Revision, a.ID)
	})
}

package store

import (
	"context"
	"database/sql"

	"minping/survey"
	"minping/survey/awards"
)

var _ awards.Store = (*People)(nil)

const (
	selectAwards = `SELECT revision, award FROM awards`
	insertAward  = `
		INSERT INTO awards (id, revision, award, position)
		VALUES ($1, 1, $2, (SELECT coalesce(max(position), 0) + 1 FROM awards))`
	updateAward = `UPDATE awards SET revision = revision + 1, award = $2 WHERE id = $1 AND revision = $3`
)

func scanAward(row interface{ Scan(...any) error }) (a awards.Award, err error) {
	revision, err := document(row, &a)
	a.Revision = revision
	return a, err
}

// Awards implements awards.Store.
func (p *People) Awards(ctx context.Context) ([]awards.Award, error) {
	return list(ctx, p.db.Reader, func(rows *sql.Rows) (awards.Award, error) { return scanAward(rows) }, selectAwards+asKept)
}

// Award implements awards.Store.
func (p *People) Award(ctx context.Context, id string) (awards.Award, error) {
	return scanAward(p.db.Reader.QueryRowContext(ctx, selectAwards+ofID, id))
}

// PutAward implements awards.Store.
func (p *People) PutAward(ctx context.Context, a awards.Award, act survey.Act) error {
	return p.act(ctx, func(tx *sql.Tx) ([]survey.Act, error) {
		return []survey.Act{act}, putDocument(ctx, tx, insertAward, updateAward, a, a.Revision, a.ID)
	})
}

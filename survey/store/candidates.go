package store

import (
	"context"
	"database/sql"

	"minping/survey"
	"minping/survey/dossier"
)

var _ dossier.Store = (*People)(nil)

const (
	selectCandidates = `SELECT revision, list FROM candidate_lists`
	insertCandidates = `
		INSERT INTO candidate_lists (id, revision, list, position)
		VALUES ($1, 1, $2, (SELECT coalesce(max(position), 0) + 1 FROM candidate_lists))`
	updateCandidates = `UPDATE candidate_lists SET revision = revision + 1, list = $2 WHERE id = $1 AND revision = $3`
	deleteCandidates = `DELETE FROM candidate_lists WHERE id = $1 AND revision = $2`
)

func scanList(row interface{ Scan(...any) error }) (l dossier.List, err error) {
	revision, err := document(row, &l)
	l.Revision = revision
	return l, err
}

// CandidateLists implements dossier.Store.
func (p *People) CandidateLists(ctx context.Context) ([]dossier.List, error) {
	return list(ctx, p.db.Reader, func(rows *sql.Rows) (dossier.List, error) { return scanList(rows) }, selectCandidates+asKept)
}

// CandidateList implements dossier.Store.
func (p *People) CandidateList(ctx context.Context, id string) (dossier.List, error) {
	return scanList(p.db.Reader.QueryRowContext(ctx, selectCandidates+ofID, id))
}

// PutCandidateList implements dossier.Store.
func (p *People) PutCandidateList(ctx context.Context, l dossier.List, act survey.Act) error {
	return p.act(ctx, func(tx *sql.Tx) ([]survey.Act, error) {
		return []survey.Act{act}, putDocument(ctx, tx, insertCandidates, updateCandidates, l, l.Revision, l.ID)
	})
}

// DropCandidateList implements dossier.Store.
func (p *People) DropCandidateList(ctx context.Context, l dossier.List, act survey.Act) error {
	return p.act(ctx, func(tx *sql.Tx) ([]survey.Act, error) {
		return []survey.Act{act}, asRead(tx.ExecContext(ctx, deleteCandidates, l.ID, l.Revision))
	})
}

package store

import (
	"context"
	"database/sql"
	"encoding/json"

	"minping/survey"
)

const selectAssignments = `SELECT revision, book FROM assignments WHERE poll = $1`

// AssignmentBook implements survey.AssignmentStore.
func (p *People) AssignmentBook(ctx context.Context, poll string) (book survey.AssignmentBook, err error) {
	var revision int64
	var document []byte
	if err := p.db.Reader.QueryRowContext(ctx, selectAssignments, poll).Scan(&revision, &document); err != nil {
		return book, found(err)
	}
	err = json.Unmarshal(document, &book)
	book.Revision = revision
	return book, err
}

const (
	insertAssignments = `INSERT INTO assignments (poll, revision, book) VALUES ($1, 1, $2) ON CONFLICT DO NOTHING`
	updateAssignments = `UPDATE assignments SET revision = revision + 1, book = $2 WHERE poll = $1 AND revision = $3`
)

// PutAssignmentBook implements survey.AssignmentStore.
func (p *People) PutAssignmentBook(ctx context.Context, poll string, book survey.AssignmentBook, act survey.Act) error {
	document, err := json.Marshal(book)
	if err != nil {
		return err
	}
	return p.did(ctx, act, func(tx *sql.Tx) error {
		statement, args := insertAssignments, []any{poll, string(document)}
		if book.Revision > 0 {
			statement, args = updateAssignments, append(args, book.Revision)
		}
		n, err := affected(tx.ExecContext(ctx, statement, args...))
		if err == nil && n == 0 {
			err = survey.ErrStale
		}
		return err
	})
}

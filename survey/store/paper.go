package store

import (
	"context"
	"database/sql"
	"encoding/json"

	"minping/survey"
	"minping/survey/clerk"
)

var _ clerk.Store = (*People)(nil)

const insertPaper = `
	INSERT INTO paper (poll, number, revision, state, totals, work) VALUES ($1, $2, $3, $4, $5, $6)
	ON CONFLICT DO NOTHING`

// AddPaper implements clerk.Store.
func (p *People) AddPaper(ctx context.Context, b clerk.Batch) error {
	return p.putPaper(ctx, insertPaper, b)
}

const updatePaper = `
	UPDATE paper SET revision = revision + 1, state = $4, totals = $5, work = $6
	WHERE poll = $1 AND number = $2 AND revision = $3`

// ReplacePaper implements clerk.Store.
func (p *People) ReplacePaper(ctx context.Context, b clerk.Batch) error {
	return p.putPaper(ctx, updatePaper, b)
}

func (p *People) putPaper(ctx context.Context, query string, b clerk.Batch) error {
	totals, err := json.Marshal(b.Totals)
	if err != nil {
		return err
	}
	var work []byte
	if b.Work != nil {
		if work, err = json.Marshal(b.Work); err != nil { //nolint:gosec // the secret is for the store
			return err
		}
	}
	n, err := affected(p.db.Writer.ExecContext(ctx, query, b.Poll, b.Number, b.Revision, string(b.State), string(totals), string(work)))
	if err != nil || n == 0 {
		return either(err, survey.ErrConflict)
	}
	return nil
}

const selectPaper = `SELECT poll, number, revision, state, totals, work FROM paper WHERE poll = $1`

func scanPaper(row interface{ Scan(...any) error }) (b clerk.Batch, err error) {
	var totals, work []byte
	if err := row.Scan(&b.Poll, &b.Number, &b.Revision, &b.State, &totals, &work); err != nil {
		return b, found(err)
	}
	if len(work) > 0 {
		b.Work = new(clerk.Work)
		if err := json.Unmarshal(work, b.Work); err != nil {
			return b, err
		}
	}
	return b, json.Unmarshal(totals, &b.Totals)
}

// Paper implements clerk.Store.
func (p *People) Paper(ctx context.Context, poll string, number int) (clerk.Batch, error) {
	return scanPaper(p.db.Reader.QueryRowContext(ctx, selectPaper+` AND number = $2`, poll, number))
}

// Papers implements clerk.Store.
func (p *People) Papers(ctx context.Context, poll string) ([]clerk.Batch, error) {
	return list(ctx, p.db.Reader, func(rows *sql.Rows) (clerk.Batch, error) { return scanPaper(rows) },
		selectPaper+` ORDER BY number`, poll)
}

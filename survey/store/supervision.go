package store

import (
	"context"
	"database/sql"
	"encoding/json"

	"minping/survey"
)

const insertSupervision = `
	INSERT INTO supervision (id, poll, unit, record, position)
	VALUES ($1, $2, $3, $4, (SELECT coalesce(max(position), 0) + 1 FROM supervision))
	ON CONFLICT (id) DO NOTHING`

const selectSupervision = `SELECT record FROM supervision`

func scanSupervision(row interface{ Scan(...any) error }) (r survey.SupervisionRecord, err error) {
	var text []byte
	if err := row.Scan(&text); err != nil {
		return r, found(err)
	}
	return r, json.Unmarshal(text, &r)
}

// AddSupervision implements survey.SupervisionStore.
func (p *People) AddSupervision(ctx context.Context, r survey.SupervisionRecord, act survey.Act) (survey.SupervisionRecord, error) {
	err := p.act(ctx, func(tx *sql.Tx) ([]survey.Act, error) {
		text, err := json.Marshal(r)
		if err != nil {
			return nil, err
		}
		n, err := affected(tx.ExecContext(ctx, insertSupervision, r.ID, r.Poll, r.Unit, string(text)))
		if err != nil || n > 0 {
			return []survey.Act{act}, err
		}
		r, err = scanSupervision(tx.QueryRowContext(ctx, selectSupervision+ofID, r.ID))
		return nil, err
	})
	return r, err
}

// SupervisionOf implements survey.SupervisionStore.
func (p *People) SupervisionOf(ctx context.Context, poll string) ([]survey.SupervisionRecord, error) {
	return list(ctx, p.db.Reader, func(rows *sql.Rows) (survey.SupervisionRecord, error) { return scanSupervision(rows) }, selectSupervision+` WHERE poll = $1`+asKept, poll)
}

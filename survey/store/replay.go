package store

import (
	"context"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"time"

	"minping/survey/replay"
)

var _ replay.Store = (*People)(nil)

const (
	deleteOldKeys = `DELETE FROM idempotency WHERE expires <= $1`
	insertKey     = `
		INSERT INTO idempotency (account, key, fingerprint, turn, status, header, body, expires)
		VALUES ($1, $2, $3, $4, 0, '', '', $5)
		ON CONFLICT DO NOTHING`
	selectAnswered = `SELECT fingerprint, turn, status, header, body FROM idempotency WHERE account = $1 AND key = $2`
)

// TakeKey implements replay.Store.
func (p *People) TakeKey(ctx context.Context, c replay.Claim, now, until time.Time) (taken bool, there replay.Record, err error) {
	err = p.db.write(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, deleteOldKeys, now.UnixMilli()); err != nil {
			return err
		}
		n, err := affected(tx.ExecContext(ctx, insertKey, c.Account, c.Key, c.Fingerprint, c.Turn, until.UnixMilli()))
		if err != nil || n > 0 {
			taken = n > 0
			return err
		}
		there, err = scanKey(tx.QueryRowContext(ctx, selectAnswered, c.Account, c.Key))
		return err
	})
	return taken, there, err
}

func scanKey(row *sql.Row) (r replay.Record, err error) {
	var header, body string
	var a replay.Answer
	if err := row.Scan(&r.Fingerprint, &r.Turn, &a.Status, &header, &body); err != nil || header == "" {
		return r, found(err)
	}
	if err := json.Unmarshal([]byte(header), &a.Header); err != nil {
		return r, err
	}
	a.Body, err = base64.StdEncoding.DecodeString(body)
	r.Answer = &a
	return r, err
}

const updateKey = `
	UPDATE idempotency SET turn = '', status = $4, header = $5, body = $6, expires = $7
	WHERE account = $1 AND key = $2 AND turn = $3`

// SettleKey implements replay.Store.
func (p *People) SettleKey(ctx context.Context, c replay.Claim, a *replay.Answer, until time.Time) error {
	var status int
	var header, body string
	if a != nil {
		b, err := json.Marshal(a.Header)
		if err != nil {
			return err
		}
		status, header, body = a.Status, string(b), base64.StdEncoding.EncodeToString(a.Body)
	}
	_, err := p.db.Writer.ExecContext(ctx, updateKey, c.Account, c.Key, c.Turn, status, header, body, until.UnixMilli())
	return err
}

const deleteKey = `DELETE FROM idempotency WHERE account = $1 AND key = $2 AND turn = $3`

// DropKey implements replay.Store.
func (p *People) DropKey(ctx context.Context, c replay.Claim) error {
	_, err := p.db.Writer.ExecContext(ctx, deleteKey, c.Account, c.Key, c.Turn)
	return err
}

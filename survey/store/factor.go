package store

import (
	"context"
	"database/sql"

	"minping/survey"
)

const selectFactor = `SELECT secret FROM factors WHERE account = $1`

// Factor implements access.Store.
func (p *People) Factor(ctx context.Context, account string) (secret string, err error) {
	err = p.db.Reader.QueryRowContext(ctx, selectFactor, account).Scan(&secret)
	return secret, found(err)
}

const (
	insertFactor = `INSERT INTO factors (account, secret, step) VALUES ($1, $2, $3) ON CONFLICT (account) DO NOTHING`
	updateFactor = `UPDATE factors SET secret = $2, step = $3 WHERE account = $1 AND secret = $4`
)

const selectEnrolled = `SELECT account FROM factors ORDER BY account`

// Enrolled implements access.Store.
func (p *People) Enrolled(ctx context.Context) ([]string, error) {
	return list(ctx, p.db.Reader, func(rows *sql.Rows) (id string, err error) { return id, rows.Scan(&id) }, selectEnrolled)
}

// PutFactor implements access.Store.
func (p *People) PutFactor(ctx context.Context, account, old, secret string, step int64, recovery []string, session string) error {
	return p.did(ctx, survey.Act{Kind: survey.ActFactorSet, Object: account}, func(tx *sql.Tx) error {
		query, args := insertFactor, []any{account, secret, step}
		if old != "" {
			query, args = updateFactor, append(args, old)
		}
		n, err := affected(tx.ExecContext(ctx, query, args...))
		if err != nil || n == 0 {
			return either(err, survey.ErrConflict)
		}
		if _, err := tx.ExecContext(ctx, deleteSignins, account, session); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, updatePassed, session, true); err != nil {
			return err
		}
		return putRecovery(ctx, tx, account, recovery)
	})
}

const updateStep = `UPDATE factors SET step = $2 WHERE account = $1 AND step < $2`

// TakeStep implements access.Store.
func (p *People) TakeStep(ctx context.Context, account string, step int64) error {
	n, err := affected(p.db.Writer.ExecContext(ctx, updateStep, account, step))
	if err != nil || n == 0 {
		return either(err, survey.ErrConflict)
	}
	return nil
}

const deleteFactor = `DELETE FROM factors WHERE account = $1`

// RemoveFactor implements access.Store.
func (p *People) RemoveFactor(ctx context.Context, account string) error {
	return p.did(ctx, survey.Act{Kind: survey.ActFactorRemoved, Object: account}, func(tx *sql.Tx) error {
		return removeFactor(ctx, tx, account)
	})
}

func removeFactor(ctx context.Context, tx *sql.Tx, account string) error {
	if _, err := tx.ExecContext(ctx, deleteFactor, account); err != nil {
		return err
	}
	return putRecovery(ctx, tx, account, nil)
}

const (
	deleteRecoveries = `DELETE FROM recovery_codes WHERE account = $1`
	insertRecovery   = `INSERT INTO recovery_codes (account, hash) VALUES ($1, $2)`
)

// PutRecovery implements access.Store.
func (p *People) PutRecovery(ctx context.Context, account string, hashes []string) error {
	return p.did(ctx, survey.Act{Kind: survey.ActRecoveryMade, Object: account}, func(tx *sql.Tx) error {
		return putRecovery(ctx, tx, account, hashes)
	})
}

func putRecovery(ctx context.Context, tx *sql.Tx, account string, hashes []string) error {
	if _, err := tx.ExecContext(ctx, deleteRecoveries, account); err != nil {
		return err
	}
	for _, h := range hashes {
		if _, err := tx.ExecContext(ctx, insertRecovery, account, h); err != nil {
			return err
		}
	}
	return nil
}

const deleteRecovery = `DELETE FROM recovery_codes WHERE account = $1 AND hash = $2`

// TakeRecovery implements access.Store.
func (p *People) TakeRecovery(ctx context.Context, account, hash string) error {
	return p.did(ctx, survey.Act{Kind: survey.ActRecoveryUsed, Object: account}, func(tx *sql.Tx) error {
		return one(tx.ExecContext(ctx, deleteRecovery, account, hash))
	})
}

const countRecovery = `SELECT count(*) FROM recovery_codes WHERE account = $1`

// Recovery implements access.Store.
func (p *People) Recovery(ctx context.Context, account string) (n int, err error) {
	err = p.db.Reader.QueryRowContext(ctx, countRecovery, account).Scan(&n)
	return n, err
}

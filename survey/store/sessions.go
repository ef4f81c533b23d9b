package store

import (
	"context"
	"database/sql"
	"encoding/base64"
	"errors"
	"time"
)

// Sessions keeps the sessions of those who are signed in. It implements the
// Store and CtxStore of github.com/alexedwards/scs/v2, by whose wish the
// methods without a context are there too.
type Sessions struct {
	// Now is the clock, so that expiry can be tested.
	Now func() time.Time

	ahead func() time.Duration // how far Now is ahead of the clock that others set expiry by
	db    *DB
}

// Sessions returns the sessions of this database.
func (p *People) Sessions() *Sessions {
	return &Sessions{Now: time.Now, ahead: func() time.Duration { return 0 }, db: p.db}
}

// Sessions returns the sessions of the clock's database: once expired by this
// clock, they stay so.
func (c *Clock) Sessions() *Sessions { return &Sessions{Now: c.Now, ahead: c.Ahead, db: c.people.db} }

const selectSession = `SELECT data FROM sessions WHERE hash = $1 AND expires > $2`

// FindCtx returns a session's data and whether there is one that has not expired.
func (s *Sessions) FindCtx(ctx context.Context, token string) (data []byte, ok bool, err error) {
	var text string
	err = s.db.Reader.QueryRowContext(ctx, selectSession, token, s.Now().UnixMilli()).Scan(&text)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, false, nil
	}
	if err == nil {
		data, err = base64.StdEncoding.DecodeString(text)
	}
	return data, err == nil, err
}

const (
	deleteExpired = `DELETE FROM sessions WHERE expires <= $1`
	upsertSession = `
		INSERT INTO sessions (hash, data, expires) VALUES ($1, $2, $3)
		ON CONFLICT (hash) DO UPDATE SET data = excluded.data, expires = excluded.expires`
)

// CommitCtx stores a session until it expires, and drops those that have.
func (s *Sessions) CommitCtx(ctx context.Context, token string, data []byte, expires time.Time) error {
	return s.db.write(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, deleteExpired, s.Now().UnixMilli()); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, upsertSession, token, base64.StdEncoding.EncodeToString(data), expires.Add(s.ahead()).UnixMilli())
		return err
	})
}

const deleteSession = `DELETE FROM sessions WHERE hash = $1`

// DeleteCtx ends a session; one that is not there is no error.
func (s *Sessions) DeleteCtx(ctx context.Context, token string) error {
	_, err := s.db.Writer.ExecContext(ctx, deleteSession, token)
	return err
}

// Find is FindCtx without a context.
func (s *Sessions) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

// Commit is CommitCtx without a context.
func (s *Sessions) Commit(token string, data []byte, expires time.Time) error {
	return s.CommitCtx(context.Background(), token, data, expires)
}

// Delete is DeleteCtx without a context.
func (s *Sessions) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }

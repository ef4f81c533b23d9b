package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"minping/survey"
)

// rewritePostgres writes the polls' rows anew in the order of their keys, then
// drops the old ones from the files. Whoever waits for a table makes all
// deposits wait behind it, and a snapshot that somebody reads keeps the old
// rows: with readers there, it leaves the rows alone.
func rewritePostgres(ctx context.Context, db querier, polls ...string) error {
	return impatiently(ctx, db, func() error {
		if err := rewritePolls(ctx, db, polls); err != nil {
			return err
		}
		return vacuum(ctx, db, "ballots", "spent")
	})
}

// scrubPostgres drops the deleted rows of tables from the files.
func scrubPostgres(ctx context.Context, db querier, tables ...string) error {
	return impatiently(ctx, db, func() error { return vacuum(ctx, db, tables...) })
}

// rewriteLock is the number of the advisory lock of rewriting.
const rewriteLock = restoreLock + 1

// How long one process waits for another's rewriting, and between two looks: a
// statement that waited in the server would keep old rows in the files.
const (
	othersTime = 20 * time.Second
	lookAgain  = 20 * time.Millisecond
)

// alonePostgres waits until no other process rewrites; survey.ErrRead: that
// took too long. Neither writer waits meanwhile.
func alonePostgres(ctx context.Context, db *sql.DB) (release func(), err error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	for deadline := time.Now().Add(othersTime); ; {
		var mine bool
		err := conn.QueryRowContext(ctx, `SELECT pg_try_advisory_lock($1)`, int64(rewriteLock)).Scan(&mine)
		if mine {
			return func() {
				_, _ = conn.ExecContext(context.WithoutCancel(ctx), `SELECT pg_advisory_unlock($1)`, int64(rewriteLock))
				_ = conn.Close()
			}, nil
		}
		if err == nil && time.Now().After(deadline) {
			err = survey.ErrRead
		}
		if err != nil {
			return nil, errors.Join(err, conn.Close())
		}
		select {
		case <-ctx.Done():
			return nil, errors.Join(ctx.Err(), conn.Close())
		case <-time.After(lookAgain):
		}
	}
}

// impatiently runs fn, which waits no longer than readersTime for any lock;
// survey.ErrRead: that was not enough.
func impatiently(ctx context.Context, db querier, fn func() error) (err error) {
	if _, err := db.ExecContext(ctx, fmt.Sprintf(`SET lock_timeout = %d`, readersTime.Milliseconds())); err != nil {
		return err
	}
	defer func() {
		if lockedOut(err) {
			err = survey.ErrRead
		}
		_, again := db.ExecContext(ctx, `RESET lock_timeout`)
		err = errors.Join(err, again)
	}()
	return fn()
}

func vacuum(ctx context.Context, db querier, tables ...string) error {
	for _, table := range tables {
		if _, err := db.ExecContext(ctx, `VACUUM FULL `+table); err != nil {
			return err
		}
	}
	return nil
}

func rewritePolls(ctx context.Context, db querier, polls []string) error {
	err := dialect{begin: "BEGIN"}.transact(ctx, db, func() error {
		_, err := db.ExecContext(ctx, `LOCK TABLE ballots, spent IN ACCESS EXCLUSIVE MODE`)
		return err
	})
	if err != nil {
		return err
	}
	for _, poll := range polls {
		for _, query := range []string{
			`WITH moved AS (DELETE FROM ballots WHERE poll = $1 RETURNING *) INSERT INTO ballots SELECT * FROM moved ORDER BY id`,
			`WITH moved AS (DELETE FROM spent WHERE poll = $1 RETURNING *) INSERT INTO spent SELECT * FROM moved ORDER BY marker`,
		} {
			if _, err := db.ExecContext(ctx, query, poll); err != nil {
				return err
			}
		}
	}
	return nil
}

// lockNotAvailable is PostgreSQL's code of a lock_timeout.
const lockNotAvailable = "55P03"

// lockedOut reports whether others held a table for too long.
func lockedOut(err error) bool {
	refusal, ok := errors.AsType[*pgconn.PgError](err)
	return ok && refusal.Code == lockNotAvailable
}

package store

import (
	"context"
	"errors"
	"fmt"

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

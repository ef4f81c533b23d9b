package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"minping/survey"
)

// Ballots is the database of ballots: it implements survey.BallotBox. All
// that changes it goes through one writer.
type Ballots struct {
	db     *DB
	writer *writer
}

func newBallots(db *DB) *Ballots {
	b := &Ballots{db: db, writer: newWriter(db)}
	go b.writer.run()
	return b
}

func (b *Ballots) close() error {
	b.writer.stop()
	return b.db.Close()
}

const insertBox = `INSERT INTO boxes (poll, key, state) VALUES ($1, $2, 'open') ON CONFLICT DO NOTHING`

// CreateBox implements survey.BallotBox.
func (b *Ballots) CreateBox(ctx context.Context, poll string, key []byte) error {
	return b.writer.do(ctx, func(ctx context.Context, db querier) error {
		_, err := db.ExecContext(ctx, insertBox, poll, key)
		return err
	})
}

const selectKey = `SELECT key FROM boxes WHERE poll = $1`

// BoxKey implements survey.BallotBox.
func (b *Ballots) BoxKey(ctx context.Context, poll string) (key []byte, err error) {
	err = b.db.Reader.QueryRowContext(ctx, selectKey, poll).Scan(&key)
	return key, found(err)
}

const updateFence = `UPDATE boxes SET state = 'fenced' WHERE poll = $1 AND state = 'open'`

// Fence implements survey.BallotBox.
func (b *Ballots) Fence(ctx context.Context, poll string) error {
	return b.writer.do(ctx, func(ctx context.Context, db querier) error {
		_, err := db.ExecContext(ctx, updateFence, poll)
		return err
	})
}

const updateSeal = `UPDATE boxes SET state = 'sealed' WHERE poll = $1 AND state = 'fenced'`

// Seal implements survey.BallotBox.
func (b *Ballots) Seal(ctx context.Context, poll string) error {
	return b.rewrite(ctx, func(ctx context.Context, db querier) error {
		var state string
		err := db.QueryRowContext(ctx, selectState, poll).Scan(&state)
		if err != nil || state != "fenced" {
			return found(err)
		}
		if err := b.db.rewrite(ctx, db, poll); err != nil {
			return err
		}
		_, err = db.ExecContext(ctx, updateSeal, poll)
		return err
	})
}

const selectOpen = `SELECT poll FROM boxes WHERE state = 'open' ORDER BY poll`

// Rewrite implements survey.BallotBox.
func (b *Ballots) Rewrite(ctx context.Context) error {
	return b.rewrite(ctx, func(ctx context.Context, db querier) error {
		polls, err := list(ctx, db, func(rows *sql.Rows) (poll string, err error) { return poll, rows.Scan(&poll) }, selectOpen)
		if err != nil || len(polls) == 0 {
			return err
		}
		return b.db.rewrite(ctx, db, polls...)
	})
}

// rewrite runs a change that writes all ballots anew; deposits here do not wait
// for other processes that are at it.
func (b *Ballots) rewrite(ctx context.Context, change func(context.Context, querier) error) error {
	return b.db.rewriting(ctx, func() error { return b.writer.rewrite(ctx, change) })
}

const selectUnsealed = `SELECT poll FROM boxes WHERE state = 'fenced' ORDER BY poll`

// Unsealed implements survey.BallotBox.
func (b *Ballots) Unsealed(ctx context.Context) ([]string, error) {
	return list(ctx, b.db.Reader, func(rows *sql.Rows) (poll string, err error) {
		return poll, rows.Scan(&poll)
	}, selectUnsealed)
}

const selectSubmissions = `SELECT count(*) FROM spent WHERE poll = $1`

// Submissions implements survey.BallotBox.
func (b *Ballots) Submissions(ctx context.Context, poll string) (n int, err error) {
	return n, b.db.Reader.QueryRowContext(ctx, selectSubmissions, poll).Scan(&n)
}

const selectCells = `SELECT unit, grp, count(*) FROM ballots WHERE poll = $1 GROUP BY unit, grp ORDER BY unit, grp`

// Cells implements survey.BallotBox.
func (b *Ballots) Cells(ctx context.Context, poll string) ([]survey.Cell, error) {
	return list(ctx, b.db.Reader, func(rows *sql.Rows) (c survey.Cell, err error) {
		return c, rows.Scan(&c.Unit, &c.Group, &c.Ballots)
	}, selectCells, poll)
}

// errNotBegun says that a transaction has not even begun: nothing was written.
var errNotBegun = errors.New("no transaction")

// transact runs fn in a transaction of the writer's connection.
func (d dialect) transact(ctx context.Context, db querier, fn func() error) error {
	if _, err := db.ExecContext(ctx, d.begin); err != nil {
		return fmt.Errorf("%w: %w", errNotBegun, err)
	}
	if err := fn(); err != nil {
		_, undo := db.ExecContext(ctx, `ROLLBACK`)
		return errors.Join(err, undo)
	}
	_, err := db.ExecContext(ctx, `COMMIT`)
	return err
}

package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"minping/survey"
)

// Inspect reads both databases through and returns what is damaged: every page
// of SQLite and its indices; of PostgreSQL, which checks what it reads, the
// settings on which keeping ballots depends.
func (s *Store) Inspect(ctx context.Context) error {
	var errs []error
	for _, d := range []struct {
		name string
		db   *DB
	}{{"database of people", s.People.db}, {"database of ballots", s.Ballots.db}} {
		err := d.db.check(ctx, d.db.Reader)
		if err == nil {
			err = d.db.examine(ctx, d.db.Reader)
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", d.name, err))
		}
	}
	return errors.Join(errs...)
}

// examineSQLite reads the whole file.
func examineSQLite(ctx context.Context, db querier) error {
	found, err := list(ctx, db, func(rows *sql.Rows) (line string, err error) { return line, rows.Scan(&line) }, `PRAGMA integrity_check(10)`)
	if err == nil && (len(found) != 1 || found[0] != "ok") {
		err = fmt.Errorf("the file is damaged: %s", strings.Join(found, "; "))
	}
	return err
}

// selectBoxState counts the markers that are no code's hash.
const selectBoxState = `
	SELECT b.state, (SELECT count(*) FROM spent s WHERE s.poll = b.poll
		AND NOT EXISTS (SELECT 1 FROM codes c WHERE c.poll = s.poll AND c.hash = s.marker))
	FROM boxes b WHERE b.poll = $1`

// BoxState implements survey.BallotBox.
func (b *Ballots) BoxState(ctx context.Context, poll string) (s survey.BoxState, err error) {
	return s, found(b.db.Reader.QueryRowContext(ctx, selectBoxState, poll).Scan(&s.State, &s.Codeless))
}

const selectStrays = `
	SELECT poll FROM (SELECT DISTINCT poll FROM spent UNION SELECT DISTINCT poll FROM ballots) AS held
	WHERE poll NOT IN (SELECT poll FROM boxes) ORDER BY poll`

// Strays implements survey.BallotBox.
func (b *Ballots) Strays(ctx context.Context) ([]string, error) {
	return list(ctx, b.db.Reader, func(rows *sql.Rows) (poll string, err error) { return poll, rows.Scan(&poll) }, selectStrays)
}

package store

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
)

// An Origin is what backups are made of: both databases, opened for reading
// only and as they are, beside a server that has them open or without one.
type Origin struct {
	people, ballots *sql.DB
	dialect         dialect
	place           string
	between         func() // called between two snapshots; for tests
}

// Origin returns the databases of an open store; they are closed with it.
func (s *Store) Origin() *Origin {
	return &Origin{people: s.People.db.Reader, ballots: s.Ballots.db.Reader, dialect: s.People.db.dialect}
}

// OriginSQLite opens the databases in a folder, whether or not a server has
// them open.
func OriginSQLite(dir string) (*Origin, error) {
	o := &Origin{dialect: sqliteDialect, place: dir}
	var err error
	if o.people, err = readSQLite(filepath.Join(dir, peopleFile), false); err == nil {
		o.ballots, err = readSQLite(filepath.Join(dir, ballotsFile), false)
	}
	if errors.Is(err, os.ErrNotExist) {
		err = &BackupError{Key: "no_data", Where: dir, Err: err}
	}
	if err != nil {
		return nil, errors.Join(err, o.Close())
	}
	return o, nil
}

// OriginPostgres opens two databases of PostgreSQL.
func OriginPostgres(peopleDSN, ballotsDSN string) (*Origin, error) {
	if err := checkApart(peopleDSN, ballotsDSN); err != nil {
		return nil, err
	}
	o := &Origin{dialect: postgresDialect, place: "PostgreSQL"}
	var err error
	if o.people, err = postgresPool(peopleDSN, readerSettings); err == nil {
		o.ballots, err = postgresPool(ballotsDSN, readerSettings)
	}
	if err != nil {
		return nil, errors.Join(err, o.Close())
	}
	return o, nil
}

// Close closes what was opened.
func (o *Origin) Close() error {
	var errs []error
	for _, db := range []*sql.DB{o.people, o.ballots} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	return errors.Join(errs...)
}

// A snapshot is one state of both databases.
type snapshot struct{ people, ballots *view }

func (s *snapshot) close() { s.people.close(); s.ballots.close() }

// A view is a transaction that reads one state of a database.
type view struct {
	*sql.Tx
	version int64 // of its tables
}

func (v *view) close() { _ = v.Rollback() } // nothing was written

// mostTries is how often polls may open or close while a snapshot is taken.
const mostTries = 20

// snapshot returns a state in which both databases were at one moment, though
// no statement spans both. It looks at the people, then at the ballots, then
// at the people again: if no poll was made, opened, closed or counted in
// between, and no batch of paper handed in, then what was first seen of the
// people was still so when the ballots were seen. These steps only ever lead
// forwards, so that nothing can have come and gone. Ballots that come in
// meanwhile change nothing in the database of people.
//
// Such a state is one in which a crash at that moment would have left the
// databases, so whatever it interrupts is finished by the next server.
func (o *Origin) snapshot(ctx context.Context) (*snapshot, error) {
	people, stance, err := o.viewPeople(ctx)
	if err != nil {
		return nil, err
	}
	for range mostTries {
		if o.between != nil {
			o.between()
		}
		ballots, err := o.view(ctx, o.ballots, o.dialect.hold)
		if err != nil {
			people.close()
			return nil, err
		}
		again, now, err := o.viewPeople(ctx)
		if err != nil {
			people.close()
			ballots.close()
			return nil, err
		}
		if now == stance {
			again.close()
			return &snapshot{people, ballots}, nil
		}
		people.close()
		ballots.close()
		people, stance = again, now
	}
	people.close()
	return nil, &BackupError{Key: "unrest"}
}

// view begins to look at one state of a database; hold is the first statement,
// if there is one.
func (o *Origin) view(ctx context.Context, db *sql.DB, hold string) (*view, error) {
	tx, err := db.BeginTx(ctx, &o.dialect.snapshot)
	if err != nil {
		return nil, err
	}
	v := &view{Tx: tx}
	if hold != "" {
		if _, err := tx.ExecContext(ctx, hold); err != nil {
			v.close()
			return nil, &BackupError{Key: "no_data", Where: o.place, Err: err}
		}
	}
	if err := tx.QueryRowContext(ctx, selectVersion).Scan(&v.version); err != nil { // the first statement settles what is seen
		v.close()
		return nil, &BackupError{Key: "no_data", Where: o.place, Err: err}
	}
	return v, nil
}

// selectStances say how far all is that leads from one database to the other.
var selectStances = map[string]string{
	"polls":    `SELECT id || ' ' || state FROM polls ORDER BY id`,
	"releases": `SELECT poll FROM releases ORDER BY poll`,
	"paper":    `SELECT poll || ' ' || number || ' ' || state FROM paper ORDER BY poll, number`,
}

// viewPeople returns a view of the people with how far all is.
func (o *Origin) viewPeople(ctx context.Context) (*view, string, error) {
	v, err := o.view(ctx, o.people, "")
	if err != nil {
		return nil, "", err
	}
	stance, err := v.stance(ctx)
	if err != nil {
		v.close()
		return nil, "", err
	}
	return v, stance, nil
}

func (v *view) stance(ctx context.Context) (string, error) {
	tables, err := schemaAt(ctx, "people", v.version)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for _, t := range tables { // of an earlier version there may be fewer
		query, leads := selectStances[t.name]
		if !leads {
			continue
		}
		lines, err := list(ctx, v, func(rows *sql.Rows) (line string, err error) { return line, rows.Scan(&line) }, query)
		if err != nil {
			return "", err
		}
		b.WriteString(t.name + "\n" + strings.Join(lines, "\n") + "\n")
	}
	return b.String(), nil
}

package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"io/fs"
	"time"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"minping/survey"
)

// A DB is one database: a pool of readers and a writer of one connection.
// Transactions of the writer take SQLite's write lock when they begin.
type DB struct {
	Reader *sql.DB
	Writer *sql.DB
	dialect
}

// A dialect is what differs between the engines.
type dialect struct {
	goose    goose.Dialect
	begin    string // begins a transaction that will write
	share    string // ends a SELECT whose row must not change until the commit
	lock     string // ends a SELECT whose row this transaction will change
	free     string // the same, of the rows that no other transaction holds
	bulk     bulk
	bytes    string // after a column of texts: ordered by their bytes
	patience patience
	// snapshot begins a transaction that reads one state of the database.
	snapshot sql.TxOptions
	// hold keeps the ballots from being rewritten while a snapshot lasts, where
	// reading does not; "": it does.
	hold string
	// check returns an error unless the connection keeps what was committed.
	check func(ctx context.Context, db querier) error
	// inspect looks for damage after a failed write.
	inspect func(ctx context.Context, db querier) error
	// examine reads all there is for damage.
	examine func(ctx context.Context, db querier) error
	// stream passes what is to be read of a range of the ballots to each.
	stream func(ctx context.Context, db *sql.DB, r idRange, what reading, each func(*survey.Record) error) error
	// rewrite puts the ballots of polls into an order that tells nothing.
	rewrite func(ctx context.Context, db querier, polls ...string) error
	// alone keeps other processes from rewriting and scrubbing until release is
	// called; nil: there are none.
	alone func(ctx context.Context, db *sql.DB) (release func(), err error)
	// drain moves what is in the log into the file, beside deposits; nil: there
	// is none to move.
	drain func(ctx context.Context, db querier) error
	// scrub leaves nothing in the files of what was deleted from tables.
	scrub func(ctx context.Context, db querier, tables ...string) error
}

// A patience is how long the writer waits for the database before it gives the
// connection up; 0 is for ever, as a file needs it: a flush to disk ends by itself.
type patience struct {
	change  time.Duration // a transaction
	rewrite time.Duration // writing all ballots anew
}

// readersTime is how long the ballots' rewriting waits for those who read them.
const readersTime = 250 * time.Millisecond

// A querier is a pool, a connection or a transaction.
type querier interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// Close closes both pools.
func (db *DB) Close() error { return errors.Join(db.Reader.Close(), db.Writer.Close()) }

// write runs fn in a transaction of the writer.
func (db *DB) write(ctx context.Context, fn func(tx *sql.Tx) error) error {
	tx, err := db.Writer.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // does nothing after the commit
	if err := fn(tx); err != nil {
		return err
	}
	return tx.Commit()
}

// rewriting runs fn, which writes tables anew, while no other process does.
func (db *DB) rewriting(ctx context.Context, fn func() error) error {
	if db.alone != nil {
		release, err := db.alone(ctx, db.Reader)
		if err != nil {
			return err
		}
		defer release()
	}
	return fn()
}

//go:embed migrations
var migrations embed.FS

// migrate brings the tables up to date.
func (db *DB) migrate(ctx context.Context, folder string) error {
	provider, err := migrator(db.goose, db.Writer, folder)
	if err != nil {
		return err
	}
	_, err = provider.Up(ctx)
	return err
}

// migrator returns what runs the migrations of a folder, which has one set of
// them for both engines, or one for each.
func migrator(engine goose.Dialect, db *sql.DB, folder string) (*goose.Provider, error) {
	folder = "migrations/" + folder
	if sub := folder + "/" + string(engine); exists(sub) {
		folder = sub
	}
	files, err := fs.Sub(migrations, folder)
	if err != nil {
		return nil, err
	}
	var options []goose.ProviderOption
	if engine == goose.DialectPostgres {
		locker, err := lock.NewPostgresSessionLocker()
		if err != nil {
			return nil, err
		}
		options = append(options, goose.WithSessionLocker(locker))
	}
	return goose.NewProvider(engine, db, files, options...)
}

func exists(dir string) bool {
	_, err := migrations.ReadDir(dir)
	return err == nil
}

// found turns "no such row" into survey.ErrNotFound.
func found(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return survey.ErrNotFound
	}
	return err
}

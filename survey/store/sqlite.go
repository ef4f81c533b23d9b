package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/pressly/goose/v3"
	_ "modernc.org/sqlite" // the driver "sqlite"

	"minping/survey"
)

// leastSQLite is the first version without the WAL-reset corruption.
const leastSQLite = "3.51.3"

// sqlitePragmas are set on every connection. The driver ignores what it does
// not know, so those with a value to compare are read back.
var sqlitePragmas = []struct{ name, set, is string }{
	{"busy_timeout", "5000", "5000"},
	{"journal_mode", "WAL", "wal"},
	{"synchronous", "FULL", "2"},
	{"foreign_keys", "ON", "1"},
	{"secure_delete", "ON", "1"},
	{"mmap_size", "0", "0"},
	{"temp_store", "MEMORY", "2"},          // statement journals; VACUUM uses a file
	{"wal_autocheckpoint", "8000", "8000"}, // pages, about 32 MiB
}

// cacheKiB is the cache of a connection. More helps neither the writer, whose
// random keys touch pages everywhere, nor a reader, which goes through them
// once; and a rewrite takes four times the cache of its connection.
const cacheKiB = 4096

var sqliteDialect = dialect{
	goose: goose.DialectSQLite3, begin: "BEGIN IMMEDIATE", bulk: lists{},
	check: checkSQLite, inspect: inspectSQLite, examine: examineSQLite, stream: streamPacks, rewrite: rewriteSQLite, scrub: rewriteSQLite, drain: drainSQLite,
}

func openSQLite(file string) (*DB, error) {
	file, err := filepath.Abs(file)
	if err != nil {
		return nil, err
	}
	writer, err := sql.Open("sqlite", sqliteDSN(file, false))
	if err != nil {
		return nil, err
	}
	writer.SetMaxOpenConns(1)
	reader, err := sql.Open("sqlite", sqliteDSN(file, true))
	if err != nil {
		return nil, errors.Join(err, writer.Close())
	}
	readers := max(4, runtime.GOMAXPROCS(0))
	reader.SetMaxOpenConns(readers)
	reader.SetMaxIdleConns(readers)
	db := &DB{Reader: reader, Writer: writer, dialect: sqliteDialect}
	for _, pool := range []*sql.DB{writer, reader} { // the writer first: it makes the file
		if err := checkSQLite(context.Background(), pool); err != nil {
			return nil, errors.Join(fmt.Errorf("%s: %w", file, err), db.Close())
		}
	}
	return db, nil
}

func sqliteDSN(file string, readOnly bool) string {
	q := url.Values{"_txlock": {"immediate"}}
	for _, p := range sqlitePragmas {
		q.Add("_pragma", p.name+"("+p.set+")")
	}
	if readOnly {
		q.Set("_txlock", "deferred")
		q.Add("_pragma", "query_only(ON)")
	}
	q.Add("_pragma", fmt.Sprintf("cache_size(-%d)", cacheKiB))
	return sqliteURI(file, q)
}

// sqliteURI names an absolute file with its settings.
func sqliteURI(file string, settings url.Values) string {
	path := "/" + strings.TrimPrefix(filepath.ToSlash(file), "/") // file:///C:/… on Windows
	return (&url.URL{Scheme: "file", Path: path, RawQuery: settings.Encode()}).String()
}

func checkSQLite(ctx context.Context, db querier) error {
	var version string
	if err := db.QueryRowContext(ctx, `SELECT sqlite_version()`).Scan(&version); err != nil {
		return err
	}
	if olderThan(version, leastSQLite) {
		return fmt.Errorf("SQLite %s may corrupt its log; at least %s is needed", version, leastSQLite)
	}
	for _, p := range sqlitePragmas {
		var is string
		if err := db.QueryRowContext(ctx, `PRAGMA `+p.name).Scan(&is); err != nil {
			return fmt.Errorf("PRAGMA %s: %w", p.name, err)
		}
		if is != p.is {
			return fmt.Errorf("PRAGMA %s is %s, not %s: ballots would not be safe", p.name, is, p.is)
		}
	}
	return nil
}

// olderThan compares versions such as 3.51.3.
func olderThan(version, least string) bool {
	a, b := strings.Split(version, "."), strings.Split(least, ".")
	return slices.CompareFunc(a, b, func(x, y string) int {
		return cmp.Or(cmp.Compare(len(x), len(y)), strings.Compare(x, y)) // whole numbers
	}) < 0
}

func inspectSQLite(ctx context.Context, db querier) error {
	var verdict string
	if err := db.QueryRowContext(ctx, `PRAGMA quick_check(1)`).Scan(&verdict); err != nil {
		return err
	}
	if !strings.EqualFold(verdict, "ok") {
		return fmt.Errorf("the file is damaged: %s", verdict)
	}
	return nil
}

// rewriteSQLite writes all pages anew in the order of their keys, then empties
// the log, which still held them in the order of arrival. It empties it before
// too: where a reader is in the way of that, the pages are left alone.
func rewriteSQLite(ctx context.Context, db querier, _ ...string) error {
	if err := emptyLog(ctx, db); err != nil {
		return err
	}
	for _, query := range []string{`PRAGMA temp_store = FILE`, `VACUUM`, `PRAGMA temp_store = MEMORY`} {
		if _, err := db.ExecContext(ctx, query); err != nil {
			return err
		}
	}
	return emptyLog(ctx, db)
}

// emptyLog moves what is in the log into the file. Deposits wait for it, so it
// waits for readers no longer than a page of the web needs.
func emptyLog(ctx context.Context, db querier) (err error) {
	if _, err := db.ExecContext(ctx, fmt.Sprintf(`PRAGMA busy_timeout = %d`, readersTime.Milliseconds())); err != nil {
		return err
	}
	defer func() {
		_, again := db.ExecContext(ctx, `PRAGMA busy_timeout = `+sqlitePragmas[0].set)
		err = errors.Join(err, again)
	}()
	var busy, log, moved int
	if err := db.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &log, &moved); err != nil {
		return err
	}
	if busy != 0 {
		return survey.ErrRead
	}
	return nil
}

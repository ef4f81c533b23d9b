package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
)

// plainTimes makes the records of migrations say no time: the same content is
// the same file, whenever it was written.
const plainTimes = `UPDATE goose_db_version SET tstamp = '2000-01-01 00:00:00'`

// buildSQLite makes a new file, lets fill write into it and flushes it to
// disk. It has no journal meanwhile: the file is nothing until this is done.
func buildSQLite(ctx context.Context, file string, fill func(*sql.DB) error) error {
	file, err := filepath.Abs(file)
	if err != nil {
		return err
	}
	made, err := os.OpenFile(file, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if err := made.Close(); err != nil {
		return err
	}
	db, err := sql.Open("sqlite", sqliteURI(file, url.Values{"_pragma": {
		"journal_mode(OFF)", "synchronous(OFF)", "foreign_keys(OFF)", "temp_store(MEMORY)", "cache_size(-16384)",
	}}))
	if err != nil {
		return err
	}
	db.SetMaxOpenConns(1)
	err = fill(db)
	if err == nil {
		_, err = db.ExecContext(ctx, plainTimes)
	}
	if err = errors.Join(err, db.Close()); err != nil {
		return err
	}
	return flushFile(file)
}

// readSQLite opens a file for reading only, as it is. One that is settled is
// written by nobody: it needs neither locks nor a log beside it.
func readSQLite(file string, settled bool) (*sql.DB, error) {
	file, err := filepath.Abs(file)
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(file); err != nil { // SQLite's own words do not name the file
		return nil, err
	}
	settings := url.Values{"mode": {"ro"}, "_txlock": {"deferred"}, "_pragma": {"busy_timeout(5000)", "query_only(ON)", "cache_size(-16384)"}}
	if settled {
		settings.Set("immutable", "1")
	}
	return sql.Open("sqlite", sqliteURI(file, settings))
}

func flushFile(file string) error {
	f, err := os.OpenFile(file, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// flushFolder makes the names in a folder outlast a power cut.
func flushFolder(dir string) error {
	if runtime.GOOS == "windows" { // which keeps them by itself, and has no way to ask for it
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// fingerprint returns a file's length and SHA-256.
func fingerprint(file string) (size int64, sum string, err error) {
	f, err := os.Open(file)
	if err != nil {
		return 0, "", err
	}
	h := sha256.New()
	size, err = io.Copy(h, f)
	return size, hex.EncodeToString(h.Sum(nil)), errors.Join(err, f.Close())
}

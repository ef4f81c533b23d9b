package store

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
)

// A savedBackup is a backup that was found to be whole and sound.
type savedBackup struct {
	manifest
	people, ballots *sql.DB
}

// openBackup checks every byte of a backup and opens it.
func openBackup(ctx context.Context, dir string) (*savedBackup, error) {
	m, err := readManifest(dir)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(m.People.check(dir, peopleFile), m.Ballots.check(dir, ballotsFile)); err != nil {
		return nil, err
	}
	b := &savedBackup{manifest: m}
	if b.people, err = m.People.open(ctx, dir, "people"); err != nil {
		return nil, err
	}
	if b.ballots, err = m.Ballots.open(ctx, dir, "ballots"); err != nil {
		return nil, errors.Join(err, b.people.Close())
	}
	return b, nil
}

func (b *savedBackup) close() error { return errors.Join(b.people.Close(), b.ballots.Close()) }

// fill makes the tables of one database in an empty one, copies the rows and
// brings the tables up to date.
func (b *savedBackup) fill(ctx context.Context, to *sql.DB, d dialect, part string) error {
	from, version := b.people, b.People.Schema
	if part == "ballots" {
		from, version = b.ballots, b.Ballots.Schema
	}
	if err := load(ctx, to, d.goose, part, version, from, sqliteDialect); err != nil {
		return err
	}
	return (&DB{Writer: to, dialect: d}).migrate(ctx, part)
}

// Files that are being restored have this at the end of their names.
const restoringEnd = ".restoring"

// RestoreSQLite puts a backup into a folder, which must be empty or not there,
// whole or not at all: until the last moment there is no people.db, without
// which a folder is not opened. Errors: BackupError, and what the system says.
// It returns the day of the backup.
func RestoreSQLite(ctx context.Context, from, dir string, files BringFiles) (day string, err error) {
	b, err := openBackup(ctx, from)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, b.close()) }()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", err
	}
	lock, err := lockFolder(filepath.Join(dir, lockName))
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, lock.Close()) }()
	if err := checkEmpty(dir); err != nil {
		return "", err
	}
	if err := b.bring(ctx, files); err != nil {
		return "", err
	}
	if err := b.restoreFiles(ctx, dir); err != nil {
		return "", errors.Join(err, dropRestoring(dir))
	}
	return b.Day, nil
}

func (b *savedBackup) restoreFiles(ctx context.Context, dir string) error {
	for _, file := range []string{ballotsFile, peopleFile} {
		err := buildSQLite(ctx, filepath.Join(dir, file+restoringEnd), func(db *sql.DB) error {
			return b.fill(ctx, db, sqliteDialect, strings.TrimSuffix(file, ".db"))
		})
		if err != nil {
			return err
		}
	}
	for _, file := range []string{ballotsFile, peopleFile} { // people last: see RestoreSQLite
		name := filepath.Join(dir, file)
		if err := errors.Join(os.Rename(name+restoringEnd, name), flushFolder(dir)); err != nil {
			return err
		}
	}
	return nil
}

// EvidenceFolder is where the contents of evidence lie in a folder of data, and
// beside backups.
const EvidenceFolder = "evidence"

// checkEmpty refuses a folder that holds anything but what a restore that was
// broken off had begun, which it removes.
func checkEmpty(dir string) error {
	if err := dropRestoring(dir); err != nil {
		return err
	}
	entries, err := os.ReadDir(dir)
	for _, e := range entries {
		if e.Name() != lockName && e.Name() != EvidenceFolder { // contents that a restore that was broken off had brought
			return &BackupError{Key: "not_empty", Where: dir, Detail: e.Name()}
		}
	}
	return err
}

func dropRestoring(dir string) error {
	var errs []error
	for _, file := range []string{ballotsFile, peopleFile} {
		if err := os.Remove(filepath.Join(dir, file+restoringEnd)); !errors.Is(err, os.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

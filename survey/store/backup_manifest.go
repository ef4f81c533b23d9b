package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
)

const (
	manifestFileName = "backup.json"
	manifestFormat   = "minping-backup-1"
)

// A manifest says what a backup holds; it is written last. It knows the day
// and no finer time.
type manifest struct {
	Format   string       `json:"format"`
	Day      string       `json:"day"`     // such as 2026-11-22, local
	Program  string       `json:"program"` // that wrote it
	People   manifestPart `json:"people"`
	Ballots  manifestPart `json:"ballots"`
	Replaces []string     `json:"replaces"` // backups beside it that must not stay
	Check    string       `json:"check"`    // SHA-256 of this file with "" here
}

// A manifestPart is one database.
type manifestPart struct {
	File   string `json:"file"`
	Schema int64  `json:"schema"` // its last migration
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

func (m manifest) encode() ([]byte, error) {
	m.Check = ""
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(text)
	m.Check = hex.EncodeToString(sum[:])
	text, err = json.MarshalIndent(m, "", "  ")
	return append(text, '\n'), err
}

// write writes the manifest of a folder and flushes both to disk.
func (m manifest) write(dir string) error {
	text, err := m.encode()
	if err != nil {
		return err
	}
	file := filepath.Join(dir, manifestFileName)
	if err := os.WriteFile(file, text, 0o600); err != nil {
		return err
	}
	return errors.Join(flushFile(file), flushFolder(dir))
}

// readManifest reads a manifest; one that is not as it was written is refused.
func readManifest(dir string) (m manifest, err error) {
	file := filepath.Join(dir, manifestFileName)
	text, err := os.ReadFile(file)
	if err != nil {
		if all, _ := generations(dir); len(all) > 0 {
			return m, &BackupError{Key: "several", Where: dir, Detail: filepath.Join(dir, all[len(all)-1].name)}
		}
		return m, &BackupError{Key: "not_backup", Where: dir, Err: err}
	}
	if err := json.Unmarshal(text, &m); err != nil {
		return m, &BackupError{Key: "damaged", Where: file, Err: err}
	}
	again, err := m.encode()
	switch {
	case err != nil:
		return m, err
	case m.Format != manifestFormat:
		return m, &BackupError{Key: "newer", Where: dir, Detail: fmt.Sprintf("%q", m.Format)}
	case !bytes.Equal(again, text):
		return m, &BackupError{Key: "damaged", Where: file, Detail: "check"}
	}
	return m, nil
}

// part describes a database that has been written.
func part(dir, file string, schema int64) (p manifestPart, err error) {
	p = manifestPart{File: file, Schema: schema}
	p.Bytes, p.SHA256, err = fingerprint(filepath.Join(dir, file))
	return p, err
}

// check compares a database with its description, byte by byte.
func (p manifestPart) check(dir, name string) error {
	file := filepath.Join(dir, name)
	size, sum, err := fingerprint(file)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return &BackupError{Key: "not_backup", Where: dir, Err: err}
	case err != nil:
		return err
	case size != p.Bytes:
		return &BackupError{Key: "damaged", Where: file, Detail: fmt.Sprintf("%d B, not %d B", size, p.Bytes)}
	case sum != p.SHA256 || name != p.File:
		return &BackupError{Key: "damaged", Where: file, Detail: "SHA-256"}
	}
	return nil
}

// open opens a database that check has found as it was written, and sees to it
// that it holds the tables of its version and no others.
func (p manifestPart) open(ctx context.Context, dir, folder string) (*sql.DB, error) {
	want, err := schemaAt(ctx, folder, p.Schema)
	if newer, ok := errors.AsType[*BackupError](err); ok {
		newer.Where = dir
	}
	if err != nil {
		return nil, err
	}
	db, err := readSQLite(filepath.Join(dir, p.File), true)
	if err != nil {
		return nil, err
	}
	if err := p.examine(ctx, db, want); err != nil {
		return nil, errors.Join(&BackupError{Key: "damaged", Where: filepath.Join(dir, p.File), Err: err}, db.Close())
	}
	return db, nil
}

func (p manifestPart) examine(ctx context.Context, db *sql.DB, want []table) error {
	if err := examineSQLite(ctx, db); err != nil {
		return err
	}
	var version int64
	if err := db.QueryRowContext(ctx, selectVersion).Scan(&version); err != nil {
		return err
	}
	tables, err := tablesOf(ctx, db)
	if err == nil && (version != p.Schema || !reflect.DeepEqual(tables, want)) {
		err = fmt.Errorf("its tables are not those of version %d", p.Schema)
	}
	return err
}

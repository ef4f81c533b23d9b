package store

import (
	"context"
	"database/sql"
	"slices"
	"time"

	"minping/survey"
	"minping/survey/rectify"
)

const selectFiles = `SELECT id, task, name, kind, size, hash, made, made_by, by_name FROM files`

func scanFile(row interface{ Scan(...any) error }) (f rectify.File, err error) {
	var made int64
	err = row.Scan(&f.ID, &f.Task, &f.Name, &f.Kind, &f.Size, &f.Hash, &made, &f.By, &f.ByName)
	f.At = time.UnixMilli(made).UTC()
	return f, found(err)
}

// Files implements rectify.FileStore.
func (p *People) Files(ctx context.Context, task string) ([]rectify.File, error) {
	return list(ctx, p.db.Reader, func(rows *sql.Rows) (rectify.File, error) { return scanFile(rows) }, selectFiles+` WHERE task = $1`+asKept, task)
}

const insertFile = `
	INSERT INTO files (id, task, name, kind, size, hash, made, made_by, by_name, position)
	VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, (SELECT coalesce(max(position), 0) + 1 FROM files))
	ON CONFLICT (task, hash) DO NOTHING`

// AddFile implements rectify.FileStore.
func (p *People) AddFile(ctx context.Context, f rectify.File, act survey.Act) (rectify.File, error) {
	err := p.act(ctx, func(tx *sql.Tx) ([]survey.Act, error) {
		n, err := affected(tx.ExecContext(ctx, insertFile, f.ID, f.Task, f.Name, string(f.Kind), f.Size, f.Hash, f.At.UnixMilli(), f.By, f.ByName))
		if err != nil || n > 0 {
			return []survey.Act{act}, err
		}
		f, err = scanFile(tx.QueryRowContext(ctx, selectFiles+` WHERE task = $1 AND hash = $2`, f.Task, f.Hash))
		return nil, err
	})
	return f, err
}

const deleteFile = `DELETE FROM files WHERE id = $1`

// RemoveFile implements rectify.FileStore. It holds the task, so that no step
// that refers to the file comes in between.
func (p *People) RemoveFile(ctx context.Context, f rectify.File, act survey.Act) error {
	return p.act(ctx, func(tx *sql.Tx) ([]survey.Act, error) {
		t, err := scanTask(tx.QueryRowContext(ctx, selectTasks+ofID+p.db.lock, f.Task))
		if err != nil {
			return nil, err
		}
		if slices.Contains(t.Hashes(), f.Hash) {
			return nil, survey.ErrConflict
		}
		n, err := affected(tx.ExecContext(ctx, deleteFile, f.ID))
		if err == nil && n == 0 {
			err = survey.ErrNotFound
		}
		return []survey.Act{act}, err
	})
}

const (
	selectFileInUse = `SELECT (SELECT count(*) FROM files WHERE hash = $1) + (SELECT count(*) FROM attachments WHERE hash = $1)`
	selectFileOf    = `SELECT count(*) FROM files WHERE task = $1 AND hash = $2`
)

// FileInUse implements rectify.FileStore.
func (p *People) FileInUse(ctx context.Context, hash string) (bool, error) {
	var n int
	err := p.db.Reader.QueryRowContext(ctx, selectFileInUse, hash).Scan(&n)
	return n > 0, err
}

// FileHashes lists the contents of evidence that must be in the folder.
func (p *People) FileHashes(ctx context.Context) ([]string, error) {
	return hashesOf(ctx, p.db.Reader, fileTables...)
}

// fileTables are those whose rows name contents of evidence.
var fileTables = []string{"files", "attachments"}

// hashesOf lists the contents that tables name, each once.
func hashesOf(ctx context.Context, db querier, tables ...string) (all []string, err error) {
	for _, t := range tables {
		named, err := list(ctx, db, func(rows *sql.Rows) (hash string, err error) { return hash, rows.Scan(&hash) }, `SELECT DISTINCT hash FROM `+t)
		if err != nil {
			return nil, err
		}
		all = append(all, named...)
	}
	slices.Sort(all)
	return slices.Compact(all), nil
}

// holdFiles is ErrStale where a task, which was just written, refers to a file
// that is gone.
func holdFiles(ctx context.Context, tx *sql.Tx, t rectify.Task) error {
	for _, hash := range t.Hashes() {
		var n int
		if err := tx.QueryRowContext(ctx, selectFileOf, t.ID, hash).Scan(&n); err != nil {
			return err
		}
		if n == 0 {
			return survey.ErrStale
		}
	}
	return nil
}

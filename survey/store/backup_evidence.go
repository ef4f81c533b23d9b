package store

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"slices"
	"strconv"
)

// bringFiles sees to it that the contents of evidence that a backup names are
// beside it. What is missing is said and stops no backup: the ballots in it
// matter more.
func (plan BackupPlan) bringFiles(ctx context.Context, dir string, r *BackupReport) error {
	hashes, err := filesOf(ctx, dir)
	if err != nil || len(hashes) == 0 {
		return err
	}
	r.Files = len(hashes)
	if plan.Files == nil {
		return &BackupError{Key: "files", Where: dir, Detail: strconv.Itoa(len(hashes))}
	}
	r.Missing, err = plan.Files.Bring(ctx, hashes)
	return err
}

// thinFiles drops the contents that no backup names any more.
func (plan BackupPlan) thinFiles(ctx context.Context) error {
	if plan.Files == nil {
		return nil
	}
	all, err := generations(plan.To)
	if err != nil {
		return err
	}
	var named []string
	for _, g := range all {
		hashes, err := filesOf(ctx, filepath.Join(plan.To, g.name))
		if err != nil {
			return err
		}
		named = append(named, hashes...)
	}
	slices.Sort(named)
	return plan.Files.Keep(ctx, slices.Compact(named))
}

// filesOf lists the contents of evidence that a backup names.
func filesOf(ctx context.Context, dir string) (hashes []string, err error) {
	db, err := readSQLite(filepath.Join(dir, peopleFile), true)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return namedFiles(ctx, db)
}

// namedFiles lists the contents that a database names, none of tables that its
// version does not have.
func namedFiles(ctx context.Context, db *sql.DB) ([]string, error) {
	tables, err := tablesOf(ctx, db)
	if err != nil {
		return nil, err
	}
	there := slices.DeleteFunc(slices.Clone(fileTables), func(name string) bool {
		return !slices.ContainsFunc(tables, func(t table) bool { return t.name == name })
	})
	return hashesOf(ctx, db, there...)
}

// BringFiles copies the contents of evidence that a backup names to where the
// restored data look for them; it is called before anything of these can be seen.
type BringFiles func(ctx context.Context, hashes []string) error

// bring calls it for what a backup names.
func (b *savedBackup) bring(ctx context.Context, files BringFiles) error {
	hashes, err := namedFiles(ctx, b.people)
	if err != nil || len(hashes) == 0 {
		return err
	}
	if files == nil {
		return &BackupError{Key: "files", Where: b.Day, Detail: strconv.Itoa(len(hashes))}
	}
	return files(ctx, hashes)
}

package store

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// A BackupPlan says how a backup is to be made.
type BackupPlan struct {
	To      string    // folder of backups; made if it is not there
	Keep    int       // how many stay, the new one among them; 0: all
	Now     time.Time // its day, where it is, names the backup
	Program string    // and version, for the record
	// MinGroup returns k of a questionnaire file.
	MinGroup func(questionnaire []byte) (int, error)
	// Files are the contents of evidence beside the backups; nil: none are kept.
	Files FilesBeside
}

// FilesBeside is where backups keep the contents of evidence, by their hashes,
// once for all of them.
type FilesBeside interface {
	// Bring copies contents there; nil: all that there are now. It returns what
	// is missing or damaged at its source.
	Bring(ctx context.Context, hashes []string) (missing []string, err error)
	// Keep drops all others.
	Keep(ctx context.Context, hashes []string) error
}

// A BackupReport says what became of a backup.
type BackupReport struct {
	Path     string
	Bytes    int64
	Replaced []Replaced // older backups that could not stay beside it
	Dropped  []string   // beyond Keep
	Files    int        // contents of evidence that it names
	Missing  []string   // of these what could not be copied, by their hashes
}

// A Replaced is a backup that a newer one differs from by too few ballots.
type Replaced struct {
	Name string
	Poll string
	K    int
}

// Backup writes both databases into a new folder in plan.To, whole or not at
// all, while they are in use. Rows are copied in the order of their keys, so
// that no physical order is left, out of one state of both databases. Backups
// that differ from the new one by fewer than k ballots do not stay: it holds
// all that they hold. Errors: BackupError, and what the system says.
func (o *Origin) Backup(ctx context.Context, plan BackupPlan) (r BackupReport, err error) {
	if err := os.MkdirAll(plan.To, 0o700); err != nil {
		return r, err
	}
	lock, err := lockFolder(filepath.Join(plan.To, ".lock"))
	if errors.Is(err, ErrInUse) {
		err = &BackupError{Key: "in_use", Where: plan.To}
	}
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, lock.Close()) }()
	if err := tidy(plan.To); err != nil {
		return r, err
	}
	kept, err := generations(plan.To)
	if err != nil {
		return r, err
	}
	next := nextGeneration(kept, plan.Now.Format(time.DateOnly))
	r.Path = filepath.Join(plan.To, next.name)
	partial := filepath.Join(plan.To, "."+next.name+partialEnd)
	if err := o.write(ctx, plan, next, kept, partial, &r); err != nil {
		return r, errors.Join(err, os.RemoveAll(partial))
	}
	if err := errors.Join(os.Rename(partial, r.Path), flushFolder(plan.To)); err != nil {
		return r, err
	}
	if err := plan.thin(kept, &r); err != nil {
		return r, err
	}
	return r, plan.thinFiles(ctx)
}

// write writes a whole backup into a folder that is not yet one.
func (o *Origin) write(ctx context.Context, plan BackupPlan, next generation, kept []generation, dir string, r *BackupReport) (err error) {
	if err := os.Mkdir(dir, 0o700); err != nil {
		return err
	}
	m := manifest{Format: manifestFormat, Day: next.day, Program: plan.Program, Replaces: []string{}}
	if plan.Files != nil { // before and after: what is dropped meanwhile is there, and what comes in
		if _, err := plan.Files.Bring(ctx, nil); err != nil {
			return err
		}
	}
	if err := o.copyTo(ctx, dir, &m); err != nil {
		return err
	}
	if err := plan.bringFiles(ctx, dir, r); err != nil {
		return err
	}
	if r.Replaced, err = plan.replaces(ctx, kept, dir); err != nil {
		return err
	}
	for _, g := range r.Replaced {
		m.Replaces = append(m.Replaces, g.Name)
	}
	r.Bytes = m.People.Bytes + m.Ballots.Bytes
	return m.write(dir)
}

// copyTo writes the two files.
func (o *Origin) copyTo(ctx context.Context, dir string, m *manifest) error {
	s, err := o.snapshot(ctx)
	if err != nil {
		return err
	}
	defer s.close()
	// The ballots first: their writer must not wait for the end of this snapshot
	// longer than need be.
	for _, c := range []struct {
		folder, file string
		from         *view
		to           *manifestPart
	}{{"ballots", ballotsFile, s.ballots, &m.Ballots}, {"people", peopleFile, s.people, &m.People}} {
		file := filepath.Join(dir, c.file)
		err := buildSQLite(ctx, file, func(db *sql.DB) error {
			return load(ctx, db, sqliteDialect.goose, c.folder, c.from.version, c.from, o.dialect)
		})
		c.from.close()
		if err != nil {
			return err
		}
		if *c.to, err = part(dir, c.file, c.from.version); err != nil {
			return err
		}
	}
	return nil
}

// replaces returns the kept backups that the one in dir must take the place
// of: from the newest on, as long as they are too close. What is further back
// differs by more, since ballots are only ever added.
func (plan BackupPlan) replaces(ctx context.Context, kept []generation, dir string) (all []Replaced, err error) {
	k, done, err := plan.leastOf(dir)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, done()) }()
	for i := len(kept) - 1; i >= 0; i-- {
		older := filepath.Join(plan.To, kept[i].name)
		g, err := compareBackups(ctx, older, dir)
		if err != nil {
			return nil, err
		}
		if g.lost != "" {
			return nil, &BackupError{Key: "not_continued", Where: older, Detail: g.lost}
		}
		cell, close, err := g.tooClose(func(poll string) (int, error) { return k(ctx, poll) })
		if err != nil || !close {
			return all, err
		}
		least, err := k(ctx, cell.poll)
		if err != nil {
			return nil, err
		}
		all = append(all, Replaced{kept[i].name, cell.poll, least})
	}
	return all, nil
}

// leastOf returns what finds a poll's k in a backup.
func (plan BackupPlan) leastOf(dir string) (k func(context.Context, string) (int, error), done func() error, err error) {
	db, err := readSQLite(filepath.Join(dir, peopleFile), true)
	if err != nil {
		return nil, nil, err
	}
	people, known := &People{db: &DB{Reader: db}}, map[string]int{}
	return func(ctx context.Context, poll string) (int, error) {
		if n, ok := known[poll]; ok {
			return n, nil
		}
		p, err := people.Poll(ctx, poll)
		if err != nil {
			return 0, err
		}
		_, source, err := people.QuestionnaireSource(ctx, p.Questionnaire.ID, p.Questionnaire.Version)
		if err == nil {
			known[poll], err = plan.MinGroup(source)
		}
		return known[poll], err
	}, db.Close, nil
}

// thin removes the backups that were replaced, and the oldest beyond Keep. To
// remove one in the middle only makes the others differ by more.
func (plan BackupPlan) thin(kept []generation, r *BackupReport) error {
	stay := len(kept) - len(r.Replaced) // replaced are the newest
	for _, g := range r.Replaced {
		if err := discard(plan.To, g.Name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	for _, g := range kept[:stay] {
		if plan.Keep == 0 || stay < plan.Keep {
			break
		}
		if err := discard(plan.To, g.name); err != nil {
			return err
		}
		stay--
		r.Dropped = append(r.Dropped, g.name)
	}
	return nil
}

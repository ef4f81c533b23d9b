package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
)

// Two backups are a clock: whoever holds both sees which ballots came between
// them, and perhaps knows who answered then. Hence no two that are kept may
// differ by fewer than k ballots of any unit and group of a poll, as turnout is
// told in steps of k. A poll of which the older one holds nothing yet is left
// out: all that the two tell, the newer tells alone.

// A cellKey is a unit and group of a poll.
type cellKey struct{ poll, unit, group string }

// growth is how two backups differ.
type growth struct {
	older map[string]int  // ballots of each poll in the older one
	added map[cellKey]int // that the newer has and the older has not
	lost  string          // a poll of which the older has ballots that the newer has not; "": none
}

// tooClose returns a cell that grew by fewer than k, if there is one.
func (g growth) tooClose(k func(poll string) (int, error)) (c cellKey, close bool, err error) {
	for cell, n := range g.added {
		if g.older[cell.poll] == 0 {
			continue
		}
		least, err := k(cell.poll)
		if err != nil {
			return c, false, err
		}
		if n < least && (!close || strings.Compare(fmt.Sprint(cell), fmt.Sprint(c)) < 0) { // the first, so that the same is named again
			c, close = cell, true
		}
	}
	return c, close, nil
}

const selectIDs = `SELECT poll, id, unit, grp FROM ballots ORDER BY poll, id`

// compareBackups walks through the ballots of two backups, which are in the
// same order. It needs memory for the cells only.
func compareBackups(ctx context.Context, olderDir, newerDir string) (g growth, err error) {
	g = growth{older: map[string]int{}, added: map[cellKey]int{}}
	older, err := walkBallots(ctx, olderDir)
	if err != nil {
		return g, &BackupError{Key: "older_unreadable", Where: olderDir, Err: err}
	}
	defer older.close()
	newer, err := walkBallots(ctx, newerDir)
	if err != nil {
		return g, err
	}
	defer newer.close()
	for older.more || newer.more {
		switch c := older.compare(newer); {
		case c < 0: // only the older has it
			g.lost = older.key.poll
			return g, nil
		case c > 0:
			g.added[newer.key]++
			err = newer.step()
		default:
			g.older[older.key.poll]++
			err = errors.Join(older.step(), newer.step())
		}
		if err != nil {
			return g, err
		}
	}
	return g, nil
}

// A ballotWalk is at one ballot after the other.
type ballotWalk struct {
	db   *sql.DB
	rows *sql.Rows
	more bool
	key  cellKey
	id   string
}

func walkBallots(ctx context.Context, dir string) (*ballotWalk, error) {
	db, err := readSQLite(filepath.Join(dir, ballotsFile), true)
	if err != nil {
		return nil, err
	}
	w := &ballotWalk{db: db}
	if w.rows, err = db.QueryContext(ctx, selectIDs); err == nil { //nolint:rowserrcheck // by step
		err = w.step()
	}
	if err != nil {
		w.close()
		return nil, err
	}
	return w, nil
}

func (w *ballotWalk) step() error {
	if w.more = w.rows.Next(); !w.more {
		return w.rows.Err()
	}
	return w.rows.Scan(&w.key.poll, &w.id, &w.key.unit, &w.key.group)
}

// compare orders two walks by where they are; one at its end is behind all.
func (w *ballotWalk) compare(v *ballotWalk) int {
	switch {
	case !w.more:
		return 1
	case !v.more:
		return -1
	}
	if c := strings.Compare(w.key.poll, v.key.poll); c != 0 {
		return c
	}
	return strings.Compare(w.id, v.id)
}

func (w *ballotWalk) close() {
	if w.rows != nil {
		_ = w.rows.Close()
	}
	_ = w.db.Close()
}

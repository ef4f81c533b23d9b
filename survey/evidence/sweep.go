package evidence

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"minping/survey"
)

// Sweep removes the files that nothing refers to, and what is half written, that
// are older than a time: what was just uploaded may be about to be referred to.
// It returns how many went. inUse must say yes where it does not know.
func (f *Folder) Sweep(ctx context.Context, older time.Time, inUse func(hash string) (bool, error)) (removed int, err error) {
	if err := f.clear(older); err != nil {
		return 0, fmt.Errorf("evidence: %w", err)
	}
	err = f.each(func(hash string, info fs.FileInfo) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		if !info.ModTime().Before(older) {
			return nil
		}
		used, err := inUse(hash)
		if err != nil || used {
			return err
		}
		gone, err := f.remove(hash, older)
		if gone {
			removed++
		}
		return err
	})
	if err != nil {
		return removed, fmt.Errorf("evidence: %w", err)
	}
	if err := f.count(); err != nil { // other processes keep and remove too
		return removed, fmt.Errorf("evidence: %w", err)
	}
	return removed, nil
}

// remove removes a file, unless it was uploaded again meanwhile. It looks once
// more at what it has taken away: another process may have just put it there.
func (f *Folder) remove(hash string, older time.Time) (bool, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	info, err := os.Stat(f.path(hash))
	if err != nil || !info.ModTime().Before(older) {
		return false, unlessGone(err)
	}
	away := filepath.Join(f.dir, arriving, hash)
	if err := os.Rename(f.path(hash), away); err != nil {
		return false, unlessGone(err)
	}
	if info, err = os.Stat(away); err == nil && !info.ModTime().Before(older) {
		return false, os.Rename(away, f.path(hash))
	}
	return err == nil, errors.Join(err, os.Remove(away))
}

// unlessGone is nil where another process has removed the file.
func unlessGone(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// A Fault is a file that is not as it should be.
type Fault struct {
	Hash    string `json:"hash"`
	Missing bool   `json:"missing"` // it is referred to and not there; else its content is another
}

// Verify reads every file and compares its content with its name, and looks
// whether those that are referred to are there.
func (f *Folder) Verify(ctx context.Context, referred []string) ([]Fault, error) {
	faults, seen := []Fault{}, map[string]bool{}
	err := f.each(func(hash string, _ fs.FileInfo) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		sound, err := f.sound(hash)
		if errors.Is(err, survey.ErrNotFound) { // it was swept
			return nil
		}
		seen[hash] = true
		if err == nil && !sound {
			faults = append(faults, Fault{Hash: hash})
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("evidence: %w", err)
	}
	for _, hash := range referred {
		if !seen[hash] {
			faults = append(faults, Fault{Hash: hash, Missing: true})
			seen[hash] = true
		}
	}
	return faults, nil
}

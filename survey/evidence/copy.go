package evidence

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"minping/survey"
)

// CopyTo copies into another folder those of the contents that it lacks, each
// durable and compared with its hash on the way: a backup, and the way back from
// one. It goes on past what is missing or damaged here, which it returns. Limits
// of the other folder do not hold: what was taken in once comes back.
func (f *Folder) CopyTo(ctx context.Context, to *Folder, hashes []string) (missing []string, err error) {
	for _, hash := range hashes {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if !validHash(hash) {
			missing = append(missing, hash)
			continue
		}
		here, lost := os.Stat(f.path(hash))
		there, err := os.Stat(to.path(hash))
		if err == nil && (lost != nil || there.Size() == here.Size()) {
			continue
		}
		switch err := to.adopt(f, hash); {
		case errors.Is(err, survey.ErrNotFound), errors.Is(err, ErrDamaged):
			missing = append(missing, hash)
		case err != nil:
			return nil, fmt.Errorf("evidence: %w", err)
		}
	}
	return missing, nil
}

// Hashes lists all contents.
func (f *Folder) Hashes() (all []string, err error) {
	err = f.each(func(hash string, _ fs.FileInfo) error {
		all = append(all, hash)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("evidence: %w", err)
	}
	return all, nil
}

// ErrDamaged says that a file's content is not what its name says.
var ErrDamaged = errors.New("content differs from its hash")

// adopt takes a file over from another folder.
func (f *Folder) adopt(from *Folder, hash string) error {
	source, err := from.Open(hash)
	if err != nil {
		return err
	}
	defer source.Close()
	temp, err := os.CreateTemp(filepath.Join(f.dir, arriving), "")
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name())
	sum := sha256.New()
	size, err := io.Copy(io.MultiWriter(temp, sum), source)
	if err == nil {
		err = temp.Sync()
	}
	if err := errors.Join(err, temp.Close()); err != nil {
		return err
	}
	if hex.EncodeToString(sum.Sum(nil)) != hash {
		return fmt.Errorf("%s: %w", hash, ErrDamaged)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.name(temp.Name(), hash, size)
}

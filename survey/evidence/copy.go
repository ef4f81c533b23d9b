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
)

// CopyTo copies into another folder what that lacks, each file durable and
// compared with its hash on the way: a backup, and the way back from one. What
// is damaged here is not copied and stops it, told by its hash. Limits of the
// other folder do not hold: what was taken in once comes back.
func (f *Folder) CopyTo(ctx context.Context, to *Folder) (copied int, err error) {
	err = f.each(func(hash string, info fs.FileInfo) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		if there, err := os.Stat(to.path(hash)); err == nil && there.Size() == info.Size() {
			return nil
		}
		copied++
		return to.adopt(f, hash)
	})
	if err != nil {
		return copied, fmt.Errorf("evidence: %w", err)
	}
	return copied, nil
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
	before := int64(0)
	there := false
	if info, err := os.Stat(f.path(hash)); err == nil {
		before, there = info.Size(), true // damaged here: the copy mends it
	}
	if err := os.MkdirAll(filepath.Dir(f.path(hash)), 0o700); err != nil {
		return err
	}
	if err := os.Rename(temp.Name(), f.path(hash)); err != nil {
		return err
	}
	f.bytes += size - before
	if !there {
		f.files++
	}
	return errors.Join(syncDir(filepath.Dir(f.path(hash))), syncDir(f.dir))
}

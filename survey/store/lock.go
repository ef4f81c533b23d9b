package store

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// ErrInUse says that another process has the folder open.
var ErrInUse = errors.New("another Minping has this data folder open; stop it, or give this one another folder")

// ErrReadOnly says that nothing can be written to the folder.
var ErrReadOnly = errors.New("the data folder cannot be written to")

// lockFolder takes the folder of the lock file for this process alone; the
// operating system lets go of it when the process ends, however it ends.
func lockFolder(file string) (io.Closer, error) {
	f, err := os.OpenFile(file, os.O_CREATE|os.O_RDWR, 0o600)
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) {
		return nil, fmt.Errorf("%w: %w", ErrReadOnly, err)
	}
	if err != nil {
		return nil, err
	}
	ok, err := tryLock(f)
	if err == nil && !ok {
		err = ErrInUse
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", filepath.Dir(file), err), f.Close())
	}
	return f, nil
}

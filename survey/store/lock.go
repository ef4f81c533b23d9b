package store

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// ErrInUse says that another process has the folder open.
var ErrInUse = errors.New("another Minping has this data folder open; stop it, or give this one another folder")

// lockFolder takes the folder of the lock file for this process alone; the
// operating system lets go of it when the process ends, however it ends.
func lockFolder(file string) (io.Closer, error) {
	f, err := os.OpenFile(file, os.O_CREATE|os.O_RDWR, 0o600)
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

//go:build unix

package store

import (
	"os"

	"golang.org/x/sys/unix"
)

// tryLock locks an open file for this process; ok is false if another has it.
func tryLock(f *os.File) (ok bool, err error) {
	err = unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	if err == unix.EWOULDBLOCK {
		return false, nil
	}
	return err == nil, err
}

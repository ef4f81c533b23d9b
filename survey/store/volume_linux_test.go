package store_test

import (
	"fmt"
	"testing"

	"golang.org/x/sys/unix"
)

func init() {
	mountVolume = func(t *testing.T, dir string, size int) func(bool) error {
		options := fmt.Sprintf("size=%d", size)
		if err := unix.Mount("minping-test", dir, "tmpfs", unix.MS_NOSUID|unix.MS_NODEV, options); err != nil {
			t.Skipf("this system mounts nothing for us (%v); to run this test, be root with CAP_SYS_ADMIN", err)
		}
		t.Cleanup(func() {
			if err := unix.Unmount(dir, unix.MNT_DETACH); err != nil {
				t.Error(err)
			}
		})
		return func(readOnly bool) error {
			flags := uintptr(unix.MS_REMOUNT | unix.MS_NOSUID | unix.MS_NODEV)
			if readOnly {
				flags |= unix.MS_RDONLY
			}
			return unix.Mount("minping-test", dir, "tmpfs", flags, options)
		}
	}
}

package store

import (
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// limitSilence has a TCP connection broken when what was sent stays without
// acknowledgement for silentTime; by itself the kernel waits for a quarter of
// an hour.
func limitSilence(network, _ string, c syscall.RawConn) error {
	if !strings.HasPrefix(network, "tcp") {
		return nil
	}
	var failed error
	err := c.Control(func(fd uintptr) {
		failed = unix.SetsockoptInt(int(fd), unix.IPPROTO_TCP, unix.TCP_USER_TIMEOUT, int(silentTime.Milliseconds()))
	})
	if err != nil {
		return err
	}
	return failed
}

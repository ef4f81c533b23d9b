package bench

import (
	"syscall"
	"time"
)

// sleepUntil sleeps until a time, to a tenth of a millisecond: Go's own timers
// may be a millisecond late.
func sleepUntil(t time.Time) {
	for {
		left := time.Until(t)
		if left <= 0 {
			return
		}
		ts := syscall.NsecToTimespec(int64(left))
		_ = syscall.Nanosleep(&ts, nil) // broken off by a signal: sleep on
	}
}

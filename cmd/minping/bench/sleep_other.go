//go:build !linux

package bench

import "time"

// sleepUntil sleeps until a time, as exactly as the system's timers do.
func sleepUntil(t time.Time) { time.Sleep(time.Until(t)) }

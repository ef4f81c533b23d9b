package access

import (
	"sync"
	"time"
)

// A Throttle lets Burst attempts through at once and one more per Interval,
// for each key, and forgets keys that are at rest (generic cell rate
// algorithm, ITU-T I.371). It is safe for concurrent use.
type Throttle struct {
	Burst    int
	Interval time.Duration

	mu  sync.Mutex
	due map[string]time.Time // when the key's next attempt would be free of debt
}

// maxKeys bounds the memory of a throttle under attack.
const maxKeys = 100_000

// Take counts an attempt and returns 0, or how long to wait if there were too
// many; a refused attempt is not counted.
func (t *Throttle) Take(key string, now time.Time) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.due == nil {
		t.due = make(map[string]time.Time)
	}
	if len(t.due) >= maxKeys {
		t.forget(now)
	}
	due := t.due[key]
	if due.Before(now) {
		due = now
	}
	if wait := due.Sub(now) - time.Duration(t.Burst-1)*t.Interval; wait > 0 {
		return wait
	}
	t.due[key] = due.Add(t.Interval)
	return 0
}

// clear forgets a key's attempts.
func (t *Throttle) clear(key string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.due, key)
}

// forget drops the keys at rest, or all of them if none is.
func (t *Throttle) forget(now time.Time) {
	for k, due := range t.due {
		if due.Before(now) {
			delete(t.due, k)
		}
	}
	if len(t.due) >= maxKeys {
		clear(t.due)
	}
}

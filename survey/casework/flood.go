package casework

import (
	"hash/maphash"
	"sync"
	"time"
)

// mostInHour is how many reviews a network may send within an hour of the clock:
// more than a hall with one address for all its visitors does.
const mostInHour = 240

// A flood counts what comes from each network, in memory and for an hour.
type flood struct {
	mu   sync.Mutex
	hour int64
	seed maphash.Seed
	from map[uint64]int
}

// let reports whether a network may send one more.
func (f *flood) let(network string, now time.Time) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if hour := now.Unix() / 3600; f.from == nil || hour != f.hour {
		f.hour, f.seed, f.from = hour, maphash.MakeSeed(), map[uint64]int{}
	}
	key := maphash.String(f.seed, network)
	if f.from[key] >= mostInHour {
		return false
	}
	f.from[key]++
	return true
}

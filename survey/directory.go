package survey

import (
	"context"
	"sync"
)

// A directory is all units, and which lie below which. Access goes by units as
// they stand now, also for polls of earlier years.
type directory struct {
	units  []Unit
	parent map[string]string
}

func newDirectory(units []Unit) *directory {
	d := &directory{units: units, parent: make(map[string]string, len(units))}
	for _, u := range units {
		d.parent[u.ID] = u.Parent
	}
	return d
}

// below reports whether a unit is root or lies below it; everything lies below "".
func (d *directory) below(unit, root string) bool {
	if root == "" {
		return true
	}
	for range len(d.parent) + 1 { // no circle lasts longer
		if unit == root {
			return true
		}
		if unit = d.parent[unit]; unit == "" {
			return false
		}
	}
	return false
}

// A directoryCache holds the directory until the next change here, or the next
// Tick.
type directoryCache struct {
	mu   sync.Mutex
	turn int
	kept *directory
}

func (c *directoryCache) get() (*directory, int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.kept, c.turn
}

func (c *directoryCache) put(turn int, d *directory) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if turn == c.turn {
		c.kept = d
	}
}

func (c *directoryCache) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.turn++
	c.kept = nil
}

// directory returns all units.
func (s *Service) directory(ctx context.Context) (*directory, error) {
	d, turn := s.units.get()
	if d != nil {
		return d, nil
	}
	units, err := s.definitions.Units(ctx)
	if err != nil {
		return nil, err
	}
	d = newDirectory(units)
	s.units.put(turn, d)
	return d, nil
}

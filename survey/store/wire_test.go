package store_test

import (
	"math/rand/v2"
	"net"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// A wire is the way to a PostgreSQL server, which can be cut: so that both ends
// know at once, or silently.
type wire struct {
	far    string // the server's socket
	mu     sync.Mutex
	open   map[net.Conn]bool
	down   bool
	silent chan struct{} // closed once the silence is over; nil: there is none
}

// layWire returns a wire to the server of a DSN, and the DSN by that way.
func layWire(t *testing.T, folder string, dsn string) (*wire, string) {
	t.Helper()
	host, _, _ := strings.Cut(strings.TrimPrefix(dsn, "host="), " ")
	const socket = ".s.PGSQL.5432"
	l, err := net.Listen("unix", filepath.Join(folder, socket))
	ok(t, err)
	w := &wire{far: filepath.Join(host, socket), open: make(map[net.Conn]bool)}
	t.Cleanup(func() { l.Close(); w.mend(); w.cut() })
	go func() {
		for {
			near, err := l.Accept()
			if err != nil {
				return
			}
			go w.connect(near)
		}
	}()
	return w, strings.Replace(dsn, host, folder, 1)
}

func (w *wire) connect(near net.Conn) {
	w.pass()
	far, err := net.Dial("unix", w.far)
	if err != nil || !w.add(near, far) {
		near.Close()
		return
	}
	go w.carry(near, far)
	w.carry(far, near)
}

// carry passes on what comes from one end until that has closed. An end that
// closes in silence is forgotten half of the time: the other never hears of it.
func (w *wire) carry(to, from net.Conn) {
	buffer := make([]byte, 64<<10)
	for {
		n, err := from.Read(buffer)
		if wasSilent := w.pass(); wasSilent && err != nil && rand.IntN(2) == 0 {
			return
		}
		if n > 0 {
			if _, err := to.Write(buffer[:n]); err != nil {
				return
			}
		}
		if err != nil {
			to.Close()
			return
		}
	}
}

// pass waits until the wire is not silent, and reports whether it was.
func (w *wire) pass() (wasSilent bool) {
	for {
		w.mu.Lock()
		over := w.silent
		w.mu.Unlock()
		if over == nil {
			return wasSilent
		}
		wasSilent = true
		<-over
	}
}

// add notes a connection, unless the wire is cut.
func (w *wire) add(near, far net.Conn) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.down {
		far.Close()
		return false
	}
	w.open[near], w.open[far] = true, true
	return true
}

// cut breaks all connections and refuses new ones, until mend.
func (w *wire) cut() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.down = true
	for c := range w.open {
		c.Close()
	}
	clear(w.open)
}

// fallSilent holds back all that is sent from now on, and answers nobody,
// until mend.
func (w *wire) fallSilent() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.silent == nil {
		w.silent = make(chan struct{})
	}
}

// mend lets through what was held back, and new connections.
func (w *wire) mend() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.down = false
	if w.silent != nil {
		close(w.silent)
		w.silent = nil
	}
}

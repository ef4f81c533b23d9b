package bench

import (
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func newRandom() *rand.ChaCha8 { return rand.NewChaCha8([32]byte{1}) }

// stalling is a server that accepts everything, but answers nobody for a while
// after the first request.
func stalling(t *testing.T, stall time.Duration) (addr string) {
	t.Helper()
	var first sync.Once
	var door sync.RWMutex
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		first.Do(func() {
			door.Lock()
			time.AfterFunc(stall, door.Unlock)
		})
		door.RLock()
		defer door.RUnlock()
		w.WriteHeader(http.StatusCreated)
	}))
	t.Cleanup(s.Close)
	return strings.TrimPrefix(s.URL, "http://")
}

package access_test

import (
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"minping/survey/access"
)

// Trust test 50: no answer tells whether there is an account of a name, by its
// words or by the work done for it: one hash of the same cost, whether the name
// is unknown, has no password yet, is stopped, or the password is wrong.
func TestLoginIsNoOracle(t *testing.T) {
	s, _, _, now := claimed(t)
	ctx := t.Context()
	stopped, err := s.Add(ctx, "stopped", password)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Invite(ctx, []access.Invitee{{Name: "invited"}}); err != nil {
		t.Fatal(err)
	}
	if err := s.SetDisabled(ctx, stopped.ID, true); err != nil {
		t.Fatal(err)
	}
	var hashes atomic.Int64
	costs := make(map[[2]uint32]bool)
	access.WatchHashes(t, func(passes, memory uint32) {
		hashes.Add(1)
		costs[[2]uint32{passes, memory}] = true
	})
	for _, name := range []string{"admin", "invited", "stopped", "nobody", ""} {
		hashes.Store(0)
		*now = now.Add(time.Hour)
		_, err := s.Login(ctx, "here", name, "wrong")
		if !errors.Is(err, access.ErrLogin) || hashes.Load() != 1 {
			t.Errorf("%q: %v after %d hashes, want ErrLogin after one", name, err, hashes.Load())
		}
		// Throttled, they are alike too, and nothing is worked out.
		var throttled access.ThrottledError
		for range 20 {
			_, _ = s.Login(ctx, "here", name, "wrong")
		}
		hashes.Store(0)
		if _, err = s.Login(ctx, "here", name, password); !errors.As(err, &throttled) || hashes.Load() != 0 {
			t.Errorf("%q: %v after %d hashes, want a wait after none", name, err, hashes.Load())
		}
	}
	if len(costs) != 1 {
		t.Errorf("hashes of different costs: %v", costs)
	}
}

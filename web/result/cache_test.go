package result

import "testing"

// The kept pages are bounded, the oldest thrown out first.
func TestShownPages(t *testing.T) {
	s := newShownPages(2)
	key := func(a string) shownKey { return shownKey{address: a} }
	for _, a := range []string{"1", "2", "2", "3"} {
		s.put(key(a), shownPage{etag: a})
	}
	for a, want := range map[string]bool{"1": false, "2": true, "3": true} {
		if _, ok := s.get(key(a)); ok != want {
			t.Errorf("page %s kept: %v", a, ok)
		}
	}
}

package store

import "testing"

func TestOlderThan(t *testing.T) {
	for _, tt := range []struct {
		version, least string
		want           bool
	}{
		{"3.51.3", "3.51.3", false},
		{"3.51.2", "3.51.3", true},
		{"3.9.0", "3.51.3", true},
		{"3.100.0", "3.51.3", false},
		{"4.0.0", "3.51.3", false},
		{"3.51", "3.51.3", true},
	} {
		if got := olderThan(tt.version, tt.least); got != tt.want {
			t.Errorf("%s older than %s: %t", tt.version, tt.least, got)
		}
	}
}

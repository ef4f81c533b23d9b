package access

import (
	"os"
	"testing"
)

// TestMain makes hashes cheap: the tests are about what is hashed, not about
// how long it takes.
func TestMain(m *testing.M) {
	today = cost{memory: 64, time: 1, threads: 1}
	nobody = hashPassword(newSecret("")) // at that cost too
	os.Exit(m.Run())
}

package access

import (
	"testing"

	"golang.org/x/crypto/argon2"
)

// WatchHashes calls seen at every hash of a password, with its cost, until the
// test ends.
func WatchHashes(t *testing.T, seen func(passes, memory uint32)) {
	argon = func(password, salt []byte, passes, memory uint32, threads uint8, length uint32) []byte {
		seen(passes, memory)
		return argon2.IDKey(password, salt, passes, memory, threads, length)
	}
	t.Cleanup(func() { argon = argon2.IDKey })
}

// Package pgtest starts a PostgreSQL server for tests: a fresh cluster in a
// temporary folder, reached over a unix socket only.
package pgtest

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// errMissing says that there is no PostgreSQL on this machine.
var errMissing = errors.New("no PostgreSQL here")

const howTo = "install PostgreSQL (Debian: apt-get install postgresql), or put initdb and postgres on PATH"

var shared struct {
	once   sync.Once
	server *Server
	err    error
}

// Main runs a package's tests and stops the server that they shared:
//
//	func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }
func Main(m *testing.M) int {
	defer func() {
		if shared.server != nil {
			shared.server.stop()
		}
	}()
	return m.Run()
}

// Databases makes two empty databases on the server that the package's tests
// share, and returns their DSNs. Without PostgreSQL the test is skipped, or
// fails where MINPING_TEST_REQUIRE lists postgres.
func Databases(t testing.TB) (people, ballots string) {
	t.Helper()
	shared.once.Do(func() { shared.server, shared.err = newServer() })
	if errors.Is(shared.err, errMissing) && !required() {
		t.Skipf("%v; to run this test, %s", shared.err, howTo)
	}
	if shared.err != nil {
		t.Fatalf("%v; %s", shared.err, howTo)
	}
	people, ballots, err := shared.server.databases()
	if err != nil {
		t.Fatal(err)
	}
	return people, ballots
}

func required() bool {
	return slices.Contains(strings.Split(os.Getenv("MINPING_TEST_REQUIRE"), ","), "postgres")
}

// binary finds a program on PATH or where Debian puts it.
func binary(name string) (string, error) {
	if path, err := exec.LookPath(name); err == nil {
		return path, nil
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/" + name)
	if len(found) == 0 {
		return "", fmt.Errorf("%w: %s not found", errMissing, name)
	}
	return found[len(found)-1], nil
}

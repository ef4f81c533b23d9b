// Package pgtest starts a PostgreSQL server for tests: a fresh cluster in a
// temporary folder, reached over a unix socket only.
package pgtest

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// howTo says how to get a server to test with.
const howTo = "needs PostgreSQL: install it (Debian: apt-get install postgresql) or put initdb and postgres on PATH"

// A Server is a running PostgreSQL server.
type Server struct {
	dir string
	run *exec.Cmd
	n   int
}

// Start starts a server that ends with the test. Without PostgreSQL the test
// is skipped, or fails where MINPING_TEST_REQUIRE lists postgres.
func Start(t testing.TB) *Server {
	t.Helper()
	initdb, postgres, err := binaries()
	if err != nil {
		if slices.Contains(strings.Split(os.Getenv("MINPING_TEST_REQUIRE"), ","), "postgres") {
			t.Fatalf("%s: %v", howTo, err)
		}
		t.Skipf("%s: %v", howTo, err)
	}
	dir, err := os.MkdirTemp("", "pg") // short: a socket's path has at most 107 bytes
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	as, err := unprivileged(dir)
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{dir: dir}
	s.must(t, as, initdb, "-D", filepath.Join(dir, "data"), "-U", "minping", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
	s.start(t, as, postgres)
	return s
}

// Databases makes two empty databases and returns their DSNs.
func (s *Server) Databases(t testing.TB) (people, ballots string) {
	t.Helper()
	s.n++
	return s.database(t, fmt.Sprintf("people%d", s.n)), s.database(t, fmt.Sprintf("ballots%d", s.n))
}

// binaries finds the server on PATH or where Debian puts it.
func binaries() (initdb, postgres string, err error) {
	find := func(name string) (string, error) {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
		found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/" + name)
		if len(found) == 0 {
			return "", fmt.Errorf("%s not found", name)
		}
		return found[len(found)-1], nil
	}
	if initdb, err = find("initdb"); err != nil {
		return "", "", err
	}
	postgres, err = find("postgres")
	return initdb, postgres, err
}

// unprivileged returns how to run commands as another user where this one is
// root, as which PostgreSQL refuses to run, and gives that user the folder.
func unprivileged(dir string) (func(*exec.Cmd), error) {
	if os.Getuid() != 0 {
		return func(*exec.Cmd) {}, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		if u, err = user.Lookup("nobody"); err != nil {
			return nil, err
		}
	}
	uid, err := strconv.Atoi(u.Uid)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.Atoi(u.Gid)
	if err != nil {
		return nil, err
	}
	if err := os.Chown(dir, uid, gid); err != nil {
		return nil, err
	}
	return func(c *exec.Cmd) { become(c, uid, gid) }, nil
}

func (s *Server) must(t testing.TB, as func(*exec.Cmd), name string, args ...string) {
	t.Helper()
	var out bytes.Buffer
	c := exec.Command(name, args...)
	c.Dir, c.Stdout, c.Stderr = s.dir, &out, &out
	as(c)
	if err := c.Run(); err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out.String())
	}
}

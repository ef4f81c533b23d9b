package pgtest

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
)

// A Server is a running PostgreSQL server, as safe as in earnest.
type Server struct {
	dir   string
	run   *exec.Cmd
	ended chan struct{}
	made  atomic.Int64 // pairs of databases
}

func newServer() (*Server, error) {
	initdb, err := binary("initdb")
	if err != nil {
		return nil, err
	}
	postgres, err := binary("postgres")
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "pg") // short: a socket's path has at most 107 bytes
	if err != nil {
		return nil, err
	}
	s := &Server{dir: dir, ended: make(chan struct{})}
	if err := s.start(initdb, postgres); err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	return s, nil
}

func (s *Server) start(initdb, postgres string) error {
	data := filepath.Join(s.dir, "data")
	create, err := s.command(initdb, "-D", data, "-U", "minping", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
	if err != nil {
		return err
	}
	if out, err := create.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w\n%s", err, out)
	}
	s.run, err = s.command(postgres, "-D", data, "-c", "listen_addresses=", "-c", "unix_socket_directories="+s.dir)
	if err != nil {
		return err
	}
	log, err := os.Create(filepath.Join(s.dir, "log"))
	if err != nil {
		return err
	}
	defer log.Close()
	s.run.Stdout, s.run.Stderr = log, log
	if err := s.run.Start(); err != nil {
		return err
	}
	go func() {
		defer close(s.ended)
		_ = s.run.Wait() // that a signal ended it is no news
	}()
	return s.await(log.Name())
}

// await returns once the server answers.
func (s *Server) await(log string) error {
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(50 * time.Millisecond) {
		err := s.exec("SELECT 1")
		if err == nil {
			return nil
		}
		if time.Now().After(deadline) {
			s.stop()
			text, _ := os.ReadFile(log)
			return fmt.Errorf("PostgreSQL does not answer: %w\n%s", err, text)
		}
	}
}

// stop ends the server and removes its files.
func (s *Server) stop() {
	_ = s.run.Process.Signal(os.Interrupt) // fast shutdown; it may have ended
	select {
	case <-s.ended:
	case <-time.After(30 * time.Second):
		_ = s.run.Process.Kill()
		<-s.ended
	}
	_ = os.RemoveAll(s.dir)
}

// command returns a command to run in the server's folder: as another user
// where this one is root, as which PostgreSQL refuses to run.
func (s *Server) command(name string, args ...string) (*exec.Cmd, error) {
	c := exec.Command(name, args...) //nolint:gosec // initdb and postgres, found on this machine
	c.Dir = s.dir
	if os.Getuid() != 0 {
		return c, nil
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
	become(c, uid, gid)
	return c, os.Chown(s.dir, uid, gid)
}

// databases makes two empty databases and returns their DSNs.
func (s *Server) databases() (people, ballots string, err error) {
	n := strconv.FormatInt(s.made.Add(1), 10)
	for _, name := range []string{"people" + n, "ballots" + n} {
		if err := s.exec("CREATE DATABASE " + name); err != nil {
			return "", "", err
		}
	}
	return s.dsn("people" + n), s.dsn("ballots" + n), nil
}

func (s *Server) dsn(database string) string {
	return "host=" + s.dir + " user=minping sslmode=disable dbname=" + database
}

func (s *Server) exec(query string) error {
	db, err := sql.Open("pgx", s.dsn("postgres"))
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.Exec(query)
	return err
}

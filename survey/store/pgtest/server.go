package pgtest

import (
	"database/sql"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
)

// start runs the server, as safe as in earnest, until the test ends.
func (s *Server) start(t testing.TB, as func(*exec.Cmd), postgres string) {
	t.Helper()
	logFile := filepath.Join(s.dir, "log")
	log, err := os.Create(logFile)
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	s.run = exec.Command(postgres, "-D", filepath.Join(s.dir, "data"),
		"-c", "listen_addresses=", "-c", "unix_socket_directories="+s.dir, "-c", "max_connections=50")
	s.run.Dir, s.run.Stdout, s.run.Stderr = s.dir, log, log
	as(s.run)
	if err := s.run.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { s.run.Wait(); close(ended) }()
	t.Cleanup(func() {
		s.run.Process.Signal(os.Interrupt) // fast shutdown
		select {
		case <-ended:
		case <-time.After(20 * time.Second):
			s.run.Process.Kill()
			<-ended
		}
	})
	for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		err := s.ping()
		if err == nil {
			return
		}
		if time.Now().After(deadline) {
			text, _ := os.ReadFile(logFile)
			t.Fatalf("PostgreSQL did not start: %v\n%s", err, text)
		}
	}
}

func (s *Server) dsn(database string) string {
	return "host=" + s.dir + " user=minping sslmode=disable dbname=" + database
}

func (s *Server) ping() error {
	db, err := sql.Open("pgx", s.dsn("postgres"))
	if err != nil {
		return err
	}
	defer db.Close()
	return db.Ping()
}

func (s *Server) database(t testing.TB, name string) string {
	t.Helper()
	db, err := sql.Open("pgx", s.dsn("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("CREATE DATABASE " + name); err != nil {
		t.Fatal(err)
	}
	return s.dsn(name)
}

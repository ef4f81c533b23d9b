// Package store keeps what survey needs in SQLite files or in PostgreSQL: the
// same code and the same SQL text for both.
//
// People (accounts, questionnaires, units, polls, releases) and ballots are two
// databases; no statement, join or transaction spans both. Nothing that the
// ballots database holds says who a respondent is or when a ballot came.
package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"minping/survey"
)

// A Store is the pair of open databases. It is safe for concurrent use.
type Store struct {
	People  *People
	Ballots *Ballots
	lock    io.Closer // of an SQLite folder
}

var (
	_ survey.Definitions = (*People)(nil)
	_ survey.BallotBox   = (*Ballots)(nil)
)

// The files in a folder.
const (
	peopleFile  = "people.db"
	ballotsFile = "ballots.db"
	lockName    = "minping.lock"
)

// OpenSQLite opens the databases people.db and ballots.db in a folder, which is
// made if it is not there, and brings their tables up to date. A folder that
// another process has open is refused.
func OpenSQLite(dir string) (*Store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	lock, err := lockFolder(filepath.Join(dir, lockName))
	if err != nil {
		return nil, err
	}
	if err := checkPair(dir); err != nil {
		return nil, errors.Join(err, lock.Close())
	}
	s, err := open(
		func() (*DB, error) { return openSQLite(filepath.Join(dir, peopleFile)) },
		func() (*DB, error) { return openSQLite(filepath.Join(dir, ballotsFile)) },
	)
	if err != nil {
		return nil, errors.Join(err, lock.Close())
	}
	s.lock = lock
	return s, nil
}

// errNoPeople refuses ballots without the polls that they belong to: of a
// restore that was broken off at the last moment, or a database that was lost.
var errNoPeople = errors.New("there are ballots, but the database of people is gone; restore both from a backup, in an empty place")

func checkPair(dir string) error {
	if ballots := filepath.Join(dir, ballotsFile); fileExists(ballots) && !fileExists(filepath.Join(dir, peopleFile)) {
		return fmt.Errorf("%s: %w", ballots, errNoPeople)
	}
	return nil
}

func fileExists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}

// OpenPostgres opens two databases of PostgreSQL, which must exist and be
// different, and brings their tables up to date.
func OpenPostgres(peopleDSN, ballotsDSN string) (*Store, error) {
	if err := checkApart(peopleDSN, ballotsDSN); err != nil {
		return nil, err
	}
	if err := checkPostgresPair(peopleDSN, ballotsDSN); err != nil {
		return nil, err
	}
	return open(
		func() (*DB, error) { return openPostgres(peopleDSN) },
		func() (*DB, error) { return openPostgres(ballotsDSN) },
	)
}

func open(openPeople, openBallots func() (*DB, error)) (*Store, error) {
	ctx := context.Background()
	people, err := openPeople()
	if err != nil {
		return nil, fmt.Errorf("database of people: %w", err)
	}
	if err := people.migrate(ctx, "people"); err != nil {
		return nil, errors.Join(fmt.Errorf("database of people: %w", err), people.Close())
	}
	ballots, err := openBallots()
	if err != nil {
		return nil, errors.Join(fmt.Errorf("database of ballots: %w", err), people.Close())
	}
	if err := ballots.migrate(ctx, "ballots"); err != nil {
		return nil, errors.Join(fmt.Errorf("database of ballots: %w", err), ballots.Close(), people.Close())
	}
	return &Store{People: &People{db: people}, Ballots: newBallots(ballots)}, nil
}

// LimitBatch sets how many deposits share a commit at most, to measure what
// sharing gains. Call it before the first deposit.
func (s *Store) LimitBatch(n int) { s.Ballots.writer.limit = n }

// Close finishes the deposits under way and closes the databases.
func (s *Store) Close() error {
	err := errors.Join(s.Ballots.close(), s.People.db.Close())
	if s.lock != nil {
		err = errors.Join(err, s.lock.Close())
	}
	return err
}

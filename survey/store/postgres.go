package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/pressly/goose/v3"
)

var postgresDialect = dialect{
	goose: goose.DialectPostgres, begin: "BEGIN", share: " FOR SHARE", lock: " FOR UPDATE", free: " FOR UPDATE SKIP LOCKED", bytes: ` COLLATE "C"`, bulk: arrays{},
	snapshot: sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true},
	hold:     `LOCK TABLE ballots, spent IN ACCESS SHARE MODE`,
	patience: patience{change: silentTime, rewrite: time.Hour},
	check:    checkPostgres,
	inspect:  func(context.Context, querier) error { return nil },
	examine:  func(context.Context, querier) error { return nil },
	stream:   streamAll,
	rewrite:  rewritePostgres, scrub: scrubPostgres, alone: alonePostgres,
}

func openPostgres(dsn string) (*DB, error) {
	writer, err := postgresPool(dsn, writerSettings)
	if err != nil {
		return nil, err
	}
	writer.SetMaxOpenConns(1)
	reader, err := postgresPool(dsn, readerSettings)
	if err != nil {
		return nil, errors.Join(err, writer.Close())
	}
	readers := max(8, 2*runtime.GOMAXPROCS(0))
	reader.SetMaxOpenConns(readers)
	reader.SetMaxIdleConns(readers)
	db := &DB{Reader: reader, Writer: writer, dialect: postgresDialect}
	if err := checkPostgres(context.Background(), writer); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// checkApart refuses one database for people and ballots.
func checkApart(peopleDSN, ballotsDSN string) error {
	people, err := pgx.ParseConfig(peopleDSN)
	if err != nil {
		return fmt.Errorf("database of people: %w", err)
	}
	ballots, err := pgx.ParseConfig(ballotsDSN)
	if err != nil {
		return fmt.Errorf("database of ballots: %w", err)
	}
	if people.Host == ballots.Host && people.Port == ballots.Port && people.Database == ballots.Database {
		return fmt.Errorf("people and ballots must be two databases, both are %q; make another, for example with createdb", people.Database)
	}
	return nil
}

// checkPostgres refuses servers that may lose what they have committed, or
// that keep the time of each commit.
func checkPostgres(ctx context.Context, db querier) error {
	for _, s := range []struct {
		name string
		bad  []string
		why  string
	}{
		{"fsync", []string{"off"}, "a crash would lose ballots"},
		{"full_page_writes", []string{"off"}, "a crash would damage ballots"},
		{"synchronous_commit", []string{"off", "local", "remote_write"}, "acknowledged ballots could be lost"},
		{"track_commit_timestamp", []string{"on"}, "the time of each ballot would be kept"},
	} {
		var is string
		if err := db.QueryRowContext(ctx, `SELECT current_setting($1)`, s.name).Scan(&is); err != nil {
			return err
		}
		for _, bad := range s.bad {
			if is == bad {
				return fmt.Errorf("PostgreSQL setting %s is %s: %s", s.name, is, s.why)
			}
		}
	}
	return nil
}

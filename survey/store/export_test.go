package store

import (
	"context"
	"database/sql"
	"net/url"
	"strconv"
	"strings"
)

// LimitBatch sets how many deposits share a commit.
func (s *Store) LimitBatch(n int) { s.Ballots.writer.limit = n }

// FillDisk lets the writer's connection add few more pages to the file of
// ballots; any further page is SQLITE_FULL.
func (s *Store) FillDisk() error {
	return s.Ballots.writer.do(context.Background(), func(ctx context.Context, db querier) error {
		var pages int
		if err := db.QueryRowContext(ctx, `PRAGMA page_count`).Scan(&pages); err != nil {
			return err
		}
		_, err := db.ExecContext(ctx, `PRAGMA max_page_count = `+strconv.Itoa(pages+3))
		return err
	})
}

// CheckSQLite opens a file with one pragma set to another value, and
// checks it.
func CheckSQLite(file, pragma, value string) error {
	dsn := sqliteDSN(file, false)
	for _, p := range sqlitePragmas {
		if p.name == pragma {
			dsn = strings.Replace(dsn, url.QueryEscape(p.name+"("+p.set+")"), url.QueryEscape(p.name+"("+value+")"), 1)
		}
	}
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	return checkSQLite(context.Background(), db)
}

package store_test

import (
	"database/sql"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"minping/survey/store"
	"minping/survey/store/pgtest"
)

// ballotColumns is all that the database of ballots holds: any new column is
// to be argued here. There is no time, no number that counts up, no address
// and no person; goose keeps its own table, which nothing refers to.
var ballotColumns = []string{
	"ballots.grp", "ballots.id", "ballots.poll", "ballots.rest", "ballots.scored", "ballots.unit",
	"batches.grp", "batches.id", "batches.label", "batches.poll", "batches.state", "batches.units",
	"boxes.key", "boxes.poll", "boxes.state",
	"codes.batch", "codes.hash", "codes.poll",
	"quotas.poll", "quotas.quota", "quotas.taken", "quotas.target", // no more than counting the ballots tells
	"spent.leaf", "spent.marker", "spent.poll",
}

const sqliteColumns = `
	SELECT m.name || '.' || c.name FROM sqlite_schema m, pragma_table_info(m.name) c
	WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name <> 'goose_db_version' ORDER BY 1`

const postgresColumns = `
	SELECT table_name || '.' || column_name FROM information_schema.columns
	WHERE table_schema = 'public' AND table_name <> 'goose_db_version' ORDER BY 1`

func TestSchemaHoldsNobody(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) {
		_, dir := sqliteOffice(t)
		db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, "ballots.db"))
		ok(t, err)
		defer db.Close()
		checkColumns(t, db, sqliteColumns)
		for _, definition := range texts(t, db, `SELECT sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'goose_db_version'`) {
			if !regexp.MustCompile(`WITHOUT ROWID`).MatchString(definition) {
				t.Errorf("a row number tells the order of arrival: %s", definition)
			}
		}
		if n := texts(t, db, `SELECT name FROM sqlite_schema WHERE type = 'trigger' OR sql LIKE '%REFERENCES%'`); len(n) > 0 {
			t.Errorf("triggers and references: %q", n)
		}
	})
	t.Run("postgres", func(t *testing.T) {
		people, ballots := pgtest.Databases(t)
		reopener(t, func() (*store.Store, error) { return store.OpenPostgres(people, ballots) })()
		db, err := sql.Open("pgx", ballots)
		ok(t, err)
		defer db.Close()
		checkColumns(t, db, postgresColumns)
		if n := texts(t, db, `SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'goose_db_version' AND (column_default IS NOT NULL OR is_identity = 'YES' OR data_type NOT IN ('text', 'bytea') AND table_name <> 'quotas')`); len(n) > 0 {
			t.Errorf("columns with defaults, or neither text nor bytes: %q", n)
		}
	})
}

func checkColumns(t *testing.T, db *sql.DB, query string) {
	t.Helper()
	if got := texts(t, db, query); !slices.Equal(got, ballotColumns) {
		t.Errorf("columns are %q", got)
	}
}

func texts(t *testing.T, db *sql.DB, query string) (all []string) {
	t.Helper()
	rows, err := db.Query(query)
	ok(t, err)
	defer rows.Close()
	for rows.Next() {
		var s string
		ok(t, rows.Scan(&s))
		all = append(all, s)
	}
	ok(t, rows.Err())
	return all
}

func TestPostgresApart(t *testing.T) {
	people, _ := pgtest.Databases(t)
	if _, err := store.OpenPostgres(people, people); err == nil {
		t.Error("people and ballots in one database")
	}
}

// A server that may lose commits, or keeps their times, is refused.
func TestPostgresSettings(t *testing.T) {
	people, ballots := pgtest.Databases(t)
	if _, err := store.OpenPostgres(people, ballots+" synchronous_commit=off"); err == nil {
		t.Error("synchronous_commit=off was taken")
	}
}

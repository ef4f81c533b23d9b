package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"github.com/pressly/goose/v3"
)

// A table is one whose rows are copied.
type table struct {
	name    string
	columns []field
}

type field struct {
	name, kind string
	key        int // place in the primary key, from 1; 0: not of it
}

// leftBehind are tables whose rows no backup carries: whoever was signed in
// signs in again, a link that was used stays used, what is known of
// devices is gone once the poll is counted and so must not outlast it in a
// backup, and chores and the time last seen are matters of one server. Events
// and deliveries are queues: a copy must not tell again what was told, nor tell
// real receivers of what happens in it; and without the secrets it cannot. The
// same holds for mailings and messages. Lists of recipients are deleted when
// somebody asks for it or their time is over, and no backup may outlast that.
// What requests were answered is forgotten after a day in any case. Who evaluates
// whom is deleted when it has been sent, and no backup may outlast that either; nor
// the contacts that people left with cases. The addresses of feeds are secrets, as those of robots are.
var leftBehind = []string{
	"idempotency",
	"sessions", "signins", "setups", "invitations", "devices", "chores", "clock", "events", "untold", "hook_secrets", "deliveries", "attempts",
	"channel_secrets", "recipient_lists", "recipients", "mailings", "messages", "pace", "assignments",
	"case_contacts", "agendas",
}

// selectTables lists tables in the order of their making, so that what a
// table refers to comes before it.
const selectTables = `
	SELECT m.name, c.name, c.type, c.pk FROM sqlite_schema m, pragma_table_info(m.name) c
	WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name <> 'goose_db_version' ORDER BY m.rowid, c.cid`

// tablesOf returns the tables of an SQLite database.
func tablesOf(ctx context.Context, db querier) ([]table, error) {
	type row struct {
		table string
		field
	}
	rows, err := list(ctx, db, func(rows *sql.Rows) (r row, err error) {
		return r, rows.Scan(&r.table, &r.name, &r.kind, &r.key)
	}, selectTables)
	var tables []table
	for _, r := range rows {
		if n := len(tables); n == 0 || tables[n-1].name != r.table {
			tables = append(tables, table{name: r.table})
		}
		t := &tables[len(tables)-1]
		t.columns = append(t.columns, r.field)
	}
	return tables, err
}

// schemaAt returns the tables that a folder of migrations makes up to a
// version.
func schemaAt(ctx context.Context, folder string, version int64) ([]table, error) {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return nil, err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	provider, err := migrator(goose.DialectSQLite3, db, folder)
	if err != nil {
		return nil, err
	}
	sources := provider.ListSources()
	last := sources[len(sources)-1].Version
	if version > last {
		return nil, &BackupError{Key: "newer", Where: folder, Detail: fmt.Sprintf("schema %d > %d", version, last)}
	}
	if _, err := provider.UpTo(ctx, version); err != nil {
		return nil, err
	}
	return tablesOf(ctx, db)
}

const selectVersion = `SELECT max(version_id) FROM goose_db_version`

// load makes the tables of a version in an empty database and copies all rows
// there.
func load(ctx context.Context, to *sql.DB, engine goose.Dialect, part string, version int64, from querier, d dialect) error {
	tables, err := schemaAt(ctx, part, version)
	if err != nil {
		return err
	}
	provider, err := migrator(engine, to, part)
	if err != nil {
		return err
	}
	if _, err := provider.UpTo(ctx, version); err != nil {
		return err
	}
	return (&DB{Writer: to}).write(ctx, func(tx *sql.Tx) error { return copyRows(ctx, from, d, tx, engine, tables) })
}

// copyRows copies all rows of the tables in the order of their keys, so that
// where a row comes to lie tells nothing of when it was written.
func copyRows(ctx context.Context, from querier, d dialect, to *sql.Tx, engine goose.Dialect, tables []table) error {
	for _, t := range tables {
		if slices.Contains(leftBehind, t.name) {
			continue
		}
		if err := t.copy(ctx, from, d, to, engine); err != nil {
			return fmt.Errorf("table %s: %w", t.name, err)
		}
	}
	return nil
}

func (t table) copy(ctx context.Context, from querier, d dialect, to *sql.Tx, engine goose.Dialect) error {
	names := t.names()
	in := inserter{to: to, engine: engine, columns: len(names), into: fmt.Sprintf("%s (%s)", t.name, strings.Join(names, ", "))}
	defer in.close()
	rows, err := from.QueryContext(ctx, fmt.Sprintf("SELECT %s FROM %s ORDER BY %s", strings.Join(names, ", "), t.name, t.order(d)))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := rows.Scan(in.next()...); err != nil {
			return err
		}
		if err := in.add(ctx); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	return in.flush(ctx)
}

func (t table) names() []string {
	names := make([]string, len(t.columns))
	for i, c := range t.columns {
		names[i] = c.name
	}
	return names
}

// order returns the primary key, each text by its bytes.
func (t table) order(d dialect) string {
	var keys []field
	for _, c := range t.columns {
		if c.key > 0 {
			keys = append(keys, c)
		}
	}
	slices.SortFunc(keys, func(a, b field) int { return a.key - b.key })
	terms := make([]string, len(keys))
	for i, c := range keys {
		if terms[i] = c.name; c.kind == "TEXT" {
			terms[i] += d.bytes
		}
	}
	return strings.Join(terms, ", ")
}

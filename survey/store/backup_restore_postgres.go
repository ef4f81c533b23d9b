package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// restoringSchema is where tables are filled before they are moved, in one
// transaction, to where a server looks for them.
const restoringSchema = "minping_restoring"

// RestorePostgres puts a backup into two databases of PostgreSQL, which must
// be empty, each whole or not at all, and the people last: without them the
// ballots are not opened. It needs the right to make a schema in both. It
// returns the day of the backup.
func RestorePostgres(ctx context.Context, from, peopleDSN, ballotsDSN string, files BringFiles) (day string, err error) {
	if err := checkApart(peopleDSN, ballotsDSN); err != nil {
		return "", err
	}
	b, err := openBackup(ctx, from)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, b.close()) }()
	parts := []struct{ name, dsn string }{{"ballots", ballotsDSN}, {"people", peopleDSN}}
	for _, p := range parts {
		release, err := lockRestore(ctx, p.dsn)
		if err != nil {
			return "", err
		}
		defer release()
	}
	defer func() {
		for _, p := range parts { // gone already, if all went well
			err = errors.Join(err, withPostgres(p.dsn, "", dropSchema(context.WithoutCancel(ctx))))
		}
	}()
	for _, p := range parts {
		if err := withPostgres(p.dsn, "", checkNoTables(ctx)); err != nil {
			return "", err
		}
	}
	if err := b.bring(ctx, files); err != nil {
		return "", err
	}
	for _, p := range parts {
		err := withPostgres(p.dsn, restoringSchema, func(db *sql.DB) error { return b.fill(ctx, db, postgresDialect, p.name) })
		if err != nil {
			return "", err
		}
	}
	for _, p := range parts {
		if err := withPostgres(p.dsn, "", moveTables(ctx)); err != nil {
			return "", err
		}
	}
	return b.Day, nil
}

// restoreLock is the number of the advisory lock of a restore.
const restoreLock = 0x6d696e70696e67 // "minping"

// lockRestore keeps other restores out of a database until release is called
// or this process has ended.
func lockRestore(ctx context.Context, dsn string) (release func(), err error) {
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return nil, err
	}
	release = func() { // the server ends a session some time after its connection
		ctx := context.WithoutCancel(ctx)
		_, _ = conn.Exec(ctx, `SELECT pg_advisory_unlock($1)`, int64(restoreLock))
		_ = conn.Close(ctx)
	}
	var mine bool
	var name string
	err = conn.QueryRow(ctx, `SELECT pg_try_advisory_lock($1), current_database()`, int64(restoreLock)).Scan(&mine, &name)
	if err == nil && !mine {
		err = &BackupError{Key: "restoring", Where: name}
	}
	if err != nil {
		release()
		return nil, err
	}
	return release, nil
}

// withPostgres opens a database for one call; tables are made in a schema,
// where it is not "".
func withPostgres(dsn, schema string, do func(*sql.DB) error) error {
	config, err := pgx.ParseConfig(dsn)
	if err != nil {
		return err
	}
	if schema != "" {
		config.RuntimeParams["search_path"] = schema
	}
	db := stdlib.OpenDB(*config)
	return errors.Join(do(db), db.Close())
}

const selectTablesHere = `SELECT coalesce(string_agg(tablename, ', ' ORDER BY tablename), '') FROM pg_tables WHERE schemaname = current_schema()`

// checkNoTables refuses a database that holds tables, and makes room for new
// ones.
func checkNoTables(ctx context.Context) func(*sql.DB) error {
	return func(db *sql.DB) error {
		var tables, name string
		if err := db.QueryRowContext(ctx, selectTablesHere).Scan(&tables); err != nil {
			return err
		}
		if err := db.QueryRowContext(ctx, `SELECT current_database()`).Scan(&name); err != nil {
			return err
		}
		if tables != "" {
			return &BackupError{Key: "not_empty", Where: name, Detail: tables}
		}
		if err := dropSchema(ctx)(db); err != nil { // of a restore that was broken off
			return err
		}
		_, err := db.ExecContext(ctx, `CREATE SCHEMA `+restoringSchema)
		return err
	}
}

func dropSchema(ctx context.Context) func(*sql.DB) error {
	return func(db *sql.DB) error {
		_, err := db.ExecContext(ctx, `DROP SCHEMA IF EXISTS `+restoringSchema+` CASCADE`)
		return err
	}
}

// moveTables moves the tables that were filled to where they are looked for.
func moveTables(ctx context.Context) func(*sql.DB) error {
	return func(db *sql.DB) error {
		return (&DB{Writer: db}).write(ctx, func(tx *sql.Tx) error {
			var schema string
			if err := tx.QueryRowContext(ctx, `SELECT quote_ident(current_schema())`).Scan(&schema); err != nil {
				return err
			}
			tables, err := list(ctx, tx, func(rows *sql.Rows) (name string, err error) { return name, rows.Scan(&name) },
				`SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = '`+restoringSchema+`' ORDER BY tablename`)
			if err != nil {
				return err
			}
			for _, name := range tables {
				if _, err := tx.ExecContext(ctx, `ALTER TABLE `+restoringSchema+`.`+name+` SET SCHEMA `+schema); err != nil {
					return err
				}
			}
			_, err = tx.ExecContext(ctx, `DROP SCHEMA `+restoringSchema)
			return err
		})
	}
}

// checkPostgresPair refuses ballots without people. It looks at the ballots
// first: a server that starts at this moment makes the people first.
func checkPostgresPair(peopleDSN, ballotsDSN string) error {
	var tables [2]string
	for i, dsn := range []string{ballotsDSN, peopleDSN} {
		err := withPostgres(dsn, "", func(db *sql.DB) error { return db.QueryRow(selectTablesHere).Scan(&tables[i]) })
		if err != nil {
			return err
		}
	}
	if tables[0] != "" && tables[1] == "" {
		return errNoPeople
	}
	return nil
}

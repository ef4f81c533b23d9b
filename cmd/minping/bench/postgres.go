package bench

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"

	"minping/survey/access"
	"minping/survey/store"
)

// An InUseError says that databases hold what is not of minping bench.
type InUseError struct{ Accounts, Polls, Units int }

// Error implements error.
func (e InUseError) Error() string {
	return fmt.Sprintf("the databases are in use: %d accounts, %d polls, %d units", e.Accounts, e.Polls, e.Units)
}

// checkPostgres refuses databases in which somebody works, unless forced: a
// made-up poll would appear among theirs, and stay. It returns the version of
// the server.
func (b *bench) checkPostgres(ctx context.Context) (version string, err error) {
	st, err := store.OpenPostgres(b.plan.People, b.plan.Box)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	if !b.plan.Force {
		if err := b.untouched(ctx, st); err != nil {
			return "", err
		}
	}
	return serverVersion(ctx, b.plan.Box)
}

// serverVersion returns the version of PostgreSQL.
func serverVersion(ctx context.Context, dsn string) (version string, err error) {
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		return "", err
	}
	defer db.Close()
	return version, db.QueryRowContext(ctx, `SHOW server_version`).Scan(&version)
}

// untouched reports an InUseError unless all there is is of minping bench.
func (b *bench) untouched(ctx context.Context, st *store.Store) error {
	var found InUseError
	accounts, err := access.New(st.People).Accounts(ctx)
	if err != nil {
		return err
	}
	found.Accounts = len(accounts)
	polls, err := st.People.Polls(ctx)
	if err != nil {
		return err
	}
	for _, p := range polls {
		if !p.Simulated || !strings.HasPrefix(p.ID, PollPrefix) {
			found.Polls++
		}
	}
	units, err := st.People.Units(ctx)
	if err != nil {
		return err
	}
	own := make(map[string]bool)
	for _, u := range b.world.units {
		own[u.ID] = true
	}
	for _, u := range units {
		if !own[u.ID] {
			found.Units++
		}
	}
	if found != (InUseError{}) {
		return found
	}
	return nil
}

// onPostgres measures minping serve on the databases of the plan, with a poll
// of its own.
func (b *bench) onPostgres(ctx context.Context, connections int) (s Sample, err error) {
	poll := PollPrefix + strings.ToLower(rand.Text()[:10])
	letters, err := lettersOf(poll, b.world.ballots[:len(b.letters)])
	if err != nil {
		return s, err
	}
	err = b.inPostgres(func(st *store.Store) error { return b.world.openPoll(ctx, st, poll) })
	if err != nil {
		return s, err
	}
	s, err = b.serve(ctx, letters, b.closed(connections), "--db", b.plan.People, "--ballots-db", b.plan.Box)
	if err != nil {
		return s, err
	}
	return s, b.inPostgres(func(st *store.Store) error { return s.compare(ctx, st, poll, contents{}) })
}

// inPostgres opens the store of the databases for a while.
func (b *bench) inPostgres(do func(*store.Store) error) error {
	st, err := store.OpenPostgres(b.plan.People, b.plan.Box)
	if err != nil {
		return err
	}
	return errors.Join(do(st), st.Close())
}

package store

import (
	"context"
	"database/sql"
	"encoding/binary"
	"io/fs"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/pressly/goose/v3"

	"minping/survey"
)

// LimitSilence gives a connection up after this time without an answer, if that
// is less than the limit of the product.
func (s *Store) LimitSilence(d time.Duration) {
	s.Ballots.db.patience.change = min(d, s.Ballots.db.patience.change)
}

// DrainEvery moves SQLite's log into the file after so many rows; to be called
// before anything is deposited.
func (s *Store) DrainEvery(rows int) { s.Ballots.writer.drainRows = rows }

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

// Checkpoint moves what is in SQLite's log into the file.
func (b *Ballots) Checkpoint() error {
	return b.writer.do(context.Background(), func(ctx context.Context, db querier) error {
		_, err := db.ExecContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`)
		return err
	})
}

// Fill stores many ballots of one poll, about the units in turn, by the way of
// deposits; scored returns the scored answers of each.
func (b *Ballots) Fill(poll string, n int, units []string, scored func() []byte) error {
	const batch = 1000
	for from := 0; from < n; from += batch {
		tasks := make([]*task, 0, batch)
		for i := from; i < min(n, from+batch); i++ {
			d := &survey.Deposit{Poll: poll, Records: []survey.Record{{
				Unit: []byte(units[i%len(units)]), Scored: scored(), Rest: []byte{},
			}}}
			binary.BigEndian.PutUint64(d.Marker[:], uint64(i)+1)
			tasks = append(tasks, &task{deposit: d})
		}
		err := b.writer.do(context.Background(), func(ctx context.Context, _ querier) error {
			return b.writer.deposit(ctx, tasks)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// Load puts n ballots into an open box, fast and past all that guards it; make
// writes each with its id of 16 bytes.
func (b *Ballots) Load(poll string, n int, make func(i int, id []byte, r *survey.Record)) error {
	const batch = 100_000
	var r survey.Record
	id := [idBytes]byte{}
	for from := 0; from < n; from += batch {
		err := b.writer.do(context.Background(), func(ctx context.Context, db querier) error {
			return b.db.transact(ctx, db, func() error {
				insert, err := db.(*sql.Conn).PrepareContext(ctx, `INSERT INTO `+insertBallots.into+` VALUES ($1,$2,$3,$4,$5,$6)`)
				if err != nil {
					return err
				}
				defer insert.Close()
				for i := from; i < min(n, from+batch); i++ {
					make(i, id[:], &r)
					if _, err := insert.Exec(poll, id[:], string(r.Unit), string(r.Group), r.Scored, string(r.Rest)); err != nil {
						return err
					}
				}
				return nil
			})
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// Exec runs a statement on the database of ballots, as a tamperer would.
func (b *Ballots) Exec(query string, args ...any) error {
	return b.writer.do(context.Background(), func(ctx context.Context, db querier) error {
		_, err := db.ExecContext(ctx, query, args...)
		return err
	})
}

// Exec runs a statement on the database of people.
func (p *People) Exec(query string, args ...any) error {
	_, err := p.db.Writer.Exec(query, args...)
	return err
}

// A StoredBallot is a row of ballots.
type StoredBallot struct {
	ID     []byte
	Unit   string
	Scored []byte
}

// Stored returns the rows of a poll's ballots.
func (b *Ballots) Stored(poll string) ([]StoredBallot, error) {
	return list(context.Background(), b.db.Reader, func(rows *sql.Rows) (s StoredBallot, err error) {
		return s, rows.Scan(&s.ID, &s.Unit, &s.Scored)
	}, `SELECT id, unit, scored FROM ballots WHERE poll = $1 ORDER BY id`, poll)
}

// Count returns the number that a query of the database of people selects.
func (p *People) Count(query string, args ...any) (n int, err error) {
	return n, p.db.Reader.QueryRow(query, args...).Scan(&n)
}

// Texts returns the texts that a query of the database of people selects.
func (p *People) Texts(query string) ([]string, error) {
	return list(context.Background(), p.db.Reader, func(rows *sql.Rows) (text string, err error) { return text, rows.Scan(&text) }, query)
}

// Physical orders a query by where the rows of a table lie in its file.
func (p *People) Physical() string {
	if p.db.goose == goose.DialectPostgres {
		return ` ORDER BY ctid`
	}
	return ` ORDER BY rowid`
}

// View looks at the ballots as a backup does, until it is told to stop.
func (o *Origin) View(ctx context.Context) (stop func(), err error) {
	s, err := o.snapshot(ctx)
	if err != nil {
		return nil, err
	}
	return s.close, nil
}

// Reschema takes the people of a backup back to a version of their tables, or
// only says so where there is none such yet.
func Reschema(ctx context.Context, dir string, version int64) error {
	m, err := readManifest(dir)
	if err != nil {
		return err
	}
	if version < m.People.Schema {
		db, err := sql.Open("sqlite", dir+"/"+peopleFile)
		if err != nil {
			return err
		}
		defer db.Close()
		provider, err := migrator(goose.DialectSQLite3, db, "people")
		if err != nil {
			return err
		}
		if _, err := provider.DownTo(ctx, version); err != nil {
			return err
		}
	}
	if m.People, err = part(dir, peopleFile, version); err != nil {
		return err
	}
	return m.write(dir)
}

// LockRestore keeps restores out of a database.
var LockRestore = lockRestore

// Between has something done between the looks at the two databases.
func (o *Origin) Between(do func()) { o.between = do }

// Downgrade undoes the migrations of the database of people but the first.
func (s *Store) Downgrade() error {
	files, err := fs.Sub(migrations, "migrations/people")
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider(s.People.db.goose, s.People.db.Writer, files)
	if err != nil {
		return err
	}
	_, err = provider.DownTo(context.Background(), 1)
	return err
}

// WebhookConsumer is the consumer of events that tests take the part of.
const WebhookConsumer = webhookConsumer

// TakeEvents takes events as a consumer does.
func (p *People) TakeEvents(ctx context.Context, consumer string, now time.Time, lease time.Duration, n int) ([]survey.Event, error) {
	return p.takeEvents(ctx, consumer, now, lease, n)
}

// FinishEvent says that a consumer has taken an event in.
func (p *People) FinishEvent(ctx context.Context, consumer, event string) (mine bool, err error) {
	err = p.db.write(ctx, func(tx *sql.Tx) error {
		mine, err = finishEvent(ctx, tx, consumer, event)
		return err
	})
	return mine, err
}

// Keys returns the ids of all ballots, the markers, leaves and hashes of codes,
// and the keys of boxes.
func (b *Ballots) Keys(ctx context.Context) ([][]byte, error) {
	return list(ctx, b.db.Reader, func(rows *sql.Rows) (key []byte, err error) { return key, rows.Scan(&key) },
		`SELECT id FROM ballots UNION ALL SELECT marker FROM spent UNION ALL SELECT leaf FROM spent UNION ALL SELECT hash FROM codes UNION ALL SELECT key FROM boxes`)
}

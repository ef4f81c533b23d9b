package bench

import (
	"bytes"
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/binary"
	"errors"
	"io"
	"math/bits"
	mrand "math/rand/v2"
	"os"
	"path/filepath"
	"strings"

	_ "modernc.org/sqlite" // the driver "sqlite"

	"minping/survey"
)

// ballotsFile is where store.OpenSQLite keeps the ballots of a folder.
const ballotsFile = "ballots.db"

// fill puts so many ballots into the open box of a poll that nobody has open,
// each with its spent marker, as they lie there after a nightly rewriting: in
// the order of their keys. It goes past the product's writer, with no care for
// crashes, and much faster.
func fill(ctx context.Context, dir, poll string, n int, records []survey.Record) (err error) {
	file := filepath.Join(dir, ballotsFile)
	db, err := sql.Open("sqlite", file)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close(), flush(file)) }()
	db.SetMaxOpenConns(1)
	for _, pragma := range []string{"journal_mode = OFF", "synchronous = OFF", "cache_size = -65536"} {
		if _, err := db.ExecContext(ctx, "PRAGMA "+pragma); err != nil {
			return err
		}
	}
	leaf := make([]byte, 32)
	err = insert(ctx, db, "spent (poll, marker, leaf)", n, func(args []any, i int) []any {
		_, _ = rand.Read(leaf) // never fails
		return append(args, poll, spread(i, n, 32), bytes.Clone(leaf))
	})
	if err != nil {
		return err
	}
	m := newMixer(records)
	return insert(ctx, db, "ballots (poll, id, unit, grp, scored, rest)", n, func(args []any, i int) []any {
		r := m.record()
		return append(args, poll, spread(i, n, 16), string(r.Unit), string(r.Group), r.Scored, string(r.Rest))
	})
}

// spread returns a random key for row i of n: keys of later rows are greater.
func spread(i, n, size int) []byte {
	key := make([]byte, size)
	_, _ = rand.Read(key) // never fails
	part, _ := bits.Div64(1, 0, uint64(n)+1)
	within, _ := bits.Mul64(part, binary.BigEndian.Uint64(key))
	binary.BigEndian.PutUint64(key, uint64(i)*part+within)
	return key
}

// rowsAtOnce is how many rows one statement inserts.
const rowsAtOnce = 64

// insert inserts n rows in one transaction; row appends the values of the ith.
func insert(ctx context.Context, db *sql.DB, table string, n int, row func(args []any, i int) []any) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // does nothing after the commit
	place := "(?" + strings.Repeat(",?", strings.Count(table, ",")) + ")"
	query := func(rows int) string {
		return "INSERT INTO " + table + " VALUES " + place + strings.Repeat(","+place, rows-1)
	}
	many, err := tx.PrepareContext(ctx, query(rowsAtOnce))
	if err != nil {
		return err
	}
	defer many.Close()
	var args []any
	for i := 0; i < n; {
		rows := min(rowsAtOnce, n-i)
		args = args[:0]
		for range rows {
			args = row(args, i)
			i++
		}
		if rows == rowsAtOnce {
			_, err = many.ExecContext(ctx, args...)
		} else {
			_, err = tx.ExecContext(ctx, query(rows), args...)
		}
		if err != nil {
			return err
		}
	}
	return tx.Commit()
}

// A mixer makes many records of few: each answers one in four items as
// somebody else of its unit and group did, so that hardly two are alike while
// the shares of the answers stay.
type mixer struct {
	random  *mrand.Rand
	records []survey.Record
	alike   map[string][]int // records by unit and group
	kin     [][]int          // the same by record
}

func newMixer(records []survey.Record) *mixer {
	m := &mixer{random: mrand.New(mrand.NewPCG(3, 4)), records: records, alike: make(map[string][]int)}
	key := func(r *survey.Record) string { return string(r.Unit) + "\x00" + string(r.Group) }
	for i := range records {
		m.alike[key(&records[i])] = append(m.alike[key(&records[i])], i)
	}
	for i := range records {
		m.kin = append(m.kin, m.alike[key(&records[i])])
	}
	return m
}

// record returns the next record.
func (m *mixer) record() survey.Record {
	i := m.random.IntN(len(m.records))
	r := m.records[i]
	other := m.records[m.kin[i][m.random.IntN(len(m.kin[i]))]]
	r.Scored = bytes.Clone(r.Scored)
	coins := m.random.Uint64() & m.random.Uint64()
	for k := range r.Scored {
		if coins>>(k%64)&1 == 1 {
			r.Scored[k] = other.Scored[k]
		}
	}
	return r
}

// copyFolder copies the databases of a folder that nobody has open.
func copyFolder(from, to string) error {
	if err := os.MkdirAll(to, 0o700); err != nil {
		return err
	}
	for _, name := range []string{"people.db", ballotsFile} {
		if err := copyFile(filepath.Join(from, name), filepath.Join(to, name)); err != nil {
			return err
		}
	}
	return nil
}

func copyFile(from, to string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	if _, err := io.Copy(out, in); err != nil {
		return err
	}
	return out.Sync() // or it would be written out while something is measured
}

// flush has a file written out to the disk.
func flush(file string) error {
	f, err := os.OpenFile(file, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

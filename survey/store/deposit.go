package store

import (
	"bytes"
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"slices"
	"strings"

	"minping/survey"
)

const idBytes = 16

// deposit stores a batch in one transaction: each submission's marker, which
// only the constraint keeps unique, and its ballots.
func (w *writer) deposit(ctx context.Context, batch []*task) error {
	return w.db.transact(ctx, w.conn, func() error {
		fresh, err := w.open(ctx, batch)
		if err != nil {
			return err
		}
		if err := w.spend(ctx, fresh); err != nil {
			return err
		}
		if err := w.seat(ctx, fresh); err != nil {
			return err
		}
		for _, t := range batch {
			if t.outcome == 0 {
				if err := w.recognise(ctx, t); err != nil {
					return err
				}
			}
		}
		return w.store(ctx, fresh)
	})
}

const selectState = `SELECT state FROM boxes WHERE poll = $1`

// open returns the tasks that may store something, sorted by marker so that
// two servers never wait for each other. The boxes stay open until the commit.
func (w *writer) open(ctx context.Context, batch []*task) ([]*task, error) {
	isOpen := make(map[string]bool)
	fresh := make([]*task, 0, len(batch))
	for _, t := range batch {
		t.outcome, t.admitted = 0, false
		open, asked := isOpen[t.deposit.Poll]
		if !asked {
			var err error
			if open, err = w.isOpen(ctx, t.deposit.Poll); err != nil {
				return nil, err
			}
			isOpen[t.deposit.Poll] = open
		}
		if t.admitted = open && !t.deposit.Late; t.admitted {
			fresh = append(fresh, t)
		}
	}
	slices.SortStableFunc(fresh, func(a, b *task) int {
		return compareMarkers(a.deposit, b.deposit)
	})
	// Of equal ones in a batch the first is stored, the others will find it.
	return slices.CompactFunc(fresh, func(a, b *task) bool {
		return compareMarkers(a.deposit, b.deposit) == 0
	}), nil
}

func compareMarkers(a, b *survey.Deposit) int {
	if c := bytes.Compare(a.Marker[:], b.Marker[:]); c != 0 {
		return c
	}
	return strings.Compare(a.Poll, b.Poll)
}

func (w *writer) isOpen(ctx context.Context, poll string) (bool, error) {
	stmt, err := w.prepared(ctx, selectState+w.db.share) //nolint:sqlclosecheck // closed with the connection
	if err != nil {
		return false, err
	}
	var state string
	err = stmt.QueryRowContext(ctx, poll).Scan(&state)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return state == "open", err
}

var (
	insertSpent = insert{
		"spent (poll, marker, leaf)",
		[]string{"text", "bytea", "bytea"},
		" ON CONFLICT DO NOTHING RETURNING poll, marker",
	}
	insertBallots = insert{
		"ballots (poll, id, unit, grp, scored, rest)",
		[]string{"text", "bytea", "text", "text", "bytea", "text"},
		"",
	}
)

// spend inserts the markers; the tasks whose marker was unspent become Stored.
func (w *writer) spend(ctx context.Context, fresh []*task) error {
	args := make([]any, 0, len(insertSpent.types)*len(fresh))
	for _, t := range fresh {
		args = append(args, t.deposit.Poll, t.deposit.Marker[:], t.deposit.Leaf[:])
	}
	inserted := make(map[spentKey]bool, len(fresh))
	for len(args) > 0 {
		var query string
		var send []any
		query, send, args = insertSpent.next(w.db.bulk, args)
		if err := w.spendAll(ctx, query, send, inserted); err != nil {
			return err
		}
	}
	for _, t := range fresh {
		if inserted[spentKey{t.deposit.Poll, t.deposit.Marker}] {
			t.outcome = survey.Stored
		}
	}
	return nil
}

// A spentKey is a row of spent.
type spentKey struct {
	poll   string
	marker survey.Marker
}

// spendAll inserts markers and notes those that were not there.
func (w *writer) spendAll(ctx context.Context, query string, args []any, inserted map[spentKey]bool) error {
	stmt, err := w.prepared(ctx, query) //nolint:sqlclosecheck // closed with the connection
	if err != nil {
		return err
	}
	rows, err := stmt.QueryContext(ctx, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var poll string
		var marker sql.RawBytes
		if err := rows.Scan(&poll, &marker); err != nil {
			return err
		}
		inserted[spentKey{poll, survey.Marker(marker)}] = true
	}
	return rows.Err()
}

const selectLeaf = `SELECT leaf FROM spent WHERE poll = $1 AND marker = $2`

// recognise compares a deposit with what its marker was spent on.
func (w *writer) recognise(ctx context.Context, t *task) error {
	stmt, err := w.prepared(ctx, selectLeaf) //nolint:sqlclosecheck // closed with the connection
	if err != nil {
		return err
	}
	var leaf []byte
	switch err := stmt.QueryRowContext(ctx, t.deposit.Poll, t.deposit.Marker[:]).Scan(&leaf); {
	case errors.Is(err, sql.ErrNoRows) && t.admitted: // its twin in the batch found a quota full
		t.outcome = survey.Full
	case errors.Is(err, sql.ErrNoRows):
		t.outcome = survey.Fenced
	case err != nil:
		return err
	case bytes.Equal(leaf, t.deposit.Leaf[:]):
		t.outcome = survey.Known
	default:
		t.outcome = survey.Conflict
	}
	return nil
}

// store inserts the ballots of the tasks whose marker was spent now, under
// random ids and in their order.
func (w *writer) store(ctx context.Context, fresh []*task) error {
	type row struct {
		id     []byte
		poll   string
		ballot *survey.Record
	}
	var rows []row
	for _, t := range fresh {
		for i := range t.deposit.Records {
			if t.outcome == survey.Stored {
				rows = append(rows, row{poll: t.deposit.Poll, ballot: &t.deposit.Records[i]})
			}
		}
	}
	ids := make([]byte, idBytes*len(rows))
	rand.Read(ids) // never fails
	for i := range rows {
		rows[i].id = ids[idBytes*i : idBytes*(i+1)]
	}
	slices.SortFunc(rows, func(a, b row) int { return bytes.Compare(a.id, b.id) })
	args := make([]any, 0, len(insertBallots.types)*len(rows))
	for _, r := range rows {
		args = append(args, r.poll, r.id, string(r.ballot.Unit), string(r.ballot.Group), r.ballot.Scored, string(r.ballot.Rest))
	}
	for len(args) > 0 {
		var query string
		var send []any
		query, send, args = insertBallots.next(w.db.bulk, args)
		stmt, err := w.prepared(ctx, query) //nolint:sqlclosecheck // closed with the connection
		if err != nil {
			return err
		}
		if _, err := stmt.ExecContext(ctx, send...); err != nil {
			return err
		}
	}
	return nil
}

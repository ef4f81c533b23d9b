package store

import (
	"context"
	"database/sql"
	"maps"
	"slices"

	"minping/survey"
)

const insertQuota = `INSERT INTO quotas (poll, quota, target, taken) VALUES ($1, $2, $3, 0) ON CONFLICT DO NOTHING`

func insertQuotas(ctx context.Context, db querier, poll string, targets map[string]int) error {
	for _, id := range slices.Sorted(maps.Keys(targets)) {
		if _, err := db.ExecContext(ctx, insertQuota, poll, id, targets[id]); err != nil {
			return err
		}
	}
	return nil
}

// PutQuotas implements survey.BallotBox.
func (b *Ballots) PutQuotas(ctx context.Context, poll string, targets map[string]int) error {
	if len(targets) == 0 {
		return nil
	}
	return b.writer.do(ctx, func(ctx context.Context, db querier) error {
		return b.db.transact(ctx, db, func() error { return insertQuotas(ctx, db, poll, targets) })
	})
}

const selectTaken = `SELECT quota, taken FROM quotas WHERE poll = $1 ORDER BY quota`

// Taken implements survey.BallotBox.
func (b *Ballots) Taken(ctx context.Context, poll string) (map[string]int, error) {
	taken := map[string]int{}
	_, err := list(ctx, b.db.Reader, func(rows *sql.Rows) (struct{}, error) {
		var id string
		var n int
		err := rows.Scan(&id, &n)
		taken[id] = n
		return struct{}{}, err
	}, selectTaken, poll)
	return taken, err
}

// A seatKey names a quota.
type seatKey struct{ poll, quota string }

// seat takes the seats of the tasks whose marker was spent now. Where a quota
// has too few left, the task becomes Full and its marker is given back. All
// quotas of the batch are locked first, in one order, so that servers never
// wait for each other in a circle.
func (w *writer) seat(ctx context.Context, fresh []*task) error {
	free, err := w.lockQuotas(ctx, fresh)
	if err != nil || len(free) == 0 {
		return err
	}
	taken := map[seatKey]int{}
	for _, t := range fresh {
		if t.outcome != survey.Stored || len(t.deposit.Seats) == 0 {
			continue
		}
		if !room(t.deposit, free) {
			t.outcome = survey.Full
			if err := w.unspend(ctx, t.deposit); err != nil {
				return err
			}
			continue
		}
		for id, n := range t.deposit.Seats {
			key := seatKey{t.deposit.Poll, id}
			free[key] -= n
			taken[key] += n
		}
	}
	return w.takeSeats(ctx, taken)
}

// room reports whether all quotas of a deposit have the seats that it takes.
func room(d *survey.Deposit, free map[seatKey]int) bool {
	for id, n := range d.Seats {
		if free[seatKey{d.Poll, id}] < n {
			return false
		}
	}
	return true
}

const selectFree = `SELECT target - taken FROM quotas WHERE poll = $1 AND quota = $2`

// lockQuotas returns the free seats of all quotas that the tasks count towards.
func (w *writer) lockQuotas(ctx context.Context, fresh []*task) (map[seatKey]int, error) {
	free := map[seatKey]int{}
	for _, t := range fresh {
		if t.outcome == survey.Stored {
			for id := range t.deposit.Seats {
				free[seatKey{t.deposit.Poll, id}] = 0
			}
		}
	}
	for _, key := range sortedSeats(free) {
		stmt, err := w.prepared(ctx, selectFree+w.db.lock) //nolint:sqlclosecheck // closed with the connection
		if err != nil {
			return nil, err
		}
		var n int
		if err := stmt.QueryRowContext(ctx, key.poll, key.quota).Scan(&n); err != nil {
			return nil, err
		}
		free[key] = n
	}
	return free, nil
}

func sortedSeats(m map[seatKey]int) []seatKey {
	return slices.SortedFunc(maps.Keys(m), func(a, b seatKey) int {
		return slices.Compare([]string{a.poll, a.quota}, []string{b.poll, b.quota})
	})
}

const updateTaken = `UPDATE quotas SET taken = taken + $3 WHERE poll = $1 AND quota = $2`

func (w *writer) takeSeats(ctx context.Context, taken map[seatKey]int) error {
	for _, key := range sortedSeats(taken) {
		stmt, err := w.prepared(ctx, updateTaken) //nolint:sqlclosecheck // closed with the connection
		if err != nil {
			return err
		}
		if _, err := stmt.ExecContext(ctx, key.poll, key.quota, taken[key]); err != nil {
			return err
		}
	}
	return nil
}

const deleteSpent = `DELETE FROM spent WHERE poll = $1 AND marker = $2`

// unspend gives back a marker that was spent in this transaction.
func (w *writer) unspend(ctx context.Context, d *survey.Deposit) error {
	stmt, err := w.prepared(ctx, deleteSpent) //nolint:sqlclosecheck // closed with the connection
	if err != nil {
		return err
	}
	_, err = stmt.ExecContext(ctx, d.Poll, d.Marker[:])
	return err
}

package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"minping/survey"
)

// consumers are those who are told of events, each in its own time: an event is
// put before every one of them when it is stored.
var consumers = []string{webhookConsumer, notifyConsumer}

const (
	webhookConsumer = "webhooks"
	notifyConsumer  = "notify"
)

const (
	insertEvent = `
		INSERT INTO events (id, kind, poll, title, at, order_id, task, unit, case_id, position)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, (SELECT coalesce(max(position), 0) + 1 FROM events))`
	insertUntold = `INSERT INTO untold (consumer, event, lease) VALUES ($1, $2, $3)`
)

// putEvents stores events for all consumers, in the transaction of the change
// that they tell of.
func putEvents(ctx context.Context, tx *sql.Tx, events []survey.Event) error {
	for _, e := range events {
		title, err := json.Marshal(e.Title)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, insertEvent, e.ID, string(e.Kind), e.Poll, string(title), e.At.UnixMilli(), e.Order, e.Task, e.Unit, e.Case)
		if err != nil {
			return err
		}
		from := int64(0) // a lease that nobody holds keeps it from all until then
		if !e.From.IsZero() {
			from = e.From.UnixMilli()
		}
		for _, c := range consumers {
			if _, err := tx.ExecContext(ctx, insertUntold, c, e.ID, from); err != nil {
				return err
			}
		}
	}
	return nil
}

// Of two who take at once, the second leaves alone what the first is taking.
const (
	selectUntold = `
		SELECT event FROM untold WHERE consumer = $1 AND lease <= $2
		ORDER BY (SELECT position FROM events WHERE id = event), event LIMIT $4`
	leaseUntold = `
		WITH mine AS (%s)
		UPDATE untold SET lease = $3 WHERE consumer = $1 AND event IN (SELECT event FROM mine)
		RETURNING event`
)

const anyUntold = `SELECT EXISTS (SELECT 1 FROM untold WHERE consumer = $1 AND lease <= $2)`

const selectEvent = `SELECT id, kind, poll, title, at, order_id, task, unit, case_id, position FROM events WHERE id = $1`

// takeEvents returns the oldest events that a consumer has not taken in, at
// most n. Until the lease ends nobody else gets them; whoever is stopped before
// finishEvent leaves them to the next.
func (p *People) takeEvents(ctx context.Context, consumer string, now time.Time, lease time.Duration, n int) ([]survey.Event, error) {
	var some bool
	err := p.db.Reader.QueryRowContext(ctx, anyUntold, consumer, now.UnixMilli()).Scan(&some)
	if err != nil || !some { // as a rule: nobody waits for the writer
		return nil, err
	}
	var taken []survey.Event
	err = p.db.write(ctx, func(tx *sql.Tx) error {
		ids, err := list(ctx, tx, func(rows *sql.Rows) (id string, err error) { return id, rows.Scan(&id) },
			fmt.Sprintf(leaseUntold, selectUntold+p.db.free), consumer, now.UnixMilli(), now.Add(lease).UnixMilli(), n)
		if err != nil {
			return err
		}
		taken, err = eventsOf(ctx, tx, ids)
		return err
	})
	return taken, err
}

// eventsOf returns events in the order in which they happened.
func eventsOf(ctx context.Context, tx querier, ids []string) ([]survey.Event, error) {
	type placed struct {
		survey.Event
		position int64
	}
	all := make([]placed, len(ids))
	for i, id := range ids {
		e := &all[i]
		var kind string
		var title []byte
		var at int64
		row := tx.QueryRowContext(ctx, selectEvent, id)
		if err := row.Scan(&e.ID, &kind, &e.Poll, &title, &at, &e.Order, &e.Task, &e.Unit, &e.Case, &e.position); err != nil {
			return nil, err
		}
		e.Kind, e.At = survey.EventKind(kind), fromUnixMilli(at)
		if err := json.Unmarshal(title, &e.Title); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(all, func(a, b placed) int {
		return cmp.Or(cmp.Compare(a.position, b.position), cmp.Compare(a.ID, b.ID))
	})
	events := make([]survey.Event, len(all))
	for i, e := range all {
		events[i] = e.Event
	}
	return events, nil
}

const deleteUntold = `DELETE FROM untold WHERE consumer = $1 AND event = $2`

// finishEvent says that a consumer has taken an event in; in the transaction
// that stores what it made of it, so that nothing is lost in between. false:
// another has, and what it made is to stay the only one.
func finishEvent(ctx context.Context, tx *sql.Tx, consumer, event string) (bool, error) {
	n, err := affected(tx.ExecContext(ctx, deleteUntold, consumer, event))
	return n > 0, err
}

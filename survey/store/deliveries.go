package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"minping/survey"
	"minping/survey/webhook"
)

// UntoldEvents implements webhook.Store.
func (p *People) UntoldEvents(ctx context.Context, now time.Time, lease time.Duration, n int) ([]survey.Event, error) {
	return p.takeEvents(ctx, webhookConsumer, now, lease, n)
}

const selectPosition = `SELECT position FROM events WHERE id = $1`

// insertDelivery does nothing for a hook that was removed or stopped meanwhile.
const insertDelivery = `
	INSERT INTO deliveries (hook, event, kind, body, state, attempts, tries, due, created, position)
	SELECT id, $2, $3, $4, $5, CAST($6 AS BIGINT), CAST($7 AS BIGINT), CAST($8 AS BIGINT), CAST($9 AS BIGINT), CAST($10 AS BIGINT)
	FROM hooks WHERE id = $1`

// TakeInEvents implements webhook.Store.
func (p *People) TakeInEvents(ctx context.Context, made []webhook.Made) error {
	return p.db.write(ctx, func(tx *sql.Tx) error {
		for _, m := range made {
			if err := takeIn(ctx, tx, m); err != nil {
				return err
			}
		}
		return nil
	})
}

func takeIn(ctx context.Context, tx *sql.Tx, m webhook.Made) error {
	mine, err := finishEvent(ctx, tx, webhookConsumer, m.Event)
	if err != nil || !mine {
		return err
	}
	var position int64
	if err := tx.QueryRowContext(ctx, selectPosition, m.Event).Scan(&position); err != nil {
		return err
	}
	for _, d := range m.Deliveries {
		if _, err := putDelivery(ctx, tx, d, position); err != nil {
			return err
		}
	}
	return nil
}

func putDelivery(ctx context.Context, tx *sql.Tx, d webhook.Delivery, position int64) (int64, error) {
	return affected(tx.ExecContext(ctx, insertDelivery, d.Hook, d.Event, string(d.Kind), string(d.Body), string(d.Progress),
		d.Attempts, d.Tries, unixMilli(d.Due), unixMilli(d.Created), position))
}

const selectSealed = `SELECT h.url, s.secret, h.state FROM hooks h JOIN hook_secrets s ON s.hook = h.id WHERE h.id = $1`

// BeginDelivery implements webhook.Store.
func (p *People) BeginDelivery(ctx context.Context, d webhook.Delivery) (webhook.Claim, error) {
	c := webhook.Claim{Delivery: d}
	err := p.db.write(ctx, func(tx *sql.Tx) error {
		var state string
		if err := tx.QueryRowContext(ctx, selectSealed, d.Hook).Scan(&c.URL, &c.Secret, &state); err != nil {
			return found(err)
		}
		n, err := putDelivery(ctx, tx, d, 0)
		if err == nil && n == 0 {
			return survey.ErrNotFound
		}
		return err
	})
	return c, err
}

// Of two that claim at once, the second leaves alone what the first is claiming.
const (
	selectDue = `
		SELECT event FROM deliveries WHERE hook = $1 AND state = 'waiting' AND due <= $2
		ORDER BY due, position LIMIT $4`
	claimDeliveries = `
		WITH mine AS (%s)
		UPDATE deliveries SET attempts = attempts + 1, tries = tries + 1, due = $3
		WHERE hook = $1 AND event IN (SELECT event FROM mine)
		RETURNING hook, event, kind, body, state, attempts, tries, due, created, position`
)

// ClaimDeliveries implements webhook.Store.
func (p *People) ClaimDeliveries(ctx context.Context, hook string, now time.Time, lease time.Duration, n int) (claims []webhook.Claim, err error) {
	err = p.db.write(ctx, func(tx *sql.Tx) error {
		var url, secret, state string
		if err := tx.QueryRowContext(ctx, selectSealed, hook).Scan(&url, &secret, &state); err != nil {
			return found(err)
		}
		if state != string(webhook.Active) {
			return nil
		}
		rows, err := list(ctx, tx, scanDelivery, fmt.Sprintf(claimDeliveries, selectDue+p.db.free), hook, now.UnixMilli(), now.Add(lease).UnixMilli(), n)
		if err != nil {
			return err
		}
		slices.SortFunc(rows, func(a, b placedDelivery) int { return cmp.Compare(a.position, b.position) })
		for _, r := range rows {
			claims = append(claims, webhook.Claim{Delivery: r.Delivery, URL: url, Secret: secret})
		}
		return nil
	})
	return claims, err
}

// A placedDelivery knows where its event comes among the others.
type placedDelivery struct {
	webhook.Delivery
	position int64
}

func scanDelivery(rows *sql.Rows) (d placedDelivery, err error) {
	var kind, state string
	var due, created int64
	err = rows.Scan(&d.Hook, &d.Event, &kind, &d.Body, &state, &d.Attempts, &d.Tries, &due, &created, &d.position)
	d.Kind, d.Progress = survey.EventKind(kind), webhook.Progress(state)
	d.Due, d.Created = fromUnixMilli(due), fromUnixMilli(created)
	return d, err
}

const (
	insertAttempt = `
		INSERT INTO attempts (hook, event, number, at, took, status, answer, wrong)
		SELECT hook, event, CAST($3 AS BIGINT), CAST($4 AS BIGINT), CAST($5 AS BIGINT), CAST($6 AS BIGINT), $7, $8
		FROM deliveries WHERE hook = $1 AND event = $2
		ON CONFLICT DO NOTHING`
	// A receiver that took the message has it, whoever else is at it meanwhile.
	finishDelivered = `UPDATE deliveries SET state = 'delivered' WHERE hook = $1 AND event = $2`
	// What failed counts unless the lease ended and another attempt was begun.
	finishFailed = `
		UPDATE deliveries SET state = $4, due = $5
		WHERE hook = $1 AND event = $2 AND attempts = $3 AND state = 'waiting'`
	hookWell    = `UPDATE hooks SET failing = 0 WHERE id = $1 AND failing <> 0`
	hookFailing = `UPDATE hooks SET failing = $2 WHERE id = $1 AND failing = 0`
	hookStopped = `UPDATE hooks SET state = $2, since = $3 WHERE id = $1 AND state = 'active'`
)

// FinishAttempts implements webhook.Store. All servers take the hooks in the
// same order, so that none waits for one that waits for it.
func (p *People) FinishAttempts(ctx context.Context, finished []webhook.Finished) error {
	finished = slices.SortedStableFunc(slices.Values(finished), func(a, b webhook.Finished) int {
		return cmp.Or(cmp.Compare(a.Claim.Hook, b.Claim.Hook), cmp.Compare(a.Claim.Event, b.Claim.Event))
	})
	return p.db.write(ctx, func(tx *sql.Tx) error {
		for _, f := range finished {
			if err := finish(ctx, tx, f.Claim, f.Attempt, f.Then); err != nil {
				return err
			}
		}
		return nil
	})
}

func finish(ctx context.Context, tx *sql.Tx, c webhook.Claim, a webhook.Attempt, then webhook.Outcome) error {
	n, err := affected(tx.ExecContext(ctx, insertAttempt, c.Hook, c.Event,
		a.Number, unixMilli(a.At), a.Took.Milliseconds(), a.Status, a.Answer, a.Wrong))
	if err != nil || n == 0 {
		return err
	}
	if then.Progress == webhook.Delivered {
		if _, err := tx.ExecContext(ctx, finishDelivered, c.Hook, c.Event); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, hookWell, c.Hook)
		return err
	}
	if _, err := tx.ExecContext(ctx, finishFailed, c.Hook, c.Event, a.Number, string(then.Progress), unixMilli(then.Due)); err != nil {
		return err
	}
	return markHook(ctx, tx, c.Hook, a.At, then)
}

// markHook notes that a hook fails, and stops it where that follows.
func markHook(ctx context.Context, tx *sql.Tx, hook string, at time.Time, then webhook.Outcome) error {
	if !then.Failing.IsZero() {
		if _, err := tx.ExecContext(ctx, hookFailing, hook, unixMilli(then.Failing)); err != nil {
			return err
		}
	}
	if then.Stop == "" {
		return nil
	}
	_, err := tx.ExecContext(ctx, hookStopped, hook, string(then.Stop), unixMilli(at))
	return err
}

const selectDeliveries = `
	SELECT hook, event, kind, body, state, attempts, tries, due, created, position FROM deliveries
	WHERE hook = $1 AND (event = $2 OR $2 = '') ORDER BY created DESC, position DESC, event LIMIT $3`

// Deliveries implements webhook.Store.
func (p *People) Deliveries(ctx context.Context, hook string, limit int) ([]webhook.Delivery, error) {
	return list(ctx, p.db.Reader, func(rows *sql.Rows) (webhook.Delivery, error) {
		d, err := scanDelivery(rows)
		return d.Delivery, err
	}, selectDeliveries, hook, "", limit)
}

const selectAttempts = `
	SELECT number, at, took, status, answer, wrong FROM attempts WHERE hook = $1 AND event = $2 ORDER BY number DESC`

// Delivery implements webhook.Store.
func (p *People) Delivery(ctx context.Context, hook, event string) (webhook.Delivery, []webhook.Attempt, error) {
	if event == "" {
		return webhook.Delivery{}, nil, survey.ErrNotFound
	}
	one, err := list(ctx, p.db.Reader, scanDelivery, selectDeliveries, hook, event, 1)
	if err == nil && len(one) == 0 {
		err = survey.ErrNotFound
	}
	if err != nil {
		return webhook.Delivery{}, nil, err
	}
	attempts, err := list(ctx, p.db.Reader, func(rows *sql.Rows) (a webhook.Attempt, err error) {
		var at, took int64
		err = rows.Scan(&a.Number, &at, &took, &a.Status, &a.Answer, &a.Wrong)
		a.At, a.Took = fromUnixMilli(at), time.Duration(took)*time.Millisecond
		return a, err
	}, selectAttempts, hook, event)
	return one[0].Delivery, attempts, err
}

const queueAgain = `UPDATE deliveries SET state = 'waiting', tries = 0, due = $3 WHERE hook = $1 AND event = $2`

// QueueAgain implements webhook.Store.
func (p *People) QueueAgain(ctx context.Context, hook, event string, now time.Time) error {
	return one(p.db.Writer.ExecContext(ctx, queueAgain, hook, event, now.UnixMilli()))
}

const (
	deleteDeliveries = `DELETE FROM deliveries WHERE created < $1`
	deleteEvents     = `
		DELETE FROM events WHERE at < $1 AND NOT EXISTS (SELECT 1 FROM untold WHERE untold.event = events.id)`
)

// DropLog implements webhook.Store.
func (p *People) DropLog(ctx context.Context, before time.Time) error {
	return p.db.write(ctx, func(tx *sql.Tx) error {
		for _, query := range []string{deleteDeliveries, deleteEvents} {
			if _, err := tx.ExecContext(ctx, query, before.UnixMilli()); err != nil {
				return err
			}
		}
		return nil
	})
}

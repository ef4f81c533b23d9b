package store

import (
	"context"
	"database/sql"
	"time"

	"minping/survey"
	"minping/survey/notify"
)

const insertMessage = `
	INSERT INTO messages (id, channel, poll, mailing, kind, lang, subject, body, link, address, name, masked,
		state, tries, created, due, finished, result)
	VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
	ON CONFLICT (id) DO NOTHING`

// Queue implements notify.QueueStore.
func (p *People) Queue(ctx context.Context, messages []notify.Message) error {
	if len(messages) == 0 {
		return nil
	}
	return p.db.write(ctx, func(tx *sql.Tx) error { return queue(ctx, tx, messages) })
}

// Events implements notify.QueueStore.
func (p *People) Events(ctx context.Context, now time.Time, lease time.Duration, n int) ([]survey.Event, error) {
	return p.takeEvents(ctx, notifyConsumer, now, lease, n)
}

// QueueEvent implements notify.QueueStore.
func (p *People) QueueEvent(ctx context.Context, event string, messages []notify.Message) error {
	return p.db.write(ctx, func(tx *sql.Tx) error {
		mine, err := finishEvent(ctx, tx, notifyConsumer, event)
		if err != nil || !mine {
			return err
		}
		return queue(ctx, tx, messages)
	})
}

func queue(ctx context.Context, tx *sql.Tx, messages []notify.Message) error {
	stmt, err := tx.PrepareContext(ctx, insertMessage)
	if err != nil {
		return err
	}
	defer stmt.Close()
	for _, m := range messages {
		if _, err := stmt.ExecContext(ctx, m.ID, m.Channel, m.Poll, m.Mailing, string(m.Kind), m.Lang,
			m.Subject, m.Text, m.Link, m.To, m.Name, m.Masked, string(m.State), m.Tries,
			m.Created.UnixMilli(), m.Due.UnixMilli(), unixMilli(m.Finished), m.Result); err != nil {
			return err
		}
	}
	return nil
}

const selectMessages = `
	SELECT id, channel, poll, mailing, kind, lang, subject, body, link, address, name, masked,
		state, tries, created, due, finished, result
	FROM messages`

func scanMessage(rows *sql.Rows) (m notify.Message, err error) {
	var created, due, finished int64
	err = rows.Scan(&m.ID, &m.Channel, &m.Poll, &m.Mailing, &m.Kind, &m.Lang, &m.Subject, &m.Text, &m.Link,
		&m.To, &m.Name, &m.Masked, &m.State, &m.Tries, &created, &due, &finished, &m.Result)
	m.Created, m.Due, m.Finished = fromUnixMilli(created), fromUnixMilli(due), fromUnixMilli(finished)
	return m, err
}

const (
	// takePace holds the row until the commit, so that servers claim one after
	// the other.
	takePace = `
	INSERT INTO pace (id, minute, sent) VALUES ('messages', $1, 0)
	ON CONFLICT (id) DO UPDATE SET
		sent = CASE WHEN pace.minute = excluded.minute THEN pace.sent ELSE 0 END, minute = excluded.minute
	RETURNING sent`
	addPace      = `UPDATE pace SET sent = sent + $1 WHERE id = 'messages'`
	countDue     = `SELECT count(*) FROM messages WHERE state = 'queued' AND due <= $1`
	leaseMessage = `UPDATE messages SET tries = tries + 1, due = $2 WHERE id = $1`
)

// Claim implements notify.QueueStore.
func (p *People) Claim(ctx context.Context, now time.Time, lease time.Duration, perMinute, most int) (all []notify.Message, err error) {
	var waiting int
	if err := p.db.Reader.QueryRowContext(ctx, countDue, now.UnixMilli()).Scan(&waiting); err != nil || waiting == 0 {
		return nil, err
	}
	err = p.db.write(ctx, func(tx *sql.Tx) error {
		var taken int
		if err := tx.QueryRowContext(ctx, takePace, now.Unix()/60).Scan(&taken); err != nil {
			return err
		}
		room := min(most, perMinute-taken)
		if room <= 0 {
			return nil
		}
		all, err = list(ctx, tx, scanMessage, selectMessages+` WHERE state = 'queued' AND due <= $1 ORDER BY due, id LIMIT $2`, now.UnixMilli(), room)
		if err != nil {
			return err
		}
		for i := range all {
			all[i].Tries++
			if _, err := tx.ExecContext(ctx, leaseMessage, all[i].ID, now.Add(lease).UnixMilli()); err != nil {
				return err
			}
		}
		_, err = tx.ExecContext(ctx, addPace, len(all))
		return err
	})
	return all, err
}

const (
	finishMessage = `
	UPDATE messages SET state = $2, result = $3, finished = $4, subject = '', body = '', link = '', address = '', name = ''
	WHERE id = $1 AND state IN ('queued', 'stopped')`
	delayMessage = `UPDATE messages SET result = $2, due = $3 WHERE id = $1 AND state = 'queued'`
)

// Finish implements notify.QueueStore. A message that was stopped while it was
// under way has gone out all the same.
func (p *People) Finish(ctx context.Context, id string, to notify.State, result string, now time.Time) error {
	_, err := p.db.Writer.ExecContext(ctx, finishMessage, id, string(to), result, now.UnixMilli())
	return err
}

// Again implements notify.QueueStore.
func (p *People) Again(ctx context.Context, id, result string, due time.Time) error {
	_, err := p.db.Writer.ExecContext(ctx, delayMessage, id, result, due.UnixMilli())
	return err
}

const logClause = `
	WHERE ($1 = '' OR poll = $1) AND ($2 = '' OR channel = $2) AND ($3 = '' OR state = $3)
		AND ($4 = '' OR (created, id) < (SELECT b.created, b.id FROM messages b WHERE b.id = $4))
	ORDER BY created DESC, id DESC LIMIT $5`

// Log implements notify.QueueStore.
func (p *People) Log(ctx context.Context, q notify.LogQuery) ([]notify.Message, error) {
	limit := q.Limit
	if limit <= 0 {
		limit = 100
	}
	return list(ctx, p.db.Reader, func(rows *sql.Rows) (notify.Message, error) {
		m, err := scanMessage(rows)
		m.Subject, m.Text, m.Link, m.To, m.Name = "", "", "", "", "" // of what is still queued
		return m, err
	}, selectMessages+logClause, q.Poll, q.Channel, string(q.State), q.Before, limit)
}

const countQueued = `SELECT count(*) FROM messages WHERE state = 'queued'`

// Waiting implements notify.QueueStore.
func (p *People) Waiting(ctx context.Context) (n int, err error) {
	err = p.db.Reader.QueryRowContext(ctx, countQueued).Scan(&n)
	return n, err
}

const deleteLog = `DELETE FROM messages WHERE state <> 'queued' AND finished < $1`

// ForgetLog implements notify.QueueStore.
func (p *People) ForgetLog(ctx context.Context, before time.Time) error {
	_, err := p.db.Writer.ExecContext(ctx, deleteLog, before.UnixMilli())
	return err
}

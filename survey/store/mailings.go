package store

import (
	"context"
	"database/sql"
	"time"

	"minping/survey"
	"minping/survey/notify"
)

const insertMailing = `
	INSERT INTO mailings (id, poll, kind, wanted, days, grp, state, created) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`

// PutMailing implements notify.QueueStore.
func (p *People) PutMailing(ctx context.Context, m notify.Mailing) error {
	act := survey.Act{Kind: survey.ActMailingPlanned, Object: m.ID, Poll: m.Poll, Detail: map[string]string{
		"kind": string(m.Kind), "when": string(m.When), "group": m.Group,
	}}
	return p.did(ctx, act, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, insertMailing,
			m.ID, m.Poll, string(m.Kind), string(m.When), m.Days, m.Group, string(m.State), m.Created.UnixMilli())
		return err
	})
}

const selectMailings = `SELECT id, poll, kind, wanted, days, grp, state, created FROM mailings`

func scanMailing(rows *sql.Rows) (m notify.Mailing, err error) {
	var created int64
	err = rows.Scan(&m.ID, &m.Poll, &m.Kind, &m.When, &m.Days, &m.Group, &m.State, &created)
	m.Created = time.UnixMilli(created).UTC()
	return m, err
}

const countMailing = `SELECT state, count(*) FROM messages WHERE mailing = $1 GROUP BY state`

// Mailings implements notify.QueueStore.
func (p *People) Mailings(ctx context.Context, poll string) ([]notify.Mailing, error) {
	all, err := list(ctx, p.db.Reader, scanMailing, selectMailings+` WHERE poll = $1 ORDER BY created DESC, id`, poll)
	if err != nil {
		return nil, err
	}
	for i := range all {
		all[i].Counts = map[notify.State]int{}
		_, err := list(ctx, p.db.Reader, func(rows *sql.Rows) (n int, err error) {
			var state notify.State
			err = rows.Scan(&state, &n)
			all[i].Counts[state] = n
			return n, err
		}, countMailing, all[i].ID)
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

// PlannedMailings implements notify.QueueStore.
func (p *People) PlannedMailings(ctx context.Context) ([]notify.Mailing, error) {
	return list(ctx, p.db.Reader, scanMailing, selectMailings+` WHERE state = 'planned' ORDER BY created, id`)
}

const updateMailing = `UPDATE mailings SET state = $2 WHERE id = $1 AND state = 'planned'`

// SendMailing implements notify.QueueStore.
func (p *People) SendMailing(ctx context.Context, id string, to notify.MailingState, messages []notify.Message) error {
	return p.db.write(ctx, func(tx *sql.Tx) error {
		if err := changed(tx.ExecContext(ctx, updateMailing, id, string(to))); err != nil {
			return err
		}
		return queue(ctx, tx, messages)
	})
}

const (
	stopMailing = `UPDATE mailings SET state = 'stopped' WHERE id = $1 AND poll = $2 AND state IN ('planned', 'out')`
	stopQueued  = `
	UPDATE messages SET state = 'stopped', finished = $2, subject = '', body = '', link = '', address = '', name = ''
	WHERE mailing = $1 AND state = 'queued'`
)

// StopMailing implements notify.QueueStore.
func (p *People) StopMailing(ctx context.Context, poll, id string, now time.Time) error {
	return p.did(ctx, survey.Act{Kind: survey.ActMailingStopped, Object: id, Poll: poll}, func(tx *sql.Tx) error {
		n, err := affected(tx.ExecContext(ctx, stopMailing, id, poll))
		if err != nil || n == 0 {
			return either(err, survey.ErrNotFound)
		}
		_, err = tx.ExecContext(ctx, stopQueued, id, now.UnixMilli())
		return err
	})
}

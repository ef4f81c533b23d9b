package store

import (
	"context"
	"database/sql"
	"strconv"
	"strings"
	"time"

	"minping/survey"
	"minping/survey/notify"
)

const (
	touchList = `
	INSERT INTO recipient_lists (poll, archived) VALUES ($1, 0)
	ON CONFLICT (poll) DO UPDATE SET archived = recipient_lists.archived` // holds the row: two imports go one after the other
	deleteRecipients = `DELETE FROM recipients WHERE poll = $1`
	upsertRecipient  = `
	INSERT INTO recipients (poll, folded, address, name, grp, lang) VALUES ($1, $2, $3, $4, $5, $6)
	ON CONFLICT (poll, folded) DO UPDATE
	SET address = excluded.address, name = excluded.name, grp = excluded.grp, lang = excluded.lang`
	countRecipients = `SELECT count(*) FROM recipients WHERE poll = $1`
)

// PutRecipients implements notify.RecipientStore.
func (p *People) PutRecipients(ctx context.Context, poll string, all []survey.Recipient, anew bool, most int) error {
	act := survey.Act{Kind: survey.ActRecipientsPut, Poll: poll, Detail: map[string]string{"recipients": strconv.Itoa(len(all)), "anew": strconv.FormatBool(anew)}}
	return p.did(ctx, act, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, touchList, poll); err != nil {
			return err
		}
		if anew {
			if _, err := tx.ExecContext(ctx, deleteRecipients, poll); err != nil {
				return err
			}
		}
		stmt, err := tx.PrepareContext(ctx, upsertRecipient)
		if err != nil {
			return err
		}
		defer stmt.Close()
		for _, r := range all {
			if _, err := stmt.ExecContext(ctx, poll, strings.ToLower(r.Address), r.Address, r.Name, r.Group, r.Lang); err != nil {
				return err
			}
		}
		var n int
		if err := tx.QueryRowContext(ctx, countRecipients, poll).Scan(&n); err != nil {
			return err
		}
		if n > most {
			return notify.ErrTooMany
		}
		return nil
	})
}

const selectRecipients = `
	SELECT address, name, grp, lang FROM recipients
	WHERE poll = $1 AND ($2 = '' OR grp = $2) ORDER BY folded LIMIT $3 OFFSET $4`

// Recipients implements notify.RecipientStore.
func (p *People) Recipients(ctx context.Context, poll, group string, offset, limit int) ([]survey.Recipient, error) {
	return list(ctx, p.db.Reader, func(rows *sql.Rows) (r survey.Recipient, err error) {
		return r, rows.Scan(&r.Address, &r.Name, &r.Group, &r.Lang)
	}, selectRecipients, poll, group, limit, offset)
}

const countByGroup = `SELECT grp, count(*) FROM recipients WHERE poll = $1 GROUP BY grp`

// CountRecipients implements notify.RecipientStore.
func (p *People) CountRecipients(ctx context.Context, poll string) (map[string]int, error) {
	type count struct {
		group string
		n     int
	}
	counts, err := list(ctx, p.db.Reader, func(rows *sql.Rows) (c count, err error) {
		return c, rows.Scan(&c.group, &c.n)
	}, countByGroup, poll)
	groups := make(map[string]int, len(counts))
	for _, c := range counts {
		groups[c.group] = c.n
	}
	return groups, err
}

const (
	deleteRecipient       = `DELETE FROM recipients WHERE poll = $1 AND folded = $2`
	deleteRecipientQueued = `DELETE FROM messages WHERE poll = $1 AND channel = '' AND state = 'queued' AND lower(address) = $2`
	deleteList            = `DELETE FROM recipient_lists WHERE poll = $1`
	deleteListQueued      = `DELETE FROM messages WHERE poll = $1 AND channel = '' AND state = 'queued'`
)

// RemoveRecipient implements notify.RecipientStore.
func (p *People) RemoveRecipient(ctx context.Context, poll, address string) error {
	folded := strings.ToLower(strings.TrimSpace(address))
	return p.did(ctx, survey.Act{Kind: survey.ActRecipientRemoved, Poll: poll}, func(tx *sql.Tx) error {
		n, err := affected(tx.ExecContext(ctx, deleteRecipient, poll, folded))
		if err != nil || n == 0 {
			return either(err, survey.ErrNotFound)
		}
		_, err = tx.ExecContext(ctx, deleteRecipientQueued, poll, folded)
		return err
	})
}

// RemoveRecipients implements notify.RecipientStore.
func (p *People) RemoveRecipients(ctx context.Context, poll string) error {
	return p.did(ctx, survey.Act{Kind: survey.ActRecipientsRemoved, Poll: poll}, func(tx *sql.Tx) error {
		for _, query := range []string{deleteRecipients, deleteList, deleteListQueued} {
			if _, err := tx.ExecContext(ctx, query, poll); err != nil {
				return err
			}
		}
		return nil
	})
}

const selectRecipientLists = `SELECT poll, archived FROM recipient_lists ORDER BY poll`

// RecipientLists implements notify.RecipientStore.
func (p *People) RecipientLists(ctx context.Context) ([]notify.List, error) {
	return list(ctx, p.db.Reader, func(rows *sql.Rows) (l notify.List, err error) {
		var archived int64
		err = rows.Scan(&l.Poll, &archived)
		l.Archived = fromUnixMilli(archived)
		return l, err
	}, selectRecipientLists)
}

const updateArchived = `UPDATE recipient_lists SET archived = $2 WHERE poll = $1 AND archived = 0`

// NoteArchived implements notify.RecipientStore.
func (p *People) NoteArchived(ctx context.Context, poll string, at time.Time) error {
	_, err := p.db.Writer.ExecContext(ctx, updateArchived, poll, at.UnixMilli())
	return err
}

package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"minping/survey"
)

var _ survey.AuditLog = (*People)(nil)

// act runs fn in a transaction, which it ends with an entry for each act that
// fn returns. An act without a kind is none. The log comes last: whoever holds
// it waits for nothing else, so that no two wait for each other.
func (p *People) act(ctx context.Context, fn func(tx *sql.Tx) ([]survey.Act, error)) error {
	return p.db.write(ctx, func(tx *sql.Tx) error {
		acts, err := fn(tx)
		if err != nil {
			return err
		}
		for _, act := range acts {
			if act.Kind == "" {
				continue
			}
			if err := p.note(ctx, tx, act); err != nil {
				return err
			}
		}
		return nil
	})
}

// did runs fn in a transaction that ends with an entry for the act.
func (p *People) did(ctx context.Context, act survey.Act, fn func(tx *sql.Tx) error) error {
	return p.act(ctx, func(tx *sql.Tx) ([]survey.Act, error) { return acted(fn(tx), act) })
}

// acted is what fn of act returns where it did one thing, or failed.
func acted(err error, act survey.Act) ([]survey.Act, error) {
	return []survey.Act{act}, err
}

const (
	// lockHead waits for whoever is appending, and reads what he left.
	lockHead = `
		INSERT INTO audit_head (id, sequence, hash) VALUES ('head', 1, '')
		ON CONFLICT (id) DO UPDATE SET sequence = audit_head.sequence + 1
		RETURNING sequence - 1, hash`
	updateHead  = `UPDATE audit_head SET hash = $1 WHERE id = 'head'`
	insertEntry = `
		INSERT INTO audit (sequence, time, actor, name, via, kind, object, poll, unit, detail, previous, hash)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`
)

// note appends an act of ActorOf(ctx) to the log.
func (p *People) note(ctx context.Context, tx *sql.Tx, act survey.Act) error {
	var head survey.AuditHead
	if err := tx.QueryRowContext(ctx, lockHead).Scan(&head.Sequence, &head.Hash); err != nil {
		return err
	}
	e := head.Follow(p.now(), survey.ActorOf(ctx), act)
	detail, err := json.Marshal(e.Detail)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, insertEntry, e.Sequence, e.Time.UnixMilli(), e.Actor.ID, e.Actor.Name, string(e.Actor.Via),
		string(e.Kind), e.Object, e.Poll, e.Unit, string(detail), e.Before, e.Hash); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, updateHead, e.Hash)
	return err
}

func (p *People) now() time.Time {
	if p.Now == nil {
		return time.Now()
	}
	return p.Now()
}

// Note implements survey.AuditLog.
func (p *People) Note(ctx context.Context, act survey.Act) error {
	return p.act(ctx, func(*sql.Tx) ([]survey.Act, error) { return acted(nil, act) })
}

const selectHead = `SELECT sequence, hash FROM audit_head WHERE id = 'head'`

// AuditHead implements survey.AuditLog.
func (p *People) AuditHead(ctx context.Context) (h survey.AuditHead, err error) {
	err = p.db.Reader.QueryRowContext(ctx, selectHead).Scan(&h.Sequence, &h.Hash)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return h, err
}

const selectAudit = `
	SELECT sequence, time, actor, name, via, kind, object, poll, unit, detail, previous, hash
	FROM audit`

func scanAudit(row interface{ Scan(...any) error }) (e survey.AuditEntry, err error) {
	var ms int64
	var detail []byte
	if err := row.Scan(&e.Sequence, &ms, &e.Actor.ID, &e.Actor.Name, &e.Actor.Via, &e.Kind, &e.Object, &e.Poll, &e.Unit, &detail, &e.Before, &e.Hash); err != nil {
		return e, found(err)
	}
	e.Time = time.UnixMilli(ms).UTC()
	err = json.Unmarshal(detail, &e.Detail)
	again, _ := json.Marshal(e.Detail) // of a map of texts: never fails
	if err != nil || !bytes.Equal(again, detail) {
		e.Detail = map[string]string{"": string(detail)} // altered: no entry is written with such a detail
	}
	return e, nil
}

// EachAudit implements survey.AuditLog.
func (p *People) EachAudit(ctx context.Context, after int64, each func(survey.AuditEntry) error) error {
	rows, err := p.db.Reader.QueryContext(ctx, selectAudit+` WHERE sequence > $1 ORDER BY sequence`, after)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		e, err := scanAudit(rows)
		if err != nil {
			return err
		}
		if err := each(e); err != nil {
			return err
		}
	}
	return rows.Err()
}

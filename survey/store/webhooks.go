package store

import (
	"context"
	"database/sql"
	"net/url"
	"strings"
	"time"

	"minping/survey"
	"minping/survey/webhook"
)

var _ webhook.Store = (*People)(nil)

const (
	insertHook = `
		INSERT INTO hooks (id, url, label, kinds, poll, state, since, failing, position)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, (SELECT coalesce(max(position), 0) + 1 FROM hooks))`
	upsertHookSecret = `
		INSERT INTO hook_secrets (hook, secret) VALUES ($1, $2)
		ON CONFLICT (hook) DO UPDATE SET secret = excluded.secret`
)

// AddHook implements webhook.Store.
func (p *People) AddHook(ctx context.Context, h webhook.Hook, secret string) error {
	return p.did(ctx, hookAct(survey.ActHookAdded, h), func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, insertHook, h.ID, h.URL, h.Label, joinKinds(h.Kinds), h.Poll,
			string(h.State), unixMilli(h.Since), unixMilli(h.Failing))
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, upsertHookSecret, h.ID, secret)
		return err
	})
}

const updateHook = `
	UPDATE hooks SET url = $2, label = $3, kinds = $4, poll = $5, state = $6, since = $7, failing = $8 WHERE id = $1`

// ReplaceHook implements webhook.Store.
func (p *People) ReplaceHook(ctx context.Context, h webhook.Hook, holds func(was webhook.Hook) error) error {
	return p.did(ctx, hookAct(survey.ActHookChanged, h), func(tx *sql.Tx) error {
		if err := p.holdHook(ctx, tx, h.ID, holds); err != nil {
			return err
		}
		return one(tx.ExecContext(ctx, updateHook, h.ID, h.URL, h.Label, joinKinds(h.Kinds), h.Poll,
			string(h.State), unixMilli(h.Since), unixMilli(h.Failing)))
	})
}

// hookAct is what was done to a hook. Of its address only the host is said:
// the rest may be as good as a password.
func hookAct(kind survey.ActKind, h webhook.Hook) survey.Act {
	act := survey.Act{Kind: kind, Object: h.ID, Poll: h.Poll, Detail: map[string]string{"label": h.Label, "state": string(h.State)}}
	if u, err := url.Parse(h.URL); err == nil {
		act.Detail["host"] = u.Host
	}
	return act
}

const lockHook = `SELECT id FROM hooks WHERE id = $1`

// SetHookSecret implements webhook.Store.
func (p *People) SetHookSecret(ctx context.Context, id, secret string) error {
	return p.did(ctx, survey.Act{Kind: survey.ActHookSecret, Object: id}, func(tx *sql.Tx) error {
		if err := tx.QueryRowContext(ctx, lockHook+p.db.share, id).Scan(&id); err != nil {
			return found(err)
		}
		_, err := tx.ExecContext(ctx, upsertHookSecret, id, secret)
		return err
	})
}

// holdHook keeps a hook as it is until the transaction ends, if holds has
// nothing against it.
func (p *People) holdHook(ctx context.Context, tx *sql.Tx, id string, holds func(was webhook.Hook) error) error {
	if err := tx.QueryRowContext(ctx, lockHook+p.db.lock, id).Scan(&id); err != nil {
		return found(err)
	}
	was, err := scanHook(tx.QueryRowContext(ctx, selectHooks+` WHERE h.id = $1`, id))
	if err != nil {
		return err
	}
	return holds(was)
}

const deleteHook = `DELETE FROM hooks WHERE id = $1`

// RemoveHook implements webhook.Store; what belongs to the hook goes with it.
func (p *People) RemoveHook(ctx context.Context, id string, holds func(was webhook.Hook) error) error {
	return p.did(ctx, survey.Act{Kind: survey.ActHookRemoved, Object: id}, func(tx *sql.Tx) error {
		if err := p.holdHook(ctx, tx, id, holds); err != nil {
			return err
		}
		return one(tx.ExecContext(ctx, deleteHook, id))
	})
}

const selectHooks = `
	SELECT h.id, h.url, h.label, h.kinds, h.poll, h.state, h.since, h.failing, coalesce(s.secret, '') <> ''
	FROM hooks h LEFT JOIN hook_secrets s ON s.hook = h.id`

// Hooks implements webhook.Store.
func (p *People) Hooks(ctx context.Context) ([]webhook.Hook, error) {
	return list(ctx, p.db.Reader, func(rows *sql.Rows) (webhook.Hook, error) { return scanHook(rows) },
		selectHooks+` ORDER BY h.position, h.id`)
}

// Hook implements webhook.Store.
func (p *People) Hook(ctx context.Context, id string) (webhook.Hook, error) {
	return scanHook(p.db.Reader.QueryRowContext(ctx, selectHooks+` WHERE h.id = $1`, id))
}

const whereDue = ` WHERE h.state = 'active' AND s.secret IS NOT NULL
	AND EXISTS (SELECT 1 FROM deliveries d WHERE d.state = 'waiting' AND d.hook = h.id AND d.due <= $1) ORDER BY h.position, h.id`

// DueHooks implements webhook.Store.
func (p *People) DueHooks(ctx context.Context, now time.Time) ([]webhook.Hook, error) {
	return list(ctx, p.db.Reader, func(rows *sql.Rows) (webhook.Hook, error) { return scanHook(rows) },
		selectHooks+whereDue, now.UnixMilli())
}

func scanHook(row interface{ Scan(...any) error }) (h webhook.Hook, err error) {
	var kinds, state string
	var since, failing int64
	err = row.Scan(&h.ID, &h.URL, &h.Label, &kinds, &h.Poll, &state, &since, &failing, &h.Sealed)
	h.Kinds, h.State = splitKinds(kinds), webhook.State(state)
	h.Since, h.Failing = fromUnixMilli(since), fromUnixMilli(failing)
	return h, found(err)
}

func joinKinds(kinds []survey.EventKind) string {
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = string(k)
	}
	return strings.Join(names, " ")
}

func splitKinds(text string) (kinds []survey.EventKind) {
	for name := range strings.FieldsSeq(text) {
		kinds = append(kinds, survey.EventKind(name))
	}
	return kinds
}

package store

import (
	"context"
	"database/sql"
	"strings"
	"time"

	"minping/survey"
	"minping/survey/access"
)

var _ access.Store = (*People)(nil)

const selectAccounts = `SELECT id, name, hash, epoch, created, disabled FROM accounts`

func scanAccount(row interface{ Scan(...any) error }) (a access.Account, err error) {
	var created, disabled int64
	err = row.Scan(&a.ID, &a.Name, &a.Hash, &a.Epoch, &created, &disabled)
	a.Created, a.Disabled = time.UnixMilli(created).UTC(), disabled != 0
	return a, found(err)
}

// Accounts implements access.Store.
func (p *People) Accounts(ctx context.Context) ([]access.Account, error) {
	return list(ctx, p.db.Reader, func(rows *sql.Rows) (access.Account, error) { return scanAccount(rows) },
		selectAccounts+` ORDER BY folded`)
}

// Account implements access.Store.
func (p *People) Account(ctx context.Context, id string) (access.Account, error) {
	return scanAccount(p.db.Reader.QueryRowContext(ctx, selectAccounts+` WHERE id = $1`, id))
}

// AccountNamed implements access.Store.
func (p *People) AccountNamed(ctx context.Context, name string) (access.Account, error) {
	return scanAccount(p.db.Reader.QueryRowContext(ctx, selectAccounts+` WHERE folded = $1`, fold(name)))
}

// fold is the form in which names are compared.
func fold(name string) string { return strings.ToLower(strings.TrimSpace(name)) }

const insertSetup = `INSERT INTO setups (hash, expires) VALUES ($1, $2)`

// AddSetup implements access.Store.
func (p *People) AddSetup(ctx context.Context, hash string, expires time.Time) error {
	return p.act(ctx, func(tx *sql.Tx) ([]survey.Act, error) {
		_, err := tx.ExecContext(ctx, insertSetup, hash, expires.UnixMilli())
		return acted(err, survey.Act{Kind: survey.ActSetupMade})
	})
}

const countSetups = `SELECT count(*) FROM setups WHERE hash = $1 AND expires > $2`

// Setup implements access.Store.
func (p *People) Setup(ctx context.Context, hash string, now time.Time) (bool, error) {
	var n int
	err := p.db.Reader.QueryRowContext(ctx, countSetups, hash, now.UnixMilli()).Scan(&n)
	return n > 0, err
}

// insertFirst does nothing where there is an account already.
const insertFirst = `
	INSERT INTO accounts (id, name, folded, hash, epoch, created)
	SELECT $1, $2, $3, $4, CAST($5 AS BIGINT), CAST($6 AS BIGINT)
	WHERE NOT EXISTS (SELECT 1 FROM accounts)`

const (
	deleteSetup  = `DELETE FROM setups WHERE hash = $1 AND expires > $2`
	deleteSetups = `DELETE FROM setups`
)

// ClaimSetup implements access.Store.
func (p *People) ClaimSetup(ctx context.Context, hash string, now time.Time, first access.Account, grants []access.Grant) error {
	return p.act(ctx, func(tx *sql.Tx) ([]survey.Act, error) {
		spent, err := affected(tx.ExecContext(ctx, deleteSetup, hash, now.UnixMilli()))
		if err != nil || spent == 0 {
			return nil, either(err, access.ErrSetup)
		}
		// Other links are spent too. Two claims at once meet here: the second
		// waits for the first, and then finds an account.
		if _, err := tx.ExecContext(ctx, deleteSetups); err != nil {
			return nil, err
		}
		made, err := affected(tx.ExecContext(ctx, insertFirst,
			first.ID, first.Name, fold(first.Name), first.Hash, first.Epoch, first.Created.UnixMilli()))
		if err != nil || made == 0 {
			return nil, either(err, access.ErrSetup)
		}
		acts := []survey.Act{accountAct(survey.ActSetupClaimed, first.ID, first.Name)}
		for _, g := range grants {
			if err := addGrant(ctx, tx, g); err != nil {
				return nil, err
			}
			acts = append(acts, grantAct(survey.ActGrantAdded, g))
		}
		return acts, nil
	})
}

const insertAccount = `
	INSERT INTO accounts (id, name, folded, hash, epoch, created) VALUES ($1, $2, $3, $4, $5, $6)
	ON CONFLICT (folded) DO NOTHING`

// AddAccount implements access.Store.
func (p *People) AddAccount(ctx context.Context, a access.Account, grants ...access.Grant) error {
	return p.act(ctx, func(tx *sql.Tx) ([]survey.Act, error) {
		if err := changed(tx.ExecContext(ctx, insertAccount, a.ID, a.Name, fold(a.Name), a.Hash, a.Epoch, a.Created.UnixMilli())); err != nil {
			return nil, err
		}
		acts := []survey.Act{accountAct(survey.ActAccountAdded, a.ID, a.Name)}
		for _, g := range grants {
			if err := addGrant(ctx, tx, g); err != nil {
				return nil, err
			}
			acts = append(acts, grantAct(survey.ActGrantAdded, g))
		}
		return acts, nil
	})
}

// accountAct is what was done to an account.
func accountAct(kind survey.ActKind, id, name string) survey.Act {
	return survey.Act{Kind: kind, Object: id, Detail: map[string]string{"name": name}}
}

// affected returns how many rows a statement changed.
func affected(r sql.Result, err error) (int64, error) {
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

// either returns err, or what its absence means.
func either(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}

const updateHash = `UPDATE accounts SET hash = $3 WHERE id = $1 AND hash = $2`

// Rehash implements access.Store.
func (p *People) Rehash(ctx context.Context, id, old, hash string) error {
	_, err := p.db.Writer.ExecContext(ctx, updateHash, id, old, hash)
	return err
}

const insertToken = `INSERT INTO tokens (id, account, label, hash, created, expires, role, unit, poll) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`

// AddToken implements access.Store.
func (p *People) AddToken(ctx context.Context, t access.Token) error {
	return p.act(ctx, func(tx *sql.Tx) ([]survey.Act, error) {
		_, err := tx.ExecContext(ctx, insertToken,
			t.ID, t.Account, t.Label, t.Hash, t.Created.UnixMilli(), t.Expires.UnixMilli(), string(t.Role), t.Unit, t.Poll)
		return acted(err, survey.Act{Kind: survey.ActTokenMade, Object: t.ID, Poll: t.Poll, Unit: t.Unit, Detail: map[string]string{
			"account": t.Account, "label": t.Label, "role": string(t.Role), "expires": timeText(t.Expires),
		}})
	})
}

const selectTokens = `SELECT id, account, label, hash, created, expires, role, unit, poll FROM tokens`

func scanToken(row interface{ Scan(...any) error }) (t access.Token, err error) {
	var created, expires int64
	err = row.Scan(&t.ID, &t.Account, &t.Label, &t.Hash, &created, &expires, &t.Role, &t.Unit, &t.Poll)
	t.Created, t.Expires = time.UnixMilli(created).UTC(), time.UnixMilli(expires).UTC()
	return t, found(err)
}

// TokenHashed implements access.Store.
func (p *People) TokenHashed(ctx context.Context, hash string) (access.Token, error) {
	return scanToken(p.db.Reader.QueryRowContext(ctx, selectTokens+` WHERE hash = $1`, hash))
}

// Tokens implements access.Store.
func (p *People) Tokens(ctx context.Context) ([]access.Token, error) {
	return list(ctx, p.db.Reader, func(rows *sql.Rows) (access.Token, error) { return scanToken(rows) },
		selectTokens+` ORDER BY created DESC, id`)
}

const deleteToken = `DELETE FROM tokens WHERE id = $1 RETURNING account, label`

// RemoveToken implements access.Store.
func (p *People) RemoveToken(ctx context.Context, id string) error {
	return p.act(ctx, func(tx *sql.Tx) ([]survey.Act, error) {
		var account, label string
		err := found(tx.QueryRowContext(ctx, deleteToken, id).Scan(&account, &label))
		return acted(err, survey.Act{Kind: survey.ActTokenRevoked, Object: id, Detail: map[string]string{"account": account, "label": label}})
	})
}

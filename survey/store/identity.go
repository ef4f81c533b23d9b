package store

import (
	"context"
	"database/sql"
	"time"

	"minping/survey"
	"minping/survey/access"
)

const selectIdentities = `SELECT issuer, subject, account, name, linked FROM identities`

func scanIdentity(row interface{ Scan(...any) error }) (i access.Identity, err error) {
	var linked int64
	err = row.Scan(&i.Issuer, &i.Subject, &i.Account, &i.Name, &linked)
	i.Linked = time.UnixMilli(linked).UTC()
	return i, found(err)
}

// Identity implements access.Store.
func (p *People) Identity(ctx context.Context, issuer, subject string) (access.Identity, error) {
	return scanIdentity(p.db.Reader.QueryRowContext(ctx, selectIdentities+` WHERE issuer = $1 AND subject = $2`, issuer, subject))
}

// Identities implements access.Store.
func (p *People) Identities(ctx context.Context, account string) ([]access.Identity, error) {
	return list(ctx, p.db.Reader, func(rows *sql.Rows) (access.Identity, error) { return scanIdentity(rows) },
		selectIdentities+` WHERE account = $1 ORDER BY linked, issuer, subject`, account)
}

const selectIdentified = `SELECT DISTINCT account FROM identities ORDER BY account`

// Identified implements access.Store.
func (p *People) Identified(ctx context.Context) ([]string, error) {
	return list(ctx, p.db.Reader, func(rows *sql.Rows) (id string, err error) { return id, rows.Scan(&id) }, selectIdentified)
}

const insertIdentity = `
	INSERT INTO identities (issuer, subject, account, name, linked) VALUES ($1, $2, $3, $4, $5)
	ON CONFLICT (issuer, subject) DO NOTHING`

// AddIdentity implements access.Store.
func (p *People) AddIdentity(ctx context.Context, i access.Identity) error {
	return p.did(ctx, identityAct(survey.ActIdentityLinked, i.Account, i.Issuer), func(tx *sql.Tx) error {
		n, err := affected(tx.ExecContext(ctx, insertIdentity, i.Issuer, i.Subject, i.Account, i.Name, i.Linked.UnixMilli()))
		if err != nil || n == 0 {
			return either(err, survey.ErrConflict)
		}
		return nil
	})
}

const deleteIdentity = `DELETE FROM identities WHERE account = $1 AND issuer = $2 AND subject = $3`

// RemoveIdentity implements access.Store.
func (p *People) RemoveIdentity(ctx context.Context, account, issuer, subject string) error {
	return p.keepOperator(ctx, func(tx *sql.Tx) (survey.Act, error) {
		return identityAct(survey.ActIdentityUnlinked, account, issuer), one(tx.ExecContext(ctx, deleteIdentity, account, issuer, subject))
	})
}

const deleteIdentities = `DELETE FROM identities WHERE account = $1 RETURNING issuer`

// removeIdentities removes all of an account, and returns what was done.
func removeIdentities(ctx context.Context, tx *sql.Tx, account string) ([]survey.Act, error) {
	return list(ctx, tx, func(rows *sql.Rows) (survey.Act, error) {
		var issuer string
		err := rows.Scan(&issuer)
		return identityAct(survey.ActIdentityUnlinked, account, issuer), err
	}, deleteIdentities, account)
}

func identityAct(kind survey.ActKind, account, issuer string) survey.Act {
	return survey.Act{Kind: kind, Object: account, Detail: map[string]string{"issuer": issuer}}
}

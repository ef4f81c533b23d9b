package store

import (
	"context"
	"database/sql"

	"minping/survey"
	"minping/survey/access"
)

const insertGrant = `INSERT INTO grants (id, account, role, unit, poll, ends) VALUES ($1, $2, $3, $4, $5, $6)`

func addGrant(ctx context.Context, db querier, g access.Grant) error {
	_, err := db.ExecContext(ctx, insertGrant, g.ID, g.Account, string(g.Role), g.Unit, g.Poll, unixMilli(g.Ends))
	return err
}

// AddGrant implements access.Store.
func (p *People) AddGrant(ctx context.Context, g access.Grant) error {
	return p.act(ctx, func(tx *sql.Tx) ([]survey.Act, error) {
		return acted(addGrant(ctx, tx, g), grantAct(survey.ActGrantAdded, g))
	})
}

// grantAct is what was done to a grant.
func grantAct(kind survey.ActKind, g access.Grant) survey.Act {
	return survey.Act{Kind: kind, Object: g.Account, Poll: g.Poll, Unit: g.Unit, Detail: map[string]string{
		"grant": g.ID, "role": string(g.Role), "ends": timeText(g.Ends),
	}}
}

const (
	selectGrants   = `SELECT id, account, role, unit, poll, ends FROM grants ORDER BY account, role, unit, poll, id`
	selectGrantsOf = `SELECT id, account, role, unit, poll, ends FROM grants WHERE account = $1 ORDER BY role, unit, poll, id`
)

func scanGrant(rows *sql.Rows) (g access.Grant, err error) {
	var ends int64
	err = rows.Scan(&g.ID, &g.Account, &g.Role, &g.Unit, &g.Poll, &ends)
	g.Ends = fromUnixMilli(ends)
	return g, err
}

// Grants implements access.Store.
func (p *People) Grants(ctx context.Context) ([]access.Grant, error) {
	return list(ctx, p.db.Reader, scanGrant, selectGrants)
}

// GrantsOf implements access.Store.
func (p *People) GrantsOf(ctx context.Context, account string) ([]access.Grant, error) {
	return list(ctx, p.db.Reader, scanGrant, selectGrantsOf, account)
}

// What ends grants, accounts and ways to sign in first takes hold of all operators' grants, so
// that two at once cannot each leave the other as the last.
const (
	holdOperators  = `UPDATE grants SET role = role WHERE role = 'operator'`
	countOperators = `
		SELECT count(*) FROM grants g JOIN accounts a ON a.id = g.account
		WHERE g.role = 'operator' AND g.ends = 0 AND a.disabled = 0
			AND (a.hash <> '' OR EXISTS (SELECT 1 FROM identities i WHERE i.account = a.id))`
	deleteGrant   = `DELETE FROM grants WHERE id = $1 AND account = $2 RETURNING role, unit, poll, ends`
	holdAccount   = `UPDATE accounts SET epoch = epoch WHERE id = $1 RETURNING id, name, hash, epoch, created, disabled`
	updateAccount = `UPDATE accounts SET disabled = $2, epoch = epoch + $2 WHERE id = $1` // its sessions are over, also once it goes on
)

// keepOperator changes something, unless no operator would be left then.
func (p *People) keepOperator(ctx context.Context, change func(tx *sql.Tx) (survey.Act, error)) error {
	return p.act(ctx, func(tx *sql.Tx) ([]survey.Act, error) {
		var before, after int
		if _, err := tx.ExecContext(ctx, holdOperators); err != nil {
			return nil, err
		}
		if err := tx.QueryRowContext(ctx, countOperators).Scan(&before); err != nil {
			return nil, err
		}
		act, err := change(tx)
		if err != nil {
			return nil, found(err)
		}
		if err := tx.QueryRowContext(ctx, countOperators).Scan(&after); err != nil {
			return nil, err
		}
		if before > 0 && after == 0 {
			return nil, access.ErrLastOperator
		}
		return acted(nil, act)
	})
}

// RemoveGrant implements access.Store.
func (p *People) RemoveGrant(ctx context.Context, account, id string) error {
	return p.keepOperator(ctx, func(tx *sql.Tx) (survey.Act, error) {
		g := access.Grant{ID: id, Account: account}
		var ends int64
		err := tx.QueryRowContext(ctx, deleteGrant, id, account).Scan(&g.Role, &g.Unit, &g.Poll, &ends)
		g.Ends = fromUnixMilli(ends)
		return grantAct(survey.ActGrantRemoved, g), err
	})
}

// SetDisabled implements access.Store.
func (p *People) SetDisabled(ctx context.Context, account string, disabled bool) error {
	return p.SetDisabledIf(ctx, account, disabled, func(access.Account) error { return nil })
}

// SetDisabledIf implements access.Store.
func (p *People) SetDisabledIf(ctx context.Context, account string, disabled bool, check func(access.Account) error) error {
	state, kind := 0, survey.ActAccountEnabled
	if disabled {
		state, kind = 1, survey.ActAccountDisabled
	}
	return p.keepOperator(ctx, func(tx *sql.Tx) (survey.Act, error) {
		a, err := scanAccount(tx.QueryRowContext(ctx, holdAccount, account))
		if err == nil {
			err = check(a)
		}
		if err == nil {
			_, err = tx.ExecContext(ctx, updateAccount, account, state)
		}
		return accountAct(kind, account, a.Name), err
	})
}

const (
	countUnit = `SELECT count(*) FROM units WHERE id = $1`
	countPoll = `SELECT count(*) FROM polls WHERE id = $1`
)

// Places implements access.Store.
func (p *People) Places(ctx context.Context, unit, poll string) (unitThere, pollThere bool, err error) {
	there := func(count, id string) (n int, err error) {
		if id == "" {
			return 1, nil
		}
		err = p.db.Reader.QueryRowContext(ctx, count, id).Scan(&n)
		return n, err
	}
	units, err := there(countUnit, unit)
	if err != nil {
		return false, false, err
	}
	polls, err := there(countPoll, poll)
	return units > 0, polls > 0, err
}

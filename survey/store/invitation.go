package store

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
	"time"

	"minping/survey"
	"minping/survey/access"
)

const insertInvitation = `INSERT INTO invitations (hash, id, account, reset, expires) VALUES ($1, $2, $3, $4, $5)`

// AddInvitations implements access.Store.
func (p *People) AddInvitations(ctx context.Context, list []access.NewInvitation) error {
	return p.act(ctx, func(tx *sql.Tx) (acts []survey.Act, err error) {
		for _, i := range list {
			if i.Make != nil {
				made, err := makeInvitee(ctx, tx, i)
				if err != nil {
					return nil, err
				}
				acts = append(acts, made...)
			}
			if _, err := tx.ExecContext(ctx, insertInvitation, i.Hash, i.ID, i.Account, i.Reset, i.Expires.UnixMilli()); err != nil {
				return nil, err
			}
			act := accountAct(survey.ActInvited, i.Account, i.Name)
			act.Detail["new"], act.Detail["factor"] = strconv.FormatBool(i.New), strconv.FormatBool(i.Reset)
			acts = append(acts, act)
		}
		return acts, nil
	})
}

// makeInvitee adds the account of an invitation and its grants.
func makeInvitee(ctx context.Context, tx *sql.Tx, i access.NewInvitation) ([]survey.Act, error) {
	a := i.Make
	n, err := affected(tx.ExecContext(ctx, insertAccount, a.ID, a.Name, fold(a.Name), a.Hash, a.Epoch, a.Created.UnixMilli()))
	if err != nil || n == 0 {
		return nil, either(err, survey.ErrConflict)
	}
	acts := []survey.Act{accountAct(survey.ActAccountAdded, a.ID, a.Name)}
	for _, g := range i.Grants {
		if err := addGrant(ctx, tx, g); err != nil {
			return nil, err
		}
		acts = append(acts, grantAct(survey.ActGrantAdded, g))
	}
	return acts, nil
}

const selectInvitations = `
	SELECT i.id, i.account, a.name, a.hash, i.reset, i.expires
	FROM invitations i JOIN accounts a ON a.id = i.account AND a.disabled = 0`

func scanInvitation(row interface{ Scan(...any) error }) (i access.Invitation, err error) {
	var (
		expires int64
		hash    string
	)
	err = row.Scan(&i.ID, &i.Account, &i.Name, &hash, &i.Reset, &expires)
	i.New, i.Expires = hash == "", time.UnixMilli(expires).UTC()
	return i, found(err)
}

// Invitations implements access.Store.
func (p *People) Invitations(ctx context.Context, now time.Time) ([]access.Invitation, error) {
	return list(ctx, p.db.Reader, func(rows *sql.Rows) (access.Invitation, error) { return scanInvitation(rows) },
		selectInvitations+` WHERE i.expires > $1 ORDER BY a.folded, i.id`, now.UnixMilli())
}

// Invitation implements access.Store.
func (p *People) Invitation(ctx context.Context, hash string, now time.Time) (access.Invitation, error) {
	return scanInvitation(p.db.Reader.QueryRowContext(ctx, selectInvitations+` WHERE i.hash = $1 AND i.expires > $2`, hash, now.UnixMilli()))
}

const deleteInvitation = `DELETE FROM invitations WHERE id = $1 RETURNING account`

// RemoveInvitation implements access.Store.
func (p *People) RemoveInvitation(ctx context.Context, id string) error {
	return p.act(ctx, func(tx *sql.Tx) ([]survey.Act, error) {
		var account string
		err := found(tx.QueryRowContext(ctx, deleteInvitation, id).Scan(&account))
		return acted(err, survey.Act{Kind: survey.ActInvitationWithdrawn, Object: account})
	})
}

const (
	// spendInvitation: of two who spend one at once, the second finds none.
	spendInvitation   = `DELETE FROM invitations WHERE hash = $1 AND expires > $2 RETURNING account, reset`
	deleteInvitations = `DELETE FROM invitations WHERE account = $1`
)

// AcceptInvitation implements access.Store.
func (p *People) AcceptInvitation(ctx context.Context, hash string, now time.Time, password string) error {
	return p.act(ctx, func(tx *sql.Tx) ([]survey.Act, error) {
		var (
			account string
			reset   bool
		)
		err := tx.QueryRowContext(ctx, spendInvitation, hash, now.UnixMilli()).Scan(&account, &reset)
		if errors.Is(err, sql.ErrNoRows) {
			err = access.ErrInvitation
		}
		if err == nil {
			_, err = tx.ExecContext(ctx, updatePassword, account, password)
		}
		if err == nil {
			_, err = tx.ExecContext(ctx, deleteInvitations, account)
		}
		if err == nil {
			_, err = tx.ExecContext(ctx, endSignins, account)
		}
		acts := []survey.Act{{Kind: survey.ActInvitationAccepted, Object: account}}
		if err == nil && reset {
			err = removeFactor(ctx, tx, account)
		}
		if err == nil && reset {
			var unlinked []survey.Act
			unlinked, err = removeIdentities(ctx, tx, account)
			acts = append(acts, unlinked...)
		}
		return acts, err
	})
}

const endSignins = `DELETE FROM signins WHERE account = $1`

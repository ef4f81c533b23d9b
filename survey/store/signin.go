package store

import (
	"context"
	"database/sql"
	"strconv"
	"time"

	"minping/survey"
	"minping/survey/access"
)

const (
	deleteEnded  = `DELETE FROM signins WHERE ends <= $1`
	insertSignin = `
		INSERT INTO signins (id, account, epoch, second, agent, began, used, ends)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`
)

// AddSignin implements access.Store.
func (p *People) AddSignin(ctx context.Context, in access.Signin, by access.Way, now time.Time) error {
	act := survey.Act{Kind: survey.ActSignedIn, Object: in.Account, Detail: map[string]string{
		"by": string(by), "second": strconv.FormatBool(in.Second),
	}}
	return p.did(ctx, act, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, deleteEnded, now.UnixMilli()); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, insertSignin, in.ID, in.Account, in.Epoch, in.Second, in.Agent,
			in.Began.UnixMilli(), in.Used.UnixMilli(), in.Ends.UnixMilli())
		return err
	})
}

const selectSignins = `
	SELECT a.id, a.name, a.hash, a.epoch, a.created,
		s.id, s.second, s.agent, s.began, s.used, s.ends, f.account IS NOT NULL
	FROM signins s JOIN accounts a ON a.id = s.account AND a.epoch = s.epoch AND a.disabled = 0 LEFT JOIN factors f ON f.account = a.id`

// A signedIn is a session with its account.
type signedIn struct {
	access.Account
	access.Signin
}

func scanSignin(row interface{ Scan(...any) error }) (s signedIn, err error) {
	var created, began, used, ends int64
	a, in := &s.Account, &s.Signin
	err = row.Scan(&a.ID, &a.Name, &a.Hash, &a.Epoch, &created, &in.ID, &in.Second, &in.Agent, &began, &used, &ends, &in.Enrolled)
	a.Created = time.UnixMilli(created).UTC()
	in.Account, in.Epoch = a.ID, a.Epoch
	in.Began, in.Used, in.Ends = time.UnixMilli(began).UTC(), time.UnixMilli(used).UTC(), time.UnixMilli(ends).UTC()
	return s, found(err)
}

// Signin implements access.Store.
func (p *People) Signin(ctx context.Context, id string, now time.Time) (access.Account, access.Signin, error) {
	s, err := scanSignin(p.db.Reader.QueryRowContext(ctx, selectSignins+` WHERE s.id = $1 AND s.ends > $2`, id, now.UnixMilli()))
	return s.Account, s.Signin, err
}

// Signins implements access.Store.
func (p *People) Signins(ctx context.Context, account string, now time.Time) ([]access.Signin, error) {
	return list(ctx, p.db.Reader, func(rows *sql.Rows) (access.Signin, error) {
		s, err := scanSignin(rows)
		return s.Signin, err
	}, selectSignins+` WHERE s.account = $1 AND s.ends > $2 ORDER BY s.used DESC, s.id`, account, now.UnixMilli())
}

const updateUsed = `UPDATE signins SET used = $2 WHERE id = $1 AND used < $2`

// UseSignin implements access.Store.
func (p *People) UseSignin(ctx context.Context, id string, used time.Time) error {
	_, err := p.db.Writer.ExecContext(ctx, updateUsed, id, used.UnixMilli())
	return err
}

const updatePassed = `UPDATE signins SET second = $2 WHERE id = $1`

// PassSignin implements access.Store.
func (p *People) PassSignin(ctx context.Context, id string) error {
	return p.act(ctx, func(tx *sql.Tx) ([]survey.Act, error) {
		var account string
		err := tx.QueryRowContext(ctx, updatePassed+` RETURNING account`, id, true).Scan(&account)
		return acted(found(err), survey.Act{Kind: survey.ActSecondGiven, Object: account})
	})
}

const deleteSignin = `DELETE FROM signins WHERE account = $1 AND id = $2`

// RemoveSignin implements access.Store.
func (p *People) RemoveSignin(ctx context.Context, account, id string) error {
	return p.did(ctx, survey.Act{Kind: survey.ActSessionEnded, Object: account}, func(tx *sql.Tx) error {
		return one(tx.ExecContext(ctx, deleteSignin, account, id))
	})
}

const deleteSignins = `DELETE FROM signins WHERE account = $1 AND id <> $2`

// RemoveSignins implements access.Store.
func (p *People) RemoveSignins(ctx context.Context, account, but string) error {
	return p.did(ctx, survey.Act{Kind: survey.ActSessionsEnded, Object: account}, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, deleteSignins, account, but)
		return err
	})
}

const (
	updatePassword = `UPDATE accounts SET hash = $2, epoch = epoch + 1 WHERE id = $1 RETURNING name`
	updateEpochs   = `UPDATE signins SET epoch = epoch + 1 WHERE account = $1`
)

// SetPassword implements access.Store.
func (p *People) SetPassword(ctx context.Context, id, hash, session string) error {
	return p.act(ctx, func(tx *sql.Tx) ([]survey.Act, error) {
		var name string
		if err := tx.QueryRowContext(ctx, updatePassword, id, hash).Scan(&name); err != nil {
			return nil, found(err)
		}
		if _, err := tx.ExecContext(ctx, deleteSignins, id, session); err != nil {
			return nil, err
		}
		_, err := tx.ExecContext(ctx, updateEpochs, id)
		return acted(err, accountAct(survey.ActPasswordChanged, id, name))
	})
}

// one is survey.ErrNotFound unless a statement changed a row.
func one(r sql.Result, err error) error {
	n, err := affected(r, err)
	if err != nil || n == 0 {
		return either(err, survey.ErrNotFound)
	}
	return nil
}

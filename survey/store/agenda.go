package store

import (
	"context"
	"database/sql"
	"errors"
	"strconv"

	"minping/survey"
	"minping/survey/agenda"
)

var _ agenda.Store = (*People)(nil)

const selectAgendas = `SELECT account, weekly, mail, lang, secret, sent FROM agendas`

func scanAgenda(row interface{ Scan(...any) error }) (s agenda.Subscription, err error) {
	err = found(row.Scan(&s.Account, &s.Weekly, &s.Mail, &s.Lang, &s.Secret, &s.Sent))
	s.Feed = s.Secret != ""
	return s, err
}

// Subscription implements agenda.Store.
func (p *People) Subscription(ctx context.Context, account string) (agenda.Subscription, error) {
	s, err := scanAgenda(p.db.Reader.QueryRowContext(ctx, selectAgendas+` WHERE account = $1`, account))
	if errors.Is(err, survey.ErrNotFound) {
		return agenda.Subscription{Account: account, Lang: "zh"}, nil
	}
	return s, err
}

// SubscriptionBy implements agenda.Store.
func (p *People) SubscriptionBy(ctx context.Context, secret string) (agenda.Subscription, error) {
	if secret == "" {
		return agenda.Subscription{}, survey.ErrNotFound
	}
	return scanAgenda(p.db.Reader.QueryRowContext(ctx, selectAgendas+` WHERE secret = $1`, secret))
}

// WeeklySubscriptions implements agenda.Store.
func (p *People) WeeklySubscriptions(ctx context.Context) ([]agenda.Subscription, error) {
	return list(ctx, p.db.Reader, func(rows *sql.Rows) (agenda.Subscription, error) { return scanAgenda(rows) }, selectAgendas+` WHERE weekly ORDER BY account`)
}

const (
	upsertAgenda = `
		INSERT INTO agendas (account, weekly, mail, lang, secret, sent) VALUES ($1, $2, $3, $4, $5, '')
		ON CONFLICT (account) DO UPDATE SET weekly = excluded.weekly, mail = excluded.mail, lang = excluded.lang, secret = excluded.secret`
	updateTold = `UPDATE agendas SET sent = $2 WHERE account = $1`
)

// PutSubscription implements agenda.Store.
func (p *People) PutSubscription(ctx context.Context, s agenda.Subscription) error {
	act := survey.Act{Kind: survey.ActAgendaPut, Object: s.Account, Detail: map[string]string{
		"weekly": strconv.FormatBool(s.Weekly), "feed": strconv.FormatBool(s.Secret != ""),
	}}
	return p.did(ctx, act, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, upsertAgenda, s.Account, s.Weekly, s.Mail, s.Lang, s.Secret)
		return err
	})
}

// Told implements agenda.Store.
func (p *People) Told(ctx context.Context, account string, monday survey.Day) error {
	return p.db.write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, updateTold, account, monday)
		return err
	})
}

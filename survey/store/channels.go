package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"minping/survey"
	"minping/survey/notify"
)

var _ notify.Store = (*People)(nil)

const (
	upsertChannel = `
	INSERT INTO channels (id, settings, created) VALUES ($1, $2, $3)
	ON CONFLICT (id) DO UPDATE SET settings = excluded.settings`
	upsertChannelAddress = `
	INSERT INTO channel_secrets (channel, url, secret) VALUES ($1, $2, $3)
	ON CONFLICT (channel) DO UPDATE SET url = excluded.url, secret = excluded.secret`
)

// PutChannel implements notify.ChannelStore.
func (p *People) PutChannel(ctx context.Context, ch notify.Channel) error {
	settings, err := json.Marshal(ch)
	if err != nil {
		return err
	}
	act := survey.Act{Kind: survey.ActChannelPut, Object: ch.ID, Detail: map[string]string{"name": ch.Name, "kind": string(ch.Kind)}}
	return p.did(ctx, act, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, upsertChannel, ch.ID, string(settings), ch.Created.UnixMilli()); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, upsertChannelAddress, ch.ID, ch.URL, ch.Secret)
		return err
	})
}

const selectChannels = `
	SELECT c.settings, c.created, coalesce(s.url, ''), coalesce(s.secret, '')
	FROM channels c LEFT JOIN channel_secrets s ON s.channel = c.id`

func scanChannel(row interface{ Scan(...any) error }) (ch notify.Channel, err error) {
	var settings []byte
	var created int64
	var url, secret string
	if err := row.Scan(&settings, &created, &url, &secret); err != nil {
		return ch, found(err)
	}
	err = json.Unmarshal(settings, &ch)
	ch.Created, ch.URL, ch.Secret = time.UnixMilli(created).UTC(), url, secret
	return ch, err
}

// Channel implements notify.ChannelStore.
func (p *People) Channel(ctx context.Context, id string) (notify.Channel, error) {
	return scanChannel(p.db.Reader.QueryRowContext(ctx, selectChannels+` WHERE c.id = $1`, id))
}

// Channels implements notify.ChannelStore.
func (p *People) Channels(ctx context.Context) ([]notify.Channel, error) {
	return list(ctx, p.db.Reader, func(rows *sql.Rows) (notify.Channel, error) { return scanChannel(rows) },
		selectChannels+` ORDER BY c.created, c.id`)
}

const (
	deleteChannel       = `DELETE FROM channels WHERE id = $1`
	deleteChannelQueued = `DELETE FROM messages WHERE channel = $1 AND state = 'queued'`
)

// RemoveChannel implements notify.ChannelStore.
func (p *People) RemoveChannel(ctx context.Context, id string) error {
	return p.did(ctx, survey.Act{Kind: survey.ActChannelRemoved, Object: id}, func(tx *sql.Tx) error {
		n, err := affected(tx.ExecContext(ctx, deleteChannel, id))
		if err != nil || n == 0 {
			return either(err, survey.ErrNotFound)
		}
		_, err = tx.ExecContext(ctx, deleteChannelQueued, id)
		return err
	})
}

const (
	upsertPollText = `
	INSERT INTO poll_texts (poll, kind, lang, subject, body) VALUES ($1, $2, $3, $4, $5)
	ON CONFLICT (poll, kind, lang) DO UPDATE SET subject = excluded.subject, body = excluded.body`
	deletePollText  = `DELETE FROM poll_texts WHERE poll = $1 AND kind = $2 AND lang = $3`
	selectPollTexts = `SELECT kind, lang, subject, body FROM poll_texts WHERE poll = $1 ORDER BY kind, lang`
)

// PutText implements notify.TextStore.
func (p *People) PutText(ctx context.Context, poll string, t notify.Text) error {
	return p.did(ctx, textAct(survey.ActTextPut, poll, t.Kind, t.Lang), func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, upsertPollText, poll, string(t.Kind), t.Lang, t.Subject, t.Body)
		return err
	})
}

// RemoveText implements notify.TextStore.
func (p *People) RemoveText(ctx context.Context, poll string, k notify.Kind, lang string) error {
	return p.did(ctx, textAct(survey.ActTextRemoved, poll, k, lang), func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, deletePollText, poll, string(k), lang)
		return err
	})
}

// textAct is what was done to a poll's own text of a message.
func textAct(kind survey.ActKind, poll string, k notify.Kind, lang string) survey.Act {
	return survey.Act{Kind: kind, Object: string(k), Poll: poll, Detail: map[string]string{"lang": lang}}
}

// PollTexts implements notify.TextStore.
func (p *People) PollTexts(ctx context.Context, poll string) ([]notify.Text, error) {
	return list(ctx, p.db.Reader, func(rows *sql.Rows) (notify.Text, error) {
		t := notify.Text{Own: true}
		return t, rows.Scan(&t.Kind, &t.Lang, &t.Subject, &t.Body)
	}, selectPollTexts, poll)
}

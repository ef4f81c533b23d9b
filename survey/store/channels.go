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
	return p.putChannel(ctx, ch, func(*sql.Tx) error { return nil })
}

// ReplaceChannel implements notify.ChannelStore.
func (p *People) ReplaceChannel(ctx context.Context, ch notify.Channel, holds func(was notify.Channel) error) error {
	return p.putChannel(ctx, ch, func(tx *sql.Tx) error { return p.holdChannel(ctx, tx, ch.ID, holds) })
}

const lockChannel = `SELECT id FROM channels WHERE id = $1`

// holdChannel keeps a channel as it is until the transaction ends, if holds has
// nothing against it.
func (p *People) holdChannel(ctx context.Context, tx *sql.Tx, id string, holds func(was notify.Channel) error) error {
	if err := tx.QueryRowContext(ctx, lockChannel+p.db.lock, id).Scan(&id); err != nil {
		return found(err)
	}
	was, err := scanChannel(tx.QueryRowContext(ctx, selectChannels+` WHERE c.id = $1`, id))
	if err != nil {
		return err
	}
	return holds(was)
}

// putChannel stores a channel after first.
func (p *People) putChannel(ctx context.Context, ch notify.Channel, first func(tx *sql.Tx) error) error {
	settings, err := json.Marshal(ch)
	if err != nil {
		return err
	}
	act := survey.Act{Kind: survey.ActChannelPut, Object: ch.ID, Detail: map[string]string{"name": ch.Name, "kind": string(ch.Kind)}}
	return p.did(ctx, act, func(tx *sql.Tx) error {
		if err := first(tx); err != nil {
			return err
		}
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
func (p *People) RemoveChannel(ctx context.Context, id string, holds func(was notify.Channel) error) error {
	return p.did(ctx, survey.Act{Kind: survey.ActChannelRemoved, Object: id}, func(tx *sql.Tx) error {
		if err := p.holdChannel(ctx, tx, id, holds); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, deleteChannel, id); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, deleteChannelQueued, id)
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
func (p *People) PutText(ctx context.Context, poll string, t notify.Text, holds func(own []notify.Text) error) error {
	return p.did(ctx, textAct(survey.ActTextPut, poll, t.Kind, t.Lang), func(tx *sql.Tx) error {
		if err := p.holdTexts(ctx, tx, poll, holds); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, upsertPollText, poll, string(t.Kind), t.Lang, t.Subject, t.Body)
		return err
	})
}

// RemoveText implements notify.TextStore.
func (p *People) RemoveText(ctx context.Context, poll string, k notify.Kind, lang string, holds func(own []notify.Text) error) error {
	return p.did(ctx, textAct(survey.ActTextRemoved, poll, k, lang), func(tx *sql.Tx) error {
		if err := p.holdTexts(ctx, tx, poll, holds); err != nil {
			return err
		}
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
	return list(ctx, p.db.Reader, scanPollText, selectPollTexts, poll)
}

func scanPollText(rows *sql.Rows) (notify.Text, error) {
	t := notify.Text{Own: true}
	return t, rows.Scan(&t.Kind, &t.Lang, &t.Subject, &t.Body)
}

// holdTexts keeps a poll's own texts as they are until the transaction ends, if
// holds has nothing against them. Texts that are not there yet cannot be
// locked, so that the poll is.
func (p *People) holdTexts(ctx context.Context, tx *sql.Tx, poll string, holds func(own []notify.Text) error) error {
	var state survey.State
	if err := tx.QueryRowContext(ctx, selectPollState+p.db.lock, poll).Scan(&state); err != nil {
		return found(err)
	}
	own, err := list(ctx, tx, scanPollText, selectPollTexts, poll)
	if err != nil {
		return err
	}
	return holds(own)
}

package store

import (
	"context"
	"database/sql"
	"encoding/hex"
	"maps"
	"slices"

	"minping/survey"
	"minping/survey/guard"
)

var _ guard.Devices = (*People)(nil)

const (
	selectPollState = `SELECT state FROM polls WHERE id = $1`
	countReleases   = `SELECT count(*) FROM releases WHERE poll = $1`

	addDevice = `
	INSERT INTO devices (poll, device, ballots) VALUES ($1, $2, $3)
	ON CONFLICT (poll, device) DO UPDATE SET ballots = devices.ballots + excluded.ballots`
)

// NoteDevices implements guard.Devices.
func (p *People) NoteDevices(ctx context.Context, poll string, ballots map[guard.DeviceID]int) error {
	return p.holding(ctx, poll, p.db.share, func(tx *sql.Tx) error {
		var releases int
		if err := tx.QueryRowContext(ctx, countReleases, poll).Scan(&releases); err != nil || releases > 0 {
			return err
		}
		// Sorted: no order of arrival is kept, and servers never wait for each other.
		byID := func(a, b guard.DeviceID) int { return slices.Compare(a[:], b[:]) }
		for _, id := range slices.SortedFunc(maps.Keys(ballots), byID) {
			if _, err := tx.ExecContext(ctx, addDevice, poll, hex.EncodeToString(id[:]), ballots[id]); err != nil {
				return err
			}
		}
		return nil
	})
}

const selectDevices = `
	SELECT coalesce(sum(ballots), 0), coalesce(max(ballots), 0),
		coalesce(sum(CASE WHEN ballots > $2 THEN ballots - $2 ELSE 0 END), 0)
	FROM devices WHERE poll = $1`

// DeviceShare implements guard.Devices.
func (p *People) DeviceShare(ctx context.Context, poll string, household int) (s survey.DeviceShare, err error) {
	err = p.db.Reader.QueryRowContext(ctx, selectDevices, poll, household).Scan(&s.Ballots, &s.Most, &s.Beyond)
	return s, err
}

// ForgetDevices implements guard.Devices. It waits for whoever is noting.
func (p *People) ForgetDevices(ctx context.Context, poll string) error {
	return p.holding(ctx, poll, p.db.lock, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `DELETE FROM devices WHERE poll = $1`, poll)
		return err
	})
}

// holding runs fn while a poll stays as it is.
func (p *People) holding(ctx context.Context, poll, how string, fn func(tx *sql.Tx) error) error {
	return p.db.write(ctx, func(tx *sql.Tx) error {
		var state survey.State
		if err := tx.QueryRowContext(ctx, selectPollState+how, poll).Scan(&state); err != nil {
			return found(err)
		}
		return fn(tx)
	})
}

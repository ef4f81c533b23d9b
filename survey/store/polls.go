package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"minping/survey"
)

const insertPoll = `
	INSERT INTO polls (id, state, opens, closes, rules, roster, position)
	VALUES ($1, $2, $3, $4, $5, '', (SELECT coalesce(max(position), 0) + 1 FROM polls))
	ON CONFLICT DO NOTHING`

// CreatePoll implements survey.Definitions.
func (p *People) CreatePoll(ctx context.Context, poll survey.Poll) error {
	rules, err := rulesOf(poll)
	if err != nil {
		return err
	}
	return p.act(ctx, func(tx *sql.Tx) ([]survey.Act, error) {
		return acted(changed(tx.ExecContext(ctx, insertPoll,
			poll.ID, string(poll.State), unixMilli(poll.Opens), unixMilli(poll.Closes), rules)),
			survey.Act{Kind: survey.ActPollCreated, Poll: poll.ID})
	})
}

const updatePoll = `
	UPDATE polls SET state = $3, opens = $4, closes = $5, rules = $6, revision = revision + 1,
		roster = CASE WHEN $7 = '' THEN roster ELSE $7 END
	WHERE id = $1 AND state = $2 AND revision = $8`

// ReplacePoll implements survey.Definitions.
func (p *People) ReplacePoll(ctx context.Context, poll survey.Poll, from survey.State, roster []survey.Unit, events ...survey.Event) error {
	rules, err := rulesOf(poll)
	if err != nil {
		return err
	}
	frozen := ""
	if roster != nil {
		document, err := json.Marshal(roster)
		if err != nil {
			return err
		}
		frozen = string(document)
	}
	return p.act(ctx, func(tx *sql.Tx) ([]survey.Act, error) {
		before, err := scanPoll(tx.QueryRowContext(ctx, selectPoll+p.db.lock, poll.ID))
		if err != nil {
			return nil, gone(err)
		}
		act, err := pollReplaced(before, poll)
		if err != nil {
			return nil, err
		}
		err = changed(tx.ExecContext(ctx, updatePoll, poll.ID, string(from),
			string(poll.State), unixMilli(poll.Opens), unixMilli(poll.Closes), rules, frozen, poll.Revision))
		if err == nil {
			err = putEvents(ctx, tx, events)
		}
		return acted(err, act)
	})
}

// pollReplaced says what is other about a poll than before; where nothing is,
// it is no act.
func pollReplaced(before, poll survey.Poll) (act survey.Act, err error) {
	act.Poll = poll.ID
	if before.State != poll.State {
		act.Kind = map[survey.State]survey.ActKind{
			survey.Open: survey.ActPollOpened, survey.Closed: survey.ActPollClosed,
			survey.Published: survey.ActPollPublished, survey.Archived: survey.ActPollArchived,
		}[poll.State]
		return act, nil
	}
	fields, err := differentFields(before, poll)
	switch {
	case len(fields) == 0:
	case poll.State == survey.Open:
		act.Kind, act.Detail = survey.ActPollProlonged, map[string]string{"closes": timeText(poll.Closes)}
	default:
		act.Kind, act.Detail = survey.ActPollChanged, map[string]string{"fields": strings.Join(fields, " ")}
	}
	return act, err
}

// timeText is a time in the detail of an act; "" where it is zero.
func timeText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// differentFields names the fields, as in JSON, in which two polls differ.
func differentFields(a, b survey.Poll) (fields []string, err error) {
	var texts [2]map[string]json.RawMessage
	for i, p := range []survey.Poll{a, b} {
		document, err := json.Marshal(p)
		if err == nil {
			err = json.Unmarshal(document, &texts[i])
		}
		if err != nil {
			return nil, err
		}
	}
	names := maps.Clone(texts[0])
	maps.Copy(names, texts[1])
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if !bytes.Equal(texts[0][name], texts[1][name]) {
			fields = append(fields, name)
		}
	}
	return fields, nil
}

const selectPoll = `SELECT id, state, opens, closes, rules, revision FROM polls WHERE id = $1`

// Poll implements survey.Definitions.
func (p *People) Poll(ctx context.Context, id string) (survey.Poll, error) {
	poll, err := scanPoll(p.db.Reader.QueryRowContext(ctx, selectPoll, id))
	return poll, found(err)
}

const selectPolls = `SELECT id, state, opens, closes, rules, revision FROM polls ORDER BY position DESC, id`

// Polls implements survey.Definitions.
func (p *People) Polls(ctx context.Context) ([]survey.Poll, error) {
	return list(ctx, p.db.Reader, func(rows *sql.Rows) (survey.Poll, error) { return scanPoll(rows) }, selectPolls)
}

const selectRoster = `SELECT roster FROM polls WHERE id = $1 AND roster <> ''`

// Roster implements survey.Definitions.
func (p *People) Roster(ctx context.Context, poll string) (units []survey.Unit, err error) {
	var document []byte
	if err := p.db.Reader.QueryRowContext(ctx, selectRoster, poll).Scan(&document); err != nil {
		return nil, found(err)
	}
	return units, json.Unmarshal(document, &units)
}

const insertRelease = `INSERT INTO releases (poll, document) VALUES ($1, $2) ON CONFLICT DO NOTHING`

// PutRelease implements survey.Definitions.
func (p *People) PutRelease(ctx context.Context, poll string, document []byte, events ...survey.Event) error {
	return p.act(ctx, func(tx *sql.Tx) ([]survey.Act, error) {
		made, err := affected(tx.ExecContext(ctx, insertRelease, poll, string(document)))
		if err != nil || made == 0 {
			return nil, err
		}
		sum := sha256.Sum256(document)
		return acted(putEvents(ctx, tx, events), survey.Act{Kind: survey.ActReleaseMade, Poll: poll, Detail: map[string]string{"hash": hex.EncodeToString(sum[:])}})
	})
}

const selectRelease = `SELECT document FROM releases WHERE poll = $1`

// Release implements survey.Definitions.
func (p *People) Release(ctx context.Context, poll string) (document []byte, err error) {
	err = p.db.Reader.QueryRowContext(ctx, selectRelease, poll).Scan(&document)
	return document, found(err)
}

// rulesOf returns a poll as JSON, without what has columns of its own.
func rulesOf(p survey.Poll) (string, error) {
	p.State, p.Opens, p.Closes = "", time.Time{}, time.Time{}
	rules, err := json.Marshal(p)
	return string(rules), err
}

func scanPoll(row interface{ Scan(...any) error }) (p survey.Poll, err error) {
	var id, state string
	var opens, closes, revision int64
	var rules []byte
	if err := row.Scan(&id, &state, &opens, &closes, &rules, &revision); err != nil {
		return p, err
	}
	err = json.Unmarshal(rules, &p)
	p.Revision = revision
	p.ID, p.State, p.Opens, p.Closes = id, survey.State(state), fromUnixMilli(opens), fromUnixMilli(closes)
	return p, err
}

// changed returns survey.ErrConflict if a statement changed no row.
func changed(r sql.Result, err error) error {
	if err != nil {
		return err
	}
	n, err := r.RowsAffected()
	if err == nil && n == 0 {
		err = survey.ErrConflict
	}
	return err
}

// gone returns survey.ErrConflict where what is to be changed is not there.
func gone(err error) error {
	if errors.Is(found(err), survey.ErrNotFound) {
		return survey.ErrConflict
	}
	return err
}

func unixMilli(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func fromUnixMilli(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

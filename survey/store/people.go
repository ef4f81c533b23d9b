package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"maps"
	"strconv"
	"strings"
	"time"

	"minping/survey"
)

// People is the database of people and definitions: it implements
// survey.Definitions.
type People struct {
	// Now is the clock of the audit log; nil: that of the machine.
	Now func() time.Time

	db *DB
}

// Scrub implements survey.Definitions.
func (p *People) Scrub(ctx context.Context) error {
	return p.db.rewriting(ctx, func() error { return p.scrub(ctx) })
}

func (p *People) scrub(ctx context.Context) (err error) {
	conn, err := p.db.Writer.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	return p.db.scrub(ctx, conn, "paper", "devices", "comments", "sessions", "signins", "setups", "invitations", "recovery_codes", "tokens", "hook_secrets", "deliveries", "attempts", "recipients", "messages", "channel_secrets", "persons", "assignments")
}

const insertQuestionnaire = `
	INSERT INTO questionnaires (id, version, hash, source, position)
	VALUES ($1, $2, $3, $4, (SELECT coalesce(max(position), 0) + 1 FROM questionnaires))
	ON CONFLICT DO NOTHING`

const selectHash = `SELECT hash FROM questionnaires WHERE id = $1 AND version = $2`

// PutQuestionnaire implements survey.Definitions.
func (p *People) PutQuestionnaire(ctx context.Context, ref survey.QuestionnaireRef, source []byte) error {
	return p.act(ctx, func(tx *sql.Tx) ([]survey.Act, error) {
		made, err := affected(tx.ExecContext(ctx, insertQuestionnaire, ref.ID, ref.Version, ref.Hash, string(source)))
		if err != nil {
			return nil, err
		}
		if made == 0 {
			var kept string
			if err := tx.QueryRowContext(ctx, selectHash, ref.ID, ref.Version).Scan(&kept); err != nil || kept == ref.Hash {
				return nil, err
			}
			return nil, survey.ErrConflict
		}
		return acted(nil, survey.Act{
			Kind: survey.ActQuestionnairePublished, Object: ref.ID, Detail: map[string]string{"version": ref.Version, "hash": ref.Hash},
		})
	})
}

const selectQuestionnaire = `
	SELECT id, version, hash, source FROM questionnaires
	WHERE id = $1 AND (version = $2 OR $2 = '')
	ORDER BY position DESC, version DESC LIMIT 1`

// QuestionnaireSource implements survey.Definitions.
func (p *People) QuestionnaireSource(ctx context.Context, id, version string) (ref survey.QuestionnaireRef, source []byte, err error) {
	err = p.db.Reader.QueryRowContext(ctx, selectQuestionnaire, id, version).Scan(&ref.ID, &ref.Version, &ref.Hash, &source)
	return ref, source, found(err)
}

const selectQuestionnaires = `SELECT id, version, hash FROM questionnaires ORDER BY position, id, version`

// QuestionnaireRefs implements survey.Definitions.
func (p *People) QuestionnaireRefs(ctx context.Context) ([]survey.QuestionnaireRef, error) {
	return list(ctx, p.db.Reader, func(rows *sql.Rows) (r survey.QuestionnaireRef, err error) {
		return r, rows.Scan(&r.ID, &r.Version, &r.Hash)
	}, selectQuestionnaires)
}

const upsertChore = `
	INSERT INTO chores (name, day) VALUES ($1, $2)
	ON CONFLICT (name) DO UPDATE SET day = excluded.day WHERE chores.day < excluded.day`

// TakeOn implements survey.Definitions.
func (p *People) TakeOn(ctx context.Context, chore, day string) (bool, error) {
	n, err := affected(p.db.Writer.ExecContext(ctx, upsertChore, chore, day))
	return n > 0, err
}

const selectChore = `SELECT day FROM chores WHERE name = $1`

// ChoreDay implements survey.Definitions.
func (p *People) ChoreDay(ctx context.Context, chore string) (day string, err error) {
	err = p.db.Reader.QueryRowContext(ctx, selectChore, chore).Scan(&day)
	return day, found(err)
}

const upsertUnit = `
	INSERT INTO units (id, name, tier, parent, position)
	VALUES ($1, $2, $3, nullif($4, ''), (SELECT coalesce(max(position), 0) + 1 FROM units))
	ON CONFLICT (id) DO UPDATE SET name = excluded.name, tier = excluded.tier, parent = excluded.parent`

const (
	selectRevision = `SELECT number FROM revisions WHERE name = 'units'`
	raiseRevision  = `
		INSERT INTO revisions (name, number) VALUES ('units', 1)
		ON CONFLICT (name) DO UPDATE SET number = revisions.number + 1 WHERE revisions.number = $1`
)

// UnitsRevision implements survey.Definitions.
func (p *People) UnitsRevision(ctx context.Context) (n int64, err error) {
	err = p.db.Reader.QueryRowContext(ctx, selectRevision).Scan(&n)
	if err = found(err); errors.Is(err, survey.ErrNotFound) {
		return 0, nil // nobody has put any
	}
	return n, err
}

// PutUnits implements survey.Definitions.
func (p *People) PutUnits(ctx context.Context, units []survey.Unit, at int64) error {
	return p.act(ctx, func(tx *sql.Tx) ([]survey.Act, error) {
		if err := changed(tx.ExecContext(ctx, raiseRevision, at)); err != nil {
			return nil, err
		}
		put, err := putUnits(ctx, tx, units)
		return acted(err, put)
	})
}

// putUnits stores units in a transaction, and says what that changed.
func putUnits(ctx context.Context, tx *sql.Tx, units []survey.Unit) (act survey.Act, err error) {
	before, err := unitsOf(ctx, tx)
	if err != nil {
		return act, err
	}
	stmt, err := tx.PrepareContext(ctx, upsertUnit)
	if err != nil {
		return act, err
	}
	defer stmt.Close()
	for _, u := range units {
		name, err := json.Marshal(u.Name)
		if err != nil {
			return act, err
		}
		if _, err := stmt.ExecContext(ctx, u.ID, string(name), u.Tier, u.Parent); err != nil {
			return act, err
		}
	}
	return unitsPut(before, units), nil
}

// mostUnitsNamed is how many of the units that were put an entry names.
const mostUnitsNamed = 20

// unitsPut says which units are new or other than before; where none is, it
// is no act.
func unitsPut(before, units []survey.Unit) (act survey.Act) {
	was := make(map[string]survey.Unit, len(before))
	for _, u := range before {
		was[u.ID] = u
	}
	var ids []string
	added := 0
	for _, u := range units {
		old, known := was[u.ID]
		if known && old.Tier == u.Tier && old.Parent == u.Parent && maps.Equal(old.Name, u.Name) {
			continue
		}
		if ids = append(ids, u.ID); !known {
			added++
		}
	}
	if len(ids) == 0 {
		return act
	}
	act = survey.Act{Kind: survey.ActUnitsPut, Detail: map[string]string{
		"added": strconv.Itoa(added), "changed": strconv.Itoa(len(ids) - added), "ids": strings.Join(ids[:min(len(ids), mostUnitsNamed)], " "),
	}}
	if len(ids) == 1 {
		act.Unit = ids[0]
	}
	return act
}

const selectUnits = `SELECT id, name, tier, coalesce(parent, '') FROM units ORDER BY position, id`

// Units implements survey.Definitions.
func (p *People) Units(ctx context.Context) ([]survey.Unit, error) {
	return unitsOf(ctx, p.db.Reader)
}

func unitsOf(ctx context.Context, db querier) ([]survey.Unit, error) {
	return list(ctx, db, func(rows *sql.Rows) (u survey.Unit, err error) {
		var name []byte
		if err := rows.Scan(&u.ID, &name, &u.Tier, &u.Parent); err != nil {
			return u, err
		}
		return u, json.Unmarshal(name, &u.Name)
	}, selectUnits)
}

// list returns what scan makes of each row of a query.
func list[T any](ctx context.Context, db querier, scan func(*sql.Rows) (T, error), query string, args ...any) ([]T, error) {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		t, err := scan(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, t)
	}
	return all, rows.Err()
}

package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"strconv"

	"minping/survey"
)

const selectPersons = `SELECT person FROM persons ORDER BY position, id`

// Persons implements survey.RosterStore.
func (p *People) Persons(ctx context.Context) ([]survey.Person, error) {
	return list(ctx, p.db.Reader, func(rows *sql.Rows) (who survey.Person, err error) {
		var document []byte
		if err := rows.Scan(&document); err != nil {
			return who, err
		}
		return who, json.Unmarshal(document, &who)
	}, selectPersons)
}

const (
	selectRosterRevision = `SELECT number FROM revisions WHERE name = 'roster'`
	raiseRosterRevision  = `
		INSERT INTO revisions (name, number) VALUES ('roster', 1)
		ON CONFLICT (name) DO UPDATE SET number = revisions.number + 1 WHERE revisions.number = $1`
)

// RosterRevision implements survey.RosterStore.
func (p *People) RosterRevision(ctx context.Context) (n int64, err error) {
	err = p.db.Reader.QueryRowContext(ctx, selectRosterRevision).Scan(&n)
	if err = found(err); errors.Is(err, survey.ErrNotFound) {
		return 0, nil // nobody has been put
	}
	return n, err
}

const (
	upsertPerson = `
		INSERT INTO persons (id, team, person, position)
		VALUES ($1, $2, $3, (SELECT coalesce(max(position), 0) + 1 FROM persons))
		ON CONFLICT (id) DO UPDATE SET team = excluded.team, person = excluded.person`
	deletePerson = `DELETE FROM persons WHERE id = $1`
	deleteUnit   = `DELETE FROM units WHERE id = $1`
	countPersons = `SELECT count(*) FROM persons`
)

// ChangeRoster implements survey.RosterStore.
func (p *People) ChangeRoster(ctx context.Context, change survey.RosterChange, units []survey.Unit, drop []string, roster, directory int64) error {
	return p.act(ctx, func(tx *sql.Tx) ([]survey.Act, error) {
		if err := changed(tx.ExecContext(ctx, raiseRevision, directory)); err != nil {
			return nil, err
		}
		if err := changed(tx.ExecContext(ctx, raiseRosterRevision, roster)); err != nil {
			return nil, err
		}
		put, err := putUnits(ctx, tx, units)
		if err != nil {
			return nil, err
		}
		var before, after int
		if err := tx.QueryRowContext(ctx, countPersons).Scan(&before); err != nil {
			return nil, err
		}
		if err := changePersons(ctx, tx, change); err != nil {
			return nil, err
		}
		for _, id := range drop {
			if _, err := tx.ExecContext(ctx, deleteUnit, id); err != nil {
				return nil, err
			}
		}
		if err := tx.QueryRowContext(ctx, countPersons).Scan(&after); err != nil {
			return nil, err
		}
		added := after - before + len(change.Gone)
		act := survey.Act{Kind: survey.ActRosterChanged, Detail: map[string]string{
			"added": strconv.Itoa(added), "changed": strconv.Itoa(len(change.People) - added), "gone": strconv.Itoa(len(change.Gone)),
		}}
		if len(change.People) == 1 {
			act.Object = change.People[0].ID
		}
		return []survey.Act{put, act}, nil
	})
}

func changePersons(ctx context.Context, tx *sql.Tx, change survey.RosterChange) error {
	stmt, err := tx.PrepareContext(ctx, upsertPerson)
	if err != nil {
		return err
	}
	defer stmt.Close()
	for _, who := range change.People {
		document, err := json.Marshal(who)
		if err != nil {
			return err
		}
		if _, err := stmt.ExecContext(ctx, who.ID, who.Team, string(document)); err != nil {
			return err
		}
	}
	for _, id := range change.Gone {
		if err := changed(tx.ExecContext(ctx, deletePerson, id)); err != nil {
			return err
		}
	}
	return nil
}

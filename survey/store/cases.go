package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strconv"

	"minping/survey"
	"minping/survey/casework"
)

var _ casework.Store = (*People)(nil)

const (
	selectPoints = `SELECT revision, point FROM service_points`
	selectCases  = `SELECT revision, document FROM cases`
	byReceipt    = ` WHERE receipt = $1`
)

func scanPoint(row interface{ Scan(...any) error }) (p casework.Point, err error) {
	revision, err := document(row, &p)
	p.Revision = revision
	return p, err
}

func scanCase(row interface{ Scan(...any) error }) (c casework.Case, err error) {
	revision, err := document(row, &c)
	c.Revision = revision
	return c, err
}

// Points implements casework.Store.
func (p *People) Points(ctx context.Context) ([]casework.Point, error) {
	return list(ctx, p.db.Reader, func(rows *sql.Rows) (casework.Point, error) { return scanPoint(rows) }, selectPoints+asKept)
}

// Point implements casework.Store.
func (p *People) Point(ctx context.Context, id string) (casework.Point, error) {
	return scanPoint(p.db.Reader.QueryRowContext(ctx, selectPoints+ofID, id))
}

// Cases implements casework.Store.
func (p *People) Cases(ctx context.Context) ([]casework.Case, error) {
	return list(ctx, p.db.Reader, func(rows *sql.Rows) (casework.Case, error) { return scanCase(rows) }, selectCases+asKept)
}

// Case implements casework.Store.
func (p *People) Case(ctx context.Context, id string) (casework.Case, error) {
	return scanCase(p.db.Reader.QueryRowContext(ctx, selectCases+ofID, id))
}

// CaseOf implements casework.Store.
func (p *People) CaseOf(ctx context.Context, receipt string) (casework.Case, error) {
	return scanCase(p.db.Reader.QueryRowContext(ctx, selectCases+byReceipt, receipt))
}

const selectCaseRules = `SELECT revision, rules FROM case_rules`

// CaseRules implements casework.Store.
func (p *People) CaseRules(ctx context.Context) (casework.Settings, error) {
	set := casework.Usual()
	revision, err := document(p.db.Reader.QueryRowContext(ctx, selectCaseRules), &set)
	if errors.Is(err, survey.ErrNotFound) {
		return casework.Usual(), nil
	}
	set.Revision = revision
	return set, err
}

const (
	selectReviews      = `SELECT void, document FROM reviews WHERE day >= $1 AND day <= $2 ORDER BY day, id`
	selectMatterReview = `SELECT void, document FROM reviews WHERE matter = $1`
)

func scanReview(row interface{ Scan(...any) error }) (r casework.Review, err error) {
	var text []byte
	if err := row.Scan(&r.Void, &text); err != nil {
		return r, found(err)
	}
	void := r.Void
	err = json.Unmarshal(text, &r)
	r.Void = void
	return r, err
}

// Reviews implements casework.Store.
func (p *People) Reviews(ctx context.Context, from, to survey.Day) ([]casework.Review, error) {
	return list(ctx, p.db.Reader, func(rows *sql.Rows) (casework.Review, error) { return scanReview(rows) }, selectReviews, from, to)
}

// MatterReview implements casework.Store.
func (p *People) MatterReview(ctx context.Context, number string) (casework.Review, error) {
	return scanReview(p.db.Reader.QueryRowContext(ctx, selectMatterReview, number))
}

const (
	countReviews = `
		SELECT unit, substr(day, 1, 7), about, grade, invited, imputed, void, count(*) FROM reviews
		WHERE day >= $1 AND day <= $2 GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 2, 3, 4, 5, 6, 7`
	countMatters = `
		SELECT unit, substr(day, 1, 7), count(*) FROM matters
		WHERE day >= $1 AND day <= $2 GROUP BY 1, 2 ORDER BY 1, 2`
)

// CountReviews implements casework.Store.
func (p *People) CountReviews(ctx context.Context, from, to survey.Day) ([]casework.Count, error) {
	reviews, err := list(ctx, p.db.Reader, func(rows *sql.Rows) (c casework.Count, err error) {
		return c, rows.Scan(&c.Unit, &c.Month, &c.About, &c.Grade, &c.Invited, &c.Imputed, &c.Void, &c.N)
	}, countReviews, from, to)
	if err != nil {
		return nil, err
	}
	matters, err := list(ctx, p.db.Reader, func(rows *sql.Rows) (c casework.Count, err error) {
		return c, rows.Scan(&c.Unit, &c.Month, &c.N)
	}, countMatters, from, to)
	return append(reviews, matters...), err
}

const selectContact = `SELECT contact FROM case_contacts WHERE case_id = $1`

// Contact implements casework.Store.
func (p *People) Contact(ctx context.Context, id string, act survey.Act) (contact string, err error) {
	err = p.did(ctx, act, func(tx *sql.Tx) error {
		return found(tx.QueryRowContext(ctx, selectContact, id).Scan(&contact))
	})
	return contact, err
}

const (
	insertPoint = `
		INSERT INTO service_points (id, unit, revision, point, position)
		VALUES ($1, $2, 1, $3, (SELECT coalesce(max(position), 0) + 1 FROM service_points))`
	updatePoint = `UPDATE service_points SET revision = revision + 1, unit = $2, point = $3 WHERE id = $1 AND revision = $4`
	insertCase  = `
		INSERT INTO cases (id, unit, receipt, revision, document, position)
		VALUES ($1, $2, '', 1, $3, (SELECT coalesce(max(position), 0) + 1 FROM cases))`
	updateReceipt   = `UPDATE cases SET receipt = $2 WHERE id = $1`
	updateCase      = `UPDATE cases SET revision = revision + 1, unit = $2, document = $3 WHERE id = $1 AND revision = $4`
	insertContact   = `INSERT INTO case_contacts (case_id, contact, erase) VALUES ($1, $2, '')`
	updateErase     = `UPDATE case_contacts SET erase = $2 WHERE case_id = $1 AND erase <> $2`
	insertCaseRules = `INSERT INTO case_rules (id, revision, rules) VALUES ($1, 1, $2) ON CONFLICT (id) DO NOTHING`
	updateCaseRules = `UPDATE case_rules SET revision = revision + 1, rules = $2 WHERE id = $1 AND revision = $3`
	deleteImputed   = `DELETE FROM reviews WHERE matter = $1 AND imputed`
	insertReview    = `
		INSERT INTO reviews (id, unit, about, day, grade, invited, imputed, void, matter, document)
		VALUES ($1, $2, $3, $4, $5, $6, $7, FALSE, $8, $9) ON CONFLICT DO NOTHING`
	updateReviewVoid = `UPDATE reviews SET void = $2 WHERE id = $1`
	insertMatter     = `INSERT INTO matters (number, unit, point, day) VALUES ($1, $2, $3, $4) ON CONFLICT (number) DO NOTHING`
)

// ChangeCases implements casework.Store.
func (p *People) ChangeCases(ctx context.Context, c casework.Change) error {
	return p.act(ctx, func(tx *sql.Tx) ([]survey.Act, error) {
		for _, s := range c.Points {
			if err := putDocument(ctx, tx, insertPoint, updatePoint, s, s.Revision, s.ID, s.Unit); err != nil {
				return nil, err
			}
		}
		for i := range c.Cases {
			if err := putCase(ctx, tx, &c.Cases[i]); err != nil {
				return nil, err
			}
		}
		for _, id := range slices.Sorted(maps.Keys(c.Contacts)) {
			if _, err := tx.ExecContext(ctx, insertContact, id, c.Contacts[id]); err != nil {
				return nil, err
			}
		}
		for _, id := range slices.Sorted(maps.Keys(c.Void)) {
			if _, err := tx.ExecContext(ctx, updateReviewVoid, id, c.Void[id]); err != nil {
				return nil, err
			}
		}
		for _, id := range slices.Sorted(maps.Keys(c.Charged)) {
			if err := chargeReview(ctx, tx, id, c.Charged[id]); err != nil {
				return nil, err
			}
		}
		if s := c.Settings; s != nil {
			if err := putRules(ctx, tx, *s); err != nil {
				return nil, err
			}
		}
		if err := putEvents(ctx, tx, c.Events); err != nil {
			return nil, err
		}
		return c.Acts, putReviews(ctx, tx, c.Reviews, c.Matters)
	})
}

const (
	selectReview = `SELECT void, document FROM reviews WHERE id = $1`
	updateReview = `UPDATE reviews SET unit = $2, document = $3 WHERE id = $1`
	updateMatter = `UPDATE matters SET unit = $2, point = $3 WHERE number = $1`
)

// chargeReview has a review, and the matter that it is about, count for a unit.
func chargeReview(ctx context.Context, tx *sql.Tx, id string, to casework.Charge) error {
	r, err := scanReview(tx.QueryRowContext(ctx, selectReview, id))
	if err != nil {
		return err
	}
	r.Unit, r.Point = to.Unit, to.Point
	text, err := json.Marshal(r)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, updateReview, id, r.Unit, string(text)); err != nil || r.Matter == "" {
		return err
	}
	_, err = tx.ExecContext(ctx, updateMatter, r.Matter, r.Unit, r.Point)
	return err
}

func putCase(ctx context.Context, tx *sql.Tx, c *casework.Case) error {
	if err := putDocument(ctx, tx, insertCase, updateCase, c, c.Revision, c.ID, c.Unit); err != nil {
		return err
	}
	if c.Revision == 0 {
		if _, err := tx.ExecContext(ctx, updateReceipt, c.ID, c.Receipt); err != nil {
			return err
		}
	}
	_, err := tx.ExecContext(ctx, updateErase, c.ID, c.Erase)
	return err
}

func putRules(ctx context.Context, tx *sql.Tx, s casework.Settings) error {
	text, err := json.Marshal(s)
	if err != nil {
		return err
	}
	if s.Revision == 0 {
		return asRead(tx.ExecContext(ctx, insertCaseRules, "rules", string(text)))
	}
	return asRead(tx.ExecContext(ctx, updateCaseRules, "rules", string(text), s.Revision))
}

func putReviews(ctx context.Context, tx *sql.Tx, reviews []casework.Review, matters []casework.Matter) error {
	for _, r := range reviews {
		if r.Matter != "" {
			if _, err := tx.ExecContext(ctx, deleteImputed, r.Matter); err != nil {
				return err
			}
		}
		text, err := json.Marshal(r)
		if err != nil {
			return err
		}
		err = changed(tx.ExecContext(ctx, insertReview, r.ID, r.Unit, r.About, r.Day, r.Grade, r.Invited, r.Imputed, r.Matter, string(text)))
		if err != nil {
			return err
		}
	}
	for _, m := range matters {
		if _, err := tx.ExecContext(ctx, insertMatter, m.Number, m.Unit, m.Point, m.Day); err != nil {
			return err
		}
	}
	return nil
}

const (
	// What the server puts is told by its columns; the document says no more.
	selectSilent = `
		SELECT number, unit, point, coalesce((SELECT s.point FROM service_points s WHERE s.id = m.point), '{}') FROM matters m
		WHERE day <= $1 AND NOT EXISTS (SELECT 1 FROM reviews r WHERE r.matter = m.number) ORDER BY number`
)

// Impute implements casework.Store.
func (p *People) Impute(ctx context.Context, until, day survey.Day, grade int) (n int64, err error) {
	err = p.act(ctx, func(tx *sql.Tx) ([]survey.Act, error) {
		silent, err := list(ctx, tx, func(rows *sql.Rows) (r casework.Review, err error) {
			var point []byte
			if err := rows.Scan(&r.Matter, &r.Unit, &r.Point, &point); err != nil {
				return r, err
			}
			at := casework.Point{Kind: casework.Window}
			err = json.Unmarshal(point, &at)
			r.ID, r.About, r.Channel, r.Day, r.Grade, r.Aspects, r.Imputed = "im_"+r.Matter, at.Kind, at.Kind.Channel(), day, grade, []string{}, true
			return r, err
		}, selectSilent, until)
		if n = int64(len(silent)); err != nil || n == 0 {
			return nil, err
		}
		act := survey.Act{Kind: survey.ActReviewsImputed, Detail: map[string]string{"reviews": strconv.FormatInt(n, 10)}}
		return []survey.Act{act}, putReviews(ctx, tx, silent, nil)
	})
	return n, err
}

const eraseContacts = `DELETE FROM case_contacts WHERE erase <> '' AND erase <= $1`

// EraseContacts implements casework.Store.
func (p *People) EraseContacts(ctx context.Context, today survey.Day) (n int64, err error) {
	err = p.act(ctx, func(tx *sql.Tx) ([]survey.Act, error) {
		if n, err = affected(tx.ExecContext(ctx, eraseContacts, today)); err != nil || n == 0 {
			return nil, err
		}
		return []survey.Act{{Kind: survey.ActContactsErased, Detail: map[string]string{"contacts": strconv.FormatInt(n, 10)}}}, nil
	})
	return n, err
}

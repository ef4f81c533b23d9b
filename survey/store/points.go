package store

import (
	"context"
	"database/sql"
	"encoding/json"

	"minping/survey"
	"minping/survey/points"
)

var _ points.Store = (*People)(nil)

const (
	selectSchemes = `
		SELECT revision, document FROM schemes s
		WHERE revision = (SELECT max(revision) FROM schemes l WHERE l.id = s.id)` + asKept
	selectSchemeRevisions = `SELECT revision, document FROM schemes WHERE id = $1 ORDER BY revision DESC`
	selectPointEntries    = `SELECT revision, document FROM point_entries`
	ofSchemeYear          = ` WHERE ($1 = '' OR scheme = $1) AND ($2 = '' OR year = $2)`
	selectPublications    = `SELECT 0, document FROM point_publications`
	selectObjections      = `SELECT revision, document FROM point_objections WHERE publication = $1`
	selectAppraisals      = `SELECT revision, document FROM appraisals`
)

func scanPlan(row interface{ Scan(...any) error }) (p points.Plan, err error) {
	revision, err := document(row, &p)
	p.Revision = revision
	return p, err
}

func scanEntry(row interface{ Scan(...any) error }) (e points.Entry, err error) {
	revision, err := document(row, &e)
	e.Revision = revision
	return e, err
}

func scanPublication(row interface{ Scan(...any) error }) (p points.Publication, err error) {
	_, err = document(row, &p)
	return p, err
}

func scanAppraisal(row interface{ Scan(...any) error }) (a points.Appraisal, err error) {
	revision, err := document(row, &a)
	a.Revision = revision
	return a, err
}

// Schemes implements points.Store.
func (p *People) Schemes(ctx context.Context) ([]points.Plan, error) {
	return list(ctx, p.db.Reader, func(rows *sql.Rows) (points.Plan, error) { return scanPlan(rows) }, selectSchemes)
}

// SchemeRevisions implements points.Store.
func (p *People) SchemeRevisions(ctx context.Context, id string) ([]points.Plan, error) {
	plans, err := list(ctx, p.db.Reader, func(rows *sql.Rows) (points.Plan, error) { return scanPlan(rows) }, selectSchemeRevisions, id)
	if err == nil && len(plans) == 0 {
		err = survey.ErrNotFound
	}
	return plans, err
}

// PointEntries implements points.Store.
func (p *People) PointEntries(ctx context.Context, scheme, year string) ([]points.Entry, error) {
	return list(ctx, p.db.Reader, func(rows *sql.Rows) (points.Entry, error) { return scanEntry(rows) }, selectPointEntries+ofSchemeYear+asKept, scheme, year)
}

// PointEntry implements points.Store.
func (p *People) PointEntry(ctx context.Context, id string) (points.Entry, error) {
	return scanEntry(p.db.Reader.QueryRowContext(ctx, selectPointEntries+ofID, id))
}

// Publications implements points.Store.
func (p *People) Publications(ctx context.Context) ([]points.Publication, error) {
	return list(ctx, p.db.Reader, func(rows *sql.Rows) (points.Publication, error) { return scanPublication(rows) }, selectPublications+asKept)
}

// Publication implements points.Store.
func (p *People) Publication(ctx context.Context, id string) (points.Publication, error) {
	return scanPublication(p.db.Reader.QueryRowContext(ctx, selectPublications+ofID, id))
}

// Objections implements points.Store.
func (p *People) Objections(ctx context.Context, publication string) ([]points.Objection, error) {
	return list(ctx, p.db.Reader, func(rows *sql.Rows) (o points.Objection, err error) {
		revision, err := document(rows, &o)
		o.Revision = revision
		return o, err
	}, selectObjections+asKept, publication)
}

// Appraisals implements points.Store.
func (p *People) Appraisals(ctx context.Context) ([]points.Appraisal, error) {
	return list(ctx, p.db.Reader, func(rows *sql.Rows) (points.Appraisal, error) { return scanAppraisal(rows) }, selectAppraisals+asKept)
}

// Appraisal implements points.Store.
func (p *People) Appraisal(ctx context.Context, id string) (points.Appraisal, error) {
	return scanAppraisal(p.db.Reader.QueryRowContext(ctx, selectAppraisals+ofID, id))
}

const (
	insertScheme = `
		INSERT INTO schemes (id, revision, document, position)
		VALUES ($1, $2, $3, coalesce((SELECT min(position) FROM schemes WHERE id = $1), (SELECT coalesce(max(position), 0) + 1 FROM schemes)))
		ON CONFLICT (id, revision) DO NOTHING`
	insertPointEntry = `
		INSERT INTO point_entries (id, scheme, year, unit, claim, revision, document, position)
		VALUES ($1, $2, $3, $4, $5, 1, $6, (SELECT coalesce(max(position), 0) + 1 FROM point_entries)) ON CONFLICT DO NOTHING`
	updatePointEntry  = `UPDATE point_entries SET revision = revision + 1, claim = $2, document = $3 WHERE id = $1 AND revision = $4`
	insertPublication = `
		INSERT INTO point_publications (id, document, position)
		VALUES ($1, $2, (SELECT coalesce(max(position), 0) + 1 FROM point_publications))`
	insertObjection = `
		INSERT INTO point_objections (id, publication, revision, document, position)
		VALUES ($1, $2, 1, $3, (SELECT coalesce(max(position), 0) + 1 FROM point_objections))`
	updateObjection = `UPDATE point_objections SET revision = revision + 1, publication = $2, document = $3 WHERE id = $1 AND revision = $4`
	insertAppraisal = `
		INSERT INTO appraisals (id, scheme, revision, document, position)
		VALUES ($1, $2, 1, $3, (SELECT coalesce(max(position), 0) + 1 FROM appraisals))`
	updateAppraisal = `UPDATE appraisals SET revision = revision + 1, scheme = $2, document = $3 WHERE id = $1 AND revision = $4`
)

// ChangePoints implements points.Store.
func (p *People) ChangePoints(ctx context.Context, c points.Change) error {
	return p.act(ctx, func(tx *sql.Tx) ([]survey.Act, error) {
		for _, plan := range c.Plans {
			text, err := json.Marshal(plan)
			if err != nil {
				return nil, err
			}
			if err := asRead(tx.ExecContext(ctx, insertScheme, plan.ID, plan.Revision+1, string(text))); err != nil {
				return nil, err
			}
		}
		for i := range c.Entries {
			if err := putEntry(ctx, tx, &c.Entries[i]); err != nil {
				return nil, err
			}
		}
		for _, of := range c.Publications {
			text, err := json.Marshal(of)
			if err != nil {
				return nil, err
			}
			if _, err := tx.ExecContext(ctx, insertPublication, of.ID, string(text)); err != nil {
				return nil, err
			}
		}
		for _, o := range c.Objections {
			if err := putDocument(ctx, tx, insertObjection, updateObjection, o, o.Revision, o.ID, o.Publication); err != nil {
				return nil, err
			}
		}
		for _, a := range c.Appraisals {
			if err := putDocument(ctx, tx, insertAppraisal, updateAppraisal, a, a.Revision, a.ID, a.Scheme); err != nil {
				return nil, err
			}
		}
		return c.Acts, nil
	})
}

// putEntry inserts an entry, unless another claims its place, or replaces the
// one that is still at its revision.
func putEntry(ctx context.Context, tx *sql.Tx, e *points.Entry) error {
	text, err := json.Marshal(e)
	if err != nil {
		return err
	}
	if e.Revision == 0 {
		return changed(tx.ExecContext(ctx, insertPointEntry, e.ID, e.Scheme, e.Year(), e.Unit, e.Claim(), string(text)))
	}
	return asRead(tx.ExecContext(ctx, updatePointEntry, e.ID, e.Claim(), string(text), e.Revision))
}

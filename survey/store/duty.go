package store

import (
	"context"
	"database/sql"
	"encoding/json"

	"minping/survey"
	"minping/survey/duty"
)

var _ duty.Store = (*People)(nil)

const (
	selectDutyReviews = `SELECT revision, review FROM duty_reviews`
	insertDutyReview  = `
		INSERT INTO duty_reviews (id, revision, review, position)
		VALUES ($1, 1, $2, (SELECT coalesce(max(position), 0) + 1 FROM duty_reviews))`
	updateDutyReview = `UPDATE duty_reviews SET revision = revision + 1, review = $2 WHERE id = $1 AND revision = $3`

	selectDutyReports = `SELECT revision, report FROM duty_reports WHERE review = $1`
	insertDutyReport  = `
		INSERT INTO duty_reports (review, unit, revision, report) VALUES ($1, $2, 1, $3)
		ON CONFLICT (review, unit) DO NOTHING` // somebody was first
	updateDutyReport = `UPDATE duty_reports SET revision = revision + 1, report = $3 WHERE review = $1 AND unit = $2 AND revision = $4`
)

func scanDutyReview(row interface{ Scan(...any) error }) (r duty.Review, err error) {
	revision, err := document(row, &r)
	r.Revision = revision
	return r, err
}

func scanDutyReport(row interface{ Scan(...any) error }) (p duty.Report, err error) {
	revision, err := document(row, &p)
	p.Revision = revision
	return p, err
}

// DutyReviews implements duty.Store.
func (p *People) DutyReviews(ctx context.Context) ([]duty.Review, error) {
	return list(ctx, p.db.Reader, func(rows *sql.Rows) (duty.Review, error) { return scanDutyReview(rows) }, selectDutyReviews+asKept)
}

// DutyReview implements duty.Store.
func (p *People) DutyReview(ctx context.Context, id string) (duty.Review, error) {
	return scanDutyReview(p.db.Reader.QueryRowContext(ctx, selectDutyReviews+ofID, id))
}

// PutDutyReview implements duty.Store.
func (p *People) PutDutyReview(ctx context.Context, r duty.Review, act survey.Act) error {
	return p.act(ctx, func(tx *sql.Tx) ([]survey.Act, error) {
		return []survey.Act{act}, putDocument(ctx, tx, insertDutyReview, updateDutyReview, r, r.Revision, r.ID)
	})
}

// DutyReports implements duty.Store.
func (p *People) DutyReports(ctx context.Context, review string) ([]duty.Report, error) {
	return list(ctx, p.db.Reader, func(rows *sql.Rows) (duty.Report, error) { return scanDutyReport(rows) }, selectDutyReports+" ORDER BY unit", review)
}

// DutyReport implements duty.Store.
func (p *People) DutyReport(ctx context.Context, review, unit string) (duty.Report, error) {
	return scanDutyReport(p.db.Reader.QueryRowContext(ctx, selectDutyReports+" AND unit = $2", review, unit))
}

// PutDutyReport implements duty.Store.
func (p *People) PutDutyReport(ctx context.Context, r duty.Report, act survey.Act) error {
	return p.act(ctx, func(tx *sql.Tx) ([]survey.Act, error) {
		text, err := json.Marshal(r)
		if err != nil {
			return nil, err
		}
		if r.Revision == 0 {
			return []survey.Act{act}, asRead(tx.ExecContext(ctx, insertDutyReport, r.Review, r.Unit, string(text)))
		}
		return []survey.Act{act}, asRead(tx.ExecContext(ctx, updateDutyReport, r.Review, r.Unit, string(text), r.Revision))
	})
}

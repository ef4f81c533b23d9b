package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"strconv"

	"minping/survey"
)

const (
	// The rows that it changes are locked before it is looked at what is left: a
	// batch that is being settled at the same time is either left out, and cannot
	// be settled any more, or seen.
	leaveOutPaper = `
		UPDATE paper SET state = $2, work = '', revision = revision + 1
		WHERE poll = $1 AND state = $3`
	selectUnresolved  = `SELECT number, state, totals FROM paper WHERE poll = $1 AND state IN ($2, $3) ORDER BY number`
	insertPaperClosed = `INSERT INTO paper_closed (poll) VALUES ($1) ON CONFLICT DO NOTHING`
)

// ClosePaper implements survey.Definitions.
func (p *People) ClosePaper(ctx context.Context, poll string, leaveOut bool) error {
	return p.act(ctx, func(tx *sql.Tx) ([]survey.Act, error) {
		if _, err := tx.ExecContext(ctx, lockPoll, poll); err != nil {
			return nil, err
		}
		var leftOut int64
		if leaveOut {
			var err error
			if leftOut, err = affected(tx.ExecContext(ctx, leaveOutPaper, poll, string(survey.PaperLeftOut), string(survey.PaperTyping))); err != nil {
				return nil, err
			}
		}
		if err := unresolved(ctx, tx, poll); err != nil {
			return nil, err
		}
		closed, err := affected(tx.ExecContext(ctx, insertPaperClosed, poll))
		if err != nil || closed == 0 {
			return nil, err
		}
		return acted(nil, survey.Act{Kind: survey.ActPaperFinal, Poll: poll, Detail: map[string]string{"left_out": strconv.FormatInt(leftOut, 10)}})
	})
}

// unresolved is an UnresolvedPaperError where there is paper that is neither in
// the box nor out of the way.
func unresolved(ctx context.Context, tx *sql.Tx, poll string) error {
	open, err := list(ctx, tx, scanPaperBatch, selectUnresolved, poll, string(survey.PaperTyping), string(survey.PaperHanding))
	if err != nil || len(open) == 0 {
		return err
	}
	var rest survey.UnresolvedPaperError
	for _, b := range open {
		rest.Batches = append(rest.Batches, b.Number)
		rest.Sheets += b.Totals.Returned
		rest.Handing = rest.Handing || b.State == survey.PaperHanding
	}
	return rest
}

const selectClosing = `SELECT id FROM polls WHERE state = $1 AND id IN (SELECT poll FROM paper_closed) ORDER BY position`

// Closing implements survey.Definitions.
func (p *People) Closing(ctx context.Context) ([]string, error) {
	return list(ctx, p.db.Reader, func(rows *sql.Rows) (id string, err error) {
		return id, rows.Scan(&id)
	}, selectClosing, string(survey.Open))
}

const selectClosedPaper = `
	SELECT number, state, totals FROM paper
	WHERE poll = $1 AND poll IN (SELECT poll FROM paper_closed) ORDER BY number`

// ClosedPaper implements survey.Definitions.
func (p *People) ClosedPaper(ctx context.Context, poll string) ([]survey.PaperBatch, error) {
	return list(ctx, p.db.Reader, scanPaperBatch, selectClosedPaper, poll)
}

func scanPaperBatch(rows *sql.Rows) (b survey.PaperBatch, err error) {
	var totals []byte
	if err := rows.Scan(&b.Number, &b.State, &totals); err != nil {
		return b, err
	}
	return b, json.Unmarshal(totals, &b.Totals)
}

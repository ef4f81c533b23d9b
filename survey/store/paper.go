package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"reflect"
	"strconv"

	"minping/survey"
	"minping/survey/clerk"
)

var _ clerk.Store = (*People)(nil)

// lockPoll has whoever adds a batch of a poll, or closes its paper, wait for
// whoever does so already.
const lockPoll = `UPDATE polls SET position = position WHERE id = $1`

const selectPaperClosed = `SELECT count(*) FROM paper_closed WHERE poll = $1`

const insertPaper = `
	INSERT INTO paper (poll, number, revision, state, totals, work, label) VALUES ($1, $2, $3, $4, $5, $6, $7)
	ON CONFLICT DO NOTHING`

// AddPaper implements clerk.Store.
func (p *People) AddPaper(ctx context.Context, b clerk.Batch) error {
	row, err := paperRow(b)
	if err != nil {
		return err
	}
	return p.act(ctx, func(tx *sql.Tx) ([]survey.Act, error) {
		if _, err := tx.ExecContext(ctx, lockPoll, b.Poll); err != nil {
			return nil, err
		}
		var closed int
		if err := tx.QueryRowContext(ctx, selectPaperClosed, b.Poll).Scan(&closed); err != nil {
			return nil, err
		}
		if closed > 0 {
			return nil, survey.ErrClosed
		}
		return acted(changed(tx.ExecContext(ctx, insertPaper, row...)), paperAct(survey.ActPaperAdded, b))
	})
}

const updatePaper = `
	UPDATE paper SET revision = revision + 1, state = $4, totals = $5, work = $6, label = $7
	WHERE poll = $1 AND number = $2 AND revision = $3`

// ReplacePaper implements clerk.Store.
func (p *People) ReplacePaper(ctx context.Context, b clerk.Batch) error {
	row, err := paperRow(b)
	if err != nil {
		return err
	}
	return p.act(ctx, func(tx *sql.Tx) ([]survey.Act, error) {
		before, err := scanPaper(tx.QueryRowContext(ctx, selectPaper+` AND number = $2`+p.db.lock, b.Poll, b.Number))
		if err != nil {
			return nil, gone(err)
		}
		return acted(changed(tx.ExecContext(ctx, updatePaper, row...)), paperReplaced(before, b))
	})
}

// paperReplaced says what was done to a batch; that somebody goes on typing is
// no act.
func paperReplaced(before, b clerk.Batch) survey.Act {
	if before.State != b.State {
		return paperAct(map[clerk.State]survey.ActKind{
			clerk.Removed: survey.ActPaperRemoved, clerk.Handing: survey.ActPaperSettled, clerk.Done: survey.ActPaperHandedIn,
		}[b.State], b)
	}
	if before.Label != b.Label || !reflect.DeepEqual(before.Totals, b.Totals) {
		return paperAct(survey.ActPaperCorrected, b)
	}
	return survey.Act{}
}

// paperAct is what was done to a batch. Of its numbers only those that were
// declared are named: what the count of sheets tells is for the release.
func paperAct(kind survey.ActKind, b clerk.Batch) survey.Act {
	return survey.Act{
		Kind: kind, Object: strconv.Itoa(b.Number), Poll: b.Poll, Unit: b.Totals.Unit,
		Detail: map[string]string{
			"eligible": strconv.Itoa(b.Totals.Eligible), "issued": strconv.Itoa(b.Totals.Issued), "returned": strconv.Itoa(b.Totals.Returned),
		},
	}
}

// paperRow writes a batch as the columns of both statements.
func paperRow(b clerk.Batch) ([]any, error) {
	totals, err := json.Marshal(b.Totals)
	if err != nil {
		return nil, err
	}
	var work []byte
	if b.Work != nil {
		if work, err = json.Marshal(b.Work); err != nil { //nolint:gosec // the secret is for the store
			return nil, err
		}
	}
	return []any{b.Poll, b.Number, b.Revision, string(b.State), string(totals), string(work), b.Label}, nil
}

const selectPaper = `SELECT poll, number, revision, state, totals, work, label FROM paper WHERE poll = $1`

func scanPaper(row interface{ Scan(...any) error }) (b clerk.Batch, err error) {
	var totals, work []byte
	if err := row.Scan(&b.Poll, &b.Number, &b.Revision, &b.State, &totals, &work, &b.Label); err != nil {
		return b, found(err)
	}
	if len(work) > 0 {
		b.Work = new(clerk.Work)
		if err := json.Unmarshal(work, b.Work); err != nil {
			return b, err
		}
	}
	return b, json.Unmarshal(totals, &b.Totals)
}

// Paper implements clerk.Store.
func (p *People) Paper(ctx context.Context, poll string, number int) (clerk.Batch, error) {
	return scanPaper(p.db.Reader.QueryRowContext(ctx, selectPaper+` AND number = $2`, poll, number))
}

// Papers implements clerk.Store.
func (p *People) Papers(ctx context.Context, poll string) ([]clerk.Batch, error) {
	return list(ctx, p.db.Reader, func(rows *sql.Rows) (clerk.Batch, error) { return scanPaper(rows) },
		selectPaper+` ORDER BY number`, poll)
}

package store

import (
	"context"
	"database/sql"

	"minping/survey"
)

// deleteOfPoll empties the tables that hang on a draft: nothing else does before
// a poll opens.
var deleteOfPoll = []string{
	`DELETE FROM messages WHERE poll = $1`,
	`DELETE FROM mailings WHERE poll = $1`,
	`DELETE FROM recipients WHERE poll = $1`,
	`DELETE FROM recipient_lists WHERE poll = $1`,
	`DELETE FROM poll_texts WHERE poll = $1`,
	`DELETE FROM assignments WHERE poll = $1`,
}

const deletePoll = `DELETE FROM polls WHERE id = $1 AND state = 'draft' AND revision = $2`

// DeletePoll implements survey.Definitions.
func (p *People) DeletePoll(ctx context.Context, id string, revision int64) error {
	return p.act(ctx, func(tx *sql.Tx) ([]survey.Act, error) {
		if _, err := scanPoll(tx.QueryRowContext(ctx, selectPoll+p.db.lock, id)); err != nil {
			return nil, gone(err)
		}
		for _, query := range deleteOfPoll {
			if _, err := tx.ExecContext(ctx, query, id); err != nil {
				return nil, err
			}
		}
		return acted(changed(tx.ExecContext(ctx, deletePoll, id, revision)), survey.Act{Kind: survey.ActPollDeleted, Poll: id})
	})
}

const (
	selectUsed = `
		SELECT EXISTS (SELECT 1 FROM spent WHERE poll = $1) OR EXISTS (SELECT 1 FROM ballots WHERE poll = $1)
			OR EXISTS (SELECT 1 FROM boxes WHERE poll = $1 AND state <> 'open')`
	deleteCodes   = `DELETE FROM codes WHERE poll = $1`
	deleteBatches = `DELETE FROM batches WHERE poll = $1`
	deleteQuotas  = `DELETE FROM quotas WHERE poll = $1`
	deleteBox     = `DELETE FROM boxes WHERE poll = $1`
)

// DropBox implements survey.BallotBox.
func (b *Ballots) DropBox(ctx context.Context, poll string) error {
	return b.writer.do(ctx, func(ctx context.Context, db querier) error {
		return b.db.transact(ctx, db, func() error {
			var used bool
			if err := db.QueryRowContext(ctx, selectUsed, poll).Scan(&used); err != nil {
				return err
			}
			if used {
				return survey.ErrConflict
			}
			for _, query := range []string{deleteCodes, deleteBatches, deleteQuotas, deleteBox} {
				if _, err := db.ExecContext(ctx, query, poll); err != nil {
					return err
				}
			}
			return nil
		})
	})
}

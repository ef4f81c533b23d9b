package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"slices"

	"minping/survey"
)

const insertBatch = `INSERT INTO batches (poll, id, label, grp, units, state) VALUES ($1, $2, $3, $4, $5, 'good') ON CONFLICT DO NOTHING`

var insertCode = insert{into: "codes (poll, hash, batch)", types: []string{"text", "bytea", "bytea"}}

// PutCodes implements survey.BallotBox.
func (b *Ballots) PutCodes(ctx context.Context, poll string, batch survey.CodeBatch, hashes []survey.Marker, replaces string) error {
	units, err := json.Marshal(append([]string{}, batch.Units...))
	if err != nil {
		return err
	}
	id, err := hex.DecodeString(batch.ID)
	if err != nil {
		return err
	}
	old, err := hex.DecodeString(replaces)
	if err != nil {
		return survey.ErrNotFound
	}
	return b.writer.do(ctx, func(ctx context.Context, db querier) error {
		return b.db.transact(ctx, db, func() error {
			if len(old) > 0 {
				if err := replaceBatch(ctx, db, poll, old); err != nil {
					return err
				}
			}
			if err := changed(db.ExecContext(ctx, insertBatch, poll, id, batch.Label, batch.Group, string(units))); err != nil {
				return err
			}
			return b.insertCodes(ctx, db, poll, id, hashes)
		})
	})
}

const updateValid = `UPDATE batches SET state = 'void' WHERE poll = $1 AND id = $2 AND state <> 'void'`

// replaceBatch voids a batch that is valid: of two who replace one, one does.
func replaceBatch(ctx context.Context, db querier, poll string, id []byte) error {
	result, err := db.ExecContext(ctx, updateValid, poll, id)
	if err != nil {
		return err
	}
	n, err := result.RowsAffected()
	if err == nil && n == 0 {
		return survey.ErrNotFound
	}
	return err
}

func (b *Ballots) insertCodes(ctx context.Context, db querier, poll string, batch []byte, hashes []survey.Marker) error {
	for some := range slices.Chunk(hashes, 4096) {
		args := make([]any, 0, len(insertCode.types)*len(some))
		for i := range some {
			args = append(args, poll, some[i][:], batch)
		}
		for len(args) > 0 {
			var query string
			var send []any
			query, send, args = insertCode.next(b.db.bulk, args)
			if _, err := db.ExecContext(ctx, query, send...); err != nil {
				return err
			}
		}
	}
	return nil
}

// PutBatches implements survey.BallotBox.
func (b *Ballots) PutBatches(ctx context.Context, poll string, strata []survey.CodeStratum) error {
	type code struct {
		hash  survey.Marker
		batch []byte
	}
	var codes []code
	ids, units := make([][]byte, len(strata)), make([]string, len(strata))
	for i, s := range strata {
		id, err := hex.DecodeString(s.Batch.ID)
		if err != nil {
			return err
		}
		list, err := json.Marshal(append([]string{}, s.Batch.Units...))
		if err != nil {
			return err
		}
		ids[i], units[i] = id, string(list)
		for _, h := range s.Hashes {
			codes = append(codes, code{h, id})
		}
	}
	slices.SortFunc(codes, func(a, b code) int { return bytes.Compare(a.hash[:], b.hash[:]) })
	args := make([]any, 0, len(insertCode.types)*len(codes))
	for i := range codes {
		args = append(args, poll, codes[i].hash[:], codes[i].batch)
	}
	return b.writer.do(ctx, func(ctx context.Context, db querier) error {
		return b.db.transact(ctx, db, func() error {
			for i, s := range strata {
				if err := changed(db.ExecContext(ctx, insertBatch, poll, ids[i], s.Batch.Label, s.Batch.Group, units[i])); err != nil {
					return err
				}
			}
			for rest := args; len(rest) > 0; {
				var query string
				var send []any
				query, send, rest = insertCode.next(b.db.bulk, rest)
				if _, err := db.ExecContext(ctx, query, send...); err != nil {
					return err
				}
			}
			return nil
		})
	})
}

const selectGrant = `
	SELECT b.grp, b.units, b.state = 'void', s.leaf
	FROM codes c JOIN batches b ON b.poll = c.poll AND b.id = c.batch
	LEFT JOIN spent s ON s.poll = c.poll AND s.marker = c.hash
	WHERE c.poll = $1 AND c.hash = $2`

// Grant implements survey.BallotBox.
func (b *Ballots) Grant(ctx context.Context, poll string, hash survey.Marker) (g survey.CodeGrant, err error) {
	var units, leaf []byte
	if err := b.db.Reader.QueryRowContext(ctx, selectGrant, poll, hash[:]).Scan(&g.Group, &units, &g.Void, &leaf); err != nil {
		return g, found(err)
	}
	g.Spent, g.Receipt = leaf != nil, hex.EncodeToString(leaf)
	return g, json.Unmarshal(units, &g.Units)
}

const selectBatches = `
	SELECT b.id, b.label, b.grp, b.units, b.state = 'void', coalesce(n.issued, 0), coalesce(n.spent, 0)
	FROM batches b
	LEFT JOIN (
		SELECT c.batch, count(*) AS issued, count(s.marker) AS spent
		FROM codes c LEFT JOIN spent s ON s.poll = c.poll AND s.marker = c.hash
		WHERE c.poll = $1
		GROUP BY c.batch
	) n ON n.batch = b.id
	WHERE b.poll = $1
	ORDER BY b.label, b.grp, b.id`

// CodeBatches implements survey.BallotBox.
func (b *Ballots) CodeBatches(ctx context.Context, poll string) ([]survey.CodeBatch, error) {
	return list(ctx, b.db.Reader, func(rows *sql.Rows) (batch survey.CodeBatch, err error) {
		var id, units []byte
		if err := rows.Scan(&id, &batch.Label, &batch.Group, &units, &batch.Void, &batch.Issued, &batch.Spent); err != nil {
			return batch, err
		}
		batch.ID = hex.EncodeToString(id)
		return batch, json.Unmarshal(units, &batch.Units)
	}, selectBatches, poll)
}

const updateVoid = `UPDATE batches SET state = 'void' WHERE poll = $1 AND id = $2`

// VoidCodes implements survey.BallotBox.
func (b *Ballots) VoidCodes(ctx context.Context, poll, batch string) error {
	id, err := hex.DecodeString(batch)
	if err != nil {
		return survey.ErrNotFound
	}
	return b.writer.do(ctx, func(ctx context.Context, db querier) error {
		result, err := db.ExecContext(ctx, updateVoid, poll, id)
		if err != nil {
			return err
		}
		n, err := result.RowsAffected()
		if err == nil && n == 0 {
			return survey.ErrNotFound
		}
		return err
	})
}

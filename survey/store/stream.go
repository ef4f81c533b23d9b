package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"math"

	"minping/survey"
)

// Stream implements survey.BallotBox. The parts are ranges of the random ids.
func (b *Ballots) Stream(ctx context.Context, poll string, part, parts int, each func(*survey.Record) error) error {
	return b.db.stream(ctx, b.db.Reader, newIDRange(poll, part, parts), wholeBallots, each)
}

// StreamScored implements survey.BallotBox.
func (b *Ballots) StreamScored(ctx context.Context, poll string, part, parts int, each func(*survey.Record) error) error {
	return b.db.stream(ctx, b.db.Reader, newIDRange(poll, part, parts), scoredAnswers, each)
}

// An idRange is the ballots of a poll whose ids begin with from or more and
// with less than to; nothing is above math.MaxUint64 as to.
type idRange struct {
	poll     string
	from, to uint64
}

func newIDRange(poll string, part, parts int) idRange {
	width := math.MaxUint64 / uint64(parts)
	r := idRange{poll, width * uint64(part), width * uint64(part+1)}
	if part == parts-1 {
		r.to = math.MaxUint64
	}
	return r
}

// args are the poll, the least id and the one after the last.
func (r idRange) args() []any {
	from, to := binary.BigEndian.AppendUint64(nil, r.from), binary.BigEndian.AppendUint64(nil, r.to)
	if r.to == math.MaxUint64 {
		to = bytes.Repeat([]byte{0xff}, idBytes+1)
	}
	return []any{r.poll, from, to}
}

const ofRange = ` FROM ballots WHERE poll = $1 AND id >= $2 AND id < $3`

// A reading is what is read of the ballots: row by row, or in packs.
type reading struct{ rows, packs string }

var (
	wholeBallots = reading{
		rows:  `SELECT unit, grp, scored, rest` + ofRange,
		packs: `SELECT CAST(group_concat(unit || x'00' || grp || x'00' || rest || x'00' || scored, '') AS BLOB), count(*), count(nullif(length(scored), $4))` + ofRange,
	}
	scoredAnswers = reading{
		rows:  `SELECT unit, grp, scored, ''` + ofRange,
		packs: `SELECT CAST(group_concat(unit || x'00' || grp || x'0000' || scored, '') AS BLOB), count(*), count(nullif(length(scored), $4))` + ofRange,
	}
)

// streamAll reads a range ballot by ballot.
func streamAll(ctx context.Context, db *sql.DB, r idRange, what reading, each func(*survey.Record) error) error {
	return streamRows(ctx, db, r, what, each)
}

func streamRows(ctx context.Context, db querier, r idRange, what reading, each func(*survey.Record) error) error {
	rows, err := db.QueryContext(ctx, what.rows, r.args()...)
	if err != nil {
		return err
	}
	defer rows.Close()
	var unit, group, scored, unscored sql.RawBytes
	for rows.Next() {
		if err := rows.Scan(&unit, &group, &scored, &unscored); err != nil {
			return err
		}
		if err := each(&survey.Record{Unit: unit, Group: group, Scored: scored, Rest: unscored}); err != nil {
			return err
		}
	}
	return rows.Err()
}

// The first range of ids that is packed, and how many bytes a pack has about.
const (
	firstPack = 1 << 48
	packBytes = 1 << 16
)

// streamPacks reads the ballots of many small ranges of ids, those of each as
// one value: the driver takes longer to hand over a column than SQLite to read
// the row. Texts in a pack end with a zero byte; the scored answers, in which
// there may be some, are as long as those of the first ballot. A range with
// others, which no whole box has, is read row by row.
func streamPacks(ctx context.Context, db *sql.DB, r idRange, what reading, each func(*survey.Record) error) error {
	tx, err := db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true}) // one state of the box for all packs
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // nothing was written
	stmt, err := tx.PrepareContext(ctx, what.packs)
	if err != nil {
		return err
	}
	defer stmt.Close()
	length, err := scoredLength(ctx, tx, r)
	if err != nil {
		return err
	}
	width := uint64(firstPack)
	for from := r.from; from < r.to; {
		pack, part := []byte(nil), idRange{r.poll, from, from + min(width, r.to-from)}
		ballots, others := 0, 0 // others: of another length
		if err := stmt.QueryRowContext(ctx, append(part.args(), length)...).Scan(&pack, &ballots, &others); err != nil {
			return err
		}
		if others == 0 {
			err = unpack(pack, ballots, length, each)
		} else {
			err = streamRows(ctx, tx, part, what, each)
		}
		if err != nil {
			return err
		}
		switch {
		case len(pack) < packBytes/2 && width < math.MaxUint64/2:
			width *= 2
		case len(pack) > 2*packBytes:
			width /= 2
		}
		from = part.to
	}
	return nil
}

// scoredLength returns how many bytes the scored answers of a range's first
// ballot take, 0 where there is none.
func scoredLength(ctx context.Context, db querier, r idRange) (bytes int, err error) {
	err = db.QueryRowContext(ctx, `SELECT length(scored)`+ofRange+` ORDER BY id LIMIT 1`, r.args()...).Scan(&bytes)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return bytes, err
}

// unpack passes on the ballots of a pack, whose scored answers have a length.
func unpack(pack []byte, ballots, length int, each func(*survey.Record) error) error {
	var r survey.Record
	for range ballots {
		for _, text := range []*[]byte{&r.Unit, &r.Group, &r.Rest} {
			end := bytes.IndexByte(pack, 0)
			if end < 0 {
				return errBrokenPack
			}
			*text, pack = pack[:end], pack[end+1:]
		}
		if length > len(pack) {
			return errBrokenPack
		}
		r.Scored, pack = pack[:length], pack[length:]
		if err := each(&r); err != nil {
			return err
		}
	}
	if len(pack) > 0 {
		return errBrokenPack
	}
	return nil
}

// errBrokenPack: a zero byte in a text, which no ballot has.
var errBrokenPack = errors.New("store: a stored ballot cannot be read")

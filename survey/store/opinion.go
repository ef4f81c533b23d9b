package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"strconv"

	"minping/survey"
)

const selectOpinions = `SELECT revision, book FROM opinions WHERE poll = $1 AND item = $2`

// OpinionBook implements survey.OpinionStore.
func (p *People) OpinionBook(ctx context.Context, poll, item string) (book survey.OpinionBook, err error) {
	var document []byte
	if err := p.db.Reader.QueryRowContext(ctx, selectOpinions, poll, item).Scan(&book.Revision, &document); err != nil {
		return book, found(err)
	}
	return book, json.Unmarshal(document, &book)
}

const (
	insertOpinions = `INSERT INTO opinions (poll, item, revision, book) VALUES ($1, $2, 1, $3) ON CONFLICT DO NOTHING`
	updateOpinions = `UPDATE opinions SET revision = revision + 1, book = $3 WHERE poll = $1 AND item = $2 AND revision = $4`
)

// PutOpinionBook implements survey.OpinionStore.
func (p *People) PutOpinionBook(ctx context.Context, poll, item string, book survey.OpinionBook) error {
	document, err := json.Marshal(book)
	if err != nil {
		return err
	}
	act := survey.Act{Kind: survey.ActOpinionsEdited, Poll: poll, Object: item, Detail: map[string]string{
		"opinions": strconv.Itoa(len(book.Opinions)), "shown": strconv.FormatBool(book.Shown),
	}}
	return p.did(ctx, act, func(tx *sql.Tx) error {
		statement, args := insertOpinions, []any{poll, item, string(document)}
		if book.Revision > 0 {
			statement, args = updateOpinions, append(args, book.Revision)
		}
		n, err := affected(tx.ExecContext(ctx, statement, args...))
		if err == nil && n == 0 {
			err = survey.ErrStale
		}
		return err
	})
}

const selectLastReleased = `
	SELECT comment, unit, body FROM released_comments
	WHERE poll = $1 AND item = $2 AND number = (SELECT max(number) FROM comment_releases WHERE poll = $1) ORDER BY id`

// EachOfLastRelease implements survey.OpinionStore.
func (p *People) EachOfLastRelease(ctx context.Context, poll, item string, each func(source string, released survey.Comment)) error {
	rows, err := p.db.Reader.QueryContext(ctx, selectLastReleased, poll, item)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		c := survey.Comment{List: survey.CommentList{Item: item}, State: survey.CommentPublished}
		var source string
		if err := rows.Scan(&source, &c.List.Unit, &c.Shown); err != nil {
			return err
		}
		each(source, c)
	}
	return rows.Err()
}

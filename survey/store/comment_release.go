package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"minping/survey"
)

// errNoRelease undoes a release of comments that must not be.
var errNoRelease = errors.New("no release of comments")

const (
	selectNumber  = `SELECT coalesce(max(number), 0) FROM comment_releases WHERE poll = $1`
	insertComRel  = `INSERT INTO comment_releases (poll, number, made) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`
	deleteSmaller = `
		DELETE FROM released_comments WHERE poll = $1 AND number = $2 AND (item, unit, grp) IN (
			SELECT item, unit, grp FROM released_comments WHERE poll = $1 AND number = $2 GROUP BY item, unit, grp HAVING count(*) < $3)`
)

// ReleaseComments implements survey.CommentStore.
func (p *People) ReleaseComments(ctx context.Context, poll string, k int, known []string, made time.Time) (number int, late []survey.CommentList, err error) {
	err = p.act(ctx, func(tx *sql.Tx) ([]survey.Act, error) {
		if err := tx.QueryRowContext(ctx, selectNumber, poll).Scan(&number); err != nil {
			return nil, err
		}
		number++
		if err := changed(tx.ExecContext(ctx, insertComRel, poll, number, made.UnixMilli())); err != nil {
			return nil, err
		}
		if err := copyPublished(ctx, tx, poll, number); err != nil {
			return nil, err
		}
		if _, err := tx.ExecContext(ctx, deleteSmaller+outside("grp", known, 4), withTexts([]any{poll, number, k}, known)...); err != nil {
			return nil, err
		}
		differences, anew, err := differs(ctx, tx, poll, number)
		late = tooFew(differences, k, known)
		if err == nil && (!anew || late != nil) {
			err = errNoRelease
		}
		return acted(err, survey.Act{Kind: survey.ActCommentsReleased, Poll: poll, Object: strconv.Itoa(number)})
	})
	if err != nil {
		number = 0
	}
	if errors.Is(err, errNoRelease) {
		err = nil
	}
	return number, late, err
}

const (
	selectPublished = selectComments + ` AND c.state = 'published' AND c.id > $2 ORDER BY c.id LIMIT $3`
	insertReleased  = `INSERT INTO released_comments (poll, number, item, unit, grp, id, comment, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`
	copiedAtOnce    = 512
)

// copyPublished gives each published comment a place of its own in the release.
func copyPublished(ctx context.Context, tx *sql.Tx, poll string, number int) error {
	for last := ""; ; {
		part, err := list(ctx, tx, func(rows *sql.Rows) (survey.Comment, error) { return scanComment(rows) }, selectPublished, poll, last, copiedAtOnce)
		if err != nil || len(part) == 0 {
			return err
		}
		last = part[len(part)-1].ID
		for len(part) > 0 {
			n := chunk(len(part))
			args := make([]any, 0, 8*n)
			for _, c := range part[:n] {
				args = append(args, poll, number, c.List.Item, c.List.Unit, c.List.Group, rand.Text(), c.ID, c.Shown)
			}
			if _, err := tx.ExecContext(ctx, repeated(insertReleased, n), args...); err != nil {
				return err
			}
			part = part[n:]
		}
	}
}

// selectDifferent counts, by list, the comments that are in one of two releases
// only, or blacked out otherwise.
const selectDifferent = `
	SELECT item, unit, grp, count(*) FROM (
		SELECT a.item, a.unit, a.grp FROM released_comments a WHERE a.poll = $1 AND a.number = $2 AND NOT EXISTS (
			SELECT 1 FROM released_comments b WHERE b.poll = $1 AND b.number = $3 AND b.comment = a.comment AND b.body = a.body)
		UNION ALL
		SELECT b.item, b.unit, b.grp FROM released_comments b WHERE b.poll = $1 AND b.number = $3 AND NOT EXISTS (
			SELECT 1 FROM released_comments a WHERE a.poll = $1 AND a.number = $2 AND a.comment = b.comment)
	) AS different GROUP BY item, unit, grp ORDER BY item, unit, grp`

// differs counts by how many comments lists differ from each earlier release, and
// reports whether any differs from the one before.
func differs(ctx context.Context, tx *sql.Tx, poll string, number int) (all []survey.CommentCount, anew bool, err error) {
	for before := number - 1; before >= 0; before-- { // 0: nothing was released
		different, err := list(ctx, tx, func(rows *sql.Rows) (c survey.CommentCount, err error) {
			return c, rows.Scan(&c.List.Item, &c.List.Unit, &c.List.Group, &c.Comments)
		}, selectDifferent, poll, number, before)
		if err != nil {
			return nil, false, err
		}
		anew = anew || before == number-1 && len(different) > 0
		all = append(all, different...)
	}
	return all, anew, nil
}

// tooFew lists what differs by fewer than k comments, each list once; of known
// groups one comment may.
func tooFew(differences []survey.CommentCount, k int, known []string) (late []survey.CommentList) {
	for _, d := range differences {
		if d.Comments < k && !slices.Contains(known, d.List.Group) && !slices.Contains(late, d.List) {
			late = append(late, d.List)
		}
	}
	return late
}

const (
	selectLists = `SELECT item, unit, grp, count(*) FROM released_comments WHERE poll = $1 AND number = $2 GROUP BY item, unit, grp`
	// selectReleased reads the last release.
	selectReleased = `
		SELECT c.id, c.item, c.unit, c.grp, '', c.body, 'published' FROM released_comments c
		WHERE c.poll = $1 AND c.number = (SELECT max(number) FROM comment_releases WHERE poll = $1)
		AND ($2 = '' OR c.item = $2) AND ($3 = '' OR c.unit = $3) AND ($4 = '' OR lower(c.body) LIKE $4 ESCAPE '\')
		AND ($5 = '' OR (c.item, c.unit, c.grp, c.id) > (SELECT l.item, l.unit, l.grp, l.id FROM released_comments l WHERE l.poll = c.poll AND l.number = c.number AND l.id = $5))
		AND ($6 = '' OR c.grp = CASE $6 WHEN '*' THEN '' ELSE $6 END)`
)

// CommentRelease implements survey.CommentStore.
func (p *People) CommentRelease(ctx context.Context, poll string) (r survey.CommentRelease, err error) {
	if err := p.db.Reader.QueryRowContext(ctx, selectNumber, poll).Scan(&r.Number); err != nil || r.Number == 0 {
		return r, either(err, survey.ErrNotFound)
	}
	r.Lists = make(map[survey.CommentList]int)
	_, err = list(ctx, p.db.Reader, func(rows *sql.Rows) (struct{}, error) {
		var l survey.CommentList
		var n int
		err := rows.Scan(&l.Item, &l.Unit, &l.Group, &n)
		r.Lists[l] = n
		return struct{}{}, err
	}, selectLists, poll, r.Number)
	return r, err
}

// ReleasedComments implements survey.CommentStore.
func (p *People) ReleasedComments(ctx context.Context, poll string, q survey.CommentQuery) ([]survey.Comment, error) {
	return list(ctx, p.db.Reader, func(rows *sql.Rows) (survey.Comment, error) { return scanComment(rows) },
		selectReleased+among("c.unit", q.Units, 8)+fmt.Sprintf(inOrder, 7),
		withTexts([]any{poll, q.Item, q.Unit, holding(q.Text), q.After, q.Group, q.Limit}, q.Units)...)
}

const selectEachReleased = `
	SELECT r.number, r.item, r.unit, r.grp, r.body, c.item, c.unit, c.grp, c.body
	FROM released_comments r JOIN comments c ON c.poll = r.poll AND c.id = r.comment
	WHERE r.poll = $1 ORDER BY r.number, r.item, r.unit, r.id`

// EachReleased implements survey.CommentStore.
func (p *People) EachReleased(ctx context.Context, poll string, each func(number int, released, source survey.Comment) error) error {
	rows, err := p.db.Reader.QueryContext(ctx, selectEachReleased, poll)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var number int
		var r, c survey.Comment
		if err := rows.Scan(&number, &r.List.Item, &r.List.Unit, &r.List.Group, &r.Shown, &c.List.Item, &c.List.Unit, &c.List.Group, &c.Body); err != nil {
			return err
		}
		if err := each(number, r, c); err != nil {
			return err
		}
	}
	return rows.Err()
}

package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"minping/survey"
)

const insertComment = `INSERT INTO comments (poll, draw, id, item, unit, grp, body, shown, state) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`

// AddComments implements survey.CommentStore.
func (p *People) AddComments(ctx context.Context, poll, draw string, comments []survey.Comment) error {
	return p.db.write(ctx, func(tx *sql.Tx) error {
		for len(comments) > 0 {
			n := chunk(len(comments))
			args := make([]any, 0, 9*n)
			for _, c := range comments[:n] {
				args = append(args, poll, draw, c.ID, c.List.Item, c.List.Unit, c.List.Group, c.Body, c.Shown, string(c.State))
			}
			if _, err := tx.ExecContext(ctx, repeated(insertComment, n), args...); err != nil {
				return err
			}
			comments = comments[n:]
		}
		return nil
	})
}

const (
	insertDraw  = `INSERT INTO draws (poll, draw, plan) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`
	deleteDraws = `DELETE FROM comments WHERE poll = $1 AND draw <> (SELECT draw FROM draws WHERE poll = $1)`
)

// SettleDraw implements survey.CommentStore.
func (p *People) SettleDraw(ctx context.Context, poll, draw string, plan survey.CommentPlan) error {
	document, err := json.Marshal(plan)
	if err != nil {
		return err
	}
	return p.act(ctx, func(tx *sql.Tx) ([]survey.Act, error) {
		settled, err := affected(tx.ExecContext(ctx, insertDraw, poll, draw, string(document)))
		if err != nil {
			return nil, err
		}
		if _, err := tx.ExecContext(ctx, deleteDraws, poll); err != nil || settled == 0 {
			return nil, err
		}
		return acted(nil, survey.Act{Kind: survey.ActCommentsDrawn, Poll: poll, Detail: map[string]string{"lists": strconv.Itoa(len(plan.Lists))}})
	})
}

const selectPlan = `SELECT plan FROM draws WHERE poll = $1`

// CommentPlan implements survey.CommentStore.
func (p *People) CommentPlan(ctx context.Context, poll string) (plan survey.CommentPlan, err error) {
	var document []byte
	if err := p.db.Reader.QueryRowContext(ctx, selectPlan, poll).Scan(&document); err != nil {
		return plan, found(err)
	}
	return plan, json.Unmarshal(document, &plan)
}

const selectComments = `
	SELECT c.id, c.item, c.unit, c.grp, c.body, c.shown, c.state
	FROM comments c JOIN draws d ON d.poll = c.poll AND d.draw = c.draw
	WHERE c.poll = $1`

func scanComment(row interface{ Scan(...any) error }) (c survey.Comment, err error) {
	return c, row.Scan(&c.ID, &c.List.Item, &c.List.Unit, &c.List.Group, &c.Body, &c.Shown, &c.State)
}

// Comment implements survey.CommentStore.
func (p *People) Comment(ctx context.Context, poll, id string) (survey.Comment, error) {
	c, err := scanComment(p.db.Reader.QueryRowContext(ctx, selectComments+` AND c.id = $2`, poll, id))
	return c, found(err)
}

// EachComment implements survey.CommentStore.
func (p *People) EachComment(ctx context.Context, poll string, each func(survey.Comment) error) error {
	rows, err := p.db.Reader.QueryContext(ctx, selectComments, poll)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		c, err := scanComment(rows)
		if err != nil {
			return err
		}
		if err := each(c); err != nil {
			return err
		}
	}
	return rows.Err()
}

const chooseComments = `
	AND ($2 = '' OR c.item = $2) AND ($3 = '' OR c.unit = $3) AND ($4 = '' OR c.state = $4)
	AND ($5 = '' OR lower(c.body) LIKE $5 ESCAPE '\')
	AND ($6 = '' OR (c.item, c.unit, c.grp, c.id) > (SELECT l.item, l.unit, l.grp, l.id FROM comments l WHERE l.poll = $1 AND l.id = $6))
	AND ($7 = '' OR c.grp = CASE $7 WHEN '*' THEN '' ELSE $7 END)`

// inOrder ends a choice of comments; $%d is how many.
const inOrder = ` ORDER BY c.item, c.unit, c.grp, c.id LIMIT $%d`

// Comments implements survey.CommentStore.
func (p *People) Comments(ctx context.Context, poll string, q survey.CommentQuery) ([]survey.Comment, error) {
	return list(ctx, p.db.Reader, func(rows *sql.Rows) (survey.Comment, error) { return scanComment(rows) },
		selectComments+chooseComments+among("c.unit", q.Units, 9)+fmt.Sprintf(inOrder, 8),
		withTexts([]any{poll, q.Item, q.Unit, string(q.State), holding(q.Text), q.After, q.Group, q.Limit}, q.Units)...)
}

// among bounds a column to texts, which are the parameters from a number on;
// nil bounds nothing.
func among(column string, texts []string, from int) string {
	return bounded(column, " IN ", texts, from)
}

// outside bounds a column to what is none of the texts, in the same way.
func outside(column string, texts []string, from int) string {
	return bounded(column, " NOT IN ", texts, from)
}

func bounded(column, how string, texts []string, from int) string {
	if len(texts) == 0 {
		return ""
	}
	marks := make([]string, len(texts))
	for i := range texts {
		marks[i] = fmt.Sprintf("$%d", from+i)
	}
	return " AND " + column + how + "(" + strings.Join(marks, ", ") + ")"
}

// withTexts adds texts to the parameters of a query.
func withTexts(params []any, texts []string) []any {
	for _, t := range texts {
		params = append(params, t)
	}
	return params
}

// holding is the pattern of texts that hold another; "" where that is "".
func holding(text string) string {
	if text == "" {
		return ""
	}
	return "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(strings.ToLower(text)) + "%"
}

const selectCommentCounts = `
	SELECT c.item, c.unit, c.grp, c.state, count(*)
	FROM comments c JOIN draws d ON d.poll = c.poll AND d.draw = c.draw
	WHERE c.poll = $1 GROUP BY c.item, c.unit, c.grp, c.state ORDER BY c.item, c.unit, c.grp, c.state`

// CommentCounts implements survey.CommentStore.
func (p *People) CommentCounts(ctx context.Context, poll string) ([]survey.CommentCount, error) {
	return list(ctx, p.db.Reader, func(rows *sql.Rows) (c survey.CommentCount, err error) {
		return c, rows.Scan(&c.List.Item, &c.List.Unit, &c.List.Group, &c.State, &c.Comments)
	}, selectCommentCounts, poll)
}

const updateComment = `UPDATE comments SET state = $3, shown = $4 WHERE poll = $1 AND id = $2`

// JudgeComments implements survey.CommentStore.
func (p *People) JudgeComments(ctx context.Context, poll string, comments []survey.Comment) error {
	return p.act(ctx, func(tx *sql.Tx) ([]survey.Act, error) {
		for _, c := range comments {
			n, err := affected(tx.ExecContext(ctx, updateComment, poll, c.ID, string(c.State), c.Shown))
			if err != nil || n == 0 {
				return nil, either(err, survey.ErrNotFound)
			}
		}
		return judged(poll, comments), nil
	})
}

// judgedAtOnce is how many comments an entry names.
const judgedAtOnce = 50

// judged says which comments were judged how: their ids, never their words.
func judged(poll string, comments []survey.Comment) (acts []survey.Act) {
	for some := range slices.Chunk(comments, judgedAtOnce) {
		act := survey.Act{Kind: survey.ActCommentsReviewed, Poll: poll, Detail: map[string]string{}}
		for _, c := range some {
			act.Detail[string(c.State)] = strings.TrimSpace(act.Detail[string(c.State)] + " " + c.ID)
		}
		acts = append(acts, act)
	}
	return acts
}

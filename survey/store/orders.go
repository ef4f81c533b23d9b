package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"

	"minping/survey"
	"minping/survey/rectify"
)

var _ rectify.Store = (*People)(nil)

const (
	selectProblems = `SELECT revision, problem FROM problems`
	selectOrders   = `SELECT revision, document FROM orders`
	selectTasks    = `SELECT revision, task FROM tasks`
	asKept         = ` ORDER BY position, id`
	ofID           = ` WHERE id = $1`
)

func scanProblem(row interface{ Scan(...any) error }) (p rectify.Problem, err error) {
	revision, err := document(row, &p)
	p.Revision = revision
	return p, err
}

func scanOrder(row interface{ Scan(...any) error }) (o rectify.Order, err error) {
	revision, err := document(row, &o)
	o.Revision = revision
	return o, err
}

func scanTask(row interface{ Scan(...any) error }) (t rectify.Task, err error) {
	revision, err := document(row, &t)
	t.Revision = revision
	return t, err
}

// Problems implements rectify.Store.
func (p *People) Problems(ctx context.Context) ([]rectify.Problem, error) {
	return list(ctx, p.db.Reader, func(rows *sql.Rows) (rectify.Problem, error) { return scanProblem(rows) }, selectProblems+asKept)
}

// Orders implements rectify.Store.
func (p *People) Orders(ctx context.Context) ([]rectify.Order, error) {
	return list(ctx, p.db.Reader, func(rows *sql.Rows) (rectify.Order, error) { return scanOrder(rows) }, selectOrders+asKept)
}

// Tasks implements rectify.Store.
func (p *People) Tasks(ctx context.Context) ([]rectify.Task, error) {
	return list(ctx, p.db.Reader, func(rows *sql.Rows) (rectify.Task, error) { return scanTask(rows) }, selectTasks+asKept)
}

// Problem implements rectify.Store.
func (p *People) Problem(ctx context.Context, id string) (rectify.Problem, error) {
	return scanProblem(p.db.Reader.QueryRowContext(ctx, selectProblems+ofID, id))
}

// Order implements rectify.Store.
func (p *People) Order(ctx context.Context, id string) (rectify.Order, error) {
	return scanOrder(p.db.Reader.QueryRowContext(ctx, selectOrders+ofID, id))
}

// Task implements rectify.Store.
func (p *People) Task(ctx context.Context, id string) (rectify.Task, error) {
	return scanTask(p.db.Reader.QueryRowContext(ctx, selectTasks+ofID, id))
}

const (
	selectOrdersRevision = `SELECT number FROM revisions WHERE name = 'orders'`
	raiseOrdersRevision  = `
		INSERT INTO revisions (name, number) VALUES ('orders', 1)
		ON CONFLICT (name) DO UPDATE SET number = revisions.number + 1 WHERE revisions.number = $1`
)

// OrdersRevision implements rectify.Store.
func (p *People) OrdersRevision(ctx context.Context) (n int64, err error) {
	err = p.db.Reader.QueryRowContext(ctx, selectOrdersRevision).Scan(&n)
	if err = found(err); errors.Is(err, survey.ErrNotFound) {
		return 0, nil // none was given
	}
	return n, err
}

const (
	insertProblem = `
		INSERT INTO problems (id, unit, poll, revision, problem, position)
		VALUES ($1, $2, $3, 1, $4, (SELECT coalesce(max(position), 0) + 1 FROM problems))`
	updateProblem = `UPDATE problems SET revision = revision + 1, unit = $2, poll = $3, problem = $4 WHERE id = $1 AND revision = $5`
	insertOrder   = `
		INSERT INTO orders (id, unit, poll, revision, document, position)
		VALUES ($1, $2, $3, 1, $4, (SELECT coalesce(max(position), 0) + 1 FROM orders))`
	updateOrder = `UPDATE orders SET revision = revision + 1, unit = $2, poll = $3, document = $4 WHERE id = $1 AND revision = $5`
	insertTask  = `
		INSERT INTO tasks (id, order_id, unit, revision, task, position)
		VALUES ($1, $2, $3, 1, $4, (SELECT coalesce(max(position), 0) + 1 FROM tasks))`
	updateTask  = `UPDATE tasks SET revision = revision + 1, order_id = $2, unit = $3, task = $4 WHERE id = $1 AND revision = $5`
	deleteTasks = `DELETE FROM tasks WHERE order_id = $1`
	deleteOrder = `DELETE FROM orders WHERE id = $1 AND revision = $2`
)

// ChangeOrders implements rectify.Store.
func (p *People) ChangeOrders(ctx context.Context, c rectify.Change) error {
	return p.act(ctx, func(tx *sql.Tx) ([]survey.Act, error) {
		if c.Seen != nil {
			if err := changed(tx.ExecContext(ctx, raiseOrdersRevision, *c.Seen)); err != nil {
				return nil, err
			}
		}
		for _, o := range c.Orders {
			if err := putDocument(ctx, tx, insertOrder, updateOrder, o, o.Revision, o.ID, o.Unit, o.Poll); err != nil {
				return nil, err
			}
		}
		for _, n := range c.Notices {
			if _, err := tx.ExecContext(ctx, insertNotice, n.Order, n.Lang, string(n.Paper)); err != nil {
				return nil, err
			}
		}
		for _, t := range c.Tasks {
			if err := putDocument(ctx, tx, insertTask, updateTask, t, t.Revision, t.ID, t.Order, t.Unit); err != nil {
				return nil, err
			}
			if err := holdFiles(ctx, tx, t); err != nil {
				return nil, err
			}
		}
		for _, o := range c.Dropped {
			if _, err := tx.ExecContext(ctx, deleteTasks, o.ID); err != nil {
				return nil, err
			}
			if err := asRead(tx.ExecContext(ctx, deleteOrder, o.ID, o.Revision)); err != nil {
				return nil, err
			}
		}
		for _, r := range c.Problems {
			if err := putDocument(ctx, tx, insertProblem, updateProblem, r, r.Revision, r.ID, r.Unit, r.Poll); err != nil {
				return nil, err
			}
		}
		return c.Acts, putEvents(ctx, tx, c.Events)
	})
}

// document reads a row of a revision and a document.
func document[T any](row interface{ Scan(...any) error }, into *T) (revision int64, err error) {
	var text []byte
	if err := row.Scan(&revision, &text); err != nil {
		return 0, found(err)
	}
	return revision, json.Unmarshal(text, into)
}

// putDocument inserts what is new, or replaces what is still at the revision.
func putDocument(ctx context.Context, tx *sql.Tx, insert, update string, document any, revision int64, columns ...any) error {
	text, err := json.Marshal(document)
	if err != nil {
		return err
	}
	args := slices.Concat(columns, []any{string(text)})
	if revision == 0 {
		_, err := tx.ExecContext(ctx, insert, args...)
		return err
	}
	return asRead(tx.ExecContext(ctx, update, append(args, revision)...))
}

// asRead is ErrStale where a statement found nothing at the revision.
func asRead(result sql.Result, err error) error {
	n, err := affected(result, err)
	if err == nil && n == 0 {
		err = survey.ErrStale
	}
	return err
}

package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"time"

	"minping/survey"
)

// maxBatch is the most deposits in one commit.
const maxBatch = 256

// A writer is the one way to change the ballots database: a goroutine that
// owns the writing connection. It commits whatever deposits have queued in one
// transaction, so that they share its flush to disk. After a failed write it
// takes a new connection and has the database checked before it goes on.
type writer struct {
	db    *DB
	queue chan *task
	limit int // deposits in one commit
	done  chan struct{}

	mu      sync.RWMutex // held for reading while a task is put on the queue
	stopped bool

	conn    *sql.Conn // nil: to be opened
	stmts   map[string]*sql.Stmt
	suspect bool // a write has failed: look for damage before going on

	drains    drain
	drainRows int // see there
}

// A task is a deposit, or any other change.
type task struct {
	deposit *survey.Deposit
	change  func(context.Context, querier) error
	limit   time.Duration // how long the change may take; 0: for ever

	admitted bool // its box is open and it is in time
	outcome  survey.Outcome
	err      error
	done     chan struct{}
}

func newWriter(db *DB) *writer {
	return &writer{db: db, queue: make(chan *task, 4*maxBatch), limit: maxBatch, drainRows: drainRows, done: make(chan struct{})}
}

// Deposit implements survey.BallotBox. A commit under way is not cancelled
// with ctx; the caller only stops waiting for it.
func (b *Ballots) Deposit(ctx context.Context, d survey.Deposit) (survey.Outcome, error) {
	t := &task{deposit: &d}
	if err := b.writer.submit(ctx, t); err != nil {
		return 0, err // the writer may still be at it
	}
	return t.outcome, nil
}

// do runs a change on the writing connection.
func (w *writer) do(ctx context.Context, change func(context.Context, querier) error) error {
	return w.submit(ctx, &task{change: change, limit: w.db.patience.change})
}

// rewrite runs a change that writes all ballots anew.
func (w *writer) rewrite(ctx context.Context, change func(context.Context, querier) error) error {
	return w.submit(ctx, &task{change: change, limit: w.db.patience.rewrite})
}

func (w *writer) submit(ctx context.Context, t *task) error {
	t.done = make(chan struct{})
	if err := w.put(ctx, t); err != nil {
		return err
	}
	select {
	case <-t.done:
		return t.err
	case <-ctx.Done():
		return fmt.Errorf("%w: %w", survey.ErrUnavailable, ctx.Err())
	}
}

func (w *writer) put(ctx context.Context, t *task) error {
	w.mu.RLock()
	defer w.mu.RUnlock()
	if w.stopped {
		return fmt.Errorf("%w: shutting down", survey.ErrUnavailable)
	}
	select {
	case w.queue <- t:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("%w: %w", survey.ErrUnavailable, ctx.Err())
	}
}

// stop finishes what has queued and takes no more.
func (w *writer) stop() {
	w.mu.Lock()
	stopped := w.stopped
	w.stopped = true
	w.mu.Unlock()
	if !stopped {
		close(w.queue)
	}
	<-w.done
}

func (w *writer) run() {
	defer close(w.done)
	batch := make([]*task, 0, maxBatch)
	for t := range w.queue {
		batch = batch[:0]
		for t != nil && t.change == nil {
			batch = append(batch, t)
			if t = nil; len(batch) < w.limit {
				t = w.next()
			}
		}
		if len(batch) > 0 {
			w.finish(batch, w.attempt(w.db.patience.change, func(ctx context.Context) error { return w.deposit(ctx, batch) }))
			w.drain(rowsOf(batch))
		}
		if t != nil {
			w.drains.working.Wait() // a change has the file to itself
			t.err = w.attempt(t.limit, func(ctx context.Context) error { return t.change(ctx, w.conn) })
			close(t.done)
		}
	}
	w.drains.working.Wait()
	w.disconnect()
}

// rowsOf returns how many rows a batch stores, at the most.
func rowsOf(batch []*task) (n int) {
	for _, t := range batch {
		n += 1 + len(t.deposit.Records)
	}
	return n
}

// next returns a task that has queued already, or nil.
func (w *writer) next() *task {
	for range 2 {
		select {
		case t := <-w.queue: // nil where the queue is closed
			return t
		default:
			runtime.Gosched() // clients of the last commit are about to come again
		}
	}
	return nil
}

func (w *writer) finish(batch []*task, err error) {
	for _, t := range batch {
		if t.err = err; err != nil {
			t.outcome = 0
		}
		close(t.done)
	}
}

// attempt runs a change on a sound connection. A failure of the database is
// survey.ErrUnavailable, and the connection is not trusted again. So is a
// database that does not answer within the limit: whether it has committed is
// unknown, and nothing is tried again but by clients.
func (w *writer) attempt(limit time.Duration, change func(context.Context) error) error {
	ctx := context.Background() // a commit is not cancelled because a client has left
	if limit > 0 {
		patient, cancel := context.WithTimeout(ctx, limit)
		defer cancel()
		ctx = patient
	}
	if err := w.connect(ctx); err != nil {
		return fmt.Errorf("%w: %w", survey.ErrUnavailable, err)
	}
	err := change(ctx)
	if err == nil || errors.Is(err, survey.ErrNotFound) || errors.Is(err, survey.ErrConflict) || errors.Is(err, survey.ErrRead) {
		return err
	}
	w.suspect = w.suspect || !errors.Is(err, errNotBegun)
	w.disconnect()
	return fmt.Errorf("%w: %w", survey.ErrUnavailable, err)
}

func (w *writer) connect(ctx context.Context) error {
	if w.conn != nil {
		return nil
	}
	conn, err := w.db.Writer.Conn(ctx)
	if err != nil {
		return err
	}
	w.conn, w.stmts = conn, make(map[string]*sql.Stmt)
	err = w.db.check(ctx, conn)
	if err == nil && w.suspect {
		err = w.db.inspect(ctx, conn)
	}
	if err != nil {
		w.disconnect()
		return err
	}
	w.suspect = false
	return nil
}

// disconnect closes the connection, not only gives it back to the pool.
func (w *writer) disconnect() {
	if w.conn == nil {
		return
	}
	for _, stmt := range w.stmts {
		_ = stmt.Close() // what fails here goes with the connection
	}
	_ = w.conn.Raw(func(any) error { return driver.ErrBadConn })
	_ = w.conn.Close()
	w.conn, w.stmts = nil, nil
}

// prepared returns a statement that is prepared once a connection and closed
// with it.
func (w *writer) prepared(ctx context.Context, query string) (*sql.Stmt, error) {
	if stmt := w.stmts[query]; stmt != nil {
		return stmt, nil
	}
	stmt, err := w.conn.PrepareContext(ctx, query)
	if err == nil {
		w.stmts[query] = stmt
	}
	return stmt, err
}

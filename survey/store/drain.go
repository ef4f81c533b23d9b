package store

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// A drain moves SQLite's log into the file beside the writer. SQLite would do
// it within the commit that finds the log long: a thousand pages and a flush
// then, while all respondents wait. What the log has gained meanwhile, which is
// little, the writer moves itself; then all of the log can be used anew.
type drain struct {
	rows    int // stored since the last one, by the writer
	busy    bool
	done    atomic.Bool // beside the writer; its own part is left
	failed  atomic.Bool // the file could not be written or flushed
	working sync.WaitGroup
}

// drainRows is after how many rows the log is moved. A row takes a page of the
// log or less, and wal_autocheckpoint stands for what this does not reach.
const drainRows = 5000

// drainWait is how long it waits for a connection that no reader has; then the
// log grows on.
const drainWait = time.Second

// drain is called after every commit of so many rows.
func (w *writer) drain(rows int) {
	d := &w.drains
	d.rows += rows
	switch {
	case w.db.drain == nil || w.conn == nil:
	case d.busy && d.done.Swap(false):
		d.busy = false
		if d.failed.Swap(false) {
			w.suspect = true
			w.disconnect()
			return
		}
		_ = w.attempt(w.db.patience.change, func(ctx context.Context) error { return w.db.drain(ctx, w.conn) }) // it has drawn the conclusions
	case !d.busy && d.rows >= w.drainRows:
		d.rows, d.busy = 0, true
		d.working.Go(func() {
			d.failed.Store(w.drainBeside() != nil)
			d.done.Store(true)
		})
	}
}

// drainBeside moves the log on a connection of its own. Its error is that of
// the file.
func (w *writer) drainBeside() error {
	ctx, cancel := context.WithTimeout(context.Background(), drainWait)
	defer cancel()
	conn, err := w.db.Reader.Conn(ctx)
	if err != nil {
		return nil // another time
	}
	defer conn.Close()
	return w.db.drain(context.Background(), conn)
}

// drainSQLite moves what is in the log into the file, as far as readers let it,
// and waits for nobody.
func drainSQLite(ctx context.Context, db querier) error {
	_, err := db.ExecContext(ctx, `PRAGMA wal_checkpoint(PASSIVE)`)
	return err
}

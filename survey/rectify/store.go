package rectify

import (
	"context"
	"encoding/json"

	"minping/survey"
)

// A Store keeps problems, orders and tasks. What is not there is
// survey.ErrNotFound.
type Store interface {
	// Problems, Orders and Tasks list all of them, in the order in which they
	// were first kept.
	Problems(ctx context.Context) ([]Problem, error)
	Orders(ctx context.Context) ([]Order, error)
	Tasks(ctx context.Context) ([]Task, error)
	Problem(ctx context.Context, id string) (Problem, error)
	Order(ctx context.Context, id string) (Order, error)
	Task(ctx context.Context, id string) (Task, error)
	// OrdersRevision returns a number that rises whenever problems are drafted and
	// numbers are given to orders.
	OrdersRevision(ctx context.Context) (int64, error)
	// ChangeOrders keeps a change, all or nothing: survey.ErrStale where one of
	// them is no longer as it was read or a task refers to a file that is gone,
	// survey.ErrConflict where the OrdersRevision is another.
	ChangeOrders(ctx context.Context, c Change) error

	FileStore
}

// A Notice is what an order says on paper, in one language, as it is issued.
type Notice struct {
	Order string
	Lang  string
	Paper json.RawMessage // whose form is that of whoever writes it
}

// A Change is what happens to problems, orders and tasks together. Those of
// revision 0 are new, others replace what was read at their revision, which
// rises.
type Change struct {
	Problems []Problem
	Orders   []Order
	Tasks    []Task
	Dropped  []Order        // drafts that go, with their tasks
	Seen     *int64         // the OrdersRevision that it rests on; nil: on none
	Notices  []Notice       // of orders that are issued
	Events   []survey.Event // stored in the same transaction
	Acts     []survey.Act
}

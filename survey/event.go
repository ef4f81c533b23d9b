package survey

import (
	"crypto/rand"
	"strings"
	"time"
)

// An EventKind names what has happened, for whoever wants to be told of it.
type EventKind string

// The kinds of events.
const (
	PollOpened    EventKind = "poll.opened"
	PollClosed    EventKind = "poll.closed"    // no more ballots are taken
	PollReleased  EventKind = "poll.released"  // its release was made, and is not shown yet
	PollPublished EventKind = "poll.published" // its release may be seen

	OrderIssued    EventKind = "order.issued"
	OrderSubmitted EventKind = "order.submitted" // a unit has handed in a task
	OrderReturned  EventKind = "order.returned"  // it is to be done again: what was handed in was not enough, or it fell back
	OrderClosed    EventKind = "order.closed"    // one of its tasks
	OrderReminded  EventKind = "order.reminded"  // its unit is reminded of a task
	OrderOverdue   EventKind = "order.overdue"   // a task's deadline has passed; told on the 1st, 7th and 15th day after it
)

// EventKinds are all kinds, in the order of a poll's life, then of an order's.
var EventKinds = []EventKind{
	PollOpened, PollClosed, PollReleased, PollPublished,
	OrderIssued, OrderSubmitted, OrderReturned, OrderClosed, OrderReminded, OrderOverdue,
}

// An Event is something that has happened to a poll or an order. It says nothing of
// ballots, and holds no figure. It is stored with the change that it tells of,
// in one transaction: there is no event without its change, and no change
// without its event.
type Event struct {
	ID    string // random
	Kind  EventKind
	Poll  string    // its id; of an order that came of none ""
	Order string    // its id; of a poll ""
	Task  string    // of the order; "": the whole order
	Unit  string    // that answers for the order
	Title Text      // the poll's, or the number of the order and what it is about
	At    time.Time // to the millisecond, UTC
}

// movedTo are the events of a poll that comes to a state.
var movedTo = map[State]EventKind{Open: PollOpened, Closed: PollClosed, Published: PollPublished}

// moved returns the event of a poll that has come to its state, none for a
// state that nobody is told of.
func (p *Poll) moved(now time.Time) []Event {
	kind, told := movedTo[p.State]
	if !told {
		return nil
	}
	return []Event{p.event(kind, now)}
}

func (p *Poll) event(kind EventKind, now time.Time) Event {
	return Event{ID: NewEventID(), Kind: kind, Poll: p.ID, Title: p.Title, At: milliseconds(now)}
}

// NewEventID returns a random id.
func NewEventID() string { return "evt_" + strings.ToLower(rand.Text()) }

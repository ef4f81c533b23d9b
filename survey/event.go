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

	CaseOpened   EventKind = "case.opened"   // it has come in, or was referred to a unit, which has to take it on
	CaseDue      EventKind = "case.due"      // its answer is due on the next working day
	CaseOverdue  EventKind = "case.overdue"  // its deadline has passed; told on the 1st, 5th and 10th working day after it
	CaseReminded EventKind = "case.reminded" // its unit is reminded of it
	CaseAppealed EventKind = "case.appealed" // a rejection waits for its recheck: the unit's own, or one appealed against
	CaseReturned EventKind = "case.returned" // it is to be handled again
	CaseAnswered EventKind = "case.answered" // its author is to be called back
	CaseClosed   EventKind = "case.closed"
)

// EventKinds are all kinds, in the order of a poll's life, of an order's, then of a case's.
var EventKinds = []EventKind{
	PollOpened, PollClosed, PollReleased, PollPublished,
	OrderIssued, OrderSubmitted, OrderReturned, OrderClosed, OrderReminded, OrderOverdue,
	CaseOpened, CaseDue, CaseOverdue, CaseReminded, CaseAppealed, CaseReturned, CaseAnswered, CaseClosed,
}

// An Event is something that has happened to a poll, an order or a case. It says nothing of
// ballots, and holds no figure. It is stored with the change that it tells of,
// in one transaction: there is no event without its change, and no change
// without its event.
type Event struct {
	ID    string // random
	Kind  EventKind
	Poll  string    // its id; of an order that came of none, and of a case ""
	Order string    // its id; of none ""
	Task  string    // of the order; "": the whole order
	Case  string    // its id; of none ""
	Unit  string    // that answers for the order or the case
	Title Text      // the poll's, or the number of the order and what it is about, or the kind and number of the case
	At    time.Time // to the millisecond, UTC; of what citizens did, the beginning of the day
	From  time.Time // it is told no earlier; zero: at once
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

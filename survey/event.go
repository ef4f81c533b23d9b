package survey

import (
	"crypto/rand"
	"strings"
	"time"
)

// An EventKind names what has happened, for whoever wants to be told of it.
type EventKind string

// The kinds of events. OrderOverdue has its name and nothing that emits it yet:
// it belongs to the orders that come of findings, which are not there.
const (
	PollOpened    EventKind = "poll.opened"
	PollClosed    EventKind = "poll.closed"    // no more ballots are taken
	PollReleased  EventKind = "poll.released"  // its release was made, and is not shown yet
	PollPublished EventKind = "poll.published" // its release may be seen
	OrderOverdue  EventKind = "order.overdue"
)

// EventKinds are all kinds, in the order of a poll's life.
var EventKinds = []EventKind{PollOpened, PollClosed, PollReleased, PollPublished, OrderOverdue}

// An Event is something that has happened to a poll. It says nothing of
// ballots, and holds no figure. It is stored with the change that it tells of,
// in one transaction: there is no event without its change, and no change
// without its event.
type Event struct {
	ID    string // random
	Kind  EventKind
	Poll  string    // its id
	Title Text      // the poll's
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

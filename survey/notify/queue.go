package notify

import (
	"time"
)

// State is how far a message is.
type State string

// The states of a message. Sent, failed and stopped ones are the log: without
// text, their address masked.
const (
	Queued  State = "queued"
	Sent    State = "sent"
	Failed  State = "failed"
	Stopped State = "stopped"
)

// States are all of them.
var States = []State{Queued, Sent, Failed, Stopped}

// A Message is one note on its way to one receiver, and afterwards what the log
// keeps of it.
type Message struct {
	ID      string
	Channel string // id; "": the mail server, to a recipient of a poll
	Mailing string // id; "": of none
	Note
	To     string // address; "": a channel that is no mail
	Name   string // of whom it goes to
	Masked string // what the log shows: a masked address, or the channel's name

	State    State
	Tries    int
	Created  time.Time
	Due      time.Time // not tried before
	Finished time.Time // zero: still queued
	Result   string    // what went wrong last; "": nothing did
}

// pauses are how long to wait after each attempt that failed; after the last
// the message has failed.
var pauses = []time.Duration{time.Minute, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 8 * time.Hour}

// leaseTime is how long a message is one server's: longer than any attempt takes.
const leaseTime = 5 * time.Minute

// When says when a mailing goes out.
type When string

// The times of a mailing.
const (
	Now       When = "now"
	AtOpening When = "opening"
	AtClosing When = "closing" // some days before the end
)

// A Mailing is one kind of message to the recipients of a poll.
type Mailing struct {
	ID      string
	Poll    string
	Kind    Kind // Invitation or Reminder
	When    When
	Days    int    // before the end, for AtClosing
	Group   string // "": all
	Created time.Time
	State   MailingState
	Counts  map[State]int // its messages, where it went out
}

// MailingState is how far a mailing is.
type MailingState string

// The states of a mailing.
const (
	Planned     MailingState = "planned"
	GoneOut     MailingState = "out"     // its messages are queued or gone
	CalledOff   MailingState = "stopped" // by hand: what was still queued stays unsent
	Overtaken   MailingState = "missed"  // its poll ended before
	NobodyThere MailingState = "empty"   // its poll had no recipients
)

// A LogQuery asks for a part of the log, the latest first.
type LogQuery struct {
	Poll    string // "": all
	Channel string // "": all
	State   State  // "": all
	Limit   int    // 0: 100
	Before  string // id of a message: those after it in the list; "": from the start
}

// A Store keeps channels, texts, recipients, mailings and messages. What is not
// there is survey.ErrNotFound.
type Store interface {
	ChannelStore
	TextStore
	RecipientStore
	QueueStore
	OrderStore
	CaseStore
	UnitStore
}

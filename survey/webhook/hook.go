package webhook

import (
	"slices"
	"time"

	"minping/survey"
)

// A State says whether a hook is called.
type State string

// The states of a hook.
const (
	Active State = "active"
	Paused State = "paused" // by hand
	Failed State = "failed" // by itself: see stopAfter
	Gone   State = "gone"   // by itself: the receiver answered 410
)

// A Hook is an address that is told of events.
type Hook struct {
	ID string
	Settings
	State   State
	Since   time.Time // in this state
	Failing time.Time // the first attempt that failed since one that succeeded; zero: none
	// Sealed: there is a secret to sign with. There is none after a restore from a
	// backup, which holds no secrets; such a hook is not called until it has a new one.
	Sealed bool
}

// Settings are what people say of a hook.
type Settings struct {
	URL   string
	Label string             // what the receiver is, for people
	Kinds []survey.EventKind // empty: all
	Poll  string             // of this poll alone; "": of all
}

// wants reports whether a hook is to be told of an event.
func (h *Hook) wants(e survey.Event) bool {
	return h.State == Active && (h.Poll == "" || h.Poll == e.Poll) && (len(h.Kinds) == 0 || slices.Contains(h.Kinds, e.Kind))
}

// Test is the kind of what is sent to try a hook out; no event has it.
const Test survey.EventKind = "webhook.test"

// A Progress says how far a delivery is.
type Progress string

// How far a delivery is.
const (
	Waiting   Progress = "waiting"   // for its first attempt, or the next
	Delivered Progress = "delivered" // the receiver said so
	GivenUp   Progress = "given_up"  // the last attempt failed
)

// A Delivery is an event on its way to a hook.
type Delivery struct {
	Hook, Event string // their ids; the event's is that of the message
	Kind        survey.EventKind
	Body        []byte // JSON, as it is signed
	Progress    Progress
	Attempts    int       // begun in all
	Tries       int       // begun since it was queued, or queued again by hand
	Due         time.Time // when the next attempt may begin, while it waits
	Created     time.Time
}

// An Attempt is one call. An attempt that was begun and is not in the log was
// broken off by the end of the server.
type Attempt struct {
	Number int // from 1
	At     time.Time
	Took   time.Duration
	Status int    // of HTTP; 0: there was no answer
	Answer string // its first KiB
	Wrong  string // why there was no answer, as a message key; "": there was one
}

// OK reports whether the receiver took the message.
func (a Attempt) OK() bool { return a.Status >= 200 && a.Status < 300 }

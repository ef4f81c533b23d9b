package casework

import (
	"slices"
	"time"

	"minping/survey"
)

// A Case is something that has to be answered. What was done about it stands in
// its steps; the fields are how it is now.
type Case struct {
	ID       string     `json:"id"`
	Kind     Kind       `json:"kind"`
	Channel  Channel    `json:"channel"`
	State    State      `json:"state"`
	Unit     string     `json:"unit"` // that handled the matter
	Point    string     `json:"point,omitempty"`
	Review   string     `json:"review,omitempty"` // id; of a bad review
	Grade    int        `json:"grade,omitempty"`  // of a bad review
	Aspects  []string   `json:"aspects"`
	Words    string     `json:"words,omitempty"` // as they came in
	Matter   string     `json:"matter,omitempty"`
	Named    bool       `json:"named"` // a contact was left: whoever left it must be called back
	Day      survey.Day `json:"day"`   // it came in
	Person   string     `json:"person,omitempty"`
	Complex  bool       `json:"complex,omitempty"`
	StartBy  survey.Day `json:"start_by"` // somebody has to have taken it on
	Due      survey.Day `json:"due"`      // the answer
	Theme    string     `json:"theme,omitempty"`
	Finding  string     `json:"finding,omitempty"` // what was found to be so
	Measure  string     `json:"measure,omitempty"`
	Ground   Ground     `json:"ground,omitempty"`  // why it was rejected
	Void     bool       `json:"void,omitempty"`    // a recheck confirmed the rejection
	Reply    string     `json:"reply,omitempty"`   // as whoever complained reads it
	Outcome  Outcome    `json:"outcome,omitempty"` // of the call-back
	Attempts int        `json:"attempts,omitempty"`
	Back     int        `json:"back,omitempty"`  // how often it was opened again
	Level    int        `json:"level,omitempty"` // of escalation since the deadline, 0–3
	Closed   survey.Day `json:"closed,omitempty"`
	Erase    survey.Day `json:"erase,omitempty"`   // when the contact goes
	Receipt  string     `json:"receipt,omitempty"` // SHA-256, hex, of what its author holds
	Steps    []Step     `json:"steps"`             // oldest first
	Revision int64      `json:"revision"`          // 0: not kept yet
}

// A State is how far a case is.
type State string

// The states.
const (
	Received   State = "received"    // 待受理
	Accepted   State = "accepted"    // 已受理
	Verified   State = "verified"    // 已核实
	Planned    State = "planned"     // 限期整改: in the ledger, with a limit
	Fixed      State = "fixed"       // 已整改
	Explained  State = "explained"   // 已解释
	Rejected   State = "rejected"    // 待复核: the unit says that it is malicious or mistaken
	Dismissed  State = "dismissed"   // 复核不成立: somebody else says so too
	Appealed   State = "appealed"    // 申诉待复核
	Replied    State = "replied"     // 已答复
	CalledBack State = "called_back" // 已回访
	Closed     State = "closed"      // 已办结
)

// States are all of them, in the order of a case's life.
var States = []State{Received, Accepted, Verified, Planned, Fixed, Explained, Rejected, Dismissed, Appealed, Replied, CalledBack, Closed}

// Open reports whether something is still to be done about a case.
func (s State) Open() bool { return s != Closed }

// WithUnit reports whether it is the unit's turn.
func (s State) WithUnit() bool {
	switch s {
	case Received, Accepted, Verified, Planned, Fixed, Explained, Dismissed:
		return true
	}
	return false
}

// A Ground is why a review is rejected.
type Ground string

// The grounds.
const (
	Malicious Ground = "malicious" // 恶意
	Mistaken  Ground = "mistaken"  // 误评
)

// Grounds are all of them.
var Grounds = []Ground{Malicious, Mistaken}

// An Outcome is what a call-back found.
type Outcome string

// The outcomes.
const (
	Satisfied    Outcome = "satisfied"
	Dissatisfied Outcome = "dissatisfied"
	Unreachable  Outcome = "unreachable" // on each of MostAttempts days
)

// Outcomes are all of them.
var Outcomes = []Outcome{Satisfied, Dissatisfied, Unreachable}

// MostAttempts is on how many days somebody is called in vain before the
// call-back counts as made.
const MostAttempts = 3

// A Step is something that was done about a case.
type Step struct {
	Do      Do         `json:"do"`
	At      time.Time  `json:"at"`             // UTC; what citizens did: the beginning of the day
	Day     survey.Day `json:"day"`            // where the cases are kept
	By      string     `json:"by,omitempty"`   // id of the account; "": the server itself, or a citizen
	Name    string     `json:"name,omitempty"` // of the account, as it was then
	From    State      `json:"from"`
	To      State      `json:"to"`
	Why     string     `json:"why,omitempty"`
	Unit    string     `json:"unit,omitempty"` // referred to
	Due     survey.Day `json:"due,omitempty"`  // as it is from then on; of an answer, as it was
	Ground  Ground     `json:"ground,omitempty"`
	Outcome Outcome    `json:"outcome,omitempty"`
	Level   int        `json:"level,omitempty"` // of escalation
	Citizen bool       `json:"citizen,omitempty"`
}

// last returns the last of the steps that did one of these; nil: none did.
func (c *Case) last(do ...Do) *Step {
	for i := len(c.Steps) - 1; i >= 0; i-- {
		for _, d := range do {
			if c.Steps[i].Do == d {
				return &c.Steps[i]
			}
		}
	}
	return nil
}

// An Answer is when a case was first answered, against when that was due.
type Answer struct {
	Due, Day survey.Day
	InTime   bool
}

// Answered returns the first answer to a case; false: there is none.
func (c *Case) Answered() (Answer, bool) {
	for _, s := range c.Steps {
		if s.Do == Reply {
			return Answer{s.Due, s.Day, s.Day <= s.Due}, true
		}
	}
	return Answer{}, false
}

// An Alert says how a case stands against its deadline.
type Alert string

// The alerts.
//
//   - Red 逾期: nobody took the case on in time, or the answer is overdue.
//   - Yellow 滞后: it came back; or a recheck, a call-back or closing waits past its
//     own day; see WaitsBy.
//   - Blue 临期: the answer is due today or on the next working day.
const (
	NoAlert Alert = ""
	Blue    Alert = "blue"
	Yellow  Alert = "yellow"
	Red     Alert = "red"
)

// Alerts are those that are one, the gravest first.
var Alerts = []Alert{Red, Yellow, Blue}

// Alert returns how the case stands on a day.
func (c *Case) Alert(today survey.Day, set Settings) Alert {
	switch {
	case !c.State.Open():
		return NoAlert
	case c.State == Received && today > c.StartBy, c.State.WithUnit() && today > c.Due:
		return Red
	case c.State.WithUnit() && c.Back > 0:
		return Yellow
	case !c.State.WithUnit():
		if today > c.WaitsBy(set) {
			return Yellow
		}
		return NoAlert
	case set.After(today, 1) >= c.Due:
		return Blue
	}
	return NoAlert
}

// WaitsBy is the day by which somebody other than the unit should have taken the
// next step: a recheck, a call-back or closing has the time of a simple case, from
// when it began to wait or from the last try to reach somebody. "": it is the
// unit's turn.
func (c *Case) WaitsBy(set Settings) survey.Day {
	if !c.State.Open() || c.State.WithUnit() {
		return ""
	}
	for _, s := range slices.Backward(c.Steps) {
		if s.From != s.To || s.Do == CallBack {
			return set.After(s.Day, set.Simple)
		}
	}
	return set.After(c.Day, set.Simple)
}

// escalations are the working days after a deadline from which on a case stands
// on level 1, 2 and 3.
var escalations = [...]int{1, 5, 10}

// near reports whether the deadline of the answer is at most a working day off,
// and nobody was told of it yet.
func (c *Case) near(today survey.Day, set Settings) bool {
	if today > c.Due || set.After(today, 1) < c.Due {
		return false
	}
	warned := c.last(Warn)
	return warned == nil || warned.Due != c.Due
}

// deadline is the day that runs for whoever's turn it is.
func (c *Case) deadline(set Settings) survey.Day {
	switch {
	case c.State == Received:
		return min(c.StartBy, c.Due)
	case !c.State.WithUnit():
		return c.WaitsBy(set)
	}
	return c.Due
}

// Chase returns the case escalated, or its unit warned that the answer is due on
// the next working day, where that is due and was not done yet.
func (c Case) Chase(now Moment, set Settings) (Case, bool) {
	if !c.State.Open() {
		return c, false
	}
	late, level := set.Late(c.deadline(set), now.Today), 0
	for _, days := range escalations {
		if late >= days {
			level++
		}
	}
	if level <= c.Level {
		if !c.State.WithUnit() || !c.near(now.Today, set) {
			return c, false
		}
		return c.stepped(Step{Do: Warn, Due: c.Due}, now), true
	}
	c.Level = level
	return c.stepped(Step{Do: Escalate, Level: level}, now), true
}
